"""A measured process, from both sides: a line of JSON in, a line of JSON out.

Each side of a comparison lives in its own process; the parent asks them in turn (A B A B …), so that whatever else
the machine does weighs on both.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Any

Json = dict[str, Any]
Measure = Callable[..., Awaitable[Json]]

_ROOT = Path(__file__).parents[1]


class Probe:
    """Parent side: a child that has been set up and waits to be asked."""

    def __init__(self, name: str, **arguments: object) -> None:
        command = [sys.executable, "-m", f"benchmarks.probes.{name}", json.dumps(arguments)]
        self._name = name
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Probe:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._process.communicate()

    def measure(self, **arguments: object) -> Json:
        """What the child measured; RuntimeError with its complaint when it fails."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(arguments) + "\n")
            self._process.stdin.flush()
            answer: Json = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            self._process.kill()
            raise RuntimeError(f"{self._name}: {self._process.communicate()[1][-2000:]}") from None
        return answer


def once(name: str, **arguments: object) -> Json:
    """One measurement by a process of its own."""
    with Probe(name, **arguments) as probe:
        return probe.measure(turn=0)


def in_turn(probes: dict[str, tuple[str, Json]], rounds: int, key: str = "seconds") -> dict[str, list[float]]:
    """label → ``rounds`` measurements of ``key``; the processes stand side by side and are asked in turn."""
    found: dict[str, list[float]] = {label: [] for label in probes}
    with ExitStack() as stack:
        running = {label: stack.enter_context(Probe(name, **args)) for label, (name, args) in probes.items()}
        for turn in range(rounds):
            for label in probes:
                found[label].append(float(running[label].measure(turn=turn)[key]))
    return found


def ratio(above: list[float], below: list[float]) -> float:
    """Median of the ratios of neighbours in time."""
    return median(a / b for a, b in zip(above, below, strict=True))


def serve(set_up: Callable[..., Awaitable[Measure]]) -> None:
    """Child side: set up with the arguments of the command line, then measure once per line until input ends."""
    asyncio.run(_serve(set_up))


async def _serve(set_up: Callable[..., Awaitable[Measure]]) -> None:
    out, sys.stdout = sys.stdout, sys.stderr
    measure = await set_up(**json.loads(sys.argv[1]))
    # Read in a thread, so that what a measurement has started goes on between the lines.
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await measure(**json.loads(line))), file=out, flush=True)
