"""Reasons as the database keeps them: the code, then what was said about it."""

from __future__ import annotations

from bot.domain.schedule.reason import Reason

_CODES = {reason.value: reason for reason in Reason}


def reason_column(reason: Reason | None, detail: str = "") -> str | None:
    """ "retry: 502 Bad Gateway", "merged"; None without either."""
    code = reason.value if reason is not None else ""
    return ": ".join(part for part in (code, detail) if part) or None


def reason_from(text: str | None) -> tuple[Reason | None, str]:
    """Reason and detail; a text that begins with no known code is all detail."""
    if not text:
        return None, ""
    code, _, detail = text.partition(":")
    reason = _CODES.get(code.strip())
    return (reason, detail.strip()) if reason is not None else (None, text)
