"""Which of an occurrence's reminders it is: a value; its code is what the store keeps and ``plan --json`` prints."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class StepKind(StrEnum):
    """The kinds; the value begins the code."""

    OPENING = "opening"
    #: Days before the target.
    BEFORE = "T"
    DUE = "due"
    CHECK_POINT = "checkpoint"
    #: The consolidator's first reminder, on the day the units are due.
    COLLECT = "collect"
    #: The nth reminder after the last permitted day.
    OVERDUE = "overdue"
    #: The unit's leader is told.
    ESCALATION = "escalation"
    #: The person asked to be reminded again then.
    SNOOZE = "snooze"


class Step(NamedTuple):
    """A tuple, because planning compares and hashes steps by the hundred thousand."""

    kind: StepKind
    #: Days, or which one; for a snooze its local hour as 2024090508.
    number: int = 0

    @property
    def code(self) -> str:
        """ "T-15", "due", "overdue-2", "snooze-2024090508"."""
        return _code(self)

    @property
    def is_asked_for(self) -> bool:
        """True for a reminder somebody asked for; the planner does not know it and does not take it back."""
        return self.kind is StepKind.SNOOZE


@cache
def _code(step: Step) -> str:
    return f"{step.kind.value}-{step.number}" if step.number else step.kind.value


_NUMBERED = frozenset({StepKind.BEFORE, StepKind.OVERDUE, StepKind.ESCALATION, StepKind.SNOOZE})

OPENING = Step(StepKind.OPENING)
DUE = Step(StepKind.DUE)
CHECK_POINT = Step(StepKind.CHECK_POINT)
COLLECT = Step(StepKind.COLLECT)


@cache
def step_of(code: str) -> Step:
    """The step with that code; ValueError for none."""
    kind, _, number = code.partition("-")
    step = Step(StepKind(kind), int(number or 0))
    if step.code != code or (step.kind in _NUMBERED) != bool(step.number):
        raise ValueError(f"{code!r} is no step")
    return step


def before(days: int) -> Step:
    return Step(StepKind.BEFORE, days)


def overdue(nth: int) -> Step:
    return Step(StepKind.OVERDUE, nth)


def escalation(nth: int) -> Step:
    return Step(StepKind.ESCALATION, nth)


def snoozed(until: datetime) -> Step:
    """``until`` in local time."""
    return Step(StepKind.SNOOZE, int(f"{until:%Y%m%d%H}"))
