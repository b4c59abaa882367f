"""What a Word file says beside its text: notes at the foot, remarks in the margin, what is struck out or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from bot.messages.importing import left_out as texts

#: A note with a time in it belongs to what it is a note of.
_TIMED = re.compile(
    r"\d{1,2}\s*/\s*\d{1,4}|(?:tháng|quý|năm)\s+(?:\d|[IVX])|ngày làm việc|hằng (?:tháng|quý|năm)", re.IGNORECASE
)
_TRACKED = (qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo"))


@dataclass(slots=True)
class Notes:
    """Foot- and endnotes, given the roots of their parts."""

    roots: Sequence[Any] = ()
    _left: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for root in self.roots:
            for note in root:
                if note.get(qn("w:type")) in (None, "normal") and (text := _text(note)):
                    self._left[_key(note.tag), note.get(qn("w:id")) or ""] = text

    def inline(self, reference: str, id_: str) -> str:
        """What stands in the text for a reference: a note with a time in brackets; nothing for another."""
        text = self._left.get((_key(reference), id_), "")
        if not _TIMED.search(text):
            return ""
        del self._left[_key(reference), id_]
        return f" ({text.rstrip('.')})"

    @property
    def rest(self) -> tuple[str, ...]:
        """The notes that stand nowhere in the text."""
        return tuple(self._left.values())


def _key(tag: str) -> str:
    return tag.rsplit("}", 1)[-1].removesuffix("Reference")


def _text(element: Any) -> str:
    return " ".join("".join(node.text or "" for node in element.iter(qn("w:t"))).split())


def comments(root: Any) -> Iterator[str]:
    """The remarks in the margin; ``root`` is None where there are none."""
    for comment in () if root is None else root:
        if text := _text(comment):
            yield text


def is_tracked(body: Any) -> bool:
    """True when changes wait to be accepted."""
    return next(body.iter(*_TRACKED), None) is not None


@dataclass(slots=True)
class LeftOut:
    """Text that was seen and not read."""

    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def notes(self, remarks: Iterator[str], *, tracked: bool) -> tuple[str, ...]:
        """A sentence for each kind."""
        said = (
            (self.struck, texts.struck),
            (self.hidden, texts.hidden_text),
            (list(remarks), texts.comments),
        )
        return (*(say(found) for found, say in said if found), *((texts.TRACKED,) if tracked else ()))
