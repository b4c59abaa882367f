"""A process that takes up its work again: how long until it is ready, and how much memory it then holds."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter

from benchmarks import world
from benchmarks.probe import Json, Measure, serve
from bot.app import App
from bot.channels.local import LocalChannel
from bot.clock import SteppedClock
from bot.settings import Config, Environment, Settings
from bot.store.database import Database

_PAGE = os.sysconf("SC_PAGE_SIZE")


async def set_up(path: str, people: int) -> Measure:
    """Starts half an hour before the first reminders are due."""
    registry = world.city(people)
    settings = Settings(
        Config(schedules=world.SCHEDULES),
        Environment.model_validate({"database_url": f"sqlite:///{path}"}),
        Path(path).parent,
    )

    async def measure(turn: int) -> Json:
        clock = SteppedClock(world.START.replace(hour=7, minute=31))
        channel = LocalChannel()
        live = world.live(registry)
        started = perf_counter()
        app = App(
            settings, clock=clock, database=Database(settings.database_url), live=live, channels={"local": channel}
        )
        await app.start()
        await app.tick()
        seconds = perf_counter() - started
        clock.advance_to(world.START)
        await app.tick()
        sent, memory = len(channel.calls), _resident()
        await app.stop()
        return {"seconds": seconds, "megabytes": memory, "sent": sent}

    return measure


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * _PAGE / 1e6


if __name__ == "__main__":
    serve(set_up)
