"""Photographs and scans that come as pictures: .jpg, .png, .tif."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageOps, ImageSequence

from bot.documents.reading.pdf.assembly import assembled, page_of
from bot.documents.reading.refusals import EmptyFile, NeedsOcr, TooBig
from bot.documents.reading.scan import tesseract
from bot.documents.reading.scan.context import in_context
from bot.documents.reading.scan.page_image import POINT, of_paper
from bot.documents.reading.scan.recognition import recognised_page
from bot.documents.reading.scan.row_numbers import with_row_numbers
from bot.documents.reading.source import Document
from bot.messages.importing import scans as texts

Progress = Callable[[int, int], None]
#: More is no photograph of a page.
_MOST_PIXELS = 120_000_000


def read_picture(path: Path, progress: Progress | None = None, most_pages: int = 60) -> Document:
    """The page, or pages of a TIFF, in a picture.

    Raises ``NeedsOcr`` where Tesseract is not installed, ``TooBig`` and, for a picture without words, ``EmptyFile``.
    """
    with Image.open(path) as picture:
        if not tesseract.is_installed():
            raise NeedsOcr(texts.PICTURE)
        total = getattr(picture, "n_frames", 1)
        if picture.width * picture.height > _MOST_PIXELS or total > most_pages:
            raise TooBig(texts.too_many_scans(total, most_pages))
        pages = []
        for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
            paper = of_paper(ImageOps.exif_transpose(frame))
            pages.append(recognised_page(paper, POINT))
            if progress:
                progress(number, total)
    if not any(read.words for read in pages):
        raise EmptyFile(texts.NO_WORDS)
    words = in_context([read.words for read in pages])
    numbers = range(1, len(pages) + 1)
    made = [
        page_of(number, read.height, known, read.edges)
        for number, read, known in zip(numbers, pages, words, strict=True)
    ]
    blocks = with_row_numbers(assembled(made), frozenset(numbers))
    return Document(blocks, path.name, (texts.recognised_pages(numbers),))
