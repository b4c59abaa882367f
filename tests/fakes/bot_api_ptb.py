"""python-telegram-bot's own Bot on the fake server, for the tests of both."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from tests.fakes.bot_api_client import FakeTelegram


def new_bot(tg: FakeTelegram, *, token: str | None = None, read_timeout: float = 60) -> Bot:
    request = HTTPXRequest(read_timeout=read_timeout, httpx_kwargs={"trust_env": False})
    updates = HTTPXRequest(read_timeout=300, httpx_kwargs={"trust_env": False})
    return Bot(
        token or tg.token, base_url=f"{tg.url}/bot", base_file_url=f"{tg.url}/file/bot", request=request,
        get_updates_request=updates,
    )  # fmt: skip


def buttons(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(f"Nút {d[:8]}", callback_data=d)] for d in data])


@pytest.fixture
def tg(fake_telegram: FakeTelegram) -> FakeTelegram:
    fake_telegram.limits(False)
    return fake_telegram


@pytest_asyncio.fixture
async def bot(tg: FakeTelegram) -> AsyncIterator[Bot]:
    tg.user(101, "An").says("/start")
    async with new_bot(tg) as ready:
        yield ready
