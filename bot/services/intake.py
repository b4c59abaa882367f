"""From a channel to the inbox: stored first, then handled, one chat in order, chats side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
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
        #: By chat: what waits in memory, and the task that takes one after the other.
        self._waiting: dict[tuple[str, str], deque[InboundEvent]] = {}
        self._chats: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._stopping = False
        # The loop keeps only weak references to tasks.
        self._answering: set[asyncio.Task[None]] = set()

    async def accept(self, events: Sequence[InboundEvent]) -> None:
        """Store the batch; return once it is safe to confirm it to the provider. Handling goes on behind."""
        for event in await asyncio.to_thread(self._store, events):
            self._schedule(event)

    async def resume(self) -> None:
        """Handle what an earlier process stored and did not finish, and what failed for a moment."""
        waiting = await asyncio.to_thread(self._unprocessed)
        busy = set(self._chats)
        for event in waiting:
            if (event.channel, event.address) not in busy:
                self._schedule(event)

    def stop(self) -> None:
        """Finish the event in hand of each chat and begin no other: what is stored is taken up next time."""
        self._stopping = True

    async def drain(self) -> None:
        """Wait until everything scheduled has been handled; after ``stop``, what is in hand."""
        while self._chats:
            await asyncio.gather(*self._chats.values(), return_exceptions=True)

    def _store(self, events: Sequence[InboundEvent]) -> list[InboundEvent]:
        with self._database.transaction() as uow:
            return [event for event in events if uow.answers.add_event(event)]

    def _unprocessed(self) -> list[InboundEvent]:
        with self._database.read() as uow:
            return [stored.event for stored in uow.answers.unprocessed_events()]

    def _schedule(self, event: InboundEvent) -> None:
        chat = (event.channel, event.address)
        self._waiting.setdefault(chat, deque()).append(event)
        if chat not in self._chats:
            self._chats[chat] = asyncio.create_task(self._in_order(chat))

    async def _in_order(self, chat: tuple[str, str]) -> None:
        waiting = self._waiting[chat]
        try:
            while waiting and not self._stopping:
                await self._handle_or_leave(waiting.popleft())
        finally:
            del self._waiting[chat], self._chats[chat]

    async def _handle_or_leave(self, event: InboundEvent) -> None:
        # A turn for each event: a chat with many waits again before its next one.
        async with self._free:
            if self._stopping:
                return
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
