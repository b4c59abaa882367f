"""Tables of a PDF page drawn with ruling lines: which words stand in which cell of the grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.documents.reading.pdf.text_lines import Word, fold
from bot.documents.reading.source import Cell, Row, Table, Where

Box = tuple[float, float, float, float]
#: Lines nearer than this are one line drawn twice.
_SAME = 3.0


@dataclass(frozen=True)
class Ruled:
    """A table found by its lines: its cells as boxes (left, top, right, bottom)."""

    cells: tuple[Box, ...]

    @cached_property
    def box(self) -> Box:
        lefts, tops, rights, bottoms = zip(*self.cells, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def holds(self, word: Word) -> bool:
        x, y = word.middle
        left, top, right, bottom = self.box
        return left <= x <= right and top <= y <= bottom


def ruled_tables(page: Any) -> list[Ruled]:
    """The grids that the lines of a pdfplumber page draw, at least two columns wide, top to bottom."""
    settings = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "snap_tolerance": _SAME}
    open_ends = _open_ends(page.edges)
    if open_ends:
        settings["explicit_horizontal_lines"] = open_ends
    found = [Ruled(tuple(table.cells)) for table in page.find_tables(settings)]
    wide = [table for table in found if len(_grid_lines(cell[0] for cell in table.cells)) >= 2]
    return sorted(wide, key=lambda table: table.box[1])


def _open_ends(edges: Sequence[Any]) -> list[float]:
    """Heights at which three or more vertical lines end without a line across: a table cut by the page."""
    upright = [edge for edge in edges if edge["orientation"] == "v" and edge["height"] > 8]
    across = [edge["top"] for edge in edges if edge["orientation"] == "h" and edge["width"] > 8]
    ends = [edge[side] for edge in upright for side in ("top", "bottom")]
    loose = [end for end in ends if not any(abs(end - line) <= _SAME for line in across)]
    return [end for end in _grid_lines(loose) if sum(abs(end - other) <= _SAME for other in loose) >= 3]


def read_ruled(table: Ruled, words: Iterable[Word], where: Where) -> Table:
    """The words put into the cells; a merged cell stands at its first place, the places it covers are marked."""
    columns = _grid_lines(cell[0] for cell in table.cells)
    tops = _grid_lines(cell[1] for cell in table.cells)
    inside = list(words)
    grid: list[list[Cell | None]] = [[None] * len(columns) for _ in tops]
    for box in table.cells:
        _place(grid, _extent(columns, box[0], box[2]), _extent(tops, box[1], box[3]), _cell(box, inside))
    rows: list[Row] = []
    for cells in grid:
        here = Where(page=where.page, table=where.table, row=len(rows) + 1)
        rows.append(Row(tuple(_at(cell, here) for cell in cells), here))
    return Table(tuple(rows), where)


def _place(grid: list[list[Cell | None]], columns: range, rows: range, cell: Cell) -> None:
    for row in rows:
        for column in columns:
            grid[row][column] = Cell(covered=True)
    if columns and rows:
        grid[rows[0]][columns[0]] = Cell(cell.text, max(1, len(columns)), bold=cell.bold, italics=cell.italics)


def _at(cell: Cell | None, where: Where) -> Cell:
    if cell is None:
        return Cell(where=where)
    return Cell(cell.text, cell.span, cell.covered, where, cell.bold, cell.italics)


def _cell(box: Box, words: Sequence[Word]) -> Cell:
    left, top, right, bottom = box
    inside = [word for word in words if left <= word.middle[0] < right and top <= word.middle[1] < bottom]
    if not inside:
        return Cell()
    padding = max(0.0, min(word.left for word in inside) - left)
    text = fold(inside, right - min(padding, 12.0))
    return Cell(text, bold=all(word.bold for word in inside), italics=italics(inside))


def italics(words: Sequence[Word]) -> tuple[str, ...]:
    """The runs of words in italics."""
    runs: list[list[str]] = [[]]
    for word in words:
        if word.italic:
            runs[-1].append(word.text)
        elif runs[-1]:
            runs.append([])
    return tuple(" ".join(run) for run in runs if run)


def _grid_lines(values: Iterable[float]) -> list[float]:
    lines: list[float] = []
    for value in sorted(values):
        if not lines or value - lines[-1] > _SAME:
            lines.append(value)
    return lines


def _extent(lines: Sequence[float], start: float, end: float) -> range:
    """The columns (or rows) whose first edge lies in the box."""
    inside = [index for index, line in enumerate(lines) if start - _SAME <= line < end - _SAME]
    return range(inside[0], inside[-1] + 1) if inside else range(0)
