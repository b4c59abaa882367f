"""A phrase of something that comes again each year, in another year than the one it was read for."""

from __future__ import annotations

from calendar import isleap
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.dates.time_phrase import COMMON_AND_LEAP, TimePhrase, Window, weekly_days

_ONE_DAY = timedelta(days=1)


def in_year(phrase: TimePhrase, year: int) -> TimePhrase:
    """The phrase as it stands in ``year``; a printed year ("15/9/2024" of a yearly rule) is the first and moves along.

    Nothing is read again: years differ only by 29/2, and both kinds of year were read with the phrase.
    """
    if phrase.weekday is not None:
        strict = _ONE_DAY if phrase.each_before else timedelta()
        days = weekly_days(year, phrase.weekday)
        return replace(phrase, windows=tuple(Window(None, day - strict) for day in days))
    if phrase.years is not None:
        return _moved(phrase.years[isleap(year)], year - COMMON_AND_LEAP[isleap(year)])
    return _moved(phrase, year - phrase.due_on.year) if phrase.due_on else phrase


def _moved(phrase: TimePhrase, years: int) -> TimePhrase:
    strict = _ONE_DAY if phrase.due_before or phrase.each_before else timedelta()
    windows = tuple(_moved_window(window, years, strict) for window in phrase.windows)
    before = _years_after(phrase.due_before, years) if phrase.due_before else None
    return replace(phrase, windows=windows, due_before=before)


def _moved_window(window: Window, years: int, strict: timedelta) -> Window:
    start = _years_after(window.start, years) if window.start else None
    if window.end is None:
        return Window(start, None)
    due = window.end + strict
    # The end of a window that is a whole month stays the end of that month, also in February.
    whole_months = start is not None and start.day == 1 and (due + _ONE_DAY).day == 1
    due = _years_after(due + _ONE_DAY, years) - _ONE_DAY if whole_months else _years_after(due, years)
    return Window(start, due - strict)


def _years_after(day: date, years: int) -> date:
    """The same day of another year; 29/2 becomes 28/2 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)
