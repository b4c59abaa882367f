"""Telegram on the strict fake server, for the tests of this folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import pytest

from bot.channels.base import Inbound, InboundEvent, OutboundMessage, SendError
from bot.channels.telegram import TelegramChannel
from tests.fakes.bot_api_client import FakeTelegram

#: Seconds after which something is given up that should have come; no test passes by waiting so long.
PATIENCE = 300.0


class Sleeps:
    """Stands in for asyncio.sleep: remembers, and lets others run."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.before: Callable[[float], None] = lambda _: None

    async def __call__(self, seconds: float) -> None:
        self.before(seconds)
        self.taken.append(seconds)
        await asyncio.sleep(0)


async def refused(channel: TelegramChannel, text: str = "xin chào", address: str = "101") -> SendError:
    with pytest.raises(SendError) as caught:
        await channel.send(address, OutboundMessage(text))
    return caught.value


async def next_events(channel: TelegramChannel, count: int = 1) -> list[InboundEvent]:
    """The next events; fails on an odd one."""
    found = await next_inbound(channel, count)
    assert all(isinstance(event, InboundEvent) for event in found), found
    return [event for event in found if isinstance(event, InboundEvent)]


async def next_inbound(channel: TelegramChannel, count: int = 1) -> list[Inbound]:
    found: list[Inbound] = []
    async with aclosing(channel.updates()) as updates:
        async for batch in updates:
            found += batch
            if len(found) >= count:
                break
    return found


async def name_of(channel: TelegramChannel) -> str:
    """The bot's name, as it stands in an invitation's link; empty when it cannot be had."""
    link = await channel.invitation_link("X") or ""
    return link.removeprefix("https://t.me/").removesuffix("?start=X")


def started(fake: FakeTelegram, **options: object) -> _Started:
    return _Started(TelegramChannel(fake.token, fake.url, **({"timeout": PATIENCE} | options)))  # type: ignore[arg-type]


class _Started:
    def __init__(self, channel: TelegramChannel) -> None:
        self.channel = channel

    async def __aenter__(self) -> TelegramChannel:
        await self.channel.start()
        return self.channel

    async def __aexit__(self, *_: object) -> None:
        await self.channel.stop()
