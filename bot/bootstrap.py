"""Composition root: the only module that knows every adapter. Commands and processes are built from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from bot.app import App
from bot.channels import telegram
from bot.channels.base import Channel
from bot.channels.kept import Kept
from bot.clock import Clock, SystemClock
from bot.errors import DondocError
from bot.messages.operations import NO_CHANNEL, REAL_CHANNEL
from bot.offline import open_office
from bot.registry.live import LiveRegistry
from bot.settings import Settings
from bot.store.database import Database

#: Makes a channel, or gives None where the environment holds no access to its network.
ChannelFactory = Callable[[Settings, Clock, Kept], Channel | None]

#: Every channel there is, by its name in ``config.yaml``.
CHANNELS: dict[str, ChannelFactory] = {"telegram": telegram.configured}

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class NoChannel(DondocError):
    id = "DD.E021"
    message, hint = NO_CHANNEL


class RealChannel(DondocError):
    """A rehearsal would write to real people."""

    id = "DD.E022"
    message, hint = REAL_CHANNEL


def build_app(settings: Settings, *, clock: Clock | None = None) -> App:
    """The app over the enabled channels. Raises NoChannel without one, and RealChannel for a rehearsal that could
    reach a person.
    """
    database = Database(settings.database_url)
    channels = build_channels(settings, clock or SystemClock(), database)
    if not channels:
        raise NoChannel
    if clock is not None:
        _require_loopback(channels.values())
    live = LiveRegistry(settings.schedules, settings.policies)
    return App(settings, clock=clock or SystemClock(), database=database, live=live, channels=channels)


def offline_app(settings: Settings) -> App:
    """The app without channels, for commands that send nothing."""
    office = open_office(settings)
    return App(settings, clock=office.clock, database=office.database, live=office.live, channels={})


def build_channels(settings: Settings, clock: Clock, database: Database) -> dict[str, Channel]:
    """Name → channel, for every enabled channel whose network we have access to."""
    made = {name: CHANNELS[name](settings, clock, Kept(database, name)) for name in settings.config.channels}
    return {name: channel for name, channel in made.items() if channel is not None}


def _require_loopback(channels: Iterable[Channel]) -> None:
    servers = [channel.server for channel in channels if channel.server is not None]
    if not all(urlsplit(server).hostname in _LOOPBACK for server in servers):
        raise RealChannel
