"""Dates typed in a chat: clear ones are read, unclear ones asked about, wrong ones refused aloud."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates.typed_date import TypedDate, read_typed_date
from bot.domain.text import strip_marks
from bot.messages.date_refusals import refusal_text

TUESDAY = date(2024, 9, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/9", date(2024, 9, 15)),
        ("15-9", date(2024, 9, 15)),
        ("15.9", date(2024, 9, 15)),
        ("03/9", TUESDAY),
        ("15-9-2024", date(2024, 9, 15)),
        ("15 / 9 / 2025", date(2025, 9, 15)),
        ("15/9/24", date(2024, 9, 15)),
        ("1/2/2023", date(2023, 2, 1)),
        ("ngày 15 tháng 9", date(2024, 9, 15)),
        ("NGÀY 15 THÁNG 9 NĂM 2025.", date(2025, 9, 15)),
        ("15/9 năm 2025", date(2025, 9, 15)),
        ("đến ngày 15/9", date(2024, 9, 15)),
        ("hôm nay", TUESDAY),
        ("mai", date(2024, 9, 4)),
        ("ngày mai", date(2024, 9, 4)),
        ("ngày kia", date(2024, 9, 5)),
        ("hôm qua", date(2024, 9, 2)),
        ("thứ tư", date(2024, 9, 4)),
        ("thứ sáu", date(2024, 9, 6)),
        ("Thứ 6", date(2024, 9, 6)),
        ("T6", date(2024, 9, 6)),
        ("vào thứ hai", date(2024, 9, 9)),
        ("thứ năm tới", date(2024, 9, 5)),
        ("chủ nhật", date(2024, 9, 8)),
        ("CN", date(2024, 9, 8)),
        ("thứ sáu tuần này", date(2024, 9, 6)),
        ("thứ sáu tuần sau", date(2024, 9, 13)),
    ],
)
def test_clear_dates_are_read_with_and_without_accents(text: str, day: date) -> None:
    assert read_typed_date(text, today=TUESDAY) == TypedDate(day)
    assert read_typed_date(strip_marks(text), today=TUESDAY) == TypedDate(day)


@pytest.mark.parametrize(
    ("text", "today", "candidates"),
    [
        ("1/9", TUESDAY, (date(2024, 9, 1), date(2025, 9, 1))),
        ("15/1", date(2024, 11, 20), (date(2024, 1, 15), date(2025, 1, 15))),
        ("20/12", date(2025, 1, 5), (date(2024, 12, 20), date(2025, 12, 20))),
        ("thứ ba", TUESDAY, (TUESDAY, date(2024, 9, 10))),
        ("ngày 3", TUESDAY, (TUESDAY, date(2024, 10, 3))),
        ("ngày 2", TUESDAY, (date(2024, 9, 2), date(2024, 10, 2))),
        ("ngày 4", TUESDAY, (date(2024, 8, 4), date(2024, 9, 4))),
        ("ngày 31", date(2024, 3, 1), (date(2024, 1, 31), date(2024, 3, 31))),
        ("ngày 30", date(2025, 1, 31), (date(2025, 1, 30), date(2025, 3, 30))),
        ("ngày 31", date(2024, 6, 30), (date(2024, 5, 31), date(2024, 7, 31))),
        ("1/12", date(2025, 2, 1), (date(2024, 12, 1), date(2025, 12, 1))),
    ],
)
def test_two_plausible_days_are_asked_about(text: str, today: date, candidates: tuple[date, ...]) -> None:
    assert read_typed_date(text, today=today) == TypedDate(candidates=candidates)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("15/12", date(2024, 11, 20), date(2024, 12, 15)),
        ("20/12", date(2025, 3, 20), date(2025, 12, 20)),
        ("1/12", date(2025, 2, 2), date(2025, 12, 1)),
        ("29/2", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_only_one_plausible_year_needs_no_question(text: str, today: date, day: date) -> None:
    assert read_typed_date(text, today=today) == TypedDate(day)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tuần sau", "chưa rõ là ngày nào"),
        ("15", "chưa rõ"),
        ("", "chưa rõ"),
        ("t10", "chưa rõ"),
        ("15/9 nếu kịp", "chưa rõ"),
        ("30/2", "không có ngày 30/02;"),
        ("29/2/2025", "không có ngày 29/02/2025"),
        ("31/4", "không có ngày 31/04"),
        ("15/13/2024", "không có ngày 15/13/2024"),
        ("0/9", "không có ngày"),
        ("ngày 32", "không có ngày 32;"),
        ("15/9/1024", "không có ngày"),
        ("29/2", "ghi rõ cả năm"),
    ],
)
def test_unclear_and_impossible_dates_are_refused(text: str, words: str) -> None:
    read = read_typed_date(text, today=TUESDAY)
    assert (read.day, read.candidates) == (None, ())
    assert read.problem is not None
    assert words in refusal_text(read.problem)
    assert "đề nghị ghi" in refusal_text(read.problem)


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_29_february_in_a_common_year_names_the_year(year: int) -> None:
    read = read_typed_date("29/2", today=date(year, 1, 10))
    assert read.problem is not None
    assert f"29/02/{year}" in refusal_text(read.problem)


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


FULL_FORMS = [
    "{0.day}/{0.month}/{0.year}",
    "{0.day:02d}-{0.month:02d}-{0.year}",
    "{0.day}.{0.month}.{0.year}",
    "ngày {0.day} tháng {0.month} năm {0.year}",
]


@given(DAYS, DAYS, st.sampled_from(FULL_FORMS))
def test_a_full_date_is_that_day_whatever_today_is(day: date, today: date, form: str) -> None:
    assert read_typed_date(form.format(day), today=today) == TypedDate(day)


@given(DAYS, DAYS)
def test_without_a_year_the_answer_has_that_day_and_month_and_is_never_silently_past(day: date, today: date) -> None:
    read = read_typed_date(f"{day.day}/{day.month}", today=today)
    offered = [read.day] if read.day else list(read.candidates)
    assert all((d.day, d.month) == (day.day, day.month) for d in offered)
    assert read.day is None or today <= read.day < today + timedelta(days=366)
    assert len(read.candidates) in (0, 2)


@given(DAYS, st.sampled_from(["hai", "ba", "tư", "năm", "sáu", "bảy"]))
def test_a_weekday_lies_within_the_coming_week(today: date, name: str) -> None:
    read = read_typed_date(f"thứ {name}", today=today)
    found = read.day or read.candidates[1]
    assert timedelta(0) < found - today <= timedelta(days=7)
    assert found.weekday() == ["hai", "ba", "tư", "năm", "sáu", "bảy"].index(name)


@given(st.text(max_size=30), DAYS)
def test_any_text_gets_exactly_one_kind_of_answer(text: str, today: date) -> None:
    read = read_typed_date(text, today=today)
    assert [read.day is not None, bool(read.candidates), read.problem is not None].count(True) == 1
