"""What is in use at one moment: the files as read, the calendar and the rules of reminding, always together."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.plan import Registry
from bot.domain.plan.policy import Policies


@dataclass(frozen=True, slots=True, eq=False)
class InUse:
    """Made by the live registry and handed on whole; changed files make a new one, so identity tells a change.

    What follows from it alone may be remembered by it (``functools.lru_cache``): it is hashed by identity.
    """

    registry: Registry
    calendar: WorkCalendar
    policies: Policies = field(default_factory=Policies)
