"""How far ahead reminders are stored, and which years of that rest on an estimated calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.dates.work_calendar import WorkCalendar

#: Overdue chains of a window that ended this long ago have run out.
BEHIND = timedelta(days=120)
#: A little over a year, so that every yearly obligation has its next date in the store.
AHEAD = timedelta(days=400)


def horizon(today: date) -> tuple[date, date]:
    """First and last due date that is planned on that day."""
    return today - BEHIND, today + AHEAD


def provisional_years(calendar: WorkCalendar, now: datetime) -> tuple[int, ...]:
    """Years inside the horizon without a published calendar: shown as "dự kiến"."""
    first, last = horizon(now.date())
    return tuple(y for y in range(first.year, last.year + 1) if calendar.is_provisional(y))
