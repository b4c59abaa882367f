"""The one rule for "quá hạn"."""

from __future__ import annotations

from datetime import date

from bot.domain.schedule.occurrence import Occurrence


def is_overdue(occurrence: Occurrence, today: date) -> bool:
    """Past its last permitted day, and of a kind that is ever called overdue: chased, its date confirmed.

    Whether it has been answered is asked elsewhere.
    """
    return occurrence.can_be_overdue and today > occurrence.last_day
