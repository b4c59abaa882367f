"""Claims batches of people, works out their digests, and takes up what stopped processes left.

Claiming and writing up are two short transactions with the reading and rendering between them, so that marks of
sends under way never wait long. A crash between the two leaves claimed rows, which are planned again.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from bot.channels.base import Channel
from bot.clock import Clock
from bot.domain.plan.in_use import InUse
from bot.domain.schedule.reason import Reason
from bot.services.dispatch.decide import View, World
from bot.services.dispatch.digests import DigestMaker, Outgoing
from bot.services.dispatch.reach import AccountLookup
from bot.services.dispatch.verdicts import SendTally, Verdicts, settled
from bot.store.database import Database
from bot.store.schedule.records import StoredReminder
from bot.store.store_errors import StoreError
from bot.store.unit_of_work import UnitOfWork

#: People in one claim: enough to keep sixteen sends in flight, few enough to be sent within the lease.
PEOPLE = 128
#: How long a claim holds when its process says nothing more and cannot be seen to be dead.
LEASE = timedelta(minutes=5)

_log = logging.getLogger(__name__)


def lease_until(clock: Clock) -> datetime:
    """When a claim made now ends. A send takes its real time also while a rehearsal's clock runs fast."""
    return clock.now() + LEASE * max(1.0, clock.speed)


@dataclass(frozen=True, slots=True)
class ProcessToken:
    """Names this run of this process in its claims, so that the next run knows it is dead."""

    host: str
    pid: int
    run: str

    @classmethod
    def new(cls) -> ProcessToken:
        """For a dispatcher that starts now."""
        return cls(socket.gethostname(), os.getpid(), uuid4().hex[:8])

    @property
    def digests(self) -> str:
        """As it stands on claimed digests."""
        return f"{self.host}/{self.pid}/{self.run}"

    @property
    def replies(self) -> str:
        """As it stands on replies, which are claimed independently of digests."""
        return f"{self.digests}/replies"

    def knows_dead(self, token: str) -> bool:
        """Whether ``token`` belongs to a process that is certainly gone: one of this machine that runs no more."""
        host, pid, run, *_ = f"{token}//".split("/")
        if host != self.host or run == self.run or not pid.isdigit():
            return False
        # In a container every run has the same number: our own one is no proof of life.
        return int(pid) == self.pid or not _lives(int(pid))


@dataclass(frozen=True, slots=True)
class Batch:
    """Digests stored as claimed, and what was settled without one."""

    outgoing: tuple[Outgoing, ...]
    settled: SendTally


class Claimer:
    """Runs in a thread of its own; one call at a time."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        verdicts: Verdicts,
        in_use: Callable[[], InUse],
        clock: Clock,
        secret: bytes,
        token: ProcessToken,
    ) -> None:
        self._database = database
        self._max_text = {name: channel.capabilities.max_text for name, channel in channels.items()}
        self._verdicts = verdicts
        self._in_use = in_use
        self._clock = clock
        self._secret = secret
        self._token = token
        self._view: View | None = None

    def recover(self) -> None:
        """Give back what dead processes and lapsed leases left. Call while no digest of ours is on its way."""
        with self._database.read() as uow:
            tokens = uow.claims.tokens()
        if not tokens - {self._token.replies}:
            return
        dead = {token for token in tokens if token == self._token.digests or self._token.knows_dead(token)}
        with self._database.transaction() as uow:
            released = uow.claims.release_expired(self._clock.now(), dead, keep=[self._token.replies])
        if released:
            counts = {"planned": released.planned, "unknown": released.unknown}
            _log.warning("took up what a stopped process left", extra={"action": "recovered", **counts})

    def claim(self) -> Batch | None:
        """The next batch; None when nothing is due."""
        now = self._clock.now()
        with self._database.read() as uow:
            if not uow.claims.has_due(now):
                return None
        with self._database.transaction() as uow:
            claimed = uow.claims.claim_due(now, PEOPLE, lease_until(self._clock), self._token.digests)
            ids = uow.deliveries.next_ids(2 * PEOPLE)
        try:
            return self._write_up(claimed, ids, now)
        except Exception:
            # Another process may have served one of these people meanwhile; the next look will tell.
            self._give_back(claimed, now)
            raise

    def _write_up(self, claimed: list[StoredReminder], ids: range, now: datetime) -> Batch:
        with self._database.read() as uow:
            world, reach = self._look(uow, claimed, now)
            others = world.others(claimed)
            outgoing = [] if others else self._digests(uow, world, reach, ids, now)
        if others:
            claimed += self._claim_of(others, now)
            with self._database.read() as uow:
                world, reach = self._look(uow, claimed, now)
                outgoing = self._digests(uow, world, reach, ids, now)
        with self._database.transaction() as uow:
            world.decisions.write(uow)
            uow.deliveries.drop(_left_behind(world, outgoing), Reason.MERGED)
            uow.deliveries.save([o.delivery for o in outgoing], self._token.digests, lease_until(self._clock))
        return Batch(tuple(outgoing), settled(world.decisions))

    def _digests(
        self, uow: UnitOfWork, world: World, reach: AccountLookup, ids: range, now: datetime
    ) -> list[Outgoing]:
        maker = DigestMaker(
            uow, self._current_view(), reach, now, secret=self._secret, max_text=self._max_text, new_ids=ids
        )
        return maker.make(world.decisions)

    def _look(self, uow: UnitOfWork, claimed: list[StoredReminder], now: datetime) -> tuple[World, AccountLookup]:
        reach = AccountLookup(uow, list(self._max_text), self._verdicts.blocked(now))
        world = World(uow, self._current_view(), reach, now)
        world.decide(claimed)
        return world, reach

    def _claim_of(self, people: list[str], now: datetime) -> list[StoredReminder]:
        """What is due for stand-ins and heirs themselves: they get one message as well."""
        with self._database.transaction() as uow:
            return uow.claims.claim_due_of(people, now, lease_until(self._clock), self._token.digests)

    def _give_back(self, claimed: list[StoredReminder], now: datetime) -> None:
        try:
            with self._database.transaction() as uow:
                uow.reminders.postpone([r.id for r in claimed], now, Reason.RETRY)
        except StoreError:
            _log.exception("claimed rows wait for their lease to end", extra={"action": "give_back_failed"})

    def _current_view(self) -> View:
        in_use = self._in_use()
        if self._view is None or self._view.in_use is not in_use:
            self._view = View(in_use)
        return self._view


def _left_behind(world: World, outgoing: list[Outgoing]) -> set[int]:
    """Deliveries of an earlier slot that never went out and whose reminders a new one tells."""
    old = {t.reminder.delivery for t in world.decisions.tells if t.reminder.delivery is not None}
    return old - {o.delivery.id for o in outgoing}


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
