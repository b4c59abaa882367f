"""Tables of a PDF page without ruling lines: columns are where no word stands, rows where the space is wider."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.documents.reading.pdf.ruled_tables import italics
from bot.documents.reading.pdf.text_lines import PdfLine, Word, fold, unsure
from bot.documents.reading.source import Cell, Row, Table, Where

_NUMBER = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-Za-zđĐ]|[IVX]{1,5}(?:\.\d{1,3})+)[.)]?$")
_NUMBER_HEADER = re.compile(r"^(?:S?TT|Số TT|Số thứ tự)$", re.IGNORECASE)
#: Narrower than this is a wide space between words, in points.
_GUTTER = 6.0
_STEP = 2.0
#: Numbers centred in their column begin within this of each other, in points.
_INDENT = 20.0
#: So many lines of running text in a row end a table.
_LONG_TEXT = 5


@dataclass(frozen=True, slots=True)
class Columned:
    """A stretch of lines that form a table, and the left edges of its columns."""

    lines: tuple[PdfLine, ...]
    edges: tuple[float, ...]
    #: Heights of lines drawn across, which part rows.
    rules: tuple[float, ...] = ()


def columned_stretches(
    body: Sequence[PdfLine], rules: Sequence[float] = (), known: Sequence[float] = ()
) -> list[tuple[int, int, Columned]]:
    """The tables among the lines as (first line, line after the last, table).

    ``known`` are the column edges of a table that ended the page before: its rows may go on without a full row.
    """
    found: list[tuple[int, int, Columned]] = []
    done = _reach(body, 0, known) if known and body and _fits(body[0], known) else 0
    if done:
        found.append((0, done, Columned(tuple(body[:done]), tuple(known), tuple(rules))))
    for first, last in _stretches(body):
        edges = _edges(body[first:last])
        if not edges:
            continue
        start, end = first, _reach(body, last, edges)
        while start > 0 and _fits(body[start - 1], edges) and _near(body[start - 1], body[start], body[start - 1]):
            start -= 1
        if start < done:
            found.pop()
        found.append((start, end, Columned(tuple(body[start:end]), tuple(edges), tuple(rules))))
        done = end
    return found


def _edges(stretch: Sequence[PdfLine]) -> list[float]:
    """The column edges of a stretch that is a table; none when it is not."""
    edges = _column_edges(stretch)
    if len(edges) >= 3 and _looks_tabular(stretch, edges):
        return edges
    header = next((line for line in stretch if _NUMBER_HEADER.match(line.segments[0].text)), None)
    return [segment.left for segment in header.segments] if header and len(header.segments) >= 3 else []


def _reach(body: Sequence[PdfLine], end: int, edges: Sequence[float]) -> int:
    """The line after the last one that still keeps to the columns."""
    while end < len(body) and (end == 0 or _near(body[end - 1], body[end], body[end])):
        if not (_fits(body[end], edges) or (_numbered(body[end]) and abs(body[end].left - edges[0]) < _INDENT)):
            break
        end += 1
    return end


def _fits(line: PdfLine, edges: Sequence[float]) -> bool:
    """True when the line keeps to the columns: no piece over an edge, and several pieces or one at an inner edge."""
    columns = [_column(segment.left, edges) for segment in line.segments]
    if columns != [_column(segment.right, edges) for segment in line.segments]:
        return False
    return len(columns) > 1 or (columns[0] > 0 and abs(line.left - edges[columns[0]]) <= 4)


def _near(before: PdfLine, line: PdfLine, joining: PdfLine) -> bool:
    """True when the space between two lines is that of a table's rows; a single piece must stand closer."""
    most = 4.0 if len(joining.segments) > 1 else 0.9
    return line.top - before.bottom <= most * line.height


def _stretches(body: Sequence[PdfLine]) -> Iterator[tuple[int, int]]:
    """From the first to the last line of three or more pieces, cut where running text stands between."""
    wide = [index for index, line in enumerate(body) if len(line.segments) >= 3]
    start = None
    for index, following in zip(wide, [*wide[1:], None], strict=False):
        start = index if start is None else start
        if following is None or _running(body[index + 1 : following]) > _LONG_TEXT:
            yield _front(body, start), _tail(body, start, index + 1)
            start = None


def _running(between: Sequence[PdfLine]) -> int:
    """How many lines go over most of the page in one piece."""
    if not between:
        return 0
    widest = max(line.right - line.left for line in between)
    return sum(1 for line in between if len(line.segments) == 1 and line.right - line.left > max(300.0, 0.8 * widest))


def _front(body: Sequence[PdfLine], start: int) -> int:
    """Numbered rows of two cells over the first full one."""
    while start and _numbered(body[start - 1]) and abs(body[start - 1].left - body[start].left) < _INDENT:
        start -= 1
    return start


def _tail(body: Sequence[PdfLine], start: int, end: int) -> int:
    """Lines under the last full one that still belong to its row, and numbered rows of two cells."""
    left = min(line.left for line in body[start:end])
    while end < len(body):
        before, line = body[end - 1], body[end]
        rest = line.top - before.bottom <= 0.6 * line.height and line.left > left + 3
        if not rest and not (_numbered(line) and abs(line.left - left) < _INDENT):
            break
        end += 1
    return end


def _numbered(line: PdfLine) -> bool:
    return len(line.segments) == 2 and bool(_NUMBER.match(line.segments[0].text))


def _column_edges(stretch: Sequence[PdfLine]) -> list[float]:
    """Left edges of the columns: after each gap that (nearly) no line of the stretch crosses."""
    left, right = min(line.left for line in stretch), max(line.right for line in stretch)
    telling = [line for line in stretch if not _spans(line, right - left)]
    steps = int((right - left) / _STEP) + 1
    covered = [0] * steps
    for line in telling:
        for segment in line.segments:
            first, last = int((segment.left - left) / _STEP), int((segment.right - left) / _STEP)
            for step in range(first, min(last + 1, steps)):
                covered[step] += len(stretch) if len(line.segments) >= 3 else 1
    allowed = len(telling) // 25
    edges, gap = [left], 0
    for step, count in enumerate(covered):
        if count <= allowed:
            gap += 1
            continue
        if gap * _STEP >= _GUTTER:
            edges.append(left + step * _STEP - _STEP)
        gap = 0
    return edges


def _spans(line: PdfLine, width: float) -> bool:
    """True for a title across the columns, with or without its number."""
    parts = line.segments
    if len(parts) == 2 and _NUMBER.match(parts[0].text):
        return parts[1].right - parts[1].left > 0.3 * width
    return len(parts) == 1 and parts[0].right - parts[0].left > 0.6 * width


def _looks_tabular(stretch: Sequence[PdfLine], edges: Sequence[float]) -> bool:
    full = sum(1 for line in stretch if len(line.segments) >= 3)
    return full >= 3 and full * 12 >= len(stretch) and len(edges) <= 14


def read_columned(table: Columned, where: Where) -> Table:
    """The rows of a table without lines."""
    rows: list[Row] = []
    ends = _column_ends(table)
    for group in _row_groups(table):
        here = Where(page=where.page, table=where.table, row=len(rows) + 1)
        rows.append(Row(tuple(_cells(group, table.edges, ends, here)), here))
    return Table(tuple(rows), where)


def _column_ends(table: Columned) -> list[float]:
    """How far the words of each column reach."""
    ends = [0.0] * len(table.edges)
    for line in table.lines:
        for segment in line.segments:
            first, last = _column(segment.left, table.edges), _column(segment.right, table.edges)
            if first == last:
                ends[first] = max(ends[first], segment.right)
    return ends


def _column(x: float, edges: Sequence[float]) -> int:
    return max((index for index, edge in enumerate(edges) if edge <= x + 1.0), default=0)


def _row_groups(table: Columned) -> Iterator[list[PdfLine]]:
    by_space = _space_tells(table)
    limit = _row_space(table)
    group: list[PdfLine] = []
    for line in table.lines:
        if group and _row_begins(table, group[-1], line, limit if by_space else None):
            yield group
            group = []
        group.append(line)
    yield group


def _row_begins(table: Columned, before: PdfLine, line: PdfLine, limit: float | None) -> bool:
    if any(before.bottom - 2 <= rule <= line.top + 2 for rule in table.rules):
        return True
    if limit is not None:
        return line.top - before.top > limit
    used = {_column(part.left, table.edges) for part in line.segments}
    return 0 in used or not used <= {_column(part.left, table.edges) for part in before.segments}


def _row_space(table: Columned) -> float:
    """From line to line: more than this is the space between rows."""
    return 1.25 * median(sorted(_pitches(table))[: max(1, len(table.lines) // 2)])


def _pitches(table: Columned) -> list[float]:
    pitches = [after.top - before.top for before, after in pairwise(table.lines)]
    return [pitch for pitch in pitches if pitch > 1] or [1.0]


def _space_tells(table: Columned) -> bool:
    """True when most rows stand apart from the line above them."""
    limit = _row_space(table)
    starts = [
        after.top - before.top for before, after in pairwise(table.lines) if _row_begins(table, before, after, None)
    ]
    return bool(starts) and sum(1 for pitch in starts if pitch > limit) * 2 > len(starts)


def _cells(group: Sequence[PdfLine], edges: Sequence[float], ends: Sequence[float], where: Where) -> Iterator[Cell]:
    words: list[list[Word]] = [[] for _ in edges]
    spans = [1] * len(edges)
    for line in group:
        for segment in line.segments:
            first, last = _column(segment.left, edges), _column(segment.right, edges)
            words[first].extend(segment.words)
            spans[first] = max(spans[first], last - first + 1)
    until = 0
    for column, inside in enumerate(words):
        if column < until and not inside:
            yield Cell(covered=True, where=where)
            continue
        span = _span(words, column, spans[column])
        until = column + span
        edge = max(ends[column], ends[until - 1])
        yield Cell(fold(inside, edge), span, where=where, italics=italics(inside), unsure=unsure(inside))


def _span(words: Sequence[Sequence[Word]], column: int, wanted: int) -> int:
    """A cell takes the columns to its right only as far as they are empty."""
    span = 1
    while span < wanted and not words[column + span]:
        span += 1
    return span
