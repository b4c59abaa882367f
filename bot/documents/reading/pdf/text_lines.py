"""Words of a PDF page, where they stand, and how they make printed lines and paragraphs."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.documents.reading.flow import Printed, refold, starts_anew
from bot.documents.reading.source import Paragraph, Style, Unsure, Where

_PAGE_NUMBER = re.compile(r"^(?:trang\s*)?[-–]?\s*\d{1,4}\s*(?:[-–]|/\s*\d{1,4})?$", re.IGNORECASE)
#: How far from the edge of the paper running heads stand, as a part of its height.
_MARGIN = 0.11


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points, counted from the top left corner of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: bool = False
    italic: bool = False
    unsure: Unsure | None = None
    #: Its place in the page, a PNG in base64, where it was recognised and is not beyond doubt.
    picture: str = ""

    @property
    def middle(self) -> tuple[float, float]:
        """The point that decides in which cell the word stands."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class PdfLine:
    """Words on one base line, from left to right."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def left(self) -> float:
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        return self.words[-1].right

    @cached_property
    def top(self) -> float:
        """The upper edge of the tallest word."""
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @cached_property
    def segments(self) -> tuple[PdfLine, ...]:
        """The line cut where the space is too wide for a space between words."""
        widest = max(9.0, 1.1 * self.height)
        parts: list[list[Word]] = [[self.words[0]]]
        for before, word in pairwise(self.words):
            if word.left - before.right > widest:
                parts.append([])
            parts[-1].append(word)
        return tuple(PdfLine(tuple(part)) for part in parts)

    @property
    def printed(self) -> Printed:
        """What decides whether the next line goes on."""
        return Printed(self.text, self.right, self.words[0].right - self.words[0].left)


def lines(words: Iterable[Word]) -> list[PdfLine]:
    """Words grouped by base line, top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.left)):
        row = rows[-1] if rows else None
        if row and abs(row[0].bottom - word.bottom) <= 0.35 * (word.bottom - word.top):
            row.append(word)
        else:
            rows.append([word])
    made = [PdfLine(tuple(sorted(row, key=lambda word: word.left))) for row in rows]
    return sorted(made, key=lambda line: line.top)


def without_furniture(pages: Sequence[Sequence[PdfLine]], heights: Sequence[float]) -> list[list[PdfLine]]:
    """The pages without page numbers and without the heads and feet that return on most pages."""
    edges = [(_edge_lines(page, height)) for page, height in zip(pages, heights, strict=True)]
    seen = Counter(_folded(line) for page in edges for line in page)
    often = max(3, (len(pages) + 1) // 2)
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        dropped = {id(line) for line in edge if _PAGE_NUMBER.match(line.text) or seen[_folded(line)] >= often}
        kept.append([line for line in page if id(line) not in dropped])
    return kept


def _edge_lines(page: Sequence[PdfLine], height: float) -> list[PdfLine]:
    """The first and last lines of a page as far as they stand in the margin, apart from the rest."""
    found = []
    for order in (page[:3], page[::-1][:3]):
        for line in order:
            if min(line.top, height - line.bottom) > _MARGIN * height or len(line.segments) > 2:
                break
            found.append(line)
    return found


def _folded(line: PdfLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.top / 4)


def fold(words: Iterable[Word], edge: float) -> str:
    """The words of a cell as text; line ends that only obeyed the ``edge`` become spaces."""
    printed = lines(words)
    if not printed:
        return ""
    space = 0.25 * printed[0].height
    return refold([line.printed for line in printed], edge, space)


def paragraphs(body: Sequence[PdfLine], page: int) -> Iterator[Paragraph]:
    """Running text outside tables; letterhead and signature block column by column."""
    for column, narrow in _columns(body):
        yield from _column_paragraphs(column, page, narrow)


def _columns(body: Sequence[PdfLine]) -> Iterator[tuple[list[PdfLine], bool]]:
    """Stretches of lines to be read one under the other, and whether they take only a part of the page's width."""
    index, plain = 0, list[PdfLine]()
    while index < len(body):
        end = _two_column_end(body, index)
        if end == index:
            plain.append(body[index])
            index += 1
            continue
        yield plain, False
        plain = []
        cut = _cut(body[index])
        for keep_left in (True, False):
            sides = (
                PdfLine(tuple(w for w in line.words if (w.middle[0] < cut) == keep_left)) for line in body[index:end]
            )
            yield [side for side in sides if side.words], True
        index = end
    yield plain, False


def _two_column_end(body: Sequence[PdfLine], start: int) -> int:
    """The line after a block of two columns that begins at ``start``; ``start`` when there is none."""
    if len(body[start].segments) != 2:
        return start
    cut, end = _cut(body[start]), start + 1
    centre = (min(line.left for line in body) + max(line.right for line in body)) / 2
    for index in range(start + 1, len(body)):
        line = body[index]
        if any(word.left < cut < word.right for word in line.words) or len(line.segments) > 2:
            break
        if len(line.segments) == 1 and (line.left < cut < line.right or abs(line.left + line.right - 2 * centre) < 16):
            break
        if line.right > cut:
            end = index + 1
    return end


def _cut(line: PdfLine) -> float:
    left, right = line.segments[0], line.segments[1]
    return (left.right + right.left) / 2


def _column_paragraphs(column: Sequence[PdfLine], page: int, narrow: bool) -> Iterator[Paragraph]:
    """In a ``narrow`` column each line end is meant, unless a small letter follows."""
    if not column:
        return
    edge = max(line.right for line in column)
    margin = min(line.left for line in column)
    current: list[PdfLine] = []
    for line in column:
        if current and _opens(current[-1], line, math.inf if narrow else edge):
            yield _paragraph(current, page, margin, edge)
            current = []
        current.append(line)
    yield _paragraph(current, page, margin, edge)


def _opens(before: PdfLine, line: PdfLine, edge: float) -> bool:
    """True when ``line`` begins a new paragraph after ``before``."""
    if starts_anew(line.text) or line.top - before.bottom > 0.9 * line.height:
        return True
    first = line.words[0]
    fitted = before.right + 0.25 * line.height + first.right - first.left <= edge - 2
    return fitted and not line.text[:1].islower()


def _paragraph(body: Sequence[PdfLine], page: int, margin: float, edge: float) -> Paragraph:
    words = [word for line in body for word in line.words]
    centred = all(line.left - margin > 15 and abs((line.left - margin) - (edge - line.right)) < 12 for line in body)
    style = Style(bold=all(word.bold for word in words), italic=all(word.italic for word in words), centered=centred)
    return Paragraph(" ".join(line.text for line in body), Where(page=page), style, unsure(words))


def unsure(words: Iterable[Word]) -> tuple[Unsure, ...]:
    """What is doubtful among the words."""
    return tuple(word.unsure for word in words if word.unsure)
