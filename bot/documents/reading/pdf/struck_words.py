"""Words of a PDF page with a line through them, drawn or as an annotation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from bot.documents.reading.pdf.ruled_tables import Edge
from bot.documents.reading.pdf.text_lines import Word

#: Where a line through a word crosses it, as parts of its height, and how much of its width it covers.
_UPPER, _LOWER, _COVERED = 0.35, 0.8, 0.6


def unstruck(
    words: Sequence[Word], edges: Sequence[Edge], annotations: Iterable[Any]
) -> tuple[list[Word], list[Edge], list[str]]:
    """The words and lines without those struck out and what strikes them, and the texts struck out, line by line."""
    marked = [note for note in annotations if "StrikeOut" in str((note.get("data") or {}).get("Subtype"))]
    across = sorted((edge["top"], n) for n, edge in enumerate(edges) if edge["orientation"] == "h")
    striking: set[int] = set()
    kept: list[Word] = []
    lost: list[str] = []
    after_lost = False
    for word in words:
        near = across[bisect_left(across, (word.top, 0)) : bisect_left(across, (word.bottom, 0))]
        through = [n for _, n in near if _crosses(edges[n], word)]
        is_struck = bool(through) or any(_holds(note, word) for note in marked)
        striking.update(through)
        if not is_struck:
            kept.append(word)
        elif after_lost:
            lost[-1] += f" {word.text}"
        else:
            lost.append(word.text)
        after_lost = is_struck
    return kept, [edge for n, edge in enumerate(edges) if n not in striking], lost


def _crosses(edge: Edge, word: Word) -> bool:
    height, width = word.bottom - word.top, max(0.1, word.right - word.left)
    if not word.top + _UPPER * height <= edge["top"] <= word.top + _LOWER * height:
        return False
    return bool(min(edge["x1"], word.right) - max(edge["x0"], word.left) >= _COVERED * width)


def _holds(note: Any, word: Word) -> bool:
    x, y = word.middle
    return bool(note["x0"] <= x <= note["x1"] and note["top"] <= y <= note["bottom"])
