"""What the conversation wants said: kinds and values. The Vietnamese is in ``bot.messages``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.conversation.desk import Absence, Colleague, DeskOccurrence, DeskTask, HistoryLine
from bot.domain.conversation.states import ReportDraft
from bot.domain.intent.intent import Reading


class PromptKind(StrEnum):
    """First the questions, named as their states; then what is said without asking."""

    CHOOSE_OCCURRENCE = "choose_occurrence"
    ANSWERED_ALREADY = "answered_already"
    CONSOLIDATION = "consolidation"
    TASK_STATUS = "task_status"
    TASK_PERCENT = "task_percent"
    TASK_COMPLETED_ON = "task_completed_on"
    TASK_RESULT = "task_result"
    DIFFICULTY = "difficulty"
    CAUSE = "cause"
    BEYOND_AUTHORITY = "beyond_authority"
    PROPOSAL = "proposal"
    PROPOSAL_TO = "proposal_to"
    FILES = "files"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_DATE = "document_date"
    REVIEW = "review"
    EDIT_PART = "edit_part"
    EDIT_TASK = "edit_task"
    PLACE_TEXT = "place_text"
    CONFIRM_CANCEL = "confirm_cancel"
    INTERRUPTED = "interrupted"
    CHOOSE_YEAR = "choose_year"
    CHOOSE_TASK = "choose_task"
    CONFIRM_READING = "confirm_reading"
    SNOOZE_WHEN = "snooze_when"
    SNOOZE_DATE = "snooze_date"
    DISCLAIM_TASK = "disclaim_task"
    DISCLAIM_REASON = "disclaim_reason"
    DISCLAIM_PERSON = "disclaim_person"
    DISCLAIM_CONFIRM = "disclaim_confirm"
    LEAVE_EXISTING = "leave_existing"
    LEAVE_START = "leave_start"
    LEAVE_END = "leave_end"
    LEAVE_STAND_IN = "leave_stand_in"
    LEAVE_CONFIRM = "leave_confirm"

    #: Recorded; the inbox fills in the receipt number.
    RECORDED = "recorded"
    #: The same answer for several single tasks; the receipt as above.
    RECORDED_MANY = "recorded_many"
    NOTHING_CHANGED = "nothing_changed"
    CANCELLED = "cancelled"
    NOTHING_TO_CANCEL = "nothing_to_cancel"
    OLD_BUTTON = "old_button"
    TAPPED_TWICE = "tapped_twice"
    CLOSED = "closed"
    SECRET_ONLY = "secret_only"
    DRAFT_GONE = "draft_gone"
    STATE_LOST = "state_lost"
    RESUMED = "resumed"
    TEXT_KEPT = "text_kept"
    TEXT_HELD = "text_held"
    TEXT_DROPPED = "text_dropped"
    TEXT_CONTINUED = "text_continued"
    FILE_KEPT = "file_kept"
    FILE_HELD = "file_held"
    FILE_TOO_LARGE = "file_too_large"
    FILE_NOT_FETCHED = "file_not_fetched"
    EXTENSION_NOTE = "extension_note"
    DAY_PASSED = "day_passed"
    PLEASE_CHOOSE = "please_choose"
    BAD_PERCENT = "bad_percent"
    BAD_DATE = "bad_date"
    DATE_IN_FUTURE = "date_in_future"
    DATE_IN_PAST = "date_in_past"
    DATE_PAST_TARGET = "date_past_target"
    LEAVE_ENDS_EARLY = "leave_ends_early"
    NOT_UNDERSTOOD = "not_understood"
    NOT_TEXT = "not_text"
    NOTHING_OPEN = "nothing_open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    SNOOZE_TOO_LATE = "snooze_too_late"
    DISCLAIMED = "disclaimed"
    TAKEN_BACK = "taken_back"
    LEAVE_TAKEN = "leave_taken"
    LEAVE_CANCELLED = "leave_cancelled"
    DETAILS = "details"
    TASKS = "tasks"
    CALENDAR = "calendar"
    HISTORY = "history"
    HELP = "help"
    UNKNOWN_COMMAND = "unknown_command"


Subject = DeskOccurrence | DeskTask | Colleague | HistoryLine | date | str | int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer offered. ``id`` is short (it travels in a button), ``label`` is a key of ``bot.messages``."""

    id: str
    label: str
    #: What a label with a blank in it is about.
    subject: Subject = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """One message to be: its kind and the values it is made of."""

    kind: PromptKind
    choices: tuple[Choice, ...] = ()
    occurrence: DeskOccurrence | None = None
    occurrences: tuple[DeskOccurrence, ...] = ()
    task: DeskTask | None = None
    draft: ReportDraft | None = None
    text: str = ""
    day: date | None = None
    end: date | None = None
    until: datetime | None = None
    number: int = 0
    person: str | None = None
    reading: Reading | None = None
    history: tuple[HistoryLine, ...] = ()
    absence: Absence | None = None
    purpose: str = ""
    #: Filled in by the inbox once the answer is stored.
    receipt: str | None = None


CANCEL = Choice("cancel", "cancel")
BACK = Choice("back", "back")
SKIP = Choice("skip", "skip")


def simple(*ids: str) -> tuple[Choice, ...]:
    """Choices whose label key is their id."""
    return tuple(Choice(i, i) for i in ids)
