"""What came in is not confirmed to its provider before it is stored, however long the database takes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from bot.channels.base import EventKind, Inbound, InboundEvent
from bot.channels.local import LocalChannel
from bot.clock import SystemClock
from bot.store.store_errors import StoreError
from bot.worker import work
from tests.unit.virtual_time import run_virtually


class Confirming(LocalChannel):
    """Notes when a batch is confirmed, by the loop's clock."""

    def __init__(self) -> None:
        super().__init__()
        self.confirmed: list[float] = []

    async def updates(self) -> AsyncIterator[list[Inbound]]:
        async for batch in super().updates():
            yield batch
            self.confirmed.append(asyncio.get_running_loop().time())


def an_app(channel: LocalChannel, accept: Any) -> Any:
    """As much of the app as the worker uses, with nothing to do but to store what comes in."""

    async def nothing() -> None:
        return

    jobs = dict.fromkeys(("watch", "tick", "answer", "refresh"), nothing)
    return SimpleNamespace(
        channels={"local": channel}, intake=SimpleNamespace(accept=accept), clock=SystemClock(), troubles={},
        wind_down=lambda: None, **jobs,
    )  # fmt: skip


def test_a_batch_is_offered_again_at_growing_distances_and_confirmed_once_it_is_stored() -> None:
    offered: list[float] = []

    async def run() -> tuple[list[float], dict[str, str]]:
        channel, stop = Confirming(), asyncio.Event()

        async def accept(batch: Sequence[Inbound]) -> None:
            assert channel.confirmed == []
            offered.append(asyncio.get_running_loop().time())
            if len(offered) <= 7:
                raise StoreError("đĩa đầy")
            asyncio.get_running_loop().call_later(1, stop.set)

        app = an_app(channel, accept)
        channel.put(InboundEvent("local", "1", "an", EventKind.TEXT, SystemClock().now(), text="xong"))
        await work(app, stop)
        return channel.confirmed, app.troubles

    confirmed, troubles = run_virtually(run())
    waits = [round(later - before) for before, later in pairwise(offered)]
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert confirmed == offered[-1:]
    assert troubles == {}
