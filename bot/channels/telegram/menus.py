"""The command menu Telegram shows beside the typing field, per role."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import BotCommand

from bot.domain.plan.plan import Role

#: Everybody in a private chat.
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


def menu(roles: Iterable[Role] = ()) -> list[BotCommand]:
    """The commands for somebody who holds ``roles``; of several roles the first decides a command's label."""
    own: dict[str, str] = {}
    for role in roles:
        own = BY_ROLE.get(role, {}) | own
    return [BotCommand(command, own.get(command, label)) for command, label in EVERYBODY]
