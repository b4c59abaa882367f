"""The one way to open a plan document that somebody sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.documents.reading.guard import Limits
from bot.documents.reading.old_office import converted
from bot.documents.reading.sandbox import read_apart
from bot.documents.reading.source import Document
from bot.domain.text import visible

Progress = Callable[[int, int], None]

#: What a file dialog should offer.
ENDINGS = (".docx", ".doc", ".xls", ".pdf", ".xlsx", ".txt", ".md", ".jpg", ".jpeg", ".png", ".tif", ".tiff")


def open_document(path: Path, progress: Progress | None = None, limits: Limits | None = None) -> Document:
    """Read ``path`` as paragraphs and tables, whatever its kind and whoever made it.

    Runs in a child process with limits on time and memory; ``progress`` gets (done, total) in pages, blocks or sheets.
    Raises ``ImportFailure`` (a Vietnamese message with a hint) and nothing else for what is wrong with the file.
    """
    limits = limits or Limits()
    with TemporaryDirectory() as folder:
        document = read_apart(converted(path, Path(folder), limits.file_bytes) or path, limits, progress)
    return replace(document, name=visible(path.name))
