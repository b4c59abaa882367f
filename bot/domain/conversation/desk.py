"""What one person may see and answer: their desk. Built outside, handed in as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.answers.status_report import StatusReport
from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.plan import Agency, Person, Plan
from bot.domain.schedule.occurrence import ObligationKind, Occurrence, Pursuit


@dataclass(frozen=True, slots=True)
class DeskTask:
    """A task as its own agency sees it. ``content`` is empty when the task is secret."""

    id: str
    content: str
    secret: bool = False
    #: Latest answer of the agency about this task, from whatever period.
    last: StatusReport | None = None


@dataclass(frozen=True, slots=True)
class DeskOccurrence:
    """One dated obligation on the desk, with everything a message about it needs."""

    occurrence: Occurrence
    plan: Plan
    agency: Agency
    tasks: tuple[DeskTask, ...]
    #: Person the answer counts for; someone else's id when the desk's owner stands in for them.
    answers_for: str
    #: Latest answer recorded under this occurrence.
    submitted: StatusReport | None = None
    closed: bool = False
    #: Names of bodies a proposal may go to, the likely one first.
    addressees: tuple[str, ...] = ()
    #: Name of the person ``answers_for``, when the desk's owner stands in.
    on_behalf: str | None = None
    #: For a consolidation: units that have not reported, by name, and how many there are in all.
    missing_units: tuple[str, ...] = ()
    units: int = 0
    #: Of its due date, counted from 1.
    version: int = 1

    @property
    def key(self) -> str:
        """The occurrence's stable key."""
        return self.occurrence.key

    @property
    def open_tasks(self) -> tuple[DeskTask, ...]:
        """Tasks that may be spoken about in a chat."""
        return tuple(t for t in self.tasks if not t.secret)

    @property
    def is_consolidation(self) -> bool:
        """True for the consolidating agency's own report."""
        return self.occurrence.kind is ObligationKind.CONSOLIDATION

    @property
    def is_report(self) -> bool:
        """True for a unit's report, which covers several tasks."""
        return self.occurrence.kind is ObligationKind.REPORT

    @property
    def is_brief(self) -> bool:
        """True where only the state of one task is asked, without difficulties and proposals."""
        return self.occurrence.kind is ObligationKind.TASK and self.occurrence.pursuit is not Pursuit.CHASE

    def task(self, task_id: str) -> DeskTask | None:
        """The task with that id, None when the occurrence no longer covers it."""
        return next((t for t in self.tasks if t.id == task_id), None)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another officer of the same agency."""

    id: str
    name: str
    title: str | None = None
    #: Has a linked, consenting chat, so can stand in.
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """Days off the person has announced, both included."""

    start: date
    end: date
    stand_in: Colleague | None = None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One earlier answer; ``plan`` is None when the plan has left the registry."""

    report: StatusReport
    plan: Plan | None = None
    #: Name of the person the desk's owner answered for, as their stand-in.
    on_behalf: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything one person may see, of their own agency only (and of whom they stand in for)."""

    person: Person
    agency: Agency
    calendar: WorkCalendar
    #: Waiting for an answer, the nearest target first.
    occurrences: tuple[DeskOccurrence, ...] = ()
    #: Answered or closed lately: may still be corrected.
    answered: tuple[DeskOccurrence, ...] = ()
    #: Dates ahead, for the calendar.
    upcoming: tuple[DeskOccurrence, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    absences: tuple[Absence, ...] = ()
    #: Open occurrences the person has said are not theirs, in whole or in part.
    disclaimed: tuple[DeskOccurrence, ...] = ()
    #: Time of day at which reminders go out.
    morning: time = time(8, 0)

    def find(self, key: str) -> DeskOccurrence | None:
        """The occurrence, open or answered; None when it is not this person's or is gone."""
        return next((o for o in (*self.occurrences, *self.answered) if o.key == key), None)

    def is_open(self, key: str) -> bool:
        """True while an answer is awaited."""
        return any(o.key == key for o in self.occurrences)

    def morning_of(self, day: date, like: datetime) -> datetime:
        """The reminder time on that day, in the zone of ``like``."""
        return datetime.combine(day, self.morning, tzinfo=like.tzinfo)
