"""What is wrong in a file the admin edits: a value, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.text import visible

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One finding; sorts by file, then line."""

    file: str
    #: Counted from 1; 0 when the finding is about the file as a whole.
    line: int
    #: Vietnamese; says what is wrong and what to write instead.
    message: str
    #: An error stops ``apply``; a warning does not; an info says how something was read.
    level: Level = "error"

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}: {self.message}"
