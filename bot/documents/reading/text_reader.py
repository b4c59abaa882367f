"""Plain text and Markdown: running text with tab-separated tables inside, as pasted from Word or converted."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.documents.reading.flow import join_cut_paragraphs, starts_anew
from bot.documents.reading.markup import plain, tidy
from bot.documents.reading.refusals import Broken, EmptyFile
from bot.documents.reading.source import Block, Cell, Document, Paragraph, Row, Style, Table, Where
from bot.messages.importing.doubts import BROKEN_OFF

_PAGE_NUMBER = re.compile(r"^\s*(?:-\s*)?\d{1,3}(?:\s*-)?\s*$")
_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"^\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*$")
_PIPE = re.compile(r"(?<!\\)\|")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ROW_NUMBER = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7}|[A-Za-zđĐ])[.)]?$")
#: A text whose longest lines end between these was broken by a program, not by its author.
_FULLEST, _NARROW = 50, 130


@dataclass(frozen=True, slots=True)
class _TextLine:
    number: int
    text: str
    #: The line above is blank, or there is none.
    after_gap: bool = False

    @property
    def is_row(self) -> bool:
        return self.text.count("\t") >= 2 or bool(_PIPE_ROW.match(self.text)) or self._pair

    @property
    def _pair(self) -> bool:
        return "\t" in self.text.strip()


def read_text(path: Path) -> Document:
    """Read a ``.txt`` or ``.md`` file in UTF-8, UTF-16 or Windows-1258.

    Raises ``EmptyFile`` when there is no text, ``Broken`` when it is not text at all.
    """
    text = decode(path.read_bytes())
    if not text.strip():
        raise EmptyFile
    lines = _unwrapped(_without_page_numbers(_lines(text)))
    notes = (BROKEN_OFF,) if lines and _is_open(lines[-1].text) else ()
    return Document(join_cut_paragraphs(_blocks(lines)), path.name, notes)


def _is_open(last: str) -> bool:
    """A list of the last line has no end."""
    folded = last.lower()
    return any(folded.count(f"<{tag}") > folded.count(f"</{tag}") for tag in ("ul", "ol"))


def decode(data: bytes) -> str:
    """``data`` as text; the characters stay as they are encoded, composed or not."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\0" in data[:4000]:
        return _strictly(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        return _strictly(data, "utf-8")
    except Broken:
        return _strictly(data, "cp1258")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Broken("Tệp văn bản có ký tự không đọc được.", hint="Xin lưu lại với bảng mã UTF-8.") from None
    if len(_CONTROL.findall(text[:20_000])) > 5:
        raise Broken("Tệp này không phải văn bản.", hint="Đọc được: .docx, .pdf, .xlsx, .txt, .md.")
    return text


def _lines(text: str) -> list[_TextLine]:
    numbered: list[_TextLine] = []
    gap, open_cell = True, False
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line = raw.replace("\f", "")
        if open_cell:
            last = numbered[-1]
            numbered[-1] = replace(last, text=f"{last.text}\n{line}")
            open_cell = _quote_open(numbered[-1].text)
        elif line.strip():
            numbered.append(_TextLine(number, line, gap or "\f" in raw))
            open_cell = "\t" in line and _quote_open(line)
            gap = False
        else:
            gap = True
    return numbered


def _quote_open(row: str) -> bool:
    """True inside a cell that a spreadsheet put in quotes because it has line breaks; never over a long stretch."""
    cell = row.rpartition("\t")[2]
    return cell.startswith('"') and cell.count('"') % 2 == 1 and row.count("\n") < 40


def _without_page_numbers(lines: Sequence[_TextLine]) -> list[_TextLine]:
    kept: list[_TextLine] = []
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        alone = line.after_gap and (after is None or after.after_gap)
        if not (alone and _PAGE_NUMBER.match(line.text)):
            kept.append(line)
    return kept


def _unwrapped(lines: Sequence[_TextLine]) -> list[_TextLine]:
    """Lines broken at a fixed width put together; only where the whole text looks so."""
    widths = sorted(len(line.text) for line in lines if not line.is_row)
    width = widths[-1] if widths else 0
    full = sum(1 for size in widths if size >= width - 12)
    if not _FULLEST <= width <= _NARROW or full < max(5, len(widths) // 5):
        return list(lines)
    joined: list[_TextLine] = []
    previous = ""
    for line in lines:
        word = line.text.split()[0]
        cut = bool(previous) and len(previous) + 1 + len(word) > width and not line.after_gap
        if cut and not line.is_row and not starts_anew(line.text.strip()):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text.strip()}")
        else:
            joined.append(line)
        previous = "" if line.is_row else line.text
    return joined


def _blocks(lines: Sequence[_TextLine]) -> Iterator[Block]:
    index = tables = 0
    while index < len(lines):
        end = _table_end(lines, index)
        if end > index:
            tables += 1
            yield _table(lines[index:end], tables)
            index = end
            continue
        count, block = _paragraph(lines, index)
        yield from block
        index += count


def _table_end(lines: Sequence[_TextLine], start: int) -> int:
    """The line after the table that begins at ``start``; ``start`` itself when none does."""
    if not lines[start].is_row:
        return start
    end = start + 1
    while end < len(lines) and not lines[end].after_gap and (lines[end].is_row or _cut_row(lines, start, end)):
        end += 1
    rows = lines[start:end]
    widest = max(line.text.count("\t") for line in rows)
    if widest >= 2 or len(rows) >= 2 or _PIPE_ROW.match(rows[0].text):
        return end
    return start


def _cut_row(lines: Sequence[_TextLine], start: int, index: int) -> bool:
    """True for a line without tabs inside a row: the row goes on after it and is then as wide as the header."""
    wide = lines[start].text.count("\t")
    have = lines[index - 1].text.count("\t")
    if have >= wide or _ROW_NUMBER.match(lines[index].text.split()[0]):
        return False
    following = index
    while following < len(lines) and not lines[following].after_gap:
        have += lines[following].text.count("\t")
        if have >= wide:
            return have == wide and not _ROW_NUMBER.match(lines[following].text.split("\t")[0].strip() or "1")
        following += 1
    return False


def _table(lines: Sequence[_TextLine], number: int) -> Table:
    if _PIPE_ROW.match(lines[0].text):
        rows = [_pipe_row(line) for line in lines if not _PIPE_RULE.match(line.text)]
    else:
        rows = [_row(line) for line in _whole_rows(lines)]
    return Table(tuple(rows), Where(line=lines[0].number, table=number))


def _whole_rows(lines: Sequence[_TextLine]) -> list[_TextLine]:
    """Rows with a line break inside a cell become one line again."""
    wide = lines[0].text.count("\t")
    rows: list[_TextLine] = []
    for line in lines:
        if rows and _goes_on(rows[-1].text, line.text, wide):
            rows[-1] = replace(rows[-1], text=f"{rows[-1].text}\n{line.text}")
        else:
            rows.append(line)
    return rows


def _goes_on(row: str, text: str, wide: int) -> bool:
    """True when ``text`` completes a row that is still narrower than the header, and does not open one."""
    first = text.split("\t", maxsplit=1)[0].strip()
    fits = row.count("\t") < wide and row.count("\t") + text.count("\t") <= wide
    return fits and bool(first) and not _ROW_NUMBER.match(first)


def _row(line: _TextLine) -> Row:
    where = Where(line=line.number)
    return Row(tuple(_cell(text, where) for text in line.text.split("\t")), where)


def _pipe_row(line: _TextLine) -> Row:
    where = Where(line=line.number)
    inner = line.text.strip()[1:-1]
    return Row(tuple(_cell(text, where) for text in _PIPE.split(inner)), where)


def _cell(raw: str, where: Where) -> Cell:
    text = raw.strip(" \n")
    if len(text) >= 2 and text[0] == text[-1] == '"' and "\n" in text:
        text = text[1:-1].replace('""', '"')
    reading = plain(text)
    return Cell(reading.text, where=where, bold=reading.bold, italics=reading.italics)


def _paragraph(lines: Sequence[_TextLine], index: int) -> tuple[int, list[Block]]:
    """How many lines one paragraph takes, and the paragraph; bold text may go over several lines."""
    count = 1
    while _bold_open(lines[index : index + count]) and index + count < len(lines) and count < 8:
        if lines[index + count].after_gap:
            count = 1
            break
        count += 1
    reading = plain("\n".join(line.text for line in lines[index : index + count]))
    text = tidy(reading.text)
    if not text:
        return count, []
    style = Style(heading=reading.heading, bold=reading.bold, italic=reading.italic)
    return count, [Paragraph(text, Where(line=lines[index].number), style)]


def _bold_open(lines: Sequence[_TextLine]) -> bool:
    return sum(line.text.count("**") for line in lines) % 2 == 1
