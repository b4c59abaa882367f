"""What people and papers can send is read in time proportional to its length; steps are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType

import pytest

from bot.channels.splitting import split_html
from bot.documents.reading.composed import composed
from bot.documents.reading.source import Paragraph
from bot.documents.understanding.task_times import find_times
from bot.domain.dates.time_phrase import LONGEST_PHRASE, UnreadablePhrase, read_time_phrase
from bot.domain.dates.typed_date import read_typed_date
from bot.domain.intent.intent import mentioned_tasks, read_answer
from bot.domain.intent.word_forms import LONGEST_WORD, MOST_WORDS, clauses, clean
from bot.domain.text import fold
from bot.messages.date_refusals import refusal_text

TODAY = date(2024, 9, 4)
ATOMS = [
    "0", " ", "a", "1/", "1-", "1.", "0,", "50%", "50% ", ",;", "(", ")", "\n", "ngày ", "ngày 1 tháng ", "nhiệm vụ ",
    "chưa có ", "đang ", "còn ", "và ", "không có ", "đã gửi báo cáo ", "xong ", "hằng tháng ", "(dự kiến) ", "trước ",
    "trước ngày 1/1 ", "tháng 1, ", "hoặc ", "1/1, ", "<b>", "&", "\u0301", "oà",
]  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "fold": fold,
    "answer": lambda text: read_answer(text, today=TODAY),
    "tasks": lambda text: mentioned_tasks(text, ["3.2", "7"]),
    "typed date": lambda text: read_typed_date(text, today=TODAY),
    "time phrase": lambda text: read_time_phrase(text, plan_year=2024),
    "times of a sentence": lambda text: find_times(text, 2024),
    "parts of a message": lambda text: split_html(text, 200),
}
SHORT, LONG = 3_000, 6_000


def steps(read: Callable[[str], object], text: str) -> int:
    """Calls of functions, of ours and of the library, while the text is read."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("atom", ATOMS)
def test_twice_the_text_takes_at_most_twice_the_steps(reader: str, atom: str) -> None:
    read = READERS[reader]
    read(atom * 10)  # patterns are compiled, caches filled
    short, long = (steps(read, (atom * n)[:n]) for n in (SHORT, LONG))
    # Where a text ends decides whether its last words are read at all.
    assert long <= 2.2 * short + 2_000


@pytest.mark.parametrize("atom", ATOMS)
def test_patterns_see_bounded_clauses_and_nothing_typed_is_lost(atom: str) -> None:
    text = clean((atom * LONG)[:LONG])
    parts = clauses(text)
    assert all(len(part.key) <= (MOST_WORDS + 1) * (LONGEST_WORD + 1) for part in parts)
    assert all(part.typed(0) in text for part in parts)
    assert read_answer(text, today=TODAY).text == text


def test_a_clause_nobody_says_in_one_breath_is_not_read_but_kept() -> None:
    text = "đã xong " + "rất nhiều " * MOST_WORDS
    reading = read_answer(text, today=TODAY)
    assert (reading.status, reading.text) == (None, text.strip())


def test_running_text_is_no_time_phrase_and_says_so() -> None:
    read = read_time_phrase("hằng tháng " * LONGEST_PHRASE, plan_year=2024)
    assert isinstance(read, UnreadablePhrase)
    assert str(LONGEST_PHRASE) in refusal_text(read.reason)


def test_a_time_is_found_far_into_a_sentence() -> None:
    text = "Các đơn vị " * 400 + "gửi báo cáo trước ngày 15/12/2024 hoặc đột xuất khi có yêu cầu."
    assert find_times(text, 2024) == ((text.index("trước"), "trước ngày 15/12/2024"),)


def test_an_endless_blank_is_cut_and_no_word_lost() -> None:
    block = composed(Paragraph(f"Sở{' ' * 5_000}Du lịch\n{chr(160) * 500}chủ trì"))
    assert isinstance(block, Paragraph)
    assert len(block.text) < 70
    assert block.text.split() == ["Sở", "Du", "lịch", "chủ", "trì"]
