"""The only place that asks the time. Everyone else is handed ``now``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

#: Vietnam has one zone and no daylight saving.
LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Tells the time, timezone-aware, in Asia/Ho_Chi_Minh."""

    #: Seconds of this clock in one real second; what bounds real work (leases, signs of life) is scaled by it.
    speed: float

    def now(self) -> datetime:
        """The present instant."""
        ...


class SystemClock:
    speed = 1.0

    def now(self) -> datetime:
        """The present instant, aware."""
        return datetime.now(LOCAL_ZONE)


class SteppedClock:
    """A clock that stands still until it is pushed forward: for the demo and the tests."""

    speed = 1.0

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("start must be timezone-aware")
        self._now = start.astimezone(LOCAL_ZONE)

    def now(self) -> datetime:
        """The instant it was last pushed to."""
        return self._now

    def advance_to(self, moment: datetime) -> None:
        """Push forward to ``moment``; a clock never goes back (ValueError)."""
        if moment < self._now:
            raise ValueError("the clock cannot go back")
        self._now = moment.astimezone(LOCAL_ZONE)

    def advance(self, by: timedelta) -> None:
        """Push forward by ``by``."""
        self.advance_to(self._now + by)


class RunningClock:
    """For rehearsals: starts at ``start`` and runs ``speed`` times as fast as ``elapsed`` (seconds, monotonic)."""

    def __init__(self, start: datetime, *, elapsed: Callable[[], float], speed: float = 1.0) -> None:
        self._start = start.astimezone(LOCAL_ZONE)
        self._elapsed = elapsed
        self._origin = elapsed()
        self.speed = speed

    def now(self) -> datetime:
        """The simulated instant."""
        return self._start + timedelta(seconds=(self._elapsed() - self._origin) * self.speed)
