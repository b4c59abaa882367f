"""What a unit owes for one report date: a row a task, filled or still open. The one place that says who has reported.

Reminder, digest, board, status command, receipt and task list all ask here, so that they can never disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.answers.status_report import Status, StatusReport
from bot.domain.plan.plan import Task
from bot.domain.schedule.occurrence import ObligationKind, Occurrence, Pursuit

#: Nothing more is to be asked about a task in one of these states.
FINAL = frozenset({Status.COMPLETED, Status.CANCELLED})


class ReportState(StrEnum):
    """Where a unit stands at a report date; the same three words everywhere."""

    #: Đã báo cáo đủ.
    COMPLETE = "complete"
    #: Mới có k/n nhiệm vụ.
    PARTIAL = "partial"
    #: Chưa trả lời.
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One task of the report date."""

    task: Task
    #: The newest answer about the task, from whatever date and period.
    newest: StatusReport | None
    #: Whether that answer counts here; if not, it may be given again ("như đã báo cáo").
    filled: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """One occurrence at one moment. Rows are in plan order, without secret tasks and those done before the plan."""

    occurrence: Occurrence
    rows: tuple[OwedRow, ...]
    #: The newest answer about the whole, when it handed the report in: a document, or a report given as a whole.
    handed_in: StatusReport | None = None

    @property
    def open_rows(self) -> tuple[OwedRow, ...]:
        """What is still to be answered; none once the report was handed in."""
        return () if self.handed_in else tuple(row for row in self.rows if not row.filled)

    @property
    def filled(self) -> int:
        """How many rows need no answer any more."""
        return len(self.rows) - len(self.open_rows)

    @property
    def counted(self) -> tuple[StatusReport, ...]:
        """The answers that fill rows, and what handed the report in."""
        rows = (row.newest for row in self.rows if row.filled)
        return tuple(answer for answer in (*rows, self.handed_in) if answer is not None)

    @property
    def state(self) -> ReportState:
        """A consolidation is complete when it was handed in, whatever is known of the consolidator's own tasks."""
        if self.handed_in is not None:
            return ReportState.COMPLETE
        if self.rows and not self.open_rows and self.occurrence.kind is not ObligationKind.CONSOLIDATION:
            return ReportState.COMPLETE
        return ReportState.PARTIAL if self.filled else ReportState.UNANSWERED

    @property
    def closes(self) -> bool:
        """Whether nothing will be asked here again; a task pursued to its end closes only with it."""
        if self.handed_in is not None:
            return True
        return self.state is ReportState.COMPLETE and (self.is_done or not _is_pursued(self.occurrence))

    @property
    def is_done(self) -> bool:
        """Whether the last word on every task is that it is completed or given up."""
        return all(_is_final(row.newest) for row in self.rows)


def owed(
    occurrence: Occurrence,
    tasks: Iterable[Task],
    answers: Sequence[StatusReport],
    *,
    asked_since: date | None,
    today: date,
) -> Owed:
    """What ``occurrence`` still needs.

    ``tasks`` are those of its plan; ``answers`` all of the unit about that plan, under its former names too, oldest
    first, none taken back, their times in Vietnam; ``asked_since`` is the day of
    the first notice, None where there is none.
    """
    covered = set(occurrence.tasks)
    asked = [task for task in tasks if task.id in covered and not (task.secret or task.completed)]
    newest = {answer.task: answer for answer in answers if answer.task is not None and answer.status is not None}
    rows = []
    for task in asked:
        answer = newest.get(task.id)
        filled = answer is not None and _fills(answer, task, occurrence, asked_since, today)
        rows.append(OwedRow(task, answer, filled))
    whole = [a for a in answers if a.occurrence == occurrence.key and a.task is None and a.hands_in]
    return Owed(occurrence, tuple(rows), whole[-1] if whole else None)


def _fills(answer: StatusReport, task: Task, occurrence: Occurrence, asked_since: date | None, today: date) -> bool:
    if _is_final(answer):
        return not _recurs(task) or _is_of_period(answer, occurrence, asked_since)
    if not _is_pursued(occurrence):
        return answer.occurrence == occurrence.key or _is_since(answer, asked_since)
    return _is_since(answer, asked_since) and _is_recent(answer, occurrence, today)


def _is_recent(answer: StatusReport, occurrence: Occurrence, today: date) -> bool:
    """A task in progress is asked about again on the day of its own deadline and once more when that has passed.

    Not before the day on which it is expected to be done.
    """
    if answer.expected_on is not None and today <= answer.expected_on:
        return True
    if today > occurrence.last_day:
        return answer.at.date() > occurrence.last_day
    return today < occurrence.target or answer.at.date() >= occurrence.target


def _is_of_period(answer: StatusReport, occurrence: Occurrence, asked_since: date | None) -> bool:
    """Whether it was said of this time round of a task that comes again."""
    if answer.occurrence == occurrence.key or _is_since(answer, asked_since):
        return True
    return occurrence.window_start is not None and answer.at.date() >= occurrence.window_start


def _is_since(answer: StatusReport, asked_since: date | None) -> bool:
    return asked_since is not None and answer.at.date() >= asked_since


def _is_final(answer: StatusReport | None) -> bool:
    return answer is not None and answer.status in FINAL


def _is_pursued(occurrence: Occurrence) -> bool:
    """A task at its own deadline, which an answer does not end unless it is final."""
    return occurrence.kind is ObligationKind.TASK and occurrence.pursuit is Pursuit.CHASE


def _recurs(task: Task) -> bool:
    return task.time is not None and task.time.recurring
