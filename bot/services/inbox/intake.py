"""From a channel to the inbox: stored first, then handled, one chat in order, chats side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.channels.base import (
    RAW_KEPT,
    Channel,
    EventKind,
    Inbound,
    InboundEvent,
    OddUpdate,
    OutboundMessage,
    SendError,
    Verdict,
)
from bot.domain.text import storable
from bot.messages.operations import not_handled_text
from bot.services.people.invites import sealed
from bot.store.database import Database
from bot.store.store_errors import StoreError
from bot.store.unit_of_work import UnitOfWork

#: Chats handled at the same time; more makes the HTTP client slower, not faster.
CHATS_AT_ONCE = 16
#: An event that fails so often by itself is set aside …
TRIES = 5
#: … and one that fails for want of the database or the provider's file only after so many.
PATIENT_TRIES = 20

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
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._channels = channels
        self._process = process
        self._max_file_bytes = max_file_bytes
        self._now = now
        #: How often each event has failed.
        self._failures: Counter[tuple[str, str]] = Counter()
        self._free = asyncio.Semaphore(CHATS_AT_ONCE)
        #: By chat: what waits in memory, and the task that takes one after the other.
        self._waiting: dict[tuple[str, str], deque[InboundEvent]] = {}
        self._chats: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._stopping = False
        # The loop keeps only weak references to tasks.
        self._answering: set[asyncio.Task[None]] = set()

    async def accept(self, inbound: Sequence[Inbound]) -> None:
        """Store the batch; return once it is safe to confirm it to the provider. Handling goes on behind.

        What cannot be stored as an event is set aside; raises StoreError only when the database takes nothing.
        """
        for event in await asyncio.to_thread(self._store, inbound):
            self._schedule(event)

    async def resume(self) -> None:
        """Handle what an earlier process stored and did not finish, and what failed for a moment."""
        waiting = await asyncio.to_thread(self._unprocessed)
        busy = set(self._chats)
        for event in waiting:
            if (event.channel, event.address) not in busy and event.channel in self._channels:
                self._schedule(event)

    def stop(self) -> None:
        """Finish the event in hand of each chat and begin no other: what is stored is taken up next time."""
        self._stopping = True

    async def drain(self) -> None:
        """Wait until everything scheduled has been handled; after ``stop``, what is in hand."""
        while self._chats:
            await asyncio.gather(*self._chats.values(), return_exceptions=True)

    def _store(self, inbound: Sequence[Inbound]) -> list[InboundEvent]:
        try:
            with self._database.transaction() as uow:
                return [event for one in inbound if (event := self._new(one, uow)) is not None]
        except Exception:
            if len(inbound) == 1:
                return self._store_or_set_aside(inbound[0])
            return [event for one in inbound for event in self._store_or_set_aside(one)]

    def _store_or_set_aside(self, inbound: Inbound) -> list[InboundEvent]:
        try:
            with self._database.transaction() as uow:
                event = self._new(inbound, uow)
                return [] if event is None else [event]
        except Exception as error:
            # Where even this cannot be written it is the database that fails, and the batch is offered again.
            with self._database.transaction() as uow:
                self._set_aside(uow, _odd(inbound, type(error).__name__))
            return []

    def _new(self, inbound: Inbound, uow: UnitOfWork) -> InboundEvent | None:
        """The event as it is stored; None when it was stored before, or is none and was set aside."""
        if isinstance(inbound, OddUpdate):
            self._set_aside(uow, inbound)
            return None
        event = fit_to_store(uow, inbound)
        return event if uow.events.add(event) else None

    def _set_aside(self, uow: UnitOfWork, odd: OddUpdate) -> None:
        # An invitation's code stands nowhere in clear, here either.
        kept = sealed(uow, InboundEvent(odd.channel, odd.external_id, "", EventKind.OTHER, self._now(), text=odd.raw))
        if uow.events.set_aside(replace(odd, raw=kept.text), self._now()):
            told = {"action": "set_aside", "channel": odd.channel, "reason": odd.reason}
            _log.warning("an update cannot be read and is set aside", extra=told)

    def _unprocessed(self) -> list[InboundEvent]:
        with self._database.read() as uow:
            return [stored.event for stored in uow.events.unprocessed()]

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
            except Exception as error:
                # Stays unprocessed and is taken up again by ``resume``; the other chats go on.
                _log.exception("event not handled", extra={"action": "event_failed", "event": event.external_id})
                await asyncio.to_thread(self._count_failure, event, error)
            else:
                self._failures.pop((event.channel, event.external_id), None)

    def _count_failure(self, event: InboundEvent, error: Exception) -> None:
        """After some tries the event is set aside and its sender told, so that nothing is tried for ever."""
        key = (event.channel, event.external_id)
        self._failures[key] += 1
        patient = isinstance(error, (StoreError, SendError))
        if self._failures[key] < (PATIENT_TRIES if patient else TRIES):
            return
        try:
            with self._database.transaction() as uow:
                if uow.events.take(event.channel, event.external_id, self._now()):
                    self._set_aside(uow, _odd(event, f"handling: {type(error).__name__}"))
                    if not event.group:
                        answer = OutboundMessage(not_handled_text())
                        uow.replies.queue(event.channel, event.address, answer, event.external_id, at=self._now())
        except StoreError:
            _log.exception("event not set aside", extra={"action": "event_failed", "event": event.external_id})
        else:
            del self._failures[key]

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
            last = self._failures[event.channel, event.external_id] >= PATIENT_TRIES - 1
            if error.verdict in (Verdict.RETRY, Verdict.AMBIGUOUS, Verdict.STOP_CHANNEL) and not last:
                raise
            return None
        return content if len(content) <= self._max_file_bytes else None


def fit_to_store(uow: UnitOfWork, event: InboundEvent) -> InboundEvent:
    """The event as it is kept and handled: no invitation's code in clear, no character a database refuses.

    Safe to repeat. The provider's own ids are left as they are.
    """
    file = event.file
    cleaned = replace(
        event,
        text=storable(event.text),
        command=storable(event.command),
        data=storable(event.data),
        tap_id=storable(event.tap_id) if event.tap_id is not None else None,
        file=replace(file, name=storable(file.name), mime=storable(file.mime)) if file is not None else None,
    )
    return sealed(uow, cleaned) if cleaned.text else cleaned


def _odd(inbound: Inbound, reason: str) -> OddUpdate:
    if isinstance(inbound, OddUpdate):
        return inbound
    kept = ascii(inbound)[:RAW_KEPT]
    name = inbound.external_id.encode("ascii", "backslashreplace").decode()[:100]
    return OddUpdate(inbound.channel, name, reason, kept)
