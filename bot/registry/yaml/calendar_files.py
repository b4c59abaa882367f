"""The working calendar from ``schedules/calendar/vn-<year>.yaml``, and an estimate for years without a file."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from bot.domain.dates.work_calendar import DayOff, WorkCalendar, YearCalendar
from bot.messages.registry import calendar_problems
from bot.registry.problem import Problem
from bot.registry.yaml.nodes import Node, read_yaml, unknown_keys

_FILE_KEYS = ("year", "checked", "days_off", "working_weekend_days", "note")
_DAY_KEYS = ("date", "name", "kind", "source")
_KINDS = {
    "days_off": ("holiday", "tet", "compensatory", "swap_off"),
    "working_weekend_days": ("swap_work",),
}
_FILE_NAME = re.compile(r"vn-(\d{4})\.yaml")
_SATURDAY = 5


def load_calendar(folder: Path) -> tuple[WorkCalendar, list[Problem]]:
    """The calendar of every year file in ``folder``, and what is wrong in them, by file and line.

    A faulty day is left out and reported; years without a file are estimated (``is_provisional``).
    """
    if not folder.is_dir():
        return WorkCalendar([], estimate_year), [Problem(folder.as_posix(), 0, calendar_problems.NO_FOLDER)]
    years: list[YearCalendar] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.y*ml")):
        year, found = _read_year(path)
        problems += found
        if year is not None:
            years.append(year)
    return WorkCalendar(years, estimate_year), sorted(problems)


def estimate_year(year: int) -> YearCalendar:
    """What the library ``holidays`` expects for a year whose notice is not out yet; every name says "dự kiến"."""
    # Only here: most runs need no estimate, and loading the library takes longer than reading every file.
    import holidays

    expected = holidays.country_holidays("VN", years=year, language="vi")
    off = {day: _expected(day, name) for day, name in expected.items() if day.year == year}
    worked = {
        day: _expected(day, calendar_problems.MADE_UP_DAY) for day in expected.weekend_workdays if day.year == year
    }
    return YearCalendar(year, off, worked, provisional=True)


def _expected(day: dt.date, name: str) -> DayOff:
    return DayOff(day, calendar_problems.expected(name), "estimate", calendar_problems.EXPECTED_SOURCE)


def _read_year(path: Path) -> tuple[YearCalendar | None, list[Problem]]:
    named = _FILE_NAME.fullmatch(path.name)
    if named is None:
        return None, [Problem(path.as_posix(), 0, calendar_problems.BAD_FILE_NAME)]
    root, problems = read_yaml(path)
    if root is None:
        return None, problems
    if not root.is_mapping:
        return None, [*problems, root.problem(calendar_problems.SHAPE)]
    reader = _YearReader(int(named[1]), root)
    return reader.read(), problems + reader.problems


class _YearReader:
    """Reads one file; what it cannot use it reports and leaves out."""

    def __init__(self, year: int, root: Node) -> None:
        self.year = year
        self.root = root
        self.problems = unknown_keys(root, _FILE_KEYS)
        self._lines: dict[dt.date, int] = {}

    def read(self) -> YearCalendar:
        if self.root.text("year") != str(self.year):
            self._report(self.root, calendar_problems.other_year(self.year), key="year")
        checked = self.root.get("checked")
        if checked is not None and isinstance(fault := checked.as_date(), Problem):
            self.problems.append(fault)
        if "days_off" not in self.root.mapping:
            self._report(self.root, calendar_problems.NO_DAYS_OFF)
        return YearCalendar(self.year, self._days("days_off"), self._days("working_weekend_days"))

    def _days(self, key: str) -> dict[dt.date, DayOff]:
        listed = self.root.get(key)
        if listed is not None and not listed.is_sequence:
            self._report(self.root, calendar_problems.not_a_list(key), key=key)
        days = (self._day(node, key) for node in self.root.children(key))
        return {day.date: day for day in days if day is not None}

    def _day(self, node: Node, key: str) -> DayOff | None:
        self.problems += unknown_keys(node, _DAY_KEYS)
        missing = [name for name in _DAY_KEYS if node.text(name) is None]
        if missing:
            self._report(node, calendar_problems.incomplete_day(missing, _DAY_KEYS))
            return None
        date = node.mapping["date"].as_date()
        if isinstance(date, Problem):
            self.problems.append(date)
            return None
        day = DayOff(date, *(node.text(name) or "" for name in _DAY_KEYS[1:]))
        return day if self._fits(node, key, day) else None

    def _fits(self, node: Node, key: str, day: DayOff) -> bool:
        wrong = self._fault(key, day)
        if wrong:
            self._report(node, wrong, key="date")
            return False
        self._lines[day.date] = node.line
        return True

    def _fault(self, key: str, day: DayOff) -> str | None:
        if day.kind not in _KINDS[key]:
            return calendar_problems.unknown_kind(day.kind, _KINDS[key])
        if day.date.year != self.year:
            return calendar_problems.day_of_other_year(day.date, self.year)
        if day.date in self._lines:
            return calendar_problems.repeated_day(day.date, self._lines[day.date])
        if key == "working_weekend_days" and day.date.weekday() < _SATURDAY:
            return calendar_problems.not_a_weekend_day(day.date)
        return None

    def _report(self, node: Node, message: str, *, key: str | None = None) -> None:
        self.problems.append(node.problem(message, key=key))
