"""What the web pages say beyond their templates: errors, names of files and sizes, health. Plain text, not escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.plan import Person
from bot.messages.common import date_text, two_digits, weekday_text
from bot.messages.files import reason
from bot.messages.menu import EVERYBODY

FOREIGN_PAGE = "Yêu cầu này đến từ một trang khác nên không được thực hiện."
UNKNOWN_HOST = (
    "Máy chủ này không nhận tên miền trong địa chỉ vừa mở. "
    "Nếu đây là tên miền của cơ quan, đề nghị quản trị thêm vào mục web.hosts trong config.yaml."
)
BODY_TOO_LARGE = "Nội dung gửi lên quá lớn nên không nhận."
UNREADABLE = "Yêu cầu có ký tự không hợp lệ hoặc không đọc được."
NOT_ALLOWED = "Trang này không nhận kiểu yêu cầu đó."
REFUSED = "Yêu cầu không được thực hiện."
NOT_FOUND = "Không có trang này."
UNKNOWN_PERSON = "Không có người này trong danh sách nhận tin."
UNKNOWN_FILE = "Tệp này không còn."
UNKNOWN_MOVE = "Không hiểu bước chuyển đồng hồ này."
NOTHING_SENT = "Chưa có nội dung nào để gửi."
NOTHING_AHEAD = "Không còn tin nào được lên lịch."
WENT_WRONG = "Có lỗi ngoài dự kiến; chi tiết đã ghi vào nhật ký của chương trình."

#: (command, what it is for) beside the typing field; those on personal data are left to the help.
COMMAND_HINTS = tuple((f"/{command}", label) for command, label in EVERYBODY[:7])

#: Of the demo: its tabs, what a button leads to, and why a person gets nothing.
TABS = (("people", "Người nhận"), ("board", "Bảng theo dõi"), ("outbox", "Hộp gửi"))
LAST_DAY_OF_HN_HCM = "Hạn báo cáo của Kế hoạch Hà Nội – TP.HCM"
LAST_DAY_OF_188 = "Hạn báo cáo của Kế hoạch 188/KH-UBND"
LAST_WEEK_OF_4778 = "Tuần cuối của Kế hoạch 4778/KH-UBND"
OTHER_PEOPLE = "Khác"
NOT_REACHABLE = "không liên lạc được"
CONSENT_WITHDRAWN = "đã rút đồng ý"
CONSOLIDATES = "tổng hợp"

CHOOSE_ANOTHER_PORT = "Chọn cổng khác bằng --port, hoặc dừng chương trình đang dùng cổng này."


def page_address(host: str, port: int) -> str:
    """Printed once the address is open."""
    return f"Trang web: http://{host}:{port}/"


def port_taken(host: str, port: int, error: OSError) -> str:
    return f"Không mở được {host}:{port} ({reason(error)})."


def wrong_moment(said: str) -> str:
    """``POST /clock`` of a rehearsal."""
    return f'cần {{"to": giờ ISO có múi giờ, không lùi}}: {said}'


def clock_day(now: datetime) -> str:
    """ "thứ Ba, 03/09/2024"."""
    return f"{weekday_text(now.date())}, {date_text(now.date())}"


def day_note(day: date, calendar: WorkCalendar) -> str:
    """Why nothing is sent that day; what a worked weekend day makes up for; empty on a plain working day."""
    if calendar.is_working_day(day):
        return "ngày làm bù" if day.weekday() >= 5 else ""
    off = calendar.day_off(day)
    return f"{off.name}, không gửi tin" if off else "ngày nghỉ cuối tuần, không gửi tin"


def started_over(label: str) -> str:
    """The clock went back: what was there is gone."""
    return f"Đồng hồ không lùi được nên bản dùng thử đã bắt đầu lại với dữ liệu mới và chạy tới ngày {label}."


def too_large(limit_mb: int) -> str:
    """The file is refused before it reaches the conversation."""
    return f"Tệp lớn hơn {limit_mb} MB nên không nhận được; đề nghị gửi tệp nhỏ hơn."


def size_text(size: int) -> str:
    """ "1,2 MB", "34 KB"."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB".replace(".", ",")
    return f"{max(1, round(size / 1_000))} KB"


def display_name(person: Person) -> str:
    """The name, with the mark of the demo's made-up officers."""
    return f"{person.name} (ví dụ)" if person.example and "(ví dụ)" not in person.name else person.name


def planned_for(names: Sequence[str]) -> str:
    """Who hears something at one moment: "12 người: A, B, C và 09 người khác"."""
    if not names:
        return "đơn vị chưa có đầu mối"
    if len(names) <= 4:
        return ", ".join(names)
    return f"{two_digits(len(names))} người: {', '.join(names[:3])} và {two_digits(len(names) - 3)} người khác"
