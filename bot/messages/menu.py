"""The commands that stand beside the typing field. Plain text, short enough for a phone."""

from __future__ import annotations

from bot.domain.plan.plan import Role

#: (command, what it is for), for everybody in a private chat; those on personal data come last.
EVERYBODY = (
    ("viec", "Việc đang mở"),
    ("baocao", "Báo cáo tình hình thực hiện"),
    ("lich", "Lịch các mốc báo cáo"),
    ("lichsu", "Các báo cáo đã gửi"),
    ("nghiphep", "Báo nghỉ phép, người trả lời thay"),
    ("huy", "Huỷ nội dung đang nhập"),
    ("trogiup", "Hướng dẫn sử dụng"),
    ("quyenriengtu", "Thông báo về dữ liệu cá nhân"),
    ("dulieucuatoi", "Nhận bản sao dữ liệu cá nhân"),
    ("rutdongy", "Rút đồng ý, dừng nhận tin"),
    ("xoa", "Yêu cầu xoá dữ liệu cá nhân"),
)

#: The same command under the name it has for those who hold the role.
BY_ROLE: dict[Role, dict[str, str]] = {
    Role.COORDINATOR: {"viec": "Báo cáo tổng hợp, đơn vị chưa gửi", "lich": "Lịch các mốc tổng hợp"},
    Role.LEADER: {"viec": "Việc đang mở của đơn vị"},
}
