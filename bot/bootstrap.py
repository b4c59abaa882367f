"""Composition root: the only module that knows every adapter. Commands and processes are built from here."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import urlsplit

from bot.app import App
from bot.channels.base import Channel
from bot.channels.telegram.channel import TelegramChannel, WebhookSettings
from bot.clock import Clock, SteppedClock, SystemClock
from bot.errors import DondocError
from bot.registry.live import LiveRegistry
from bot.services.health import rehearsed_now
from bot.settings import Settings
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.records import AccountState

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class NoChannel(DondocError):
    """Chưa có mã bot cho kênh nào."""

    id = "DD.E021"
    hint = "Đặt TELEGRAM_BOT_TOKEN (hoặc TELEGRAM_BOT_TOKEN_FILE) rồi chạy lại; dùng thử không cần mã: dondoc demo."


class RealChannel(DondocError):
    """Đồng hồ giả lập chỉ dùng được khi mọi kênh trỏ tới máy này."""

    id = "DD.E022"
    hint = (
        "Bỏ --clock, hoặc đặt TELEGRAM_BASE_URL là máy chủ thử ở 127.0.0.1. Diễn tập không bao giờ nhắn cho người thật."
    )


def build_app(settings: Settings, *, clock: Clock | None = None) -> App:
    """The app over the enabled channels. Raises NoChannel without a token."""
    clock = clock or SystemClock()
    channels = build_channels(settings, clock)
    if not channels:
        raise NoChannel
    live = LiveRegistry(settings.schedules)
    return App(settings, clock=clock, database=Database(settings.database_url), live=live, channels=channels)


def offline_app(settings: Settings) -> App:
    """The app without channels, files read and database up to date: for commands that send nothing.

    On a database where a rehearsal runs it stands at the rehearsal's time, so that ``apply`` plans for the same days.
    """
    live = LiveRegistry(settings.schedules)
    live.reload()
    database = open_database(settings)
    return App(settings, clock=offline_clock(database), database=database, live=live, channels={})


def offline_clock(database: Database) -> Clock:
    """The machine's clock, or the time at which a rehearsal on this database last stood."""
    with database.read() as uow:
        moment = rehearsed_now(uow)
    return SteppedClock(moment) if moment is not None else SystemClock()


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


def open_database(settings: Settings) -> Database:
    """The database, brought up to date."""
    database = Database(settings.database_url)
    database.migrate()
    return database


def linked_people(settings: Settings) -> frozenset[str]:
    """Ids of people with a working chat; nobody where there is no database yet."""
    return frozenset(channel_of_people(settings))


def channel_of_people(settings: Settings) -> Mapping[str, str]:
    """Person id → channel name of their working chat; empty where there is no database yet. Creates nothing."""
    database = Database(settings.database_url)
    if not database.exists():
        return {}
    try:
        with database.read() as uow:
            accounts = uow.accounts.all_accounts()
    except StoreError:
        return {}
    finally:
        database.close()
    return {a.person: a.channel for a in accounts if a.state is AccountState.ACTIVE}


async def bot_username(settings: Settings, database: Database) -> str:
    """The bot's name for invitation links; asked once and remembered. Empty without a token or a reachable server."""
    if not settings.telegram_token:
        return ""
    # Another token is another bot.
    key = f"telegram.username.{sha256(settings.telegram_token.encode()).hexdigest()[:12]}"
    with database.read() as uow:
        known = uow.audit.setting(key)
    if known:
        return known
    username = await telegram_channel(settings, SystemClock()).look_up()
    if username:
        with database.transaction() as uow:
            uow.audit.set_setting(key, username)
    return username
