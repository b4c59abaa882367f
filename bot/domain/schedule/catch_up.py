"""What of an occurrence's reminders still makes sense when it is first seen late.

A new installation must not shout about years gone by, and a date moved at short notice must not go untold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from bot.domain.plan.in_use import InUse
from bot.domain.schedule.occurrence import Occurrence
from bot.domain.schedule.reminder import PlannedReminder
from bot.domain.schedule.sending_time import next_morning
from bot.domain.schedule.step import OPENING

#: Working days after the last permitted day within which a newly seen occurrence is still chased.
FRESH_DAYS = 10


def still_wanted(
    occurrence: Occurrence,
    planned: Sequence[PlannedReminder],
    since: datetime,
    in_use: InUse,
    people_on: Callable[[date], Sequence[str | None]],
) -> list[PlannedReminder]:
    """Of ``planned``, what lay ahead at ``since``, when these dates were first seen; an opening for missed steps.

    Depends on ``since`` and never on today, so asking again gives the same answer. ``people_on`` names who is told
    on a day.
    """
    ahead = [r for r in planned if r.send_at > since]
    if len(ahead) == len(planned):
        return ahead
    today = since.date()
    if occurrence.target < today:
        fresh = in_use.calendar.working_days_between(occurrence.last_day, today) < FRESH_DAYS
        return ahead if fresh else []
    opening = next_morning(since, in_use)
    if any(r.send_at.date() == opening.date() for r in ahead):
        return ahead
    return [PlannedReminder(occurrence.key, p, OPENING, opening) for p in people_on(opening.date())] + ahead
