"""What a person should confirm about a time that was read."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from bot.domain.dates.time_phrase import TimePhrase
from bot.messages.importing import doubts as texts


def time_doubts(time: TimePhrase, signed_on: date | None, year: int | None) -> list[tuple[str, float]]:
    """What a person should confirm about a time that was read, each with a confidence."""
    doubts: list[tuple[str, float]] = []
    if time.tentative:
        doubts.append((texts.TENTATIVE, 0.6))
    if time.needs_confirmation:
        doubts.append((texts.UNTIL, 0.7))
    if time.kind.value in ("months", "quarters") and _are_apart(time):
        doubts.append((texts.SEVERAL_TIMES, 0.8))
    if time.kind.value == "yearly_until" or (year and time.due_on and time.due_on.year > year):
        doubts.append((texts.BEYOND_YEAR, 0.8))
    if signed_on and (gone := _gone(time, signed_on)):
        doubts.append((gone, 0.7))
    return doubts


def _are_apart(time: TimePhrase) -> bool:
    """Days lie between the windows: "Tháng 6,12", not "Tháng 8, tháng 9"."""
    return any(a.end and b.start and (b.start - a.end).days > 1 for a, b in pairwise(time.windows))


def _gone(time: TimePhrase, signed_on: date) -> str | None:
    """The time, or its first quarter, was over at signing, or nearly so."""
    signed = f"{signed_on:%d/%m/%Y}"
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
