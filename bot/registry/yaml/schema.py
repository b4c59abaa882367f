"""The shape of the records in ``schedules/`` and typed reading of one record.

Plain code rather than a validation library: every finding needs the line it stands on and a sentence that says what to
write instead (``bot.messages.registry``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from bot.domain.plan.task_fields import TASK_FIELDS
from bot.domain.text import strip_marks
from bot.messages.registry import record_problems
from bot.registry.problem import Level, Problem
from bot.registry.yaml.nodes import Node

#: Calendar years a city's plan can speak of; catches "2202" for "2022".
FIRST_YEAR, LAST_YEAR = 2000, 2099

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BAD_IN_ID = re.compile(r"[\s/\\]")
_LONGEST_ID = 40
#: Of an agency's or person's id.
LONGEST_NAME = 100
_BLANK = frozenset({"~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Shape:
    """Which keys a kind of record may and must have."""

    #: What the record is called in messages: "nhiệm vụ".
    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key it may have, in the order of the documentation."""
        return self.required + self.optional


PLAN = Shape(
    record_problems.PLAN,
    ("title", "locality", "issuer", "consolidator"),
    (
        "plan",
        "short_title",
        "signed_on",
        "signer",
        "year",
        "when",
        "legal_bases",
        "policy",
        "note",
        "reports",
        "tasks",
    ),
)
REPORT = Shape(
    record_problems.REPORT,
    ("id", "from", "to"),
    (
        "due",
        "every",
        "first_year",
        "last_year",
        "on_request",
        "consolidates",
        "same_as",
        "content",
        "policy",
        "note",
    ),
)
TASK = Shape(
    record_problems.TASK,
    tuple(field.key for field in TASK_FIELDS if field.required),
    tuple(field.key for field in TASK_FIELDS if not field.required),
)
LEAD = Shape(record_problems.LEAD, ("agency",), ("scope",))
AGENCY = Shape(
    record_problems.AGENCY,
    ("id", "name", "locality"),
    ("short", "kind", "aliases", "since", "until", "succeeded_by", "members", "policy", "note"),
)
PERSON = Shape(
    record_problems.PERSON,
    ("id", "name", "agency"),
    ("prefix", "title", "unit", "roles", "plans", "until", "replaced_by", "note"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """A text and the node it was read from, for findings made later."""

    text: str
    node: Node


class Record:
    """One mapping read as ``shape``: unknown and missing keys are reported at once, bad values when they are asked for.

    Every finding goes to ``problems``; a value that cannot be used reads as if it were absent.
    """

    def __init__(self, node: Node, shape: Shape, problems: list[Problem]) -> None:
        self.node = node
        self.shape = shape
        self._problems = problems
        if not node.is_mapping:
            self.report(record_problems.not_a_record(shape.name, shape.required))
            return
        self._check_keys()

    def report(self, message: str, key: str | None = None, level: Level = "error") -> None:
        """A finding at the record, or at one of its keys."""
        self._problems.append(self.node.problem(message, key=key, level=level))

    def report_at(self, problem: Problem) -> None:
        """A finding made elsewhere in the record."""
        self._problems.append(problem)

    def has(self, key: str) -> bool:
        return self._get(key) is not None

    def text(self, key: str) -> str | None:
        """The text under ``key``; None when blank."""
        node = self._get(key)
        if node is not None and not node.is_scalar:
            self.report(record_problems.not_a_text(key), key)
        return node.scalar if node else None

    def written(self, key: str) -> Written | None:
        """Like ``text``, with its place."""
        text, node = self.text(key), self._get(key)
        return Written(text, node) if text is not None and node is not None else None

    def texts(self, key: str) -> tuple[Written, ...]:
        """The list of texts under ``key``; empty when blank."""
        return tuple(
            Written(element.scalar or "", element)
            for element in self.elements(key)
            if self._is_text(element, record_problems.line_not_a_text(key))
        )

    def elements(self, key: str) -> tuple[Node, ...]:
        """The list under ``key`` as nodes; empty when blank."""
        node = self._get(key)
        if node is None:
            return ()
        if not node.is_sequence:
            self.report(record_problems.not_a_list(key), key)
        return tuple(node.elements)

    def date(self, key: str) -> date | None:
        """The day under ``key``, written as 2024-09-15."""
        written = self.written(key)
        if written is None:
            return None
        day = written.node.as_date()
        if isinstance(day, Problem):
            self._problems.append(day)
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.report(record_problems.odd_year(key, day.year), key)
            return None
        return day

    def year(self, key: str) -> int | None:
        """The calendar year under ``key``."""
        text = self.text(key)
        if text is None:
            return None
        if re.fullmatch(r"[0-9]{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return int(text)
        self.report(record_problems.not_a_year(key, text), key)
        return None

    def flag(self, key: str) -> bool:
        """The truth value under ``key``; False when blank."""
        text = self.text(key)
        if text is None:
            return False
        if text.casefold() not in _TRUTH:
            self.report(record_problems.not_a_truth_value(key, text), key)
        return _TRUTH.get(text.casefold(), False)

    def id(self) -> str | None:
        """The record's id for agencies and people: ASCII letters, digits and hyphens."""
        text = self.text("id")
        if text is None or (_ID.fullmatch(text) and len(text) <= LONGEST_NAME):
            return text
        self.report(record_problems.bad_name_id(shown(text), LONGEST_NAME), "id")
        return None

    def child(self, key: str) -> Node | None:
        """The raw node under ``key``; None when blank."""
        return self._get(key)

    def _get(self, key: str) -> Node | None:
        node = self.node.get(key)
        return None if node is None or node.scalar in _BLANK else node

    def _is_text(self, node: Node, complaint: str) -> bool:
        if node.scalar is None or node.scalar in _BLANK:
            self._problems.append(node.problem(complaint))
            return False
        return True

    def _check_keys(self) -> None:
        for key in self.node.mapping:
            if key not in self.shape.keys:
                close, known = closest(key, self.shape.keys), self.shape.keys
                self.report(record_problems.unknown_key(self.shape.name, key, close, known), key)
        for key in self.shape.required:
            if not self.has(key):
                self.report(record_problems.missing_key(self.shape.name, key), key)


def records(root: Node, shape: Shape, problems: list[Problem]) -> Iterable[Record]:
    """The records of a file that is one list of them (agencies, people)."""
    if not root.is_sequence:
        problems.append(root.problem(record_problems.not_a_list_of(shape.name)))
    return [Record(node, shape, problems) for node in root.elements]


def obligation_id(record: Record) -> str | None:
    """The id of a task or a report rule: it becomes part of keys, so it has no spaces and no slash."""
    text = record.text("id")
    if text is None or not (_BAD_IN_ID.search(text) or len(text) > _LONGEST_ID):
        return text
    record.report(record_problems.bad_obligation_id(shown(text), _LONGEST_ID), "id")
    return None


def shown(text: str) -> str:
    """As much of a wrong value as helps to find it."""
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"


def closest(wrong: str, known: Collection[str], names: Mapping[str, str] | None = None) -> str:
    """The known word that comes close to a wrong one, accents and case aside; empty when none does.

    ``names`` says how what may be written is also called, to be found by that as well.
    """
    names = names or {}
    spelled: dict[str, str] = {}
    for word in known:
        spelled.setdefault(strip_marks(names.get(word, "")) or word, word)
        spelled[strip_marks(word)] = word
    close = get_close_matches(strip_marks(wrong[:LONGEST_NAME]), spelled, n=1, cutoff=0.6)
    return spelled[close[0]] if close else ""
