"""The one way to open a plan document that somebody sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.documents.reading.guard import Limits
from bot.documents.reading.sandbox import read_apart
from bot.documents.reading.source import Document
from bot.domain.text import visible

Progress = Callable[[int, int], None]

#: What a file dialog should offer.
ENDINGS = (".docx", ".pdf", ".xlsx", ".txt", ".md")


def open_document(path: Path, progress: Progress | None = None, limits: Limits | None = None) -> Document:
    """Read ``path`` as paragraphs and tables, whatever its kind and whoever made it.

    Runs in a child process with limits on time and memory; ``progress`` gets (done, total) in pages, blocks or sheets.
    Raises ``ImportFailure`` (a Vietnamese message with a hint) and nothing else for what is wrong with the file.
    """
    document = read_apart(path, limits or Limits(), progress)
    return replace(document, name=visible(document.name))
