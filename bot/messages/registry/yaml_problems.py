"""Files that cannot be read, or are no proper YAML."""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages.files import reason

NOT_UTF8 = "tệp không phải mã UTF-8; hãy lưu lại tệp với mã UTF-8"
EMPTY = "tệp trống"
UNPRINTABLE = "có ký tự không in được; hãy xoá ký tự đó"
SECOND_DOCUMENT = "mỗi tệp chỉ có một tài liệu YAML; bỏ dòng “---” này và tách phần sau ra tệp khác"
TOO_DEEP = "các mục lồng nhau quá sâu"
TOO_MANY = "tệp có quá nhiều mục; hãy tách thành nhiều tệp"
NO_REFERENCES = "không dùng tham chiếu YAML (& và *); hãy ghi lại nội dung"
KEY_NOT_A_WORD = "tên mục phải là một từ đơn giản"


def unreadable(error: OSError) -> str:
    """The file cannot be opened, or is none."""
    return f"không mở được tệp: {reason(error)}"


def bad_syntax(said: str) -> str:
    """``said`` is the parser's own (English) reason."""
    return f"viết sai cú pháp YAML ({said}); kiểm tra thụt lề, dấu hai chấm và dấu nháy ở dòng này và dòng trên"


def unknown_key(key: str, known: Iterable[str]) -> str:
    return f"không có mục “{key}”; các mục được dùng: {', '.join(known)}"


def repeated_key(key: str, first_line: int) -> str:
    return f"mục “{key}” bị ghi hai lần (lần đầu ở dòng {first_line})"


def not_a_date(text: str) -> str:
    return f"“{text}” không phải là ngày; ghi theo dạng năm-tháng-ngày, ví dụ 2024-09-15"
