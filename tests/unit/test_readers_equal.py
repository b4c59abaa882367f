"""The same plan as text, Word, PDF and workbook gives the same rows and the same running text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.documents.reading.docx.docx_reader import read_docx
from bot.documents.reading.guard import MB, Limits
from bot.documents.reading.open_document import open_document
from bot.documents.reading.pdf.pdf_reader import read_pdf
from bot.documents.reading.source import Document
from bot.documents.reading.text_reader import read_text
from bot.documents.reading.xlsx_reader import read_xlsx
from tests.data import shipped
from tests.fakes import plan_documents as made
from tests.fakes.plan_papers import Grid, Heading, Paper, random_papers, shipped_paper

_needs_font = pytest.mark.skipif(made.vietnamese_font() is None, reason=made.FONT_ADVICE)
Way = Callable[[Paper, Path], Document]

_WAYS: dict[str, Way] = {
    "text": lambda paper, folder: read_text(made.write_text(paper, folder / "a.txt", rows_per_page=6)),
    "word": lambda paper, folder: read_docx(made.write_docx(paper, folder / "a.docx", rows_per_page=6)),
    "word without merges": lambda paper, folder: read_docx(made.write_docx(paper, folder / "b.docx", merged=False)),
    "workbook": lambda paper, folder: read_xlsx(made.write_xlsx(paper, folder / "a.xlsx")),
}
_PDF_WAYS: dict[str, Way] = {
    "pdf with lines": lambda paper, folder: read_pdf(made.write_pdf(paper, folder / "a.pdf")),
    "pdf without lines": lambda paper, folder: read_pdf(made.write_pdf(paper, folder / "b.pdf", ruled=False)),
}
_ALL = [*_WAYS, *(pytest.param(name, marks=_needs_font) for name in _PDF_WAYS)]


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _rows(document: Document) -> list[tuple[str, ...]]:
    """All rows under each other, each repeated header left out."""
    rows = [tuple(map(_folded, row.texts)) for table in document.tables for row in table.rows]
    return [row for index, row in enumerate(rows) if index == 0 or row != rows[0]]


def _expected(paper: Paper) -> list[tuple[str, ...]]:
    (grid,) = paper.grids
    return [tuple(map(_folded, row)) for row in (grid.header, *grid.rows)]


def _body(paper: Paper) -> list[str]:
    texts = [part.text if isinstance(part, Heading) else part for part in paper.parts if not isinstance(part, Grid)]
    return [_folded(text) for text in texts]


@pytest.mark.parametrize("key", [shipped.P188, shipped.HN_HCM, shipped.P4778])
@pytest.mark.parametrize("way", _ALL)
def test_the_shipped_plans_read_the_same_from_every_kind_of_file(key: str, way: str, tmp_path: Path) -> None:
    paper = shipped_paper(key)
    document = {**_WAYS, **_PDF_WAYS}[way](paper, tmp_path)
    assert _rows(document) == _expected(paper)
    assert [_folded(paragraph.text) for paragraph in document.paragraphs] == _body(paper)


@pytest.mark.parametrize("way", _ALL)
def test_random_plans_are_read_back(way: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=12)
    @given(random_papers())
    def check(paper: Paper) -> None:
        document = {**_WAYS, **_PDF_WAYS}[way](paper, tmp_path_factory.mktemp("ngau-nhien"))
        assert _rows(document) == _expected(paper)

    check()


@_needs_font
def test_a_plan_of_a_hundred_pages_is_read_within_500_mb(tmp_path: Path) -> None:
    """The limit is the reading process's own: it would be stopped at 500 MB. How long it takes `make bench` tells."""
    long = shipped_paper(shipped.P188).longer(15)
    pages: list[tuple[int, int]] = []
    path = made.write_pdf(long, tmp_path / "dai.pdf")
    limits = Limits(cpu_seconds=3600, wall_seconds=3600, memory_bytes=500 * MB)
    document = open_document(path, lambda done, total: pages.append((done, total)), limits)
    assert pages[-1][0] == pages[-1][1] > 100
    assert _rows(document) == _expected(long)
