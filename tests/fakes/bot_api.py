"""A strict fake of Telegram's Bot API server on loopback, for tests, rehearsals and benchmarks.

As its own process: `python -m tests.fakes.bot_api --port 0` prints one line of JSON, {"url": …, "token": …}, when it
serves. In this process: `with running_server() as url:`. Use it through `tests.fakes.bot_api_client.FakeTelegram`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator

import uvicorn

from tests.fakes.bot_api_control import control_app
from tests.fakes.bot_api_http import BotApi, Receive, Scope, Send
from tests.fakes.bot_api_world import TOKEN, World


def build_app(world: World) -> Callable[[Scope, Receive, Send], object]:
    """The ASGI app: /bot…, /file/bot… and /control/…."""
    bot_api, control = BotApi(world), control_app(world)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        serve = bot_api if scope["path"].startswith(("/bot", "/file/bot")) else control
        await serve(scope, receive, send)

    return app


class _Server(uvicorn.Server):
    """Calls `ready` when it accepts connections; ends long polls at once when told to stop."""

    def __init__(self, config: uvicorn.Config, world: World, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._world, self._ready = world, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._world.updates.stop()
        self._world.faults.release()
        await super().shutdown(sockets)


def _listen(port: int) -> socket.socket:
    # Without the protocol named, asyncio leaves Nagle's algorithm on: 40 ms more for every answer.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", port))
    sock.listen(1024)
    return sock


def _server(world: World, ready: Callable[[], None]) -> _Server:
    config = uvicorn.Config(
        build_app(world),
        lifespan="off", access_log=False, log_level="warning", server_header=False, date_header=False,
        timeout_keep_alive=600, timeout_graceful_shutdown=1,
    )  # fmt: skip
    return _Server(config, world, ready)


@contextlib.contextmanager
def running_server(*, limits: bool = True, token: str = TOKEN) -> Iterator[str]:
    """Serve from a thread of this process; yields the root URL."""
    sock, started = _listen(0), threading.Event()
    server = _server(World(token, limits), started.set)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([sock])), name="fake-bot-api", daemon=True)
    thread.start()
    try:
        if not started.wait(300):
            raise RuntimeError("the fake Bot API server did not start")
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(300)
        sock.close()


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    sys.stdin.read()
    server.should_exit = True


def main() -> None:
    parser = argparse.ArgumentParser(description="A strict fake Bot API server on 127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port (default)")
    parser.add_argument("--token", default=TOKEN, help="the one bot token that is accepted")
    parser.add_argument("--limits", choices=("on", "off"), default="on", help="Telegram's sending limits")
    parser.add_argument("--exit-with-stdin", action="store_true", help="stop when standard input ends (parent gone)")
    args = parser.parse_args()
    sock = _listen(args.port)
    facts = {"url": f"http://127.0.0.1:{sock.getsockname()[1]}", "token": args.token}
    server = _server(World(args.token, args.limits == "on"), lambda: print(json.dumps(facts), flush=True))
    if args.exit_with_stdin:
        threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    asyncio.run(server.serve([sock]))


if __name__ == "__main__":
    main()
