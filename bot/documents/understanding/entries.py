"""One line of a paper's ledger."""

from __future__ import annotations

from dataclasses import dataclass

from bot.documents.reading.source import Where


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence or a row, and what it was used for."""

    where: Where
    text: str
    #: The times it prints that nothing in the draft repeats, or (when it is used) all of them.
    date: str = ""
    #: The id of the task or rule it became, "plan" for the heading's fields; None when it was not used.
    used_by: str | None = None
