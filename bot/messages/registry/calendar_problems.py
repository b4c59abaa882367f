"""The working calendar, ``schedules/calendar/vn-<year>.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.messages.common import date_text

NO_FOLDER = "không có thư mục lịch làm việc"
BAD_FILE_NAME = "tên tệp lịch phải là vn-<năm>.yaml, ví dụ vn-2026.yaml"
SHAPE = "tệp lịch phải gồm các mục year, days_off, working_weekend_days"
NO_DAYS_OFF = "thiếu mục “days_off” (danh sách ngày nghỉ)"

#: Of a day nobody has announced yet.
EXPECTED_SOURCE = "dự kiến theo thư viện holidays"
MADE_UP_DAY = "Làm bù"


def expected(name: str) -> str:
    """The name of such a day."""
    return f"{name} (dự kiến)"


def other_year(year: int) -> str:
    return f"“year” phải là {year} như tên tệp"


def not_a_list(key: str) -> str:
    return f"“{key}” phải là danh sách, mỗi dòng bắt đầu bằng “- ”"


def incomplete_day(missing: Iterable[str], needed: Iterable[str]) -> str:
    return f"thiếu {', '.join(missing)}; mỗi ngày cần {', '.join(needed)}"


def unknown_kind(kind: str, known: Iterable[str]) -> str:
    return f"“kind: {kind}” không dùng được ở đây; ghi một trong: {', '.join(known)}"


def day_of_other_year(day: date, year: int) -> str:
    return f"ngày {date_text(day)} không thuộc năm {year}"


def repeated_day(day: date, first_line: int) -> str:
    return f"ngày {date_text(day)} bị ghi hai lần (lần đầu ở dòng {first_line})"


def not_a_weekend_day(day: date) -> str:
    return f"ngày {date_text(day)} không phải thứ Bảy, Chủ nhật nên không thể là ngày làm bù"
