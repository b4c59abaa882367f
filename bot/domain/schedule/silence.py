"""The one rule for what may not be told, or need not be, because of its tasks."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.plan.plan import Task
from bot.domain.schedule.reason import Reason


def silenced_by(tasks: Collection[Task]) -> Reason | None:
    """Why an occurrence of these tasks is not told; None while one of them may be, and where it has none."""
    if not tasks or not all(task.secret or task.completed for task in tasks):
        return None
    return Reason.SECRET if all(task.secret for task in tasks) else Reason.COMPLETED
