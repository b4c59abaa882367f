"""Where the running text and a row of the table name the same event at different places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.documents.reading.source import Where
from bot.documents.understanding.draft import Doubts
from bot.documents.understanding.prose import Item
from bot.domain.plan.plan import Task
from bot.domain.text import fold
from bot.messages.importing import doubts as texts

_AT = re.compile(
    r"\b(?:tại|ở) (?:các )?(?P<kind>huyện|quận|thị xã|phường|xã|đặc khu|tỉnh|thành phố)\s*:?\s+"
    r"(?P<names>[^.;:()\n]{2,200})"
)
#: The words before the place that must agree for it to be the same event.
_SAME_WORDS = 6


def ask_other_places(
    tasks: Iterable[Task], items: Sequence[Item], sources: Mapping[str, tuple[Where, ...]], doubts: Doubts
) -> None:
    """One question for each task whose event the running text puts elsewhere; the table's words are kept."""
    printed: dict[tuple[str, str], str] = {}
    for item in items:
        for match in _AT.finditer(item.text):
            if event := _event(item.text[: match.start()]):
                printed.setdefault((event, match["kind"]), match["names"].strip(" ,"))
    for task in tasks:
        for match in _AT.finditer(task.content):
            other = printed.get((_event(task.content[: match.start()]), match["kind"]))
            if other and _places(other) != _places(match["names"]):
                where = sources[task.id][0] if task.id in sources else Where()
                doubt = texts.placed_elsewhere(match["kind"], other)
                doubts.add(where, match.group().strip(" ,"), doubt, 0.7, item=task.id, field="content")


def _event(before: str) -> str:
    words = fold(before).split()
    return " ".join(words[-_SAME_WORDS:]) if len(words) >= _SAME_WORDS else ""


def _places(names: str) -> set[str]:
    return {fold(name) for name in re.split(r",| và ", names) if name.strip()}
