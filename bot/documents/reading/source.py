"""What every reader yields: a document as paragraphs and tables, each saying where it stands.

Nothing here is corrected: texts are the document's own. Line breaks inside a cell or a paragraph are ``\\n``; markup
that came through as text is reduced to text (a list item begins with ``- ``).
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the source; all numbers count from 1, None is unknown or does not apply.

    ``line`` is a line of a text file, or a sheet's row (then ``table`` is the number of the sheet); ``page`` is known
    for PDF only; ``row`` counts within the table.
    """

    line: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None

    @property
    def label(self) -> str:
        """In Vietnamese, for people: "trang 3, bảng 2, dòng 7", "dòng 41"; empty when nothing is known."""
        parts = (("trang", self.page), ("bảng", self.table), ("dòng", self.row or self.line))
        return ", ".join(f"{word} {number}" for word, number in parts if number is not None)


@dataclass(frozen=True, slots=True)
class Style:
    """Hints about a paragraph's look; False and None also stand for "cannot be known from this kind of file"."""

    #: Heading level from 1, where the file marks headings.
    heading: int | None = None
    #: The whole paragraph is bold, italic, centred.
    bold: bool = False
    italic: bool = False
    centered: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """A word recognised in a picture that may be another."""

    #: As taken into the text.
    text: str
    #: What a second reading has in its place; empty when it has the same, or nothing.
    other: str = ""
    #: Its place in the page: a PNG in base64.
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text, never blank."""

    text: str
    where: Where = field(default_factory=Where)
    style: Style = field(default_factory=Style)
    unsure: tuple[Unsure, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the table's grid.

    A merged cell stands once, at its first place, with the number of columns it takes in ``span``; the places it takes
    besides follow as ``covered`` cells without text, to its right and in the rows below. So every row of a
    table with merges has a cell for each column. Rows of text files may be shorter than the header.
    """

    text: str = ""
    span: int = 1
    covered: bool = False
    where: Where = field(default_factory=Where)
    #: The whole cell is bold.
    bold: bool = False
    #: The parts of ``text`` set in italics.
    italics: tuple[str, ...] = ()
    unsure: tuple[Unsure, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row; a row broken by a page may arrive as two, a header once per page."""

    cells: tuple[Cell, ...]
    where: Where = field(default_factory=Where)

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells' texts, an empty one for each covered place."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under each other with nothing between; a table that goes over pages may come in several."""

    rows: tuple[Row, ...]
    where: Where = field(default_factory=Where)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file in reading order."""

    blocks: tuple[Block, ...]
    #: The file's own name, without folders.
    name: str = ""
    #: In Vietnamese: what could not be read, such as a page that is a picture.
    notes: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))
