"""What the conversation wants said: small values. The Vietnamese is in ``bot.messages.conversation``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal

from bot.domain.conversation.desk import Absence, Colleague, DeskOccurrence, DeskTask, HistoryLine
from bot.domain.conversation.kinds import Notice, PlainKind, ReportKind, TaskKind
from bot.domain.conversation.states import ReportDraft, StateName
from bot.domain.dates.refusal import DateRefusal
from bot.domain.intent.intent import Reading

Subject = DeskOccurrence | DeskTask | Colleague | HistoryLine | date | str | int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer offered. ``id`` is short (it travels in a button), ``label`` is a key of ``bot.messages``."""

    id: str
    label: str
    #: What a label with a blank in it is about.
    subject: Subject = None


@dataclass(frozen=True, slots=True)
class _Offering:
    choices: tuple[Choice, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Plain(_Offering):
    kind: PlainKind


@dataclass(frozen=True, slots=True)
class Quoting(_Offering):
    """With something in it that was typed."""

    kind: Literal[Notice.FILE_NOT_FETCHED, Notice.UNKNOWN_COMMAND, Notice.NOT_UNDERSTOOD]
    text: str


@dataclass(frozen=True, slots=True)
class BadDate(_Offering):
    """A day was typed that is none, or not clear."""

    kind: ClassVar = Notice.BAD_DATE
    refusal: DateRefusal


# The report under way


@dataclass(frozen=True, slots=True)
class _OfDraft(_Offering):
    occurrence: DeskOccurrence
    draft: ReportDraft


@dataclass(frozen=True, slots=True)
class TaskQuestion(_OfDraft):
    kind: TaskKind
    task: DeskTask | None


@dataclass(frozen=True, slots=True)
class ReportQuestion(_OfDraft):
    kind: ReportKind


@dataclass(frozen=True, slots=True)
class Recorded(_OfDraft):
    kind: ClassVar = Notice.RECORDED
    #: Filled in by the inbox once the answer is stored.
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedMany(_Offering):
    kind: ClassVar = Notice.RECORDED_MANY
    tasks: tuple[str, ...]
    reading: Reading
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class DraftGone(_Offering):
    kind: ClassVar = Notice.DRAFT_GONE
    draft: ReportDraft
    #: Typed and not yet in the draft.
    text: str


# What an answer is about


@dataclass(frozen=True, slots=True)
class OccurrenceQuestion(_Offering):
    kind: Literal[
        StateName.ANSWERED_ALREADY,
        StateName.CONSOLIDATION,
        StateName.INTERRUPTED,
        StateName.DISCLAIM_TASK,
        StateName.DISCLAIM_REASON,
    ]
    occurrence: DeskOccurrence


@dataclass(frozen=True, slots=True)
class ChooseOccurrence(_Offering):
    kind: ClassVar = StateName.CHOOSE_OCCURRENCE
    purpose: str
    occurrences: tuple[DeskOccurrence, ...]


@dataclass(frozen=True, slots=True)
class ChooseTask(_Offering):
    kind: ClassVar = StateName.CHOOSE_TASK
    text: str
    tasks: tuple[tuple[DeskOccurrence, DeskTask], ...]


@dataclass(frozen=True, slots=True)
class ConfirmReading(_Offering):
    """``task`` None: all of the occurrence, or the ``many`` single tasks named."""

    kind: ClassVar = StateName.CONFIRM_READING
    reading: Reading
    occurrence: DeskOccurrence
    task: DeskTask | None
    many: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceText(_Offering):
    kind: ClassVar = StateName.PLACE_TEXT
    task: DeskTask | None
    text: str


@dataclass(frozen=True, slots=True)
class TextKept(_Offering):
    kind: ClassVar = Notice.TEXT_KEPT
    #: Choice id of the part it went into.
    place: str


@dataclass(frozen=True, slots=True)
class FileTaken(_Offering):
    """``count``: files with the report by now, or open occurrences it may go with."""

    kind: Literal[Notice.FILE_KEPT, Notice.FILE_HELD]
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class FileTooLarge(_Offering):
    kind: ClassVar = Notice.FILE_TOO_LARGE
    name: str
    #: Filled in by the inbox.
    max_mb: int = 0


@dataclass(frozen=True, slots=True)
class DayRefused(_Offering):
    kind: Literal[Notice.DATE_IN_FUTURE, Notice.DATE_IN_PAST]
    day: date


@dataclass(frozen=True, slots=True)
class DatePastTarget(_Offering):
    kind: ClassVar = Notice.DATE_PAST_TARGET
    day: date
    #: The last day that can be chosen.
    limit: date


# Putting off, not mine, leave


@dataclass(frozen=True, slots=True)
class SnoozeQuestion(_Offering):
    kind: Literal[StateName.SNOOZE_WHEN, StateName.SNOOZE_DATE]
    occurrences: tuple[DeskOccurrence, ...]
    limit: date


@dataclass(frozen=True, slots=True)
class Snoozed(_Offering):
    kind: ClassVar = Notice.SNOOZED
    occurrences: tuple[DeskOccurrence, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class DisclaimConfirm(_Offering):
    kind: ClassVar = StateName.DISCLAIM_CONFIRM
    occurrence: DeskOccurrence
    task: DeskTask | None
    reason: str
    person: str | None


@dataclass(frozen=True, slots=True)
class AbsencePrompt(_Offering):
    kind: Literal[StateName.LEAVE_EXISTING, Notice.LEAVE_CANCELLED]
    absence: Absence | None


@dataclass(frozen=True, slots=True)
class LeaveEnd(_Offering):
    kind: ClassVar = StateName.LEAVE_END
    start: date


@dataclass(frozen=True, slots=True)
class LeaveDays(_Offering):
    """Both days included."""

    kind: Literal[StateName.LEAVE_CONFIRM, Notice.LEAVE_TAKEN]
    start: date
    end: date
    #: Name of who stands in.
    person: str | None


@dataclass(frozen=True, slots=True)
class LeaveStandIn(_Offering):
    kind: ClassVar = StateName.LEAVE_STAND_IN
    start: date
    end: date
    #: How many colleagues may stand in.
    colleagues: int


# Lists


@dataclass(frozen=True, slots=True)
class OpenWork(_Offering):
    kind: ClassVar = Notice.TASKS
    occurrences: tuple[DeskOccurrence, ...]
    today: date


@dataclass(frozen=True, slots=True)
class OccurrenceList(_Offering):
    kind: Literal[Notice.DETAILS, Notice.CALENDAR, Notice.SNOOZE_TOO_LATE, Notice.TAKEN_BACK]
    occurrences: tuple[DeskOccurrence, ...]


@dataclass(frozen=True, slots=True)
class History(_Offering):
    kind: ClassVar = Notice.HISTORY
    lines: tuple[HistoryLine, ...]


_ReportPrompt = TaskQuestion | ReportQuestion | Recorded | RecordedMany | DraftGone
AsidePrompt = (
    OccurrenceQuestion
    | ChooseOccurrence
    | ChooseTask
    | ConfirmReading
    | PlaceText
    | SnoozeQuestion
    | Snoozed
    | DisclaimConfirm
)
LeavePrompt = AbsencePrompt | LeaveEnd | LeaveDays | LeaveStandIn
ListPrompt = OpenWork | OccurrenceList | History
NoticePrompt = Plain | Quoting | BadDate | TextKept | FileTaken | FileTooLarge | DayRefused | DatePastTarget
Prompt = _ReportPrompt | AsidePrompt | LeavePrompt | ListPrompt | NoticePrompt

CANCEL = Choice("cancel", "cancel")
BACK = Choice("back", "back")
SKIP = Choice("skip", "skip")


def simple(*ids: str) -> tuple[Choice, ...]:
    """Choices whose label key is their id."""
    return tuple(Choice(i, i) for i in ids)
