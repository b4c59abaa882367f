"""pytest fixtures for the fake servers: import them into a conftest or a test module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.bot_api_client import FakeTelegram
from tests.fakes.served import served_fake


@pytest.fixture(scope="session")
def fake_telegram_server() -> Iterator[FakeTelegram]:
    """One server process for the whole session."""
    with served_fake() as client:
        yield client


@pytest.fixture
def fake_telegram(fake_telegram_server: FakeTelegram) -> FakeTelegram:
    """The server as new. The sending limits are on: `fake_telegram.limits(False)` where they are not the point."""
    fake_telegram_server.reset()
    return fake_telegram_server
