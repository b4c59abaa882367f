"""Looks at the world again right before sending: each claimed reminder is told, postponed, cancelled or failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.answers.owed import Owed, ReportState
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Role, Task
from bot.domain.schedule.occurrence import Occurrence
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.recipients import Recipients
from bot.domain.schedule.reminder import ReminderState
from bot.domain.schedule.sending_time import may_send, next_morning, next_workday_morning
from bot.domain.schedule.silence import silenced_by
from bot.domain.schedule.step import Step, StepKind
from bot.services.disclaims import disclaimed
from bot.services.dispatch.reach import AccountLookup
from bot.services.owing import what_is_owed
from bot.store.answers.records import StoredSnooze
from bot.store.people.records import Leave
from bot.store.schedule.records import StoredOccurrence, StoredReminder
from bot.store.unit_of_work import UnitOfWork


class View:
    """The registry as the dispatcher sees it on one day, with what is looked up often."""

    def __init__(self, in_use: InUse) -> None:
        self.in_use = in_use
        self.registry = in_use.registry
        self.calendar = in_use.calendar
        self.policies = in_use.policies
        self.directory = Recipients(in_use.registry)
        self.tasks: dict[str, dict[str, Task]] = {
            plan.key: {task.id: task for task in plan.tasks} for plan in in_use.registry.plans.values()
        }
        self._responsible: dict[tuple[str, tuple[str, ...], bool], tuple[str | None, ...]] = {}
        self._responsible_on: date | None = None
        self._working_days: dict[tuple[date, date], int] = {}

    def working_days(self, start: date, end: date) -> int:
        """As the calendar's ``working_days_between``; the same few pairs are asked for every agency."""
        key = (start, end)
        if key not in self._working_days:
            self._working_days[key] = self.calendar.working_days_between(start, end)
        return self._working_days[key]

    def responsible(self, occurrence: Occurrence, day: date, *, leaders: bool) -> tuple[str | None, ...]:
        """Who is told of it on that day, or the leaders an escalation goes to; remembered for the day."""
        if self._responsible_on != day:
            self._responsible, self._responsible_on = {}, day
            self._working_days.clear()
        key = (occurrence.key, occurrence.tasks, leaders)
        found = self._responsible.get(key)
        if found is None:
            found = self._responsible[key] = (
                self.directory.leaders(occurrence.agency, day, occurrence.plan)
                if leaders
                else self.directory.recipients(occurrence, day)
            )
        return found

    def tasks_of(self, occurrence: Occurrence) -> list[Task]:
        """The tasks it covers that the plan still has."""
        known = self.tasks.get(occurrence.plan, {})
        return [known[t] for t in occurrence.tasks if t in known]


@dataclass(frozen=True, slots=True)
class Tell:
    """A reminder to be told to ``person``."""

    reminder: StoredReminder
    stored: StoredOccurrence
    person: str
    #: What is still to be answered.
    owed: Owed
    #: Person id a stand-in is told for.
    on_behalf: str | None = None
    #: Tasks of it the person has said are not theirs.
    without: frozenset[str] = frozenset()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is asked of them: not yet answered, and not said to be somebody else's."""
        return tuple(row.task for row in self.owed.open_rows if row.task.id not in self.without)

    @property
    def escalated(self) -> bool:
        """Whether the head of the unit is told."""
        return self.reminder.step.kind is StepKind.ESCALATION


@dataclass(slots=True)
class Decisions:
    """What becomes of claimed reminders."""

    tells: list[Tell] = field(default_factory=list)
    cancels: dict[Reason, list[int]] = field(default_factory=dict)
    fails: dict[Reason, list[int]] = field(default_factory=dict)
    postponed: dict[tuple[datetime, Reason], list[int]] = field(default_factory=dict)
    #: Possibly told before and no longer worth repeating.
    left_unknown: list[int] = field(default_factory=list)
    readdressed: dict[int, str] = field(default_factory=dict)

    def cancel(self, reminder: StoredReminder, reason: Reason) -> None:
        """It is not sent any more; what may have arrived keeps that state."""
        if reminder.repeats:
            self.left_unknown.append(reminder.id)
        else:
            self.cancels.setdefault(reason, []).append(reminder.id)

    def fail(self, reminder: StoredReminder, reason: Reason) -> None:
        """It cannot be sent."""
        self.fails.setdefault(reason, []).append(reminder.id)

    def postpone(self, reminders: Iterable[StoredReminder], until: datetime, reason: Reason) -> None:
        """It waits again."""
        self.postponed.setdefault((until, reason), []).extend(r.id for r in reminders)

    def write(self, uow: UnitOfWork) -> None:
        """Everything but the digests."""
        for reason, ids in self.cancels.items():
            uow.reminders.cancel(ids, reason)
        for reason, ids in self.fails.items():
            uow.reminders.fail(ids, reason)
        for (until, reason), ids in self.postponed.items():
            uow.reminders.postpone(ids, until, reason)
        uow.reminders.leave_unknown(self.left_unknown)
        uow.reminders.readdress(self.readdressed)


class World:
    """One look, inside the transaction that claims."""

    def __init__(self, uow: UnitOfWork, view: View, reach: AccountLookup, now: datetime) -> None:
        self._uow = uow
        self._view = view
        self._reach = reach
        self._now = now
        self._today = now.date()
        self._leaves: Mapping[str, Leave] = uow.leaves.leaves_on(self._today)
        #: Who has a reminder of a step already, by (occurrence, version, step).
        self._handed: dict[tuple[str, int, Step], set[str | None]] = {}
        #: As ``disclaimed`` gives it.
        self._disclaimed: Mapping[tuple[str, str], frozenset[str] | None] = {}
        #: What is still to be answered, by occurrence.
        self._owed: Mapping[str, Owed] = {}
        self.decisions = Decisions()

    def decide(self, claimed: Sequence[StoredReminder]) -> None:
        """Add what becomes of each to ``decisions``."""
        keys = list(dict.fromkeys(r.occurrence for r in claimed))
        occurrences = self._uow.occurrences.find(keys=keys, include_withdrawn=True)
        stored = {s.occurrence.key: s for s in occurrences}
        self._disclaimed = disclaimed(self._uow.disclaims.unresolved_about(keys))
        snoozes = self._uow.snoozes.active_snoozes(keys, self._now)
        told = (s.occurrence for s in occurrences if s.open)
        self._owed = what_is_owed(self._uow, self._view.registry, told, self._today)
        stand_ins = (leave.stand_in for leave in self._leaves.values() if leave.stand_in)
        self._reach.load([*(r.recipient for r in claimed if r.recipient), *stand_ins])
        for reminder in claimed:
            self._decide(reminder, stored.get(reminder.occurrence), snoozes)

    def others(self, claimed: Sequence[StoredReminder]) -> list[str]:
        """Stand-ins and heirs among those told, who may have reminders of their own due."""
        return sorted({t.person for t in self.decisions.tells} - {r.recipient for r in claimed if r.recipient})

    def _decide(
        self,
        reminder: StoredReminder,
        stored: StoredOccurrence | None,
        snoozes: Mapping[tuple[str, str], StoredSnooze],
    ) -> None:
        if stored is None:
            self.decisions.cancel(reminder, Reason.WITHDRAWN)
            return
        reason = self._reason_not_to(reminder, stored)
        if reason is not None:
            self.decisions.cancel(reminder, reason)
            return
        person = self._person(reminder, stored.occurrence)
        if person is None:
            return
        snooze = snoozes.get((person, stored.occurrence.key))
        if snooze is not None:
            self.decisions.postpone([reminder], self._sending_time(snooze.until), Reason.SNOOZED)
            return
        self._tell(reminder, stored, person)

    def _reason_not_to(self, reminder: StoredReminder, stored: StoredOccurrence) -> Reason | None:
        occurrence = stored.occurrence
        if stored.withdrawn or occurrence.plan not in self._view.registry.plans:
            return Reason.WITHDRAWN
        if stored.closed is not None:
            return Reason.CLOSED
        if reminder.version != stored.version:
            return Reason.MOVED
        if self._owed[occurrence.key].state is ReportState.COMPLETE:
            return Reason.REPORTED
        return silenced_by(self._view.tasks_of(occurrence))

    # Who

    def _person(self, reminder: StoredReminder, occurrence: Occurrence) -> str | None:
        """Whoever is responsible today; None when the reminder has been settled otherwise."""
        current = self._responsible(reminder, occurrence)
        if reminder.recipient in current and reminder.recipient is not None:
            return reminder.recipient
        heirs = [p for p in current if p is not None]
        if not heirs:
            self.decisions.fail(reminder, Reason.NO_RECIPIENT)
            return None
        heir = self._heir(reminder, heirs)
        if heir is None:
            self.decisions.cancel(reminder, Reason.REPLACED)
            return None
        self.decisions.readdressed[reminder.id] = heir
        return heir

    def _heir(self, reminder: StoredReminder, heirs: Sequence[str]) -> str | None:
        """The first of them who has no reminder of that step of their own."""
        step = (reminder.occurrence, reminder.version, reminder.step)
        taken = self._handed.setdefault(step, set())
        if not taken:
            rows = self._uow.reminders.of_occurrence(reminder.occurrence)
            taken.update(r.recipient for r in rows if (r.occurrence, r.version, r.step) == step)
        heir = next((p for p in heirs if p not in taken), None)
        taken.add(heir)
        return heir

    def _responsible(self, reminder: StoredReminder, occurrence: Occurrence) -> tuple[str | None, ...]:
        return self._view.responsible(occurrence, self._today, leaders=reminder.step.kind is StepKind.ESCALATION)

    # Away

    def _tell(self, reminder: StoredReminder, stored: StoredOccurrence, person: str) -> None:
        leave = self._leaves.get(person)
        if leave is None:
            self._tell_theirs(reminder, stored, person)
            return
        deputy = self._deputy(leave, stored.occurrence)
        if deputy is None:
            back = next_workday_morning(leave.end, self._view.in_use)
            self.decisions.postpone([reminder], back, Reason.ON_LEAVE)
        else:
            self._tell_theirs(reminder, stored, deputy, on_behalf=person)

    def _tell_theirs(
        self, reminder: StoredReminder, stored: StoredOccurrence, person: str, on_behalf: str | None = None
    ) -> None:
        """All but what the person has said is not theirs; when that is everything, it waits for a decision."""
        owed = self._owed[stored.occurrence.key]
        without = self._disclaimed.get((person, stored.occurrence.key), frozenset())
        still = {row.task.id for row in owed.open_rows}
        if without is None or (still and still <= without):
            morning = next_morning(self._now, self._view.in_use)
            self.decisions.postpone([reminder], morning, Reason.DISCLAIMED)
            return
        self.decisions.tells.append(Tell(reminder, stored, person, owed, on_behalf, without))

    def _deputy(self, leave: Leave, occurrence: Occurrence) -> str | None:
        """The stand-in; without one, a colleague when the matter cannot wait until the person is back."""
        if leave.stand_in and self._present(leave.stand_in):
            return leave.stand_in
        back = next_workday_morning(leave.end, self._view.in_use)
        if back.date() <= occurrence.target:
            return None
        told = self._view.directory.recipients(occurrence, self._today)
        colleagues = self._view.registry.people_of(occurrence.agency, Role.CONTACT, self._today)
        if any(p is not None and p != leave.person and self._present(p) for p in told):
            return None
        return next((p.id for p in colleagues if p.id != leave.person and self._present(p.id)), None)

    def _present(self, person: str) -> bool:
        return person not in self._leaves and person in self._view.registry.people and self._reach.reachable(person)

    def _sending_time(self, wanted: datetime) -> datetime:
        """``wanted`` when sending is allowed then, else the next morning."""
        in_use = self._view.in_use
        return wanted if may_send(wanted, in_use) else next_morning(wanted, in_use)


def merge(decisions: Decisions) -> dict[str, list[Tell]]:
    """Tells by person, one for each occurrence: of several steps only the latest is told."""
    latest: dict[tuple[str, str], Tell] = {}
    for tell in decisions.tells:
        key = (tell.person, tell.stored.occurrence.key)
        other = latest.get(key)
        if other is None:
            latest[key] = tell
            continue
        winner, loser = (tell, other) if _rank(tell) > _rank(other) else (other, tell)
        latest[key] = winner
        decisions.cancel(loser.reminder, Reason.MERGED)
    by_person: dict[str, list[Tell]] = {}
    for tell in latest.values():
        by_person.setdefault(tell.person, []).append(tell)
    return by_person


def _rank(tell: Tell) -> tuple[datetime, bool, int]:
    return tell.reminder.send_at, tell.on_behalf is None, tell.reminder.id


_LIVE = frozenset({ReminderState.SENT, ReminderState.SENDING, ReminderState.UNKNOWN, ReminderState.CLAIMED})


def is_live(state: ReminderState) -> bool:
    """Whether a digest in that state is on the person's phone, may be, or is on its way."""
    return state in _LIVE
