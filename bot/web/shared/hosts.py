"""Which names this server answers to: a page of another site must not reach it under a name of its own.

A browser sends the name it was given, so a foreign name that leads to this machine (DNS rebinding) shows itself here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.base import Channel
from bot.messages.web import UNKNOWN_HOST
from bot.settings import Settings

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_EVERYWHERE = frozenset({"0.0.0.0", "::"})


def known_hosts(settings: Settings, listening: str, channels: Iterable[Channel] = ()) -> frozenset[str]:
    """The names for a server that listens on ``listening``: its own, the admin's (``web.hosts``), the webhooks'."""
    host = listening.strip("[]").casefold()
    own = _LOOPBACK if host in _LOOPBACK | _EVERYWHERE else frozenset({host})
    called = {urlsplit(channel.webhook_url or "").hostname for channel in channels}
    return own | {*settings.config.web.hosts} | {name for name in called if name}


class KnownHostsOnly:
    """Answers 421 to a request for a name that is not ours.

    Machines may come by any: a load balancer's look at ``/healthz``, which holds no personal data, and the calls
    (POST) to ``webhooks``, which prove themselves by a secret and must not be lost behind a proxy's own name.
    """

    def __init__(self, app: ASGIApp, known: Collection[str], webhooks: Collection[str]) -> None:
        self._app = app
        self._known = frozenset(known)
        self._webhooks = frozenset(webhooks)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_for_machines(scope) or self._is_known(scope):
            await self._app(scope, receive, send)
            return
        await PlainTextResponse(UNKNOWN_HOST, status_code=421)(scope, receive, send)

    def _is_for_machines(self, scope: Scope) -> bool:
        path = str(scope["path"])
        folder = f"{path.rpartition('/')[0]}/*"
        return path == "/healthz" or (scope["method"] == "POST" and not self._webhooks.isdisjoint((path, folder)))

    def _is_known(self, scope: Scope) -> bool:
        host = _name(Headers(scope=scope).get("host", ""))
        # The address the connection came to, for a server that listens on every one.
        own = (scope.get("server") or ("", 0))[0]
        return bool(host) and (host in self._known or host == own)


def _name(header: str) -> str:
    try:
        return (urlsplit(f"//{header}").hostname or "").removesuffix(".")
    except ValueError:
        return ""
