"""Word documents: paragraphs and tables in reading order, with merged cells, automatic numbers and text boxes.

Text that is struck out or hidden is left out and said; tracked changes are read as accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from bot.documents.reading.docx.list_numbers import Numbering
from bot.documents.reading.docx.paragraph_styles import Styles
from bot.documents.reading.docx.side_texts import LeftOut, Notes, comments, is_tracked
from bot.documents.reading.letterhead import is_layout_table
from bot.documents.reading.markup import tidy
from bot.documents.reading.refusals import EmptyFile
from bot.documents.reading.source import Block, Cell, Document, Paragraph, Row, Style, Table, Where
from bot.documents.reading.strict_package import transitional

Progress = Callable[[int, int], None]

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: Parts of a paragraph that are not its text: deleted text, field codes, old versions, text boxes (read apart).
_NOT_TEXT = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent"), _FALLBACK}
)
_WRAPPERS = frozenset(
    {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")}
)
_REFERENCES = frozenset({qn("w:footnoteReference"), qn("w:endnoteReference")})
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " "}
_ITALIC_ON, _ITALIC_OFF = "\ue000", "\ue001"


def read_docx(path: Path, progress: Progress | None = None) -> Document:
    """Read a ``.docx`` that ``guard`` has passed; raises ``EmptyFile`` when it holds no text.

    Pages are known as far as Word has written its last page breaks into the file.
    """
    opened = transitional(path)
    word = docx.Document(str(opened) if isinstance(opened, Path) else opened)
    notes = Notes([part for kind in ("/footnotes", "/endnotes") if (part := _part_root(word, kind)) is not None])
    reading = _DocxReading(Styles(word.styles.element), Numbering(_part_root(word, "/numbering")), notes)
    children = list(_children(word.element.body))
    blocks: list[Block] = []
    for done, element in enumerate(children, start=1):
        blocks.extend(reading.blocks(element))
        if progress and done % 50 == 0:
            progress(done, len(children))
    if not blocks:
        raise EmptyFile
    blocks.extend(Paragraph(text) for text in notes.rest)
    remarks = comments(_part_root(word, "/comments"))
    return Document(tuple(blocks), path.name, reading.left_out.notes(remarks, tracked=is_tracked(word.element.body)))


def _part_root(word: Any, ending: str) -> Any:
    """The root of a part, whichever kind of part the library makes of it."""
    for relation in word.part.rels.values():
        if relation.reltype.endswith(ending) and not relation.is_external:
            part = relation.target_part
            return part.element if hasattr(part, "element") else parse_xml(part.blob)
    return None


def _children(parent: Any) -> Iterator[Any]:
    """The children, with wrappers such as content controls and accepted insertions looked through."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


@dataclass(slots=True)
class _DocxReading:
    styles: Styles
    numbering: Numbering
    notes: Notes
    left_out: LeftOut = field(default_factory=LeftOut)
    page: int | None = None
    paragraph_count: int = 0
    table_count: int = 0
    _page_breaks: int = field(default=0)

    def blocks(self, element: Any) -> Iterator[Block]:
        if element.tag == qn("w:p"):
            yield from self._paragraph(element)
        elif element.tag == qn("w:tbl"):
            yield from self._table(element)

    def _paragraph(self, element: Any) -> Iterator[Paragraph]:
        self._turn_pages(_page_breaks(element))
        text, _ = self._text(element)
        self.paragraph_count += 1
        if text:
            where = Where(line=self.paragraph_count, page=self.page)
            yield Paragraph(text, where, self.styles.style(element))
        for box in _boxes(element):
            for inner in box.iter(qn("w:p")):
                yield from self._paragraph(inner)

    def _turn_pages(self, breaks: int) -> None:
        if breaks:
            self.page = (self.page or 1) + breaks

    def _table(self, element: Any) -> Iterator[Block]:
        rows = [row for row in _children(element) if row.tag == qn("w:tr") and self._is_shown(row)]
        if is_layout_table([[_raw_text(cell) for cell in _cells(row)] for row in rows[:7]]):
            for row in rows:
                for cell in _cells(row):
                    for child in _children(cell):
                        yield from self.blocks(child)
            return
        self.table_count += 1
        where = Where(page=self.page, table=self.table_count)
        read = [self._row(row, replace(where, row=number)) for number, row in enumerate(rows, start=1)]
        if any(cell.text for row in read for cell in row.cells):
            width = max(len(row.cells) for row in read)
            yield Table(tuple(_padded(row, width) for row in read), where)

    def _is_shown(self, row: Any) -> bool:
        """Neither deleted nor hidden, nor struck out as a whole."""
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            return False
        if properties is not None and properties.find(qn("w:hidden")) is not None:
            self.left_out.hidden.append(" ".join(_raw_text(cell) for cell in _cells(row)))
            return False
        return True

    def _row(self, element: Any, where: Where) -> Row:
        where = replace(where, page=self.page)
        cells: list[Cell] = [Cell(where=where)] * _grid_gap(element, "gridBefore")
        for cell in _cells(element):
            cells.extend(self._cell(cell, where))
        cells.extend([Cell(where=where)] * _grid_gap(element, "gridAfter"))
        self._turn_pages(max((_page_breaks(cell) for cell in _cells(element)), default=0))
        return Row(tuple(cells), where)

    def _cell(self, element: Any, where: Where) -> Iterator[Cell]:
        properties = element.find(qn("w:tcPr"))
        span = _value(properties, "gridSpan", 1)
        below = _continues(properties, "vMerge")
        if below or _continues(properties, "hMerge"):
            yield from [Cell(covered=True, where=where)] * span
            return
        lines, italics, looks = self._cell_text(element)
        text = tidy("\n".join(lines))
        bold = bool(looks) and all(look.bold for look in looks)
        yield Cell(text, span, where=where, bold=bold, italics=tuple(italics))
        yield from [Cell(covered=True, where=where)] * (span - 1)

    def _cell_text(self, element: Any) -> tuple[list[str], list[str], list[Style]]:
        lines, italics, looks = [], [], []
        for child in _children(element):
            if child.tag == qn("w:p"):
                text, parts = self._text(child)
                lines.append(text)
                italics.extend(parts)
                if text:
                    looks.append(self.styles.style(child))
                lines.extend(text for box in _boxes(child) for text, _ in map(self._text, box.iter(qn("w:p"))))
            elif child.tag == qn("w:tbl"):
                lines.extend(self._nested(child))
        return lines, italics, looks

    def _nested(self, table: Any) -> Iterator[str]:
        for row in _children(table):
            if row.tag == qn("w:tr"):
                yield " ".join(" ".join(self._cell_text(cell)[0]) for cell in _cells(row))

    def _text(self, paragraph: Any) -> tuple[str, list[str]]:
        """The paragraph's text with its automatic number, and the parts in italics."""
        marked = "".join(self._runs(paragraph, paragraph)).replace(_ITALIC_OFF + _ITALIC_ON, "")
        parts = [part.split(_ITALIC_OFF)[0].strip() for part in marked.split(_ITALIC_ON)[1:]]
        text = marked.replace(_ITALIC_ON, "").replace(_ITALIC_OFF, "")
        label = self._label(paragraph)
        return tidy(f"{label} {text}" if label else text), [part for part in parts if part]

    def _runs(self, element: Any, paragraph: Any) -> Iterator[str]:
        for child in element:
            if child.tag in _NOT_TEXT:
                continue
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in _BREAKS:
                yield _BREAKS[child.tag]
            elif child.tag in _REFERENCES:
                yield self.notes.inline(child.tag, child.get(qn("w:id")) or "")
            elif child.tag == qn("w:r") and self._is_unread(child, paragraph):
                continue
            elif child.tag == qn("w:r") and self.styles.run_has(child, paragraph, "i"):
                yield _ITALIC_ON + "".join(self._runs(child, paragraph)) + _ITALIC_OFF
            else:
                yield from self._runs(child, paragraph)

    def _is_unread(self, run: Any, paragraph: Any) -> bool:
        """Struck out or hidden."""
        text = "".join(node.text or "" for node in run.iter(qn("w:t")))
        for marks, found in ((("strike", "dstrike"), self.left_out.struck), (("vanish",), self.left_out.hidden)):
            if text.strip() and any(self.styles.run_has(run, paragraph, mark) for mark in marks):
                found.append(text)
                return True
        return False

    def _label(self, paragraph: Any) -> str:
        properties = self.styles.paragraph_value(paragraph, "numPr")
        if properties is None:
            return ""
        list_id, level = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
        if list_id is None:
            return ""
        depth = level.get(qn("w:val")) if level is not None else "0"
        return self.numbering.label(list_id.get(qn("w:val")), int(depth) if depth.isdigit() else 0)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in _children(row) if cell.tag == qn("w:tc")]


def _raw_text(cell: Any) -> str:
    return "\n".join("".join(node.text or "" for node in part.iter(qn("w:t"))) for part in cell.iter(qn("w:p")))


def _page_breaks(element: Any) -> int:
    return sum(1 for _ in element.iter(qn("w:lastRenderedPageBreak")))


def _boxes(element: Any) -> Iterator[Any]:
    """The text boxes of a paragraph, each once."""
    for box in element.iter(qn("w:txbxContent")):
        if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
            yield box


def _value(properties: Any, name: str, default: int) -> int:
    node = None if properties is None else properties.find(qn(f"w:{name}"))
    text = "" if node is None else node.get(qn("w:val")) or ""
    return min(int(text), _WIDEST) if text.isdigit() else default


#: More columns than Word allows in a table.
_WIDEST = 64


def _grid_gap(row: Any, name: str) -> int:
    return _value(row.find(qn("w:trPr")), name, 0)


def _continues(properties: Any, name: str) -> bool:
    """True for a cell swallowed by the merged cell above it (``vMerge``) or before it (``hMerge``)."""
    node = None if properties is None else properties.find(qn(f"w:{name}"))
    return node is not None and (node.get(qn("w:val")) or "continue") != "restart"


def _padded(row: Row, width: int) -> Row:
    missing = width - len(row.cells)
    return replace(row, cells=row.cells + (Cell(where=row.where),) * missing) if missing > 0 else row
