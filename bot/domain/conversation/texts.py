"""Typed texts: putting two together, and recognising the rest of one the phone app has cut."""

from __future__ import annotations

from datetime import timedelta

#: Telegram's apps cut a long text into messages of at most 4,096 characters, at a space where there is one.
_LIKELY_CUT = 3000
_REST_FOLLOWS_WITHIN = timedelta(seconds=20)


def joined(before: str | None, text: str) -> str:
    """Both texts, the later one on a line of its own."""
    return f"{before}\n{text}" if before else text


def may_be_cut(text: str) -> bool:
    """True when the next message may be the rest of this one."""
    return len(text) >= _LIKELY_CUT


def is_rest(elapsed: timedelta) -> bool:
    """True when a text followed a long one so soon that nobody typed it."""
    return timedelta(0) <= elapsed <= _REST_FOLLOWS_WITHIN
