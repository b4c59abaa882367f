"""A document in Unicode NFC: the same letters in one form, so that words can be recognised."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from bot.documents.reading.source import Block, Cell, Paragraph, Row

_LONGEST_BLANK = 20
_ENDLESS_BLANK = re.compile(rf"\s{{{_LONGEST_BLANK},}}")


def composed(block: Block) -> Block:
    """The block with composed letters, plain spaces for no-break ones and no blank of more than 20 characters.

    Patterns try a blank from each of its places, so an endless one would take endless time.
    """
    if isinstance(block, Paragraph):
        return replace(block, text=_nfc(block.text))
    return replace(block, rows=tuple(_row(row) for row in block.rows))


def _row(row: Row) -> Row:
    return replace(row, cells=tuple(_cell(cell) for cell in row.cells))


def _cell(cell: Cell) -> Cell:
    return replace(cell, text=_nfc(cell.text), italics=tuple(_nfc(i) for i in cell.italics))


def _nfc(text: str) -> str:
    tidy = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    return _ENDLESS_BLANK.sub(lambda blank: blank.group()[:_LONGEST_BLANK], tidy)
