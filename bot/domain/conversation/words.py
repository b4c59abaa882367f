"""Typed words and numbers that mean a choice."""

from __future__ import annotations

import re

from bot.domain.text import fold, strip_marks

#: What may be typed → choice ids it may stand for, in order of preference.
_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(["hủy", "hủy bỏ", "thôi"], ("cancel", "drop")),
    **dict.fromkeys(["quay lại", "trở lại"], ("back", "pick_status")),
    **dict.fromkeys(["bỏ qua", "không có", "không", "ko", "không có gì"], ("no", "skip")),
    **dict.fromkeys(["không có khó khăn", "không có kiến nghị", "không khó khăn"], ("skip",)),
    **dict.fromkeys(["có", "đúng", "đúng rồi", "đồng ý", "vâng", "ok"], ("yes", "confirm")),
    **dict.fromkeys(["xong", "hết", "hết rồi", "xong rồi"], ("done",)),
    **dict.fromkeys(["gửi", "gửi báo cáo", "gửi đi"], ("send",)),
    **dict.fromkeys(["sửa", "sửa lại"], ("edit",)),
    **dict.fromkeys(["tiếp", "tiếp tục"], ("continue",)),
    **dict.fromkeys(["như kỳ trước", "như cũ"], ("as_before",)),
    **dict.fromkeys(["đã hoàn thành", "hoàn thành"], ("completed",)),
    **dict.fromkeys(["đang thực hiện", "đang làm"], ("in_progress",)),
    **dict.fromkeys(["chưa thực hiện", "chưa làm"], ("not_started",)),
    "tạm dừng": ("on_hold",),
    "không thực hiện": ("cancelled",),
    "khách quan": ("objective",),
    "chủ quan": ("subjective",),
    "chưa rõ": ("unknown",),
    "tất cả": ("all",),
}
#: Without diacritics these could be other words ("dung": đúng, dừng).
_AMBIGUOUS = frozenset({"dung"})
_BARE = {bare: ids for word, ids in _WORDS.items() if (bare := strip_marks(word)) not in _AMBIGUOUS}


def choice_of_word(text: str, offered: tuple[str, ...]) -> str | None:
    """The offered choice that a whole typed text names, None otherwise."""
    if len(text) > 30:
        return None
    key = fold(text)
    ids = _WORDS.get(key) or (_BARE.get(key, ()) if key == strip_marks(text) else ())
    return next((c for c in ids if c in offered), None)


def choice_of_number(text: str, offered: tuple[str, ...]) -> str | None:
    """The offered choice with that number, counted from 1."""
    match = re.fullmatch(r"\s*(\d{1,2})\s*[.)]?\s*", text)
    if match is None or not 1 <= int(match[1]) <= len(offered):
        return None
    return offered[int(match[1]) - 1]
