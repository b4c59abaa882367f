"""Typed texts: putting two together, and recognising the rest of one the phone app has cut."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.domain.text import strip_marks

#: Telegram's apps cut a long text into messages of at most 4,096 characters, at a space where there is one.
_LIKELY_CUT = 3000
_REST_FOLLOWS_WITHIN = timedelta(seconds=20)

_DATE_WORDS = re.compile(
    r"(?:\d+|ngay|thang|nam|thu|tuan|hom|chu|nhat|cn|t[2-7]|sau|toi|nay|dau|giua|cuoi|mai|qua|kia|truoc|vao|den|"
    r"khoang|hai|ba|tu|bon|bay|quy|[ivx]+|[\s/.,-])+"
)


def joined(before: str | None, text: str) -> str:
    """Both texts, the later one on a line of its own."""
    return f"{before}\n{text}" if before else text


def may_be_cut(text: str) -> bool:
    """True when the next message may be the rest of this one."""
    return len(text) >= _LIKELY_CUT


def is_rest(elapsed: timedelta) -> bool:
    """True when a text followed a long one so soon that nobody typed it."""
    return timedelta(0) <= elapsed <= _REST_FOLLOWS_WITHIN


def meant_as_date(text: str) -> bool:
    """True for a text made of the words and figures of dates only, whether or not it is one ("31/9", "tuần sau")."""
    return len(text) <= 40 and _DATE_WORDS.fullmatch(strip_marks(text)) is not None
