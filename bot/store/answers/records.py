"""What people asked of the schedule, as the store hands it out. Times are aware, in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StoredSnooze:
    """Asked by the person: nothing about this occurrence before ``until``."""

    person: str
    occurrence: str
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredDisclaim:
    """ "Không phải việc của tôi": waits for the coordinator."""

    id: int
    occurrence: str
    task: str | None
    person: str
    reason: str | None
    #: Person id or free text the officer suggests instead.
    suggested: str | None
    at: datetime
    resolved_at: datetime | None = None
