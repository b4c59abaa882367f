"""A machine's clock that ran ahead and has been set back: noticed, and nothing waits for it to catch up."""

from __future__ import annotations

import logging
from datetime import datetime

from bot.clock import Clock
from bot.services.dispatch.claims import lease_until
from bot.services.schedule import scheduling
from bot.services.schedule.health import SET_BACK
from bot.store.database import Database

_log = logging.getLogger(__name__)


class ClockWatch:
    """Compares what the clock shows with what it showed at the last look."""

    def __init__(self, clock: Clock, last: datetime | None = None) -> None:
        self._clock = clock
        self._last = last or clock.now()

    def was_set_back(self) -> bool:
        """Whether that has happened since the last look."""
        last, self._last = self._last, self._clock.now()
        return last - self._last > SET_BACK


def recover(database: Database, clock: Clock) -> None:
    """Bring back what was stored by the wrong time, and have the schedule planned anew; safe to run again."""
    now = clock.now()
    with database.transaction() as uow:
        uow.clock_set_back(now, lease_until(clock))
        scheduling.look_again(uow)
        uow.audit.add("dondoc", "clock_set_back", {"to": now.isoformat()}, now)
    _log.warning("the clock has been set back", extra={"action": "clock_set_back", "to": now.isoformat()})
