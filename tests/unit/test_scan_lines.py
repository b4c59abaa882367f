"""Pages that are pictures, as far as no letter is recognised: laid straight, ruled, numbered, two readings compared."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bot.documents.reading.open_document import open_document
from bot.documents.reading.pdf.pdf_reader import read_pdf
from bot.documents.reading.pdf.ruled_tables import ruled_tables
from bot.documents.reading.pdf.text_lines import Word
from bot.documents.reading.refusals import NeedsOcr
from bot.documents.reading.scan.context import in_context
from bot.documents.reading.scan.page_image import POINT, legible
from bot.documents.reading.scan.recognition import lines_of
from bot.documents.reading.scan.roman import with_counted_strokes
from bot.documents.reading.scan.row_numbers import with_row_numbers
from bot.documents.reading.scan.tesseract import Read
from bot.documents.reading.scan.two_readings import Agreed, agreed
from bot.documents.reading.source import Cell, Row, Table, Unsure, Where
from tests.data import shipped
from tests.fakes.plan_documents import FONT_ADVICE, vietnamese_font, write_pdf
from tests.fakes.plan_papers import Grid, Paper, shipped_office_paper
from tests.fakes.scanned_pages import DPI, Scanner, scanned

_needs_font = pytest.mark.skipif(vietnamese_font() is None, reason=FONT_ADVICE)


@_needs_font
@pytest.mark.parametrize("scanner", [Scanner(seed=7), Scanner(seed=3, askew=2.5, blur=1.0), Scanner(5, stamped=True)])
def test_the_lines_of_a_scan_give_the_cells_of_the_paper(scanner: Scanner, tmp_path: Path) -> None:
    paper = write_pdf(shipped_office_paper(shipped.HN_HCM), tmp_path / "giay.pdf")
    with pdfplumber.open(paper) as pdf:
        printed = [[len(table.cells) for table in ruled_tables(page.edges)] for page in pdf.pages]
    pictures = (Image.open(BytesIO(page)) for page in scanned(paper, scanner))
    found = [[len(table.cells) for table in ruled_tables(lines_of(picture, POINT).edges)] for picture in pictures]
    assert found == printed


@_needs_font
def test_a_recognised_layer_takes_its_cells_from_the_picture_even_askew(tmp_path: Path) -> None:
    grid = Grid(
        ("TT", "Nội dung", "Cơ quan chủ trì", "Thời gian"),
        (("1", "Lập danh mục các tuyến du lịch\ncần đầu tư", "Sở Du lịch", "Quý II/2026"),
         ("2", "Tổng hợp, báo cáo kết quả", "Sở Tài chính", "Trước 15/9/2026")),
    )  # fmt: skip
    paper = write_pdf(Paper("nho", ("Kế hoạch nhỏ", grid)), tmp_path / "giay.pdf")
    with pdfplumber.open(paper) as pdf:
        words = [(w["text"], w["x0"], w["bottom"], w["width"]) for w in pdf.pages[0].extract_words()]
        size = (float(pdf.pages[0].width), float(pdf.pages[0].height))
    layered = tmp_path / "lop-chu.pdf"
    _with_layer(next(scanned(paper, Scanner(seed=2, askew=0.0))), words, size, layered)
    (table,) = read_pdf(layered).tables
    assert [tuple(" ".join(text.split()) for text in row.texts) for row in table.rows[1:]] == [
        tuple(" ".join(text.split()) for text in row) for row in grid.rows
    ]


def _with_layer(
    picture: bytes, words: list[tuple[str, float, float, float]], size: tuple[float, float], path: Path
) -> None:
    """A picture with unseen words over it, as recognition programs leave it."""
    pdfmetrics.registerFont(TTFont("Viet", str(vietnamese_font())))
    canvas = Canvas(str(path), pagesize=size)
    canvas.drawImage(ImageReader(BytesIO(picture)), 0, 0, *size)
    for text, left, bottom, width in words:
        line = canvas.beginText(left, size[1] - bottom + 2)
        line.setTextRenderMode(3)
        line.setFont("Viet", 9)
        line.setHorizScale(100 * width / pdfmetrics.stringWidth(text, "Viet", 9))
        line.textOut(text)
        canvas.drawText(line)
    canvas.save()


def test_without_tesseract_a_scan_and_a_photograph_say_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    photograph, scan = tmp_path / "anh.jpg", tmp_path / "quet.pdf"
    Image.new("RGB", (300, 400), "white").save(photograph)
    canvas = Canvas(str(scan), pagesize=A4)
    canvas.drawImage(str(photograph), 0, 0, *A4)
    canvas.save()
    for path in (photograph, scan):
        with pytest.raises(NeedsOcr) as refused:
            open_document(path)
        assert "tesseract-ocr-vie" in refused.value.hint


def _numbered(*rows: tuple[str, str, str]) -> list[str]:
    """The numbers of rows given as number, its other reading, and a second filled cell or nothing."""
    where = Where(page=1, table=1)
    made = [
        Row((Cell(number, unsure=(Unsure(number, other),) if other else ()), Cell("Việc"), Cell(filled)), where)
        for number, other, filled in rows
    ]
    (table,) = with_row_numbers([Table(tuple(made), where)], frozenset({1}))
    assert isinstance(table, Table)
    return [row.texts[0] for row in table.rows]


def test_numbers_of_rows_are_put_right_by_their_order() -> None:
    assert _numbered(
        ("TT", "", "Cơ quan"), ("|", "", ""), ("1.1.1", "", "Sở A"), ("[.1.2", "", "Sở A"), ("11.3", "", "Sở B"),
        ("L2.1", "", "Sở B"), ("H", "", ""), ("l", "1", "Sở C"), ("2", "", "Sở C"),
    ) == ["TT", "I", "I.1.1", "I.1.2", "I.1.3", "I.2.1", "II", "1", "2"]  # fmt: skip


def test_a_number_out_of_order_is_left_and_doubted() -> None:
    where = Where(page=1, table=1)
    rows = tuple(Row((Cell(number), Cell("Việc"), Cell("Sở A")), where) for number in ("1", "2", "7"))
    (table,) = with_row_numbers([Table(rows, where)], frozenset({1}))
    assert isinstance(table, Table)
    assert table.rows[2].texts[0] == "7"
    assert table.rows[2].cells[0].unsure == (Unsure("7"),)


def _read(text: str, sure: float = 96.0) -> Read:
    return Read(text, sure, 0, 10, 0, 10)


def test_what_two_readings_differ_on_is_doubted_and_the_surer_one_taken() -> None:
    first = [_read("trước"), _read("15/9/2024", 70), _read("|", 40), _read("đầu", 80), _read("tư")]
    second = [_read("trước"), _read("18/9/2024", 92), _read("đầu", 95), _read("tư"), _read("x", 20)]
    merged = agreed(first, second)
    assert [(word.word.text, word.doubtful, word.other) for word in merged] == [
        ("trước", False, ""), ("18/9/2024", True, "15/9/2024"), ("đầu", True, ""), ("tư", False, ""),
    ]  # fmt: skip


@_needs_font
@pytest.mark.parametrize("numeral", ["I", "II", "III"])
@pytest.mark.parametrize("misread", ["I", "II", "III", "IH", "H1", "II1"])
def test_the_strokes_of_a_quarter_are_counted_in_the_picture(numeral: str, misread: str) -> None:
    font = ImageFont.truetype(str(vietnamese_font()), round(10 * DPI / 72))
    picture = Image.new("L", (400, 60), 255)
    draw = ImageDraw.Draw(picture)
    draw.text((10, 10), f"{numeral}/2026", 0, font)
    left, top, right, bottom = map(int, draw.textbbox((10, 10), f"{numeral}/2026", font))
    page = legible(Image.eval(picture, lambda value: 255 - value))
    word = Read(f"{misread}/2026", 60.0, left, right, top, bottom)
    _, found = with_counted_strokes([Agreed(_read("Quý"), False), Agreed(word, True)], page)
    assert found.word.text == f"{numeral}/2026"
    assert found.doubtful == (numeral != misread)


def _word(text: str, other: str = "", picture: str = "") -> Word:
    return Word(text, 0, 10, 0, 10, unsure=Unsure(text, other) if other else None, picture=picture)


def test_diacritics_follow_the_rest_of_the_paper() -> None:
    usual = [_word(text) for text in ("lĩnh", "vực", "đầu", "tư", ";")] * 3
    read = [
        _word("LĨNH"),
        _word("VỤC", picture="…"),
        _word("đấu", "đầu"),
        _word("tư"),
        _word("đấu", "dấu"),
        _word("thầu"),
    ]
    _, field, effort, _, tender, _ = in_context([usual, read])[1]
    assert (field.text, field.unsure) == ("VỰC", Unsure("VỰC", "VỤC", "…"))
    assert (effort.text, effort.unsure) == ("đầu", None)
    assert (tender.text, tender.unsure) == ("đấu", Unsure("đấu", "dấu"))
