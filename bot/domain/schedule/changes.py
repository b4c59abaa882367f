"""What applying a registry changes: reminders added, moved and cancelled, and whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.schedule.reason import Reason
from bot.domain.schedule.step import Step


@dataclass(slots=True)
class ReminderChange:
    """One reminder that comes, moves or goes.

    Not frozen: planning makes them by the hundred thousand, and freezing triples what each costs.
    """

    occurrence: str
    plan: str
    obligation: str
    agency: str
    #: Person id; None where nobody is named.
    recipient: str | None
    step: Step
    #: None for an added one.
    old: datetime | None
    #: None for a cancelled one.
    new: datetime | None
    #: Of a cancelled one.
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class ChangeTally:
    """How many reminders come, move and go."""

    added: int = 0
    moved: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Everything one ``apply`` changes about reminders."""

    added: tuple[ReminderChange, ...] = ()
    moved: tuple[ReminderChange, ...] = ()
    cancelled: tuple[ReminderChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when no reminder changes."""
        return not (self.added or self.moved or self.cancelled)

    @property
    def total(self) -> ChangeTally:
        """Over everybody."""
        return ChangeTally(len(self.added), len(self.moved), len(self.cancelled))

    def by_person(self) -> Mapping[str | None, ChangeTally]:
        """Whose; None for reminders nobody is named for. In order of first appearance."""
        counts: dict[str | None, list[int]] = {}
        for place, changes in enumerate((self.added, self.moved, self.cancelled)):
            for change in changes:
                counts.setdefault(change.recipient, [0, 0, 0])[place] += 1
        return {person: ChangeTally(*numbers) for person, numbers in counts.items()}
