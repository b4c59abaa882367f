"""Why a document gives no draft."""

from __future__ import annotations

from collections.abc import Sequence

_NOTHING = "không có gì được nhập."
NO_TEXT = f"Tài liệu không có chữ nào đọc được; {_NOTHING}"
CALENDAR = (
    f"Đây là lịch công tác: các ngày trong đó là ngày họp, ngày làm việc, không phải thời hạn của nhiệm vụ; {_NOTHING}"
)
INVITATION = f"Đây là giấy mời: ngày trong đó là ngày họp, không giao nhiệm vụ và không yêu cầu báo cáo; {_NOTHING}"
NO_DUTY = (
    "Không thấy nhiệm vụ hoặc quy định báo cáo trong văn bản này: không có bảng phân công, không có câu giao việc cho "
    f"cơ quan, không có yêu cầu gửi báo cáo; {_NOTHING}"
)
NO_OFFICIAL_PAPER = (
    "Tài liệu này không có số, ký hiệu, cơ quan ban hành hoặc người ký như một văn bản hành chính, có thể là bài báo "
    f"hoặc bản ghi chép; {_NOTHING}"
)


def only_forms(forms: Sequence[str]) -> str:
    """The tables are to be filled in by others."""
    return f"Các bảng trong tài liệu là biểu mẫu để trống ({'; '.join(forms)}), không phải bảng phân công; {_NOTHING}"


def dates_seen(quotes: Sequence[tuple[str, str]], total: int) -> str:
    """The sentences with a date that nothing was made of; empty without any."""
    if not quotes:
        return ""
    shown = "; ".join(f"“{text}” ({place})" if place else f"“{text}”" for place, text in quotes)
    more = f" và {total - len(quotes)} câu khác" if total > len(quotes) else ""
    return f"Các câu có thời gian đã thấy, xin kiểm tra lại: {shown}{more}."
