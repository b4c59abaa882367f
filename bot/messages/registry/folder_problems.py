"""The folder ``schedules/`` and what its files may be called and hold."""

from __future__ import annotations

NO_PLANS = "chưa có kế hoạch nào; mỗi kế hoạch là một tệp .yaml trong thư mục này"
EMPTIED = "không còn tệp nào; đang dùng bản trước. Nếu thư mục đang được chép, xin đợi chép xong"
PHONE_NUMBER = (
    "có vẻ là số điện thoại; không ghi số điện thoại trong tệp này (chỉ lưu trong cơ sở dữ liệu), đề nghị xoá"
)


def missing_file(name: str, record: str) -> str:
    """``record`` names what the file lists: "cơ quan"."""
    return f"thiếu tệp {name} (danh sách {record})"


def bad_plan_name(right: str) -> str:
    return f"tên tệp kế hoạch cần đổi thành “{right}”"
