"""Lines put together again: which line ends were only the edge of the paper, and which were meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.documents.reading.source import Block, Paragraph

#: What begins a new line on purpose: a dash or bullet, "1.", "1.2.", "a)", "II.", "(3)", "Điều 4", "Phụ lục".
_STARTS = re.compile(
    r"^(?:[-–—+•·▪*]\s|(?:\d{1,2}[.)])+(?:\d{1,2})?\s|\d{1,2}/\s|[a-zđ][.)]\s|[IVX]{1,6}[.)]\s|\(\d{1,2}\)"
    r"|Điều \d|Phụ lục|PHỤ LỤC|Nơi nhận|Kính gửi|Căn cứ )"
)
_ENDS = re.compile(r"[.;:!?…/)\]\"”]$")
#: A paragraph cut by a page had filled at least a line; titles are shorter.
_FULL_LINE = 60


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its text, how far it reaches and how wide its first word is, in any one unit."""

    text: str
    right: float
    first_word: float


def starts_anew(text: str) -> bool:
    """True for a line that opens an item, a numbered heading or a well-known part of a document."""
    return bool(_STARTS.match(text))


def refold(lines: Sequence[Printed], edge: float, space: float) -> str:
    """The lines as one text; a line end is kept only where the next word would still have fitted before ``edge``."""
    text = ""
    for previous, line in zip([None, *lines], lines, strict=False):
        if previous is None:
            text = line.text
            continue
        fitted = previous.right + space + line.first_word <= edge
        kept = starts_anew(line.text) or (fitted and not line.text[:1].islower())
        text += ("\n" if kept else " ") + line.text
    return text


def continues(before: str, after: str) -> bool:
    """True when ``after`` is the rest of a sentence that a page break cut: no end before, small letter after."""
    return len(before) >= _FULL_LINE and not _ENDS.search(before) and after[:1].islower() and not starts_anew(after)


def join_cut_paragraphs(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Neighbouring paragraphs cut by a page become one, standing where the first part stands."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Paragraph) and isinstance(last, Paragraph) and continues(last.text, block.text):
            joined[-1] = replace(last, text=f"{last.text} {block.text}", unsure=last.unsure + block.unsure)
        else:
            joined.append(block)
    return tuple(joined)
