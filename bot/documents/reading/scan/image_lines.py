"""Ruling lines in the picture of a page: long straight runs of ink, as edges like those of a drawn PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdfplumber.table import merge_edges
from PIL import Image

from bot.documents.reading.pdf.ruled_tables import Edge

#: Pixels looked at together; a hair line is paler than letters, and a block of line has hardly a gap (of 255).
_BLOCK = 8
_HAIR, _WHOLE = 45, 215
#: Shorter runs are letters: the longest stroke across, the highest upright one, in pixels at 200 dpi.
_ACROSS, _UPRIGHT = 160, 64
#: Runs that lie so near, or so near in a row, are one line, in points.
_SAME, _BROKEN = 3.0, 8.0
#: A run with single blocks missing.
_RUN = re.compile(rb"\xff(?:\x00?\xff+)*")


def image_edges(ink: Image.Image, point: float) -> list[Edge]:
    """The ruling lines of a straight page given as its ``darkness``; ``point`` is the size of a pixel in points."""
    ink = ink.point(lambda value: 255 if value >= _HAIR else 0)
    across = [_edge("h", start, end, at, point) for at, start, end in _runs(ink, _ACROSS)]
    ink = ink.transpose(Image.Transpose.TRANSPOSE)
    upright = [_edge("v", start, end, at, point) for at, start, end in _runs(ink, _UPRIGHT)]
    return list(merge_edges([*across, *upright], _SAME, _SAME, _BROKEN, _BROKEN))


def _runs(ink: Image.Image, least: int) -> Iterator[tuple[int, int, int]]:
    """Runs of ink along the rows of the picture: (row, first, last column)."""
    blocks = ink.reduce((_BLOCK, 1)).point(lambda value: 255 if value >= _WHOLE else 0)
    width, data = blocks.width, blocks.tobytes()
    for row in range(1, blocks.height - 1):
        line = data[row * width : (row + 1) * width]
        if line.count(255) * _BLOCK < least:
            continue
        for run in _RUN.finditer(line):
            if (run.end() - run.start()) * _BLOCK >= least:
                yield row, run.start() * _BLOCK, run.end() * _BLOCK


def _edge(orientation: str, start: int, end: int, at: int, point: float) -> Edge:
    along = {"x0": start * point, "x1": end * point, "width": (end - start) * point}
    across = {"top": (at + 0.5) * point, "bottom": (at + 0.5) * point, "height": 0.0}
    if orientation == "h":
        return {"orientation": "h", "object_type": "line", **along, **across}
    upright = {"top": along["x0"], "bottom": along["x1"], "height": along["width"]}
    return {
        "orientation": "v",
        "object_type": "line",
        "x0": across["top"],
        "x1": across["top"],
        "width": 0.0,
        **upright,
    }
