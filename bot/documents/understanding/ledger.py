"""What became of every date, every assignment and every row of a paper: which item of the draft used it, if any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.documents.reading.source import Block, Row, Table, Where
from bot.documents.understanding.clauses.clauses import sentences
from bot.documents.understanding.entries import Entry
from bot.documents.understanding.parties.contacts import without_numbers
from bot.documents.understanding.prose import body_items, lines_of, plain
from bot.documents.understanding.task_times import without_citations
from bot.domain.text import fold

#: The printed marks of a time, whatever is read from them.
DATE_MARK = re.compile(
    r"(?i)(?<![\w/])(?:(?:ngày )?\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?(?![\w/])"
    r"|ngày \d{1,2} tháng \d{1,2}(?: năm \d{4})?"
    r"|(?:tháng|quý) (?:\d{1,2}|[IVX]{1,3})\b(?:(?:, ?(?:\d{1,2}|[IVX]{1,3})\b)*(?:/| năm )\d{4})?"
    r"|(?:hằng|hàng|mỗi) (?:năm|quý|tháng|tuần)(?!\w)|năm 20\d\d|\d{1,3} ngày(?: làm việc)?(?=,? (?:kể )?từ)"
    r"|thứ (?:hai|ba|tư|năm|sáu|bảy)(?= (?:hằng|hàng)))"
)
#: What a rule that repeats keeps without repeating the words.
RHYTHMS = tuple(f"{word} {unit}" for word in ("hằng", "hàng", "mỗi") for unit in ("năm", "quý", "tháng", "tuần"))
#: Words that hand something to somebody.
ASSIGNS = re.compile(
    r"(?<!bàn )(?<!được )(?<!việc )\b[Gg]iao (?=(?:cho )?(?:[A-ZĐỦ]|các |nhiệm vụ))|\b(?:[Yy]êu cầu|[Đđ]ề nghị)\b"
    r"|\b[Cc]hủ trì\b|\bcó trách nhiệm\b"
)


@dataclass(frozen=True, slots=True)
class Use:
    """An item of the draft and the words it was made of."""

    item: str
    #: As printed.
    text: str
    #: The words the draft keeps: times and content.
    kept: str


def entries(blocks: Sequence[Block], uses: Mapping[Where, Sequence[Use]], rows: Mapping[Where, str]) -> list[Entry]:
    """The ledger of a paper in its order.

    ``uses``: what was made of the paragraph that begins at a place; ``rows``: what a row of a table is: the id of a
    task, "plan" for labels and headings. Telephone numbers are left out.
    """
    found: list[Entry] = []
    for block in blocks:
        if isinstance(block, Table):
            found += [entry for row in block.rows if (entry := _row(row, rows, uses))]
    prose = _prose([b for b in blocks if not isinstance(b, Table)], uses)
    shown = (replace(entry, text=without_numbers(entry.text)) for entry in [*found, *prose])
    return sorted(shown, key=lambda e: _place(e.where))


def dated(ledger: Iterable[Entry]) -> list[Entry]:
    """The entries nothing was made of that print a time of their own."""
    return [e for e in ledger if e.used_by is None and DATE_MARK.search(without_citations(e.text))]


def other_days(text: str, when: str) -> list[str]:
    """Days a text prints besides its time, those of cited papers left out."""
    kept = fold(when)
    marks = _list_marks(without_citations(text))
    return [mark for mark in marks if "/" in mark and any(c.isdigit() for c in mark) and fold(mark) not in kept]


def _row(row: Row, rows: Mapping[Where, str], uses: Mapping[Where, Sequence[Use]]) -> Entry | None:
    texts = [plain(text.replace("\n", " ")) for text in row.texts if text.strip()]
    if not texts:
        return None
    text = " | ".join(texts)
    used = rows.get(row.where) or next((u.item for u in uses.get(row.where, ())), None)
    return Entry(row.where, text, _marks(text), used)


def _prose(blocks: Sequence[Block], uses: Mapping[Where, Sequence[Use]]) -> Iterator[Entry]:
    for item in body_items(lines_of(blocks)):
        for index, sentence in enumerate(sentences(item.text)):
            if DATE_MARK.search(sentence) or (ASSIGNS.search(sentence) and sentence.count(" ") > 1):
                shown = f"{item.number}. {sentence}" if item.number and not index else sentence
                for entry in _sentence(sentence, item.where, uses.get(item.where, ())):
                    yield replace(entry, text=shown)


def _sentence(sentence: str, where: Where, uses: Sequence[Use]) -> Iterator[Entry]:
    """One entry for what used the sentence, one more for the times of it that nobody kept."""
    using = [use for use in uses if _overlap(use.text, sentence)]
    if not using:
        yield Entry(where, sentence, _marks(sentence))
        return
    kept = fold(" ".join(use.kept for use in using))
    left = [mark for mark in _list_marks(without_citations(sentence)) if fold(mark) not in kept]
    yield Entry(where, sentence, _marks(sentence), using[0].item)
    if left and not any(use.item == "plan" for use in using):
        yield Entry(where, sentence, "; ".join(left))


def _overlap(one: str, other: str) -> bool:
    """The same words in both: a clause is a part of its sentence, or a sentence a part of what was joined."""
    a, b = fold(one), fold(other)
    return bool(a and b) and (a in b or b in a)


def _list_marks(text: str) -> list[str]:
    return list(dict.fromkeys(m.group() for m in DATE_MARK.finditer(text)))


def _marks(text: str) -> str:
    return "; ".join(_list_marks(text))


def _place(where: Where) -> tuple[int, int, int, int]:
    return where.page or 0, where.table or 0, where.line or 0, where.row or 0
