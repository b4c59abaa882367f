"""``python -m benchmarks``: measures every figure and prints the table."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.command_figures import FIGURES as COMMANDS
from benchmarks.figure import FULL, QUICK, TINY, Bench, Figure
from benchmarks.paper_figures import FIGURES as PAPERS
from benchmarks.phrase_figures import FIGURES as PHRASES
from benchmarks.reading_figures import FIGURES as READING
from benchmarks.sending_figures import FIGURES as SENDING
from benchmarks.store_figures import FIGURES as STORE

FIGURES = (*STORE, *SENDING, *READING, *PAPERS, *PHRASES, *COMMANDS)
_SIZES = {"full": FULL, "quick": QUICK, "tiny": TINY}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the result."""

    figure: str
    title: str
    goal: str
    measured: float
    unit: str
    ok: bool
    detail: str


def run(figures: Iterable[Figure], size: str, folder: Path | None = None) -> list[Row]:
    """Measure the figures in turn, with scratch files below ``folder``; says on standard error what it is at."""
    with TemporaryDirectory(dir=folder, prefix="bench-") as scratch:
        bench = Bench(_SIZES[size], Path(scratch))
        return [_row(figure, bench) for figure in figures]


def _row(figure: Figure, bench: Bench) -> Row:
    print(f"{figure.name} …", file=sys.stderr, flush=True)
    found = figure.measure(bench)
    goal = f"{figure.sense} {figure.goal:g} {figure.unit}"
    return Row(
        figure.name, figure.title, goal, round(found.value, 3), figure.unit, figure.met(found.value), found.detail
    )


def table(rows: Iterable[Row]) -> str:
    """As Markdown."""
    lines = ["| figure | goal | measured | ok | behind it |", "|---|---|---|---|---|"]
    for row in rows:
        measured = f"{row.measured:.3g} {row.unit}"
        lines.append(f"| {row.title} | {row.goal} | {measured} | {'yes' if row.ok else 'NO'} | {row.detail} |")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    names = [figure.name for figure in FIGURES]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--only", action="append", choices=names, help="only this figure; may be repeated")
    parser.add_argument("--size", choices=list(_SIZES), default="full", help="full (the goals are meant for it)")
    parser.add_argument("--quick", action="store_const", dest="size", const="quick", help="same as --size quick")
    args = parser.parse_args()
    rows = run([figure for figure in FIGURES if not args.only or figure.name in args.only], args.size)
    print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) if args.json else table(rows))
    sys.exit(0 if all(row.ok for row in rows) else 1)


if __name__ == "__main__":
    main()
