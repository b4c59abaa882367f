"""What the review page says beyond its templates. Plain text, not escaped."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.plan.task_fields import TASK_FIELDS, FieldKind, TaskField

#: Fields of the plan and its report rules as they are called in a sentence.
HEADING_LABELS = {
    "code": "số, ký hiệu",
    "title": "tên kế hoạch",
    "issuer": "cơ quan ban hành",
    "signed_on": "ngày ký",
    "signer": "người ký",
    "year": "năm",
    "when": "thời gian",
    "consolidator": "cơ quan tổng hợp",
    "legal_bases": "căn cứ",
    "senders": "đơn vị báo cáo",
    "to": "nơi nhận",
    "due": "thời hạn",
    "yearly": "lặp lại",
    "first_year": "năm đầu",
    "on_request": "theo yêu cầu",
    "consolidates": "tổng hợp từ",
    "same_as": "trùng nhiệm vụ",
}
#: How a field that takes several lines is filled in.
MANY_LINES = {
    FieldKind.PROSE: "",
    FieldKind.LEADS: " (mỗi dòng một cơ quan; phần việc riêng ghi sau dấu |)",
    FieldKind.AGENCIES: " (mỗi dòng một cơ quan)",
    FieldKind.TEXTS: " (mỗi dòng một bên)",
    FieldKind.PEOPLE: " (mỗi dòng một người)",
}
#: Labels of the form, by the name of the field in it.
FORM_LABELS = {
    **{name: label[:1].upper() + label[1:] for name, label in HEADING_LABELS.items()},
    **{field.key: field.label + MANY_LINES.get(field.kind, "") for field in TASK_FIELDS if field.label},
}

_FRAME = {"plan": "thông tin chung", "form": "biểu mẫu để trống"}
NO_FILE = "Xin chọn một tệp kế hoạch hoặc dán nội dung trước khi bấm “Đọc văn bản”."
PASTED = "Nội dung đã dán"
NO_DRAFT = "Bản nháp này không còn (trang chỉ giữ vài bản nháp gần nhất). Xin nhập lại tệp."
NOT_A_MACHINE = "Trang nhập kế hoạch chỉ mở được trên chính máy đang chạy chương trình."
KNOWN_PERSON = "Cán bộ này đã có trong people.yaml; xin sửa chức danh, đơn vị trong tệp đó."
UPLOAD_TOO_BIG = "Tệp quá lớn."


def told(label: str, used: Sequence[str]) -> str:
    """What a place of the paper was used for."""
    items = [_FRAME.get(item, f"mục {item}") for item in used]
    return f"{label}: dùng cho {', '.join(items)}" if items else f"{label}: chưa dùng vào bản nháp"


def left_blank(field: TaskField) -> str:
    """A field of a task that must say something."""
    if field.kind is FieldKind.LEADS:
        return f"Nhiệm vụ cần có ít nhất một {field.label.lower()}."
    return f"{field.label} nhiệm vụ không được để trống."


def unreadable_date(text: str) -> str:
    return f"“{text}” không phải là ngày; xin ghi theo dạng 26/09/2023."


def number_too_long(most: int) -> str:
    """Something else stands where the number belongs."""
    return f"Số, ký hiệu văn bản dài quá {most} ký tự; xin ghi như “4778/KH-UBND”."


def unreadable_year(text: str) -> str:
    return f"“{text}” không phải là năm; xin ghi bốn chữ số, ví dụ 2024."


def unknown_contact(text: str) -> str:
    """A contact line without a name."""
    return f"Không nhận ra họ tên trong “{text}”."


def chosen(taken: str, printed: str) -> str:
    """The note a choice leaves in the file."""
    return f"Văn bản in “{printed}”; khi nhập đã chọn “{taken}”." if printed else f"Khi nhập đã chọn “{taken}”."
