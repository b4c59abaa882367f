"""What the review page says beyond its templates. Plain text, not escaped."""

from __future__ import annotations

NO_LEAD = "Nhiệm vụ cần có ít nhất một cơ quan chủ trì."
NO_CONTENT = "Nội dung nhiệm vụ không được để trống."
NO_FILE = "Xin chọn một tệp kế hoạch trước khi bấm “Đọc văn bản”."
NO_DRAFT = "Bản nháp này không còn (trang chỉ giữ vài bản nháp gần nhất). Xin nhập lại tệp."
NOT_A_MACHINE = "Trang nhập kế hoạch chỉ mở được trên chính máy đang chạy chương trình."
KNOWN_PERSON = "Cán bộ này đã có trong people.yaml; xin sửa chức danh, đơn vị trong tệp đó."
UPLOAD_TOO_BIG = "Tệp quá lớn."


def unreadable_date(text: str) -> str:
    """A date of signing that is none."""
    return f"“{text}” không phải là ngày; xin ghi theo dạng 26/09/2023."


def number_too_long(most: int) -> str:
    """Something else stands where the number belongs."""
    return f"Số, ký hiệu văn bản dài quá {most} ký tự; xin ghi như “4778/KH-UBND”."


def unreadable_year(text: str) -> str:
    """A year that is none."""
    return f"“{text}” không phải là năm; xin ghi bốn chữ số, ví dụ 2024."


def unknown_contact(text: str) -> str:
    """A contact line without a name."""
    return f"Không nhận ra họ tên trong “{text}”."


def chosen(taken: str, printed: str) -> str:
    """The note a choice leaves in the file."""
    return f"Văn bản in “{printed}”; khi nhập đã chọn “{taken}”." if printed else f"Khi nhập đã chọn “{taken}”."
