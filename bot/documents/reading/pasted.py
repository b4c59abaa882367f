"""What the clipboard of a browser or Word brings, as the text the reader of text files understands."""

from __future__ import annotations

from html.parser import HTMLParser

_SKIPPED = frozenset({"script", "style", "head", "title", "template", "xml"})
_BREAKING = frozenset(
    {"p", "div", "br", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote"}
)
_MOST_SPAN = 50


def pasted_text(markup: str) -> str:
    """HTML as lines of text; a table's rows stand between ``|``, a cell merged downwards is repeated in each row.

    Takes any text; tags it does not know are dropped and their words kept.
    """
    parser = _Pasted()
    parser.feed(markup)
    parser.close()
    return parser.text()


class _Pasted(HTMLParser):
    """Collects lines; inside a table, cells and rows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._cells: list[str] | None = None
        self._tables = 0
        self._skipping = 0
        self._span = (1, 1)
        #: Column → rows still to come and the text of a cell that reaches down.
        self._below: dict[int, tuple[int, str]] = {}

    def text(self) -> str:
        """What was collected."""
        self._end_row()
        return "\n".join(line.rstrip() for line in self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag == "table":
            self._tables += 1
            if self._tables == 1:
                self._below = {}
                self._lines += ["", ""]
        elif tag == "tr" and self._tables == 1:
            self._end_row()
            self._cells = []
        elif tag in ("td", "th") and self._tables == 1:
            self._begin_cell(dict(attrs))
        elif tag in _BREAKING or tag in ("li", "tr"):
            self._break("- " if tag == "li" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag == "table" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._end_row()
                self._lines += ["", ""]
        elif tag == "tr" and self._tables == 1:
            self._end_row()
        elif tag in _BREAKING:
            self._break("")

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        words = " ".join(data.split())
        if not words:
            words = " " if data else ""
        else:
            words = (" " if data[0].isspace() else "") + words + (" " if data[-1].isspace() else "")
        if self._cells:
            self._cells[-1] += words.replace("|", "\\|")
        elif not self._tables:
            self._lines[-1] += words if self._lines[-1] else words.lstrip()

    def _break(self, opens: str) -> None:
        if self._cells:
            self._cells[-1] += f"<br>{opens}"
        elif not self._tables:
            self._lines.append(opens)

    def _begin_cell(self, attrs: dict[str, str | None]) -> None:
        self._cells = self._cells if self._cells is not None else []
        self._end_cell()
        self._fill_from_above()
        self._span = (_number(attrs.get("colspan")), _number(attrs.get("rowspan")))
        self._cells.append("")

    def _end_cell(self) -> None:
        if not self._cells:
            return
        across, down = self._span
        if down > 1:
            self._below[len(self._cells) - 1] = (down, self._cells[-1])
        self._cells += [""] * (across - 1)
        self._span = (1, 1)

    def _fill_from_above(self) -> None:
        while self._cells is not None and (reaching := self._below.get(len(self._cells))):
            rows, text = reaching
            if rows <= 1:
                del self._below[len(self._cells)]
                break
            self._below[len(self._cells)] = (rows - 1, text)
            self._cells.append(text)

    def _end_row(self) -> None:
        if self._cells:
            self._end_cell()
            self._fill_from_above()
            texts = (_tidy(cell) for cell in self._cells)
            self._lines[-1:] = [*([self._lines[-1]] if self._lines[-1] else []), f"| {' | '.join(texts)} |", ""]
        self._cells = None


def _tidy(cell: str) -> str:
    """A cell without the breaks at its ends and with one between its lines."""
    return "<br>".join(filter(None, (" ".join(line.split()) for line in cell.split("<br>"))))


def _number(text: str | None) -> int:
    return min(int(text), _MOST_SPAN) if text and text.isdecimal() and int(text) else 1
