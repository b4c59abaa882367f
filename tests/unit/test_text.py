"""Match keys: what must be equal is equal, what must differ differs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.text import fold, slug, strip_marks

SAME = [
    ("văn hoá", "văn hóa"),
    ("UỶ BAN NHÂN DÂN", "Ủy ban nhân dân"),
    ("Khánh Hoà", "Khánh Hòa"),
    ("sức khoẻ", "sức khỏe"),
    ("thuỷ sản, luỹ", "thủy sản, lũy"),
    ("Sở Quy hoạch – Kiến trúc", "Sở Quy hoạch - Kiến trúc"),
    ("Thừa Thiên\u2212Huế", "Thừa Thiên - Huế"),
    ("Chí Linh-Hải Dương", "Chí Linh \u2014 Hải Dương"),
    ("188 /KH-UBND", "188/KH-UBND"),
    ("Sở Công Thương", "sở  công\u00a0thương."),
    ("Ðống Đa", "Đống Đa"),
    ("ÐÔNG ANH", "đông anh"),
    ("Sở\u200b Y tế", "Sở Y tế;"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_spellings_of_one_text_have_one_key(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), SAME)
def test_unicode_form_does_not_matter(left: str, right: str) -> None:
    assert fold(unicodedata.normalize("NFD", left)) == fold(right)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Quý III/2022", "quý iii/2022"),
        ("hoàn thành", "hoàn thành"),
        ("khuỷu tay", "khuỷu tay"),
        ("ngoài, loại", "ngoài, loại"),
        ("QUỲ HỢP", "quỳ hợp"),
    ],
)
def test_closed_syllables_and_qu_keep_their_tone(text: str, key: str) -> None:
    assert fold(text) == key


def test_different_words_stay_different() -> None:
    assert fold("Sở Tư pháp") != fold("Số Tư pháp")
    assert fold("Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch") != fold(
        "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch"
    )


def test_stripping_marks_allows_search_without_accents() -> None:
    assert strip_marks("Đầu tư – Thủy sản") == "dau tu-thuy san"
    assert strip_marks("dau tu-THUY SAN") == strip_marks("Đầu tư – Thuỷ sản")


def test_slug_is_an_ascii_id() -> None:
    assert slug("Sở Du lịch TP. HCM") == "so-du-lich-tp-hcm"
    assert slug("Sở Lao động - Thương binh và Xã hội") == "so-lao-dong-thuong-binh-va-xa-hoi"
    assert slug("…") == ""


VIETNAMESE = st.text(st.sampled_from("aAàáảãạoòuùủyỳýqQhđĐÐ -–/.,\u0301\u0309\u200b\u00a0i1"), max_size=30)


@example("uy\u0301\u0301")
@given(st.one_of(VIETNAMESE, st.text(max_size=30)))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_every_unicode_form_and_case_folds_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(text.upper()) == fold(text)


@given(st.text(max_size=40))
def test_slug_never_raises_and_has_only_id_characters(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
