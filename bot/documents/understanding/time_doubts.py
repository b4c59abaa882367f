"""What a person should confirm about a time that was read."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from bot.domain.dates.time_phrase import TimePhrase
from bot.messages.importing import doubts as texts

#: "Đầu tháng 10": which day is the last is not said.
_ROUGH = re.compile(
    r"(?i)(?:\b(?:đầu|giữa) (?:tháng|quý|năm)|nửa (?:đầu|cuối)|\btuần (?:\d|thứ|đầu|cuối)[^,;]*tháng)(?! cuối)"
)


def time_doubts(time: TimePhrase, signed_on: date | None, year: int | None) -> list[tuple[str, float]]:
    """What a person should confirm about a time that was read, each with a confidence."""
    doubts: list[tuple[str, float]] = []
    if time.tentative:
        doubts.append((texts.TENTATIVE, 0.6))
    if _ROUGH.search(time.text):
        doubts.append((texts.ROUGH_TIME, 0.6))
    if time.needs_confirmation:
        doubts.append((texts.UNTIL, 0.7))
    if time.kind.value in ("months", "quarters") and _are_apart(time):
        doubts.append((texts.SEVERAL_TIMES, 0.8))
    if time.kind.value == "yearly_until" or (
        year and time.due_on and time.due_on.year > year and not _is_one_day(time)
    ):
        doubts.append((texts.BEYOND_YEAR, 0.8))
    if signed_on and (gone := _gone(time, signed_on)):
        doubts.append((gone, 0.7))
    return doubts


def is_before_signing(time: TimePhrase, signed_on: date | None) -> bool:
    """In the year of signing the time was over already: "15/1" of a paper of 20/12 means the next year, or is wrong."""
    ends = [window.end for window in time.windows]
    dated = time.year_source == "plan" and not time.recurring and signed_on is not None
    return dated and bool(ends) and all(end is not None and signed_on and end < signed_on for end in ends)


def _is_one_day(time: TimePhrase) -> bool:
    """A printed day of the next year says so itself."""
    return time.kind.value == "date" and len(time.windows) == 1


def _are_apart(time: TimePhrase) -> bool:
    """Days lie between the windows: "Tháng 6,12", not "Tháng 8, tháng 9"."""
    return any(a.end and b.start and (b.start - a.end).days > 1 for a, b in pairwise(time.windows))


def _gone(time: TimePhrase, signed_on: date) -> str | None:
    """The time, or its first quarter, was over at signing, or nearly so."""
    signed = f"{signed_on:%d/%m/%Y}"
    if time.recurring:
        return None
    first_quarter_over = False
    for window in time.windows:
        if window.end is None:
            continue
        days = (window.end - signed_on).days
        if days < 0:
            return texts.time_over(signed)
        if window.start and time.kind.value == "quarters":
            first_quarter_over |= (signed_on - window.start).days > 92
        if days <= 7 and len(time.windows) == 1 and time.kind.value in ("months", "quarters", "date"):
            return texts.time_almost_over(signed, days)
    return texts.time_over(signed) if first_quarter_over else None
