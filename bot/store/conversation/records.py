"""Events as the store hands them out. Times are aware, in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.channels.base import InboundEvent


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An inbound event with its order of arrival."""

    seq: int
    event: InboundEvent
    processed_at: datetime | None = None
