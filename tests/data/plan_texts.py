"""The three papers behind the shipped schedules: made from them, and as published where a checkout has the texts."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.documents.reading.source import Document, Paragraph
from bot.documents.reading.text_reader import read_text
from tests.data import shipped
from tests.fakes.plan_documents import write_text
from tests.fakes.plan_papers import Grid, Heading, Paper, shipped_office_paper

_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "plans"
PAPERS = {
    shipped.P188: "ke-hoach-188-kh-ubnd-ha-noi-2022.txt",
    shipped.HN_HCM: "ke-hoach-ha-noi-tp-hcm-2024.txt",
    shipped.P4778: "cong-van-8177-va-ke-hoach-4778-tp-hcm-2023.txt",
}
ARTICLES = ("bao-lang-nghe-viet-2022.txt", "bao-phap-luat-xa-hoi-2022.txt")

needs_papers = pytest.mark.skipif(
    not _FOLDER.is_dir(),
    reason="the published texts of the plans are no part of the repository (looked for in ../shared/plans);"
    " papers made from schedules/ are tested in their place",
)
SOURCES = ("made", pytest.param("published", marks=needs_papers))


def paper(name: str) -> Document:
    """One of the texts."""
    return read_text(_FOLDER / name)


def plan_paper(key: str, source: str) -> Paper:
    """The paper of a shipped plan, from one of ``SOURCES``."""
    return shipped_office_paper(key) if source == "made" else relaid(paper(PAPERS[key]))


def plan_text(key: str, source: str) -> Document:
    """``plan_paper`` as a text that has been read."""
    if source == "published":
        return paper(PAPERS[key])
    with TemporaryDirectory() as folder:
        return read_text(write_text(shipped_office_paper(key), Path(folder) / f"{key}.txt"))


def relaid(document: Document) -> Paper:
    """The document's content, to be written in another file format; page-broken tables stay apart."""
    parts: list[str | Heading | Grid] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            bold = block.style.bold or block.style.heading is not None
            parts += [Heading(t) if bold or t.isupper() else t for t in block.text.split("\n")]
            continue
        width = max(len(row.cells) for row in block.rows)
        rows = [(*row.texts, *[""] * (width - len(row.cells))) for row in block.rows]
        parts.append(Grid(rows[0], tuple(rows[1:])))
    return Paper(document.name, tuple(parts))
