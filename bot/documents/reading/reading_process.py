"""The process that reads one foreign file: takes limits upon itself first, then reads, then says what it read.

Run as ``python -m bot.documents.reading.reading_process PATH LIMITS``; prints one JSON object a line: progress as
``{"done", "total"}``, at the end ``{"document"}`` or ``{"failure"}``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from bot.documents.reading.guard import FileKind, Limits, check_file
from bot.documents.reading.old_letters import old_encoding
from bot.documents.reading.refusals import Broken, Hostile, ImportFailure, OverLimit, UnknownFormat
from bot.documents.reading.source import Document, Where
from bot.documents.reading.source_json import to_json
from bot.messages.importing.doubts import BREAK_IT_UP, text_too_long
from bot.messages.importing.left_out import CONVERT_LETTERS, old_letters

Say = Callable[[dict[str, Any]], None]
Progress = Callable[[int, int], None]


def main(arguments: list[str]) -> None:
    """Read the file and say the outcome; never raises for what is in the file."""
    say = _speaker()
    limits = Limits(**json.loads(arguments[1]))
    restrain(limits)
    try:
        document = read(Path(arguments[0]), limits, lambda done, total: say({"done": done, "total": total}))
        refuse_endless(document, limits.text_characters)
        refuse_old_letters(document)
        answer = {"document": to_json(document)}
    except ImportFailure as failure:
        answer = _failure(failure)
    except Exception as error:
        answer = _failure(_reason(error))
    say(answer)


def read(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """Check and read a file in this very process; a broken file may raise whatever its library raises."""
    kind = check_file(path, limits)
    if kind is FileKind.TEXT:
        from bot.documents.reading.text_reader import read_text

        return read_text(path)
    if kind is FileKind.DOCX:
        from bot.documents.reading.docx.docx_reader import read_docx

        return read_docx(path, progress)
    if kind is FileKind.XLSX:
        from bot.documents.reading.xlsx_reader import read_xlsx

        return read_xlsx(path, progress)
    if kind is FileKind.PICTURE:
        from bot.documents.reading.scan.picture_reader import read_picture

        return read_picture(path, progress, limits.scanned_pages)
    from bot.documents.reading.pdf.pdf_reader import read_pdf

    return read_pdf(path, progress, limits.pages, limits.scanned_pages)


def refuse_endless(document: Document, most: int) -> None:
    """Raises ``OverLimit`` for a paragraph or cell of more than ``most`` characters, and says where it stands."""
    for text, where in _texts(document):
        if len(text) > most:
            raise OverLimit(text_too_long(where.label, most), hint=BREAK_IT_UP)


def refuse_old_letters(document: Document) -> None:
    """Raises ``UnknownFormat`` for a text in TCVN3 or VNI, by name."""
    encoding = old_encoding(" ".join(text for text, _ in _texts(document)))
    if encoding:
        raise UnknownFormat(old_letters(encoding), hint=CONVERT_LETTERS)


def _texts(document: Document) -> Iterator[tuple[str, Where]]:
    cells = ((cell.text, cell.where) for table in document.tables for row in table.rows for cell in row.cells)
    return chain(((paragraph.text, paragraph.where) for paragraph in document.paragraphs), cells)


def restrain(limits: Limits) -> None:
    """Cap memory and processor time, forbid writing files; on systems without such caps only the clock limits."""
    try:
        import resource
    except ImportError:
        return
    caps = {
        "RLIMIT_AS": limits.memory_bytes,
        "RLIMIT_CPU": limits.cpu_seconds,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 64,
    }
    for name, value in caps.items():
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, ValueError, OSError):
            continue


def _speaker() -> Say:
    """Writes to what standard output was; a library that prints cannot disturb the answer."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(message: dict[str, Any]) -> None:
        channel.write(json.dumps(message, ensure_ascii=True) + "\n")
        channel.flush()

    return say


def _reason(error: BaseException) -> ImportFailure:
    """What stands behind an error of a library; libraries wrap the errors of others."""
    chain: list[BaseException] = []
    while error not in chain and len(chain) < 20:
        chain.append(error)
        inner = [part for part in (error.__cause__, error.__context__, *error.args) if isinstance(part, BaseException)]
        error = inner[0] if inner else error
    if any(isinstance(part, MemoryError) for part in chain):
        return OverLimit("Đọc tệp này cần quá nhiều bộ nhớ.")
    if any(isinstance(part, RecursionError) for part in chain):
        return Hostile("Tệp lồng nhau quá sâu.")
    return Broken()


def _failure(failure: ImportFailure) -> dict[str, Any]:
    return {"failure": {"kind": type(failure).__name__, "message": failure.args[0], "hint": failure.hint}}


if __name__ == "__main__":
    main(sys.argv[1:])
