"""The ``reports:`` of a plan: who reports to whom by when."""

from __future__ import annotations

from bot.messages.common import two_digits
from bot.messages.registry.advice import did_you_mean

REPEATS_WITHOUT_DUE = "lặp hằng năm thì phải có “due”, ví dụ: due: trước ngày 15/9"
NO_FIRST_YEAR = "không rõ báo cáo hằng năm bắt đầu từ năm nào; đề nghị ghi “first_year”"


def sends_to_itself(agency: str) -> str:
    return f"“{agency}” vừa gửi vừa nhận báo cáo này; đề nghị bỏ ở một phía"


def unknown_keyword(text: str, close: str) -> str:
    return f"không có từ khoá “{text}”; {did_you_mean(close)}"


def unknown_every(every: str) -> str:
    return (
        f"“every: {every}” chưa dùng được; ghi “every: year” (hằng năm), “half_year” (6 tháng), “quarter” (hằng quý), "
        "“month” (hằng tháng), “week” (hằng tuần) hoặc bỏ mục này"
    )


def dates_missing(every: str, times: int, due: str, found: int) -> str:
    """``every`` means so many ``times`` a year; ``due`` gives only (or more than) ``found`` dates."""
    return (
        f"“every: {every}” là {two_digits(times)} lần một năm nhưng “{due}” cho {two_digits(found)} thời hạn; "
        "ghi như “trước ngày 20 tháng cuối quý”, “chậm nhất ngày 15 hằng tháng” hoặc “trước ngày 15/6 và 15/12”"
    )


def fixed_year(due: str) -> str:
    return f"“{due}” ghi năm cố định nhưng báo cáo lặp hằng năm; đề nghị bỏ năm hoặc bỏ “every”"


def last_before_first(last: int, first: int) -> str:
    return f"“last_year” ({last}) trước năm bắt đầu ({first}); đề nghị sửa lại"


def id_of_a_task(id_: str, task_line: int) -> str:
    return f"id “{id_}” trùng với nhiệm vụ ở dòng {task_line}; đặt id khác và ghi “same_as: {id_}” nếu là cùng một việc"


def report_id_taken(id_: str, first_line: int) -> str:
    return f"báo cáo “{id_}” đã có ở dòng {first_line}; mỗi báo cáo cần một id riêng"


def same_as_unknown(id_: str, close: str) -> str:
    advice = did_you_mean(close) if close else "ghi id của một nhiệm vụ trong kế hoạch này"
    return f"“same_as”: không có nhiệm vụ “{id_}”; {advice}"


def consolidates_unknown(id_: str, close: str) -> str:
    advice = did_you_mean(close) if close else "ghi id của một báo cáo khác trong kế hoạch này"
    return f"“consolidates”: không có báo cáo “{id_}”; {advice}"
