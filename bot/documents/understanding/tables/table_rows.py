"""One row of an appendix as the paper means it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.documents.reading.source import Where
from bot.documents.understanding.tables.columns import Header

#: Number of a section: "I", "II.", or a part "A".
ROMAN = re.compile(r"^(?:[IVX]{1,6}|[A-HĐ])[.)]?$")


@dataclass(slots=True)
class TableRow:
    number: str | None
    #: Column → text as printed.
    cells: dict[str, str]
    where: list[Where]
    #: Columns whose cell is merged with the one above: same value.
    merged: set[str] = field(default_factory=set)
    italics: tuple[str, ...] = ()
    #: The first row after a page break or a repeated header.
    after_break: bool = False
    #: Label of the appendix it stands in ("II"), if there are several.
    appendix: str | None = None
    #: The Roman section and the innermost heading.
    section: str | None = None
    heading: str | None = None
    #: Number of that heading ("2" over the rows a, b).
    parent: str | None = None
    #: Parts that were joined to it from the next page although they could stand alone.
    joined_whole: bool = False
    header: Header | None = None
    #: Read from running text: nothing is taken over from the row above.
    alone: bool = False

    def text(self, column: str) -> str:
        """The cell as printed; empty when blank or without such a column."""
        return self.cells.get(column, "")

    def is_only(self, *columns: str) -> bool:
        """True when no other column is filled."""
        return not any(text for column, text in self.cells.items() if column not in columns)
