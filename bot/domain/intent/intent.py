"""Reads what an officer types without a button: "xong 80% rồi, còn chờ kinh phí".

The reading is only ever a proposal: the conversation repeats it back and records it after a button. What could mean
two things is not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.answers.status_report import Status
from bot.domain.dates.refusal import DateRefusal
from bot.domain.intent.named_dates import ReadDate, date_in
from bot.domain.intent.patterns import (
    ACK,
    ACK_CORE,
    ASKS_WHEN,
    DIFFICULTY,
    DOCUMENT_NUMBER,
    EXTENSION,
    MINE,
    NO_DIFFICULTY,
    NO_PROGRESS,
    NOT_MINE,
    NOT_YET,
    PERCENT,
    PROPOSAL,
    QUESTION,
    REMAINING,
    SENT,
    STATUS_RULES,
    UNCLEAR,
)
from bot.domain.intent.word_forms import Clause, clauses, clean
from bot.domain.text import strip_marks

#: Words an officer puts around the number; anything more is an answer of its own.
_PERCENT_ALONE = re.compile(
    r"(?:(?:khoang|tam|duoc|dat|moi|gan|hon|~|xong|da) ?)*(\d+(?:[.,]\d+)?) ?(?:%|phan tram|pt)?(?: roi| a)*"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text seems to say; empty fields were not said."""

    #: As typed, in NFC.
    text: str
    status: Status | None = None
    percent: int | None = None
    difficulty: str | None = None
    proposal: str | None = None
    completed_on: date | None = None
    expected_on: date | None = None
    #: A date whose year is unclear, and whether it is when the task was completed (else: is expected).
    dates: tuple[date, ...] = ()
    dates_completed: bool = False
    #: Why a date in the text cannot be one.
    bad_date: DateRefusal | None = None
    not_mine: bool = False
    #: "Đúng là việc của tôi".
    mine: bool = False
    extension: bool = False
    #: The office's own report or letter has gone, with its number and date where they were said.
    sent: bool = False
    document_number: str | None = None
    document_date: date | None = None
    #: "Vâng, cảm ơn": needs no record.
    acknowledges: bool = False
    #: Asks what is due when.
    asks_when: bool = False

    @property
    def says_something(self) -> bool:
        """True when there is something to confirm or to record."""
        return self.status is not None or self.not_mine or self.extension or bool(self.difficulty or self.proposal)


def read_answer(text: str, *, today: date) -> Reading:
    """What ``text`` seems to say. Never raises; a text that says nothing known gives an empty reading."""
    typed = clean(text)
    parts = clauses(typed)
    whole = " , ".join(p.key for p in parts)
    reading = Reading(typed, not_mine=bool(NOT_MINE.search(whole)), extension=bool(EXTENSION.search(whole)))
    if any(QUESTION.search(p.key) for p in parts):
        return replace(reading, asks_when=bool(ASKS_WHEN.search(whole)), not_mine=False, extension=False)
    if reading.not_mine:
        return reading
    if MINE.search(whole):
        return replace(reading, mine=True)
    if not reading.extension and all(ACK.fullmatch(p.key) for p in parts) and ACK_CORE.search(whole):
        return replace(reading, acknowledges=True)
    reading = replace(reading, asks_when=bool(ASKS_WHEN.search(whole)), proposal=_proposal(parts, reading))
    return _with_status(_with_document(reading, parts, today), parts, today)


def _with_document(reading: Reading, parts: tuple[Clause, ...], today: date) -> Reading:
    if not any(SENT.search(p.key) and not NOT_YET.search(p.key) for p in parts):
        return reading
    number = DOCUMENT_NUMBER.search(reading.text)
    day = next((d for p in parts if (d := date_in(p.key, today, done=True))), None)
    return replace(
        reading,
        sent=True,
        document_number=number[0] if number else None,
        document_date=day.day if day is not None else None,
    )


def read_percent(text: str) -> int | None:
    """A whole percentage 0–100 typed alone ("50", "50%", "khoảng 50 %"); None when there is no single such number."""
    match = _PERCENT_ALONE.fullmatch(strip_marks(clean(text)))
    return _whole(match[1]) if match else None


def mentioned_tasks(text: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Those of ``ids`` that the text names: "3.2 xong rồi", "nhiệm vụ 7 chưa làm"."""
    key = " ".join(c.key for c in clauses(clean(text)))
    flat = clean(text).casefold()
    return tuple(i for i in dict.fromkeys(ids) if _mentions(flat, key, i))


def _mentions(flat: str, key: str, task: str) -> bool:
    if "." in task:
        return re.search(rf"(?<![\w./-]){re.escape(task.casefold())}(?![\w/%-]|\.\d)", flat) is not None
    return (
        re.search(rf"\b(?:nhiem vu|viec|muc|viec so|nhiem vu so|muc so) {re.escape(task.casefold())}\b", key)
        is not None
    )


def _with_status(reading: Reading, parts: tuple[Clause, ...], today: date) -> Reading:
    status, clear = _combined(parts)
    percents = {p for c in parts for p in _percents(c)}
    percent = percents.pop() if len(percents) == 1 else None
    if not clear or len(percents) > 0 or percent == -1:
        status, percent = None, None
    else:
        status, percent = _agreed(status, percent)
    found = next((d for c in parts if (d := date_in(c.key, today, done=_says_done(c)))), None)
    reading = replace(reading, status=status, percent=percent, difficulty=_difficulty(parts))
    return _with_date(reading, found)


def _with_date(reading: Reading, found: ReadDate | None) -> Reading:
    if found is None or reading.status is None:
        return reading
    completed = reading.status is Status.COMPLETED and not found.ahead
    status = Status.IN_PROGRESS if reading.status is Status.COMPLETED and found.ahead else reading.status
    return replace(
        reading,
        status=status,
        completed_on=found.day if completed else None,
        expected_on=None if completed else found.day,
        dates=found.candidates,
        dates_completed=completed,
        bad_date=found.problem,
    )


def _combined(parts: tuple[Clause, ...]) -> tuple[Status | None, bool]:
    """The one status the clauses agree on, and False when they cannot be read safely."""
    found = {s for c in parts if (s := _status(c)) is not None}
    if any(UNCLEAR.search(_before_difficulty(c)) for c in parts):
        return None, False
    if found == {Status.IN_PROGRESS, Status.COMPLETED}:
        return Status.IN_PROGRESS, True
    return (found.pop(), True) if len(found) == 1 else (None, not found)


def _status(clause: Clause) -> Status | None:
    said = _before_difficulty(clause)
    return next((status for status, rule in STATUS_RULES if rule.search(said)), None)


def _says_done(clause: Clause) -> bool:
    return _status(clause) is Status.COMPLETED


def _before_difficulty(clause: Clause) -> str:
    mark = _difficulty_mark(clause)
    return clause.key[:mark] if mark is not None else clause.key


def _difficulty_mark(clause: Clause) -> int | None:
    if NO_DIFFICULTY.search(clause.key):
        return None
    match = DIFFICULTY.search(clause.key)
    return match.start() if match else None


def _difficulty(parts: tuple[Clause, ...]) -> str | None:
    said = [c.typed(mark) for c in parts if (mark := _difficulty_mark(c)) is not None and not PROPOSAL.search(c.key)]
    return ", ".join(said) or None


def _proposal(parts: tuple[Clause, ...], reading: Reading) -> str | None:
    if reading.extension:
        return reading.text
    return ", ".join(c.typed(0) for c in parts if PROPOSAL.search(c.key)) or None


def _percents(clause: Clause) -> Iterator[int]:
    """Progress percentages; -1 for one that cannot be read as progress."""
    for match in PERCENT.finditer(clause.key):
        before = clause.key[: match.start()]
        value = _whole(match[1])
        if NO_PROGRESS.search(before) or value is None:
            yield -1
        else:
            yield 100 - value if REMAINING.search(before) else value


def _whole(number: str) -> int | None:
    value = float(number.replace(",", ".")) if number.count(".") + number.count(",") <= 1 else -1.0
    return int(value) if 0 <= value <= 100 else None


def _agreed(status: Status | None, percent: int | None) -> tuple[Status | None, int | None]:
    """Status and percent that fit together, or nothing."""
    if percent is None or status in (Status.ON_HOLD, Status.CANCELLED):
        return status, percent
    if status is Status.NOT_STARTED:
        return (status, None) if percent == 0 else (None, None)
    if percent == 100:
        return (Status.COMPLETED, None) if status in (None, Status.COMPLETED) else (None, None)
    if percent == 0 and status is None:
        return Status.NOT_STARTED, None
    return Status.IN_PROGRESS, percent
