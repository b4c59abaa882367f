"""One line a thing looked at, for ``/healthz``, ``dondoc doctor`` and the board. Plain text, no personal data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.messages.common import two_digits

DATABASE_WORKS = "Cơ sở dữ liệu đọc và ghi được."
FILES_EMPTIED = "Thư mục kế hoạch hoặc lịch làm việc trống; đang dùng bản trước."
NEVER_RUN = "Tiến trình gửi tin chưa chạy lần nào (dondoc run)."
ALIVE = "Tiến trình gửi tin đang hoạt động."

_SHOWN_NAMES = 5


def files_broken(errors: int) -> str:
    return f"Các tệp kế hoạch còn {errors} lỗi; đang dùng bản trước (dondoc check)."


def plans_in_use(plans: int) -> str:
    return f"Đang dùng {plans} kế hoạch."


def calendar_estimated(years: Sequence[int]) -> str:
    """Years ahead whose days off nobody has announced yet."""
    return f"Lịch làm việc năm {', '.join(map(str, years))} là dự kiến; cần bổ sung khi có thông báo."


def clock_set_back(last: datetime) -> str:
    """The sending process was last heard of at a time that is still to come."""
    return f"Đồng hồ của máy đã lùi lại: tiến trình gửi tin báo hoạt động lúc {last:%H:%M ngày %d/%m/%Y}, chưa tới."


def silent_since(last: datetime) -> str:
    return f"Tiến trình gửi tin không còn hoạt động từ {last:%H:%M ngày %d/%m/%Y}."


def channel_not_started(channel: str) -> str:
    return f"Kênh {channel} chưa khởi động."


def channel_works(channel: str) -> str:
    return f"Kênh {channel} đang hoạt động."


def set_aside(channel: str, count: int) -> str:
    """Updates that could not be read or handled lately."""
    return f"Kênh {channel}: {two_digits(count)} tin đến trong 07 ngày qua không đọc được, đã để riêng."


def late(count: int) -> str:
    return _counted(count, "lượt nhắc đã quá giờ mà chưa gửi")


def stuck(count: int) -> str:
    """Claimed by a process that says nothing any more."""
    return _counted(count, "lượt nhắc bị giữ lại bởi một tiến trình đã dừng")


def missing(count: int) -> str:
    """Due by the plan, without a row."""
    return _counted(count, "lượt nhắc đáng lẽ phải có nhưng chưa được lập (dondoc apply)")


def unknown(count: int) -> str:
    return f"{two_digits(count)} tin trong ngày qua chưa rõ đã đến hay chưa."


def stopped(channel: str, reason: str) -> str:
    return f"Kênh {channel} ngừng gửi: {reason}"


def all_linked(contacts: int) -> str:
    return f"Cả {contacts} đầu mối đã liên kết."


def not_linked(names: Sequence[str], contacts: int) -> str:
    """Those of so many ``contacts`` without a linked chat."""
    more = f" và {len(names) - _SHOWN_NAMES} người khác" if len(names) > _SHOWN_NAMES else ""
    return f"{len(names)}/{contacts} đầu mối chưa liên kết: {', '.join(names[:_SHOWN_NAMES])}{more} (dondoc invite)."


def _counted(count: int, what: str) -> str:
    return f"{two_digits(count)} {what}." if count else f"Không có {what}."
