"""Reading PDF files: ruled and unruled tables, merged cells, two columns of a letterhead, heads and feet, scans."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph as Para
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from bot.documents.reading.pdf.pdf_reader import read_pdf
from bot.documents.reading.refusals import EmptyFile, TooBig
from bot.documents.reading.source import Document
from tests.fakes.plan_documents import FONT_ADVICE, vietnamese_font, write_pdf
from tests.fakes.plan_papers import Grid, Heading, Paper

pytestmark = pytest.mark.skipif(vietnamese_font() is None, reason=FONT_ADVICE)

_LONG = "các sở, ban, ngành và đơn vị liên quan triển khai thực hiện Kế hoạch theo chức năng nhiệm vụ được giao "


def _drawn(folder: Path, draw: Callable[[Canvas], None]) -> Document:
    path = folder / "ve.pdf"
    pdfmetrics.registerFont(TTFont("Viet", str(vietnamese_font())))
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Viet", 12)
    draw(canvas)
    canvas.save()
    return read_pdf(path)


def _texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def _rows(document: Document) -> list[tuple[str, ...]]:
    return [row.texts for table in document.tables for row in table.rows]


def test_letterhead_and_signature_are_read_column_by_column(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for line, (left, right) in enumerate(
            (("UBND TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("Số: 12/KH-UBND", "A, ngày 02 tháng 3 năm 2024"))
        ):
            canvas.drawString(60, 780 - 20 * line, left)
            canvas.drawString(270, 780 - 20 * line, right)
        canvas.drawCentredString(298, 700, "KẾ HOẠCH")
        canvas.drawString(60, 660, "Nơi nhận:")
        canvas.drawString(340, 660, "TM. ỦY BAN NHÂN DÂN")
        canvas.drawString(60, 640, "- Như trên;")
        canvas.drawString(340, 620, "Nguyễn Văn A")

    assert _texts(_drawn(tmp_path, draw)) == [
        "UBND TỈNH A",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "A, ngày 02 tháng 3 năm 2024",
        "KẾ HOẠCH",
        "Nơi nhận:",
        "- Như trên;",
        "TM. ỦY BAN NHÂN DÂN",
        "Nguyễn Văn A",
    ]


def test_paragraphs_are_put_together_over_lines_and_pages(tmp_path: Path) -> None:
    long = "Yêu cầu " + _LONG * 6 + "trước ngày 15/9 hằng năm."
    paper = Paper("dai", (Heading("KẾ HOẠCH"), *[long] * 12, "Hết."))
    path = write_pdf(paper, tmp_path / "dai.pdf", running_head="UBND tỉnh A - Kế hoạch 2024")
    document = read_pdf(path)
    assert _texts(document) == ["KẾ HOẠCH", *[long] * 12, "Hết."]
    assert (document.paragraphs[-1].where.page or 0) > 1


@pytest.mark.parametrize("ruled", [True, False])
def test_tables_keep_their_columns_and_line_breaks(ruled: bool, tmp_path: Path) -> None:
    rows = (
        ("I", "CÔNG TÁC QUẢN LÝ NHÀ NƯỚC", "", ""),
        (
            "1",
            "Việc thứ nhất: " + _LONG * 3,
            "Sở Kế hoạch và Đầu tư",
            "- Các Sở, ngành;\n- UBND các quận, huyện, thị xã",
        ),
        ("2", "Việc thứ hai.", "", ""),
        ("3", "Việc thứ ba.", "Sở Y tế", ""),
    )
    header = ("TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp")
    path = write_pdf(Paper("bang", ("Phụ lục", Grid(header, rows))), tmp_path / "a.pdf", ruled=ruled)
    read = _rows(read_pdf(path))
    assert [tuple(text.strip() for text in row) for row in (header, *rows)] == read


def test_merged_cells_of_a_ruled_table(tmp_path: Path) -> None:
    style = [("GRID", (0, 0), (-1, -1), 1, "black"), ("SPAN", (1, 1), (2, 1)), ("SPAN", (2, 2), (2, 3))]
    cells = [["TT", "Viec", "Chu tri"], ["I", "Muc", ""], ["1", "a", "So X"], ["2", "b", ""]]
    path = tmp_path / "a.pdf"
    SimpleDocTemplate(str(path)).build([Table(cells, colWidths=[40, 200, 120], style=TableStyle(style))])
    rows = read_pdf(path).tables[0].rows
    assert (rows[1].cells[1].span, rows[1].cells[2].covered) == (2, True)
    assert (rows[2].cells[2].text, rows[3].cells[2].covered) == ("So X", True)
    assert rows[3].where.label == "trang 1, bảng 1, dòng 4"


def test_a_row_over_two_pages_comes_in_two_parts_with_all_its_words(tmp_path: Path) -> None:
    words = [f"Dong {number}" for number in range(90)]
    cell = ParagraphStyle("cell", fontSize=10, leading=12)
    cells = [["TT", "Noi dung", "Chu tri"], ["1", Para("<br/>".join(words), cell), Para("So X", cell)]]
    path = tmp_path / "a.pdf"
    style = TableStyle([("GRID", (0, 0), (-1, -1), 1, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    table = Table(cells, colWidths=[40, 200, 120], style=style, splitInRow=1)
    SimpleDocTemplate(str(path)).build([table])
    document = read_pdf(path)
    assert len(document.tables) == 2
    read = [text for row in _rows(document)[1:] for text in row[1].split("\n")]
    assert read == words


def test_a_table_cut_by_the_page_without_a_closing_line(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for height in (700, 660):
            canvas.line(50, height, 500, height)
        for x in (50, 100, 350, 500):
            canvas.line(x, 700, x, 560)
        for y, texts in ((675, ("TT", "Nội dung", "Chủ trì")), (640, ("1", "Việc còn dở", "Sở X"))):
            for x, text in zip((60, 110, 360), texts, strict=True):
                canvas.drawString(x, y, text)

    assert _rows(_drawn(tmp_path, draw)) == [("TT", "Nội dung", "Chủ trì"), ("1", "Việc còn dở", "Sở X")]


def _picture() -> ImageReader:
    data = BytesIO()
    Image.new("L", (60, 80), 200).save(data, "PNG")
    data.seek(0)
    return ImageReader(data)


def test_a_single_scanned_page_is_named_where_it_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    def draw(canvas: Canvas) -> None:
        for page in (1, 2, 3):
            canvas.setFont("Viet", 12)
            if page == 2:
                canvas.drawImage(_picture(), 0, 0, *A4)
            else:
                canvas.drawString(60, 700, "Kế hoạch triển khai thực hiện các nội dung hợp tác năm 2024")
            canvas.showPage()

    (note,) = _drawn(tmp_path, draw).notes
    assert "Trang 2" in note


def test_struck_words_are_left_out_and_said(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Hoàn thành trong Quý I năm 2026")
        canvas.line(60, 704, 300, 704)
        canvas.drawString(60, 660, "Báo cáo trước ngày 15/6/2026 gửi Sở Du lịch")
        canvas.line(60, 657, 300, 657)

    document = _drawn(tmp_path, draw)
    assert _texts(document) == ["Báo cáo trước ngày 15/6/2026 gửi Sở Du lịch"]
    (note,) = document.notes
    assert "“Hoàn thành trong Quý I năm 2026”" in note


def test_a_pdf_without_anything_and_one_with_too_many_pages(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        _drawn(tmp_path, lambda canvas: canvas.showPage())
    with pytest.raises(TooBig):
        read_pdf(write_pdf(Paper("a", ("Một dòng",)), tmp_path / "b.pdf"), most_pages=0)
