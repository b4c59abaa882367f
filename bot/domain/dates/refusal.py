"""Why a printed time or a typed day is not read, as a value; ``bot.messages.date_refusals`` says it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto


class DateFault(StrEnum):
    """What is wrong; the comment says what ``DateRefusal.about`` holds, where it holds anything."""

    #: The words that are left over.
    NOT_UNDERSTOOD = auto()
    SHORT_YEAR = auto()
    NO_YEAR = auto()
    NO_MONTH = auto()
    LAST_MARK_WITHOUT_YEAR = auto()
    #: The year.
    ODD_YEAR = auto()
    #: The quarter as printed.
    NO_SUCH_QUARTER = auto()
    #: The month.
    NO_SUCH_MONTH = auto()
    #: The day with its month and year.
    NO_SUCH_DAY = auto()
    #: The day with its month.
    NO_SUCH_DAY_IN_ANY_YEAR = auto()
    #: The day.
    NO_SUCH_DAY_OF_MONTH = auto()
    #: The count of months, and "đầu" or "cuối".
    NO_SUCH_PART_OF_YEAR = auto()
    NOT_IN_ORDER = auto()
    END_BEFORE_START = auto()
    THREE_MARKS = auto()
    EMPTY = auto()
    #: The most characters that are read.
    TOO_LONG = auto()
    NO_PERIOD = auto()
    YEARS_AFTER_NO_YEAR = auto()
    SEVERAL_STARTS = auto()
    SEVERAL_LIMITS = auto()
    LIMIT_IS_A_RANGE = auto()
    YEARLY_AND_FIXED = auto()
    #: The last year, and the plan's.
    LAST_YEAR_BEFORE_PLAN = auto()
    #: The words, and what they come every: "quý".
    NOT_UNDERSTOOD_OF_PERIOD = auto()
    #: The words that are no day of the week.
    NOT_UNDERSTOOD_OF_WEEK = auto()
    REPEATS_WITHOUT_LIMIT = auto()
    #: What it comes every, and the words that say otherwise.
    TWO_PERIODS = auto()
    PERIOD_WITHOUT_EVENT = auto()
    PERIOD_OF_NO_LENGTH = auto()
    WORKING_MONTHS = auto()
    # Of a day typed in a chat.
    TYPED_UNCLEAR = auto()
    #: The day as far as it was typed.
    TYPED_NO_SUCH_DAY = auto()
    TYPED_OVER = auto()


@dataclass(frozen=True, slots=True)
class DateRefusal:
    """One fault of one phrase."""

    fault: DateFault
    #: Words and numbers of the phrase that the sentence names, in the order that ``DateFault`` gives.
    about: tuple[str, ...] = ()
    #: A year for which what repeats cannot be read, where others can.
    year: int | None = None


class CannotRead(Exception):
    """The text is not read, for the reason in ``refusal``."""

    def __init__(self, fault: DateFault, *about: object) -> None:
        self.refusal = DateRefusal(fault, tuple(map(str, about)))
        super().__init__(self.refusal)
