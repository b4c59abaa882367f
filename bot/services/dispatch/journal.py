"""Writes what happens to sends in groups: whatever comes while one commit is under way goes into the next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime
from typing import TypeVar

from bot.store.database import Database
from bot.store.sending.records import SendOutcome
from bot.store.unit_of_work import UnitOfWork

#: Seconds to wait for company before a commit: sends finish in quick succession, commits cost the same for all.
GATHER = 0.004

Effect = Callable[[UnitOfWork], None]

T = TypeVar("T")


class Journal:
    """One writer for marks of deliveries held by ``token``. Used from one event loop."""

    def __init__(
        self,
        database: Database,
        executor: Executor,
        token: str,
        lease_until: Callable[[], datetime],
        *,
        gather: float = GATHER,
    ) -> None:
        self._database = database
        self._executor = executor
        self._token = token
        self._lease_until = lease_until
        self._gather = gather
        self._starting: list[tuple[int, asyncio.Future[bool]]] = []
        self._outcomes: list[SendOutcome] = []
        self._effects: list[Effect] = []
        self._waiting: list[asyncio.Future[None]] = []
        self._writer: asyncio.Task[None] | None = None

    async def sending(self, delivery: int) -> bool:
        """Marked ``sending`` and committed when this returns; False when the delivery is no longer ours."""
        marked: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._starting.append((delivery, marked))
        self._wake()
        return await marked

    def outcome(self, outcome: SendOutcome, *effects: Effect) -> None:
        """Record what became of a send, with the next commit; ``effects`` happen in the same transaction before it."""
        self._outcomes.append(outcome)
        self._effects.extend(effects)
        self._wake()

    def effect(self, effect: Effect) -> None:
        """Something else to write with the next commit."""
        self._effects.append(effect)
        self._wake()

    async def done(self, effect: Effect) -> None:
        """As ``effect``; committed when this returns, raises what the database raised."""
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(committed)
        self.effect(effect)
        await committed

    async def flush(self) -> None:
        """Returns when everything handed over so far is committed; raises what the database raised."""
        if self._outcomes or self._effects:
            self._wake()
        if self._writer is not None:
            await asyncio.shield(self._writer)

    def _wake(self) -> None:
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        while self._starting or self._outcomes or self._effects:
            await asyncio.sleep(self._gather)
            await self._write_group()

    async def _write_group(self) -> None:
        starting, outcomes, effects, waiting = self._starting, self._outcomes, self._effects, self._waiting
        self._starting, self._outcomes, self._effects, self._waiting = [], [], [], []
        ids = [delivery for delivery, _ in starting]
        loop = asyncio.get_running_loop()
        try:
            held = await loop.run_in_executor(self._executor, self._write, ids, outcomes, effects)
        except BaseException as error:
            # Not marked means not sent; outcomes wait for the next commit, so that nothing sent is forgotten.
            self._outcomes[:0] = outcomes
            self._effects[:0] = effects
            _fail(error, [marked for _, marked in starting])
            _fail(error, waiting)
            raise
        for delivery, marked in starting:
            if not marked.done():
                marked.set_result(delivery in held)
        for committed in waiting:
            if not committed.done():
                committed.set_result(None)

    def _write(self, ids: Sequence[int], outcomes: Sequence[SendOutcome], effects: Sequence[Effect]) -> set[int]:
        with self._database.transaction() as uow:
            for effect in effects:
                effect(uow)
            uow.deliveries.mark_outcomes(outcomes)
            return uow.deliveries.mark_sending(ids, self._token, self._lease_until()) if ids else set()


def _fail(error: BaseException, futures: Sequence[asyncio.Future[T]]) -> None:
    for future in futures:
        if not future.done():
            future.set_exception(error)
