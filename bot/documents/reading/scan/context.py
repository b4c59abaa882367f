"""Diacritics put right by the paper itself: "LĨNH VỤC" among many "lĩnh vực", "đấu tư" where it says "đầu tư" else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.documents.reading.pdf.text_lines import Word
from bot.documents.reading.source import Unsure
from bot.domain.text import without_marks

_LETTERS = re.compile(r"^(\W*)([^\W\d_]+)(\W*)$")
#: What every paper says, whether or not this one says it often; each counts so many times.
_USUAL = """
cơ quan chủ trì; đơn vị phối hợp; thời gian thực hiện; nội dung công việc; lĩnh vực; khu vực; trung tâm; cơ chế;
chính sách; chủ đề; chuyên đề; vấn đề; đề án; đề xuất; đề nghị; đầu tư; đầu mối; đô thị; kết nối; nhu cầu; yêu cầu;
tiềm năng; quản lý; tổ chức; chi nhánh; một số; miền núi; miền Bắc; miền Nam; miền Trung; vùng miền; các tỉnh; tinh hoa;
chính quyền; nền tảng; chuyển đổi; nguồn lực; nguồn vốn; phát triển; tổng hợp; hằng năm; hàng năm; trước ngày; báo cáo;
kế hoạch; Ủy ban nhân dân; Sở Y tế; Sở Tài chính; Sở Nội vụ; Sở Xây dựng; Sở Tư pháp; Sở Du lịch; Sở Công Thương
"""
_USUAL_TIMES = 30
#: The word before the number of a paper, as it may be read.
_NUMBER_WORD = re.compile(r"^S[oóòôốồơớờở]:$", re.IGNORECASE)
#: So often a spelling stands beside the same neighbours before it counts as the paper's own.
_OFTEN = 3


def in_context(pages: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The words of all pages in reading order, those that differ from the paper's spelling in diacritics alone changed.

    A changed word stays doubtful, unless one of its two readings was the paper's spelling.
    """
    spellings = _Spellings()
    for phrase in _USUAL.split(";"):
        spellings.learn([Word(text, 0, 0, 0, 0) for text in phrase.split()], _USUAL_TIMES)
    for words in pages:
        spellings.learn(words)
    return [[spellings.settled(word, before, after) for before, word, after in _neighbours(words)] for words in pages]


def _neighbours(words: Sequence[Word]) -> Iterator[tuple[str, Word, str]]:
    cores = ["", *(_core(word.text) for word in words), ""]
    yield from zip(cores, words, cores[2:], strict=False)


def _core(text: str) -> str:
    matched = _LETTERS.match(text)
    return matched.group(2).casefold() if matched else ""


@dataclass(slots=True)
class _Spellings:
    """How often each spelling stands behind, and before, the same word; all by letters without diacritics."""

    behind: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    ahead: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, words: Sequence[Word], times: int = 1) -> None:
        for before, word, after in _neighbours(words):
            if word.unsure is None and (core := _core(word.text)):
                self._count(before, core, after, times)

    def _count(self, before: str, core: str, after: str, by: int) -> None:
        bare = without_marks(core)
        if before:
            self.behind[without_marks(before), bare][core] += by
        if after:
            self.ahead[bare, without_marks(after)][core] += by

    def settled(self, word: Word, before: str, after: str) -> Word:
        """The word as the paper spells it elsewhere."""
        if _NUMBER_WORD.match(word.text):
            return replace(word, text="Số:", unsure=None)
        core = _core(word.text)
        if not core or not (word.unsure or word.picture):
            return word
        if word.unsure is None:
            self._count(before, core, after, -1)
        seen = self._seen(before, core, after)
        if word.unsure is None:
            self._count(before, core, after, 1)
        best = max(seen, key=lambda spelling: (seen[spelling], spelling == core), default=core)
        own = seen[core]
        if seen[best] < _OFTEN or (best != core and seen[best] < 4 * own):
            return word
        if (best == core and _is_alone(seen, core)) or (word.unsure and _core(word.unsure.other) == best):
            return replace(word, text=_spelled(word.text, best), unsure=None)
        if best == core:
            return word
        text = _spelled(word.text, best)
        return replace(word, text=text, unsure=Unsure(text, word.text, word.picture))

    def _seen(self, before: str, core: str, after: str) -> Counter[str]:
        bare = without_marks(core)
        return self.behind[without_marks(before), bare] + self.ahead[bare, without_marks(after)]


def _is_alone(seen: Counter[str], core: str) -> bool:
    """No other spelling stands in the same place anywhere."""
    return not any(count for spelling, count in seen.items() if spelling != core)


def _spelled(text: str, spelling: str) -> str:
    """The spelling with the case and the marks around of the text."""
    matched = _LETTERS.match(text)
    assert matched is not None
    start, core, end = matched.groups()
    if len(core) != len(spelling):
        return f"{start}{spelling}{end}"
    return start + "".join(new.upper() if old.isupper() else new for old, new in zip(core, spelling, strict=True)) + end
