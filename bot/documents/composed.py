"""A document in Unicode NFC: the same letters in one form, so that words can be recognised."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from bot.documents.source import Block, Cell, Paragraph, Row


def composed(block: Block) -> Block:
    """The block with composed letters and plain spaces for no-break ones; nothing else is touched."""
    if isinstance(block, Paragraph):
        return replace(block, text=_nfc(block.text))
    return replace(block, rows=tuple(_row(row) for row in block.rows))


def _row(row: Row) -> Row:
    return replace(row, cells=tuple(_cell(cell) for cell in row.cells))


def _cell(cell: Cell) -> Cell:
    return replace(cell, text=_nfc(cell.text), italics=tuple(_nfc(i) for i in cell.italics))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ")
