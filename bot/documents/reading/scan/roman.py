"""Quarters in Roman numerals: II and III look nearly alike to recognition, so their strokes are counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from PIL import Image

from bot.documents.reading.scan.tesseract import Read
from bot.documents.reading.scan.two_readings import Agreed

_QUARTER = re.compile(r"^quý$", re.IGNORECASE)
#: A numeral of strokes only, as it may have been read, and what follows it.
_STROKES = re.compile(r"^([IlH1|\[\]UL]{1,5})((?:[/,.;)].*)?)$")
_BETWEEN = re.compile(r"^(?:[IVXlH1|\[\]UL]+[,;]?|[-–]|và|đến)$")
_TIMES = 4
#: The two bands the strokes are looked at in, as parts of a numeral's height; an upright stroke stands alike in both.
_BANDS = ((0.32, 0.42), (0.58, 0.68))
_APART = 2.0


def with_counted_strokes(words: Iterable[Agreed], page: Image.Image) -> Iterator[Agreed]:
    """The words of a piece; a numeral of I's after "Quý" is what its strokes in the ``page`` say."""
    in_quarters = False
    for found in words:
        text = found.word.text
        matched = _STROKES.match(text) if in_quarters else None
        in_quarters = bool(_QUARTER.match(text)) or (in_quarters and bool(_BETWEEN.match(text)))
        yield _counted(found, matched, page) if matched else found


def _counted(found: Agreed, matched: re.Match[str], page: Image.Image) -> Agreed:
    count = _strokes(found.word, page)
    if count not in (1, 2, 3):
        return replace(found, doubtful=True)
    # The comma behind a numeral makes an L of its last stroke.
    text = "I" * count + (matched.group(2) or ("," if matched.group(1).endswith("L") else ""))
    differs = text not in (found.word.text, found.other)
    return Agreed(replace(found.word, text=text), differs or _rest_differs(found, matched), found.word.text)


def _rest_differs(found: Agreed, matched: re.Match[str]) -> bool:
    """The two readings differ behind the numeral."""
    return bool(found.other) and not found.other.endswith(matched.group(2))


def _strokes(word: Read, page: Image.Image) -> int:
    """How many upright strokes the word begins with."""
    image = page.crop((word.left - 1, word.top, word.right + 1, word.bottom))
    image = image.resize((image.width * _TIMES, image.height * _TIMES), Image.Resampling.LANCZOS)
    box = image.point(lambda value: 255 if value < 128 else 0).getbbox()
    if box is None:
        return 0
    upper, lower = (_runs(image.crop((box[0], *_band(box, band)[:1], box[2], _band(box, band)[1]))) for band in _BANDS)
    count = 0
    for one, other in zip(upper, lower, strict=False):
        if abs(one - other) > _APART * _TIMES / 2:
            break
        count += 1
    return count


def _band(box: tuple[int, ...], band: tuple[float, float]) -> tuple[int, int]:
    height = box[3] - box[1]
    return box[1] + round(band[0] * height), box[1] + round(band[1] * height)


def _runs(band: Image.Image) -> list[float]:
    """The middles of the dark stretches."""
    row = band.resize((band.width, 1), Image.Resampling.BOX).point(lambda value: 1 if value < 128 else 0).tobytes()
    return [(run.start() + run.end()) / 2 for run in re.finditer(rb"\x01+", row)]
