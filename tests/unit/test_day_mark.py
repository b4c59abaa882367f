"""A day means the same in a plan, in a chat, in a sentence and in a letterhead."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.dates.day_mark import DayMark, read_day_mark, read_full_day
from bot.domain.dates.time_phrase import TimePhrase, read_time_phrase
from bot.domain.dates.typed_date import read_typed_date
from bot.domain.intent.intent import read_answer
from bot.domain.intent.named_dates import settled
from bot.domain.text import fold, strip_marks

DAYS = st.dates(date(2022, 1, 1), date(2030, 12, 31))
WITH_YEAR = [
    "{d}/{m}/{y}", "{d:02d}/{m:02d}/{y}", "{d} / {m} / {y}", "{d}-{m}-{y}", "{d:02d} - {m:02d} - {y}", "{d}.{m}.{y}",
    "ngày {d}.{m}.{y}", "{d} . {m} . {y}", "ngày {d} tháng {m} năm {y}", "{d} tháng {m} năm {y}",
    "ngày {d}/{m} năm {y}",    "ngày {d} tháng {m}/{y}", "{d}/{m}-{y}", "Ngày {d:02d} Tháng {m:02d} Năm {y}",
]  # fmt: skip
WITHOUT_YEAR = ["{d}/{m}", "{d:02d}/{m:02d}", "{d} / {m}", "ngày {d}-{m}", "ngày {d}.{m}", "ngày {d} tháng {m}",
                "{d} tháng {m}", "ngày {d}/{m}"]  # fmt: skip
SHORT_YEAR = ["{d}/{m}/{yy:02d}", "{d}-{m}-{yy:02d}", "ngày {d}.{m}.{yy:02d}", "ngày {d} tháng {m} năm {yy:02d}"]
STYLES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [str, str.upper, lambda t: unicodedata.normalize("NFD", t), lambda t: t.replace(" ", "\u00a0")]
)


def written(form: str, day: date) -> str:
    return form.format(d=day.day, m=day.month, y=day.year, yy=day.year % 100)


def in_chat(text: str, today: date) -> date | None:
    read = read_typed_date(text, today=today)
    return read.day or settled(read.candidates, today, past=False)


def in_sentence(text: str, today: date) -> date | None:
    reading = read_answer(f"đang làm, dự kiến {text} xong ạ", today=today)
    return reading.expected_on


def in_plan(text: str, year: int | None) -> date | None:
    phrase = read_time_phrase(text, plan_year=year)
    return phrase.due_on if isinstance(phrase, TimePhrase) else None


@given(DAYS, DAYS, st.sampled_from(WITH_YEAR), STYLES)
def test_a_full_day_is_the_same_everywhere(day: date, today: date, form: str, style: Callable[[str], str]) -> None:
    text = style(written(form, day))
    assert in_chat(text, today) == in_plan(text, None) == read_full_day(text) == day
    assert in_plan(f"trước {text}", None) == day
    # "15 . 9" is the end of one sentence and the beginning of the next.
    if " . " not in written(form, day):
        assert in_sentence(text, today) == day
    assert in_chat(strip_marks(text), today) == day


@given(DAYS, st.integers(1, 150), st.sampled_from(WITHOUT_YEAR), STYLES)
def test_without_a_year_only_the_year_is_assumed(day: date, ahead: int, form: str, style: Callable[[str], str]) -> None:
    today = day - timedelta(days=ahead)
    assume(today.year == day.year)
    text = style(written(form, day))
    assert in_chat(text, today) == in_sentence(text, today) == in_plan(text, day.year) == day


@given(DAYS, DAYS, st.sampled_from(SHORT_YEAR))
def test_a_two_digit_year_is_for_people_not_for_papers(day: date, today: date, form: str) -> None:
    text = written(form, day)
    assert in_chat(text, today) == in_sentence(text, today) == day
    assert in_plan(text, None) is None


@given(DAYS, st.integers(1, 27))
def test_a_day_without_a_month_is_the_nearest(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assume(day.day != today.day)
    read = read_typed_date(f"ngày {day.day}", today=today)
    assert read.candidates
    assert read.candidates[0] < today < read.candidates[1]
    assert {d.day for d in read.candidates} == {day.day}
    assert in_chat(f"ngày {day.day}", today) == in_sentence(f"ngày {day.day}", today) == day


@given(st.integers(0, 99), st.integers(0, 99), st.integers(2022, 2030), st.sampled_from(WITH_YEAR), DAYS)
def test_no_reader_accepts_a_day_another_refuses(day: int, month: int, year: int, form: str, today: date) -> None:
    text = form.format(d=day, m=month, y=year)
    found = {in_chat(text, today), in_plan(text, None), read_full_day(text)}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("15/9", DayMark(15, 9, None)),
        ("15-9-24", DayMark(15, 9, 2024)),
        ("ngày 15", DayMark(15, None, None)),
        ("15", None),
        ("5-20/4", None),
        ("15/9/202", None),
        ("115/9", None),
    ],
)
def test_a_mark_is_a_whole_text(text: str, mark: DayMark | None) -> None:
    assert read_day_mark(fold(text)) == mark


@pytest.mark.parametrize("text", ["3.2.10 xong rồi", "làm xong 15.9 tỷ", "đang làm, ngày 2 buổi", "3.2 xong"])
def test_numbers_in_a_sentence_are_no_days(text: str) -> None:
    reading = read_answer(text, today=date(2024, 9, 4))
    assert (reading.completed_on, reading.expected_on, reading.dates) == (None, None, ())


def test_a_date_may_be_followed_by_a_percentage() -> None:
    reading = read_answer("đang làm, dự kiến 15/9 80%", today=date(2024, 9, 4))
    assert (reading.expected_on, reading.percent) == (date(2024, 9, 15), 80)


def test_a_letterhead_with_blanks_names_no_day() -> None:
    assert read_full_day("ngày … tháng 3 năm 2025") is None
    assert read_full_day("ngày 06 tháng 7 … năm 2022") == date(2022, 7, 6)
