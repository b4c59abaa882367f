"""Word and Excel files from the plain sources of ``tests/data/papers``; see the README there for their marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import docx
import openpyxl

#: A cell that continues the one above, or the one to the left.
_UP, _LEFT = "^", "<"
_SHEET = "=== "


def as_file(source: Path, folder: Path) -> Path:
    """The paper as the file an office would send, made below ``folder`` unless it is plain text."""
    suffixes = source.suffixes[-2:]
    if suffixes == [".docx", ".txt"]:
        return _docx(source.read_text(encoding="utf-8"), folder / source.stem)
    if suffixes == [".xlsx", ".txt"]:
        return _xlsx(source.read_text(encoding="utf-8"), folder / source.stem)
    return source


def _docx(text: str, path: Path) -> Path:
    document = docx.Document()
    for is_table, lines in groupby(text.splitlines(), key=lambda line: line.startswith("|")):
        if not is_table:
            for line in lines:
                document.add_paragraph(line)
            continue
        rows = [_cells(line) for line in lines]
        table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, texts, strict=True):
                cell.text = "" if words in (_UP, _LEFT) else words
        for (top, left), last in _merged(rows):
            table.cell(top, left).merge(table.cell(*last)).text = rows[top][left]
    document.save(str(path))
    return path


def _xlsx(text: str, path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for part in text.split(_SHEET)[1:]:
        name, *lines = part.splitlines()
        sheet = book.create_sheet(name)
        rows = [_cells(line) for line in lines]
        for row, texts in enumerate(rows, start=1):
            for column, words in enumerate(texts, start=1):
                if words and words not in (_UP, _LEFT):
                    sheet.cell(row, column, words).data_type = "s"
        for (top, left), (bottom, right) in _merged(rows):
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(path)
    return path


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _merged(rows: Sequence[Sequence[str]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """First and last (row, column) of each merged block; blocks go down or to the right, not both."""
    for top, row in enumerate(rows):
        for left, words in enumerate(row):
            if words in (_UP, _LEFT):
                continue
            right = _end(row, left, _LEFT)
            below = [other[left] if left < len(other) else "" for other in rows]
            bottom = _end(below, top, _UP)
            if (bottom, right) != (top, left):
                yield (top, left), (bottom, right)


def _end(cells: Sequence[str], start: int, mark: str) -> int:
    end = start
    while end + 1 < len(cells) and cells[end + 1] == mark:
        end += 1
    return end
