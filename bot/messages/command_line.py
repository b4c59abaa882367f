"""What the command line says about itself: its commands, the frame of the help pages, wrong usage."""

from __future__ import annotations

import re

ABOUT = "Đôn Đốc: nhắc các đầu mối theo kế hoạch, hỏi tiến độ và cho cơ quan tổng hợp biết ai đã, ai chưa báo cáo."
FIRST_STEPS = (
    "Bắt đầu: dondoc demo (dùng thử trong trình duyệt), dondoc init (lập thư mục riêng của cơ quan), "
    "dondoc check (kiểm tra tệp kế hoạch)."
)
VERSION_HELP = "In phiên bản."
UNEXPECTED = "Lỗi ngoài dự kiến; chi tiết ở trên. Chạy `dondoc doctor` để kiểm tra."
WRONG_MOMENT = "viết như 2024-09-03T07:59+07:00"
STOPPED = "Đã dừng theo yêu cầu."

#: Command → what it does, in the order of the help page.
COMMANDS = {
    "demo": "Dùng thử trong trình duyệt: dữ liệu thật, cơ sở dữ liệu tạm, đồng hồ đẩy tới được. Không nhắn cho ai.",
    "init": "Lập thư mục riêng của cơ quan: cấu hình, lịch làm việc, cơ quan, cán bộ. Không ghi đè tệp nào.",
    "run": "Chạy thật: nhắc việc, trò chuyện và trang web trong một tiến trình.",
    "check": "Kiểm tra cấu hình và các tệp kế hoạch; in mọi lỗi một lần, rồi những chỗ còn thiếu.",
    "registry": "In sổ đăng ký đã chuẩn hoá: kế hoạch, nhiệm vụ, cơ quan, cán bộ.",
    "plan": "Diễn tập: mọi tin sẽ gửi trong khoảng thời gian, cho ai, ngày nào, việc gì. Không gửi gì.",
    "apply": "Đọc lại kế hoạch và lập lại các lượt nhắc chưa gửi, trong một giao dịch; tệp lỗi thì không đổi gì.",
    "import": (
        "Đọc một văn bản kế hoạch thành bản nháp và danh sách chỗ cần xem lại; không ghi gì nếu không có --write."
    ),
    "invite": "Tạo đường dẫn và mã liên kết dùng một lần, có hạn, cho một người.",
    "status": "Bảng theo dõi: đơn vị nào đã hỏi, đã nhận, đã báo cáo đủ, chưa trả lời, không liên lạc được.",
    "doctor": "Kiểm tra mã bot, cơ sở dữ liệu, tiến trình gửi, lịch làm việc năm sau, người chưa liên kết.",
}

USAGE = "Cách dùng: "
HEADINGS = {"argument": "Tham số", "option": "Tuỳ chọn", "command": "Lệnh"}

#: The library's English inside a help page and an error, and ours.
_HELP = (
    (re.compile(r"Show this message and exit\."), "In hướng dẫn này."),
    (re.compile(r"\[required\]"), "[bắt buộc]"),
    (re.compile(r"\bdefault: "), "mặc định: "),
    (re.compile(r"\bx>="), "từ "),
    (re.compile(r"\[OPTIONS\]"), "[TUỲ CHỌN]"),
    (re.compile(r"COMMAND \[ARGS\]\.\.\."), "LỆNH [THAM SỐ]..."),
)
_ERRORS = (
    (re.compile(r"Missing (?:option|argument|parameter) (.+?)\.(?: (.*))?$", re.S), r"Thiếu \1. \2"),
    (re.compile(r"No such command (.+?)\. Did you mean (.+)\?$"), r"Không có lệnh \1. Có phải là \2?"),
    (re.compile(r"No such command (.+?)\.$"), r"Không có lệnh \1."),
    (re.compile(r"No such option: (\S+) \(Possible options: (.+)\)$"), r"Không có tuỳ chọn \1. Có phải là \2?"),
    (re.compile(r"No such option: (\S+)$"), r"Không có tuỳ chọn \1."),
    (re.compile(r"Option (.+) requires an argument\.?$"), r"Tuỳ chọn \1 cần một giá trị."),
    (re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)$"), r"Thừa tham số: \1."),
    (re.compile(r"Invalid value for (.+?): ", re.S), r"Giá trị của \1 chưa dùng được: "),
    (re.compile(r"Invalid value: "), "Giá trị chưa dùng được: "),
)


def help_text(text: str) -> str:
    """A piece of a help page, the library's own words in Vietnamese."""
    for pattern, ours in _HELP:
        text = pattern.sub(ours, text)
    return text


def usage_error(text: str, command: str) -> str:
    """Wrong usage: what is wrong and where help is; ``command`` as typed ("dondoc plan")."""
    for pattern, ours in _ERRORS:
        text = pattern.sub(ours, text)
    return f"Lỗi: {text.strip()}\nXem cách dùng: {command} --help"


def error(text: str) -> str:
    return f"Lỗi: {text}"
