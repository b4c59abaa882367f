"""What admins are told about the running of the service."""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages.common import bold, esc, two_digits


def channel_trouble_text(channel: str, reason: str) -> str:
    """A channel stopped working, or works again when ``reason`` is empty."""
    if not reason:
        return bold(f"Kênh {channel} đã hoạt động trở lại.")
    return f"{bold(f'Kênh {channel} đang gặp sự cố.')}\n{esc(reason)}\nXem chi tiết: dondoc doctor."


def not_handled_text() -> str:
    """To the sender of a message that the program could not handle, however often it tried."""
    return (
        "Hệ thống chưa xử lý được tin anh/chị vừa gửi. Nội dung đã được giữ lại để quản trị viên kiểm tra.\n"
        "Đề nghị anh/chị gửi lại sau ít phút, hoặc báo cán bộ tổng hợp."
    )


def part_trouble_text(part: str) -> str:
    """A part of the process that ended by a fault and was started again; for /healthz and ``doctor``."""
    return f"Bộ phận «{part}» của tiến trình vừa dừng vì lỗi và đang được khởi động lại; xem nhật ký."


def set_aside_text(channel: str, count: int) -> str:
    """Updates that could not be read or handled lately."""
    return f"Kênh {channel}: {two_digits(count)} tin đến trong 07 ngày qua không đọc được, đã để riêng."


def problems_text(problems: Iterable[str]) -> str:
    """Problems in the files, one a line, for the terminal."""
    return "".join(f"\n{problem}" for problem in problems)
