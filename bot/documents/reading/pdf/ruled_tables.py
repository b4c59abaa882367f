"""Tables of a PDF page drawn with ruling lines: which words stand in which cell of the grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pdfplumber import table as grids
from pdfplumber.utils.geometry import filter_edges

from bot.documents.reading.pdf.text_lines import Word, fold, unsure
from bot.documents.reading.source import Cell, Row, Table, Where

Box = tuple[float, float, float, float]
#: A line upright or across as pdfplumber has it: "orientation", "x0", "x1", "top", "bottom", "width", "height".
Edge = dict[str, Any]
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


def ruled_tables(edges: Sequence[Edge]) -> list[Ruled]:
    """The grids that the lines of a page draw, at least two columns wide, top to bottom."""
    upright, across = (filter_edges(edges, orientation) for orientation in ("v", "h"))
    drawn = grids.merge_edges([*upright, *across, *_closing(edges)], _SAME, _SAME, _SAME, _SAME)
    crossings = grids.edges_to_intersections(filter_edges(drawn, min_length=_SAME), _SAME, _SAME)
    found = [Ruled(tuple(cells)) for cells in grids.cells_to_tables(grids.intersections_to_cells(crossings))]
    wide = [table for table in found if len(_grid_lines(cell[0] for cell in table.cells)) >= 2]
    return sorted(wide, key=lambda table: table.box[1])


def _closing(edges: Sequence[Edge]) -> list[Edge]:
    """Lines over the whole page where a table is open at its top or bottom."""
    left, right = min((edge["x0"] for edge in edges), default=0), max((edge["x1"] for edge in edges), default=0)
    shared = {"orientation": "h", "x0": left, "x1": right, "width": right - left, "height": 0}
    return [{**shared, "top": end, "bottom": end} for end in _open_ends(edges)]


def _open_ends(edges: Sequence[Edge]) -> list[float]:
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
        grid[rows[0]][columns[0]] = replace(cell, span=max(1, len(columns)))


def _at(cell: Cell | None, where: Where) -> Cell:
    return Cell(where=where) if cell is None else replace(cell, where=where)


def _cell(box: Box, words: Sequence[Word]) -> Cell:
    left, top, right, bottom = box
    inside = [word for word in words if left <= word.middle[0] < right and top <= word.middle[1] < bottom]
    if not inside:
        return Cell()
    padding = max(0.0, min(word.left for word in inside) - left)
    text = fold(inside, right - min(padding, 12.0))
    return Cell(text, bold=all(word.bold for word in inside), italics=italics(inside), unsure=unsure(inside))


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
