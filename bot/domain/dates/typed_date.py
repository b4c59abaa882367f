"""Dates as officers type them in a chat: a day (``bot.domain.dates.day_mark``), "thứ sáu", "mai".

Accents and case do not matter. What is not clear is asked about, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.dates.day_mark import DayMark, existing_day, read_day_mark
from bot.domain.dates.refusal import DateFault, DateRefusal
from bot.domain.text import strip_marks

#: A day of last year this recent is as plausible, early in January, as the same day of this year.
_RECENT = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class TypedDate:
    """What was understood: exactly one of ``day``, ``candidates`` and ``problem`` is given."""

    day: date | None = None
    #: Two days between which the person must choose, the earlier first.
    candidates: tuple[date, ...] = ()
    problem: DateRefusal | None = None


_RELATIVE = {
    "hom qua": -1,
    "hom nay": 0,
    "ngay hom nay": 0,
    "bua nay": 0,
    "mai": 1,
    "ngay mai": 1,
    "sang mai": 1,
    "chieu mai": 1,
    "kia": 2,
    "ngay kia": 2,
    "ngay mot": 2,
}
_WEEKDAYS = {
    **dict.fromkeys(["hai", "2"], 0),
    **dict.fromkeys(["ba", "3"], 1),
    **dict.fromkeys(["tu", "bon", "4"], 2),
    **dict.fromkeys(["nam", "5"], 3),
    **dict.fromkeys(["sau", "6"], 4),
    **dict.fromkeys(["bay", "7"], 5),
}
_SUNDAY = 6

_LEAD_IN = re.compile(r"^(?:vao|den|toi) ")
_WEEKDAY = re.compile(
    r"(?:(?:thu |t)(?P<number>[2-7])|thu (?P<word>hai|ba|tu|bon|nam|sau|bay)|chu nhat|cn)"
    r"(?: (?P<this>(?:tuan )?nay)| tuan (?P<next>sau|toi)| toi)?"
)


def read_typed_date(text: str, *, today: date) -> TypedDate:
    """What day ``text`` means on ``today`` (the date in Vietnam).

    A weekday is the next such day. A date without a year that could be of two years, "ngày 15" of two months, and the
    name of today's own weekday give two candidates to ask about. "tuần sau", a bare "15" and impossible dates are
    problems.
    """
    typed = _LEAD_IN.sub("", strip_marks(text))
    if typed in _RELATIVE:
        return TypedDate(today + timedelta(days=_RELATIVE[typed]))
    weekday = _WEEKDAY.fullmatch(typed)
    if weekday:
        return _weekday(weekday, today)
    mark = read_day_mark(typed)
    return _calendar_date(mark, today) if mark else TypedDate(problem=DateRefusal(DateFault.TYPED_UNCLEAR))


def _weekday(match: re.Match[str], today: date) -> TypedDate:
    wanted = _WEEKDAYS.get(match["number"] or match["word"] or "", _SUNDAY)
    monday = today - timedelta(days=today.weekday())
    if match["this"] or match["next"]:
        return TypedDate(monday + timedelta(days=wanted + (7 if match["next"] else 0)))
    ahead = (wanted - today.weekday()) % 7
    if ahead:
        return TypedDate(today + timedelta(days=ahead))
    return TypedDate(candidates=(today, today + timedelta(days=7)))


def _calendar_date(mark: DayMark, today: date) -> TypedDate:
    if mark.month is None:
        return _without_month(mark.day, today)
    if mark.year is None:
        return _without_year(mark.day, mark.month, today)
    found = existing_day(mark.year, mark.month, mark.day)
    return TypedDate(found) if found else _no_such_day(f"{mark.day:02d}/{mark.month:02d}/{mark.year}")


def _without_month(day: int, today: date) -> TypedDate:
    """The nearest such days before and after; today counts as the earlier one."""
    months = [divmod(today.year * 12 + today.month - 1 + n, 12) for n in range(-2, 3)]
    days = [d for year, month in months if (d := existing_day(year, month + 1, day))]
    if not days:
        return _no_such_day(f"{day:02d}")
    return TypedDate(candidates=(max(d for d in days if d <= today), min(d for d in days if d > today)))


def _without_year(day: int, month: int, today: date) -> TypedDate:
    last, this, following = (existing_day(today.year + n, month, day) for n in (-1, 0, 1))
    if this is None:
        leap_only = last or following or existing_day(2000, month, day)
        shown = f"{day:02d}/{month:02d}" + (f"/{today.year}" if leap_only else "")
        return _no_such_day(shown)
    if this < today and following:
        return TypedDate(candidates=(this, following))
    if this < today:
        return TypedDate(problem=DateRefusal(DateFault.TYPED_OVER))
    if last and today - last <= _RECENT:
        return TypedDate(candidates=(last, this))
    return TypedDate(this)


def _no_such_day(shown: str) -> TypedDate:
    return TypedDate(problem=DateRefusal(DateFault.TYPED_NO_SUCH_DAY, (shown,)))
