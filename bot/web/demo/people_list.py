"""The demo's list of people: grouped by plan, with what is unread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.plan.plan import Person, Plan, Registry, Role, unique
from bot.domain.text import strip_marks
from bot.messages import web as say
from bot.messages.common import agency_label, plan_short
from bot.messages.web import display_name
from bot.store.people.records import Account, AccountState

_TONES = 6
_PROBLEMS: Mapping[AccountState, str] = {
    AccountState.UNREACHABLE: say.NOT_REACHABLE,
    AccountState.WITHDRAWN: say.CONSENT_WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class PersonView:
    """One line of the list, and the head of the chat."""

    id: str
    name: str
    subtitle: str
    initials: str
    #: Colour number of the picture; the same for one agency.
    tone: int
    unread: int = 0
    #: Why the person gets nothing, as a short label.
    problem: str = ""
    #: Gathers the answers of others, so the board is for them.
    coordinates: bool = False


@dataclass(frozen=True, slots=True)
class PeopleGroup:
    title: str
    people: tuple[PersonView, ...]


def person_view(person: Person, registry: Registry, on: date, *, unread: int = 0, problem: str = "") -> PersonView:
    """The person as shown on ``on``."""
    agency = registry.successor(person.agency, on)
    coordinates = _coordinates(person, registry, on)
    role = say.CONSOLIDATES if coordinates else person.title or ""
    return PersonView(
        id=person.id,
        name=display_name(person),
        subtitle=f"{agency_label(agency)} · {role}" if role else agency_label(agency),
        initials=_initials(person.name),
        tone=sum(agency.id.encode()) % _TONES,
        unread=unread,
        problem=problem,
        coordinates=coordinates,
    )


def people_groups(
    registry: Registry,
    on: date,
    accounts: Mapping[str, Account],
    *,
    unread: Callable[[str], int],
    first: str | None = None,
    search: str = "",
) -> list[PeopleGroup]:
    """Everybody with a chat, by plan; the plan ``first`` before the others, each person once.

    ``search`` keeps those whose name, agency or unit has all its words, with or without accents.
    """
    shown = (p for p in registry.people.values() if p.id in accounts and (_in_office(p, registry, on) or unread(p.id)))
    left = {p.id: p for p in shown if _matches(p, registry, on, search)}
    groups = []
    for plan in sorted(registry.plans.values(), key=lambda p: p.key != first):
        ours = _of_plan(left.values(), plan, registry, on)
        for person in ours:
            del left[person.id]
        groups.append((plan_short(plan), ours))
    groups.append((say.OTHER_PEOPLE, list(left.values())))
    return [
        PeopleGroup(
            title,
            tuple(
                person_view(p, registry, on, unread=unread(p.id), problem=_PROBLEMS.get(accounts[p.id].state, ""))
                for p in people
            ),
        )
        for title, people in groups
        if people
    ]


def _of_plan(people: Iterable[Person], plan: Plan, registry: Registry, on: date) -> list[Person]:
    """Who serves the plan: coordinators first, then in the order the plan names the agencies."""
    printed = unique(
        agency for task in plan.tasks for agency in (*(lead.agency for lead in task.leads), *task.coordinating)
    )
    named = (plan.consolidator, *printed)
    place = {agency: n for n, agency in reversed(list(enumerate(registry.successor(a, on).id for a in named)))}
    ours = [p for p in people if _serves(p, plan, registry.successor(p.agency, on).id, place)]
    return sorted(
        ours,
        key=lambda p: (
            not _coordinates(p, registry, on),
            place.get(registry.successor(p.agency, on).id, len(place)),
        ),
    )


def _serves(person: Person, plan: Plan, agency: str, place: Mapping[str, int]) -> bool:
    return plan.key in person.plans if person.plans else agency in place


def _coordinates(person: Person, registry: Registry, on: date) -> bool:
    """A coordinator whose agency consolidates a plan on that day; a successor's only from then on."""
    agency = registry.successor(person.agency, on).id
    known = (p.consolidator for p in registry.plans.values() if p.consolidator in registry.agencies)
    bodies = (registry.successor(body, on).id for body in known)
    return Role.COORDINATOR in person.roles and agency in bodies


def _in_office(person: Person, registry: Registry, on: date) -> bool:
    """False for who has left, and for officers of an agency that is still to be founded."""
    since = registry.agencies[person.agency].since
    return (person.until is None or on < person.until) and (since is None or since <= on)


def _matches(person: Person, registry: Registry, on: date, search: str) -> bool:
    agency = registry.successor(person.agency, on)
    text = strip_marks(" ".join(filter(None, (person.name, agency.name, agency.short, person.unit, person.title))))
    return all(word in text for word in strip_marks(search).split())


def _initials(name: str) -> str:
    words = [w for w in name.partition("(")[0].split() if w[0].isalpha()]
    return "".join(w[0].upper() for w in words[-2:]) or "?"
