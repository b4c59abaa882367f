"""The long-running process: ticks by the loop's own clock, one reader per channel, a clean stop on SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence

from tenacity import AsyncRetrying, RetryCallState, wait_exponential

from bot.app import App
from bot.channels.base import Channel
from bot.messages.operations import failed_turns_text, part_trouble_text

#: Seconds between passes. The database is the schedule; these only look at it.
DISPATCH_EVERY = 1
ANSWER_EVERY = 1
REFRESH_EVERY = 20
WATCH_EVERY = 30
#: Seconds of a fast clock between two passes of the dispatcher.
REHEARSED_STEP = 1800

#: Seconds before a part that ended is started again: doubles up to the last …
RESTART_PAUSE = (1.0, 60.0)
#: … and begins anew once the part has held so long.
STEADY = 120.0
#: Between attempts to store what came in.
_STORE_PAUSE = wait_exponential(max=30)

_log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]


async def work(app: App, stop: asyncio.Event) -> None:
    """Send and receive until ``stop`` is set; ``app`` has been started. Returns when nothing is under way any more."""
    await app.watch()
    readers = [_KeptPart(app, f"nhận tin {c.title}", _reading(app, c, stop)) for c in app.channels.values()]
    ticks = [_KeptPart(app, name, _every(seconds, job, stop, _Turns(app, name))) for name, job, seconds in _jobs(app)]
    reading = [asyncio.create_task(reader.keep(stop)) for reader in readers]
    ticking = [asyncio.create_task(tick.keep(stop)) for tick in ticks]
    try:
        await stop.wait()
    finally:
        app.wind_down()
        for task in reading:
            task.cancel()
        await asyncio.gather(*ticking, *reading, return_exceptions=True)


class _KeptPart:
    """One loop of the process. When it ends though nobody said stop, that is said at once and it is started again."""

    def __init__(self, app: App, name: str, run: Job) -> None:
        self._app = app
        self._name = name
        self._run = run

    async def keep(self, stop: asyncio.Event) -> None:
        """Run until ``stop``, however often it ends before."""
        clock = asyncio.get_running_loop().time
        pause, longest = RESTART_PAUSE
        while not stop.is_set():
            started = clock()
            error = await self._outcome()
            if stop.is_set():
                return
            self._app.troubles[self._name] = part_trouble_text(self._name)
            _log.error("%s ended and is started again", self._name, exc_info=error, extra={"action": "part_ended"})
            pause = RESTART_PAUSE[0] if clock() - started > STEADY else pause
            await _wait(stop, pause)
            pause = min(2 * pause, longest)

    async def _outcome(self) -> Exception | None:
        """Runs it to its end; what ended it. Once it has held for a while all is well again."""
        holding = asyncio.get_running_loop().call_later(STEADY, self._app.troubles.pop, self._name, None)
        try:
            await self._run()
        except Exception as error:
            return error
        finally:
            holding.cancel()
        return None


class _Turns:
    """The turns of one loop. Those that fail in a row are logged once per kind of error, counted, and said on /healthz
    from the second on: a database that is busy for a moment is no trouble yet.
    """

    def __init__(self, app: App, name: str) -> None:
        self._app = app
        self._name = name
        self._count = 0
        self._kinds: set[type[Exception]] = set()

    def failed(self, error: Exception) -> None:
        """The next turn finds the work again; a full disk or a lost database must not end the process."""
        self._count += 1
        if type(error) not in self._kinds:
            _log.error("%s failed", self._name, exc_info=error, extra={"action": "tick_failed"})
        self._kinds.add(type(error))
        if self._count > 1:
            self._app.troubles[self._name] = failed_turns_text(self._name, self._count)

    def worked(self) -> None:
        """Whatever failed before is over."""
        if self._count > 1:
            told = {"action": "tick_works", "failed": self._count}
            _log.info("%s works again after %d failed turns", self._name, self._count, extra=told)
            self._app.troubles.pop(self._name, None)
        self._count = 0
        self._kinds.clear()


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and SIGINT set ``stop``."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)


def _jobs(app: App) -> Sequence[tuple[str, Job, float]]:
    """What is done again and again: its name for the admin, and seconds between two turns."""
    # A rehearsal that runs fast must not step over a whole morning between two passes.
    passes = max(0.05, min(DISPATCH_EVERY, REHEARSED_STEP / app.clock.speed))
    # Answers do not wait for a pass that sends digests: that may take minutes.
    return (
        ("gửi tin nhắc", app.tick, passes),
        ("gửi tin trả lời", app.answer, ANSWER_EVERY),
        ("đọc lại tệp", app.refresh, REFRESH_EVERY),
        ("tự kiểm tra", app.watch, WATCH_EVERY),
    )


def _every(seconds: float, job: Job, stop: asyncio.Event, turns: _Turns) -> Job:
    """By the loop's clock, which nobody sets; a job that takes longer than ``seconds`` only delays its next turn."""

    async def run() -> None:
        while not await _wait(stop, seconds):
            try:
                await job()
            except Exception as error:
                turns.failed(error)
            else:
                turns.worked()

    return run


async def _wait(stop: asyncio.Event, seconds: float) -> bool:
    """Wait so long; True when told to stop meanwhile."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return False
    return True


def _reading(app: App, channel: Channel, stop: asyncio.Event) -> Job:
    async def run() -> None:
        batches = channel.updates()
        if batches is None:
            await stop.wait()
            return
        async for inbound in batches:
            # Not confirmed to the provider before it is stored: wait for the database and try again.
            await AsyncRetrying(wait=_STORE_PAUSE, before_sleep=_say_not_stored)(app.intake.accept, inbound)

    return run


def _say_not_stored(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    _log.error("events not stored", exc_info=error, extra={"action": "store_failed"})
