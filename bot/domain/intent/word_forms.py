"""How typed words become comparable with ``intent_patterns``.

A word typed with diacritics becomes bare only when a pattern contains it (``intent_patterns.KNOWN``); typed without,
it is bare already. So "dạng" is never read as "đang", and "dang lam" still is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate

from bot.domain.dates.day_mark import DAY_TOKEN
from bot.domain.intent.patterns import KNOWN
from bot.domain.text import fold, strip_marks

#: Short forms, and words whose bare form means something else: "chờ" (wait) is kept apart from "cho" (for).
_SAME = {
    **dict.fromkeys(["ko", "k", "kg", "khg", "hok", "hong", "kô", "hông", "chẳng", "chả", "kh"], "khong"),
    **dict.fromkeys(["đc", "dc", "đk"], "duoc"),
    **dict.fromkeys(["r", "rùi", "rui"], "roi"),
    "chx": "chua",
    **dict.fromkeys(["chờ", "đợi"], "WAIT"),
    #: "xong đâu" (not at all) is not "xong đầu tháng".
    "đâu": "DAU",
    #: "tiến độ" has nothing to do with "do" (because of).
    "độ": "DEGREE",
    "hoãn": "tam hoan",
    "nv": "nhiem vu",
    "ht": "hoan thanh",
    "hthanh": "hoan thanh",
    "pct": "%",
}
_TOKEN = re.compile(rf"{DAY_TOKEN}|\d+(?:[.,]\d+)*|[^\W\d_]+|[%?,;.!\n]")
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_BUT = frozenset({"nhưng", "nhung", "song"})
_BREAKS = frozenset(",;.!\n")
#: The patterns look at bounded keys only, so that a text is read in time proportional to its length. Nobody says how
#: a task stands in a longer breath or word; what was typed is kept whole all the same.
MOST_WORDS = 100
LONGEST_WORD = 40
#: Keys of a clause and of a word beyond that; ``intent_patterns.UNCLEAR`` knows the first.
LONG_CLAUSE, LONG_WORD = "LONGCLAUSE", "LONGWORD"


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of a typed text between two breaks: its comparable form, and where each word of it stood."""

    original: str
    key: str
    #: (start in ``key``, start in ``original``, end in ``original``) per word.
    words: tuple[tuple[int, int, int], ...]

    def typed(self, start: int, end: int | None = None) -> str:
        """What was typed for ``key[start:end]``."""
        inside = [w for w in self.words if w[0] >= start and (end is None or w[0] < end)]
        return self.original[inside[0][1] : inside[-1][2]].strip() if inside else ""


def clean(text: str) -> str:
    """NFC without invisible characters; everything visible as typed."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE)).strip()


def word_key(word: str) -> str:
    """Comparable form of one word."""
    if len(word) > LONGEST_WORD:
        return LONG_WORD
    key = fold(word) or word
    if key in _SAME:
        return _SAME[key]
    return strip_marks(key) if key in KNOWN else key


def clauses(text: str) -> tuple[Clause, ...]:
    """The text (cleaned) cut at commas, stops, line breaks and "nhưng"."""
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(text):
        if token[0] in _BREAKS:
            parts.append([])
            continue
        if word_key(token[0]) in _BUT:
            parts.append([])
        parts[-1].append(token)
    return tuple(_clause(text, tokens) for tokens in parts if tokens)


def _clause(text: str, tokens: list[re.Match[str]]) -> Clause:
    if len(tokens) > MOST_WORDS:
        return Clause(text, LONG_CLAUSE, ((0, tokens[0].start(), tokens[-1].end()),))
    keys = [word_key(token[0]) for token in tokens]
    starts = accumulate((len(key) + 1 for key in keys), initial=0)
    words = ((start, token.start(), token.end()) for start, token in zip(starts, tokens, strict=False))
    return Clause(text, " ".join(keys), tuple(words))
