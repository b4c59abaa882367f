"""Running text of a document as plain lines, and the small readings that several parts need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.documents.reading.source import Block, Paragraph, Style, Where

_MARKUP = re.compile(r"<[^<>]{1,80}>|\*+|^#+\s*|^[_=]{3,}$")
_NUMBERED = re.compile(
    r"^(?:(?P<roman>[IVX]{1,5})[.)]|(?P<digits>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?|(?P<letter>[a-zđ])[.)]"
    r"|\((?P<inner>\d{1,2})\))\s+"
)
#: "1.2" needs no dot behind it, a bare "12" does: "12 doanh nghiệp" is no heading.
_BARE = re.compile(r"^\d{1,2}\s")
_RECIPIENTS = re.compile(r"(?i)^Nơi nhận\b")
_LAST_WORDS = re.compile(r"\./\.?\s*$")
_SHORTEST_HEAD = 3
_ENDED = re.compile(r"[.;:!?…”\"»]$|\./\.?$")


@dataclass(frozen=True, slots=True)
class ProseLine:
    """One line of running text without markup, spaces folded."""

    text: str
    where: Where
    style: Style = field(default_factory=Style)


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph of the body with its place in the numbering."""

    text: str
    where: Where
    #: "III.1.2" of the heading it stands under (its own when it is numbered); empty before the first one.
    path: str = ""
    #: Texts of the headings above it, outermost first, its own numbering excluded.
    headings: tuple[str, ...] = ()
    #: The number it begins with itself.
    number: str | None = None


def plain(text: str) -> str:
    """The text without markup remains and with single spaces."""
    return " ".join(_MARKUP.sub(" ", text).split())


def block_lines(block: Block) -> Iterator[ProseLine]:
    """The lines of a paragraph, or of a table used for layout, cell by cell."""
    if isinstance(block, Paragraph):
        yield from _lines(block.text, block.where, block.style)
        return
    for row in block.rows:
        for cell in row.cells:
            yield from _lines(cell.text, row.where if cell.where == Where() else cell.where, Style(bold=cell.bold))


def lines_of(blocks: Iterable[Block]) -> list[ProseLine]:
    return [line for block in blocks for line in block_lines(block)]


def until_the_end(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """The lines up to "./." or "Nơi nhận"; what follows says who gets and who signs the paper."""
    for index, line in enumerate(lines):
        if index > _SHORTEST_HEAD and _RECIPIENTS.match(line.text):
            return list(lines[:index])
        if index > _SHORTEST_HEAD and _LAST_WORDS.search(line.text):
            return list(lines[: index + 1])
    return list(lines)


def body_items(lines: Iterable[ProseLine]) -> list[Item]:
    """Paragraphs of the body, those broken by a page joined, each under its headings."""
    items: list[Item] = []
    stack: list[tuple[int, str, str]] = []
    for line in joined(lines):
        match = _NUMBERED.match(line.text)
        if match is None or _BARE.match(line.text):
            items.append(Item(line.text, line.where, _path(stack), tuple(h for _, _, h in stack)))
            continue
        level, label = _level(match)
        text = line.text[match.end() :]
        stack = [entry for entry in stack if entry[0] < level]
        above = tuple(h for _, _, h in stack)
        stack.append((level, label, text))
        items.append(Item(text, line.where, _path(stack), above, label))
    return items


def joined(lines: Iterable[ProseLine]) -> list[ProseLine]:
    """Lines with a paragraph that goes on over a page put together again."""
    result: list[ProseLine] = []
    for line in lines:
        before = result[-1] if result else None
        if before and _goes_on(before.text, line.text):
            result[-1] = ProseLine(f"{before.text} {line.text}", before.where, before.style)
        else:
            result.append(line)
    return result


def _goes_on(before: str, after: str) -> bool:
    if _ENDED.search(before) or not after[0].islower() or re.match(r"[a-zđ]\)", after):
        # A name broken in its middle: "Thành phố" / "Hồ Chí Minh đến năm 2030".
        return bool(re.search(r"[Tt]hành phố$", before)) and after.startswith("Hồ Chí Minh")
    return True


def _lines(text: str, where: Where, style: Style) -> Iterator[ProseLine]:
    for raw in text.split("\n"):
        cleaned = plain(raw)
        if cleaned:
            yield ProseLine(cleaned, where, style)


def _level(match: re.Match[str]) -> tuple[int, str]:
    if match["roman"]:
        return 0, match["roman"]
    if match["digits"]:
        return 1 + match["digits"].count("."), match["digits"]
    return (6, match["letter"]) if match["letter"] else (7, match["inner"])


def _path(stack: list[tuple[int, str, str]]) -> str:
    """ "III.1.2" for I/II/III, then "1." or "1.2."; a dotted number already names its parents."""
    roman = [label for level, label, _ in stack if level == 0]
    digits = [label for level, label, _ in stack if 1 <= level <= 4][-1:]
    rest = [label for level, label, _ in stack if level > 4]
    return ".".join([*roman, *digits, *rest])
