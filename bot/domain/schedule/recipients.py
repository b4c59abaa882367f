"""Who is told: the people named for a task, an agency's contacts, its coordinators and its leaders.

People and agencies come and go, so every answer is as of a day. Work that falls to a successor on its target day is
asked of the agencies on paper while they last, and of the successor's people from then on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.plan.plan import Person, Registry, Role, Task, unique
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence

#: Nobody is named yet; the reminder still stands.
NOBODY: tuple[str | None, ...] = (None,)


def recipients(occurrence: Occurrence, registry: Registry, on: date) -> tuple[str | None, ...]:
    """Ids of the people to remind of ``occurrence`` on ``on``; ``(None,)`` when nobody is named.

    For many occurrences keep one ``Recipients`` and ask that.
    """
    return Recipients(registry).recipients(occurrence, on)


def leaders(agency: str, registry: Registry, on: date, plan: str | None = None) -> tuple[str, ...]:
    """Ids of the agency's leaders on ``on``; with ``plan``, only those not named for other plans alone."""
    return Recipients(registry).leaders(agency, on, plan)


class Recipients:
    """The registry's people, looked up by agency, role and day; answers are remembered per stretch without a change."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        ends = [p.until for p in registry.people.values()] + [a.until for a in registry.agencies.values()]
        self._changes = sorted({day for day in ends if day is not None})
        self._holders: dict[tuple[Role, int], dict[str, list[Person]]] = {}
        self._tasks: dict[str, dict[str, Task]] = {}

    def stretch(self, on: date) -> int:
        """A number that is the same for days between which nobody left and no agency changed."""
        return bisect_right(self._changes, on)

    def recipients(self, occurrence: Occurrence, on: date) -> tuple[str | None, ...]:
        """As the function of the same name."""
        homes = unique(self._carrier(a, on) for a in occurrence.on_paper or (occurrence.agency,))
        found = self._responsible(occurrence, homes, on)
        if not found and occurrence.on_paper:
            # The successor may already have named its people while the old agency has nobody.
            found = self._responsible(occurrence, (self._carrier(occurrence.agency, on),), on)
        return found or NOBODY

    def leaders(self, agency: str, on: date, plan: str | None = None) -> tuple[str, ...]:
        """As the function of the same name."""
        return _ids(self._people((self._carrier(agency, on),), Role.LEADER, plan, on))

    def _responsible(self, occurrence: Occurrence, homes: tuple[str, ...], on: date) -> tuple[str, ...]:
        if occurrence.kind is ObligationKind.CONSOLIDATION:
            coordinators = self._people(homes, Role.COORDINATOR, occurrence.plan, on)
            if coordinators:
                return _ids(coordinators)
        named = self._named(occurrence, on)
        own = [p for p in named if self._carrier(p.agency, on) in homes]
        if own:
            return _ids(own)
        general = self._people(homes, Role.CONTACT, occurrence.plan, on)
        if general or occurrence.role is not AgencyRole.LEAD:
            return _ids(general)
        return _ids(self._outsiders(occurrence, named, on))

    def _named(self, occurrence: Occurrence, on: date) -> list[Person]:
        """The people the paper names for the covered tasks, or who took over from them."""
        tasks = self._plan_tasks(occurrence.plan)
        contacts = unique(c for task in occurrence.tasks if task in tasks for c in tasks[task].contacts)
        people = (self._registry.current_person(c, on) for c in contacts if c in self._registry.people)
        return [p for p in people if _serves(p, on)]

    def _outsiders(self, occurrence: Occurrence, named: Sequence[Person], on: date) -> list[Person]:
        """Named people of an agency that has no part in the tasks itself, so they can only stand for the lead."""
        tasks = self._plan_tasks(occurrence.plan)
        parties = (a for t in occurrence.tasks if t in tasks for a in _agencies(tasks[t]))
        taken = {self._carrier(a, on) for a in parties}
        return [p for p in named if self._carrier(p.agency, on) not in taken]

    def _people(self, agencies: Iterable[str], role: Role, plan: str | None, on: date) -> list[Person]:
        key = (role, self.stretch(on))
        by_agency = self._holders.get(key)
        if by_agency is None:
            by_agency = self._holders[key] = self._by_agency(role, on)
        people = (p for agency in agencies for p in by_agency.get(agency, ()))
        return [p for p in people if plan is None or not p.plans or plan in p.plans]

    def _by_agency(self, role: Role, on: date) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self._registry.people.values():
            if role in person.roles and _serves(person, on):
                found.setdefault(self._carrier(person.agency, on), []).append(person)
        return found

    def _carrier(self, agency: str, on: date) -> str:
        return self._registry.successor(agency, on).id if agency in self._registry.agencies else agency

    def _plan_tasks(self, plan: str) -> dict[str, Task]:
        if plan not in self._tasks:
            known = self._registry.plans.get(plan)
            self._tasks[plan] = {task.id: task for task in known.tasks} if known else {}
        return self._tasks[plan]


def _serves(person: Person, on: date) -> bool:
    return person.until is None or on < person.until


def _agencies(task: Task) -> Iterable[str]:
    yield from (lead.agency for lead in task.leads)
    yield from task.coordinating


def _ids(people: Iterable[Person]) -> tuple[str, ...]:
    return unique(p.id for p in people)
