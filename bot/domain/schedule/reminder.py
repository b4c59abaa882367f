"""A reminder: one occasion to tell one person about one occurrence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.schedule.step import Step


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


#: A message in one of these states may be on the person's phone.
MAY_HAVE_ARRIVED = frozenset({ReminderState.SENT, ReminderState.UNKNOWN, ReminderState.SENDING})


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One occasion to send, before it is stored. Unique by (occurrence, recipient, step) within a due-date version."""

    occurrence: str
    #: Person id; None where nobody is named yet.
    recipient: str | None
    step: Step
    #: Timezone-aware, Asia/Ho_Chi_Minh.
    send_at: datetime

    def __post_init__(self) -> None:
        if self.send_at.tzinfo is None:
            raise ValueError("send_at must be timezone-aware")
