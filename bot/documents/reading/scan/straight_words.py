"""Words of a recognised layer over a page that lies askew, moved to where they stand when it is turned straight."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from bot.documents.reading.pdf.text_lines import Word


def laid_straight(words: Iterable[Word], angle: float, width: float, height: float) -> list[Word]:
    """The words turned about the page's middle by ``angle`` degrees against the clock; their boxes stay upright."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    straight = []
    for word in words:
        x, y = word.middle[0] - width / 2, word.middle[1] - height / 2
        right, down = x * cosine + y * sine - x, y * cosine - x * sine - y
        left, top = word.left + right, word.top + down
        straight.append(replace(word, left=left, right=word.right + right, top=top, bottom=word.bottom + down))
    return straight
