"""The long-running process: ticks by the loop's own clock, one reader per channel, a clean stop on SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable

from bot.app import App
from bot.channels.base import Channel, InboundEvent, SendError

#: Seconds between passes. The database is the schedule; these only look at it.
DISPATCH_EVERY = 1
ANSWER_EVERY = 1
REFRESH_EVERY = 20
WATCH_EVERY = 30
#: Seconds of a fast clock between two passes of the dispatcher.
REHEARSED_STEP = 1800

_log = logging.getLogger(__name__)


async def work(app: App, stop: asyncio.Event) -> None:
    """Send and receive until ``stop`` is set; ``app`` has been started. Returns when nothing is under way any more."""
    readers = [asyncio.create_task(_read(app, channel)) for channel in app.channels.values()]
    await app.watch()
    ticks = _ticks(app, stop)
    try:
        await stop.wait()
    finally:
        app.wind_down()
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*ticks, *readers, return_exceptions=True)


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and SIGINT set ``stop``."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)


def _ticks(app: App, stop: asyncio.Event) -> list[asyncio.Task[None]]:
    # A rehearsal that runs fast must not step over a whole morning between two passes.
    passes = max(0.05, min(DISPATCH_EVERY, REHEARSED_STEP / app.clock.speed))
    # Answers do not wait for a pass that sends digests: that may take minutes.
    jobs = ((app.tick, passes), (app.answer, ANSWER_EVERY), (app.refresh, REFRESH_EVERY), (app.watch, WATCH_EVERY))
    return [asyncio.create_task(_every(seconds, _guarded(job), stop)) for job, seconds in jobs]


async def _every(seconds: float, job: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """By the loop's clock, which nobody sets; a job that takes longer than ``seconds`` only delays its next turn."""
    while True:
        try:
            async with asyncio.timeout(seconds):
                await stop.wait()
            return
        except TimeoutError:
            await job()


def _guarded(job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await job()
        except Exception:
            # The next tick finds the work again; a full disk or a lost database must not end the process.
            _log.exception("tick failed", extra={"action": "tick_failed"})

    return run


async def _read(app: App, channel: Channel) -> None:
    try:
        async for events in channel.updates():
            await _until_stored(app, events)
    except SendError as error:
        # The channel says so in its health; the other channels and the sending go on.
        _log.error("channel %s stopped: %s", channel.name, error, extra={"action": "channel_stopped"})


async def _until_stored(app: App, events: list[InboundEvent]) -> None:
    delay = 1.0
    while True:
        try:
            await app.intake.accept(events)
        except Exception:
            # Not confirmed to the provider before it is stored: wait for the database and try again.
            _log.exception("events not stored", extra={"action": "store_failed"})
            await asyncio.sleep(delay)
            delay = min(delay * 2, 30.0)
        else:
            return
