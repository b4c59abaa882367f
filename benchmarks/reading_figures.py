"""Figures about papers that are read."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.figure import Bench, Figure, Measured
from benchmarks.probe import ratio
from bot.documents.reading.guard import Limits
from bot.documents.reading.open_document import open_document
from bot.documents.understanding.draft import PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.registry.loader import load_registry
from tests.data import shipped
from tests.fakes.plan_documents import vietnamese_font, write_pdf
from tests.fakes.plan_papers import shipped_office_paper, shipped_paper, shortened
from tests.fakes.scanned_pages import TESSERACT_ADVICE, Scanner, has_tesseract, scan_pdf, task_fields

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


def scanned_fields(bench: Bench) -> Measured:
    """The shipped plans printed, stamped and scanned: fields as in the paper; how many wrong ones no doubt names."""
    right = total = silent = tasks = 0
    for key in bench.sizes.scanned:
        paper, scan = _scan(key, bench)
        registry = load_registry(shipped.SCHEDULES)[0]
        printed, read = (read_plan(open_document(path, limits=_LIMITS), registry) for path in (paper, scan))
        assert isinstance(printed, PlanDraft)
        assert isinstance(read, PlanDraft)
        wanted, found = task_fields(printed), task_fields(read)
        doubted = {(doubt.item, doubt.field) for doubt in read.review}
        wrong = {place for place in wanted if found.get(place) != wanted[place]}
        right, total = right + len(wanted) - len(wrong), total + len(wanted)
        silent += sum(1 for item, name in wrong if not {(item, name), (None, name)} & doubted)
        tasks += len({item for item, _ in wanted} ^ {item for item, _ in found})
    detail = f"{total} fields; {silent} wrong ones without a doubt; {tasks} tasks lost or invented"
    return Measured(100.0 * right / max(1, total), detail)


def scanned_pages(bench: Bench) -> Measured:
    """Seconds for ten pages; two processes of Tesseract run at a time."""
    _, scan = _scan(bench.sizes.scanned[0], bench)
    seconds = [10 * _seconds_a_page(scan) for _ in range(bench.sizes.scans)]
    return Measured(median(seconds), f"{600 / median(seconds):.0f} pages a minute")


def _scan(key: str, bench: Bench) -> tuple[Path, Path]:
    if vietnamese_font() is None or not has_tesseract():
        raise RuntimeError(f"needs a font with Vietnamese letters; {TESSERACT_ADVICE}")
    content = shipped_office_paper(key)
    if bench.sizes.scanned_rows:
        content = shortened(content, bench.sizes.scanned_rows)
    paper = write_pdf(content, bench.folder / f"{key}.pdf")
    return paper, scan_pdf(paper, bench.folder / f"{key}-scan.pdf", Scanner(seed=1, stamped=True))


FIGURES = (
    Figure("pages", "a PDF page of a plan of 100 pages over one of a plan of 8", 1.5, "≤", "×", pages),
    Figure("scan-fields", "fields right of the three shipped plans as stamped scans", 95, "≥", "%", scanned_fields),
    Figure("scan-pages", "ten scanned pages", 120, "≤", "s", scanned_pages),
)
