"""Figures about what is read in papers of offices; ``python -m benchmarks.paper_figures tune`` says what is not right.
``field`` are the small papers that each show one fault of the importer as it was.

The held half is for counting only: its faults are not printed, so that nobody mends by them.
"""

from __future__ import annotations

import sys
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figure import Bench, Figure, Measured
from benchmarks.paper_counting import WORDS, Count, count
from benchmarks.paper_gold import FOLDERS, load
from benchmarks.paper_reading import read
from tests.fakes.gold_papers import as_file


@cache
def counted(half: str, papers: int | None = None) -> tuple[Count, dict[str, Count]]:
    """The first papers of a half or of the field together and one by one, by name."""
    each: dict[str, Count] = {}
    whole = Count()
    with TemporaryDirectory() as folder:
        for gold in load(half)[:papers]:
            each[gold.name] = count(gold, read(as_file(gold.source, Path(folder))))
            whole.add(each[gold.name])
    return whole, each


def summary(found: Count) -> str:
    """Everything counted, in one line."""
    items = ", ".join(f"{found.items[word]} {word}" for word in WORDS)
    return (
        f"{found.all_items} duties and rules: {items}; {found.invented} invented; {found.needless} of {found.doubts} "
        f"doubts needless; header {found.header} of {found.header_given}; kind {found.kinds} of {found.papers}"
    )


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _right(half: str, bench: Bench) -> Measured:
    found, _ = counted(half, bench.sizes.papers)
    return Measured(_share(found.items["right"], found.all_items), summary(found))


def _silent(half: str, bench: Bench) -> Measured:
    found, _ = counted(half, bench.sizes.papers)
    return Measured(found.items["silent"], f"of {found.all_items}")


def _invented(half: str, bench: Bench) -> Measured:
    found, _ = counted(half, bench.sizes.papers)
    return Measured(found.invented, f"in {found.papers} papers")


def _needless(half: str, bench: Bench) -> Measured:
    found, _ = counted(half, bench.sizes.papers)
    return Measured(_share(found.needless, found.doubts), f"{found.needless} of {found.doubts}")


def _figures(half: str, papers: str, right: int = 90) -> tuple[Figure, ...]:
    return (
        Figure(f"{half}-right", f"{papers}: duties and rules right", right, "≥", "%", partial(_right, half)),
        Figure(f"{half}-silent", f"{papers}: lost without a word", 0, "≤", "duties", partial(_silent, half)),
        Figure(f"{half}-invented", f"{papers}: invented", 0, "≤", "tasks", partial(_invented, half)),
        Figure(f"{half}-needless", f"{papers}: doubts that nobody needs", 20, "≤", "%", partial(_needless, half)),
    )


FIGURES = (
    *_figures("tune", "20 papers to mend by"),
    *_figures("held", "20 papers only measured"),
    *_figures("field", "31 small papers from the field", right=100),
)


def main() -> None:
    """Prints the counts, and every fault of the papers that may be mended by."""
    for half in sys.argv[1:] or FOLDERS:
        whole, each = counted(half)
        print(f"{half}: {summary(whole)}")
        for name, found in each.items():
            if half != "held":
                print(f"\n{name}: {summary(found)}", *found.faults, sep="\n  ")


if __name__ == "__main__":
    main()
