"""A file may hold two documents (a covering letter and the plan): which part is the plan, what was left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.documents.reading.source import Block, Table, Where
from bot.documents.understanding.prose import ProseLine, block_lines, lines_of
from bot.documents.understanding.tables.task_tables import is_task_table
from bot.domain.text import fold

#: How a document says what it is, alone on a line in capitals; plans first.
_KINDS = (
    "KẾ HOẠCH", "CHƯƠNG TRÌNH", "PHƯƠNG ÁN", "ĐỀ ÁN", "CHƯƠNG TRÌNH CÔNG TÁC", "KẾ HOẠCH HÀNH ĐỘNG",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG", "QUYẾT ĐỊNH", "CHỈ THỊ", "THÔNG BÁO", "HƯỚNG DẪN", "NGHỊ QUYẾT", "CÔNG ĐIỆN",
    "TỜ TRÌNH", "BÁO CÁO", "CÔNG VĂN", "KẾT LUẬN", "GIẤY MỜI", "THƯ MỜI", "LỊCH CÔNG TÁC",
    "LỊCH LÀM VIỆC", "LỊCH TIẾP CÔNG DÂN",
    "BIÊN BẢN",
)  # fmt: skip
PLANLIKE = ("KẾ HOẠCH", "CHƯƠNG TRÌNH", "PHƯƠNG ÁN", "ĐỀ ÁN")
KIND_LINE = re.compile(
    rf"^(?P<kind>{'|'.join(sorted(_KINDS, key=len, reverse=True))})(?:\s*$|\s+(?=[A-ZĐÀ-Ỹ][a-zà-ỹđ]))"
)
_NUMBER_LINE = re.compile(r"^Số\s*:?\s*(?:\.{2,}|…|\d|/|[A-ZĐ]+\b)")
_MOTTO = re.compile(r"^CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_PLACE_DATE = re.compile(r"^[A-ZĐÀ-Ỹ][^,;]{1,40},\s*ngày\s.{0,20}tháng")
_RECIPIENTS = re.compile(r"^Nơi nhận\s*:?|^Nơi nhận", re.IGNORECASE)
_SIGNED = re.compile(r"^(?:TM|KT|TL|TUQ|Q)\.\s*[A-ZĐÀ-Ỹ]|^(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|TRƯỞNG BAN|VIỆN TRƯỞNG)$")
_APPENDIX = re.compile(r"^(?:PHỤ LỤC|Phụ lục)\b")
_HEAD_LINES = 40
_SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """One document inside the file."""

    blocks: tuple[Block, ...]
    #: "KẾ HOẠCH"; None when it does not say.
    kind: str | None
    where: Where

    @property
    def lines(self) -> list[ProseLine]:
        """All its lines, tables cell by cell."""
        return lines_of(self.blocks)

    @property
    def opening(self) -> str:
        """Its kind, number and subject, to tell the reader which part is meant."""
        texts = [line.text for line in self.lines[:_HEAD_LINES]]
        number = next((t for t in texts if _NUMBER_LINE.match(t)), "")
        subject = next((t for t in texts if t.startswith(("V/v", "Về việc"))), "")
        kind = self.kind.capitalize() if self.kind else ("Công văn" if subject or "-" in number else "Văn bản")
        return " ".join(
            filter(
                None, (kind, re.sub(r"^Số\s*:\s*", "", number).replace(" /", "/"), f"({subject})" if subject else "")
            )
        )


@dataclass(frozen=True, slots=True)
class Division:
    """The plan, and the parts beside it."""

    plan: Segment
    #: A decision that issues the plan ("Ban hành kèm theo Quyết định"): its number and signer are the plan's.
    issued_by: Segment | None
    left_out: tuple[Segment, ...]


def divide(blocks: Sequence[Block]) -> Division:
    """The part of the file that is the plan; the whole file when it holds one document."""
    parts = _parts(blocks)
    plan = max(parts, key=_plan_score)
    others = [p for p in parts if p is not plan and len(p.lines) >= _SHORTEST_PART]
    issued_by = next((p for p in others if p.kind == "QUYẾT ĐỊNH" and _issues(plan)), None)
    return Division(plan, issued_by, tuple(p for p in others if p is not issued_by))


def _parts(blocks: Sequence[Block]) -> list[Segment]:
    cuts = [0, *_cuts(blocks), len(blocks)]
    parts = [_part(blocks[a:b]) for a, b in pairwise(cuts) if a < b]
    return parts or [_part(blocks)]


def _part(blocks: Sequence[Block]) -> Segment:
    lines = lines_of(blocks)[:_HEAD_LINES]
    kind = next((m["kind"] for line in lines if (m := KIND_LINE.match(line.text))), None)
    return Segment(tuple(blocks), kind, lines[0].where if lines else Where())


def _cuts(blocks: Sequence[Block]) -> list[int]:
    """Blocks at which another document begins: a letterhead after a signature."""
    cuts: list[int] = []
    closed = in_appendix = False
    for position, block in enumerate(blocks):
        if isinstance(block, Table) and is_task_table(block):
            continue
        texts = [line.text for line in block_lines(block)]
        if closed and any(_starts(text, in_appendix) for text in texts[:6]):
            cuts.append(_letterhead_start(blocks, position, cuts[-1] if cuts else 0))
            closed = in_appendix = False
        if any(_RECIPIENTS.match(text) for text in texts):
            closed = True
        in_appendix = in_appendix or any(_APPENDIX.match(text) for text in texts[:3])
    return cuts


def _starts(text: str, in_appendix: bool) -> bool:
    if _MOTTO.match(text) or (_NUMBER_LINE.match(text) and "/" in text):
        return True
    return not in_appendix and bool(_PLACE_DATE.match(text) or (KIND_LINE.match(text) and text.isupper()))


def _letterhead_start(blocks: Sequence[Block], position: int, floor: int) -> int:
    """The issuer's name in capitals above the number belongs to the new document."""
    start = position
    while start - 1 > floor and position - start < 3:
        texts = [line.text for line in block_lines(blocks[start - 1])]
        if not texts or any(not t.isupper() or _SIGNED.match(t) or len(t) > 80 for t in texts):
            break
        start -= 1
    return start


def _plan_score(part: Segment) -> int:
    tables = any(isinstance(b, Table) and is_task_table(b) for b in part.blocks)
    kind = part.kind or ""
    planlike = kind.startswith(PLANLIKE)
    return 4 * tables + 3 * planlike + (kind in ("QUYẾT ĐỊNH", "CHỈ THỊ", "THÔNG BÁO")) + (len(part.lines) > 30)


def _issues(plan: Segment) -> bool:
    head = fold(" ".join(line.text for line in plan.lines[:12]))
    return "kèm theo quyết định" in head
