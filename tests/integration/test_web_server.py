"""The port of the web pages."""

from __future__ import annotations

import asyncio
import io
import re
import socket
from contextlib import redirect_stdout

import pytest
from starlette.applications import Starlette

from bot.web.shared.server import PortTaken, serve


class Reader(io.StringIO):
    """Goes to the address the moment it reads it."""

    connected = False

    def write(self, text: str) -> int:
        if found := re.search(r"http://([\d.]+):(\d+)/", text):
            socket.create_connection((found[1], int(found[2]))).close()
            self.connected = True
        return super().write(text)


async def test_the_address_is_open_when_it_is_printed() -> None:
    stop, reader = asyncio.Event(), Reader()
    stop.set()
    with redirect_stdout(reader):
        await serve(Starlette(), "127.0.0.1", 0, stop)
    assert reader.connected


async def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(PortTaken, match=r"127\.0\.0\.1"):
        await serve(Starlette(), "127.0.0.1", other.getsockname()[1], asyncio.Event())
