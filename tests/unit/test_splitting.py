"""Long messages are cut where a reader would cut them, and every part is well formed by itself."""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.splitting import split_html, utf16_units, visible_units

_TAG = re.compile(r"</?([a-z]+)[^<>]*>")


def _visible(part: str) -> str:
    return unescape(_TAG.sub("", part))


def _well_formed(part: str) -> bool:
    stack: list[str] = []
    for match in _TAG.finditer(part):
        if not match.group().startswith("</"):
            stack.append(match.group(1))
        elif not stack or stack.pop() != match.group(1):
            return False
    return not stack


def test_text_that_fits_comes_back_as_it_is() -> None:
    assert split_html("<b>Kính gửi</b>  đồng chí", 100) == ["<b>Kính gửi</b>  đồng chí"]


def test_tags_and_entities_do_not_count() -> None:
    text = "<b>" + "&amp;" * 10 + "</b>"
    assert visible_units(text) == 10
    assert split_html(text, 10) == [text]


def test_characters_beyond_the_basic_plane_count_twice() -> None:
    assert utf16_units("😀a") == 3
    assert split_html("😀😀 😀😀", 5) == ["😀😀", "😀😀"]


def test_cuts_at_a_line_end_in_the_second_half() -> None:
    assert split_html("một hai ba\nbốn năm", 14) == ["một hai ba", "bốn năm"]


def test_cuts_between_words_when_the_line_end_is_too_early() -> None:
    assert split_html("a\nmột hai ba bốn", 11) == ["a\nmột hai", "ba bốn"]


def test_open_tags_are_closed_and_opened_again() -> None:
    parts = split_html('<b>một <a href="https://example.vn/?a=1&amp;b=2">hai ba</a></b> bốn', 8)
    assert parts == [
        '<b>một <a href="https://example.vn/?a=1&amp;b=2">hai</a></b>',
        '<b><a href="https://example.vn/?a=1&amp;b=2">ba</a></b> bốn',
    ]


def test_a_word_longer_than_a_part_is_cut_but_entities_and_accents_are_not() -> None:
    word = "&lt;" * 7
    assert split_html(word, 3) == ["&lt;" * 3, "&lt;" * 3, "&lt;"]
    decomposed = unicodedata.normalize("NFD", "ệệệ")
    assert all(not unicodedata.combining(part[0]) for part in split_html(decomposed, 4))


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        split_html("abc", 1)


_PIECES = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30).map(
            lambda t: escape(t, quote=False)
        ),
        st.text("abc đ😀", max_size=20).map(lambda t: f"<b>{t}</b>"),
        st.text("abc đ", max_size=20).map(lambda t: f"x<i>{t} <code>{t}</code></i>"),
        st.just("\n"),
    ),
    max_size=12,
)


@given(_PIECES, st.integers(20, 60))
def test_no_part_is_too_long_ill_formed_or_short_of_text(pieces: list[str], limit: int) -> None:
    text = "".join(pieces)
    parts = split_html(text, limit)
    assert all(visible_units(part) <= limit for part in parts) or parts == [text]
    assert all(_well_formed(part) for part in parts)
    assert "".join(_visible(text).split()) == "".join("".join(_visible(p) for p in parts).split())
