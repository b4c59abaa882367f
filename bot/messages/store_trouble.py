"""What can go wrong with the database: (what happened, what to do)."""

from __future__ import annotations

GENERAL = (
    "Không làm việc được với cơ sở dữ liệu.",
    "Đề nghị xem nhật ký và kiểm tra cơ sở dữ liệu bằng lệnh dondoc doctor.",
)
CANNOT_OPEN = (
    "Không mở được cơ sở dữ liệu.",
    "Đề nghị kiểm tra database_url, quyền ghi của thư mục chứa tệp và máy chủ cơ sở dữ liệu.",
)
DISK_FULL = (
    "Ổ đĩa chứa cơ sở dữ liệu đã đầy.",
    "Đề nghị giải phóng dung lượng; việc đang làm sẽ được tiếp tục khi ghi được trở lại.",
)
BUSY = ("Cơ sở dữ liệu đang bận.", "Có chương trình khác giữ tệp quá lâu; thao tác sẽ được thử lại.")
SCHEMA_NEWER = (
    "Cơ sở dữ liệu do phiên bản mới hơn của chương trình tạo ra.",
    "Đề nghị cập nhật chương trình, hoặc dùng bản sao lưu tương ứng với phiên bản này.",
)
READ_ONLY = ("Thao tác ghi trong phiên chỉ đọc.", "Đây là lỗi của chương trình; đề nghị báo cho người phát triển.")
NOT_WRITABLE = (
    "Không ghi được vào cơ sở dữ liệu: tệp, ổ đĩa hoặc máy chủ chỉ cho đọc.",
    "Đề nghị kiểm tra quyền ghi của tệp và thư mục chứa tệp, hoặc quyền của tài khoản cơ sở dữ liệu.",
)
UNSTORABLE_TEXT = (
    "Nội dung có ký tự không lưu được (ký tự NUL hoặc ký tự không hợp lệ).",
    "Đề nghị bỏ ký tự đó rồi gửi lại; chưa có gì được ghi.",
)
UNKNOWN_CODE = "Cơ sở dữ liệu có giá trị mà chương trình không hiểu."
BROKEN_REFERENCE = "Cơ sở dữ liệu có dòng tham chiếu tới dòng không tồn tại."


def unknown_code_hint(column: str, code: str, rows: int) -> str:
    return (
        f"{column} là {code!r} ở {rows} dòng. Đề nghị sửa giá trị đó hoặc khôi phục bản sao lưu, rồi chạy lại; "
        "chưa có gì thay đổi."
    )


def broken_reference_hint(tables: str) -> str:
    return f"Bảng: {tables}. Đề nghị báo cho người phát triển; chưa có gì thay đổi."
