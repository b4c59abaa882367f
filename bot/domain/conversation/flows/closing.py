"""What an answer does to the occurrence it was given under, and to others of the same task."""

from __future__ import annotations

from bot.domain.answers.status_report import Status
from bot.domain.schedule.occurrence import ObligationKind, Occurrence, Pursuit
from bot.domain.schedule.reason import Reason

_SETTLED = frozenset({Status.COMPLETED, Status.CANCELLED})


def settles(status: Status | None) -> bool:
    """True when nothing more is to be asked about the task."""
    return status in _SETTLED


def closed_by(occurrence: Occurrence, status: Status | None) -> Reason | None:
    """Why an answer about one task closes its occurrence; None when it stays open.

    A chased task closes when it is completed or given up; a check-point or an asked one on any answer. Reports close
    when they are submitted, never by one task.
    """
    if occurrence.kind is not ObligationKind.TASK:
        return None
    if settles(status):
        return Reason.COMPLETED
    return None if occurrence.pursuit is Pursuit.CHASE else Reason.REPORTED


def is_same_task(occurrence: Occurrence, task: str) -> bool:
    """True for an occurrence that asks about this one task and nothing else."""
    return occurrence.kind is ObligationKind.TASK and occurrence.tasks == (task,)
