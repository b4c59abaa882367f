"""One HTTP connection that may not be held open by saying little: time for the headers, time for the body, and room."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Times in seconds."""

    #: Beyond this many the oldest that has not said what it wants makes room; when all have, new ones get a 503.
    connections: int = 256
    header_bytes: int = 32_768
    headers: float = 10.0
    #: 60 MB over a slow line.
    body: float = 300.0


class Connection(H11Protocol):
    """uvicorn's own has a time limit only between requests."""

    limits = ConnectionLimits()
    _phase: Any = None
    _deadline: asyncio.TimerHandle | None = None

    @classmethod
    def within(cls, limits: ConnectionLimits) -> type[Connection]:
        """The same with other limits: uvicorn makes the connections itself."""
        return type(cls.__name__, (cls,), {"limits": limits})

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection, which must say soon what it wants."""
        super().connection_made(transport)
        self._watch()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        """The next piece; what goes on with the same part of a request gets no more time for it."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """On to the next request, if there is one."""
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_watching()
        super().connection_lost(exc)

    @property
    def is_silent(self) -> bool:
        """True until it has said what it wants."""
        return self._phase is h11.IDLE

    @property
    def gives_up_at(self) -> float:
        """Loop time at which its part of the request must have ended."""
        return self._deadline.when() if self._deadline is not None else float("inf")

    def _watch(self) -> None:
        phase = self.conn.their_state
        if phase is self._phase:
            return
        self._stop_watching()
        self._phase = phase
        seconds = {h11.IDLE: self.limits.headers, h11.SEND_BODY: self.limits.body}.get(phase)
        if seconds is not None:
            self._deadline = self.loop.call_later(seconds, self.transport.abort)

    def _stop_watching(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _make_room(self) -> None:
        if len(self.connections) < self.limits.connections:
            return
        silent = [c for c in self.connections if isinstance(c, Connection) and c.is_silent and c is not self]
        if silent:
            min(silent, key=lambda c: c.gives_up_at).transport.abort()
