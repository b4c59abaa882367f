"""The whole path over Telegram's channel against the fake server: App, dispatcher, database, HTTP client."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from time import monotonic, perf_counter

from benchmarks import world
from benchmarks.probe import Json, Measure, serve
from bot.app import App
from bot.channels.telegram.channel import TelegramChannel
from bot.clock import RunningClock
from bot.settings import Config, Environment, Settings
from bot.store.database import Database
from bot.worker import work


class _Clock(RunningClock):
    """Runs, and can be set forward."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start, elapsed=monotonic)

    def advance_to(self, moment: datetime) -> None:
        """Run on from ``moment``."""
        super().__init__(moment, elapsed=monotonic)


async def set_up(path: str, people: int, url: str, token: str, pace: bool, at: str) -> Measure:
    """The app at the time ``at``, started and connected."""
    clock = _Clock(datetime.fromisoformat(at))
    settings = Settings(
        Config(schedules=world.SCHEDULES),
        Environment.model_validate({"database_url": f"sqlite:///{path}"}),
        Path(path).parent,
    )
    app = App(
        settings,
        clock=clock,
        database=Database(settings.database_url),
        live=world.live(world.city(people)),
        channels={"telegram": TelegramChannel(token, url, clock=clock)},
        pace=pace,
    )
    await app.start()
    stop = asyncio.Event()
    working: list[asyncio.Task[None]] = []

    async def measure(do: str, at: str | None = None) -> Json:
        """``tick``: one pass; ``work``: start the worker; ``stop``: end it."""
        if at is not None:
            clock.advance_to(datetime.fromisoformat(at))
        started = perf_counter()
        if do == "tick":
            await app.tick()
        elif do == "work":
            working.append(asyncio.create_task(work(app, stop)))
        elif do == "stop":
            stop.set()
            await asyncio.gather(*working)
            await app.stop()
        return {"seconds": perf_counter() - started}

    return measure


if __name__ == "__main__":
    serve(set_up)
