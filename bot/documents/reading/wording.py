"""Cell texts without the line breaks of a narrow column."""

from __future__ import annotations

import re

_ITEM = re.compile(r"^\s*(?:[-+•*–]\s|\(?\d{1,2}[.)]\s|[a-zđ]\)\s)")
_SPACES = re.compile(r"[ \t\u00a0]+")
_BULLETS_INLINE = re.compile(r"(?<=[.;])\s+(?=- [A-ZĐÀ-Ỹ])")


def flat(text: str) -> str:
    """One line with single spaces."""
    return " ".join(text.split())


def reflow(text: str) -> str:
    """Lines that only wrap are joined; list items keep a line each."""
    lines: list[str] = []
    for raw in text.split("\n"):
        line = _SPACES.sub(" ", raw).strip()
        if not line:
            continue
        if lines and not _ITEM.match(line) and not _closed(lines[-1], line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    joined = "\n".join(lines)
    return _BULLETS_INLINE.sub("\n", joined) if joined.startswith("- ") else joined


def _closed(before: str, after: str) -> bool:
    """The line before ended a paragraph of its own."""
    return before.endswith((".", ";", ":")) and after[:1].isupper()
