"""Reading workbooks: titles over tables, merged cells, dates and numbers as shown, hidden sheets."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.documents.reading.refusals import EmptyFile, HasFormulas
from bot.documents.reading.source import Document
from bot.documents.reading.xlsx_reader import read_xlsx


def _saved(book: Any, folder: Path) -> Document:
    path = folder / "phu-luc.xlsx"
    book.save(path)
    return read_xlsx(path)


def _book(rows: list[list[object]]) -> Any:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def test_titles_over_the_table_are_running_text(tmp_path: Path) -> None:
    book = _book(
        [["PHỤ LỤC"], [], ["(Kèm theo Kế hoạch)"], ["TT", "Nội dung", "Hạn"], ["I", "Mục"], ["1", "Việc", "Quý I"]]
    )
    document = _saved(book, tmp_path)
    assert [paragraph.text for paragraph in document.paragraphs] == ["PHỤ LỤC", "(Kèm theo Kế hoạch)"]
    (table,) = document.tables
    assert [row.texts for row in table.rows] == [("TT", "Nội dung", "Hạn"), ("I", "Mục", ""), ("1", "Việc", "Quý I")]
    assert table.rows[2].where.label == "bảng 1, dòng 6"


def test_values_are_read_as_shown(tmp_path: Path) -> None:
    book = _book([["TT", "Nội dung", "Hạn"], [1, "a\nb", date(2024, 6, 30)], [1.1, "c", 2024], [1.5, "d", None]])
    book.worksheets[0]["A4"].number_format = "0.00"
    rows = _saved(book, tmp_path).tables[0].rows
    assert [row.texts for row in rows[1:]] == [("1", "a\nb", "30/06/2024"), ("1.1", "c", "2024"), ("1.50", "d", "")]


def test_merged_cells_cover_their_places(tmp_path: Path) -> None:
    book = _book([["TT", "Nội dung", "Chủ trì"], ["I", "Mục", None], ["1", "a", "Sở X"], ["2", "b", None]])
    book.worksheets[0].merge_cells("B2:C2")
    book.worksheets[0].merge_cells("C3:C4")
    rows = _saved(book, tmp_path).tables[0].rows
    assert (rows[1].cells[1].span, rows[1].cells[2].covered) == (2, True)
    assert (rows[2].cells[2].span, rows[3].cells[2].covered) == (1, True)


def test_blank_margins_are_left_out(tmp_path: Path) -> None:
    rows = (
        _saved(_book([[], [None, None, "TT", "Nội dung", "Hạn"], [None, None, "1", "Việc", "Quý I"]]), tmp_path)
        .tables[0]
        .rows
    )
    assert rows[1].texts == ("1", "Việc", "Quý I")


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    book = _book([["TT", "Nội dung", "Hạn"], ["1", "Việc", "Quý I"]])
    book.create_sheet("Nháp").append(["TT", "Nội dung", "Việc bỏ"])
    book.worksheets[1].sheet_state = "hidden"
    assert len(_saved(book, tmp_path).tables) == 1


def test_a_formula_is_refused_with_its_cell(tmp_path: Path) -> None:
    with pytest.raises(HasFormulas, match="C2"):
        _saved(_book([["TT", "Nội dung", "Hạn"], ["1", "Việc", "=TODAY()"]]), tmp_path)


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        _saved(_book([]), tmp_path)
