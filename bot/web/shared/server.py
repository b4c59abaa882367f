"""Serves an ASGI app until told to stop; prints its address, which with port 0 is only known then."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from bot.errors import DondocError
from bot.messages.web import CHOOSE_ANOTHER_PORT, page_address, port_taken
from bot.web.shared.connection import Connection, ConnectionLimits

_BACKLOG = 128


class PortTaken(DondocError):
    id = "DD.E030"
    hint = CHOOSE_ANOTHER_PORT


class _Server(uvicorn.Server):
    """Leaves the signals to the process, which stops its other parts too."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(
    app: Starlette, host: str, port: int, stop: asyncio.Event, limits: ConnectionLimits | None = None
) -> None:
    """Serve until ``stop`` is set; raises PortTaken."""
    listener = _listen(host, port)
    limits = limits or ConnectionLimits()
    config = uvicorn.Config(
        app,
        http=Connection.within(limits),
        log_config=None,
        lifespan="off",
        access_log=False,
        server_header=False,
        limit_concurrency=limits.connections,
        h11_max_incomplete_event_size=limits.header_bytes,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    print(page_address(host, listener.getsockname()[1]), flush=True)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    for stream in getattr(app.state, "streams", ()):
        stream.close()
    server.should_exit = True
    await serving


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio turns Nagle's delay off on each connection.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Open from here on: whoever reads the printed address may come before the server has started.
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise PortTaken(port_taken(host, port, error)) from None
    return listener
