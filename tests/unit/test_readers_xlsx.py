"""Reading workbooks: titles over tables, merged cells, dates and numbers as shown, hidden sheets."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from bot.documents.reading.open_document import open_document
from bot.documents.reading.refusals import EmptyFile, HasFormulas
from bot.documents.reading.source import Document
from bot.documents.reading.xlsx_reader import read_xlsx
from tests.fakes.plan_documents import as_strict


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


def test_what_nobody_sees_is_left_out_and_said(tmp_path: Path) -> None:
    book = _book(
        [
            ["TT", "Nội dung", "Chủ trì", "Dự phòng", "Hạn"],
            ["1", "Việc", "Sở A", "mật", "Quý I"],
            ["2", "Việc bỏ", "Sở B", "", "Quý II"],
            ["3", "Việc cuối", "Sở C", "", "Quý III"],
        ]
    )
    sheet = book.worksheets[0]
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("Nháp").append(["TT", "Nội dung"])
    book.worksheets[1].sheet_state = "hidden"
    document = _saved(book, tmp_path)
    assert [row.texts for row in document.tables[0].rows[1:]] == [
        ("1", "Việc", "Sở A", "Quý I"),
        ("3", "Việc cuối", "Sở C", "Quý III"),
    ]
    sheets, rows, columns = document.notes
    assert "Nháp" in sheets
    assert rows.endswith(": 3.")
    assert columns.endswith(": D.")


def test_struck_text_and_comments_are_left_out_and_said(tmp_path: Path) -> None:
    book = _book([["TT", "Nội dung", "Hạn"], ["1", "Việc", "Quý I"], ["2", "Việc bỏ", "Quý II"], ["3", "a", "Quý I"]])
    sheet = book.worksheets[0]
    for place in ("A3", "B3", "C3"):
        sheet[place].font = Font(strike=True)
    line = InlineFont(strike=True)
    sheet["C4"] = CellRichText(TextBlock(line, "Quý III"), " Quý IV")
    sheet["C2"].comment = Comment("lùi sang 30/6/2026", "ai đó")
    document = _saved(book, tmp_path)
    assert [row.texts for row in document.tables[0].rows[1:]] == [("1", "Việc", "Quý I"), ("3", "a", "Quý IV")]
    struck, comments = document.notes
    assert "“Việc bỏ”" in struck
    assert "“Quý III”" in struck
    assert "lùi sang 30/6/2026" in comments


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("mmm-yy", "10/2026"),
        ("[$-42A]mm/yyyy;@", "10/2026"),
        ('"Tháng "m/yyyy', "10/2026"),
        ("yyyy", "2026"),
        ("dd/mm/yyyy", "01/10/2026"),
        ("[$-1010000]d/m/yyyy;@", "01/10/2026"),
    ],
)
def test_a_date_is_as_exact_as_its_format(number_format: str, shown: str, tmp_path: Path) -> None:
    book = _book([["TT", "Nội dung", "Hạn"], ["1", "Việc", date(2026, 10, 1)]])
    book.worksheets[0]["C2"].number_format = number_format
    assert _saved(book, tmp_path).tables[0].rows[1].texts[2] == shown


def test_a_formula_is_refused_with_its_cell(tmp_path: Path) -> None:
    with pytest.raises(HasFormulas, match="C2"):
        _saved(_book([["TT", "Nội dung", "Hạn"], ["1", "Việc", "=TODAY()"]]), tmp_path)


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        _saved(_book([]), tmp_path)


def test_strict_open_xml_is_read_like_any_other(tmp_path: Path) -> None:
    usual, strict = tmp_path / "thuong.xlsx", tmp_path / "strict.xlsx"
    _book([["TT", "Nội dung", "Hạn"], ["1", "Việc", "Quý II"]]).save(usual)
    as_strict(usual, strict)
    assert open_document(strict).tables[0].rows[1].texts == ("1", "Việc", "Quý II")
