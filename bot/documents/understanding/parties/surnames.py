"""Family names, to tell a person from a body where nothing else does."""

from __future__ import annotations

_SURNAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đào", "Đinh", "Trịnh", "Lâm", "Trương", "Mai", "Tô", "Hà", "Cao", "Đoàn", "Vương", "Tạ", "Lương", "Thái",
    "Châu", "Kiều", "Quách", "Tăng", "Chu", "Phùng", "La", "Lưu", "Triệu", "Nông", "Vi", "Lò", "Giàng", "Vàng", "Sùng",
    "Thào", "Hứa", "Hầu", "Bế", "Mạc", "Mã", "Doãn", "Tôn", "Thân", "Từ", "Khuất", "Cù", "Nghiêm", "Âu", "Ninh",
    "Đàm", "Điểu", "Rah", "Ksor", "Kpă", "Siu", "Rơ", "Nay", "Thạch", "Danh", "Kim", "Sơn", "Quàng", "Cầm", "Hờ",
    "Tống", "Văn", "Viên", "Bạch", "Khổng", "Lại", "Lục", "Ma", "Mông", "Ông", "Phó", "Trang", "Tiêu", "Ứng",
)  # fmt: skip
#: A pattern for any of them.
SURNAME = "|".join(_SURNAMES)
