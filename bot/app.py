"""Everything one process needs, wired: files in use, database, channels, dispatcher, intake."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from hashlib import sha256
from secrets import token_bytes

from bot import __version__
from bot.channels.base import Channel, InboundEvent, SendError
from bot.clock import Clock, SystemClock
from bot.domain.plan.in_use import InUse
from bot.domain.plan.policy import Policies
from bot.domain.schedule.changes import ChangeSet
from bot.errors import DondocError
from bot.messages import health_lines
from bot.messages.operations import channel_trouble_text, files_broken_text
from bot.messages.people.privacy_texts import PrivacyNotice
from bot.registry.live import LiveRegistry
from bot.registry.yaml.phones import read_phones
from bot.services.dispatch.dispatcher import Dispatcher
from bot.services.inbox.intake import Intake
from bot.services.inbox.receive import Inbox
from bot.services.people.announcing import tell_admins
from bot.services.people.invites import import_phones
from bot.services.people.retention import tidy
from bot.services.schedule import scheduling
from bot.services.schedule.clock_set_back import ClockWatch, recover
from bot.services.schedule.health import Check, Health, heard_of, record_rehearsal, record_worker, worker_checks
from bot.services.schedule.horizon import provisional_years
from bot.services.schedule.sweep import sweep
from bot.settings import Settings
from bot.store.database import Database

#: Where the key that signs buttons is kept; made at the first start.
_SECRET = "signing.secret"

_log = logging.getLogger(__name__)


def applied_digest(files: str, policies: Policies) -> str:
    """Names everything the stored schedule depends on: the files, the policies and the program's version."""
    return sha256(f"{files} {policies!r} {__version__}".encode()).hexdigest()


class FilesBroken(DondocError):
    """Nothing can be started from; the message lists the problems."""

    id = "DD.E020"


class App:
    """Everything wired for one process. Async, used from one event loop."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock,
        database: Database,
        live: LiveRegistry,
        channels: Mapping[str, Channel],
        pace: bool = True,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.database = database
        self.live = live
        self.channels = dict(channels)
        self.policies = settings.policies
        self.secret = b""
        self._pace = pace
        # One each: what a pass under way wrote by the wrong time is brought back before the next one.
        self._ticks, self._answers = ClockWatch(clock), ClockWatch(clock)
        #: Part of the worker → what is wrong with it, in Vietnamese; kept by the worker.
        self.troubles: dict[str, str] = {}
        self._told: dict[str, str] = {}
        self._failed: dict[str, str] = {}

    @property
    def in_use(self) -> InUse:
        """What holds at this moment; ask again for each piece of work, since files change."""
        return self.live.in_use

    @property
    def notice(self) -> PrivacyNotice:
        """Who answers for personal data."""
        privacy = self.settings.config.privacy
        return PrivacyNotice(privacy.controller, privacy.contact)

    async def start(self) -> None:
        """Bring the database up to date, apply the files, open the channels, take up what was left.

        Raises FilesBroken when the files have errors and nothing was applied before.
        """
        await asyncio.to_thread(self._prepare)
        self.dispatcher = Dispatcher(
            self.database,
            self.channels,
            lambda: self.in_use,
            self.clock,
            self.secret,
            pace=self._pace,
        )
        self.inbox = Inbox(
            self.database,
            lambda: self.in_use,
            self.clock.now,
            self.secret,
            self.notice,
            self.settings.config.max_file_mb,
            {name: channel.capabilities for name, channel in self.channels.items()},
        )
        self.intake = Intake(
            self.database,
            self.channels,
            self._process,
            max_file_bytes=self.settings.config.max_file_mb * 1024 * 1024,
            now=self.clock.now,
        )
        for channel in self.channels.values():
            await self._start_channel(channel)
        await self.intake.resume()
        self.dispatcher.wake_replies()

    def wind_down(self) -> None:
        """Begin nothing more; ``stop`` has then little to wait for."""
        self.intake.stop()
        self.dispatcher.wind_down()

    async def stop(self) -> None:
        """Finish what is in flight, give back what was claimed, close everything."""
        self.wind_down()
        await self.intake.drain()
        await self.dispatcher.stop()
        for channel in self.channels.values():
            await channel.stop()
        self.database.close()

    async def receive(self, event: InboundEvent) -> None:
        """Store and handle one event, to the end."""
        await self.intake.accept([event])
        await self.intake.drain()
        await self.dispatcher.replies_sent()

    async def tick(self) -> None:
        """One pass of the dispatcher at the clock's present."""
        await self._look_at_clock(self._ticks)
        await self.dispatcher.tick()

    async def answer(self) -> None:
        """Send the answers that wait: those put off for a moment, and those a stopped process left."""
        await self._look_at_clock(self._answers)
        await self.dispatcher.send_replies()

    async def refresh(self, *, looks: int = 1) -> None:
        """Take changed files into use, and each new day look further ahead.

        Broken files change nothing and are said on /healthz. A change needs two looks (see ``LiveRegistry.reload``).
        """
        for _ in range(looks):
            await asyncio.to_thread(self.live.reload)
        await asyncio.to_thread(self._apply_when_needed, "files changed")

    async def watch(self) -> None:
        """Leave a sign of life, take up stuck events, tell the admins about channels in trouble, let old data go."""
        try:
            await asyncio.to_thread(self._record)
        finally:
            await asyncio.to_thread(self._say_what_is_wrong)
        await asyncio.to_thread(tidy, self.database, self.clock.now())
        await self.intake.resume()

    async def _look_at_clock(self, watch: ClockWatch) -> None:
        if watch.was_set_back():
            self.dispatcher.clock_set_back()
            await asyncio.to_thread(recover, self.database, self.clock)
            await asyncio.to_thread(self._apply_when_needed, "clock set back")

    def preview_files(self) -> ChangeSet:
        """What ``apply_files`` would change."""
        live = self.live
        with self.database.read() as uow:
            return scheduling.preview(uow, live.in_use, self.clock.now())

    def apply_files(self, actor: str) -> ChangeSet:
        """Plan again from the files in use, in one transaction, and take the phone side file into the database."""
        live = self.live
        digest = applied_digest(live.digest, self.policies)
        changes = scheduling.apply(self.database, live.in_use, self.clock.now(), actor, digest)
        phones, problems = read_phones(self.settings.schedules / "phones.local.yaml", live.in_use.registry)
        with self.database.transaction() as uow:
            import_phones(uow, phones)
        for problem in problems:
            _log.warning("phones: %s", problem)
        return changes

    def health(self) -> Health:
        """Everything that is looked at, for /healthz and doctor."""
        titles = {name: channel.title for name, channel in self.channels.items()}
        checks = [_files_check(self.live)]
        try:
            self.database.check_writable()
            with self.database.read() as uow:
                checks += worker_checks(uow, self.clock.now(), titles, self.clock.speed)
                checks += sweep(uow, self.in_use, self.clock.now(), titles)
        except DondocError as error:
            # Whether the worker lives cannot be told then: its signs of life are not written either.
            checks.append(Check("database", False, str(error)))
        else:
            checks.append(Check("database", True, health_lines.DATABASE_WORKS))
        return Health((*checks, *_calendar_checks(self.live, self.clock)))

    def _prepare(self) -> None:
        self.database.migrate()
        with self.database.read() as uow:
            self.live.expects_plans = uow.occurrences.exist()
        self.live.reload()
        if self.live.errors and not self.in_use.registry.plans:
            raise FilesBroken(files_broken_text(str(p) for p in self.live.errors))
        self.secret = self._signing_secret()
        with self.database.read() as uow:
            last = heard_of(uow)
        if ClockWatch(self.clock, last).was_set_back():
            recover(self.database, self.clock)
        self._apply_when_needed("start")

    def _apply_when_needed(self, actor: str) -> None:
        digest = applied_digest(self.live.digest, self.policies)
        if not self.live.errors and not scheduling.is_applied(self.database, digest, self.clock.now()):
            self.apply_files(actor)

    def _signing_secret(self) -> bytes:
        with self.database.transaction() as uow:
            return bytes.fromhex(uow.settings.get_or_put(_SECRET, token_bytes(32).hex()))

    async def _start_channel(self, channel: Channel) -> None:
        try:
            await channel.start()
        except Exception as error:
            # The others go on; /healthz and the admins are told by ``watch``, and the reader begins anew.
            trace = None if isinstance(error, SendError) else error
            told = {"action": "channel_stopped"}
            _log.error("channel %s: %s", channel.name, error, exc_info=trace, extra=told)

    async def _process(self, event: InboundEvent, content: bytes | None) -> None:
        received = await asyncio.to_thread(self.inbox.receive, event, content)
        self.dispatcher.wake_replies()
        if received.linked is not None:
            await self._show_menu(event, received.linked.person)

    async def _show_menu(self, event: InboundEvent, person: str) -> None:
        """Commands by role; a convenience, so a refusal is only logged."""
        known = self.in_use.registry.people.get(person)
        if known is None:
            return
        try:
            await self.channels[event.channel].set_menu(event.address, known.roles)
        except SendError as error:
            _log.warning("menu not set: %s", error)

    def _say_what_is_wrong(self) -> None:
        """Log each failed check once, when it begins and when it is over."""
        failed = {check.name: check.text for check in self.health().checks if not check.ok}
        for name in failed.keys() - self._failed.keys():
            _log.warning("check failed: %s", failed[name], extra={"action": "check_failed", "check": name})
        for name in self._failed.keys() - failed.keys():
            _log.info("check is fine again", extra={"action": "check_passed", "check": name})
        self._failed = failed

    def _record(self) -> None:
        states = {name: channel.health() for name, channel in self.channels.items()}
        with self.database.transaction() as uow:
            record_worker(uow, self.clock.now(), states, self.troubles)
            record_rehearsal(uow, None if isinstance(self.clock, SystemClock) else self.clock.now())
            for name, state in states.items():
                if self._told.get(name, "") != state.reason:
                    self._told[name] = state.reason
                    said = channel_trouble_text(self.channels[name].title, state.reason)
                    tell_admins(uow, self.in_use.registry, said, self.clock.now())


def _files_check(live: LiveRegistry) -> Check:
    if live.is_emptied:
        return Check("files", False, health_lines.FILES_EMPTIED)
    if live.errors:
        return Check("files", False, health_lines.files_broken(len(live.errors)))
    return Check("files", True, health_lines.plans_in_use(len(live.in_use.registry.plans)))


def _calendar_checks(live: LiveRegistry, clock: Clock) -> list[Check]:
    years = provisional_years(live.in_use.calendar, clock.now())
    # An estimated year is worth knowing, but nothing has failed.
    return [Check("calendar", True, health_lines.calendar_estimated(years))] if years else []
