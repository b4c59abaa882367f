"""Why a paper is no plan, and the sentences with a date it was seen to have."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.documents.understanding.entries import Entry
from bot.documents.understanding.prose import ProseLine
from bot.messages.importing import refusals as texts

_CALENDAR = re.compile(
    r"^LỊCH (?:CÔNG TÁC|LÀM VIỆC|TIẾP|HỌP|TRỰC|TUẦN|THÁNG|GIAO BAN)|^(?:Lịch công tác|Lịch làm việc) (?:tuần|tháng)"
)
_INVITATION = re.compile(r"^(?:GIẤY|THƯ) MỜI|(?i:trân trọng kính mời|kính mời .{0,80}(?:dự|tham dự))")
_MOST_QUOTED = 5
_LONGEST_QUOTE = 160


def is_calendar(lines: Sequence[ProseLine]) -> bool:
    """True for a calendar of meetings and visits: its days are no deadlines."""
    return any(_CALENDAR.match(line.text) for line in lines[:20])


def is_invitation(lines: Sequence[ProseLine]) -> bool:
    """True for an invitation: its day is that of a meeting."""
    return any(_INVITATION.search(line.text) for line in lines[:40])


def refusal(lines: Sequence[ProseLine], ledger: Sequence[Entry], forms: Sequence[str], *, official: bool) -> str:
    """The reason in Vietnamese, with the dated sentences that nothing was made of."""
    quotes = [(e.where.label, _short(e.text)) for e in ledger if e.date]
    return " ".join(
        filter(None, (_reason(lines, forms, official), texts.dates_seen(quotes[:_MOST_QUOTED], len(quotes))))
    )


def _reason(lines: Sequence[ProseLine], forms: Sequence[str], official: bool) -> str:
    if not any(line.text for line in lines):
        return texts.NO_TEXT if not forms else texts.only_forms(forms)
    if is_calendar(lines):
        return texts.CALENDAR
    if is_invitation(lines):
        return texts.INVITATION
    if forms:
        return texts.only_forms(forms)
    return texts.NO_DUTY if official else texts.NO_OFFICIAL_PAPER


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
