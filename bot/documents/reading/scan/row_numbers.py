"""The numbers of a recognised table's rows: "[.1.3" and "11.3" after "I.1.2" are "I.1.3"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from statistics import fmean

from bot.documents.reading.source import Block, Row, Table, Unsure

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
#: Strokes that are mistaken for each other, and letters that are two of them.
_STROKES = frozenset("Iil|[]!1L")
_DOUBLE = str.maketrans({"H": "II", "U": "II", "O": "0", "o": "0", "g": "8"})
#: What it costs to take one stroke for another, to miss a dot, to see a stroke too much, to mistake anything else.
_LIKE, _DOT, _STROKE, _OTHER = 0.1, 0.2, 0.4, 1.0
#: How much likelier a number is in the style of those before, doubtful or sure, or as the first under its title; how
#: much less likely one that leaves out another, or passes over the rows under a title.
_USUAL, _SLIGHTLY, _FIRST, _SKIPPED, _PASSING = 0.15, 0.05, 0.15, 0.15, 0.3
#: What costs more is not meant.
_MOST = 0.45
#: A number of a row is no longer than this.
_LONGEST = 9
#: How far back a list may go on.
_MEMORY = 12


def with_row_numbers(blocks: Iterable[Block], pages: frozenset[int]) -> tuple[Block, ...]:
    """The blocks; in tables on recognised ``pages`` a number that looks like the next one is the next one."""
    numbers = _Numbers()
    return tuple(
        replace(block, rows=tuple(numbers.row(row) for row in block.rows))
        if isinstance(block, Table) and block.where.page in pages
        else block
        for block in blocks
    )


@dataclass(slots=True)
class _Numbers:
    """The numbers seen so far: of all rows, and how those look that only hold a title, and the others."""

    seen: list[str] = field(default_factory=list)
    styles: dict[bool, str] = field(default_factory=lambda: {True: "I"})
    #: The number of the row before, where that holds a title.
    title: str = ""

    def row(self, row: Row) -> Row:
        """The row with its number put right, or doubted where it is out of order."""
        first, *others = row.cells
        text, filled = first.text.strip().rstrip("."), sum(1 for cell in others if cell.text)
        if not text or len(text) > _LONGEST or not filled:
            return row
        is_title = filled == 1
        number = self._number(text, first.unsure, is_title)
        if number:
            self.seen.append(number)
            self.styles[is_title], self.title = _style(number), number if is_title else ""
            return replace(row, cells=(replace(first, text=number, unsure=()), *others))
        is_number = any(letter.isdigit() for letter in text)
        doubted = first.unsure or ((Unsure(first.text),) if self.seen and is_number else ())
        return replace(row, cells=(replace(first, unsure=doubted), *others))

    def _number(self, text: str, unsure: Sequence[Unsure], is_title: bool) -> str | None:
        """The number that must be meant: of those in order the one most like what was read."""
        readings = {reading.rstrip(".") for reading in (text, *(word.other for word in unsure)) if reading}
        costs: dict[str, float] = {}
        for number, extra in _expected([*self.seen[:1], *self.seen[-_MEMORY:]]):
            unlike = fmean(_unlike(reading.translate(_DOUBLE), number) for reading in readings)
            cost = unlike + extra + self._place(number, is_title, is_sure=not unsure)
            costs[number] = min(cost, costs.get(number, cost))
        likely = min(costs, key=lambda number: costs[number])
        return likely if costs[likely] <= _MOST else None

    def _place(self, number: str, is_title: bool, *, is_sure: bool) -> float:
        """How little the number fits where it stands; below 0 where it fits well."""
        cost = 0.0
        if _style(number) == self.styles.get(is_title):
            cost -= _SLIGHTLY if is_sure else _USUAL
        if self.title and not is_title and number.startswith(f"{self.title}."):
            cost -= _FIRST
        elif self.title and not is_title and _style(number) == _style(self.title) and "." not in number:
            cost += _PASSING
        return cost


@cache
def _unlike(read: str, number: str) -> float:
    """What it costs to have read ``number`` as ``read``: an edit distance in which strokes are alike."""
    if not read or not number:
        return sum(map(_alone, read or number))
    return min(
        _unlike(read[1:], number[1:]) + _instead(read[0], number[0]),
        _unlike(read[1:], number) + _alone(read[0]),
        _unlike(read, number[1:]) + _alone(number[0]),
    )


def _instead(read: str, meant: str) -> float:
    if read == meant:
        return 0.0
    return _LIKE if (read in _STROKES and meant in _STROKES) or {read, meant} <= set(".,:;") else _OTHER


def _alone(letter: str) -> float:
    return _DOT if letter in ".,:;" else _STROKE if letter in _STROKES else _OTHER


def _style(number: str) -> str:
    first = number.split(".", maxsplit=1)[0]
    return "1" if first.isdigit() else "I" if first in _ROMAN else "A"


def _expected(seen: Sequence[str]) -> Iterator[tuple[str, float]]:
    """What may come after the numbers seen, the likeliest first, and what it costs besides."""
    for before in reversed(seen):
        parts = before.split(".")
        for depth in range(len(parts) - 1, -1, -1):
            if not (following := _next(parts[depth])):
                continue
            number = ".".join([*parts[:depth], following])
            yield from ((number, 0.0), (f"{number}.1", 0.0))
            if later := _next(following):
                yield ".".join([*parts[:depth], later]), _SKIPPED
        yield from ((f"{before}.1", 0.0), (f"{before}.1.1", 0.0))
    yield from ((number, 0.0) for number in ("1", "I", "A", "a", "1.1", "I.1", "I.1.1"))


def _next(part: str) -> str | None:
    if part.isdigit():
        return str(int(part) + 1)
    if part in _ROMAN[:-1]:
        return _ROMAN[_ROMAN.index(part) + 1]
    return chr(ord(part) + 1) if len(part) == 1 and part.isalpha() else None
