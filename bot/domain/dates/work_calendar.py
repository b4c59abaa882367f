"""Which days offices work: weekends, public holidays, compensatory days off and swapped Saturdays.

The facts are data (one ``YearCalendar`` per year, from the yearly notices); this module only counts with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that differs from the plain week: off, or (in ``worked_weekend``) worked."""

    date: dt.date
    #: Vietnamese, as shown to people: "Nghỉ bù Quốc khánh".
    name: str
    #: holiday, tet, compensatory, swap_off, swap_work or estimate.
    kind: str
    #: The notice or law it comes from.
    source: str


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """One year's days off (those on weekends included) and weekend days worked instead."""

    year: int
    days_off: Mapping[dt.date, DayOff] = field(default_factory=dict)
    worked_weekend: Mapping[dt.date, DayOff] = field(default_factory=dict)
    #: Not from an official notice: show as "dự kiến".
    provisional: bool = False


class WorkCalendar:
    """Counts working days. Days are dates in Vietnam; there is no time of day here."""

    def __init__(self, years: Iterable[YearCalendar], estimate: Callable[[int], YearCalendar] | None = None) -> None:
        """``estimate`` answers for years without published data; without it such a year is plain Monday to Friday."""
        self._published = {calendar.year: calendar for calendar in years}
        self._estimated: dict[int, YearCalendar] = {}
        self._estimate = estimate or _plain_week

    @property
    def published_years(self) -> frozenset[int]:
        """The years with data from official notices."""
        return frozenset(year for year, calendar in self._published.items() if not calendar.provisional)

    def is_provisional(self, year: int) -> bool:
        """True when answers about ``year`` are an estimate and must be shown as "dự kiến"."""
        return year not in self.published_years

    def is_working_day(self, day: dt.date) -> bool:
        """True when offices work on ``day``."""
        year = self._year(day.year)
        if day.weekday() >= _SATURDAY:
            return day in year.worked_weekend
        return day not in year.days_off

    def day_off(self, day: dt.date) -> DayOff | None:
        """The holiday, compensatory day or swap on ``day``; None on working days and plain weekends."""
        return self._year(day.year).days_off.get(day)

    def last_working_day_on_or_before(self, day: dt.date) -> dt.date:
        """``day`` itself, or the nearest working day before it."""
        while not self.is_working_day(day):
            day -= _ONE_DAY
        return day

    def first_working_day_on_or_after(self, day: dt.date) -> dt.date:
        """``day`` itself, or the nearest working day after it."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def last_working_day_before(self, day: dt.date) -> dt.date:
        """The nearest working day strictly before ``day``: the target of "trước ngày …"."""
        return self.last_working_day_on_or_before(day - _ONE_DAY)

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The ``count``-th working day strictly after ``day`` (before it when negative); ``day`` itself for 0.

        ``day`` is not counted (Bộ luật Dân sự 2015, Điều 147) and need not be a working day.
        """
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after ``start`` up to and including ``end``; negative when ``end`` is earlier.

        ``working_days_between(today, target)`` is "còn N ngày làm việc".
        """
        if end < start:
            return -self.working_days_between(end, start)
        days = (dt.date.fromordinal(n) for n in range(start.toordinal() + 1, end.toordinal() + 1))
        return sum(map(self.is_working_day, days))

    def _year(self, year: int) -> YearCalendar:
        published = self._published.get(year)
        if published is not None:
            return published
        if year not in self._estimated:
            self._estimated[year] = self._estimate(year)
        return self._estimated[year]


def _plain_week(year: int) -> YearCalendar:
    return YearCalendar(year, provisional=True)
