"""Why a reminder was not sent, or a send failed, in words."""

from __future__ import annotations

from bot.domain.plan.plan import unique
from bot.domain.schedule.reason import Reason

REASONS: dict[Reason, str] = {
    # closed or cancelled
    Reason.MOVED: "thời hạn đã thay đổi; lời nhắc theo thời hạn mới đã được lập",
    Reason.WITHDRAWN: "đã bỏ khỏi kế hoạch",
    Reason.COMPLETED: "nhiệm vụ đã hoàn thành",
    Reason.REPORTED: "đơn vị đã báo cáo",
    Reason.CLOSED: "đã có báo cáo, không cần nhắc nữa",
    Reason.REPLACED: "đã chuyển cho người khác phụ trách",
    Reason.SECRET: "nhiệm vụ mật, không gửi qua tin nhắn",
    Reason.POLICY: "không còn trong lịch nhắc",
    Reason.MERGED: "đã gộp vào lần nhắc mới nhất",
    Reason.CONSENT_WITHDRAWN: "người nhận đã rút đồng ý nhận tin",
    # postponed
    Reason.SNOOZED: "người nhận đề nghị nhắc lại sau",
    Reason.ON_LEAVE: "người nhận đang nghỉ phép",
    Reason.DAILY_CAP: "đã đủ số tin nhắc trong ngày; dời sang buổi sáng làm việc tiếp theo",
    Reason.DISCLAIMED: "người nhận báo không phụ trách; chờ cán bộ tổng hợp xem xét",
    Reason.DISCLAIM_SETTLED: "đã xác định người phụ trách",
    # failed
    Reason.NOT_LINKED: "chưa liên kết tài khoản nhận tin",
    Reason.NO_RECIPIENT: "chưa có đầu mối liên hệ",
    Reason.UNREACHABLE: "tài khoản nhận tin đã chặn hoặc không còn hoạt động",
    Reason.REJECTED: "kênh nhắn tin từ chối nội dung",
    # not settled
    Reason.STOPPED: "chương trình dừng giữa lúc gửi, chưa rõ đã đến hay chưa",
    Reason.AMBIGUOUS: "chưa rõ tin đã đến hay chưa",
    Reason.RETRY: "lỗi tạm thời, sẽ gửi lại",
    Reason.QUOTA: "kênh đã hết số tin được gửi, sẽ gửi lại",
    Reason.CHANNEL_STOPPED: "kênh nhắn tin đang ngừng",
    Reason.MOVED_CHAT: "tài khoản nhận tin đã chuyển địa chỉ, sẽ gửi lại đến địa chỉ mới",
}


def reason_text(reason: Reason | None, detail: str = "") -> str:
    """What the reason means and what was said about it; empty without either."""
    words = (REASONS[reason] if reason is not None else "", detail)
    return ": ".join(unique(w for w in words if w))
