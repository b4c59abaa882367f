"""The trail as the store hands it out. Times are aware, in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    actor: str
    action: str
    detail: Mapping[str, object]
    at: datetime
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A registry as it was applied."""

    id: int
    digest: str
    summary: Mapping[str, object]
    actor: str
    at: datetime
