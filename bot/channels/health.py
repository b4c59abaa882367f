"""Whether a channel works, as ``/healthz``, ``dondoc doctor`` and the board show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """``reason`` is a Vietnamese sentence, empty while all is well; ``since`` is when it became so (aware)."""

    ok: bool
    reason: str
    since: datetime
