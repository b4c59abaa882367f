"""Buttons are bound to their chat and cannot be made up."""

from __future__ import annotations

import pytest

from bot.channels.base import BUTTON_DATA
from bot.services.button_data import sign, verify

SECRET = b"0" * 32


def test_a_button_gives_its_payload_back_in_its_own_chat_only() -> None:
    data = sign("c:12:đồng-ý", "101", SECRET)
    assert len(data.encode()) <= BUTTON_DATA
    assert verify(data, "101", SECRET) == "c:12:đồng-ý"
    assert verify(data, "102", SECRET) is None
    assert verify(data, "101", b"1" * 32) is None


@pytest.mark.parametrize("data", ["", "x", "d:1:r", "d:1:r" + "A" * 12, "đ" * 12])
def test_made_up_data_is_refused(data: str) -> None:
    assert verify(data, "101", SECRET) is None


def test_a_changed_payload_is_refused() -> None:
    assert verify(sign("d:1:r", "101", SECRET).replace("d:1", "d:2"), "101", SECRET) is None


def test_too_much_is_refused_when_it_is_made() -> None:
    assert len(sign("x" * 52, "101", SECRET)) == BUTTON_DATA
    with pytest.raises(ValueError, match="too long"):
        sign("x" * 53, "101", SECRET)
