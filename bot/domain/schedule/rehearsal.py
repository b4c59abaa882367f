"""Every message a period would bring, without sending any: who hears of what on which day.

A rehearsal knows the plans and the calendar, not what was answered: it shows all steps, as if nobody had reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Registry
from bot.domain.schedule.expansion import expand
from bot.domain.schedule.occurrence import AgencyRole, Occurrence
from bot.domain.schedule.planner import Planner
from bot.domain.schedule.reminder import PlannedReminder
from bot.domain.schedule.step import Step

#: No reminder lies further from its occurrence's date than this.
_REACH = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class RehearsedItem:
    """One occurrence in a message."""

    plan: str
    obligation: str
    period: str
    due: date
    target: date
    step: Step
    role: AgencyRole
    occurrence: str
    strict: bool = False
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class RehearsedMessage:
    """All that one person hears in one slot."""

    #: Aware, Asia/Ho_Chi_Minh.
    send_at: datetime
    #: Person id; None where nobody is named yet, then one message stands for the agency.
    recipient: str | None
    #: Agency id as of that day.
    agency: str
    items: tuple[RehearsedItem, ...]


def rehearse(in_use: InUse, start: date, end: date) -> tuple[RehearsedMessage, ...]:
    """The messages of the days from ``start`` to ``end``, both included, in sending order."""
    rows: dict[tuple[datetime, str, str | None], list[RehearsedItem]] = {}
    planner = Planner(in_use)
    for occurrence in expand(in_use, start - _REACH, end + _REACH):
        for reminder in planner.plan(occurrence):
            day = reminder.send_at.date()
            if start <= day <= end:
                agency = _agency(in_use.registry, occurrence, reminder.recipient, day)
                rows.setdefault((reminder.send_at, agency, reminder.recipient), []).append(_item(occurrence, reminder))
    ordered = sorted(rows.items(), key=lambda row: (row[0][0], row[0][1], row[0][2] or ""))
    return tuple(RehearsedMessage(at, who, agency, tuple(items)) for (at, agency, who), items in ordered)


def _agency(registry: Registry, occurrence: Occurrence, recipient: str | None, day: date) -> str:
    own = registry.people[recipient].agency if recipient is not None else occurrence.agency
    return registry.successor(own, day).id


def _item(occurrence: Occurrence, reminder: PlannedReminder) -> RehearsedItem:
    return RehearsedItem(
        occurrence.plan,
        occurrence.obligation,
        occurrence.period,
        occurrence.due,
        occurrence.target,
        reminder.step,
        occurrence.role,
        occurrence.key,
        occurrence.strict,
        occurrence.tentative,
    )
