"""What the coordinator sees of one report date: who was asked, who answered, who is silent, who cannot be reached.

Values only. ``bot.services.board`` fills them from the store; ``bot.messages.board`` says them in Vietnamese.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.answers.status_report import Status, StatusReport, Timeliness
from bot.domain.plan.plan import Agency, Person, Plan, Task
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind


class RowState(StrEnum):
    """Where an agency stands at a report date; exactly one holds."""

    #: The first reminder is still ahead.
    NOT_ASKED = "not_asked"
    #: A message went out, nothing came back.
    SILENT = "silent"
    #: Some of the tasks have been answered.
    PARTIAL = "partial"
    ANSWERED = "answered"
    #: Nobody there can be written to; never counts as asked.
    UNREACHABLE = "unreachable"


class Reach(StrEnum):
    """Whether a contact person can be written to."""

    REACHABLE = "reachable"
    #: Blocked the bot, or the account is gone.
    BLOCKED = "blocked"
    NOT_LINKED = "not_linked"
    CONSENT_WITHDRAWN = "consent_withdrawn"


@dataclass(frozen=True, slots=True)
class ReportDate:
    """One date to look at: a report rule's period, or the tasks of a plan that are due on one day."""

    plan: Plan
    #: Report rule id; None for the tasks of a plan.
    rule: str | None
    kind: ObligationKind
    #: "2024"; for tasks the last day as ISO text.
    period: str
    #: As on paper.
    due: date
    strict: bool
    target: date
    last_day: date
    #: Something that is still open on it is overdue.
    overdue: bool = False

    @property
    def key(self) -> str:
        """Stable, for addresses and commands: "<plan>/<rule or nhiem-vu>/<period>"."""
        return f"{self.plan.key}/{self.rule or 'nhiem-vu'}/{self.period}"


@dataclass(frozen=True, slots=True)
class BoardContact:
    """A person asked on behalf of an agency."""

    person: Person
    reach: Reach
    #: Last day of a leave that covers today.
    away_until: date | None = None
    stand_in: Person | None = None
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoardDisclaim:
    """ "Không phải việc của tôi", still to be settled."""

    person: str
    task: str | None
    reason: str | None
    suggested: str | None
    at: datetime
    #: Names of those still asked meanwhile.
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One agency at the report date. Moments are aware."""

    agency: Agency
    #: Agencies named on paper that this one stands for, where they differ.
    on_paper: tuple[Agency, ...]
    role: AgencyRole
    occurrences: tuple[str, ...]
    contacts: tuple[BoardContact, ...]
    state: RowState
    #: Tasks (of a report) or obligations (of a due day) answered, out of all.
    answered: int
    total: int
    first_asked: datetime | None = None
    last_asked: datetime | None = None
    next_ask: datetime | None = None
    #: The provider accepted at least one message.
    delivered: bool = False
    #: A send whose fate is not known.
    uncertain: bool = False
    answered_at: datetime | None = None
    receipt: str | None = None
    disclaims: tuple[BoardDisclaim, ...] = ()
    #: The newest answer about each task, and about the report as a whole, that holds a difficulty or a proposal.
    remarks: tuple[StatusReport, ...] = ()
    #: Working days since the last permitted day; 0 while in time, answered or never overdue.
    overdue_days: int = 0


@dataclass(frozen=True, slots=True)
class BoardTask:
    """One task for one leading agency, as last answered."""

    task: Task
    agency: Agency
    timeliness: Timeliness
    last_day: date | None
    latest: StatusReport | None = None

    @property
    def status(self) -> Status | None:
        """As ``standing_status``."""
        return standing_status(self.task, self.latest)


@dataclass(frozen=True, slots=True)
class BoardCounts:
    """How many agencies stand where."""

    agencies: int
    asked: int
    delivered: int
    answered: int
    partial: int
    silent: int
    unreachable: int
    not_asked: int


@dataclass(frozen=True, slots=True)
class OfficialCounts:
    """The statistics line of official follow-up reports, over (task, leading agency)."""

    total: int
    done_on_time: int
    done_late: int
    #: Completed on a day nobody stated.
    done_unknown: int
    open_in_time: int
    open_overdue: int
    cancelled: int

    @property
    def done(self) -> int:
        """Đã hoàn thành."""
        return self.done_on_time + self.done_late + self.done_unknown

    @property
    def open(self) -> int:
        """Chưa hoàn thành."""
        return self.open_in_time + self.open_overdue


@dataclass(frozen=True, slots=True)
class Board:
    """Everything about one report date at one moment."""

    date: ReportDate
    now: datetime
    rows: tuple[BoardRow, ...]
    tasks: tuple[BoardTask, ...]

    @property
    def counts(self) -> BoardCounts:
        """Agencies by state."""
        states = Counter(row.state for row in self.rows)
        return BoardCounts(
            agencies=len(self.rows),
            asked=sum(row.first_asked is not None for row in self.rows),
            delivered=sum(row.delivered for row in self.rows),
            answered=states[RowState.ANSWERED],
            partial=states[RowState.PARTIAL],
            silent=states[RowState.SILENT],
            unreachable=states[RowState.UNREACHABLE],
            not_asked=states[RowState.NOT_ASKED],
        )

    @property
    def official(self) -> OfficialCounts:
        """Tasks by the official classes."""
        return official_counts(self.tasks)


def official_counts(tasks: Iterable[BoardTask]) -> OfficialCounts:
    """Đã hoàn thành (đúng hạn, quá hạn), chưa hoàn thành (trong hạn, quá hạn); "không thực hiện" stands apart.

    A task without a time limit is never late.
    """
    classes = Counter(map(_official_class, tasks))
    return OfficialCounts(
        total=classes.total(),
        done_on_time=classes["done_on_time"],
        done_late=classes["done_late"],
        done_unknown=classes["done_unknown"],
        open_in_time=classes["open_in_time"],
        open_overdue=classes["open_overdue"],
        cancelled=classes["cancelled"],
    )


def _official_class(task: BoardTask) -> str:
    if task.status is Status.CANCELLED:
        return "cancelled"
    if task.status is Status.COMPLETED:
        late = {Timeliness.DONE_LATE: "done_late", Timeliness.UNKNOWN: "done_unknown"}
        return late.get(task.timeliness, "done_on_time")
    return "open_overdue" if task.timeliness is Timeliness.OVERDUE else "open_in_time"


def standing_status(task: Task, latest: StatusReport | None) -> Status | None:
    """Completion as last stated; what was done before the plan was issued counts as completed."""
    if task.completed:
        return Status.COMPLETED
    return latest.status if latest else None


def row_state(*, answered: int, complete: bool, reachable: bool, asked: bool) -> RowState:
    """The one state of a row; ``complete`` means that nothing more is owed."""
    if complete:
        return RowState.ANSWERED
    if answered:
        return RowState.PARTIAL
    if not reachable:
        return RowState.UNREACHABLE
    return RowState.SILENT if asked else RowState.NOT_ASKED
