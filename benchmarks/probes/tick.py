"""One pass over what is due, in a database with many more reminders waiting: the store's part, or the whole of it.

``store``: find what is due, take it, record it as sent; what a scheduler's job store does. ``whole``: the dispatcher's
tick with an in-process channel: looking at the world again, rendering, storing and marking each digest as well.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from time import perf_counter

from benchmarks import world
from benchmarks.probe import Json, Measure, serve
from bot.channels.local import LocalChannel
from bot.clock import SteppedClock
from bot.domain.schedule.reminder import ReminderState
from bot.services.dispatch.dispatcher import Dispatcher
from bot.store.database import Database
from bot.store.sending.records import SendOutcome

#: Makes one pass at the clock's present; how many were sent.
Pass = Callable[[], Awaitable[int]]


async def set_up(path: str, people: int, due: int, times: list[str], part: str) -> Measure:
    """``times``: when each round's reminders are due; the first is for warming up."""
    moments = iter([datetime.fromisoformat(at) for at in times])
    clock = SteppedClock(next(moments))
    database = Database(f"sqlite:///{path}")
    one_pass = _whole(database, clock, people) if part == "whole" else _store(database, clock)

    async def one_round() -> float:
        started = perf_counter()
        sent = await one_pass()
        seconds = perf_counter() - started
        if sent != due:
            raise RuntimeError(f"{sent} sent instead of {due}")
        return seconds

    await one_round()

    async def measure(turn: int) -> Json:
        clock.advance_to(next(moments))
        return {"seconds": await one_round()}

    return measure


def _whole(database: Database, clock: SteppedClock, people: int) -> Pass:
    live = world.live(world.city(people))
    channel = LocalChannel()
    dispatcher = Dispatcher(
        database, {"local": channel}, lambda: live.in_use, clock, b"bench",
        pace=False,
    )  # fmt: skip

    async def one_pass() -> int:
        before = len(channel.calls)
        await dispatcher.tick()
        return len(channel.calls) - before

    return one_pass


def _store(database: Database, clock: SteppedClock) -> Pass:
    async def one_pass() -> int:
        now = clock.now()
        with database.transaction() as uow:
            claimed = uow.claims.claim_due(now, 1_000, now + timedelta(minutes=3), "bench")
        ids = tuple(r.id for r in claimed)
        with database.transaction() as uow:
            uow.deliveries.mark_outcomes([SendOutcome(0, ids, ReminderState.SENT, now)])
        return len(ids)

    return one_pass


if __name__ == "__main__":
    serve(set_up)
