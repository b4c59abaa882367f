"""What admins are told when the service cannot start, or is in trouble; ``health_lines`` says how it stands."""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages.common import bold, esc, two_digits

#: (what is wrong, what to do)
NO_CHANNEL = (
    "Chưa có mã bot cho kênh nào.",
    "Đặt TELEGRAM_BOT_TOKEN (hoặc TELEGRAM_BOT_TOKEN_FILE) rồi chạy lại; dùng thử không cần mã: dondoc demo.",
)
REAL_CHANNEL = (
    "Đồng hồ giả lập chỉ dùng được khi mọi kênh trỏ tới máy này.",
    "Bỏ --clock, hoặc đặt TELEGRAM_BASE_URL là máy chủ thử ở 127.0.0.1. Diễn tập không bao giờ nhắn cho người thật.",
)
NO_TOKEN_NEEDED = "không cần mã bot."


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


def no_access_text(channel: str) -> str:
    """A channel of ``config.yaml`` (by its name there) for which the environment holds no token."""
    return f"Kênh {channel} được bật trong config.yaml nhưng chưa có mã bot; xem docs/settings.md."


def file_not_sent_text(name: str) -> str:
    """Instead of a file, on a channel that carries none."""
    return f"(Tệp “{esc(name)}” không gửi được qua kênh này.)"


def part_trouble_text(part: str) -> str:
    """A part of the process that ended by a fault and was started again; for /healthz and ``doctor``."""
    return f"Bộ phận «{part}» của tiến trình vừa dừng vì lỗi và đang được khởi động lại; xem nhật ký."


def failed_turns_text(part: str, count: int) -> str:
    """A part of the process that fails each time it is its turn; for /healthz and ``doctor``."""
    return f"Bộ phận «{part}» gặp lỗi {two_digits(count)} lần liên tiếp, đang tiếp tục thử lại; xem nhật ký."


def files_broken_text(problems: Iterable[str]) -> str:
    """Why nothing was started, one problem a line, for the terminal."""
    return "\n".join(("Các tệp kế hoạch còn lỗi, chưa khởi động được:", *problems))
