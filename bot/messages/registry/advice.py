"""What could be written instead: the second half of many problems."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, name: str = "") -> str:
    """``name`` is what ``word``, an id, stands for."""
    return f"có phải “{word}” ({name}) không?" if name else f"có phải “{word}” không?"


def one_of(known: Iterable[str]) -> str:
    return f"ghi một trong: {', '.join(known)}"
