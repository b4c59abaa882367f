"""Reading Word files: merged cells, automatic numbers, letterheads, nested tables, text boxes, tracked changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.documents.reading.docx.docx_reader import read_docx
from bot.documents.reading.open_document import open_document
from bot.documents.reading.refusals import EmptyFile
from bot.documents.reading.source import Cell, Document
from tests.fakes.plan_documents import as_strict, break_row_over_pages, number_automatically


def _saved(document: Any, folder: Path) -> Document:
    path = folder / "ke-hoach.docx"
    document.save(str(path))
    return read_docx(path)


def _grid(document: Any, rows: list[list[str]]) -> Any:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def _shape(cell: Cell) -> str | tuple[str, int]:
    return "covered" if cell.covered else (cell.text, cell.span)


def test_merged_cells_stand_once_and_cover_the_rest(tmp_path: Path) -> None:
    word = docx.Document()
    table = _grid(
        word,
        [["TT", "Nội dung", "Chủ trì", "Hạn"], ["I", "Mục", "", ""], ["1", "a", "Sở X", "Q1"], ["2", "b", "", "Q2"]],
    )
    table.cell(1, 1).merge(table.cell(1, 3)).text = "Mục"
    table.cell(2, 2).merge(table.cell(3, 2)).text = "Sở X"
    (read,) = _saved(word, tmp_path).tables
    assert [_shape(cell) for cell in read.rows[1].cells] == [("I", 1), ("Mục", 3), "covered", "covered"]
    assert [_shape(cell) for cell in read.rows[3].cells] == [("2", 1), ("b", 1), "covered", ("Q2", 1)]
    assert read.rows[3].where.label == "bảng 1, dòng 4"


def test_automatic_numbers_are_read(tmp_path: Path) -> None:
    word = docx.Document()
    number_automatically(word, word.add_paragraph("Mục đích"), "%1.", "upperRoman")
    number_automatically(word, word.add_paragraph("Tổ chức"), "%1.", "upperRoman")
    number_automatically(word, word.add_paragraph("Sở Y tế"), "%1)", "lowerLetter")
    table = _grid(word, [["TT", "Nội dung", "Chủ trì"], ["", "Việc", "Sở X"], ["", "Việc", "Sở Y"]])
    for row in table.rows[1:]:
        number_automatically(word, row.cells[0].paragraphs[0], "%1", "decimal")
    document = _saved(word, tmp_path)
    assert [paragraph.text for paragraph in document.paragraphs] == ["I. Mục đích", "II. Tổ chức", "a) Sở Y tế"]
    assert [row.texts[0] for row in document.tables[0].rows] == ["TT", "1", "2"]


def test_the_letterhead_is_running_text(tmp_path: Path) -> None:
    word = docx.Document()
    _grid(
        word, [["UBND TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 12/KH-UBND", "A, ngày 02 tháng 3 năm 2024"]]
    )
    word.add_paragraph("KẾ HOẠCH")
    document = _saved(word, tmp_path)
    assert not document.tables
    assert [paragraph.text for paragraph in document.paragraphs][2:4] == [
        "Số: 12/KH-UBND",
        "A, ngày 02 tháng 3 năm 2024",
    ]


def test_a_table_of_two_columns_with_tasks_stays_a_table(tmp_path: Path) -> None:
    word = docx.Document()
    _grid(word, [["TT", "Nội dung"], ["1", "Kính gửi báo cáo"]])
    assert len(_saved(word, tmp_path).tables) == 1


def test_looks_are_hints(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Tổ chức thực hiện", level=2)
    paragraph = word.add_paragraph()
    paragraph.add_run("Đậm").bold = True
    paragraph.alignment = 1
    table = _grid(word, [["TT", "Nội dung", "Chủ trì"], ["1", "Việc", "Sở Nội vụ "]])
    cell = table.cell(1, 2).paragraphs[0]
    cell.add_run("(mô hình ").italic = True
    cell.add_run("đô thị)").italic = True
    document = _saved(word, tmp_path)
    heading, bold = document.paragraphs
    assert heading.style.heading == 2
    assert (bold.style.bold, bold.style.centered) == (True, True)
    assert document.tables[0].rows[1].cells[2].italics == ("(mô hình đô thị)",)


def test_line_breaks_and_nested_tables_stay_in_their_cell(tmp_path: Path) -> None:
    word = docx.Document()
    table = _grid(word, [["TT", "Nội dung", "Chủ trì"], ["1", "Dòng một", ""]])
    table.cell(1, 1).paragraphs[0].add_run().add_break(WD_BREAK.LINE)
    table.cell(1, 1).paragraphs[0].add_run("dòng hai")
    inner = table.cell(1, 2).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Sở X", "Sở Y"
    row = _saved(word, tmp_path).tables[0].rows[1]
    assert row.texts == ("1", "Dòng một\ndòng hai", "Sở X Sở Y")


def test_deleted_text_is_not_read_and_inserted_text_is(tmp_path: Path) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Hạn ")
    for xml in (
        f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>cũ</w:delText></w:r></w:del>',
        f'<w:ins {nsdecls("w")} w:id="2" w:author="a"><w:r><w:t>mới</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(parse_xml(xml))
    assert _saved(word, tmp_path).paragraphs[0].text == "Hạn mới"


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    word = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>Số: 5/KH</w:t></w:r></w:p></w:txbxContent>"
    run = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    word.add_paragraph("KẾ HOẠCH")._p.append(parse_xml(run))
    assert [paragraph.text for paragraph in _saved(word, tmp_path).paragraphs] == ["KẾ HOẠCH", "Số: 5/KH"]


def test_pages_are_known_where_word_noted_them(tmp_path: Path) -> None:
    word = docx.Document()
    table = _grid(word, [["TT", "Nội dung", "Chủ trì"], ["1", "Việc dài", "Sở X"], ["2", "Việc", "Sở Y"]])
    for cell in table.rows[1].cells[1:]:
        break_row_over_pages(cell)
    rows = _saved(word, tmp_path).tables[0].rows
    assert (rows[1].texts, rows[2].where.label) == (("1", "Việc dài", "Sở X"), "trang 2, bảng 1, dòng 3")


def test_a_file_without_text_says_so(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_table(2, 3)
    with pytest.raises(EmptyFile):
        _saved(word, tmp_path)


def _with_part(word: Any, name: str, xml: str) -> None:
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
    part = Part(PackURI(f"/word/{name}.xml"), kind, xml.encode(), word.part.package)
    word.part.relate_to(part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}")


def test_a_deadline_in_a_footnote_stands_in_its_place_and_the_others_at_the_end(tmp_path: Path) -> None:
    word = docx.Document()
    table = _grid(word, [["TT", "Nội dung", "Chủ trì"], ["1", "Lập đề án", "Sở X"]])
    for cell, number in ((table.cell(1, 1), 2), (table.cell(1, 2), 3)):
        reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="{number}"/></w:r>'
        cell.paragraphs[0]._p.append(parse_xml(reference))
    notes = "".join(
        f'<w:footnote w:id="{number}"{kind}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for number, kind, text in (
            (0, ' w:type="separator"', "—"), (2, "", "Hoàn thành trước ngày 30/6/2026."), (3, "", "Sau sắp xếp."),
        )
    )  # fmt: skip
    _with_part(
        word,
        "footnotes",
        f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>",
    )
    document = _saved(word, tmp_path)
    assert document.tables[0].rows[1].texts == ("1", "Lập đề án (Hoàn thành trước ngày 30/6/2026)", "Sở X")
    assert [paragraph.text for paragraph in document.paragraphs] == ["Sau sắp xếp."]


def test_struck_and_hidden_text_and_remarks_are_left_out_and_said(tmp_path: Path) -> None:
    word = docx.Document()
    table = _grid(word, [["TT", "Nội dung", "Hạn"], ["1", "Việc", ""], ["2", "Dòng ẩn", "Quý I"]])
    cell = table.cell(1, 2).paragraphs[0]
    cell.add_run("Quý I ").font.strike = True
    cell.add_run("Quý III")
    cell.add_run(" mật").font.hidden = True
    table.rows[2]._tr.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))
    word.add_comment(word.add_paragraph("Hết").runs, text="lùi sang 30/6", author="a", initials="a")
    document = _saved(word, tmp_path)
    assert [row.texts for row in document.tables[0].rows[1:]] == [("1", "Việc", "Quý III")]
    struck, hidden, remarks = document.notes
    assert "“Quý I”" in struck
    assert "“2 Dòng ẩn Quý I”" in hidden
    assert "“mật”" in hidden
    assert "lùi sang 30/6" in remarks


def test_a_text_box_in_a_cell_is_read(tmp_path: Path) -> None:
    word = docx.Document()
    table = _grid(word, [["TT", "Nội dung", "Hạn"], ["1", "Việc", ""]])
    box = "<w:txbxContent><w:p><w:r><w:t>Quý II</w:t></w:r></w:p></w:txbxContent>"
    table.cell(1, 2).paragraphs[0]._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:drawing>{box}</w:drawing></w:r>"))
    assert _saved(word, tmp_path).tables[0].rows[1].texts == ("1", "Việc", "Quý II")


def test_strict_open_xml_is_read_like_any_other(tmp_path: Path) -> None:
    word = docx.Document()
    _grid(word, [["TT", "Nội dung", "Hạn"], ["1", "Việc", "Quý II"]])
    usual, strict = tmp_path / "thuong.docx", tmp_path / "strict.docx"
    word.save(str(usual))
    as_strict(usual, strict)
    assert open_document(strict).tables[0].rows[1].texts == ("1", "Việc", "Quý II")
