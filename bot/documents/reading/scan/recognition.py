"""A page's picture read: ruling lines first, then the words of each cell and of the running text, twice."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageDraw

from bot.documents.reading.pdf.ruled_tables import Edge, Ruled, ruled_tables
from bot.documents.reading.pdf.text_lines import Word
from bot.documents.reading.scan.image_lines import image_edges
from bot.documents.reading.scan.page_image import (
    DPI,
    MARGIN,
    askew,
    darkness,
    enlarged,
    ink_box,
    legible,
    turned,
)
from bot.documents.reading.scan.roman import with_counted_strokes
from bot.documents.reading.scan.tesseract import Read, recognised, turned_by
from bot.documents.reading.scan.two_readings import Agreed, agreed
from bot.documents.reading.source import Unsure

#: How large a piece is for its first and its second reading; the two err in different places.
_TIMES = (1.0, 1.5)
#: How far inside its lines a cell is cut out, and what is left around its ink, in pixels.
_INSET, _AROUND = 4, 4
#: From here on (0 to 100) no picture of a word is kept that both readings have alike.
_CERTAIN = 95.0
#: How much of its surroundings the picture of a doubtful word shows, in pixels.
_BESIDE, _ABOVE = 60, 6


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page: its words and lines in points from the top left corner, after it was turned by ``angle`` degrees."""

    words: list[Word]
    edges: list[Edge]
    angle: float
    #: Of the page as it stands upright, in points.
    height: float


@dataclass(frozen=True, slots=True)
class _Piece:
    left: int
    top: int
    image: Image.Image


def lines_of(picture: Image.Image, point: float) -> Recognised:
    """Only the ruling lines of a page whose words are known; ``point`` is the size of a pixel in points."""
    ink, angle = _straight(picture)
    return Recognised([], image_edges(ink, point), angle, picture.height * point)


def recognised_page(picture: Image.Image, point: float) -> Recognised:
    """The words and ruling lines of a page, set upright; raises ``OSError`` when Tesseract fails."""
    read = _recognised(picture, point)
    if _is_legible(read.words) or not (turn := turned_by(legible(darkness(picture)))):
        return read
    upright = _recognised(picture.rotate(-turn, expand=True), point)
    return upright if _is_legible(upright.words) else read


def _is_legible(words: Sequence[Word]) -> bool:
    """Half of the words are beyond doubt, as they are not on a page that lies on its side."""
    return 2 * sum(1 for word in words if word.unsure is None) > len(words) > 0


def _recognised(picture: Image.Image, point: float) -> Recognised:
    ink, angle = _straight(picture)
    page, edges = legible(ink), image_edges(ink, point)
    pieces = list(_pieces(page, edges, point))
    with ThreadPoolExecutor(len(_TIMES)) as pool:
        readings = pool.map(lambda times: _read(pieces, times), _TIMES)
    seen = turned(picture.convert("L"), angle, blank=255)
    words = [
        _word(found, seen, point)
        for first, second in zip(*readings, strict=True)
        for found in with_counted_strokes(agreed(first, second), page)
    ]
    return Recognised(words, edges, angle, picture.height * point)


def _straight(picture: Image.Image) -> tuple[Image.Image, float]:
    """The page's ink, laid level, and how far it was turned."""
    ink = darkness(picture)
    angle = askew(ink)
    return turned(ink, angle), angle


def _pieces(page: Image.Image, edges: Sequence[Edge], point: float) -> Iterator[_Piece]:
    """The cells of the ruled tables, then all that stands outside them."""
    outside = page.copy()
    draw = ImageDraw.Draw(outside)
    for edge in edges:
        draw.line([edge[side] / point for side in ("x0", "top", "x1", "bottom")], fill=255, width=5)
    for table in ruled_tables(edges):
        yield from (piece for cell in _cells(table, point) if (piece := _trimmed(page, cell)))
        draw.rectangle([round(side / point) for side in table.box], fill=255)
    rest = _trimmed(outside, (0, 0, page.width, page.height))
    if rest is not None:
        yield rest


def _cells(table: Ruled, point: float) -> Iterator[tuple[int, int, int, int]]:
    for left, top, right, bottom in table.cells:
        yield (
            round(left / point) + _INSET,
            round(top / point) + _INSET,
            round(right / point) - _INSET,
            round(bottom / point) - _INSET,
        )


def _trimmed(page: Image.Image, box: tuple[int, int, int, int]) -> _Piece | None:
    """The part of the box that has ink; None for a blank one."""
    left, top, right, bottom = box
    if right - left < 4 or bottom - top < 4:
        return None
    piece = page.crop(box)
    ink = ink_box(piece)
    if ink is None:
        return None
    inner = (max(0, ink[0] - _AROUND), max(0, ink[1] - _AROUND), ink[2] + _AROUND, ink[3] + _AROUND)
    inner = (*inner[:2], min(inner[2], piece.width), min(inner[3], piece.height))
    return _Piece(left + inner[0], top + inner[1], piece.crop(inner))


def _read(pieces: Sequence[_Piece], times: float) -> list[list[Read]]:
    """The words of each piece, with their places in the page."""
    found = recognised([enlarged(piece.image, times) for piece in pieces], round(DPI * times))
    return [[_placed(word, piece, times) for word in words] for piece, words in zip(pieces, found, strict=True)]


def _placed(word: Read, piece: _Piece, times: float) -> Read:
    left, right = (round((x - MARGIN) / times) + piece.left for x in (word.left, word.right))
    top, bottom = (round((y - MARGIN) / times) + piece.top for y in (word.top, word.bottom))
    return replace(word, left=left, right=right, top=top, bottom=bottom)


def _word(found: Agreed, seen: Image.Image, point: float) -> Word:
    read = found.word
    picture = _picture(read, seen) if found.doubtful or read.sure < _CERTAIN else ""
    unsure = Unsure(read.text, found.other, picture) if found.doubtful else None
    left, right, top, bottom = (edge * point for edge in (read.left, read.right, read.top, read.bottom))
    return Word(read.text, left, right, top, bottom, unsure=unsure, picture=picture)


def _picture(read: Read, seen: Image.Image) -> str:
    """The word in the page, as a PNG in base64."""
    box = (
        max(0, read.left - _BESIDE),
        max(0, read.top - _ABOVE),
        min(seen.width, read.right + _BESIDE),
        min(seen.height, read.bottom + _ABOVE),
    )
    data = BytesIO()
    seen.crop(box).quantize(16).save(data, "PNG", optimize=True)
    return base64.b64encode(data.getvalue()).decode("ascii")
