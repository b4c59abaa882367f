"""Figures about what waits: claiming, planning, starting, memory."""

from __future__ import annotations

from statistics import median

from benchmarks.figure import Bench, Figure, Measured
from benchmarks.probe import Json, Probe, in_turn, once, ratio


def _tick(bench: Bench, reminders: int, part: str) -> tuple[str, Json]:
    times = [wave.at.isoformat() for wave in bench.waves()]
    path = str(bench.waiting(reminders))
    return "tick", {"path": path, "people": bench.people, "due": bench.sizes.due, "times": times, "part": part}


def _tick_by_size(bench: Bench, part: str) -> Measured:
    sizes = bench.sizes
    probes = {"large": _tick(bench, sizes.large, part), "small": _tick(bench, sizes.small, part)}
    found = in_turn(probes, sizes.repeats)
    return Measured(ratio(found["large"], found["small"]), f"{_ms(found['large'])} : {_ms(found['small'])}")


def tick_store(bench: Bench) -> Measured:
    """The store's part of a tick."""
    return _tick_by_size(bench, "store")


def tick_whole(bench: Bench) -> Measured:
    """The dispatcher's whole tick."""
    return _tick_by_size(bench, "whole")


def against_apscheduler(bench: Bench) -> Measured:
    """The store's part of a tick against APScheduler's, which takes due jobs one by one."""
    sizes = bench.sizes
    probes = {
        "ours": _tick(bench, sizes.jobs, "store"),
        "whole": _tick(bench, sizes.jobs, "whole"),
        "default": _apscheduler(bench, own_pragmas=False),
        "tuned": _apscheduler(bench, own_pragmas=True),
    }
    found = in_turn(probes, sizes.repeats)
    detail = (
        f"{_ms(found['default'])} : {_ms(found['ours'])}; its store with our pragmas "
        f"{ratio(found['tuned'], found['ours']):.0f} ×; our whole tick, rendering and sending included, "
        f"{ratio(found['default'], found['whole']):.1f} × cheaper"
    )
    return Measured(ratio(found["default"], found["ours"]), detail)


def _apscheduler(bench: Bench, own_pragmas: bool) -> tuple[str, Json]:
    path = str(bench.scratch("apscheduler"))
    sizes = bench.sizes
    return "apscheduler_tick", {"path": path, "pending": sizes.jobs, "due": sizes.due, "own_pragmas": own_pragmas}


def planning(bench: Bench) -> Measured:
    """A registry planned into an empty database, against the same rows written bare."""
    with Probe("planning", reminders=bench.sizes.planned, folder=str(bench.folder)) as probe:
        turns = [probe.measure(turn=turn) for turn in range(bench.sizes.repeats)]
    planned, written = ([float(t[key]) for t in turns] for key in ("planned", "written"))
    detail = f"{turns[0]['reminders']} reminders: {_ms(planned)} : {_ms(written)}"
    return Measured(ratio(planned, written), detail)


def _starts(bench: Bench, key: str) -> tuple[list[float], list[float]]:
    sizes = bench.sizes
    if not bench.starts:
        paths = {n: str(bench.waiting(n)) for n in (sizes.large, sizes.small)}
        for turn in range(sizes.repeats):
            for pending, path in paths.items():
                answer = once("start", path=path, people=bench.people)
                if turn == 0 and answer["sent"] != sizes.due:
                    raise RuntimeError(f"{answer['sent']} sent instead of {sizes.due}")
                bench.starts.setdefault(pending, []).append(answer)
    large, small = ([float(answer[key]) for answer in bench.starts[n]] for n in (sizes.large, sizes.small))
    return large, small


def readiness(bench: Bench) -> Measured:
    """From the first line of the app to the end of its first pass."""
    large, small = _starts(bench, "seconds")
    return Measured(ratio(large, small), f"{_ms(large)} : {_ms(small)}")


def memory(bench: Bench) -> Measured:
    """Resident after the start and a pass with people due."""
    large, small = _starts(bench, "megabytes")
    return Measured(ratio(large, small), f"{median(large):.0f} MB : {median(small):.0f} MB")


def _ms(seconds: list[float]) -> str:
    return f"{median(seconds) * 1000:.1f} ms"


FIGURES = (
    Figure("tick", "one pass with 100 due, 1M against 1k pending: the store's part", 1.5, "≤", "×", tick_store),
    Figure("tick-whole", "the same, the dispatcher's whole tick", 1.5, "≤", "×", tick_whole),
    Figure("apscheduler", "the same pass, APScheduler's SQLAlchemy job store over ours, 100k", 20, "≥", "×",
           against_apscheduler),
    Figure("planning", "planning 100k reminders over bare executemany of the same rows", 3, "≤", "×", planning),
    Figure("ready", "ready after a restart, 1M against 1k pending", 1.3, "≤", "×", readiness),
    Figure("memory", "resident memory, 1M against 1k pending", 1.1, "≤", "×", memory),
)  # fmt: skip
