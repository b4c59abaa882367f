"""Composition root: the only module that knows every adapter. Commands and processes are built from here."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlsplit

from bot.app import App
from bot.channels.base import Channel
from bot.channels.telegram.channel import TelegramChannel, WebhookSettings
from bot.clock import Clock, SystemClock
from bot.errors import DondocError
from bot.messages.operations import NO_CHANNEL, REAL_CHANNEL
from bot.offline import open_office
from bot.registry.live import LiveRegistry
from bot.settings import Settings
from bot.store.database import Database

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class NoChannel(DondocError):
    id = "DD.E021"
    message, hint = NO_CHANNEL


class RealChannel(DondocError):
    """A rehearsal would write to real people."""

    id = "DD.E022"
    message, hint = REAL_CHANNEL


def build_app(settings: Settings, *, clock: Clock | None = None) -> App:
    """The app over the enabled channels. Raises NoChannel without a token."""
    clock = clock or SystemClock()
    channels = build_channels(settings, clock)
    if not channels:
        raise NoChannel
    live = LiveRegistry(settings.schedules, settings.policies)
    return App(settings, clock=clock, database=Database(settings.database_url), live=live, channels=channels)


def offline_app(settings: Settings) -> App:
    """The app without channels, for commands that send nothing."""
    office = open_office(settings)
    return App(settings, clock=office.clock, database=office.database, live=office.live, channels={})


def build_channels(settings: Settings, clock: Clock) -> dict[str, Channel]:
    """Name → channel, for every enabled channel that has a token."""
    channels: dict[str, Channel] = {}
    if "telegram" in settings.config.channels and settings.telegram_token:
        channels["telegram"] = telegram_channel(settings, clock)
    return channels


def telegram_channel(settings: Settings, clock: Clock) -> TelegramChannel:
    """The Bot API by long polling, or by webhook when a public URL is set."""
    environment = settings.environment
    webhook = None
    if environment.telegram_webhook_url and environment.telegram_webhook_secret:
        webhook = WebhookSettings(
            environment.telegram_webhook_url, environment.telegram_webhook_secret.get_secret_value()
        )
    return TelegramChannel(settings.telegram_token or "", environment.telegram_base_url, webhook=webhook, clock=clock)


def require_loopback(settings: Settings) -> None:
    """Raises RealChannel unless every channel's server is this machine: a rehearsal can never reach a person."""
    host = urlsplit(settings.environment.telegram_base_url).hostname or ""
    if host not in _LOOPBACK:
        raise RealChannel


async def bot_username(settings: Settings, database: Database) -> str:
    """The bot's name for invitation links; asked once and remembered. Empty without a token or a reachable server."""
    if not settings.telegram_token:
        return ""
    # Another token is another bot.
    key = f"telegram.username.{sha256(settings.telegram_token.encode()).hexdigest()[:12]}"
    with database.read() as uow:
        known = uow.settings.get(key)
    if known:
        return known
    username = await telegram_channel(settings, SystemClock()).look_up()
    if username:
        with database.transaction() as uow:
            uow.settings.put(key, username)
    return username
