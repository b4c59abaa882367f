"""Two readings of the same piece made one: what they agree on is taken, what they differ on is taken and doubted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from statistics import fmean

from bot.documents.reading.scan.tesseract import Read

#: Both readings must be so sure of a word (0 to 100) for it to stand without a doubt.
LEAST_SURE = 92.0
#: A word that one reading alone has counts when it is so sure of it.
_ALONE = 60.0
#: What ruling lines, folds and specks are read as.
_SPECK = re.compile(r"^[^\w\s\-–+•/…(]+$")


@dataclass(frozen=True, slots=True)
class Agreed:
    """A word, whether it is doubtful, and what the other reading has in its place."""

    word: Read
    doubtful: bool
    other: str = ""


def agreed(first: Sequence[Read], second: Sequence[Read]) -> list[Agreed]:
    """The words of both readings, in the order of the first."""
    one, two = ([word for word in words if not _SPECK.match(word.text)] for words in (first, second))
    matcher = SequenceMatcher(None, [word.text for word in one], [word.text for word in two], autojunk=False)
    merged: list[Agreed] = []
    for _, a, a_end, b, b_end in matcher.get_opcodes():
        merged.extend(_merged(one[a:a_end], two[b:b_end]))
    return merged


def _merged(first: Sequence[Read], second: Sequence[Read]) -> Iterator[Agreed]:
    if len(first) == len(second):
        yield from (_better(one, two) for one, two in zip(first, second, strict=True))
    elif not first or not second:
        yield from (Agreed(word, True) for word in (*first, *second) if word.sure >= _ALONE or word.text.isdigit())
    else:
        taken, other = sorted((first, second), key=lambda words: -fmean(word.sure for word in words))
        yield from (Agreed(word, True, " ".join(word.text for word in other)) for word in taken)


def _better(one: Read, two: Read) -> Agreed:
    if one.text == two.text:
        sure = min(one.sure, two.sure)
        return Agreed(replace(one, sure=sure), sure < LEAST_SURE)
    taken, other = (one, two) if one.sure >= two.sure else (two, one)
    return Agreed(taken, True, other.text)
