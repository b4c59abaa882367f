"""Figures about the command line: whole processes against a bare interpreter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.figure import Bench, Figure, Measured
from benchmarks.probe import ratio

_ROOT = Path(__file__).parents[1]
_BARE = (sys.executable, "-c", "pass")
_DONDOC = (sys.executable, "-m", "bot")


def command(words: tuple[str, ...]) -> Callable[[Bench], Measured]:
    """How long ``dondoc WORDS`` takes on the shipped files, applied before, over ``python -c pass``."""
    return partial(_measured, words)


def _measured(words: tuple[str, ...], bench: Bench) -> Measured:
    folder = _office(bench)
    ours, bare = [], []
    for _ in range(2 * bench.sizes.repeats + 1):
        bare.append(_seconds(_BARE, folder))
        ours.append(_seconds((*_DONDOC, *words), folder))
    return Measured(ratio(ours, bare), f"{median(ours) * 1000:.0f} ms : {median(bare) * 1000:.1f} ms")


def _office(bench: Bench) -> Path:
    """The shipped files with their schedule applied, so that commands have a database to look at."""
    folder = bench.folder / "office"
    if not folder.exists():
        shutil.copytree(_ROOT / "schedules", folder / "schedules")
        shutil.copy(_ROOT / "config.yaml", folder)
        for warm_up in (("apply",), ("check",), ("status",)):
            _seconds((*_DONDOC, *warm_up), folder)
    return folder


def _seconds(arguments: tuple[str, ...], folder: Path) -> float:
    # As installed: modules are compiled once, whatever this shell says about that.
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "DATABASE_URL", "DONDOC_CONFIG")}
    started = perf_counter()
    subprocess.run(arguments, cwd=folder, env={**env, "PYTHONPATH": str(_ROOT)}, capture_output=True, check=True)
    return perf_counter() - started


FIGURES = (
    Figure("version", "dondoc --version over python -c pass", 12, "≤", "×", command(("--version",))),
    Figure("help", "dondoc --help over python -c pass", 12, "≤", "×", command(("--help",))),
    Figure("check", "dondoc check on the shipped files over python -c pass", 40, "≤", "×", command(("check",))),
    Figure("status", "dondoc status on the shipped files over python -c pass", 40, "≤", "×", command(("status",))),
)
