"""What can go wrong with the database, said to the admin."""

from __future__ import annotations

from bot.errors import DondocError


class StoreError(DondocError):
    """Không làm việc được với cơ sở dữ liệu."""

    id = "DD.S001"
    hint = "Đề nghị xem nhật ký và kiểm tra cơ sở dữ liệu bằng lệnh dondoc doctor."


class CannotOpen(StoreError):
    """Không mở được cơ sở dữ liệu."""

    id = "DD.S002"
    hint = "Đề nghị kiểm tra database_url, quyền ghi của thư mục chứa tệp và máy chủ cơ sở dữ liệu."


class DiskFull(StoreError):
    """Ổ đĩa chứa cơ sở dữ liệu đã đầy."""

    id = "DD.S003"
    hint = "Đề nghị giải phóng dung lượng; việc đang làm sẽ được tiếp tục khi ghi được trở lại."


class DatabaseBusy(StoreError):
    """Cơ sở dữ liệu đang bận."""

    id = "DD.S004"
    hint = "Có chương trình khác giữ tệp quá lâu; thao tác sẽ được thử lại."


class SchemaNewer(StoreError):
    """Cơ sở dữ liệu do phiên bản mới hơn của chương trình tạo ra."""

    id = "DD.S005"
    hint = "Đề nghị cập nhật chương trình, hoặc dùng bản sao lưu tương ứng với phiên bản này."


class ReadOnly(StoreError):
    """Thao tác ghi trong phiên chỉ đọc."""

    id = "DD.S006"
    hint = "Đây là lỗi của chương trình; đề nghị báo cho người phát triển."


class NotWritable(StoreError):
    """Không ghi được vào cơ sở dữ liệu: tệp, ổ đĩa hoặc máy chủ chỉ cho đọc."""

    id = "DD.S007"
    hint = "Đề nghị kiểm tra quyền ghi của tệp và thư mục chứa tệp, hoặc quyền của tài khoản cơ sở dữ liệu."


class UnstorableText(StoreError):
    """Nội dung có ký tự không lưu được (ký tự NUL hoặc ký tự không hợp lệ)."""

    id = "DD.S008"
    hint = "Đề nghị bỏ ký tự đó rồi gửi lại; chưa có gì được ghi."
