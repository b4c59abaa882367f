"""An event loop whose time jumps to the next thing to do: waits take no time, and are exact."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    """Never waits: moves the clock on instead."""

    now = 1_000.0
    late = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits and nothing will ever happen")
        if timeout > 0:
            self.now += timeout + self.late
        found: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        return found


class VirtualLoop(asyncio.SelectorEventLoop):
    """For code that uses only the loop's own clock and no threads."""

    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.now

    def oversleep(self, seconds: float) -> None:
        """From now on every wait takes so much longer than asked, as on a busy machine."""
        self._virtual.late = seconds


def run_virtually(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run it to the end on a ``VirtualLoop``."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(coroutine)
