"""The whole app over a local channel, with a clock that goes wherever it is set."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from pathlib import Path

from bot.app import App
from bot.channels.base import EventKind, InboundEvent, OutboundMessage
from bot.channels.local import LocalChannel
from bot.registry.checks.example_officers import with_example_officers
from bot.registry.live import LiveRegistry
from bot.settings import load_settings
from bot.store.database import Database
from tests.integration.dispatching import at

ROOT = Path(__file__).resolve().parents[2]
#: When the report of Hà Nội – TP.HCM 2024 is first asked for.
FIRST_REMINDER = at("04/09 08:00")

_ids = count(1)


class SetClock:
    """Shows what it was last set to, be it back; ``speed`` lets the worker look often."""

    speed = 36_000.0

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def an_app(database: Database, clock: SetClock, *, pace: bool = False) -> App:
    """Over the shipped schedules with example officers; not started."""
    settings = load_settings(ROOT / "config.yaml", {})
    live = LiveRegistry(settings.schedules, settings.policies, extend=with_example_officers)
    return App(settings, clock=clock, database=database, live=live, channels={"local": LocalChannel()}, pace=pace)


def channel_of(app: App) -> LocalChannel:
    """The phones."""
    channel = app.channels["local"]
    assert isinstance(channel, LocalChannel)
    return channel


def link(app: App, person: str, address: str = "") -> None:
    """Their chat, linked some days before."""
    with app.database.transaction() as uow:
        uow.accounts.link(person, "local", address or person, "1", at("28/08 09:00"))


def reply(app: App, address: str, *texts: str) -> None:
    """Queue answers as the inbox does."""
    with app.database.transaction() as uow:
        for text in texts:
            uow.replies.queue("local", address, OutboundMessage(text), at=app.clock.now())


def said(app: App, address: str, text: str) -> InboundEvent:
    """Something typed in that chat."""
    return InboundEvent("local", f"e{next(_ids)}", address, EventKind.TEXT, app.clock.now(), text=text)


def texts(app: App, address: str) -> list[str]:
    """What stands on that phone."""
    return [m.message.text for m in channel_of(app).chat(address)]
