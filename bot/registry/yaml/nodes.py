"""YAML read as text with line numbers; nothing here raises on what a user wrote.

``read_yaml`` gives a tree of ``Node``. Every scalar is the string as typed: ``3.2`` is not a number, ``on`` is not
a truth value, ``2022-07-06`` is not a date, so an id or a number like ``06`` never changes under the reader's hands.
Callers convert, and report what does not convert as ``node.problem("…")``.

    root, problems = read_yaml(path)
    if root is not None:
        problems += unknown_keys(root, {"plan", "title", "tasks"})
        for task in root.children("tasks"):
            when = task.text("when")        # None when absent or left empty
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from bot.messages.registry import yaml_problems
from bot.registry.problem import Level, Problem
from bot.regular_file import read_regular

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MAX_DEPTH = 30
#: Ten for each of twenty thousand people; a file of brackets alone would have millions.
_MAX_NODES = 200_000
#: Unprintable, or refused by a database; an escape in quotation marks can hide them ("\\0").
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, mapping or sequence and where it stands.

    The accessors never raise: a mapping question put to a scalar is answered as if the key were absent, so a
    caller checks the shape once (``is_mapping``, ``is_sequence``, ``is_scalar``) and reports it in words.
    """

    file: str
    #: Counted from 1. For a mapping's value see also ``key_line``: the value may start below its key.
    line: int
    value: str | Mapping[str, Node] | Sequence[Node]
    _key_lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_scalar(self) -> bool:
        return isinstance(self.value, str)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.value, Mapping)

    @property
    def is_sequence(self) -> bool:
        return not self.is_scalar and not self.is_mapping

    @property
    def is_empty(self) -> bool:
        """True for a value left blank (``plan:``), an empty list or an empty mapping."""
        return not (self.value.strip() if isinstance(self.value, str) else self.value)

    @property
    def scalar(self) -> str | None:
        """The text without surrounding white space; None when this is not a scalar or is blank."""
        return self.value.strip() or None if isinstance(self.value, str) else None

    @property
    def mapping(self) -> Mapping[str, Node]:
        """The pairs in the order of the file; empty when this is not a mapping."""
        return self.value if isinstance(self.value, Mapping) else {}

    @property
    def elements(self) -> Sequence[Node]:
        """The list's elements; empty when this is not a sequence."""
        return () if isinstance(self.value, str | Mapping) else self.value

    def get(self, key: str) -> Node | None:
        """The value under ``key``; None when absent or left blank."""
        node = self.mapping.get(key)
        return None if node is None or node.is_empty else node

    def text(self, key: str) -> str | None:
        """The text under ``key``; None when absent, blank or not a scalar."""
        node = self.get(key)
        return node.scalar if node else None

    def children(self, key: str) -> Sequence[Node]:
        """The elements under ``key``; empty when absent or not a sequence."""
        node = self.get(key)
        return node.elements if node else ()

    def key_line(self, key: str) -> int:
        """The line on which ``key`` itself stands; this node's own line when it has no such key."""
        return self._key_lines.get(key, self.line)

    def problem(self, message: str, *, key: str | None = None, level: Level = "error") -> Problem:
        """A problem at this node, or at its ``key``."""
        return Problem(self.file, self.line if key is None else self.key_line(key), message, level)

    def as_date(self) -> date | Problem:
        """The day written as YYYY-MM-DD, or the problem to report."""
        text = self.scalar or ""
        try:
            if len(text) == len("2024-09-15"):
                return date.fromisoformat(text)
        except ValueError:
            pass
        return self.problem(yaml_problems.not_a_date(text))


def read_yaml(path: Path, *, name: str | None = None) -> tuple[Node | None, list[Problem]]:
    """The file's tree and what is wrong with it as YAML.

    ``name`` is how problems call the file (default: the path as given). The tree is None exactly when the file cannot
    be read as one YAML document; problems such as a repeated key leave the rest readable (the first one counts).
    """
    file = name or path.as_posix()
    try:
        raw = read_regular(path)
        return _read(file, raw.decode("utf-8-sig"))
    except OSError as error:
        return None, [Problem(file, 0, yaml_problems.unreadable(error))]
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Problem(file, line, yaml_problems.NOT_UTF8)]


def unknown_keys(node: Node, allowed: Collection[str]) -> list[Problem]:
    """A problem for each key of the mapping that is not in ``allowed``, at the key's own line."""
    unknown = (key for key in node.mapping if key not in allowed)
    return [node.problem(yaml_problems.unknown_key(key, sorted(allowed)), key=key) for key in unknown]


def _read(file: str, text: str) -> tuple[Node | None, list[Problem]]:
    try:
        return _Builder(file, yaml.parse(text, Loader=_Loader)).document()
    except _TooMuch as error:
        return None, [Problem(file, error.line, error.message)]
    except yaml.YAMLError as error:
        return None, [_syntax_problem(file, text, error)]


def _syntax_problem(file: str, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return Problem(file, line, yaml_problems.UNPRINTABLE)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or str(error)
    return Problem(file, mark.line + 1 if mark else 0, yaml_problems.bad_syntax(said))


class _TooMuch(Exception):
    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message


class _Builder:
    """Builds the tree from parser events and collects what YAML itself lets pass.

    Events rather than PyYAML's composer: the fast composer overflows the C stack on deep nesting.
    """

    def __init__(self, file: str, events: Iterable[yaml.Event]) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._events = iter(events)
        self._nodes = 0

    def document(self) -> tuple[Node | None, list[Problem]]:
        """The first document's tree; a second document is a problem."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._report(event, yaml_problems.SECOND_DOCUMENT)
                    break
                root = self._node(next(self._events), depth=0)
        if root is None or root.value == "":
            return None, self.problems or [Problem(self.file, 1, yaml_problems.EMPTY)]
        return root, self.problems

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = _line(event)
        if depth > _MAX_DEPTH:
            raise _TooMuch(line, yaml_problems.TOO_DEEP)
        self._nodes += 1
        if self._nodes > _MAX_NODES:
            raise _TooMuch(line, yaml_problems.TOO_MANY)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(line, depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self.file, line, tuple(self._node(e, depth + 1) for e in self._until(yaml.SequenceEndEvent)))
        if isinstance(event, yaml.ScalarEvent):
            return Node(self.file, line, self._text(event))
        self._report(event, yaml_problems.NO_REFERENCES)
        return Node(self.file, line, "")

    def _text(self, event: yaml.ScalarEvent) -> str:
        text = str(event.value)
        if _UNFIT.search(text):
            self._report(event, yaml_problems.UNPRINTABLE)
            return _UNFIT.sub("", text)
        return text

    def _mapping(self, line: int, depth: int) -> Node:
        values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._node(event, depth)
            value = self._node(next(self._events), depth)
            if not isinstance(key.value, str):
                self._report(event, yaml_problems.KEY_NOT_A_WORD)
            elif key.value in values:
                self._report(event, yaml_problems.repeated_key(key.value, lines[key.value]))
            else:
                values[key.value], lines[key.value] = value, key.line
        return Node(self.file, line, values, lines)

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _report(self, event: yaml.Event, message: str) -> None:
        self.problems.append(Problem(self.file, _line(event), message))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0
