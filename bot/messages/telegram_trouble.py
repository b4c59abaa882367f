"""Why Telegram did not take a message or hands none over, for admins. ``said`` is its own (English) reason."""

from __future__ import annotations

SLOW_DOWN = "Telegram yêu cầu gửi chậm lại."
ODD_ANSWER = "Telegram trả lời không đọc được."
GROUP_MOVED = "Nhóm đã chuyển sang địa chỉ mới."
TOKEN_REFUSED = "Telegram từ chối mã bot (mã sai hoặc đã bị thu hồi)."
NOT_CONNECTED = "Chưa kết nối được tới Telegram."
ANOTHER_RECEIVER = "Có chương trình khác đang nhận tin bằng cùng mã bot (409)."
NOTHING_RECEIVED = "Không nhận được tin từ Telegram; đang thử lại."
SHARE_PHONE = "Chia sẻ số điện thoại"
MAY_HAVE_ARRIVED = "Không rõ tin đã tới hay chưa (mất kết nối khi đang gửi)."


def partly_sent(said: str) -> str:
    return f"Mới gửi được một phần của tin. {said}"


def token_works(username: str) -> str:
    return f"mã bot dùng được (@{username})."


def cannot_ask(server: str) -> str:
    """Whether the token is good."""
    return f"không kết nối được {server}, hoặc mã bot bị từ chối."


def not_telegram(said: str) -> str:
    """A proxy or another server answered."""
    return f"Máy chủ trả lời không phải là Telegram ({said})."


def recipient_gone(said: str) -> str:
    return f"Người nhận đã chặn hoặc chưa mở trò chuyện ({said})."


def no_such_chat(said: str) -> str:
    return f"Không còn trò chuyện này trên Telegram ({said})."


def content_refused(said: str) -> str:
    return f"Telegram không nhận nội dung tin ({said})."


def server_failed(said: str) -> str:
    return f"Máy chủ Telegram báo lỗi ({said})."
