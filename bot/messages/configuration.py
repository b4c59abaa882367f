"""What is wrong in ``config.yaml`` or the environment. What each setting means stands at its declaration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.messages.files import reason

SEE_REFERENCE = "Xem docs/settings.md."
HOW_TO_BEGIN = (
    "Chạy lệnh trong thư mục có config.yaml, hoặc đặt DONDOC_CONFIG. Lập thư mục mới cho cơ quan: dondoc init; "
    "dùng thử ngay: dondoc demo."
)
MEND_YAML = "Sửa lại cú pháp YAML."
UNREAL = "có ngày hoặc số không có thật; ghi trong dấu nháy"
NOT_UTF8 = "không phải mã UTF-8"
TOO_NESTED = "lồng nhau quá sâu hoặc quá nhiều tham chiếu"
QUOTE_THE_TIME = 'ghi giờ trong dấu nháy, ví dụ "08:00"'
UNKNOWN_DATABASE = "chỉ hỗ trợ sqlite:///… và postgresql://…"
THE_ENVIRONMENT = "biến môi trường"
WEBHOOK_WITHOUT_SECRET = "TELEGRAM_WEBHOOK_URL không có mã bí mật đi kèm."
SET_WEBHOOK_SECRET = "Đặt TELEGRAM_WEBHOOK_SECRET (chuỗi ngẫu nhiên), hoặc bỏ TELEGRAM_WEBHOOK_URL để bot tự hỏi."
CHECK_SECRET_FILE = "Kiểm tra đường dẫn và quyền đọc."

#: docs/settings.md, line by line: before the entries of config.yaml, and before the variables.
REFERENCE_HEAD = (
    "# Cấu hình",
    "",
    "Trang này được tạo từ khai báo trong `bot/settings.py` (`make docs`).",
    "",
    "## `config.yaml`",
    "",
    "| mục | mặc định | ý nghĩa |",
    "|---|---|---|",
)
REFERENCE_ENVIRONMENT = (
    "",
    "## Biến môi trường",
    "",
    "Mỗi biến có thể thay bằng `<TÊN>_FILE` chỉ tới một tệp chứa giá trị.",
    "",
    "| biến | mặc định | ý nghĩa |",
    "|---|---|---|",
    "| `DONDOC_CONFIG` | `config.yaml` | Tệp cấu hình khác. |",
)

#: Kind of pydantic error, or how it begins → what is wanted; "{…}" is from the error's context.
_WANTED = {
    "extra_forbidden": "không có mục này",
    "invalid_key": "tên mục phải là chữ",
    "int": "phải là số nguyên",
    "finite_number": "phải là số nguyên",
    "bool": "phải là true hoặc false",
    "string": "phải là một đoạn chữ",
    "path": "phải là đường dẫn",
    "time": QUOTE_THE_TIME,
    "tuple": "phải là danh sách, ví dụ [a, b]",
    "model": "phải gồm các mục con, mỗi mục một dòng thụt vào",
    "literal_error": "chỉ nhận {expected}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "không được quá {le}",
    "value_error": "{error}",
}


def no_file(path: Path) -> str:
    return f"không thấy tệp cấu hình {path}."


def unreadable(path: Path, error: Exception) -> str:
    if isinstance(error, OSError):
        return f"không đọc được {path}: {reason(error)}."
    # YAML makes days and numbers of what looks like them: "2024-13-45" cannot be one.
    return f"không đọc được {path}: {NOT_UTF8 if isinstance(error, UnicodeError) else UNREAL}."


def wrong_yaml(place: str) -> str:
    return f"không đọc được {place}: viết sai cú pháp YAML, có ký tự không in được hoặc {TOO_NESTED}."


def not_entries(path: Path) -> str:
    return f"{path} phải gồm các dòng «tên: giá trị»."


def secret_in_file(path: Path, name: str) -> str:
    return f"{path}: bí mật «{name}» không được đặt trong tệp cấu hình."


def move_to_environment(variable: str) -> str:
    return f"Xoá dòng này và đặt biến môi trường {variable} (hoặc {variable}_FILE)."


def unreadable_secret(variable: str, path: Path) -> str:
    """The file that ``<variable>_FILE`` names."""
    return f"{variable}_FILE: không đọc được tệp {path}."


def bad_host(name: str) -> str:
    return f"«{name}»: chỉ ghi tên miền hoặc địa chỉ IP, không có http://, cổng hay dấu *"


def wrong_value(where: str, name: str, kind: str, context: Mapping[str, Any]) -> str:
    """A value that does not fit: ``kind`` and ``context`` of pydantic's error."""
    wanted = _WANTED.get(kind) or _WANTED.get(kind.partition("_")[0], "giá trị này chưa dùng được")
    return f"{where}: {name}: {wanted.format(**context)}"
