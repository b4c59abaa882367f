"""Sends what is due: claims whole people, looks at the world again, sends within the limits, marks in groups.

Every state a crash can leave is a row: claimed work is planned again, a send cut off becomes unknown and is repeated
once. All times here are the program's clock; only pacing uses the event loop's.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

from bot.channels.base import Channel, SendError, SendResult
from bot.clock import Clock
from bot.domain.plan.in_use import InUse
from bot.domain.schedule.sending_time import may_send
from bot.services.dispatch.claims import PEOPLE, Claimer, ProcessToken, lease_until
from bot.services.dispatch.digests import Outgoing
from bot.services.dispatch.journal import Journal
from bot.services.dispatch.pacing import Pacer
from bot.services.dispatch.replies import ReplySender
from bot.services.dispatch.verdicts import SendTally, Verdicts
from bot.store.database import Database

T = TypeVar("T")

#: A provider's "wait" longer than this gives the work in hand back instead of holding it.
_LONGEST_PAUSE = timedelta(minutes=1)

_log = logging.getLogger(__name__)


class Dispatcher:
    """One per process. ``in_use`` gives what is in use at the moment of asking.

    ``pace=False`` switches the channels' rate limits off (for measuring); a provider's own "wait" is obeyed all the
    same.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        in_use: Callable[[], InUse],
        clock: Clock,
        secret: bytes,
        *,
        pace: bool = True,
    ) -> None:
        self._channels = dict(channels)
        self._in_use = in_use
        self._clock = clock
        self._pacers = {name: _pacer(channel, pace) for name, channel in self._channels.items()}
        self._slots = {name: asyncio.Semaphore(c.capabilities.in_flight) for name, c in self._channels.items()}
        # A thread each, so that neither marks nor answers wait for a batch of digests to be written up.
        self._marking = ThreadPoolExecutor(1, thread_name_prefix="dispatch-marks")
        self._claiming = ThreadPoolExecutor(1, thread_name_prefix="dispatch-claims")
        self._answering = ThreadPoolExecutor(1, thread_name_prefix="dispatch-answers")
        token = ProcessToken.new()
        self._journal = Journal(database, self._marking, token.digests, lambda: lease_until(clock))
        self._verdicts = Verdicts(self._journal, self._pacers, clock, in_use)
        self._claimer = Claimer(database, channels, self._verdicts, in_use, clock, secret, token)
        self._replies = ReplySender(
            database, self._answering, self._channels, self._pacers, self._verdicts, clock, token, self._journal
        )
        self._ticking = asyncio.Lock()
        self._woken: set[asyncio.Task[None]] = set()
        self._stopping = self._stopped = False

    async def tick(self) -> SendTally:
        """Send everything due now; outside working hours nothing. Returns what became of it."""
        async with self._ticking:
            self._verdicts.tally = SendTally()
            if self._stopping:
                return self._verdicts.tally
            # What is known about sends comes before judging what is not: recovery takes our own leftovers for cut off.
            await self._journal.flush()
            await self._in_thread(self._claimer.recover)
            if may_send(self._clock.now(), self._in_use()) and self._open_channels():
                await self._send_due()
            if self._verdicts.tally:
                _log.info("dispatched", extra={"action": "dispatched", **self._verdicts.tally.counts()})
            return self._verdicts.tally

    async def send_replies(self) -> int:
        """Send the queued answers of the conversation, in order within each chat; returns how many arrived."""
        return 0 if self._stopping else await self._replies.send_all()

    def wake_replies(self) -> None:
        """As ``send_replies``, without waiting for it: a chat's backlog keeps nobody."""
        task = asyncio.create_task(self._send_replies_or_log())
        self._woken.add(task)
        task.add_done_callback(self._woken.discard)

    async def replies_sent(self) -> None:
        """Returns when those woken so far have nothing left to send."""
        await asyncio.gather(*self._woken)

    def wind_down(self) -> None:
        """Begin nothing more: what has not been handed to its channel is given back."""
        self._stopping = True
        self._replies.stop()
        for pacer in self._pacers.values():
            pacer.open()

    async def stop(self) -> None:
        """Finish what is in flight, give back what was only claimed; a second time does nothing."""
        self.wind_down()
        async with self._ticking:
            if self._stopped:
                return
            self._stopped = True
            await self._replies.settled()
            await self.replies_sent()
            await self._journal.flush()
        for executor in (self._marking, self._claiming, self._answering):
            executor.shutdown(wait=True)

    async def _send_replies_or_log(self) -> None:
        try:
            await self.send_replies()
        except Exception:
            _log.exception("answers not sent", extra={"action": "reply_failed"})

    def clock_set_back(self) -> None:
        """What is kept in memory by the program's clock starts anew."""
        self._verdicts.clock_set_back()

    def _open_channels(self) -> bool:
        return len(self._verdicts.blocked(self._clock.now())) < len(self._channels)

    async def _send_due(self) -> None:
        """Claim ahead of sending, so that the line never runs dry, and send with as many as the channels allow."""
        line: asyncio.Queue[Outgoing | None] = asyncio.Queue(PEOPLE // 2)
        count = sum(c.capabilities.in_flight for c in self._channels.values())
        senders = [asyncio.create_task(self._sender(line)) for _ in range(count)]
        try:
            while not self._stopping and (await self._feed(line) or await self._feed_once_settled(line)):
                pass
        finally:
            for _ in senders:
                await line.put(None)
            await asyncio.gather(*senders)
            await self._journal.flush()

    async def _feed_once_settled(self, line: asyncio.Queue[Outgoing | None]) -> bool:
        """Digests whose account or address turned out wrong come back for another one."""
        await line.join()
        await self._journal.flush()
        return await self._feed(line)

    async def _feed(self, line: asyncio.Queue[Outgoing | None]) -> bool:
        """Claim one batch; False when nothing is due."""
        batch = await self._in_thread(self._claimer.claim)
        if batch is None:
            return False
        self._verdicts.tally.add(batch.settled)
        for outgoing in batch.outgoing:
            await line.put(outgoing)
        return True

    async def _sender(self, line: asyncio.Queue[Outgoing | None]) -> None:
        while (outgoing := await line.get()) is not None:
            try:
                async with self._slots[outgoing.delivery.channel]:
                    await self._send(outgoing)
            except Exception:
                # The row stays claimed or sending; recovery finds it. The others go on.
                _log.exception("send not recorded", extra={"action": "send_failed", "delivery": outgoing.delivery.id})
            finally:
                line.task_done()

    async def _send(self, outgoing: Outgoing) -> None:
        delivery = outgoing.delivery
        pacer = self._pacers[delivery.channel]
        if self._gives_up(outgoing):
            return
        await pacer.turn(delivery.address)
        if self._gives_up(outgoing) or not await self._journal.sending(delivery.id):
            return
        sent = await pacer.gate()
        if self._stopping:
            self._verdicts.give_back(outgoing)
            return
        result: SendResult | Exception
        try:
            result = await self._channels[delivery.channel].send(delivery.address, delivery.message)
        except Exception as error:
            result = error
        pacer.over(sent, delivery.address)
        if not isinstance(result, (SendError, SendResult)):
            _log.error("unexpected error while sending", exc_info=result, extra={"action": "send_failed"})
        self._verdicts.digest(outgoing, result)

    def _gives_up(self, outgoing: Outgoing) -> bool:
        """Back to planned when the process stops, the channel is blocked, or must be silent for long."""
        now, channel = self._clock.now(), outgoing.delivery.channel
        pause = timedelta(seconds=self._pacers[channel].paused_for)
        blocked = self._verdicts.is_blocked(channel, now)
        if not (self._stopping or blocked or pause > _LONGEST_PAUSE):
            return False
        id_ = outgoing.delivery.id
        self._journal.effect(lambda uow: uow.deliveries.give_back([id_], now + pause))
        return True

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._claiming, work)


def _pacer(channel: Channel, pace: bool) -> Pacer:
    can = channel.capabilities
    if not pace:
        return Pacer(None)
    return Pacer(
        can.per_second,
        per_chat_second=can.per_chat_second,
        per_group_minute=can.per_group_minute,
        is_group=can.is_group,
    )
