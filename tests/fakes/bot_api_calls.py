"""The record of every Bot API call, and waiting for things to happen without polling or sleeping."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")

# Sent as JSON text inside a form; shown decoded.
_STRUCTURED = frozenset(
    ("reply_markup", "reply_parameters", "allowed_updates", "commands", "scope", "entities", "caption_entities",
     "link_preview_options", "menu_button")
)  # fmt: skip


@dataclass(slots=True)
class UploadedFile:
    """A file part of a multipart call."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class _Waiter(Generic[T]):
    matches: Callable[[T], bool]
    remaining: int
    done: asyncio.Future[None]


class Watch(Generic[T]):
    """Lets coroutines wait until `count` matching items were offered. Offering is free while nobody waits."""

    def __init__(self) -> None:
        self._waiters: list[_Waiter[T]] = []

    def offer(self, item: T) -> None:
        for waiter in self._waiters:
            if not waiter.done.done() and waiter.matches(item):
                waiter.remaining -= 1
                if waiter.remaining <= 0:
                    waiter.done.set_result(None)

    async def wait(self, past: Iterable[T], matches: Callable[[T], bool], count: int, seconds: float) -> bool:
        """True once `count` items of `past` and of those to come match; False after `seconds`."""
        remaining = count - sum(1 for item in past if matches(item))
        if remaining <= 0:
            return True
        waiter = _Waiter(matches, remaining, asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        try:
            await asyncio.wait_for(waiter.done, seconds)
        except TimeoutError:
            return False
        finally:
            self._waiters.remove(waiter)
        return True


@dataclass(slots=True)
class Call:
    """One call. `started` and `finished` are seconds of the monotonic clock; `status` the HTTP status, "reset", "hung"
    (no answer was given) or None while it runs."""

    index: int
    method: str
    params: dict[str, Any]
    started: float
    finished: float | None = None
    status: int | str | None = None
    fault: str | None = None
    error: str | None = None

    def view(self) -> dict[str, Any]:
        """The call as JSON: structured parameters decoded, files as name and size."""
        return {
            "index": self.index, "method": self.method, "params": {k: _shown(k, v) for k, v in self.params.items()},
            "started": self.started, "finished": self.finished, "status": self.status, "fault": self.fault,
            "error": self.error,
        }  # fmt: skip


def _shown(name: str, value: Any) -> Any:
    if isinstance(value, UploadedFile):
        return {"filename": value.name, "mime": value.mime, "size": len(value.data)}
    if name in _STRUCTURED and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


@dataclass(slots=True)
class CallFilter:
    """Which calls are meant; an unset field means any. `started` also counts calls that still run (long polls)."""

    method: str | None = None
    since: int = 0
    status: str | None = None
    chat_id: str | None = None
    started: bool = False

    def __call__(self, call: Call) -> bool:
        return (
            call.index >= self.since
            and (self.method is None or call.method.lower() == self.method.lower())
            and (self.started or call.status is not None)
            and (self.status is None or str(call.status) == self.status)
            and (self.chat_id is None or str(call.params.get("chat_id")) == self.chat_id)
        )


@dataclass(slots=True)
class CallLog:
    """Every call since the start or the last reset, in order of arrival."""

    calls: list[Call] = field(default_factory=list)
    started: Watch[Call] = field(default_factory=Watch)
    ended: Watch[Call] = field(default_factory=Watch)

    def start(self, method: str, params: dict[str, Any]) -> Call:
        call = Call(len(self.calls), method, params, time.monotonic())
        self.calls.append(call)
        self.started.offer(call)
        return call

    def finish(self, call: Call, status: int | str, error: str | None = None) -> None:
        """Record the outcome; of a call already finished (left hanging on purpose) the first outcome stays."""
        if call.status is not None:
            return
        call.status, call.error, call.finished = status, error, time.monotonic()
        self.ended.offer(call)

    def select(self, wanted: CallFilter) -> list[Call]:
        return [call for call in self.calls[wanted.since :] if wanted(call)]

    async def wait(self, wanted: CallFilter, count: int, seconds: float) -> bool:
        """True once `count` wanted calls are recorded; False after `seconds`."""
        watch = self.started if wanted.started else self.ended
        return await watch.wait(self.calls[wanted.since :], wanted, count, seconds)
