"""What a correct registry still lacks before every reminder finds its person and its date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.plan.plan import Agency, Person, Plan, Registry, Role, Task, unique
from bot.messages.registry import gap_lines


class GapKind(StrEnum):
    TASK_WITHOUT_CONTACT = "task_without_contact"
    AGENCY_WITHOUT_CONTACT = "agency_without_contact"
    CONTACT_NOT_LINKED = "contact_not_linked"
    UNREADABLE_DATE = "unreadable_date"
    BLANK_TIME = "blank_time"
    NO_NUMBER = "no_number"
    NO_SIGN_DATE = "no_sign_date"


@dataclass(frozen=True, slots=True)
class Gap:
    kind: GapKind
    #: Plan key.
    plan: str
    #: Task or report rule id; None when the whole plan is meant.
    task: str | None
    #: Vietnamese; complete without the other fields.
    message: str
    agency: str | None = None
    person: str | None = None
    #: Where the admin can fill it in; line 0 = anywhere in the file.
    file: str = ""
    line: int = 0


def registry_gaps(registry: Registry, linked: Collection[str] | None) -> list[Gap]:
    """Every gap, plan by plan in the order of the papers.

    ``linked`` are the ids of people with a linked chat; None when that is not known (no database at hand).
    """
    return [gap for plan in registry.plans.values() for gap in _plan_gaps(plan, registry, linked)]


def holders(registry: Registry, agencies: Collection[str], plan: str, roles: Collection[Role]) -> tuple[Person, ...]:
    """People of ``agencies`` with one of ``roles`` who are not named for other plans only; no day is asked."""
    return tuple(
        p
        for p in registry.people.values()
        if p.agency in agencies and (not p.plans or plan in p.plans) and not set(roles).isdisjoint(p.roles)
    )


def predecessors(registry: Registry, agency: str) -> tuple[str, ...]:
    """Ids of the agencies whose work has come to ``agency``, directly or through others."""
    return tuple(id_ for id_ in registry.agencies if agency in succession(registry, id_))


def succession(registry: Registry, agency: str) -> tuple[str, ...]:
    """Ids of the agencies that come after ``agency``, the next one first."""
    found: list[str] = []
    here: str | None = registry.agencies[agency].succeeded_by
    while here is not None and here not in found and here in registry.agencies:
        found.append(here)
        here = registry.agencies[here].succeeded_by
    return tuple(found)


def agencies_of(plan: Plan) -> tuple[str, ...]:
    """Ids of every agency that must act under the plan: consolidator, leads, coordinating ones, report senders."""
    leads = (lead.agency for task in plan.tasks for lead in task.leads)
    coordinating = (agency for task in plan.tasks for agency in task.coordinating)
    senders = (agency for rule in plan.reports for agency in rule.senders)
    return unique([plan.consolidator, *leads, *coordinating, *senders])


def _plan_gaps(plan: Plan, registry: Registry, linked: Collection[str] | None) -> Iterator[Gap]:
    if plan.code is None:
        yield _gap(GapKind.NO_NUMBER, plan, gap_lines.no_number(_called(plan)))
    if plan.signed_on is None:
        yield _gap(GapKind.NO_SIGN_DATE, plan, gap_lines.no_signing_date(_called(plan)))
    for task in plan.tasks:
        yield from _task_gaps(task, plan, registry)
    for rule in plan.reports:
        if rule.due and rule.time is None:
            message = gap_lines.report_unreadable(_called(plan), rule.id, rule.due)
            yield _gap(GapKind.UNREADABLE_DATE, plan, message, rule.id, rule.line)
    for agency in agencies_of(plan):
        yield from _agency_gaps(registry.agencies[agency], plan, registry)
    if linked is not None:
        yield from _unlinked(plan, registry, linked)


def _task_gaps(task: Task, plan: Plan, registry: Registry) -> Iterator[Gap]:
    if task.when and task.time is None:
        message = gap_lines.task_unreadable(_called(plan), task.id, task.when)
        yield _gap(GapKind.UNREADABLE_DATE, plan, message, task.id, task.line)
    if task.when is None:
        message = gap_lines.task_without_time(_called(plan), task.id, plan.when)
        yield _gap(GapKind.BLANK_TIME, plan, message, task.id, task.line)
    if not task.completed and not _named(task, plan, registry):
        leads = [registry.agencies[lead.agency].name for lead in task.leads]
        message = gap_lines.task_without_contact(_called(plan), task.id, leads)
        yield _gap(GapKind.TASK_WITHOUT_CONTACT, plan, message, task.id, task.line)


def _named(task: Task, plan: Plan, registry: Registry) -> bool:
    if task.contacts:
        return True
    return any(holders(registry, _line(registry, lead.agency), plan.key, (Role.CONTACT,)) for lead in task.leads)


def _agency_gaps(agency: Agency, plan: Plan, registry: Registry) -> Iterator[Gap]:
    consolidates = agency.id == plan.consolidator
    roles = (Role.COORDINATOR, Role.CONTACT) if consolidates else (Role.CONTACT,)
    if holders(registry, _line(registry, agency.id), plan.key, roles):
        return
    message = gap_lines.agency_without_contact(_called(plan), agency.name, consolidates=consolidates)
    yield _gap(GapKind.AGENCY_WITHOUT_CONTACT, plan, message, agency=agency.id)


def _unlinked(plan: Plan, registry: Registry, linked: Collection[str]) -> Iterator[Gap]:
    for person in _contacts(plan, registry):
        if person.id not in linked:
            message = gap_lines.not_linked(_called(plan), person.name, registry.agencies[person.agency].name)
            yield _gap(GapKind.CONTACT_NOT_LINKED, plan, message, agency=person.agency, person=person.id)


def _line(registry: Registry, agency: str) -> set[str]:
    """The agency before and after every change of name: somebody in any of them will answer."""
    return {agency, *predecessors(registry, agency), *succession(registry, agency)}


def _contacts(plan: Plan, registry: Registry) -> Iterable[Person]:
    """Everyone who would be written to under the plan."""
    named = [registry.people[c] for task in plan.tasks for c in task.contacts]
    for agency in agencies_of(plan):
        named += holders(registry, _line(registry, agency), plan.key, (Role.CONTACT, Role.COORDINATOR))
    return dict.fromkeys(named)


def _called(plan: Plan) -> str:
    return plan.code or plan.key


def _gap(
    kind: GapKind,
    plan: Plan,
    message: str,
    task: str | None = None,
    line: int = 0,
    *,
    agency: str | None = None,
    person: str | None = None,
) -> Gap:
    return Gap(kind, plan.key, task, message, agency, person, plan.file, line)
