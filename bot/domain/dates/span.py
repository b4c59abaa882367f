"""Stretches of the calendar that Vietnamese plans name: days, months, quarters, years and their parts."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.dates.refusal import CannotRead, DateFault

#: Years a plan may name; anything else is a slip of the pen.
YEARS = range(1990, 2101)
#: Has every day that any year has.
_LEAP_YEAR = 2024


class Unit(StrEnum):
    """What a span is counted in; the value is the word as folded."""

    DAY = "ngày"
    WEEK = "tuần"
    MONTH = "tháng"
    QUARTER = "quý"
    YEAR = "năm"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included."""

    first: date
    last: date
    unit: Unit
    #: Two printed marks with "đến" or a dash between them.
    is_range: bool = False
    #: A single day: a date, or "đầu/giữa/cuối" tháng, năm (Bộ luật Dân sự 2015, Điều 146).
    is_point: bool = False


def whole_year(year: int) -> Span:
    """1 January to 31 December."""
    return Span(date(year, 1, 1), date(year, 12, 31), Unit.YEAR)


def month_span(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Unit.MONTH)


def quarter_span(year: int, quarter: int) -> Span:
    """The whole quarter; I is 1 January to 31 March."""
    last = month_span(year, quarter * 3).last
    return Span(date(year, quarter * 3 - 2, 1), last, Unit.QUARTER)


def monthly_date(year: int, month: int, day: int) -> date:
    """The day of that month; a day the month lacks is the month's last day.

    Bộ luật Dân sự 2015, Điều 148 says so of periods counted in months; by analogy it holds for a date that comes again.
    """
    if day not in range(1, 32):
        raise CannotRead(DateFault.NO_SUCH_DAY_OF_MONTH, f"{day:02d}")
    last = month_span(year, month).last
    return last.replace(day=min(day, last.day))


def yearly_date(year: int, month: int, day: int) -> date:
    """The day of that year; 29/2 is the last day of February. CannotRead for a day that no year has (31/9)."""
    if month not in range(1, 13) or day not in range(1, month_span(_LEAP_YEAR, month).last.day + 1):
        raise CannotRead(DateFault.NO_SUCH_DAY_IN_ANY_YEAR, f"{day:02d}/{month:02d}")
    return monthly_date(year, month, day)


def make_date(year: int, month: int, day: int) -> date:
    """The day, or CannotRead when the calendar has no such day."""
    try:
        if year in YEARS:
            return date(year, month, day)
    except ValueError:
        pass
    raise CannotRead(DateFault.NO_SUCH_DAY, f"{day:02d}/{month:02d}/{year}")
