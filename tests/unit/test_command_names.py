"""A command is understood however it is spelt."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation.command_names import COMMANDS, read_command
from bot.messages.menu import EVERYBODY

SPELT = {
    "viec": ("việc", "Việc"),
    "baocao": ("báo cáo", "Báo_cáo", "BÁO CÁO", "báocáo", "bao-cao"),
    "lich": ("lịch",),
    "lichsu": ("lịch sử", "Lịch_sử"),
    "nghiphep": ("nghỉ phép",),
    "huy": ("huỷ", "hủy", "Huỷ."),
    "trogiup": ("trợ giúp",),
    "quyenriengtu": ("quyền riêng tư", "Quyền_riêng_tư"),
    "dulieucuatoi": ("dữ liệu của tôi",),
    "rutdongy": ("rút đồng ý",),
    "xoa": ("xoá", "xóa"),
}


@pytest.mark.parametrize(("meant", "spelt"), [(name, s) for name, forms in SPELT.items() for s in forms])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_with_tones_spaces_and_capitals(meant: str, spelt: str, form: str) -> None:
    name, _, words = unicodedata.normalize(form, spelt).partition(" ")  # type: ignore[arg-type]

    assert read_command(name, words) == (meant, "")


def test_the_words_after_a_command_stay_as_typed() -> None:
    assert read_command("báo", "cáo  nhiệm vụ 6 xong") == ("baocao", "nhiệm vụ 6 xong")
    assert read_command("nghiphep", "từ  20/9") == ("nghiphep", "từ  20/9")


def test_what_is_no_command_comes_back_as_typed() -> None:
    assert read_command("thử", "xem nào") == ("thử", "xem nào")


def test_every_command_of_the_menu_is_known() -> None:
    assert {name for name, _ in EVERYBODY} <= set(COMMANDS)


@given(st.text(max_size=40), st.text(max_size=80))
def test_any_words_are_read(name: str, words: str) -> None:
    command, _ = read_command(name, words)
    assert command == name or command in COMMANDS
