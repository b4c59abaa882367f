"""The command menu Telegram shows beside the typing field, per role."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import BotCommand

from bot.domain.plan import Role

#: Everybody in a private chat.
EVERYBODY = (
    ("viec", "Việc đang mở"),
    ("lich", "Lịch các mốc báo cáo"),
    ("lichsu", "Các báo cáo đã gửi"),
    ("nghiphep", "Báo nghỉ phép, người trả lời thay"),
    ("huy", "Bỏ việc đang nhập dở"),
    ("trogiup", "Hướng dẫn sử dụng"),
    ("quyenriengtu", "Thông báo về dữ liệu cá nhân"),
    ("dulieucuatoi", "Nhận bản sao dữ liệu cá nhân"),
    ("rutdongy", "Rút đồng ý, dừng nhận tin"),
    ("xoa", "Yêu cầu xoá dữ liệu cá nhân"),
)

#: Added on top for those who hold the role; a command appears here only when the inbox answers it.
BY_ROLE: dict[Role, tuple[tuple[str, str], ...]] = {}


def menu(roles: Iterable[Role] = ()) -> list[BotCommand]:
    """The commands for somebody who holds ``roles``, their own first."""
    own = [entry for role in roles for entry in BY_ROLE.get(role, ())]
    return [BotCommand(command, label) for command, label in dict.fromkeys([*own, *EVERYBODY])]
