"""Occurrences and reminders as the store hands them out. Times are aware, in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from bot.domain.schedule.occurrence import Occurrence
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.domain.schedule.step import Step


@dataclass(frozen=True, slots=True)
class StoredOccurrence:
    """An occurrence with its due-date version and whether it still asks for anything."""

    occurrence: Occurrence
    version: int
    #: When this version was first seen.
    since: datetime
    #: Why nothing more is asked; None while open.
    closed: Reason | None = None
    closed_at: datetime | None = None
    #: No longer in the registry.
    withdrawn: bool = False

    @property
    def open(self) -> bool:
        return self.closed is None and not self.withdrawn


@dataclass(frozen=True, slots=True)
class DueVersion:
    """The dates an occurrence had under one version."""

    occurrence: str
    version: int
    due: date
    last_day: date
    target: date
    since: datetime


@dataclass(frozen=True, slots=True)
class StoredReminder:
    """A reminder row."""

    id: int
    occurrence: str
    version: int
    recipient: str | None
    step: Step
    send_at: datetime
    state: ReminderState
    reason: Reason | None = None
    #: What a provider said beside the reason.
    detail: str = ""
    delivery: int | None = None
    #: When it may be claimed: ``send_at``, or later when postponed or retried; None when it is not waiting.
    due_at: datetime | None = None
    #: How often it ended ``unknown``; a row with one is repeated and marked so.
    repeats: int = 0


class NewReminder(NamedTuple):
    """A reminder to insert. A tuple, because planning makes them by the hundred thousand."""

    occurrence: str
    version: int
    recipient: str | None
    step: Step
    send_at: datetime
