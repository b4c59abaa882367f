"""pytest fixtures for the fake servers: import them into a conftest or a test module."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.bot_api_client import FakeTelegram

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def fake_telegram_server() -> Iterator[FakeTelegram]:
    """One server process for the whole session; it stops by itself should this process die."""
    command = [sys.executable, "-m", "tests.fakes.bot_api", "--port", "0", "--exit-with-stdin"]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        with FakeTelegram(facts["url"], facts["token"]) as client:
            yield client
        process.terminate()
        process.wait(10)


@pytest.fixture
def fake_telegram(fake_telegram_server: FakeTelegram) -> FakeTelegram:
    """The server as new. The sending limits are on: `fake_telegram.limits(False)` where they are not the point."""
    fake_telegram_server.reset()
    return fake_telegram_server
