"""What the conversation wants done; carried out by the inbox in the transaction that stores the new state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.answers.status_report import StatusReport


@dataclass(frozen=True, slots=True)
class RecordStatus:
    """Append an answer about one task."""

    report: StatusReport


@dataclass(frozen=True, slots=True)
class SubmitReport:
    """Append the answer about the whole report; ``closes`` is False when only a part of it was given."""

    report: StatusReport
    closes: bool = True


@dataclass(frozen=True, slots=True)
class Snooze:
    """Remind again at ``until`` (aware), nothing before."""

    occurrence: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Disclaim:
    """ "Không phải việc của tôi", for the coordinator to settle. ``task`` None = the whole occurrence."""

    occurrence: str
    task: str | None
    #: As typed; a line that is a choice's id stands for its words.
    reason: str
    #: Person id of a colleague, when one was chosen …
    suggested: str | None = None
    #: … or the name as typed.
    suggested_name: str | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """ "Đúng là việc của tôi": everything the person disclaimed is theirs after all."""


@dataclass(frozen=True, slots=True)
class TakeLeave:
    """Away from ``start`` to ``end``, both included; reminders go to the stand-in."""

    start: date
    end: date
    stand_in: str | None = None


@dataclass(frozen=True, slots=True)
class CancelLeave:
    start: date
    end: date


Effect = RecordStatus | SubmitReport | Snooze | Disclaim | TakeBack | TakeLeave | CancelLeave
