"""PDF files: a page's words and lines from its text layer, or from its picture where it is a scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.layout import LTChar
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from bot.documents.reading.old_letters import old_encoding
from bot.documents.reading.pdf.assembly import assembled, page_of
from bot.documents.reading.pdf.ruled_tables import Edge
from bot.documents.reading.pdf.struck_words import unstruck
from bot.documents.reading.pdf.text_lines import Word
from bot.documents.reading.refusals import EmptyFile, Encrypted, NeedsOcr, TooBig
from bot.documents.reading.scan import tesseract
from bot.documents.reading.scan.context import in_context
from bot.documents.reading.scan.page_image import scale_of
from bot.documents.reading.scan.recognition import lines_of, recognised_page
from bot.documents.reading.scan.row_numbers import with_row_numbers
from bot.documents.reading.scan.straight_words import laid_straight
from bot.documents.reading.source import Block, Document
from bot.messages.importing import left_out
from bot.messages.importing import scans as texts

Progress = Callable[[int, int], None]

#: A page with fewer letters than this and a picture over half of it is a scan.
_FEW_LETTERS = 40
#: So many letters beside the picture may be no more than the note of a digital signature.
_FEW_LINES = 400
#: Share of unreadable glyphs above which the text layer is of no use.
_UNREADABLE = 0.1


@dataclass(slots=True)
class _Layer:
    """What a page has to say by itself."""

    number: int
    height: float
    words: list[Word]
    edges: list[Edge]
    unreadable: int
    #: A picture whose words are not in the layer.
    scanned: bool
    recognised: bool = False
    struck: list[str] = field(default_factory=list)

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)


def read_pdf(path: Path, progress: Progress | None = None, most_pages: int = 600, most_scanned: int = 60) -> Document:
    """Read a PDF that ``guard`` has passed.

    Scans are recognised where Tesseract is installed. Raises ``NeedsOcr`` for a scan or an unreadable text layer where
    it is not, ``Encrypted`` when a password is needed, ``TooBig`` for more than ``most_pages`` or ``most_scanned``, and
    ``EmptyFile``. Single pages that could not be read are named in the document's notes.
    """
    try:
        with pdfplumber.open(path, unicode_norm=None) as pdf:
            if len(pdf.pages) > most_pages:
                raise TooBig(f"Tệp PDF có {len(pdf.pages)} trang, nhiều hơn {most_pages} trang.")
            layers = list(_Pages(path, pdf, most_scanned).layers(progress))
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise Encrypted from None
        raise
    return Document(_blocks(layers), path.name, _checked(layers))


def _blocks(layers: Sequence[_Layer]) -> tuple[Block, ...]:
    recognised = frozenset(layer.number for layer in layers if layer.recognised)
    words = in_context([layer.words for layer in layers]) if recognised else [layer.words for layer in layers]
    pages = [page_of(layer.number, layer.height, read, layer.edges) for layer, read in zip(layers, words, strict=True)]
    return with_row_numbers(assembled(pages), recognised)


@dataclass
class _Pages:
    path: Path
    pdf: Any
    most_scanned: int
    _scanned: int = 0

    def layers(self, progress: Progress | None) -> Iterator[_Layer]:
        """The pages one after the other; each is let go before the next."""
        total = len(self.pdf.pages)
        for number, page in enumerate(self.pdf.pages, start=1):
            yield self._layer(page, number)
            page.close()
            if progress:
                progress(number, total)

    def _layer(self, page: Any, number: int) -> _Layer:
        _lean(page)
        words = [_word(word) for word in page.extract_words(extra_attrs=["fontname"], x_tolerance_ratio=0.15)]
        text = "".join(word.text for word in words)
        unreadable = text.count("(cid:") * 5 + text.count("\ufffd")
        is_picture = _picture_share(page) > 0.5
        few = _FEW_LINES if self._can_recognise else _FEW_LETTERS
        scanned = is_picture and len(text) < few
        is_old = old_encoding(" ".join(word.text for word in words)) is not None
        if self._can_recognise and (scanned or is_old or unreadable > _UNREADABLE * max(1, len(text))):
            return self._recognised(page, number)
        words, edges, struck = unstruck(words, page.edges, page.annots)
        if is_picture and not scanned:
            drawn = self._pictured(page, number, lines_of)
            words, edges = laid_straight(words, drawn.angle, page.width, page.height), [*edges, *drawn.edges]
        return _Layer(number, float(page.height), words, edges, unreadable, scanned, struck=struck)

    def _recognised(self, page: Any, number: int) -> _Layer:
        self._scanned += 1
        if self._scanned > self.most_scanned:
            raise TooBig(texts.too_many_scans(len(self.pdf.pages), self.most_scanned))
        read = self._pictured(page, number, recognised_page)
        return _Layer(number, read.height, read.words, read.edges, 0, scanned=False, recognised=True)

    def _pictured(self, page: Any, number: int, read: Callable[[Any, float], Any]) -> Any:
        scale = scale_of(float(page.width), float(page.height))
        picture = self._drawn[number - 1].render(scale=scale).to_pil()
        return read(picture, 1 / scale)

    @cached_property
    def _can_recognise(self) -> bool:
        return tesseract.is_installed()

    @cached_property
    def _drawn(self) -> Any:
        return pypdfium2.PdfDocument(self.path)


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


def _checked(layers: Sequence[_Layer]) -> tuple[str, ...]:
    """What to say about pages that are pictures; raises when there is too little to read."""
    letters = sum(layer.letters for layer in layers)
    scans = [layer.number for layer in layers if layer.scanned]
    if scans and len(scans) * 2 >= len(layers):
        raise NeedsOcr
    if not letters:
        raise EmptyFile("Tệp PDF không có chữ nào.")
    if sum(layer.unreadable for layer in layers) > _UNREADABLE * letters:
        raise NeedsOcr("Chữ trong tệp PDF này dùng phông không có bảng mã nên không đọc được.")
    recognised = [layer.number for layer in layers if layer.recognised]
    said = ((recognised, texts.recognised_pages), (scans, texts.unread_pages))
    struck = [text for layer in layers for text in layer.struck]
    return (*(say(pages) for pages, say in said if pages), *((left_out.struck(struck),) if struck else ()))
