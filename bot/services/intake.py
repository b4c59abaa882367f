"""From a channel to the inbox: stored first, then handled, one chat in order, chats side by side."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.channels.base import Channel, EventKind, InboundEvent, SendError, Verdict
from bot.store.database import Database

#: Chats handled at the same time; more makes the HTTP client slower, not faster.
CHATS_AT_ONCE = 16

_log = logging.getLogger(__name__)

#: Handles one stored event in its own transaction; safe to repeat.
Process = Callable[[InboundEvent, bytes | None], Awaitable[None]]


class Intake:
    """Takes batches of events from channels. An event survives a crash between its arrival and its answer."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        process: Process,
        *,
        max_file_bytes: int,
    ) -> None:
        self._database = database
        self._channels = channels
        self._process = process
        self._max_file_bytes = max_file_bytes
        self._free = asyncio.Semaphore(CHATS_AT_ONCE)
        self._last: dict[tuple[str, str], asyncio.Task[None]] = {}
        # The loop keeps only weak references to tasks.
        self._answering: set[asyncio.Task[None]] = set()

    async def accept(self, events: Sequence[InboundEvent]) -> None:
        """Store the batch; return once it is safe to confirm it to the provider. Handling goes on behind."""
        for event in await asyncio.to_thread(self._store, events):
            self._schedule(event)

    async def resume(self) -> None:
        """Handle what an earlier process stored and did not finish, and what failed for a moment."""
        waiting = await asyncio.to_thread(self._unprocessed)
        for event in waiting:
            if (event.channel, event.address) not in self._last:
                self._schedule(event)

    async def drain(self) -> None:
        """Wait until everything scheduled has been handled."""
        while self._last:
            await asyncio.gather(*self._last.values(), return_exceptions=True)

    def _store(self, events: Sequence[InboundEvent]) -> list[InboundEvent]:
        with self._database.transaction() as uow:
            return [event for event in events if uow.answers.add_event(event)]

    def _unprocessed(self) -> list[InboundEvent]:
        with self._database.read() as uow:
            return [stored.event for stored in uow.answers.unprocessed_events()]

    def _schedule(self, event: InboundEvent) -> None:
        key = (event.channel, event.address)
        task = asyncio.create_task(self._after(self._last.get(key), event))
        self._last[key] = task
        task.add_done_callback(lambda done: self._last.pop(key) if self._last.get(key) is done else None)

    async def _after(self, earlier: asyncio.Task[None] | None, event: InboundEvent) -> None:
        if earlier is not None:
            await asyncio.wait({earlier})
        async with self._free:
            try:
                await self._handle(event)
            except Exception:
                # Stays unprocessed and is taken up again by ``resume``; the other chats go on.
                _log.exception("event not handled", extra={"action": "event_failed", "event": event.external_id})

    async def _handle(self, event: InboundEvent) -> None:
        channel = self._channels[event.channel]
        if event.kind is EventKind.TAP:
            # The provider lets a tap die after some seconds: answer first, work afterwards.
            task = asyncio.create_task(channel.answer_tap(event))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        await self._process(event, await self._content(channel, event))

    async def _content(self, channel: Channel, event: InboundEvent) -> bytes | None:
        """The file's bytes; None without a file, for one too large, and for one the provider will not hand out."""
        if event.file is None or event.file.size > self._max_file_bytes:
            return None
        try:
            content = await channel.fetch(event.file)
        except SendError as error:
            if error.verdict in (Verdict.RETRY, Verdict.AMBIGUOUS):
                raise
            return None
        return content if len(content) <= self._max_file_bytes else None
