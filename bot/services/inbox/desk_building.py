"""Builds a person's desk: everything they may see and answer, from the registry and the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bot.domain.answers.status_report import StatusReport
from bot.domain.conversation.desk import Absence, Colleague, Desk, DeskOccurrence, DeskTask, HistoryLine
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Agency, Person, Plan, Registry, Role, unique
from bot.domain.schedule.occurrence import ObligationKind, Occurrence
from bot.domain.schedule.recipients import Recipients
from bot.messages.common import unit_text
from bot.services.owing import units_missing
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
    return _DeskBuilder(uow, in_use, person, now).build(told)


class _Known:
    """What follows from the registry alone, worked out once for the one in use."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.directory = Recipients(registry)
        #: Person named on paper → agencies leading the tasks that name them.
        self.led: dict[str, tuple[str, ...]] = {}
        for plan in registry.plans.values():
            for task in plan.tasks:
                leads = [lead.agency for lead in task.leads]
                for contact in task.contacts:
                    self.led[contact] = unique([*self.led.get(contact, ()), *leads])


#: Of the registry last asked for, at most one; a changed file brings a new registry.
_last_known: list[_Known] = []


def _known_of(registry: Registry) -> _Known:
    known = next(iter(_last_known), None)
    if known is None or known.registry is not registry:
        known = _Known(registry)
        _last_known[:] = [known]
    return known


class _DeskBuilder:
    def __init__(
        self,
        uow: UnitOfWork,
        in_use: InUse,
        person: Person,
        now: datetime,
    ) -> None:
        self._uow = uow
        registry = in_use.registry
        self._registry = registry
        self._in_use = in_use
        self._person = person
        self._now = now
        self._today = now.date()
        known = _known_of(registry)
        self._directory, self._led = known.directory, known.led
        self._agency = registry.successor(person.agency, self._today)
        away = uow.leaves.leaves_on(self._today)
        self._covered = tuple(p for p, leave in away.items() if leave.stand_in == person.id)
        self._told: frozenset[str] = frozenset()
        self._latest: dict[tuple[str, str], dict[str, StatusReport]] = {}
        self._built: dict[str, DeskOccurrence] = {}

    def build(self, told: Sequence[str]) -> Desk:
        self._told = frozenset(told)
        mine = [s for s in self._candidates(told) if self._answers_for(s.occurrence) is not None]
        history = self._given()
        answered = {h.occurrence for h in history} | set(told)
        by_target = sorted(mine, key=lambda s: (s.occurrence.target, s.occurrence.key))
        listed = [s for s in by_target if s.open and (self._is_on_now(s.occurrence) or s.occurrence.key in told)]
        closed = [s for s in by_target if not s.open and s.occurrence.key in answered]
        return Desk(
            person=self._person,
            agency=self._agency,
            calendar=self._in_use.calendar,
            occurrences=tuple(self._occurrence(s) for s in listed),
            answered=tuple(o for s in closed if (o := self._occurrence(s)).submitted is not None),
            upcoming=tuple(self._occurrence(s) for s in by_target if s.open and s.occurrence.target >= self._today),
            history=tuple(self._history(h) for h in history if not self._is_secret(h.plan, h.task)),
            colleagues=self._colleagues(),
            absences=tuple(self._absence(a) for a in self._uow.leaves.leaves_of(self._person.id, self._today)),
            disclaimed=tuple(
                self._occurrence(s) for s in by_target if s.open and s.occurrence.key in self._disclaimed()
            ),
            morning=self._in_use.policies.sending.send_at,
        )

    def _disclaimed(self) -> set[str]:
        return {d.occurrence for d in self._uow.disclaims.unresolved() if d.person == self._person.id}

    def _given(self) -> list[StatusReport]:
        """The person's own answers, and those they gave for people they stand in for now; newest first."""
        own = self._uow.reports.history(self._person.id, _HISTORY)
        of_others = (
            r for p in self._covered for r in self._uow.reports.history(p, _HISTORY) if r.by == self._person.id
        )
        return sorted([*own, *of_others], key=lambda r: (r.at, r.id or 0), reverse=True)[:_HISTORY]

    # Which occurrences

    def _candidates(self, told: Sequence[str]) -> Iterable[StoredOccurrence]:
        """Occurrences of every agency the person may answer for, each once."""
        found = {s.occurrence.key: s for s in self._uow.occurrences.find(keys=list(told))} if told else {}
        first, last = self._today - _REACH, self._today + _REACH
        for agency in self._agencies():
            for stored in self._uow.occurrences.find(agency=agency, last_day_from=first, last_day_to=last):
                found.setdefault(stored.occurrence.key, stored)
        return found.values()

    def _agencies(self) -> tuple[str, ...]:
        """The person's agency today and what it becomes, and the leads of tasks that name the person."""
        people = [p for i in (self._person.id, *self._covered) if (p := self._registry.people.get(i)) is not None]
        homes = [p.agency for p in people]
        named = [agency for contact, led in self._led.items() if self._is_one_of(contact, people) for agency in led]
        return unique(a for home in unique([*homes, *named]) for a in self._chain(home))

    def _is_one_of(self, contact: str, people: Sequence[Person]) -> bool:
        if contact not in self._registry.people:
            return False
        return self._registry.current_person(contact, self._today).id in {p.id for p in people}

    def _chain(self, agency: str) -> tuple[str, ...]:
        """The agency, and those that will have carried on its work by the end of what is planned."""
        if agency not in self._registry.agencies:
            return ()
        days = (self._today, self._today + _REACH)
        return unique([agency, *(self._registry.successor(agency, d).id for d in days)])

    def _answers_for(self, occurrence: Occurrence) -> str | None:
        """Whose answer it is: the person's own, or that of somebody they stand in for; None = not theirs."""
        recipients = self._directory.recipients(occurrence, self._today)
        if self._person.id in recipients:
            return self._person.id
        covered = next((p for p in self._covered if p in recipients), None)
        return self._person.id if covered is None and self._may_answer_as_head(occurrence) else covered

    def _may_answer_as_head(self, occurrence: Occurrence) -> bool:
        """A head or coordinator of the agency itself who was told of it, as when it is escalated."""
        heads = {Role.LEADER, Role.COORDINATOR} & set(self._person.roles)
        return bool(heads) and occurrence.key in self._told and occurrence.agency in self._chain(self._person.agency)

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
        answers_for = self._answers_for(occurrence) or self._person.id
        return DeskOccurrence(
            occurrence=occurrence,
            plan=plan,
            agency=self._registry.agencies[occurrence.agency],
            tasks=self._tasks(occurrence, plan),
            answers_for=answers_for,
            on_behalf=self._stood_in_for(answers_for),
            submitted=self._submitted(stored),
            closed=not stored.open,
            addressees=self._addressees(plan, occurrence),
            missing_units=self._units(occurrence) if occurrence.gathers else (),
            units=len(occurrence.gathers),
            version=stored.version,
        )

    def _tasks(self, occurrence: Occurrence, plan: Plan) -> tuple[DeskTask, ...]:
        latest = self._latest_by_task(occurrence)
        return tuple(
            DeskTask(t.id, "" if t.secret else t.content, t.secret, None if t.secret else latest.get(t.id))
            for i in occurrence.tasks
            if plan.has_task(i)
            for t in (plan.task(i),)
        )

    def _latest_by_task(self, occurrence: Occurrence) -> dict[str, StatusReport]:
        """The newest answers of the agency, those given under its former names included."""
        key = (occurrence.plan, occurrence.agency)
        if key not in self._latest:
            found: dict[str, StatusReport] = {}
            for agency in unique([*occurrence.on_paper, occurrence.agency]):
                found |= self._uow.reports.latest_by_task(occurrence.plan, agency)
            self._latest[key] = found
        return self._latest[key]

    def _submitted(self, stored: StoredOccurrence) -> StatusReport | None:
        """The newest answer about the whole, else about its task; looked up only where it decides something."""
        kind = stored.occurrence.kind
        if stored.open and kind is not ObligationKind.REPORT:
            return None
        reports = self._uow.reports.of_occurrence(stored.occurrence.key)
        whole = [r for r in reports if r.task is None or kind is ObligationKind.TASK]
        return whole[-1] if whole else None

    def _units(self, occurrence: Occurrence) -> tuple[str, ...]:
        """Names of the units whose report is not complete, with what they lack."""
        missing = units_missing(self._uow, self._registry, [occurrence], self._today)[occurrence.key]
        return tuple(unit_text(self._registry.agencies[unit.occurrence.agency], unit) for unit in missing)

    def _addressees(self, plan: Plan, occurrence: Occurrence) -> tuple[str, ...]:
        known = self._registry.agencies
        bodies = [self._registry.successor(a, self._today) for a in (plan.consolidator, plan.issuer) if a in known]
        return unique(a.name for a in bodies if a.id != occurrence.agency)

    def _is_secret(self, plan_key: str, task: str | None) -> bool:
        plan = self._registry.plans.get(plan_key)
        return plan is not None and task is not None and plan.has_task(task) and plan.task(task).secret

    def _history(self, report: StatusReport) -> HistoryLine:
        return HistoryLine(report, self._registry.plans.get(report.plan), self._stood_in_for(report.person))

    def _stood_in_for(self, person: str) -> str | None:
        known = self._registry.people.get(person)
        return known.name if known is not None and person != self._person.id else None

    # People

    def _colleagues(self) -> tuple[Colleague, ...]:
        people = [p for p in self._registry.people.values() if p.id != self._person.id and self._is_colleague(p)]
        accounts = self._uow.accounts.accounts_of_people(p.id for p in people)
        active = {p for p, found in accounts.items() if any(a.state is AccountState.ACTIVE for a in found)}
        return tuple(Colleague(p.id, p.name, p.title, p.id in active) for p in people)

    def _is_colleague(self, person: Person) -> bool:
        serves = person.until is None or self._today < person.until
        return serves and self._home(person.agency, self._today).id == self._agency.id

    def _home(self, agency: str, day: date) -> Agency:
        return self._registry.successor(agency, day) if agency in self._registry.agencies else self._agency

    def _absence(self, leave: Leave) -> Absence:
        stand_in = self._registry.people.get(leave.stand_in) if leave.stand_in else None
        by = Colleague(stand_in.id, stand_in.name, stand_in.title, linked=True) if stand_in else None
        return Absence(leave.start, leave.end, by)
