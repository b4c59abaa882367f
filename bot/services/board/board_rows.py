"""The board: recomputed from occurrences, reminders, accounts and answers each time somebody looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.answers.owed import ReportState
from bot.domain.answers.standing import (
    Board,
    BoardContact,
    BoardDisclaim,
    BoardRow,
    BoardTask,
    Reach,
    ReportDate,
    row_state,
    standing_status,
)
from bot.domain.answers.status_report import StatusReport, timeliness
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Agency, Plan, Registry, Task, unique
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Pursuit
from bot.domain.schedule.overdue import is_overdue
from bot.domain.schedule.recipients import Recipients
from bot.domain.schedule.reminder import MAY_HAVE_ARRIVED, ReminderState
from bot.services.owing import what_is_owed
from bot.store.answers.records import StoredDisclaim
from bot.store.people.records import Account, AccountState
from bot.store.schedule.records import StoredOccurrence, StoredReminder
from bot.store.unit_of_work import UnitOfWork


def report_dates(uow: UnitOfWork, registry: Registry, now: datetime) -> tuple[ReportDate, ...]:
    """Every date a board can show, the nearest to today first; unit reports before what is gathered from them."""
    found: dict[str, ReportDate] = {}
    today = now.date()
    for stored in uow.occurrences.find():
        plan = registry.plans.get(stored.occurrence.plan)
        if plan is not None:
            chosen = _date_of(stored, plan)
            known = found.setdefault(chosen.key, chosen)
            if not known.overdue and stored.open and is_overdue(stored.occurrence, today):
                found[chosen.key] = replace(known, overdue=True)
    order = [ObligationKind.REPORT, ObligationKind.CONSOLIDATION, ObligationKind.TASK]
    return tuple(sorted(found.values(), key=lambda d: (abs((d.target - today).days), order.index(d.kind), d.key)))


def find_report_date(dates: Iterable[ReportDate], wanted: str | None) -> ReportDate | None:
    """The date with that key, else the first of the plan with that key or number; the first of all for None."""
    dates = tuple(dates)
    if not wanted:
        return next(iter(dates), None)
    exact = next((d for d in dates if d.key == wanted), None)
    return exact or next((d for d in dates if wanted in (d.plan.key, d.plan.code)), None)


def board(uow: UnitOfWork, in_use: InUse, chosen: ReportDate, now: datetime) -> Board:
    """The board of ``chosen`` as of ``now`` (aware, Asia/Ho_Chi_Minh)."""
    view = _View(uow, in_use, chosen, now)
    return Board(chosen, now, tuple(view.rows()), tuple(view.tasks()))


def _date_of(stored: StoredOccurrence, plan: Plan) -> ReportDate:
    """The report date an occurrence belongs to."""
    occurrence = stored.occurrence
    task = occurrence.kind is ObligationKind.TASK
    return ReportDate(
        plan=plan,
        rule=None if task else occurrence.obligation,
        kind=occurrence.kind,
        period=occurrence.last_day.isoformat() if task else occurrence.period,
        due=occurrence.due,
        strict=occurrence.strict,
        target=occurrence.target,
        last_day=occurrence.last_day,
    )


@dataclass(frozen=True, slots=True)
class _Answers:
    """What came back for one agency's occurrences."""

    answered: int
    total: int
    complete: bool
    at: datetime | None
    receipt: str | None


class _View:
    """One look at one report date; everything is read through one unit of work."""

    def __init__(self, uow: UnitOfWork, in_use: InUse, chosen: ReportDate, now: datetime) -> None:
        self._uow = uow
        self._registry = in_use.registry
        self._calendar = in_use.calendar
        self._chosen = chosen
        self._now = now
        self._directory = Recipients(in_use.registry)
        self._of_plan = uow.occurrences.find(plan=chosen.plan.key)
        self._disclaims = uow.disclaims.unresolved(chosen.plan.key)
        on_date = [s for s in self._of_plan if _date_of(s, chosen.plan).key == chosen.key]
        keys = [s.occurrence.key for s in on_date]
        self._owed = what_is_owed(uow, in_use.registry, (s.occurrence for s in on_date), now.date())
        self._reminders = uow.reminders.of_occurrences(keys)
        self._snoozes = uow.snoozes.active_snoozes(keys, now)
        self._leaves = uow.leaves.leaves_on(now.date())
        self._reports: dict[str, list[StatusReport]] = {}
        self._latest: dict[tuple[str, str], StatusReport] = {}
        for report in uow.reports.of_plan(chosen.plan.key, now):
            self._reports.setdefault(report.occurrence, []).append(report)
            if report.task is not None:
                self._latest[report.agency, report.task] = report
        self._by_agency: dict[str, list[StoredOccurrence]] = {}
        for stored in on_date:
            self._by_agency.setdefault(stored.occurrence.agency, []).append(stored)

    def rows(self) -> list[BoardRow]:
        """One row an agency, those that lead before those that coordinate, else in plan order."""
        place = {agency: n for n, agency in enumerate(self._plan_order())}
        rows = [self._row(self._registry.agencies[a], stored) for a, stored in self._by_agency.items()]
        return sorted(rows, key=lambda r: (r.role is not AgencyRole.LEAD, place.get(r.agency.id, len(place))))

    def _plan_order(self) -> tuple[str, ...]:
        on = self._chosen.target
        leads = (lead.agency for task in self._chosen.plan.tasks for lead in task.leads)
        others = (agency for task in self._chosen.plan.tasks for agency in task.coordinating)
        return unique(self._registry.successor(agency, on).id for agency in (*leads, *others))

    def _row(self, agency: Agency, stored: Sequence[StoredOccurrence]) -> BoardRow:
        keys = [s.occurrence.key for s in stored]
        reminders = [r for key in keys for r in self._reminders.get(key, ())]
        asked = [r for r in reminders if r.state in MAY_HAVE_ARRIVED]
        told = self._told(asked)
        contacts = self._contacts(stored)
        answers = self._answers(stored)
        leads = any(s.occurrence.role is AgencyRole.LEAD for s in stored)
        return BoardRow(
            agency=agency,
            on_paper=self._on_paper(stored),
            role=AgencyRole.LEAD if leads else AgencyRole.COORDINATING,
            occurrences=tuple(keys),
            contacts=contacts,
            state=row_state(
                answered=answers.answered,
                complete=answers.complete,
                reachable=any(c.reach is Reach.REACHABLE for c in contacts),
                asked=bool(asked),
            ),
            answered=answers.answered,
            total=answers.total,
            first_asked=min(told, default=None),
            last_asked=max(told, default=None),
            next_ask=_next_ask(stored, reminders),
            delivered=any(r.state is ReminderState.SENT for r in asked),
            uncertain=any(r.state is ReminderState.UNKNOWN for r in asked),
            answered_at=answers.at,
            receipt=answers.receipt,
            disclaims=self._disclaimed(keys),
            remarks=self._remarks(keys),
            overdue_days=self._overdue_days(stored),
        )

    def _told(self, asked: Sequence[StoredReminder]) -> list[datetime]:
        """When the messages really went out, which after a stop is later than planned."""
        keys = unique(r.occurrence for r in asked)
        sent = {d.id: d.sent_at or d.at for key in keys for d in self._uow.deliveries.find(occurrence=key)}
        return [(sent.get(r.delivery) if r.delivery is not None else None) or r.send_at for r in asked]

    def _on_paper(self, stored: Sequence[StoredOccurrence]) -> tuple[Agency, ...]:
        ids = unique(a for s in stored for a in s.occurrence.on_paper)
        return tuple(self._registry.agencies[i] for i in ids if i in self._registry.agencies)

    # answers

    def _answers(self, stored: Sequence[StoredOccurrence]) -> _Answers:
        units = [self._owed[s.occurrence.key] for s in stored]
        latest = max((answer for unit in units for answer in unit.counted), key=lambda r: r.at, default=None)
        complete = all(u.state is ReportState.COMPLETE or not s.open for u, s in zip(units, stored, strict=True))
        receipt = latest.receipt if latest else None
        at = latest.at if latest else _closed_at(stored)
        return _Answers(sum(u.filled for u in units), sum(len(u.rows) for u in units), complete, at, receipt)

    def _remarks(self, keys: Sequence[str]) -> tuple[StatusReport, ...]:
        secret = {task.id for task in self._chosen.plan.tasks if task.secret}
        newest = {report.task: report for key in keys for report in self._reports.get(key, ())}
        said = (r for task, r in newest.items() if task not in secret)
        return tuple(r for r in said if r.difficulty or r.proposal or r.beyond_authority)

    def _disclaimed(self, keys: Sequence[str]) -> tuple[BoardDisclaim, ...]:
        return tuple(self._disclaim(d) for d in self._disclaims if d.occurrence in keys)

    def _disclaim(self, disclaim: StoredDisclaim) -> BoardDisclaim:
        return BoardDisclaim(
            person=self._name(disclaim.person) or disclaim.person,
            task=disclaim.task,
            reason=disclaim.reason,
            suggested=self._name(disclaim.suggested) or disclaim.suggested,
            at=disclaim.at,
            asked=self._asked_meanwhile(disclaim),
        )

    def _asked_meanwhile(self, about: StoredDisclaim) -> tuple[str, ...]:
        stored = next(s for s in self._of_plan if s.occurrence.key == about.occurrence)
        out = {d.person for d in self._disclaims if d.occurrence == about.occurrence and d.task in (None, about.task)}
        people = self._directory.recipients(stored.occurrence, self._now.date())
        return tuple(name for p in people if p not in out and (name := self._name(p)))

    def _name(self, person: str | None) -> str | None:
        known = self._registry.people.get(person) if person else None
        return known.name if known else None

    def _overdue_days(self, stored: Sequence[StoredOccurrence]) -> int:
        today = self._now.date()
        late = (s.occurrence.last_day for s in stored if s.open and is_overdue(s.occurrence, today))
        days = (self._calendar.working_days_between(day, today) for day in late)
        return max(days, default=0)

    # people

    def _contacts(self, stored: Sequence[StoredOccurrence]) -> tuple[BoardContact, ...]:
        today = self._now.date()
        people = unique(p for s in stored for p in self._directory.recipients(s.occurrence, today) if p is not None)
        accounts = self._uow.accounts.accounts_of_people(people)
        keys = [s.occurrence.key for s in stored]
        return tuple(self._contact(person, accounts.get(person, []), keys) for person in people)

    def _contact(self, person: str, accounts: Sequence[Account], keys: Sequence[str]) -> BoardContact:
        leave = self._leaves.get(person)
        snoozes = (self._snoozes.get((person, key)) for key in keys)
        return BoardContact(
            person=self._registry.people[person],
            reach=_reach(accounts),
            away_until=leave.end if leave else None,
            stand_in=self._registry.people.get(leave.stand_in) if leave and leave.stand_in else None,
            snoozed_until=max((s.until for s in snoozes if s), default=None),
        )

    # tasks

    def tasks(self) -> list[BoardTask]:
        """Every task of the plan for each agency that leads it."""
        limits = self._time_limits()
        rows = []
        for task in self._chosen.plan.tasks:
            on = self._chosen.target
            for agency in unique(self._registry.successor(lead.agency, on).id for lead in task.leads):
                rows.append(
                    self._task(task, agency, self._latest.get((agency, task.id)), limits.get((task.id, agency)))
                )
        return rows

    def _time_limits(self) -> dict[tuple[str, str], StoredOccurrence]:
        """Each task's own date: the last one up to the report date, else its first."""
        limits: dict[tuple[str, str], StoredOccurrence] = {}
        for stored in self._of_plan:
            occurrence = stored.occurrence
            if occurrence.kind is not ObligationKind.TASK or occurrence.pursuit is not Pursuit.CHASE:
                continue
            key = (occurrence.obligation, occurrence.agency)
            if key not in limits or occurrence.last_day <= self._chosen.last_day:
                limits[key] = stored
        return limits

    def _task(self, task: Task, agency: str, latest: StatusReport | None, limit: StoredOccurrence | None) -> BoardTask:
        occurrence = limit.occurrence if limit else None
        last_day = occurrence.last_day if occurrence and occurrence.can_be_overdue else None
        judged = timeliness(
            standing_status(task, latest),
            last_day=None if task.completed else last_day,
            target=occurrence.target if occurrence else None,
            today=self._now.date(),
            completed_on=latest.completed_on if latest else None,
        )
        return BoardTask(task, self._registry.agencies[agency], judged, last_day, latest)


def _reach(accounts: Sequence[Account]) -> Reach:
    states = {account.state for account in accounts}
    if AccountState.ACTIVE in states:
        return Reach.REACHABLE
    if AccountState.UNREACHABLE in states:
        return Reach.BLOCKED
    return Reach.CONSENT_WITHDRAWN if states else Reach.NOT_LINKED


def _next_ask(stored: Sequence[StoredOccurrence], reminders: Iterable[StoredReminder]) -> datetime | None:
    """When the next reminder is due; an answered occurrence has none that would really go out."""
    open_keys = {s.occurrence.key for s in stored if s.open}
    return min((r.due_at for r in reminders if r.due_at is not None and r.occurrence in open_keys), default=None)


def _closed_at(stored: Sequence[StoredOccurrence]) -> datetime | None:
    return max((s.closed_at for s in stored if s.closed_at is not None), default=None)
