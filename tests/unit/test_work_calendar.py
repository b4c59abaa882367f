"""Counting working days over a hand-written fortnight around Quốc khánh and a swapped Saturday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates.work_calendar import DayOff, WorkCalendar, YearCalendar


def day_off(day: date, name: str = "Nghỉ", kind: str = "holiday") -> DayOff:
    return DayOff(day, name, kind, "thử")


OFF_2024 = {
    d: day_off(d) for d in (date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1), date(2024, 9, 2), date(2024, 9, 3))
}
WORKED_2024 = {date(2024, 5, 4): day_off(date(2024, 5, 4), "Làm bù cho 29/04/2024", "swap_work")}
CALENDAR = WorkCalendar([YearCalendar(2024, OFF_2024, WORKED_2024)])


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 9, 4), True),
        (date(2024, 9, 2), False),
        (date(2024, 9, 14), False),
        (date(2024, 5, 4), True),
        (date(2024, 5, 5), False),
        (date(2024, 4, 29), False),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


def test_a_day_off_says_why_and_a_plain_weekend_does_not() -> None:
    assert CALENDAR.day_off(date(2024, 9, 2)) == OFF_2024[date(2024, 9, 2)]
    assert CALENDAR.day_off(date(2024, 9, 14)) is None
    assert CALENDAR.day_off(date(2024, 5, 4)) is None


def test_the_target_of_before_15_9_2024_is_friday_the_13th() -> None:
    assert CALENDAR.last_working_day_before(date(2024, 9, 15)) == date(2024, 9, 13)
    assert CALENDAR.last_working_day_on_or_before(date(2024, 9, 13)) == date(2024, 9, 13)
    assert CALENDAR.first_working_day_on_or_after(date(2024, 9, 14)) == date(2024, 9, 16)
    assert CALENDAR.first_working_day_on_or_after(date(2024, 9, 16)) == date(2024, 9, 16)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2024, 9, 13), -7, date(2024, 9, 4)),
        (date(2024, 9, 13), 0, date(2024, 9, 13)),
        (date(2024, 8, 30), 1, date(2024, 9, 4)),
        (date(2024, 5, 2), 2, date(2024, 5, 4)),
        (date(2024, 5, 6), -1, date(2024, 5, 4)),
        (date(2024, 9, 15), -1, date(2024, 9, 13)),
    ],
)
def test_adding_working_days_skips_days_off_and_counts_make_up_saturdays(
    start: date, count: int, expected: date
) -> None:
    assert CALENDAR.add_working_days(start, count) == expected


def test_days_between_count_the_end_and_not_the_start() -> None:
    assert CALENDAR.working_days_between(date(2024, 9, 4), date(2024, 9, 13)) == 7
    assert CALENDAR.working_days_between(date(2024, 9, 13), date(2024, 9, 4)) == -7
    assert CALENDAR.working_days_between(date(2024, 9, 13), date(2024, 9, 15)) == 0


def test_without_data_or_estimate_a_year_is_plain_and_provisional() -> None:
    assert CALENDAR.published_years == {2024}
    assert not CALENDAR.is_provisional(2024)
    assert CALENDAR.is_provisional(2028)
    assert WorkCalendar([YearCalendar(2024), YearCalendar(2028, provisional=True)]).published_years == {2024}
    assert CALENDAR.is_working_day(date(2028, 9, 1))
    assert not CALENDAR.is_working_day(date(2028, 9, 3))


def test_a_provisional_file_is_not_a_published_year() -> None:
    calendar = WorkCalendar([YearCalendar(2028, provisional=True)])
    assert calendar.published_years == frozenset()
    assert calendar.is_provisional(2028)


def test_an_estimate_is_asked_once_per_year_and_only_when_needed() -> None:
    asked: list[int] = []

    def estimate(year: int) -> YearCalendar:
        asked.append(year)
        return YearCalendar(year, {date(year, 9, 1): day_off(date(year, 9, 1))}, provisional=True)

    calendar = WorkCalendar([YearCalendar(2024, OFF_2024, WORKED_2024)], estimate)
    assert calendar.is_working_day(date(2024, 9, 4))
    assert asked == []
    assert not calendar.is_working_day(date(2028, 9, 1))
    assert calendar.day_off(date(2028, 9, 1)) is not None
    assert asked == [2028]


DAYS = st.dates(date(2023, 1, 1), date(2025, 12, 31))


@given(DAYS, st.integers(-40, 40).filter(bool))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working_day(end)
    if count > 0:
        assert CALENDAR.working_days_between(start, end) == count
    else:
        assert CALENDAR.working_days_between(end - timedelta(days=1), start - timedelta(days=1)) == -count


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(a: date, b: date, c: date) -> None:
    between = CALENDAR.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)
