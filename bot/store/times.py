"""Times and dates as the database keeps them: UTC epoch seconds and ISO days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def to_epoch(at: datetime) -> int:
    """Whole seconds since 1970, UTC; ValueError for a naive time, which has no single meaning."""
    if at.tzinfo is None:
        raise ValueError("a stored time must be timezone-aware")
    return int(at.timestamp())


def to_epoch_or_none(at: datetime | None) -> int | None:
    """As ``to_epoch``; None stays None."""
    return None if at is None else to_epoch(at)


def from_epoch(seconds: int) -> datetime:
    """Aware, in Asia/Ho_Chi_Minh."""
    return datetime.fromtimestamp(seconds, LOCAL)


def from_epoch_or_none(seconds: int | None) -> datetime | None:
    """As ``from_epoch``; None stays None."""
    return None if seconds is None else from_epoch(seconds)


def day_or_none(text: str | None) -> date | None:
    """An ISO day as stored; None stays None."""
    return None if text is None else date.fromisoformat(text)


def iso_or_none(day: date | None) -> str | None:
    """The ISO form of a day; None stays None."""
    return None if day is None else day.isoformat()
