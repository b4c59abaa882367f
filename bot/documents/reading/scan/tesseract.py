"""Tesseract as a program: pieces of a page in, words with their places and confidence out."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

LANGUAGE = "vie"
_LINE, _WORD = "4", "5"
#: One uniform block of text: the layout of the page is known from its lines.
_BLOCK = "6"
_ROTATE = re.compile(r"^Rotate: (90|180|270)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Read:
    """A word as recognised: its box within the piece in pixels, the height of its line, how sure (0 to 100)."""

    text: str
    sure: float
    left: int
    right: int
    top: int
    bottom: int


def is_installed() -> bool:
    """True when Tesseract is installed with Vietnamese."""
    if shutil.which("tesseract") is None:
        return False
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return LANGUAGE in (listed.stdout + listed.stderr).split()


def turned_by(page: Image.Image) -> int:
    """How far a page must be turned with the clock to stand upright: 90, 180, 270 degrees; 0 also when unclear."""
    sheet = BytesIO()
    page.save(sheet, "PNG")
    command = ["tesseract", "stdin", "stdout", "-l", "osd", "--psm", "0"]
    done = subprocess.run(command, input=sheet.getvalue(), capture_output=True, check=False)
    found = _ROTATE.search(done.stdout.decode("utf-8", "replace"))
    return int(found.group(1)) if found else 0


def recognised(pieces: Sequence[Image.Image], dpi: int) -> list[list[Read]]:
    """The words of each piece in reading order; raises ``OSError`` when the program fails."""
    if not pieces:
        return []
    sheet = BytesIO()
    pieces[0].save(sheet, "TIFF", save_all=True, append_images=pieces[1:], dpi=(dpi, dpi))
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--psm", _BLOCK, "--dpi", str(dpi), "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=sheet.getvalue(), capture_output=True, env=environment, check=False)
    if done.returncode:
        raise OSError(f"tesseract: {done.returncode}")
    return _words(done.stdout.decode("utf-8", "replace"), len(pieces))


def _words(table: str, pieces: int) -> list[list[Read]]:
    """The program's own table; all words of a line get the line's height."""
    words: list[list[Read]] = [[] for _ in range(pieces)]
    top = bottom = 0
    for row in csv.DictReader(table.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == _LINE:
            top, bottom = int(row["top"]), int(row["top"]) + int(row["height"])
        elif row["level"] == _WORD and (text := row["text"].strip()):
            left, width = int(row["left"]), int(row["width"])
            words[int(row["page_num"]) - 1].append(Read(text, float(row["conf"]), left, left + width, top, bottom))
    return words
