"""Figures about papers that are read."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.figure import Bench, Figure, Measured
from benchmarks.probe import ratio
from bot.documents.reading.guard import Limits
from bot.documents.reading.open_document import open_document
from tests.data import shipped
from tests.fakes.plan_documents import vietnamese_font, write_pdf
from tests.fakes.plan_papers import shipped_paper

#: Nothing is cut off: how long it takes is what is asked.
_LIMITS = Limits(cpu_seconds=3600, wall_seconds=3600)


def pages(bench: Bench) -> Measured:
    """A page of a long plan against a page of a short one: reading grows with the pages and no faster."""
    if vietnamese_font() is None:
        raise RuntimeError("needs a font with Vietnamese letters, such as DejaVu Sans")
    short = shipped_paper(shipped.P188)
    small = write_pdf(short, bench.folder / "short.pdf")
    large = write_pdf(short.longer(bench.sizes.longer), bench.folder / "long.pdf")
    turns = [(_seconds_a_page(large), _seconds_a_page(small)) for _ in range(bench.sizes.repeats)]
    long_ones, short_ones = ([turn[side] for turn in turns] for side in (0, 1))
    count = _read(large)
    detail = f"{_ms(long_ones)} : {_ms(short_ones)} a page; {count} pages in {median(long_ones) * count:.1f} s"
    return Measured(ratio(long_ones, short_ones), detail)


def _read(path: Path) -> int:
    """The number of pages read."""
    done: list[int] = []
    open_document(path, lambda page, _: done.append(page), _LIMITS)
    return done[-1]


def _seconds_a_page(path: Path) -> float:
    started = perf_counter()
    count = _read(path)
    return (perf_counter() - started) / count


def _ms(seconds: list[float]) -> str:
    return f"{median(seconds) * 1000:.0f} ms"


FIGURES = (Figure("pages", "a PDF page of a plan of 100 pages over one of a plan of 8", 1.5, "≤", "×", pages),)
