"""Names of what is said: a question is named by its state, all else is a notice."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from bot.domain.conversation.states import StateName


class Notice(StrEnum):
    """What is said without asking; a question is named by its state."""

    RECORDED = "recorded"
    #: The same answer for several single tasks.
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


#: Said in the same words every time.
PlainKind = Literal[
    StateName.CONFIRM_CANCEL,
    StateName.CHOOSE_YEAR,
    StateName.DISCLAIM_PERSON,
    StateName.LEAVE_START,
    Notice.NOTHING_CHANGED,
    Notice.CANCELLED,
    Notice.NOTHING_TO_CANCEL,
    Notice.OLD_BUTTON,
    Notice.TAPPED_TWICE,
    Notice.CLOSED,
    Notice.SECRET_ONLY,
    Notice.STATE_LOST,
    Notice.RESUMED,
    Notice.TEXT_HELD,
    Notice.TEXT_DROPPED,
    Notice.TEXT_CONTINUED,
    Notice.EXTENSION_NOTE,
    Notice.DAY_PASSED,
    Notice.PLEASE_CHOOSE,
    Notice.BAD_PERCENT,
    Notice.LEAVE_ENDS_EARLY,
    Notice.NOT_TEXT,
    Notice.NOTHING_OPEN,
    Notice.ACKNOWLEDGED,
    Notice.DISCLAIMED,
    Notice.HELP,
]

TaskKind = Literal[StateName.TASK_STATUS, StateName.TASK_PERCENT, StateName.TASK_COMPLETED_ON, StateName.TASK_RESULT]
ReportKind = Literal[
    StateName.DIFFICULTY,
    StateName.CAUSE,
    StateName.BEYOND_AUTHORITY,
    StateName.PROPOSAL,
    StateName.PROPOSAL_TO,
    StateName.FILES,
    StateName.DOCUMENT_NUMBER,
    StateName.DOCUMENT_DATE,
    StateName.REVIEW,
    StateName.EDIT_PART,
    StateName.EDIT_TASK,
]
