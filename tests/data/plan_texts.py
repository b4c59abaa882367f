"""The three papers behind the shipped schedules, where the checkout has them beside it; tests skip clearly without."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.documents.source import Document, Paragraph
from bot.documents.text_reader import read_text
from tests.data import shipped
from tests.fakes.plan_papers import Grid, Heading, Paper

_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "plans"
PAPERS = {
    shipped.P188: "ke-hoach-188-kh-ubnd-ha-noi-2022.txt",
    shipped.HN_HCM: "ke-hoach-ha-noi-tp-hcm-2024.txt",
    shipped.P4778: "cong-van-8177-va-ke-hoach-4778-tp-hcm-2023.txt",
}
ARTICLES = ("bao-lang-nghe-viet-2022.txt", "bao-phap-luat-xa-hoi-2022.txt")

needs_papers = pytest.mark.skipif(not _FOLDER.is_dir(), reason="the plans' papers are not beside this checkout")


def paper(name: str) -> Document:
    """One of the texts."""
    return read_text(_FOLDER / name)


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
