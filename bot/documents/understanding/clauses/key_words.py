"""Lines and tails that name a field of the duty above them: "Đơn vị chủ trì: …; Thời gian: …"."""

from __future__ import annotations

import re

from bot.domain.plan.task_fields import TASK_FIELDS

_LISTED = tuple((field.key, field.listed) for field in TASK_FIELDS if field.listed)
_INSIDE = tuple(
    (
        column,
        re.compile(rf"(?i)(?:^|[.;]\s+|\(\s*)[-+•]?\s*(?:{words})\s*:\s*(?P<value>[^;\n]+?)(?=\s*(?:[;)]|\.\s|\.$|$))"),
    )
    for column, words in _LISTED
)
_ALONE = tuple((column, re.compile(rf"(?i)^[-+•]\s*(?:{words})\s*:\s*(?P<value>.+)$")) for column, words in _LISTED)
_MOST_BEFORE = 5


def key_words(text: str) -> tuple[dict[str, str], int]:
    """Column → value for the fields a paragraph names, and where the first one begins."""
    found: dict[str, str] = {}
    starts: list[int] = []
    for column, pattern in _INSIDE:
        match = pattern.search(text)
        if match:
            found[column] = match["value"].strip(" .;")
            starts.append(match.start())
    if len(found) < 2:
        alone = next(((c, m) for c, p in _ALONE if (m := p.match(text))), None)
        if alone:
            return {alone[0]: alone[1]["value"].strip(" .;")}, 0
    return found, min(starts, default=0)


def is_key_line(text: str) -> bool:
    """A paragraph of such fields and nothing else."""
    found, start = key_words(text)
    return bool(found) and start <= _MOST_BEFORE
