"""Tells open pages that something changed, so that they fetch what they show again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import StreamingResponse

#: Seconds between signs of life on a quiet stream: proxies cut silent connections.
_HEARTBEAT = 15.0
#: More than any counter reaches.
_DIGITS = 19


class Changes:
    """A counter that can be waited on. Used from one event loop."""

    def __init__(self) -> None:
        self.version = 0
        self._moved = asyncio.Event()
        self._closed = False

    def bump(self) -> None:
        """Something changed: wake every waiting page."""
        self.version += 1
        self._moved.set()
        self._moved = asyncio.Event()

    def close(self) -> None:
        """End every stream: the server waits for them when it stops."""
        self._closed = True
        self._moved.set()

    async def beyond(self, version: int) -> None:
        """Return as soon as the counter is past ``version``, or nothing more will come."""
        while self.version <= version and not self._closed:
            await self._moved.wait()

    async def stream(self, since: int) -> AsyncIterator[str]:
        """Server-sent events: one "changed" for all that happened since the last one."""
        yield "retry: 1000\n\n"
        seen = since
        while not self._closed:
            try:
                async with asyncio.timeout(_HEARTBEAT):
                    await self.beyond(seen)
            except TimeoutError:
                yield ": \n\n"
            else:
                if self._closed:
                    return
                seen = self.version
                yield f"id: {seen}\nevent: changed\ndata: {seen}\n\n"

    def response(self, request: Request) -> StreamingResponse:
        """The stream from where the page stands: the last event it saw, else the version it was made at."""
        since = request.headers.get("last-event-id") or request.query_params.get("since") or ""
        if since and not (since.isdecimal() and len(since) < _DIGITS):
            raise HTTPException(400)
        start = int(since) if since else self.version
        # A number from an earlier run of the program would never be passed.
        stream = self.stream(start if start <= self.version else -1)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
