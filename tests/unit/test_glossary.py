"""The glossary and the code say the same: one name, one thing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_GLOSSARY = (_ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
#: Words that once meant the same as a term of the glossary.
_DROPPED = ("Deadline", "Notification", "Alert", "Job")
#: Where every public class is a term of the field.
_CORE = (
    "domain/plan",
    "domain/dates",
    "domain/schedule",
    "domain/answers",
    "domain/intent",
    "domain/conversation",
    "channels/base.py",
    *(f"store/{room}/records.py" for room in ("answers", "audit", "conversation", "people", "schedule", "sending")),
)
#: A prompt's class is its kind of message; the glossary has the word "prompt".
_APART = ("domain/conversation/prompts.py",)


def _classes(*places: str) -> Iterator[tuple[str, str]]:
    for path in sorted((_ROOT / "bot").rglob("*.py")):
        name = path.relative_to(_ROOT / "bot").as_posix()
        if not name.startswith(places) or (places != ("",) and name in _APART):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield node.name, name


def _rows() -> list[list[str]]:
    lines = [line for line in _GLOSSARY.splitlines() if line.startswith("| ") and not line.startswith("| term")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _named() -> list[str]:
    return [name for row in _rows() for name in re.findall(r"`(\w+)`", row[3])]


def test_no_two_classes_share_a_name() -> None:
    twice = {name for name, times in Counter(n for n, _ in _classes("")).items() if times > 1}

    assert not twice, {name: [p for n, p in _classes("") if n == name] for name in twice}


def test_every_class_named_in_the_glossary_exists_and_stands_there_once() -> None:
    known = {name for name, _ in _classes("")}

    assert set(_named()) <= known, set(_named()) - known
    assert not [name for name, times in Counter(_named()).items() if times > 1]


def test_every_class_of_the_core_has_its_term() -> None:
    core = {name for name, _ in _classes(*_CORE) if not name.startswith("_")}

    assert core <= set(_named()), core - set(_named())


def test_each_term_has_its_vietnamese_and_one_sentence() -> None:
    rows = _rows()

    assert len({row[0] for row in rows}) == len(rows)
    for term, vietnamese, sentence, _ in rows:
        assert term
        assert vietnamese
        assert sentence.endswith("."), term


def test_dropped_words_name_no_class() -> None:
    assert not [name for name, _ in _classes("") if any(word in name for word in _DROPPED)]
