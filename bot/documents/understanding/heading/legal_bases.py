"""The legal bases a plan cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.documents.understanding.heading.heading_words import BASIS_WORD, OFFICE, SECTION
from bot.documents.understanding.heading.segments import KIND_LINE
from bot.documents.understanding.prose import ProseLine, joined

_BASIS = re.compile(rf"^-?\s*(?P<basis>{BASIS_WORD}\s.*?)\s*[;.,]?$", re.DOTALL)
_BASIS_INSIDE = re.compile(
    rf"(?:^|[.;]\s+)(?P<basis>(?:Căn cứ|Thực hiện|Thi hành)\s+.{{5,600}}?)(?:;"
    rf"|,)\s+(?={OFFICE}[^,;.:()]{{0,90}}?(?:ban hành|xây dựng|triển khai))"
)


def legal_bases(head: Sequence[ProseLine]) -> tuple[str, ...]:
    """The legal bases between the title and the first section."""
    bases: list[str] = []
    started = False
    for line in joined(head):
        if KIND_LINE.match(line.text):
            started = True
        elif not started:
            continue
        elif SECTION.match(line.text):
            break
        else:
            bases += _bases_in(line.text)
    return tuple(bases)


def _bases_in(text: str) -> list[str]:
    inside = _BASIS_INSIDE.search(text)
    if inside:
        return [inside["basis"].strip()]
    whole = _BASIS.match(text)
    return (
        [whole["basis"].strip()] if whole and text.rstrip().endswith((";", ",", ".")) and "như sau" not in text else []
    )
