"""Builds a person's desk: everything they may see and answer, from the registry and the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.domain.answers.status_report import StatusReport
from bot.domain.conversation.desk import Absence, Colleague, Desk, DeskOccurrence, DeskTask, HistoryLine
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Agency, Person, Plan, Registry, Role, unique
from bot.domain.schedule.occurrence import ObligationKind, Occurrence
from bot.domain.schedule.recipients import Recipients
from bot.messages.common import unit_text
from bot.services.owing import units_missing, what_is_owed
from bot.store.people.records import AccountState, Leave
from bot.store.schedule.records import StoredOccurrence
from bot.store.unit_of_work import UnitOfWork

#: How far back and ahead occurrences are looked for.
_REACH = timedelta(days=400)
#: A report counts as open work from this long before its target …
_OPENS = timedelta(days=45)
#: … and what cannot be overdue stays so for this long after its last day.
_LINGERS = timedelta(days=30)
_HISTORY = 30


def build_desk(
    uow: UnitOfWork,
    in_use: InUse,
    person: Person,
    now: datetime,
    *,
    told: Sequence[str] = (),
) -> Desk:
    """What ``person`` may see at ``now``: their own agency's obligations, and those of people they stand in for.

    ``told``: keys a reminder has named to them; shown even where they would not be listed yet.
    """
    return _DeskBuilder(uow, in_use, person, now, told).build()


class _Known:
    """What follows from the files in use and the day alone; what one desk has worked out serves all others."""

    def __init__(self, registry: Registry, today: date) -> None:
        self._registry = registry
        self._today = today
        self._directory = Recipients(registry)
        #: Person named on paper → agencies leading the tasks that name them.
        self._led: dict[str, tuple[str, ...]] = {}
        for plan in registry.plans.values():
            for task in plan.tasks:
                leads = [lead.agency for lead in task.leads]
                for contact in task.contacts:
                    self._led[contact] = unique([*self._led.get(contact, ()), *leads])
        self._recipients: dict[Occurrence, tuple[str | None, ...]] = {}
        self._agencies: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._colleagues: dict[str, tuple[Person, ...]] = {}
        self._homes: dict[str, Agency] = {}
        self._addressees: dict[tuple[str, str], tuple[str, ...]] = {}
        #: Plan key → its tasks by id.
        self.tasks = {plan.key: {task.id: task for task in plan.tasks} for plan in registry.plans.values()}

    def home(self, agency: str) -> Agency:
        """The agency under its name of today."""
        if agency not in self._homes:
            self._homes[agency] = self._registry.successor(agency, self._today)
        return self._homes[agency]

    def addressees(self, plan: Plan, agency: str) -> tuple[str, ...]:
        """Names of those a proposal of the agency may go to."""
        if (plan.key, agency) not in self._addressees:
            bodies = [self.home(a) for a in (plan.consolidator, plan.issuer) if a in self._registry.agencies]
            self._addressees[plan.key, agency] = unique(a.name for a in bodies if a.id != agency)
        return self._addressees[plan.key, agency]

    def recipients(self, occurrence: Occurrence) -> tuple[str | None, ...]:
        """Ids of those who are asked today."""
        if occurrence not in self._recipients:
            self._recipients[occurrence] = self._directory.recipients(occurrence, self._today)
        return self._recipients[occurrence]

    def agencies(self, people: tuple[str, ...]) -> tuple[str, ...]:
        """Their agencies today and what these become, and the leads of tasks that name the people."""
        if people not in self._agencies:
            known = [p for i in people if (p := self._registry.people.get(i)) is not None]
            homes = [p.agency for p in known]
            named = [agency for contact, led in self._led.items() if self._is_one_of(contact, known) for agency in led]
            self._agencies[people] = unique(a for home in unique([*homes, *named]) for a in self.chain(home))
        return self._agencies[people]

    def _is_one_of(self, contact: str, people: Sequence[Person]) -> bool:
        if contact not in self._registry.people:
            return False
        return self._registry.current_person(contact, self._today).id in {p.id for p in people}

    def chain(self, agency: str) -> tuple[str, ...]:
        """The agency, and those that will have carried on its work by the end of what is planned."""
        if agency not in self._registry.agencies:
            return ()
        days = (self._today, self._today + _REACH)
        return unique([agency, *(self._registry.successor(agency, d).id for d in days)])

    def colleagues(self, agency: str) -> tuple[Person, ...]:
        """Who serves at the agency today, those of its forerunners included."""
        if agency not in self._colleagues:
            people = self._registry.people.values()
            self._colleagues[agency] = tuple(p for p in people if self._serves_at(p, agency))
        return self._colleagues[agency]

    def _serves_at(self, person: Person, agency: str) -> bool:
        serves = person.until is None or self._today < person.until
        known = person.agency in self._registry.agencies
        return serves and (not known or self.home(person.agency).id == agency)


@lru_cache(maxsize=4)
def _known_on(in_use: InUse, today: date) -> _Known:
    return _Known(in_use.registry, today)


class _DeskBuilder:
    def __init__(self, uow: UnitOfWork, in_use: InUse, person: Person, now: datetime, told: Sequence[str]) -> None:
        self._uow = uow
        self._registry = in_use.registry
        self._in_use = in_use
        self._person = person
        self._today = now.date()
        self._known = _known_on(in_use, self._today)
        self._agency = self._known.home(person.agency)
        away = uow.leaves.leaves_on(self._today)
        self._covered = tuple(p for p, leave in away.items() if leave.stand_in == person.id)
        self._told = frozenset(told)
        self._latest: dict[tuple[str, str], dict[str, StatusReport]] = {}
        self._built: dict[str, DeskOccurrence] = {}
        #: Occurrence key → whose answer it is.
        self._owners: dict[str, str] = {}

    def build(self) -> Desk:
        mine = sorted(self._mine(), key=lambda s: (s.occurrence.target, s.occurrence.key))
        history = self._given()
        answered = {h.occurrence for h in history} | self._told
        is_on = [s for s in mine if s.open and (self._is_on_now(s.occurrence) or s.occurrence.key in self._told)]
        closed = [s for s in mine if not s.open and s.occurrence.key in answered]
        disclaims = {d.occurrence for d in self._uow.disclaims.unresolved() if d.person == self._person.id}
        return Desk(
            person=self._person,
            agency=self._agency,
            calendar=self._in_use.calendar,
            occurrences=tuple(self._occurrence(s) for s in is_on),
            answered=tuple(o for s in closed if (o := self._occurrence(s)).submitted is not None),
            upcoming=tuple(self._occurrence(s) for s in mine if s.open and s.occurrence.target >= self._today),
            history=tuple(self._history(h) for h in history if not self._is_secret(h.plan, h.task)),
            colleagues=self._colleagues(),
            absences=tuple(self._absence(a) for a in self._uow.leaves.leaves_of(self._person.id, self._today)),
            disclaimed=tuple(self._occurrence(s) for s in mine if s.open and s.occurrence.key in disclaims),
            morning=self._in_use.policies.sending.send_at,
        )

    def _given(self) -> list[StatusReport]:
        """The person's own answers, and those they gave for people they stand in for now; newest first."""
        own = self._uow.reports.history(self._person.id, _HISTORY)
        of_others = (
            r for p in self._covered for r in self._uow.reports.history(p, _HISTORY) if r.by == self._person.id
        )
        return sorted([*own, *of_others], key=lambda r: (r.at, r.id or 0), reverse=True)[:_HISTORY]

    # Which occurrences

    def _mine(self) -> Iterable[StoredOccurrence]:
        """Those the person answers for; notes whose answer each is."""
        for stored in self._candidates():
            owner = self._owner(stored.occurrence)
            if owner is not None:
                self._owners[stored.occurrence.key] = owner
                yield stored

    def _candidates(self) -> Iterable[StoredOccurrence]:
        """Occurrences of every agency the person may answer for, each once."""
        told = list(self._told)
        found = {s.occurrence.key: s for s in self._uow.occurrences.find(keys=told)} if told else {}
        first, last = self._today - _REACH, self._today + _REACH
        for agency in self._known.agencies((self._person.id, *self._covered)):
            for stored in self._uow.occurrences.find(agency=agency, last_day_from=first, last_day_to=last):
                found.setdefault(stored.occurrence.key, stored)
        return found.values()

    def _owner(self, occurrence: Occurrence) -> str | None:
        """Whose answer it is: the person's own, or that of somebody they stand in for; None = not theirs."""
        recipients = self._known.recipients(occurrence)
        if self._person.id in recipients:
            return self._person.id
        covered = next((p for p in self._covered if p in recipients), None)
        return self._person.id if covered is None and self._may_answer_as_head(occurrence) else covered

    def _may_answer_as_head(self, occurrence: Occurrence) -> bool:
        """A head or coordinator of the agency itself who was told of it, as when it is escalated."""
        heads = {Role.LEADER, Role.COORDINATOR} & set(self._person.roles)
        return (
            bool(heads) and occurrence.key in self._told and occurrence.agency in self._known.chain(self._person.agency)
        )

    def _is_on_now(self, occurrence: Occurrence) -> bool:
        opens = occurrence.target - _OPENS
        if occurrence.kind is ObligationKind.TASK and occurrence.window_start is not None:
            opens = min(opens, occurrence.window_start)
        if occurrence.units_due is not None:
            opens = min(opens, occurrence.units_due)
        over = not occurrence.can_be_overdue and occurrence.last_day + _LINGERS < self._today
        return opens <= self._today and not over

    # What is known of each

    def _occurrence(self, stored: StoredOccurrence) -> DeskOccurrence:
        key = stored.occurrence.key
        if key not in self._built:
            self._built[key] = self._new_occurrence(stored)
        return self._built[key]

    def _new_occurrence(self, stored: StoredOccurrence) -> DeskOccurrence:
        occurrence = stored.occurrence
        plan = self._registry.plans[occurrence.plan]
        answers_for = self._owners[occurrence.key]
        return DeskOccurrence(
            occurrence=occurrence,
            plan=plan,
            agency=self._registry.agencies[occurrence.agency],
            tasks=self._tasks(occurrence, plan),
            answers_for=answers_for,
            on_behalf=self._stood_in_for(answers_for),
            submitted=self._submitted(stored),
            closed=not stored.open,
            addressees=self._known.addressees(plan, occurrence.agency),
            missing_units=self._units(occurrence) if occurrence.gathers else (),
            units=len(occurrence.gathers),
            version=stored.version,
        )

    def _tasks(self, occurrence: Occurrence, plan: Plan) -> tuple[DeskTask, ...]:
        latest, known = self._latest_by_task(occurrence), self._known.tasks[plan.key]
        return tuple(
            DeskTask(t.id, "" if t.secret else t.content, t.secret, None if t.secret else latest.get(t.id))
            for t in (known[i] for i in occurrence.tasks if i in known)
        )

    def _latest_by_task(self, occurrence: Occurrence) -> dict[str, StatusReport]:
        """The newest answers of the agency, those given under its former names included."""
        key = (occurrence.plan, occurrence.agency)
        if key not in self._latest:
            found: dict[str, StatusReport] = {}
            for agency in occurrence.names:
                found |= self._uow.reports.latest_by_task(occurrence.plan, agency)
            self._latest[key] = found
        return self._latest[key]

    def _submitted(self, stored: StoredOccurrence) -> StatusReport | None:
        """The newest answer about the whole, else, once closed, what closed it; looked up only where it decides."""
        occurrence = stored.occurrence
        if stored.open and occurrence.kind is not ObligationKind.REPORT:
            return None
        reports = self._uow.reports.of_occurrence(occurrence.key)
        whole = [r for r in reports if r.task is None or occurrence.kind is ObligationKind.TASK]
        if whole or stored.open:
            return whole[-1] if whole else None
        owed = what_is_owed(self._uow, self._registry, [occurrence], self._today)[occurrence.key]
        return max(owed.counted, key=lambda r: r.at, default=None)

    def _units(self, occurrence: Occurrence) -> tuple[str, ...]:
        """Names of the units whose report is not complete, with what they lack."""
        missing = units_missing(self._uow, self._registry, [occurrence], self._today)[occurrence.key]
        return tuple(unit_text(self._registry.agencies[unit.occurrence.agency], unit) for unit in missing)

    def _is_secret(self, plan: str, task: str | None) -> bool:
        known = self._known.tasks.get(plan, {}).get(task or "")
        return known is not None and known.secret

    def _history(self, report: StatusReport) -> HistoryLine:
        return HistoryLine(report, self._registry.plans.get(report.plan), self._stood_in_for(report.person))

    def _stood_in_for(self, person: str) -> str | None:
        known = self._registry.people.get(person)
        return known.name if known is not None and person != self._person.id else None

    # People

    def _colleagues(self) -> tuple[Colleague, ...]:
        people = [p for p in self._known.colleagues(self._agency.id) if p.id != self._person.id]
        accounts = self._uow.accounts.accounts_of_people(p.id for p in people)
        active = {p for p, found in accounts.items() if any(a.state is AccountState.ACTIVE for a in found)}
        return tuple(Colleague(p.id, p.name, p.title, p.id in active) for p in people)

    def _absence(self, leave: Leave) -> Absence:
        stand_in = self._registry.people.get(leave.stand_in) if leave.stand_in else None
        by = Colleague(stand_in.id, stand_in.name, stand_in.title, linked=True) if stand_in else None
        return Absence(leave.start, leave.end, by)
