"""Answers: append-only status reports on two axes, completion and timeliness.

The axes are those of official follow-up reports (Báo cáo 1270/BC-TCTTTg, 27/12/2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """Completion as the officer states it."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"


class Timeliness(StrEnum):
    """Computed from the dates, never typed by anybody."""

    NONE = "none"
    ON_TRACK = "on_track"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    #: Completed, but the day is not known ("không xác định").
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file given with an answer; the bytes are in the store."""

    id: int
    name: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One answer about one task, or about a whole report when ``task`` is None.

    Never changed; a later one supersedes it.
    """

    occurrence: str
    plan: str
    agency: str
    #: Person the answer counts for.
    person: str
    at: datetime
    task: str | None = None
    status: Status | None = None
    #: 0–100.
    percent: int | None = None
    result: str | None = None
    completed_on: date | None = None
    expected_on: date | None = None
    difficulty: str | None = None
    cause: str | None = None
    #: "vượt thẩm quyền"
    beyond_authority: bool = False
    proposal: str | None = None
    proposal_to: str | None = None
    document_number: str | None = None
    document_date: date | None = None
    attachments: tuple[int, ...] = ()
    #: Person who typed it, when a stand-in.
    by: str | None = None
    channel: str | None = None
    receipt: str | None = None
    id: int | None = None

    @property
    def hands_in(self) -> bool:
        """The whole report is completed: a document was sent, or everything was answered at once."""
        return self.task is None and self.status is Status.COMPLETED


def timeliness(
    status: Status | None,
    *,
    last_day: date | None,
    target: date | None,
    today: date,
    completed_on: date | None,
    soon_days: int = 3,
) -> Timeliness:
    """Timeliness of a task with that last permitted day; ``None`` dates mean no time limit.

    Due soon is ``soon_days`` calendar days or fewer before the target.
    """
    if status is Status.COMPLETED:
        if last_day is None:
            return Timeliness.NONE
        if completed_on is None:
            return Timeliness.UNKNOWN
        return Timeliness.DONE_ON_TIME if completed_on <= last_day else Timeliness.DONE_LATE
    if last_day is None or status is Status.CANCELLED:
        return Timeliness.NONE
    if today > last_day:
        return Timeliness.OVERDUE
    if target is not None and (target - today).days <= soon_days:
        return Timeliness.DUE_SOON
    return Timeliness.ON_TRACK
