"""Sends the conversation's queued answers: in order within a chat, several chats at a time, before any digest."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from typing import TypeVar

from bot.channels.base import Capabilities, Channel, OutboundMessage, SendError, SendResult, Verdict
from bot.clock import Clock
from bot.domain.schedule.failed_send import ANSWER
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.messages.digest.digest import REPEAT_MARK
from bot.messages.operations import file_not_sent_text
from bot.services.dispatch.claims import ProcessToken, lease_until
from bot.services.dispatch.journal import Effect, Journal
from bot.services.dispatch.pacing import Pacer
from bot.services.dispatch.verdicts import Verdicts, send_error
from bot.store.database import Database
from bot.store.people.records import AccountState
from bot.store.sending.records import StoredReply
from bot.store.unit_of_work import UnitOfWork

#: Chats answered at the same time.
AT_ONCE = 16
#: Chats whose next answer is under way or waits for its turn: few enough to be sent within the lease.
UNDER_WAY = 1_000
T = TypeVar("T")

_log = logging.getLogger(__name__)


class ReplySender:
    """Used from one event loop; ``send_all`` may be called as often as there might be something."""

    def __init__(
        self,
        database: Database,
        executor: Executor,
        channels: Mapping[str, Channel],
        pacers: Mapping[str, Pacer],
        verdicts: Verdicts,
        clock: Clock,
        token: ProcessToken,
        journal: Journal,
    ) -> None:
        self._database = database
        self._executor = executor
        self._channels = channels
        self._pacers = pacers
        self._verdicts = verdicts
        self._clock = clock
        self._token = token.replies
        self._journal = journal
        self._room = asyncio.Semaphore(AT_ONCE)
        self._under_way: set[asyncio.Task[bool]] = set()
        self._stopping = False

    async def send_all(self) -> int:
        """Send until nothing is due; returns how many arrived. Several calls at a time share the work."""
        arrived = 0
        mine: set[asyncio.Task[bool]] = set()
        while True:
            while self._may_claim() and (claimed := await self._in_thread(self._claim)):
                mine |= {self._start(reply) for reply in claimed}
            if not mine:
                return arrived
            done, mine = await asyncio.wait(mine, return_when=asyncio.FIRST_COMPLETED)
            arrived += sum(task.result() for task in done)

    def stop(self) -> None:
        """Take no more; what has not been handed to its channel yet is given back."""
        self._stopping = True

    async def settled(self) -> None:
        """Returns when those under way are recorded."""
        # The thread takes one claim after the other: whoever is just claiming has begun to send after this.
        await self._in_thread(lambda: None)
        await asyncio.gather(*self._under_way)

    def _may_claim(self) -> bool:
        return not self._stopping and len(self._under_way) < UNDER_WAY

    def _start(self, reply: StoredReply) -> asyncio.Task[bool]:
        task = asyncio.create_task(self._deliver(reply))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _deliver(self, reply: StoredReply) -> bool:
        """Send and record; True when it arrived."""
        result = await self._send(reply)
        try:
            await self._journal.done(self._judge(reply, result))
        except Exception:
            # The row stays ``sending``; after its lease it is unknown and repeated once.
            _log.exception("answer not recorded", extra={"action": "reply_failed", "reply": reply.id})
            return False
        return isinstance(result, SendResult)

    def _claim(self) -> list[StoredReply]:
        now = self._clock.now()
        with self._database.read() as uow:
            if not uow.replies.has_due(now):
                return []
        with self._database.transaction() as uow:
            return uow.replies.claim(now, AT_ONCE, lease_until(self._clock), self._token)

    async def _send(self, reply: StoredReply) -> SendResult | Exception | None:
        """What came of it; None when it was not sent because the process stops."""
        channel = self._channels.get(reply.channel)
        if channel is None or self._verdicts.is_blocked(reply.channel, self._clock.now()):
            return SendError(Verdict.STOP_CHANNEL, "channel not in use")
        pacer = self._pacers[reply.channel]
        message = _fitted(reply, channel.capabilities)
        edit = message.edits is not None
        if not self._stopping:
            await pacer.turn(reply.address, first=True, edit=edit)
        # Chats that wait for their own next turn take no room from the others.
        async with self._room:
            sent = await pacer.gate(first=True)
            if self._stopping:
                return None
            try:
                return await channel.send(reply.address, message)
            except Exception as error:
                if not isinstance(error, SendError):
                    _log.exception("unexpected error while answering", extra={"action": "reply_failed"})
                return error
            finally:
                pacer.over(sent, None if edit else reply.address)

    def _judge(self, reply: StoredReply, result: SendResult | Exception | None) -> Effect:
        """What to write about one answer."""
        if result is None:
            now = self._clock.now()
            return lambda uow: uow.replies.mark_failed(reply.id, "stopping", state=ReminderState.PLANNED, retry_at=now)
        if isinstance(result, SendResult):
            self._verdicts.works(reply.channel)
            return lambda uow: uow.replies.mark_sent(reply.id, result.message_id)
        return self._failed(reply, send_error(result))

    def _failed(self, reply: StoredReply, error: SendError) -> Effect:
        name, reason = reply.channel, str(error)
        judged, at = self._verdicts.next_try(name, error, ANSWER, attempts=reply.attempts, repeats=reply.repeats)
        stopped = judged.reason is Reason.CHANNEL_STOPPED and name in self._channels
        if stopped and not self._verdicts.is_blocked(name, self._clock.now()):
            self._verdicts.stop_channel(name, reason)

        def record(uow: UnitOfWork) -> None:
            if judged.reason is Reason.UNREACHABLE:
                _lost(uow, reply, reason)
            if judged.reason is Reason.MOVED_CHAT and error.new_address:
                Verdicts.moved(name, reply.address, error.new_address)(uow)
            uow.replies.mark_failed(reply.id, reason, state=judged.state, retry_at=at)

        return record

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)


def _lost(uow: UnitOfWork, reply: StoredReply, reason: str) -> None:
    """The chat cannot be written to any more."""
    account = uow.accounts.account_at(reply.channel, reply.address)
    if account is not None and account.state is AccountState.ACTIVE:
        uow.accounts.set_state(account.id, AccountState.UNREACHABLE, reason)


def _fitted(reply: StoredReply, can: Capabilities) -> OutboundMessage:
    """The message as the channel can carry it; what it cannot is said. A repeat says so, unless it is an edit."""
    message = reply.message
    if not can.edit:
        message = replace(message, edits=None)
    if message.file is not None and not can.files:
        message = replace(message, file=None, text=f"{message.text}\n{file_not_sent_text(message.file.name)}")
    if reply.repeats == 0 or message.edits is not None:
        return message
    return replace(message, text=f"{REPEAT_MARK} {message.text}")
