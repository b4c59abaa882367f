"""PDF files with a text layer: tables by ruling lines or by columns, running text without heads and feet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from bot.documents.reading.flow import join_cut_paragraphs
from bot.documents.reading.letterhead import is_layout_table
from bot.documents.reading.pdf.ruled_tables import Ruled, read_ruled, ruled_tables
from bot.documents.reading.pdf.text_lines import PdfLine, Word, lines, paragraphs, without_furniture
from bot.documents.reading.pdf.word_columns import columned_stretches, read_columned
from bot.documents.reading.refusals import EmptyFile, Encrypted, NeedsOcr, TooBig
from bot.documents.reading.source import Block, Document, Where

Progress = Callable[[int, int], None]

#: A page with fewer letters than this and a picture over half of it is a scan.
_FEW_LETTERS = 40
#: Share of unreadable glyphs above which the text layer is of no use.
_UNREADABLE = 0.1


@dataclass(slots=True)
class _Page:
    number: int
    height: float
    body: list[PdfLine]
    ruled: list[tuple[Ruled, list[Word]]]
    rules: list[float]
    scanned: bool
    letters: int
    unreadable: int


def read_pdf(path: Path, progress: Progress | None = None, most_pages: int = 600) -> Document:
    """Read a PDF that ``guard`` has passed.

    Raises ``NeedsOcr`` for a scan or an unreadable text layer, ``Encrypted`` when a password is needed, ``TooBig`` for
    more than ``most_pages`` and ``EmptyFile``. Single scanned pages are named in the document's notes.
    """
    try:
        with pdfplumber.open(path, unicode_norm=None) as pdf:
            if len(pdf.pages) > most_pages:
                raise TooBig(f"Tệp PDF có {len(pdf.pages)} trang, nhiều hơn {most_pages} trang.")
            pages = list(_pages(pdf, progress))
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise Encrypted from None
        raise
    notes = _checked(pages)
    bodies = without_furniture([page.body for page in pages], [page.height for page in pages])
    assembly = _Assembly()
    blocks = [block for page, body in zip(pages, bodies, strict=True) for block in assembly.blocks(page, body)]
    return Document(join_cut_paragraphs(blocks), path.name, notes)


def _pages(pdf: Any, progress: Progress | None) -> Iterator[_Page]:
    total = len(pdf.pages)
    for number, page in enumerate(pdf.pages, start=1):
        yield _page(page, number)
        page.close()
        if progress:
            progress(number, total)


def _lean(page: Any) -> None:
    """Have pdfplumber keep of each letter only what is used here: a third less time for a whole document."""
    thorough, height, (left, top) = page.process_object, page.height, page.mediabox[:2]

    def process(item: Any) -> dict[str, Any]:
        if not isinstance(item, LTChar):
            made: dict[str, Any] = thorough(item)
            return made
        upper = height - item.y1 + top
        return {
            "object_type": "char",
            "text": item.get_text(),
            "fontname": str(item.fontname),
            "size": item.size,
            "upright": item.upright,
            "x0": item.x0 + left,
            "x1": item.x1 + left,
            "top": upper,
            "bottom": height - item.y0 + top,
            "doctop": page.initial_doctop + upper,
        }

    page.process_object = process


def _page(page: Any, number: int) -> _Page:
    _lean(page)
    words = [_word(word) for word in page.extract_words(extra_attrs=["fontname"], x_tolerance_ratio=0.15)]
    tables = ruled_tables(page)
    inside: list[list[Word]] = [[] for _ in tables]
    outside: list[Word] = []
    for word in words:
        held = next((index for index, table in enumerate(tables) if table.holds(word)), None)
        (outside if held is None else inside[held]).append(word)
    rules = sorted({edge["top"] for edge in page.edges if edge["orientation"] == "h" and edge["width"] > 100})
    text = "".join(word.text for word in words)
    return _Page(
        number=number,
        height=float(page.height),
        body=lines(outside),
        ruled=list(zip(tables, inside, strict=True)),
        rules=rules,
        scanned=len(text) < _FEW_LETTERS and _picture_share(page) > 0.5,
        letters=len(text),
        unreadable=text.count("(cid:") * 5 + text.count("\ufffd"),
    )


def _word(word: Any) -> Word:
    font = word["fontname"].lower()
    return Word(
        word["text"],
        word["x0"],
        word["x1"],
        word["top"],
        word["bottom"],
        bold="bold" in font,
        italic="italic" in font or "oblique" in font,
    )


def _picture_share(page: Any) -> float:
    area = sum(max(0.0, image["x1"] - image["x0"]) * max(0.0, image["bottom"] - image["top"]) for image in page.images)
    return float(area / max(1.0, page.width * page.height))


def _checked(pages: Sequence[_Page]) -> tuple[str, ...]:
    """What to say about pages that are pictures; raises when there is too little to read."""
    letters = sum(page.letters for page in pages)
    scans = [page.number for page in pages if page.scanned]
    if scans and len(scans) * 2 >= len(pages):
        raise NeedsOcr
    if not letters:
        raise EmptyFile("Tệp PDF không có chữ nào.")
    if sum(page.unreadable for page in pages) > _UNREADABLE * letters:
        raise NeedsOcr("Chữ trong tệp PDF này dùng phông không có bảng mã nên không đọc được.")
    if not scans:
        return ()
    named = ", ".join(str(number) for number in scans)
    return (f"Trang {named} là ảnh quét, không đọc được chữ; cần nhận dạng chữ (OCR) nếu có nhiệm vụ ở đó.",)


@dataclass(slots=True)
class _Assembly:
    """Puts the pages' blocks in order; remembers the columns of a table that reaches the end of its page."""

    tables: int = 0
    columns: tuple[float, ...] = ()

    def blocks(self, page: _Page, body: Sequence[PdfLine]) -> Iterator[Block]:
        """The page's paragraphs and tables from top to bottom."""
        above = body
        for ruled, words in page.ruled:
            top = ruled.box[1]
            yield from self._unruled(page, [line for line in above if line.top < top])
            above = [line for line in above if line.top >= top]
            self.columns = ()
            table = read_ruled(ruled, words, Where(page=page.number, table=self.tables + 1))
            if is_layout_table([row.texts for row in table.rows]):
                yield from paragraphs(lines(words), page.number)
            elif any(text for row in table.rows for text in row.texts):
                self.tables += 1
                yield table
        yield from self._unruled(page, above)

    def _unruled(self, page: _Page, body: Sequence[PdfLine]) -> Iterator[Block]:
        """Running text and tables without lines."""
        done, known = 0, self.columns
        self.columns = () if body else known
        for start, end, columned in columned_stretches(body, page.rules, known):
            table = read_columned(columned, Where(page=page.number, table=self.tables + 1))
            if is_layout_table([row.texts for row in table.rows]):
                continue
            yield from paragraphs(body[done:start], page.number)
            self.tables += 1
            self.columns = columned.edges if end == len(body) else ()
            yield table
            done = end
        yield from paragraphs(body[done:], page.number)
