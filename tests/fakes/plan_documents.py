"""Papers written as real files: text, Word, PDF and workbook, with the habits of the offices that make them."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.fakes.plan_papers import Grid, Heading, Paper

#: What `make` or a person can do where no font has Vietnamese letters.
FONT_ADVICE = "no TrueType font with Vietnamese letters: install fonts-dejavu-core or fonts-noto-core"


def write_text(paper: Paper, path: Path, rows_per_page: int | None = None) -> Path:
    """Tab-separated tables inside running text; line breaks in cells as HTML list items, headings in Markdown."""
    lines: list[str] = []
    for part in paper.parts:
        if isinstance(part, Grid):
            for page in part.pages(rows_per_page):
                lines += ["\t".join(map(_html_cell, row)) for row in page] + [""]
        elif isinstance(part, Heading):
            lines += [f"**{part.text}**", ""]
        else:
            lines += [part, ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _html_cell(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.split("\n")) if "\n" in text else text


def write_docx(paper: Paper, path: Path, rows_per_page: int | None = None, merged: bool = True) -> Path:
    """Word tables; ``merged`` merges a blank cell with the filled one above and section titles across the row."""
    document = docx.Document()
    for part in paper.parts:
        if isinstance(part, Grid):
            for page in part.pages(rows_per_page):
                _docx_table(document, page, merged)
                document.add_paragraph()
        else:
            text = part.text if isinstance(part, Heading) else part
            paragraph = document.add_paragraph()
            run = paragraph.add_run(text)
            run.bold = isinstance(part, Heading)
            if isinstance(part, Heading):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.save(str(path))
    return path


def _docx_table(document: Any, rows: Sequence[tuple[str, ...]], merged: bool) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    if not merged:
        return
    for number, texts in enumerate(rows):
        if number and not any(texts[2:]) and len(texts) > 2:
            cells = table.rows[number].cells
            cells[1].merge(cells[-1]).text = texts[1]
    _merge_down(table, rows, column=2)


def _merge_down(table: Any, rows: Sequence[tuple[str, ...]], column: int) -> None:
    """Blank cells of a row without a number are one with the filled cell above, as an office clerk does it."""
    for number in range(2, len(rows)):
        above, here = rows[number - 1], rows[number]
        plain = any(above[2:]) and any(here[2:])
        if plain and not here[0] and above[column] and not here[column]:
            text = above[column]
            table.cell(number - 1, column).merge(table.cell(number, column)).text = text


def break_row_over_pages(cell: Any) -> None:
    """Mark in a Word cell where Word last turned the page, after its first run."""
    run = cell.paragraphs[0].runs[0]._r
    run.append(OxmlElement("w:lastRenderedPageBreak"))


def number_automatically(document: Any, paragraph: Any, text: str, number_format: str = "decimal") -> None:
    """Give a Word paragraph an automatic number such as ``%1.``; the same format continues its list."""
    root = document.part.numbering_part.element
    name = {"decimal": "9001", "upperRoman": "9002", "lowerLetter": "9003"}[number_format]
    if not any(node.get(qn("w:numId")) == name for node in root.findall(qn("w:num"))):
        root.insert(0, _abstract_list(name, number_format, text))
        num = OxmlElement("w:num")
        num.set(qn("w:numId"), name)
        _child(num, "abstractNumId", name)
        root.append(num)
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    _child(numbering, "ilvl", "0")
    _child(numbering, "numId", name)
    properties.append(numbering)


def _abstract_list(name: str, number_format: str, text: str) -> Any:
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), name)
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("start", "1"), ("numFmt", number_format), ("lvlText", text)):
        _child(level, tag, value)
    abstract.append(level)
    return abstract


def _child(parent: Any, tag: str, value: str) -> None:
    child = OxmlElement(f"w:{tag}")
    child.set(qn("w:val"), value)
    parent.append(child)


def as_strict(usual: Path, strict: Path) -> Path:
    """A Word file or workbook saved again under the names of "Strict Open XML"."""
    names = r"http://schemas\.openxmlformats\.org/(officeDocument|wordprocessingml|spreadsheetml|drawingml)/2006/"
    with zipfile.ZipFile(usual) as package, zipfile.ZipFile(strict, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith((".xml", ".rels")):
                data = re.sub(names.encode(), rb"http://purl.oclc.org/ooxml/\1/", data)
            made.writestr(name, data)
    return strict


def write_xlsx(paper: Paper, path: Path, merged: bool = True) -> Path:
    """One sheet: running text in the first column, tables between blank rows, section titles merged across."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    line = 1
    for part in paper.parts:
        if isinstance(part, Grid):
            line += 1
            for row in (part.header, *part.rows):
                for column, text in enumerate(row, start=1):
                    if text:
                        sheet.cell(line, column, text).data_type = "s"
                if merged and len(row) > 2 and not any(row[2:]):
                    sheet.merge_cells(start_row=line, end_row=line, start_column=2, end_column=len(row))
                line += 1
        else:
            sheet.cell(line, 1, part.text if isinstance(part, Heading) else part)
        line += 1
    book.save(path)
    return path


@cache
def vietnamese_font() -> Path | None:
    """A TrueType font of this machine with Vietnamese letters, or None."""
    try:
        listed = subprocess.run(["fc-list", ":lang=vi", "file"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        listed = "\n".join(str(path) for path in Path("/usr/share/fonts").rglob("*.ttf"))
    files = sorted(Path(line.strip().rstrip(":")) for line in listed.splitlines())
    wanted = ("DejaVuSerif.ttf", "DejaVuSans.ttf", "NotoSerif-Regular.ttf", "NotoSans-Regular.ttf")
    return next((file for name in wanted for file in files if file.name == name), None)


def write_pdf(
    paper: Paper, path: Path, ruled: bool = True, page_numbers: bool = True, running_head: str | None = None
) -> Path:
    """A4 across; the header on top of each page's table, rows kept whole; ``ruled`` draws the lines of the tables."""
    font = vietnamese_font()
    assert font is not None, FONT_ADVICE
    pdfmetrics.registerFont(TTFont("Viet", str(font)))
    text = ParagraphStyle("text", fontName="Viet", fontSize=11, leading=14, spaceAfter=6)
    centred = ParagraphStyle("centred", parent=text, alignment=TA_CENTER)
    size = landscape(A4)
    story: list[Any] = []
    for part in paper.parts:
        if isinstance(part, Grid):
            story += [_pdf_table(part, size[0] - 100, text, ruled), Spacer(1, 12)]
        else:
            story.append(Paragraph(part.text if isinstance(part, Heading) else part, _style(part, text, centred)))

    def furniture(canvas: Any, _: Any) -> None:
        canvas.setFont("Viet", 10)
        if page_numbers and canvas.getPageNumber() > 1:
            canvas.drawCentredString(size[0] / 2, size[1] - 25, str(canvas.getPageNumber()))
        if running_head:
            canvas.drawString(50, 20, running_head)

    made = SimpleDocTemplate(str(path), pagesize=size, leftMargin=50, rightMargin=50, topMargin=45, bottomMargin=45)
    made.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return path


def _style(part: str | Heading, text: ParagraphStyle, centred: ParagraphStyle) -> ParagraphStyle:
    return centred if isinstance(part, Heading) else text


def _pdf_table(grid: Grid, width: float, text: ParagraphStyle, ruled: bool) -> Table:
    cell = ParagraphStyle("cell", parent=text, fontSize=9, leading=11, spaceAfter=0)
    cells = [[Paragraph(value.replace("\n", "<br/>"), cell) for value in row] for row in (grid.header, *grid.rows)]
    shares = [1 if column == 0 else 6 if "nội dung" in name.lower() else 3 for column, name in enumerate(grid.header)]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
    widths = [share * width / sum(shares) for share in shares]
    return Table(cells, colWidths=widths, repeatRows=1, style=TableStyle([*style, *lines]), splitInRow=0)
