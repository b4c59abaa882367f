"""Which rows are headings, and under which heading each task stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.documents.understanding.prose import plain
from bot.documents.understanding.tables.columns import Column
from bot.documents.understanding.tables.table_rows import ROMAN, TableRow

#: "A", "B" over "I", "II".
_PARTS = tuple("ABCDEGHĐ")


def with_sections(rows: Sequence[TableRow]) -> list[TableRow]:
    """Task rows only, each knowing its section and heading."""
    tasks: list[TableRow] = []
    section: str | None = None
    part: str | None = None
    names: dict[str | None, str] = {}
    appendix: str | None = None
    for index, row in enumerate(rows):
        if row.appendix != appendix:
            appendix, section, part, names = row.appendix, None, None, {}
        heading = _heading_text(row, rows[index + 1] if index + 1 < len(rows) else None)
        if heading is None:
            row.section, row.parent = section, _innermost(row, names)
            row.heading = names.get(row.parent)
            tasks.append(row)
        elif row.number is None or ROMAN.match(row.number):
            part = row.number if row.number in _PARTS else part
            section = (
                f"{part}.{row.number}" if part and row.number and row.number not in _PARTS else row.number or section
            )
            names = {None: heading}
        else:
            names = {k: v for k, v in names.items() if k is None or row.number.startswith(f"{k}.")}
            names[row.number] = heading
    return tasks


def _innermost(row: TableRow, names: Mapping[str | None, str]) -> str | None:
    """Number of the deepest heading over the row: "5" over "5.1"; None for the section's."""
    number = row.number or ""
    inner = [k for k in names if k and (number.startswith(f"{k}.") or not re.match(r"\d", number))]
    return max(inner, key=len) if inner else None


def _heading_text(row: TableRow, following: TableRow | None) -> str | None:
    """The row's text when it is a heading: nothing but one text, and a number that leads others."""
    filled = [text for text in row.cells.values() if text]
    if len(filled) != 1 or row.merged - {Column.NUMBER, Column.CONTENT}:
        return None
    text, number = plain(filled[0]), row.number or ""
    if ROMAN.match(number):
        return text
    if following and number and (following.number or "").startswith(f"{number}."):
        return text
    letters_follow = bool(following and re.fullmatch(r"[a-zđ]", following.number or ""))
    if number.isdigit() and letters_follow and not row.text(Column.LEAD):
        return text
    if not number and (text.isupper() or _is_bold_heading(row, text)):
        return text
    return None


def _is_bold_heading(row: TableRow, text: str) -> bool:
    return row.header is not None and len(text) < 160 and len(row.cells) == 1 and not text.endswith((".", ";"))
