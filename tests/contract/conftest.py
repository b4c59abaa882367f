"""Fixtures of this folder: the strict fake Bot API server and a channel on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import TelegramChannel
from tests.contract.telegram_kit import PATIENCE, Sleeps
from tests.fakes.bot_api_client import FakeTelegram, FakeUser
from tests.fakes.fixtures import fake_telegram, fake_telegram_server

__all__ = ["fake_telegram", "fake_telegram_server"]


@pytest.fixture
def sleeps() -> Sleeps:
    return Sleeps()


@pytest.fixture
async def channel(fake_telegram: FakeTelegram, sleeps: Sleeps) -> AsyncIterator[TelegramChannel]:
    fake_telegram.limits(False)
    made = TelegramChannel(fake_telegram.token, fake_telegram.url, sleep=sleeps, timeout=PATIENCE)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def an(fake_telegram: FakeTelegram, channel: TelegramChannel) -> FakeUser:
    """Somebody who has started the chat."""
    return fake_telegram.user(101, "Nguyễn Văn An").says("/start")
