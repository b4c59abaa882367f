"""Dates inside a typed sentence: "dự kiến 20/9 xong", "đã xong hôm qua"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.dates.refusal import DateRefusal
from bot.domain.dates.typed_date import read_typed_date
from bot.domain.intent.patterns import AHEAD, DATE

#: A missing year is only taken for granted this near.
NEAR_DAYS = 183


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date in a sentence; ``ahead`` when something is expected then rather than done."""

    ahead: bool
    day: date | None = None
    candidates: tuple[date, ...] = ()
    problem: DateRefusal | None = None


def date_in(key: str, today: date, *, done: bool) -> ReadDate | None:
    """The first date in a clause's key (see ``intent_words``), None without one.

    ``done``: the clause says that something is completed.
    """
    match = DATE.search(key)
    if match is None:
        return None
    ahead = not done or AHEAD.search(key) is not None
    read = read_typed_date(match[0], today=today)
    if read.problem:
        return ReadDate(ahead, problem=read.problem)
    if read.day:
        return ReadDate(ahead or read.day > today, read.day)
    day = settled(read.candidates, today, past=not ahead)
    return ReadDate(ahead, day, () if day else read.candidates)


def settled(candidates: tuple[date, ...], today: date, *, past: bool) -> date | None:
    """The only near candidate on the side of ``today`` that makes sense; None when the person must say the year."""
    fitting = [d for d in candidates if (d <= today if past else d >= today)]
    if len(fitting) == 1 and abs((fitting[0] - today).days) <= NEAR_DAYS:
        return fitting[0]
    return None
