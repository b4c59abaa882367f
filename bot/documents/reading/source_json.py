"""Documents as JSON, so that the process that reads a file can hand over nothing but text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.documents.reading.source import Block, Cell, Document, Paragraph, Row, Style, Table, Unsure, Where


def to_json(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "notes": list(document.notes),
        "blocks": [asdict(block) for block in document.blocks],
    }


def from_json(data: Mapping[str, Any]) -> Document:
    """The document ``to_json`` was given; raises KeyError or TypeError for anything else."""
    blocks = tuple(_block(block) for block in data["blocks"])
    return Document(blocks, str(data["name"]), tuple(str(note) for note in data["notes"]))


def _block(data: Mapping[str, Any]) -> Block:
    where = Where(**data["where"])
    if "rows" in data:
        return Table(tuple(_row(row) for row in data["rows"]), where)
    return Paragraph(str(data["text"]), where, Style(**data["style"]), _unsure(data))


def _row(data: Mapping[str, Any]) -> Row:
    return Row(tuple(_cell(cell) for cell in data["cells"]), Where(**data["where"]))


def _cell(data: Mapping[str, Any]) -> Cell:
    values = {**data, "where": Where(**data["where"]), "italics": tuple(data["italics"]), "unsure": _unsure(data)}
    return Cell(**values)


def _unsure(data: Mapping[str, Any]) -> tuple[Unsure, ...]:
    return tuple(Unsure(**word) for word in data["unsure"])
