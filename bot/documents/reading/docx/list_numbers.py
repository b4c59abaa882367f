"""Automatic numbers of Word paragraphs ("1.", "a)", "II."), which stand in no text of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document; ask for each paragraph once, in reading order."""

    #: The root of ``numbering.xml``; None for a document without it.
    root: Any = None
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root is None:
            return
        for abstract in self.root.findall(qn("w:abstractNum")):
            self._levels[abstract.get(qn("w:abstractNumId"))] = _levels(abstract)
        for num in self.root.findall(qn("w:num")):
            self._add_list(num)

    def _add_list(self, num: Any) -> None:
        name, target = num.get(qn("w:numId")), num.find(qn("w:abstractNumId"))
        if target is None:
            return
        self._lists[name] = target.get(qn("w:val"))
        for override in num.findall(qn("w:lvlOverride")):
            start = override.find(qn("w:startOverride"))
            if start is not None:
                level = _integer(override.get(qn("w:ilvl")))
                self._restarts.setdefault(name, {})[level] = _integer(start.get(qn("w:val")))

    def label(self, list_id: str, level: int) -> str:
        """The next number of that list as Word prints it, "-" for a bullet, "" for a list that does not exist."""
        abstract = self._lists.get(list_id, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        restart = self._restarts.get(list_id, {}).pop(level, None)
        start = levels[level].start
        counts[level] = restart if restart is not None else counts.get(level, start - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]
        return _printed(levels, counts, level)


def _levels(abstract: Any) -> dict[int, _Level]:
    found = {}
    for level in abstract.findall(qn("w:lvl")):
        values = {name: level.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start")}
        printed = {name: node.get(qn("w:val")) or "" for name, node in values.items() if node is not None}
        start = _integer(printed.get("start", "1"))
        index = _integer(level.get(qn("w:ilvl")))
        found[index] = _Level(printed.get("numFmt", "decimal"), printed.get("lvlText", ""), start)
    return found


def _printed(levels: Mapping[int, _Level], counts: Mapping[int, int], level: int) -> str:
    if levels[level].format == "bullet":
        return "-"
    text = levels[level].text
    for index, shown in levels.items():
        number = counts.get(index, shown.start)
        text = text.replace(f"%{index + 1}", _FORMATS.get(shown.format, str)(number))
    return text.strip()


def _integer(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else 0
