"""The demo: everything in one process on a throw-away database, a local channel and a clock that is pushed forward."""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App
from bot.channels.local import LocalChannel
from bot.clock import SteppedClock
from bot.registry.checks.example_officers import with_example_officers
from bot.registry.live import LiveRegistry
from bot.registry.shipped import shipped_schedules
from bot.regular_file import copy_schedules
from bot.settings import Config, Environment, NoConfig, Settings, load_settings
from bot.store.database import Database

#: Enough to see the first notice before the date one jumps back to.
RUN_UP = timedelta(days=40)
CHANNEL = "local"
_CONSENT = "demo"


def demo_settings() -> Settings:
    """The office's own settings; where there is none, or no plan in it yet, the schedules shipped with the program."""
    try:
        settings = load_settings()
    except NoConfig:
        if os.environ.get("DONDOC_CONFIG"):
            raise
        settings = Settings(Config(), Environment(), Path.cwd())
    if any((settings.schedules / "plans").glob("*.yaml")):
        return settings
    config = settings.config.model_copy(update={"schedules": shipped_schedules()})
    return Settings(config, settings.environment, settings.folder)


class Demo:
    """One rehearsal after another: ``app`` changes when the clock is set back."""

    def __init__(self, settings: Settings, start: datetime) -> None:
        self._settings = settings
        self._start = start
        self._folder = tempfile.TemporaryDirectory(prefix="dondoc-demo-")
        #: A copy, so that a plan imported in the demo changes nothing outside it.
        self.schedules = Path(self._folder.name) / "schedules"
        copy_schedules(settings.schedules, self.schedules)
        self._runs = 0
        self._linked: set[str] = set()
        #: One change of the clock at a time.
        self._busy = asyncio.Lock()

    app: App
    clock: SteppedClock
    channel: LocalChannel

    async def start(self) -> None:
        """Open the first rehearsal."""
        await self._begin(self._start)

    async def stop(self) -> None:
        """Close and throw the database away."""
        await self.app.stop()
        self._folder.cleanup()

    async def advance_to(self, moment: datetime) -> None:
        """Push the clock to ``moment``, sending on the way whatever falls due, each at its own time."""
        async with self._busy:
            await self._walk(moment)

    async def jump_to(self, moment: datetime) -> None:
        """As ``advance_to``; back in time means a fresh rehearsal that begins some weeks before ``moment``."""
        async with self._busy:
            if moment < self.clock.now():
                await self.app.stop()
                await self._begin(moment - RUN_UP)
            await self._walk(moment)

    def next_send_at(self) -> datetime | None:
        """When the next message will go out; None when nothing is planned."""
        with self.app.database.read() as uow:
            return uow.claims.next_send_at(self.clock.now())

    async def _walk(self, moment: datetime) -> None:
        await self.app.refresh(looks=2)
        await asyncio.to_thread(self._link_everybody)
        while (upcoming := await asyncio.to_thread(self.next_send_at)) is not None and upcoming <= moment:
            self.clock.advance_to(upcoming)
            await self.app.tick()
        self.clock.advance_to(moment)
        await self.app.tick()
        await self.app.watch()
        await self.app.answer()

    async def _begin(self, start: datetime) -> None:
        self._runs += 1
        self.clock = SteppedClock(start)
        self.channel = LocalChannel(CHANNEL)
        self.app = App(
            self._settings,
            clock=self.clock,
            database=Database(f"sqlite:///{Path(self._folder.name) / f'demo-{self._runs}.sqlite3'}"),
            live=LiveRegistry(self.schedules, self._settings.policies, extend=with_example_officers),
            channels={CHANNEL: self.channel},
            pace=False,
        )
        await self.app.start()
        self._linked = set()
        self._link_everybody()
        await self.app.watch()
        await self.app.answer()

    def _link_everybody(self) -> None:
        """Once each: somebody who withdrew or deleted in the demo stays away."""
        people = self.app.in_use.registry.people.keys() - self._linked
        with self.app.database.transaction() as uow:
            for person in people:
                uow.accounts.link(person, CHANNEL, person, _CONSENT, self.clock.now())
        self._linked |= people
