"""The web server's app: the demo or the plain status page, health for machines, calls of the messaging networks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.app import App
from bot.channels.base import Channel, WebhookRefused
from bot.demo import Demo
from bot.messages.web import BODY_TOO_LARGE, NOT_ALLOWED, NOT_FOUND, REFUSED, UNREADABLE, WENT_WRONG
from bot.services.schedule.health import Health
from bot.web.demo.demo_desk import DemoBoard
from bot.web.demo.pages import demo_routes
from bot.web.shared.bodies import limited
from bot.web.shared.hosts import KnownHostsOnly
from bot.web.shared.security import ReadableOnly, SameOriginOnly, SecurityHeaders
from bot.web.shared.templating import FOLDER, message_page, page

_REFUSALS = {400: UNREADABLE, 404: NOT_FOUND, 405: NOT_ALLOWED, 413: BODY_TOO_LARGE}

_log = logging.getLogger(__name__)


def create_app(
    app: App, *, demo: Demo | None = None, extra: Sequence[BaseRoute] = (), hosts: Collection[str] | None = None
) -> Starlette:
    """The ASGI app over a started ``app``; with ``demo`` its page stands at "/". ``extra`` routes come first.

    ``hosts`` are the only names it answers to; None where no socket is opened.
    """
    source = _Source(app, demo)
    routes: list[BaseRoute] = [*extra, Route("/healthz", source.healthz), Route("/tinh-trang", source.status)]
    desk = DemoBoard(demo) if demo is not None else None
    routes += demo_routes(desk) if desk is not None else [Route("/", source.status)]
    webhooks = {path: name for name, channel in app.channels.items() for path in _webhook_paths(channel)}
    routes += [Route(path, source.called_by(name), methods=["POST"]) for path, name in webhooks.items()]
    routes.append(Mount("/static", StaticFiles(directory=FOLDER / "static")))
    proven = [path.replace("{secret_path}", "*") for path in webhooks]
    names = [Middleware(KnownHostsOnly, hosts, proven)] if hosts is not None else []
    served = Starlette(
        routes=routes,
        middleware=[Middleware(SecurityHeaders), *names, Middleware(ReadableOnly), Middleware(SameOriginOnly)],
        exception_handlers={HTTPException: _refused, ClientDisconnect: _left, Exception: _went_wrong},
    )
    # Answers without an end, for the server to close when it stops.
    served.state.streams = [desk.changes] if desk is not None else []
    return served


def _webhook_paths(channel: Channel) -> list[str]:
    """Where a network calls: the path of the public address, and what a proxy may make of it."""
    if channel.webhook_url is None:
        return []
    return [urlsplit(channel.webhook_url).path or "/", f"/{channel.name}", f"/{channel.name}/{{secret_path}}"]


class _Source:
    """Answers about one app; the demo replaces its app when its clock is set back."""

    def __init__(self, app: App, demo: Demo | None) -> None:
        self._app = app
        self._demo = demo

    @property
    def app(self) -> App:
        """The one in use now."""
        return self._demo.app if self._demo is not None else self._app

    async def healthz(self, request: Request) -> Response:
        """For machines: 200 or 503 with every check; no personal data."""
        health = await self._health()
        checks = [{"name": c.name, "ok": c.ok, "text": c.text} for c in health.checks]
        return JSONResponse({"ok": health.ok, "checks": checks}, status_code=200 if health.ok else 503)

    async def status(self, request: Request) -> Response:
        """The same for people."""
        return page("status.html", {"health": await self._health()})

    def called_by(self, channel: str) -> Callable[[Request], Awaitable[Response]]:
        """Takes a webhook call: stored before it is answered, since networks repeat what was not."""

        async def called(request: Request) -> Response:
            body = await limited(request).body()
            try:
                inbound = self.app.channels[channel].read_webhook(request.headers, body)
            except WebhookRefused:
                raise HTTPException(403) from None
            await self.app.intake.accept(inbound)
            return Response(status_code=200)

        return called

    async def _health(self) -> Health:
        return await asyncio.to_thread(self.app.health)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = error.detail if isinstance(error, HTTPException) else ""
    # What the libraries say is English; ours never is without a mark.
    text = said if not said.isascii() else _REFUSALS.get(status, REFUSED)
    headers = error.headers if isinstance(error, HTTPException) else None
    if "text/html" in request.headers.get("accept", ""):
        return message_page(text, status)
    return PlainTextResponse(text, status_code=status, headers=headers)


async def _left(request: Request, error: Exception) -> Response:
    """The other side hung up in the middle of its request: nobody is there to be told."""
    return Response(status_code=400)


async def _went_wrong(request: Request, error: Exception) -> Response:
    """Logged with its trace; the visitor learns nothing but that it failed."""
    _log.error("request failed", exc_info=error, extra={"action": "request_failed"})
    return PlainTextResponse(WENT_WRONG, status_code=500)
