"""The fake Bot API server in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.bot_api_client import FakeTelegram

_ROOT = Path(__file__).parents[2]


@contextmanager
def served_fake() -> Iterator[FakeTelegram]:
    """A client of a server that runs as long as the block; it stops by itself should this process die."""
    command = [sys.executable, "-m", "tests.fakes.bot_api", "--port", "0", "--exit-with-stdin"]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        with FakeTelegram(facts["url"], facts["token"]) as client:
            yield client
        process.terminate()
        process.wait(300)
