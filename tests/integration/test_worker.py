"""The loops of the process: what fails turn after turn is logged once, counted and said."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import pytest

from bot.app import App
from bot.messages.operations import failed_turns_text
from bot.store.database import Database
from bot.worker import work
from tests.integration.dispatching import at
from tests.integration.test_store_writable import nothing_can_be_written
from tests.integration.whole_app import FIRST_REMINDER, SetClock, an_app, channel_of, reply

PART = "gửi tin nhắc"


class WatchedClock(SetClock):
    """Whoever asks for the time makes it look whether what is waited for has come."""

    def __init__(self) -> None:
        super().__init__(at("04/09 05:00"))
        self._look: Callable[[], object] = lambda: None

    def now(self):  # type: ignore[no-untyped-def]
        self._look()
        return super().now()

    async def until(self, true: Callable[[], bool]) -> None:
        loop, seen = asyncio.get_running_loop(), asyncio.Event()
        self._look = lambda: true() and loop.call_soon_threadsafe(seen.set)
        async with asyncio.timeout(300):
            await seen.wait()


def failures(log: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in log.records if getattr(r, "action", "") == "tick_failed" and PART in r.getMessage()]


async def test_a_full_disk_is_logged_once_and_counted(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.worker")
    clock = WatchedClock()
    app, stop = an_app(sqlite_database, clock), asyncio.Event()
    await app.start()
    await app.dispatcher.replies_sent()
    working = asyncio.create_task(work(app, stop))
    # Only a turn of the running worker sends it.
    reply(app, "chat", "câu trả lời")
    await channel_of(app).called(1)
    with nothing_can_be_written():
        clock.moment = FIRST_REMINDER
        await clock.until(lambda: app.troubles.get(PART) == failed_turns_text(PART, 5))
    await clock.until(lambda: PART not in app.troubles)
    stop.set()
    await working
    await app.stop()
    assert failures(caplog) == [f"{PART} failed"]
    assert any(f"{PART} works again after" in r.getMessage() for r in caplog.records)


async def test_what_fails_is_said_on_healthz(sqlite_database: Database) -> None:
    app: App = an_app(sqlite_database, SetClock(at("04/09 05:00")))
    await app.start()
    app.troubles[PART] = failed_turns_text(PART, 3)
    await app.watch()
    said = {c.name: c.text for c in app.health().checks if not c.ok}
    await app.stop()
    assert "03 lần liên tiếp" in said[f"worker.{PART}"]
