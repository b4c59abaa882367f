"""Brings the stored schedule in line with the registry: shows what would change, or changes it in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from bot.domain.plan.in_use import InUse
from bot.domain.schedule.catch_up import still_wanted
from bot.domain.schedule.changes import ChangeSet, ReminderChange
from bot.domain.schedule.expansion import expand
from bot.domain.schedule.occurrence import Occurrence
from bot.domain.schedule.planner import Planner
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.recipients import Recipients
from bot.domain.schedule.reminder import PlannedReminder, ReminderState
from bot.domain.schedule.silence import silenced_by
from bot.domain.schedule.step import Step
from bot.services.disclaims import settle_replaced
from bot.services.schedule.horizon import horizon
from bot.store.database import Database
from bot.store.schedule.records import NewReminder, StoredOccurrence, StoredReminder
from bot.store.unit_of_work import UnitOfWork

_OF_THE_DATE = ("due", "last_day", "target")


def preview(uow: UnitOfWork, in_use: InUse, now: datetime) -> ChangeSet:
    """What ``apply`` would change; writes nothing."""
    return _Replanning(uow, in_use, now).work_out().change_set()


def apply(database: Database, in_use: InUse, now: datetime, actor: str, digest: str) -> ChangeSet:
    """Make the stored schedule that of ``in_use``, all of it or nothing; safe to run again.

    ``digest`` identifies the registry's content; a new one is recorded as a revision by ``actor``.
    """
    with database.transaction() as uow:
        work = _Replanning(uow, in_use, now).work_out()
        work.write(uow)
        settle_replaced(uow, in_use.registry, now)
        changes = work.change_set()
        latest = uow.revisions.latest()
        if latest is None or latest.digest != digest or not changes.is_empty:
            uow.revisions.add(digest, asdict(changes.total), now, actor)
            uow.audit.add(actor, "apply", {"digest": digest, **asdict(changes.total)}, now)
    return changes


def is_applied(database: Database, digest: str, now: datetime) -> bool:
    """Whether that registry was applied last, and today: a start then need not look at the schedule at all."""
    with database.read() as uow:
        latest = uow.revisions.latest()
        checked = uow.settings.get(_CHECKED_ON)
    return latest is not None and latest.digest == digest and checked == now.date().isoformat()


def look_again(uow: UnitOfWork) -> None:
    """The next start or look at the files plans anew, whatever was applied today."""
    uow.settings.put(_CHECKED_ON, "")


#: The horizon moves with the days, so the schedule is looked through again on each new one.
_CHECKED_ON = "schedule.checked_on"


@dataclass(slots=True)
class _Work:
    """Everything to write."""

    day: date
    saves: list[StoredOccurrence] = field(default_factory=list)
    withdrawals: list[str] = field(default_factory=list)
    inserts: list[NewReminder] = field(default_factory=list)
    reschedules: dict[int, datetime] = field(default_factory=dict)
    cancels: dict[Reason, list[int]] = field(default_factory=dict)
    added: list[ReminderChange] = field(default_factory=list)
    moved: list[ReminderChange] = field(default_factory=list)
    cancelled: list[ReminderChange] = field(default_factory=list)

    def change_set(self) -> ChangeSet:
        return ChangeSet(tuple(self.added), tuple(self.moved), tuple(self.cancelled))

    def write(self, uow: UnitOfWork) -> None:
        uow.occurrences.save(self.saves)
        uow.occurrences.withdraw(self.withdrawals)
        for reason, ids in self.cancels.items():
            uow.reminders.cancel(ids, reason)
        uow.reminders.reschedule(self.reschedules)
        uow.reminders.insert(self.inserts)
        if uow.settings.get(_CHECKED_ON) != self.day.isoformat():
            uow.settings.put(_CHECKED_ON, self.day.isoformat())

    def insert(self, version: int, planned: PlannedReminder) -> None:
        row = NewReminder(planned.occurrence, version, planned.recipient, planned.step, planned.send_at)
        self.inserts.append(row)

    def cancel(self, reminder: StoredReminder, reason: Reason) -> None:
        self.cancels.setdefault(reason, []).append(reminder.id)


class _Replanning:
    """Compares the registry's occurrences with the stored ones, plan by plan."""

    def __init__(self, uow: UnitOfWork, in_use: InUse, now: datetime) -> None:
        self._uow = uow
        registry = in_use.registry
        self._in_use = in_use
        self._registry = registry
        self._now = now
        self._first, self._last = horizon(now.date())
        self._planner = Planner(in_use)
        self._directory = Recipients(registry)
        self._tasks = {plan.key: {task.id: task for task in plan.tasks} for plan in registry.plans.values()}
        self._work = _Work(now.date())

    def work_out(self) -> _Work:
        """The differences, in the order of the registry's plans."""
        by_plan: dict[str, list[Occurrence]] = {key: [] for key in self._registry.plans}
        for occurrence in expand(self._in_use, self._first, self._last):
            by_plan[occurrence.plan].append(occurrence)
        for gone in self._uow.occurrences.plans():
            by_plan.setdefault(gone, [])
        for plan, occurrences in by_plan.items():
            self._plan(plan, occurrences)
        return self._work

    def _plan(self, plan: str, occurrences: Sequence[Occurrence]) -> None:
        known = {s.occurrence.key: s for s in self._uow.occurrences.find(plan=plan, include_withdrawn=True)}
        expanded = {o.key for o in occurrences}
        vanished = [s for s in known.values() if s.occurrence.key not in expanded and self._should_stand(s)]
        reminders = self._uow.reminders.of_occurrences(
            [*(key for key in expanded if key in known), *(s.occurrence.key for s in vanished)]
        )
        for occurrence in occurrences:
            _Difference(self, occurrence, known.get(occurrence.key), reminders.get(occurrence.key, ())).find()
        for stored in vanished:
            self._withdraw(stored, reminders.get(stored.occurrence.key, ()))

    def _should_stand(self, stored: StoredOccurrence) -> bool:
        """Whether the registry would name it if it still held: outside the horizon nobody asked it."""
        inside = all(self._first <= day <= self._last for day in (stored.occurrence.due, stored.occurrence.last_day))
        return inside and not stored.withdrawn

    def _withdraw(self, stored: StoredOccurrence, reminders: Iterable[StoredReminder]) -> None:
        occurrence = stored.occurrence
        reason = self.silenced_by(occurrence) or Reason.WITHDRAWN
        self._work.withdrawals.append(occurrence.key)
        for reminder in reminders:
            if reminder.due_at is not None:
                self._work.cancel(reminder, reason)
                self._work.cancelled.append(change_of(occurrence, reminder, new=None, reason=reason))

    # For one occurrence

    @property
    def work(self) -> _Work:
        return self._work

    @property
    def now(self) -> datetime:
        return self._now

    def wanted(self, stored: StoredOccurrence) -> list[PlannedReminder]:
        """The reminders the occurrence should have, given when its dates were first seen."""
        occurrence = stored.occurrence
        if not stored.open or self.silenced_by(occurrence) is not None:
            return []
        return still_wanted(
            occurrence,
            self._planner.plan(occurrence),
            stored.since,
            self._in_use,
            lambda day: self._directory.recipients(occurrence, day),
        )

    def silenced_by(self, occurrence: Occurrence) -> Reason | None:
        """Why nothing of it is told in a chat; None while something is."""
        tasks = self._tasks.get(occurrence.plan, {})
        return silenced_by([tasks[task] for task in occurrence.tasks if task in tasks])


class _Difference:
    """What changes for one occurrence."""

    def __init__(
        self,
        replanning: _Replanning,
        occurrence: Occurrence,
        known: StoredOccurrence | None,
        reminders: Sequence[StoredReminder],
    ) -> None:
        self._replanning = replanning
        self._work = replanning.work
        self._now = replanning.now
        self._occurrence = occurrence
        self._known = known
        self._reminders = reminders

    def find(self) -> None:
        known, occurrence = self._known, self._occurrence
        if known is None:
            self._first_seen(1)
        elif known.withdrawn or self._date_moved(known):
            self._first_seen(known.version + 1)
        else:
            if known.occurrence != occurrence:
                self._work.saves.append(StoredOccurrence(occurrence, known.version, known.since))
            self._same_date(StoredOccurrence(occurrence, known.version, known.since, known.closed, known.closed_at))

    def _date_moved(self, known: StoredOccurrence) -> bool:
        return any(getattr(known.occurrence, name) != getattr(self._occurrence, name) for name in _OF_THE_DATE)

    def _first_seen(self, version: int) -> None:
        """New dates: all its reminders are new, and the waiting ones of the old dates go."""
        known = self._known
        seen = StoredOccurrence(
            self._occurrence, version, self._now, known.closed if known else None, known.closed_at if known else None
        )
        self._work.saves.append(seen)
        old = {(r.recipient, r.step): r for r in self._reminders if r.due_at is not None}
        for planned in self._replanning.wanted(seen):
            self._work.insert(version, planned)
            self._note_new(planned, old.pop((planned.recipient, planned.step), None))
        for reminder in self._reminders:
            if reminder.due_at is not None:
                self._work.cancel(reminder, Reason.MOVED)
        for reminder in old.values():
            self._note_cancelled(reminder, Reason.MOVED)

    def _note_new(self, planned: PlannedReminder, old: StoredReminder | None) -> None:
        if old is None:
            self._work.added.append(change_of(self._occurrence, planned, old=None, new=planned.send_at))
        elif old.send_at != planned.send_at:
            self._work.moved.append(change_of(self._occurrence, planned, old=old.send_at, new=planned.send_at))

    def _same_date(self, stored: StoredOccurrence) -> None:
        current = {(r.recipient, r.step): r for r in self._reminders if r.version == stored.version}
        wanted = {(p.recipient, p.step): p for p in self._replanning.wanted(stored)}
        waiting = {k: r for k, r in current.items() if r.due_at is not None and k not in wanted}
        handed_over = self._let_go(stored, waiting, {recipient for recipient, _ in wanted})
        for key, planned in wanted.items():
            self._keep(stored.version, planned, current.get(key), planned.step in handed_over)

    def _let_go(
        self, stored: StoredOccurrence, waiting: dict[tuple[str | None, Step], StoredReminder], people: set[str | None]
    ) -> set[Step]:
        """Cancel what is no longer wanted; returns the steps that waited for somebody who was replaced."""
        handed_over = set()
        for (recipient, step), reminder in waiting.items():
            reason = self._reason(stored, replaced=bool(people) and recipient not in people)
            if reason is Reason.POLICY and step.is_asked_for:
                continue
            if reason is Reason.REPLACED:
                handed_over.add(step)
            self._work.cancel(reminder, reason)
            self._note_cancelled(reminder, reason)
        return handed_over

    def _reason(self, stored: StoredOccurrence, *, replaced: bool) -> Reason:
        if stored.closed is not None:
            return Reason.CLOSED
        otherwise = Reason.REPLACED if replaced else Reason.POLICY
        return self._replanning.silenced_by(stored.occurrence) or otherwise

    def _keep(self, version: int, planned: PlannedReminder, row: StoredReminder | None, handed_over: bool) -> None:
        ahead = planned.send_at > self._now
        if row is None:
            if ahead or handed_over:
                self._work.insert(version, planned)
                self._work.added.append(change_of(self._occurrence, planned, old=None, new=planned.send_at))
        elif row.state is ReminderState.CANCELLED:
            if ahead:
                self._work.reschedules[row.id] = planned.send_at
                self._work.added.append(change_of(self._occurrence, planned, old=None, new=planned.send_at))
        elif row.state is ReminderState.PLANNED and row.send_at != planned.send_at:
            self._work.reschedules[row.id] = planned.send_at
            self._work.moved.append(change_of(self._occurrence, planned, old=row.send_at, new=planned.send_at))

    def _note_cancelled(self, reminder: StoredReminder, reason: Reason) -> None:
        self._work.cancelled.append(change_of(self._occurrence, reminder, new=None, reason=reason))


def change_of(
    occurrence: Occurrence,
    reminder: StoredReminder | PlannedReminder,
    *,
    new: datetime | None,
    old: datetime | None = None,
    reason: Reason | None = None,
) -> ReminderChange:
    """The line about one reminder; a cancelled one (no ``new``) goes from its planned time."""
    return ReminderChange(
        reminder.occurrence,
        occurrence.plan,
        occurrence.obligation,
        occurrence.agency,
        reminder.recipient,
        reminder.step,
        old if new is not None else reminder.send_at,
        new,
        reason,
    )
