"""Rows of the appendix tables of one plan, put together again: page breaks, headings, numbering.

Gives the rows as the paper means them, each cell's text as printed. What the cells say about agencies, times and people
is read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.documents.reading.source import Block, Cell, Paragraph, Row, Table, Where
from bot.documents.understanding.prose import plain
from bot.documents.understanding.tables.columns import Column, Header, read_header
from bot.documents.understanding.tables.table_rows import ROMAN, TableRow
from bot.documents.understanding.tables.table_sections import with_sections

_APPENDIX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu|BIỂU)\s*(?:SỐ|số)?\s*(?P<label>[IVX]+|\d+|[A-H])?(?![a-zà-ỹ])"
)
_HEADING = re.compile(r"^(?P<roman>[IVX]{1,6}|[A-HĐ])[.)]\s+(?P<text>\S.{2,200})$")
_INNER = re.compile(r"^(?P<number>[IVX]{1,6}|\d{1,3}(?:\.\d{1,3})*|[a-zđ])[.)]\s+(?P<text>.+)$", re.DOTALL)
_MOST_TITLES = 5
_LONGEST_CAPTION = 160
#: What a row that is no task is: part of the plan's frame, or of a form to be filled in.
PLAN, FORM = "plan", "form"
_FEWEST_LABELS = 3
#: What stands in a form that nobody has filled in: row numbers, column numbers, dots.
_PLACEHOLDER = re.compile(r"\(?(?:\d{1,3}|[IVX]{1,4}|[A-ZĐa-zđ])[.)]?|[.…_\-\s]+|(?:Tổng )?[Cc]ộng|Ví dụ:?")
_ENDS = re.compile(r"[.;:!?…)\"”]$")


@dataclass(frozen=True, slots=True)
class Extract:
    """The task rows of a document and the blocks they were not read from."""

    rows: tuple[TableRow, ...]
    #: Titles over the tables: "PHỤ LỤC II Danh mục … năm 2023".
    captions: tuple[str, ...]
    #: Where the first task table stands in the blocks; None without one.
    first_block: int | None
    #: Titles of tables that are to be filled in.
    forms: tuple[str, ...] = ()
    #: Rows that are no task: what each of them is.
    other_rows: Mapping[Where, str] = field(default_factory=dict)


def extract(blocks: Sequence[Block]) -> Extract:
    """Every row of every task table among ``blocks``."""
    reader = _Reader()
    for position, block in enumerate(blocks):
        if isinstance(block, Table):
            reader.table(block, position)
        else:
            reader.paragraph(block)
    rows = with_sections(_joined(reader.rows))
    tasks = {where for row in rows for where in row.where}
    headings = {where: PLAN for row in reader.rows for where in row.where if where not in tasks}
    return Extract(
        tuple(rows), tuple(reader.captions), reader.first, tuple(reader.forms), {**headings, **reader.other_rows}
    )


def is_task_table(table: Table) -> bool:
    """True when the table's header says it lists tasks and rows stand below it."""
    return _first_header(table.rows)[1] is not None and not is_form(table)


def is_form(table: Table) -> bool:
    """True for a table with labels above and nothing below: to be filled in by those who report."""
    first, *rest = table.rows
    labels = [c.text for c in first.cells if c.text.strip()]
    return len(labels) >= _FEWEST_LABELS and bool(rest) and all(map(_is_blank, rest))


def _is_blank(row: Row) -> bool:
    return not any(c.text.strip() and not _PLACEHOLDER.fullmatch(c.text.strip()) for c in row.cells)


def _first_header(rows: Sequence[Row]) -> tuple[int, tuple[Header, int] | None]:
    """How many titles stand over the header inside the table, and the header."""
    for above, row in enumerate(rows[:_MOST_TITLES]):
        found = read_header(rows[above:])
        if found is not None:
            return above, found
        if not _only_text(row):
            break
    return 0, None


def _only_text(row: Row) -> str:
    """The text of a row with a single filled cell; empty otherwise."""
    filled = [plain(c.text) for c in row.cells if c.text.strip()]
    return filled[0] if len(filled) == 1 else ""


class _Reader:
    """Walks the blocks and turns table rows into ``TableRow``; headings stay rows here."""

    def __init__(self) -> None:
        self.rows: list[TableRow] = []
        self.captions: list[str] = []
        self.first: int | None = None
        self.forms: list[str] = []
        self.other_rows: dict[Where, str] = {}
        self._header: Header | None = None
        self._appendix: str | None = None
        self._caption: list[str] = []
        self._fresh = False

    def paragraph(self, block: Paragraph) -> None:
        """Notes what appendix begins, and headings printed between tables."""
        for text in filter(None, (plain(t) for t in block.text.split("\n"))):
            match = _APPENDIX.match(text)
            if match:
                self._appendix = match["label"] or self._appendix
                self._caption = []
                self._header = None
            heading = _HEADING.match(text)
            if heading and self._header is not None:
                self.rows.append(_heading_row(heading["roman"], heading["text"], block.where, self))
            self._caption = [*self._caption[:6], text]

    def table(self, table: Table, position: int) -> None:
        """Takes the rows of a task table; a table without a header goes on with the one before when as wide."""
        if is_form(table):
            self.forms.append(
                self._caption[-1] if self._caption else _only_text(table.rows[0]) or plain(table.rows[0].texts[1])
            )
            self.other_rows |= {row.where: FORM for row in table.rows}
            return
        above, found = _first_header(table.rows)
        rows = table.rows
        if found is not None:
            for row in rows[:above]:
                self._note(row)
            rows = rows[above:]
            self._take_header(found[0], position)
            self._are_labels(rows[: found[1]])
            rows = rows[found[1] :]
        elif self._header is None or not _fits(table, self._header):
            return
        self._fresh = True
        for index, row in enumerate(rows):
            again = read_header(rows[index:]) if found is None or index else None
            if again is not None:
                self._take_header(again[0], position)
                self._are_labels(rows[index : index + again[1]])
                self._fresh = True
            elif _APPENDIX.match(text := _only_text(row)) and len(text) <= _LONGEST_CAPTION:
                self._note(row)
            else:
                self._row(row)

    def _are_labels(self, rows: Sequence[Row]) -> None:
        self.other_rows |= {row.where: PLAN for row in rows}

    def _note(self, row: Row) -> None:
        """A title that stands inside the table, over its header."""
        self._are_labels([row])
        if text := _only_text(row):
            self.paragraph(Paragraph(text, row.where))

    def _take_header(self, header: Header, position: int) -> None:
        if self.first is None:
            self.first = position
        if self._caption and _APPENDIX.match(self._caption[0]):
            self.captions.append(" ".join(self._caption))
        self._caption = []
        if self._header is None or not _repeats_top(header, self._header):
            self._header = header

    @property
    def header(self) -> Header | None:
        return self._header

    @property
    def appendix(self) -> str | None:
        return self._appendix

    def _row(self, row: Row) -> None:
        header = self._header
        if header is None or not any(c.text.strip() for c in row.cells):
            return
        made = _table_row(row, header, self)
        made.after_break, self._fresh = self._fresh, False
        self.rows.append(made)


def _repeats_top(header: Header, before: Header) -> bool:
    """The upper row of a header of two rows, printed alone on the next page."""
    pairs = zip(header.labels, before.labels, strict=False)
    return header.width == before.width and all(before_label.startswith(label) for label, before_label in pairs)


def _fits(table: Table, header: Header) -> bool:
    return any(sum(1 for _ in row.cells) in (header.width, header.width - 1) for row in table.rows[:3])


def _heading_row(number: str, text: str, where: Where, reader: _Reader) -> TableRow:
    return TableRow(number, {Column.CONTENT: text}, [where], appendix=reader.appendix, header=reader.header)


def _table_row(row: Row, header: Header, reader: _Reader) -> TableRow:
    cells = _unshifted(row, header)
    texts = {
        column: cells[position].text.strip() if position < len(cells) else ""
        for column, position in header.columns.items()
    }
    number, texts = _number(texts, header)
    if _is_one_cell(cells):
        texts = {Column.CONTENT: next(c.text.strip() for c in cells if c.text.strip())}
        number, texts = _inner_number(texts) if _spans_all(cells) else (number, texts)
    merged = {c for c, p in header.columns.items() if p < len(cells) and _covered_above(cells, p)}
    return TableRow(
        number,
        texts,
        [row.where],
        merged,
        tuple(i for cell in cells for i in cell.italics),
        appendix=reader.appendix,
        header=header,
    )


def _unshifted(row: Row, header: Header) -> Sequence[Cell]:
    """The cells; moved one place right when the text of the task stands in the column of the numbers."""
    position = header.columns.get(Column.NUMBER)
    cells = row.cells
    if position != 0 or len(cells) < 2 or len(cells) > header.width:
        return cells
    first = plain(cells[0].text)
    room = len(cells) < header.width or not cells[-1].text.strip()
    if len(first) > 20 and room and cells[1].text.strip() and not _INNER.match(first):
        return (Cell(), *cells[: header.width - 1])
    return cells


def _number(texts: dict[str, str], header: Header) -> tuple[str | None, dict[str, str]]:
    """The row's number, from its own column or from the front of the content."""
    if Column.NUMBER in header.columns:
        # A column narrower than its number breaks it: "1." over "12".
        number = re.sub(r"(?<=[\d.]) (?=[\d.])", "", plain(texts.pop(Column.NUMBER, ""))).rstrip(".) ")
        return number or None, texts
    return _inner_number(texts)


def _inner_number(texts: dict[str, str]) -> tuple[str | None, dict[str, str]]:
    match = _INNER.match(texts.get(Column.CONTENT, ""))
    if match is None:
        return None, texts
    return match["number"], {**texts, Column.CONTENT: match["text"].strip()}


def _is_one_cell(cells: Sequence[Cell]) -> bool:
    return sum(1 for c in cells if c.text.strip()) == 1 and _spans_all(cells)


def _spans_all(cells: Sequence[Cell]) -> bool:
    """One merged cell takes (nearly) the whole width."""
    return any(c.text.strip() and c.span >= max(2, len(cells) - 1) for c in cells)


def _covered_above(cells: Sequence[Cell], position: int) -> bool:
    """Covered by a cell of a row above, not by a wide cell of this row."""
    if not cells[position].covered:
        return False
    for back in range(1, position + 1):
        left = cells[position - back]
        if not left.covered:
            return left.span <= back
    return True


def _joined(rows: Sequence[TableRow]) -> list[TableRow]:
    """Rows broken by a page put together."""
    result: list[TableRow] = []
    for row in rows:
        if result and _continues(row, result[-1]):
            _append(result[-1], row)
        else:
            result.append(row)
    return result


def _continues(row: TableRow, before: TableRow) -> bool:
    if row.number or before.header is None or row.header is None or ROMAN.match(before.number or ""):
        return False
    content = row.text(Column.CONTENT)
    if not content and before.text(Column.CONTENT) and not row.merged:
        return True
    if row.after_break and any(map(_goes_on, [content] if content else row.cells.values())):
        return True
    only_text = row.is_only(Column.CONTENT, Column.DELIVERABLE) and bool(content)
    if not only_text or not row.header.has_parties:
        return False
    if not before.text(Column.CONTENT):
        return False
    if row.after_break:
        return bool(Column.TIME in row.header.columns or row.merged or not _ENDS.search(before.text(Column.CONTENT)))
    return content[0].islower() or (content[0] in "-+" and Column.TIME in row.header.columns)


def _goes_on(text: str) -> bool:
    """True for the rest of a sentence."""
    return bool(text) and text[0].islower() and not re.match(r"[a-zđ]\)", text)


def _append(before: TableRow, row: TableRow) -> None:
    content = row.text(Column.CONTENT)
    before.joined_whole |= (
        bool(content) and not content[0].islower() and bool(_ENDS.search(before.text(Column.CONTENT)))
    )
    for column, text in row.cells.items():
        if text:
            old = before.cells.get(column, "")
            glue = "\n" if text.startswith(("- ", "+ ")) else " "
            before.cells[column] = f"{old}{glue}{text}".strip()
    before.where += row.where
    before.italics += row.italics
