"""Workbooks: each visible sheet as running text and tables; formulas are refused, since what they show is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from bot.documents.reading.letterhead import is_layout_table
from bot.documents.reading.markup import tidy
from bot.documents.reading.refusals import EmptyFile, HasFormulas, TooBig
from bot.documents.reading.source import Block, Cell, Document, Paragraph, Row, Style, Table, Where

Progress = Callable[[int, int], None]

#: A sheet whose used range is larger than this many cells is not a plan.
_MOST_CELLS = 400_000


@dataclass(frozen=True, slots=True)
class _SheetLine:
    number: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.text]


def read_xlsx(path: Path, progress: Progress | None = None) -> Document:
    """Read a workbook that ``guard`` has passed; places are given as sheet ("bảng") and row of the sheet ("dòng").

    Raises ``HasFormulas``, ``TooBig`` for a sheet with an absurd used range, ``EmptyFile``.
    """
    book = openpyxl.load_workbook(path, data_only=False, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        blocks: list[Block] = []
        for number, sheet in enumerate(sheets, start=1):
            blocks.extend(_sheet_blocks(_lines(sheet, number), number))
            if progress:
                progress(number, len(sheets))
    finally:
        book.close()
    if not blocks:
        raise EmptyFile
    return Document(tuple(blocks), path.name)


def _lines(sheet: Any, number: int) -> list[_SheetLine]:
    if sheet.max_row * sheet.max_column > _MOST_CELLS:
        raise TooBig(f"Trang tính “{sheet.title}” quá rộng ({sheet.max_row} dòng × {sheet.max_column} cột).")
    spans, covered = _merges(sheet)
    lines = []
    for index, cells in enumerate(sheet.iter_rows(), start=1):
        where = Where(line=index, table=number)
        lines.append(_SheetLine(index, tuple(_cell(cell, spans, covered, where) for cell in cells)))
    return _without_left_margin(lines)


def _merges(sheet: Any) -> tuple[dict[tuple[int, int], int], set[tuple[int, int]]]:
    """Spans of merged cells by their first place (row, column), and the places they cover besides."""
    spans: dict[tuple[int, int], int] = {}
    covered: set[tuple[int, int]] = set()
    for merged in sheet.merged_cells.ranges:
        first = (merged.min_row, merged.min_col)
        spans[first] = merged.max_col - merged.min_col + 1
        places = ((row, column) for row, column in merged.cells)
        covered.update(place for place in places if place != first)
    return spans, covered


def _cell(cell: Any, spans: dict[tuple[int, int], int], covered: set[tuple[int, int]], where: Where) -> Cell:
    place = (cell.row, cell.column)
    if place in covered:
        return Cell(covered=True, where=where)
    if cell.data_type == "f":
        raise HasFormulas(f"Ô {cell.coordinate} (dòng {cell.row}) là công thức.")
    text = tidy(_text(cell.value, cell.number_format))
    italics = (text,) if text and cell.font.i else ()
    return Cell(text, spans.get(place, 1), where=where, bold=bool(text and cell.font.b), italics=italics)


def _text(value: object, number_format: str) -> str:
    """A value as the sheet shows it: dates in Vietnamese order, numbers with the decimals of their format."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        decimals = len(number_format.partition(".")[2]) if set(number_format) <= {"0", "."} else 0
        return f"{value:.{decimals}f}" if decimals else f"{value:g}"
    return str(value)


def _without_left_margin(lines: Sequence[_SheetLine]) -> list[_SheetLine]:
    used = [index for line in lines for index, cell in enumerate(line.cells) if cell.text]
    if not used:
        return []
    first, last = min(used), max(used)
    return [_SheetLine(line.number, line.cells[first : last + 1]) for line in lines]


def _sheet_blocks(lines: Sequence[_SheetLine], number: int) -> Iterator[Block]:
    """Stretches between blank rows: titles over a table and notes under it are running text."""
    stretch: list[_SheetLine] = []
    for line in [*lines, _SheetLine(0, ())]:
        if line.filled:
            stretch.append(line)
        elif stretch:
            yield from _stretch_blocks(stretch, number)
            stretch = []


def _stretch_blocks(stretch: Sequence[_SheetLine], number: int) -> Iterator[Block]:
    widest = max(len(line.filled) for line in stretch)
    wide = min(3, widest)
    start = next(index for index, line in enumerate(stretch) if len(line.filled) >= wide)
    while widest >= 3 and start and len(stretch[start - 1].filled) >= 2:
        start -= 1
    texts = [[cell.text for cell in line.cells if cell.text] for line in stretch]
    if widest == 1 or is_layout_table(texts):
        start = len(stretch)
    for line in stretch[:start]:
        yield from _paragraphs(line)
    if start < len(stretch):
        rows = tuple(Row(line.cells, line.cells[0].where) for line in stretch[start:])
        yield Table(rows, Where(line=stretch[start].number, table=number))


def _paragraphs(line: _SheetLine) -> Iterator[Paragraph]:
    for cell in line.filled:
        style = Style(bold=cell.bold, italic=bool(cell.italics))
        yield Paragraph(cell.text, cell.where, style)
