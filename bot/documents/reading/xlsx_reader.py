"""Workbooks: what can be seen of each sheet as running text and tables, and word of what cannot.

Formulas are refused, since what they show is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter

from bot.documents.reading.letterhead import is_layout_table
from bot.documents.reading.markup import tidy
from bot.documents.reading.refusals import EmptyFile, HasFormulas, TooBig
from bot.documents.reading.source import Block, Cell, Document, Paragraph, Row, Style, Table, Where
from bot.documents.reading.strict_package import transitional
from bot.messages.importing import left_out as texts

Progress = Callable[[int, int], None]

#: A sheet whose used range is larger than this many cells is not a plan.
_MOST_CELLS = 400_000


#: Parts of a number format that are no letters of it: quoted text, colours and places in brackets, escapes.
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


@dataclass(frozen=True, slots=True)
class _SheetLine:
    number: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.text]


@dataclass(slots=True)
class _LeftOut:
    """What was seen and not read."""

    struck: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    @property
    def notes(self) -> tuple[str, ...]:
        said = ((self.struck, texts.struck), (self.comments, texts.comments))
        return (*self.hidden, *(say(found) for found, say in said if found))


def read_xlsx(path: Path, progress: Progress | None = None) -> Document:
    """Read a workbook that ``guard`` has passed; places are given as sheet ("bảng") and row of the sheet ("dòng").

    Raises ``HasFormulas``, ``TooBig`` for a sheet with an absurd used range, ``EmptyFile``.
    """
    book = openpyxl.load_workbook(transitional(path), data_only=False, keep_links=False, rich_text=True)
    left_out = _LeftOut()
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        unseen = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        left_out.hidden += [texts.hidden_sheets(unseen)] if unseen else []
        blocks: list[Block] = []
        for number, sheet in enumerate(sheets, start=1):
            blocks.extend(_sheet_blocks(_lines(sheet, number, left_out), number))
            if progress:
                progress(number, len(sheets))
    finally:
        book.close()
    if not blocks:
        raise EmptyFile
    return Document(tuple(blocks), path.name, left_out.notes)


def _lines(sheet: Any, number: int, left_out: _LeftOut) -> list[_SheetLine]:
    if sheet.max_row * sheet.max_column > _MOST_CELLS:
        raise TooBig(f"Trang tính “{sheet.title}” quá rộng ({sheet.max_row} dòng × {sheet.max_column} cột).")
    spans, covered = _merges(sheet)
    rows, columns = _hidden(sheet, left_out)
    lines = []
    for index, cells in enumerate(sheet.iter_rows(), start=1):
        if index in rows:
            continue
        where = Where(line=index, table=number)
        seen = [cell for cell in cells if cell.column not in columns]
        line = _SheetLine(index, tuple(_cell(cell, spans, covered, where, left_out) for cell in seen))
        # A row struck out as a whole is no blank row between two tables.
        if line.filled or not any(cell.value for cell in seen):
            lines.append(line)
    return _without_left_margin(lines)


def _hidden(sheet: Any, left_out: _LeftOut) -> tuple[set[int], set[int]]:
    """The hidden rows and columns that hold something; those that hold nothing are not worth a word."""
    rows = {index for index, row in sheet.row_dimensions.items() if row.hidden}
    columns = {
        index
        for column in sheet.column_dimensions.values()
        if column.hidden
        for index in range(column.min or 0, min(column.max or 0, sheet.max_column) + 1)
    }
    filled = [(c.row, c.column) for cells in sheet.iter_rows() for c in cells if c.value not in (None, "")]
    lost_rows = sorted({row for row, _ in filled if row in rows})
    lost_columns = sorted({column for _, column in filled if column in columns})
    if lost_rows:
        left_out.hidden.append(texts.hidden_rows(sheet.title, _ranges(lost_rows)))
    if lost_columns:
        left_out.hidden.append(texts.hidden_columns(sheet.title, [get_column_letter(c) for c in lost_columns]))
    return rows, columns


def _ranges(numbers: Sequence[int]) -> list[str]:
    """ "3", "7–9"."""
    runs = (list(run) for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]))
    return [f"{run[0][1]}–{run[-1][1]}" if len(run) > 1 else str(run[0][1]) for run in runs]


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


def _cell(
    cell: Any, spans: dict[tuple[int, int], int], covered: set[tuple[int, int]], where: Where, left_out: _LeftOut
) -> Cell:
    place = (cell.row, cell.column)
    if place in covered:
        return Cell(covered=True, where=where)
    if cell.data_type == "f":
        raise HasFormulas(f"Ô {cell.coordinate} (dòng {cell.row}) là công thức.")
    if cell.comment:
        left_out.comments.append(tidy(cell.comment.text))
    text = tidy(_unstruck(cell, left_out))
    italics = (text,) if text and cell.font.i else ()
    return Cell(text, spans.get(place, 1), where=where, bold=bool(text and cell.font.b), italics=italics)


def _unstruck(cell: Any, left_out: _LeftOut) -> str:
    """The cell's text without what has a line through it."""
    parts = cell.value if isinstance(cell.value, CellRichText) else [_text(cell.value, cell.number_format)]
    kept = []
    for part in parts:
        own = part.font.strike if isinstance(part, TextBlock) else None
        if str(part).strip() and (cell.font.strike if own is None else own):
            left_out.struck.append(str(part))
        else:
            kept.append(str(part))
    return "".join(kept)


def _text(value: object, number_format: str) -> str:
    """A value as the sheet shows it: dates in Vietnamese order, numbers with the decimals of their format."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime | date):
        return _date(value, number_format)
    if isinstance(value, float):
        decimals = len(number_format.partition(".")[2]) if set(number_format) <= {"0", "."} else 0
        return f"{value:.{decimals}f}" if decimals else f"{value:g}"
    return str(value)


def _date(value: date, number_format: str) -> str:
    """As exact as its format: "10/2026" typed is kept as 1 October 2026 and shown as a month."""
    letters = _NOT_FORMAT.sub("", number_format.split(";", maxsplit=1)[0]).lower()
    if "y" in letters and "d" not in letters:
        return value.strftime("%m/%Y" if "m" in letters else "%Y")
    return value.strftime("%d/%m/%Y")


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
