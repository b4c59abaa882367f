"""A reminder: one occasion to tell one person about one occurrence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReminderState(StrEnum):
    """Where a stored reminder stands."""

    PLANNED = "planned"
    #: Taken by a process that is about to send it; returned to ``planned`` when its lease runs out.
    CLAIMED = "claimed"
    #: Being handed to the channel right now; becomes ``unknown`` when the process dies.
    SENDING = "sending"
    SENT = "sent"
    #: Failed for now, will be retried.
    ERRORED = "errored"
    #: Failed for good; never counts as sent.
    FAILED = "failed"
    #: May have arrived; repeated at most once, marked "(gửi lại)".
    UNKNOWN = "unknown"
    #: Will not be sent; the reason is stored.
    CANCELLED = "cancelled"


class Step:
    """Step codes as stored and printed; ``overdue_n`` and ``before`` are built."""

    OPENING = "opening"
    DUE = "due"
    CHECK_POINT = "checkpoint"
    #: The consolidator's first reminder, on the day the units are due.
    COLLECT = "collect"

    @staticmethod
    def before(days: int) -> str:
        """ "T-15": that many days before the target."""
        return f"T-{days}"

    @staticmethod
    def overdue(nth: int) -> str:
        """ "overdue-2": the second reminder after the last permitted day."""
        return f"overdue-{nth}"

    @staticmethod
    def escalation(nth: int) -> str:
        """ "escalation-1": the unit's leader is told."""
        return f"escalation-{nth}"

    @staticmethod
    def snoozed(until: datetime) -> str:
        """ "snooze-2024090508": the person asked to be reminded again then."""
        return f"snooze-{until:%Y%m%d%H}"

    @staticmethod
    def is_asked_for(step: str) -> bool:
        """True for a reminder somebody asked for; the planner does not know it and does not take it back."""
        return step.startswith("snooze-")


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One occasion to send, before it is stored. Unique by (occurrence, recipient, step) within a due-date version."""

    occurrence: str
    #: Person id; None where nobody is named yet.
    recipient: str | None
    step: str
    #: Timezone-aware, Asia/Ho_Chi_Minh.
    send_at: datetime

    def __post_init__(self) -> None:
        if self.send_at.tzinfo is None:
            raise ValueError("send_at must be timezone-aware")
