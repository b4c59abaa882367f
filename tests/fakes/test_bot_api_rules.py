"""The pure parts of the fake server: HTML parse mode and sending limits."""

from __future__ import annotations

import pytest

from tests.fakes.bot_api_errors import ApiError
from tests.fakes.bot_api_html import formatted, utf16_len
from tests.fakes.bot_api_limits import RateLimits


def test_html_gives_text_and_utf16_offsets() -> None:
    text, entities = formatted(" 📌 <b>Hạn <i>15/9</i></b> &lt;gấp&gt; &amp; &#273;úng\n", "HTML")
    assert text == "📌 Hạn 15/9 <gấp> & đúng"
    assert entities == [{"type": "bold", "offset": 3, "length": 8}, {"type": "italic", "offset": 7, "length": 4}]
    assert utf16_len("📌") == 2


def test_html_links_code_and_quotes() -> None:
    text, entities = formatted(
        '<a href="https://example.vn/?a=1&amp;b=2">xem</a> <a>không</a> <code>x</code>'
        '<blockquote expandable>dài</blockquote><span class="tg-spoiler">kín</span>',
        "html",
    )
    assert text == "xem không xdàikín"
    kinds = [entity["type"] for entity in entities]
    assert kinds == ["text_link", "code", "expandable_blockquote", "spoiler"]
    assert entities[0]["url"] == "https://example.vn/?a=1&b=2"


def test_text_without_parse_mode_is_taken_as_typed() -> None:
    assert formatted("<b>a</b> & b ", "") == ("<b>a</b> & b", [])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("đ <", "Unclosed start tag at byte offset 3"),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("<div>a</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("<br>", 'Unsupported start tag "br"'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler"'),
        ("A & B", 'Unescaped character "&" at byte offset 2'),
        ("A&nbsp;B", 'Unescaped character "&" at byte offset 1'),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refusal:
        formatted(source, "HTML")
    assert refusal.value.code == 400
    assert refusal.value.description.startswith("Bad Request: can't parse entities: ")
    assert words in refusal.value.description


class _Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def _retry_after(limits: RateLimits, chat_id: int, *, is_group: bool = False) -> int:
    """0 when the send is admitted."""
    try:
        limits.admit(chat_id, is_group=is_group)
    except ApiError as refusal:
        return refusal.parameters["retry_after"]
    return 0


def test_one_message_a_second_to_a_private_chat() -> None:
    clock = _Clock()
    limits = RateLimits(now=clock)
    assert _retry_after(limits, 101) == 0
    assert _retry_after(limits, 102) == 0
    clock.time += 0.999
    assert _retry_after(limits, 101) == 1
    clock.time += 1.0
    assert _retry_after(limits, 101) == 0


def test_sending_again_inside_the_penalty_is_refused_though_the_window_is_free() -> None:
    clock = _Clock()
    limits = RateLimits(now=clock)
    limits.admit(101, is_group=False)
    clock.time += 0.9
    assert _retry_after(limits, 101) == 1
    clock.time += 0.5  # 1.4 s after the send, 0.5 s into the penalty
    assert _retry_after(limits, 101) == 1
    clock.time += 0.5
    assert _retry_after(limits, 101) == 0


def test_thirty_a_second_over_all_without_burst() -> None:
    clock = _Clock()
    limits = RateLimits(now=clock)
    admitted = 0
    for chat_id in range(1, 61):
        admitted += _retry_after(limits, chat_id) == 0
        clock.time += 1 / 60
    assert admitted == 30


def test_twenty_a_minute_to_a_group() -> None:
    clock = _Clock()
    limits = RateLimits(now=clock)
    answers = []
    for _ in range(21):
        answers.append(_retry_after(limits, -100, is_group=True))
        clock.time += 1.5
    assert answers == [0] * 20 + [30]


def test_limits_switched_off_admit_everything() -> None:
    limits = RateLimits(on=False, now=_Clock())
    assert [_retry_after(limits, 101) for _ in range(100)] == [0] * 100
