""" "Không phải việc của tôi": said to the coordinators at once, and settled when it is known whose the work is.

It is settled when the person is no longer asked for it by the files, answers it or takes it back, or a coordinator
says that it stays with them. Until then the person is not reminded of it and it stands on the board.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from bot.channels.base import Button, OutboundMessage
from bot.domain.conversation.desk import Desk
from bot.domain.conversation.effects import Disclaim
from bot.domain.plan.plan import Plan, Registry, Role, unique
from bot.domain.schedule.occurrence import Occurrence
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.recipients import Recipients
from bot.domain.schedule.reminder import ReminderState
from bot.messages.people import disclaim_texts as say
from bot.services.button_data import sign
from bot.services.people.announcing import tell
from bot.services.people.visit import PREFIX, Visit
from bot.store.answers.records import StoredDisclaim
from bot.store.unit_of_work import UnitOfWork

#: Action of the coordinator's button.
STAYS = "stays"


def disclaim(uow: UnitOfWork, registry: Registry, desk: Desk, given: Disclaim, now: datetime, secret: bytes) -> None:
    """Keep it, in place of an earlier one about the same, and tell the coordinators."""
    for earlier in uow.disclaims.unresolved():
        if (earlier.occurrence, earlier.task, earlier.person) == (given.occurrence, given.task, desk.person.id):
            uow.disclaims.resolve(earlier.id, now)
    suggested = given.suggested or given.suggested_name
    kept = uow.disclaims.add(given.occurrence, given.task, desk.person.id, given.reason, suggested, now)
    _tell_coordinators(uow, registry, desk, given, kept, now, secret)


def settle_replaced(uow: UnitOfWork, registry: Registry, now: datetime) -> None:
    """After the files have changed, or a new day: those whose person is not asked for it any more."""
    directory = Recipients(registry)
    found = uow.disclaims.unresolved()
    stored = {s.occurrence.key: s for s in uow.occurrences.find(keys=[d.occurrence for d in found])}
    for one in found:
        known = stored.get(one.occurrence)
        if known is None or not _is_asked(directory, known.occurrence, one, now.date()):
            _settle(uow, one, "replaced", now)


def settle_answered(uow: UnitOfWork, person: str, occurrence: str, task: str | None, now: datetime) -> None:
    """An answer about it by anybody, of the whole by the person alone, says whose it is; one closed is nobody's."""
    closed = (stored := uow.occurrences.get(occurrence)) is not None and not stored.open
    for one in uow.disclaims.unresolved():
        of_task = one.task is not None and one.task == task
        of_whole = one.task is None and (closed or one.person == person)
        if one.occurrence == occurrence and (of_task or of_whole):
            _settle(uow, one, "answered", now)


def take_back(uow: UnitOfWork, person: str, now: datetime) -> None:
    """ "Đúng là việc của tôi": all that the person has disclaimed and nobody has decided."""
    for one in uow.disclaims.unresolved():
        if one.person == person:
            _settle(uow, one, "taken_back", now)
            _ask_again(uow, one, now)


def stays(visit: Visit, argument: str) -> list[OutboundMessage]:
    """A coordinator's tap: the work stays with the person, who is told and asked again."""
    found = next((d for d in visit.uow.disclaims.unresolved() if str(d.id) == argument), None)
    if found is None:
        return visit.in_place(say.already_settled_text())
    stored = visit.uow.occurrences.get(found.occurrence)
    plan = visit.registry.plans.get(stored.occurrence.plan) if stored is not None else None
    person = visit.registry.people.get(found.person)
    account = visit.account
    if stored is None or plan is None or person is None or account is None:
        return visit.in_place(say.already_settled_text())
    if account.person not in _coordinators(visit.registry, plan, visit.now.date()):
        return visit.in_place(say.not_yours_text())
    _settle(visit.uow, found, "decided", visit.now, actor=account.person)
    _ask_again(visit.uow, found, visit.now)
    tell(visit.uow, [person.id], say.stays_text(stored.occurrence, plan, found.task), visit.now)
    return visit.in_place(say.decided_text(person))


def _settle(uow: UnitOfWork, one: StoredDisclaim, how: str, now: datetime, actor: str | None = None) -> None:
    uow.disclaims.resolve(one.id, now)
    detail = {"occurrence": one.occurrence, "task": one.task, "person": one.person, "how": how}
    uow.audit.add(actor or one.person, "disclaim_settled", detail, now)


def _ask_again(uow: UnitOfWork, one: StoredDisclaim, now: datetime) -> None:
    """What waited because of it is due."""
    rows = uow.reminders.of_occurrence(one.occurrence)
    waiting = [r.id for r in rows if r.state is ReminderState.PLANNED and r.reason is Reason.DISCLAIMED]
    uow.reminders.postpone(waiting, now, Reason.DISCLAIM_SETTLED)


def _is_asked(directory: Recipients, occurrence: Occurrence, one: StoredDisclaim, today: date) -> bool:
    covered = one.task is None or one.task in occurrence.tasks
    return covered and one.person in directory.recipients(occurrence, today)


def _tell_coordinators(
    uow: UnitOfWork,
    registry: Registry,
    desk: Desk,
    given: Disclaim,
    kept: StoredDisclaim,
    now: datetime,
    secret: bytes,
) -> None:
    """Only people's own linked chats, never a group, and never the person it is from."""
    occurrence = desk.find(given.occurrence)
    if occurrence is None:
        return
    people = [p for p in _coordinators(registry, occurrence.plan, now.date()) if p != desk.person.id]
    suggested = _name(registry, given.suggested) or given.suggested_name
    text = say.disclaim_notice(desk.person, occurrence, given.task, given.reason, suggested)
    tell(uow, people, text, now, buttons=_decision(kept, secret))


def _decision(kept: StoredDisclaim, secret: bytes) -> Callable[[str], tuple[tuple[Button, ...], ...]]:
    return lambda address: ((Button(say.STAYS, sign(f"{PREFIX}{STAYS}:{kept.id}", address, secret)),),)


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


def disclaimed(found: Iterable[StoredDisclaim]) -> dict[tuple[str, str], frozenset[str] | None]:
    """(person, occurrence) → the tasks disclaimed; None when it is the whole."""
    result: dict[tuple[str, str], frozenset[str] | None] = {}
    for one in found:
        key = (one.person, one.occurrence)
        tasks = result.get(key, frozenset())
        result[key] = None if tasks is None or one.task is None else tasks | {one.task}
    return result
