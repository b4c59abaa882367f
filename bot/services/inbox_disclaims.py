""" "Không phải việc của tôi" reaches the coordinators at once; on the board it stands until it is settled."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.conversation.desk import Desk
from bot.domain.conversation.effects import Disclaim
from bot.domain.plan import Plan, Registry, Role, unique
from bot.messages.conversation_aside import disclaim_notice
from bot.services.announcing import tell
from bot.store.unit_of_work import UnitOfWork


def tell_coordinators(uow: UnitOfWork, registry: Registry, desk: Desk, disclaim: Disclaim, now: datetime) -> int:
    """Queue the notice for those who consolidate the plan on that day; how many chats it goes to.

    Only people's own linked chats, never a group, and never the person it is from.
    """
    occurrence = desk.find(disclaim.occurrence)
    if occurrence is None:
        return 0
    people = [p for p in _coordinators(registry, occurrence.plan, now.date()) if p != desk.person.id]
    suggested = _name(registry, disclaim.suggested) or disclaim.suggested_name
    text = disclaim_notice(desk.person, occurrence, disclaim.task, disclaim.reason, suggested)
    return tell(uow, people, text, now)


def _coordinators(registry: Registry, plan: Plan, today: date) -> tuple[str, ...]:
    """The coordinators of the consolidating agency or its successor; its contacts where it has none."""
    if plan.consolidator not in registry.agencies:
        return ()
    agency = registry.successor(plan.consolidator, today).id
    for role in (Role.COORDINATOR, Role.CONTACT):
        people = registry.people_of(agency, role, today)
        concerned = unique(p.id for p in people if not p.plans or plan.key in p.plans)
        if concerned:
            return concerned
    return ()


def _name(registry: Registry, person: str | None) -> str | None:
    found = registry.people.get(person) if person else None
    return found.name if found is not None else None
