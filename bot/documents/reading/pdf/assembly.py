"""Pages of words and lines put together to a document: furniture off, tables and running text in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.documents.reading.flow import join_cut_paragraphs
from bot.documents.reading.letterhead import is_layout_table
from bot.documents.reading.pdf.ruled_tables import Edge, Ruled, read_ruled, ruled_tables
from bot.documents.reading.pdf.text_lines import PdfLine, Word, lines, paragraphs, without_furniture
from bot.documents.reading.pdf.word_columns import columned_stretches, read_columned
from bot.documents.reading.source import Block, Where

#: A line across shorter than this underlines a word; it parts no rows. In points.
_ACROSS = 100


@dataclass(frozen=True, slots=True)
class Page:
    """A page as words in running text, words in ruled tables, and lines across; however it was read."""

    number: int
    height: float
    body: list[PdfLine]
    ruled: list[tuple[Ruled, list[Word]]]
    rules: list[float]


def page_of(number: int, height: float, words: Iterable[Word], edges: Sequence[Edge]) -> Page:
    """Each word in the ruled table that holds it, or in the running text."""
    tables = ruled_tables(edges)
    inside: list[list[Word]] = [[] for _ in tables]
    outside: list[Word] = []
    for word in words:
        held = next((index for index, table in enumerate(tables) if table.holds(word)), None)
        (outside if held is None else inside[held]).append(word)
    rules = sorted({edge["top"] for edge in edges if edge["orientation"] == "h" and edge["width"] > _ACROSS})
    return Page(number, height, lines(outside), list(zip(tables, inside, strict=True)), rules)


def assembled(pages: Sequence[Page]) -> tuple[Block, ...]:
    """The blocks of all pages."""
    bodies = without_furniture([page.body for page in pages], [page.height for page in pages])
    assembly = _Assembly()
    blocks = (block for page, body in zip(pages, bodies, strict=True) for block in assembly.blocks(page, body))
    return join_cut_paragraphs(blocks)


@dataclass(slots=True)
class _Assembly:
    """Puts the pages' blocks in order; remembers the columns of a table that reaches the end of its page."""

    tables: int = 0
    columns: tuple[float, ...] = ()

    def blocks(self, page: Page, body: Sequence[PdfLine]) -> Iterator[Block]:
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

    def _unruled(self, page: Page, body: Sequence[PdfLine]) -> Iterator[Block]:
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
