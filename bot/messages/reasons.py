"""Why a reminder was not sent, or a send failed: the stored codes and what they mean."""

from __future__ import annotations

from bot.domain.plan.plan import unique

#: Code → what a person reads. Codes are stored; texts may be improved at any time.
REASONS: dict[str, str] = {
    # cancelled
    "moved": "thời hạn đã thay đổi; lời nhắc theo thời hạn mới đã được lập",
    "withdrawn": "đã bỏ khỏi kế hoạch",
    "completed": "nhiệm vụ đã hoàn thành",
    "reported": "đơn vị đã báo cáo",
    "closed": "đã có báo cáo, không cần nhắc nữa",
    "replaced": "đã chuyển cho người khác phụ trách",
    "secret": "nhiệm vụ mật, không gửi qua tin nhắn",
    "policy": "không còn trong lịch nhắc",
    "merged": "đã gộp vào lần nhắc mới nhất",
    "consent_withdrawn": "người nhận đã rút đồng ý nhận tin",
    # postponed
    "snoozed": "người nhận đề nghị nhắc lại sau",
    "on_leave": "người nhận đang nghỉ phép",
    "daily_cap": "đã đủ số tin nhắc trong ngày; dời sang buổi sáng làm việc tiếp theo",
    "disclaimed": "người nhận báo không phụ trách; chờ cán bộ tổng hợp xem xét",
    "disclaim_settled": "đã xác định người phụ trách",
    "stand_in": "đã chuyển cho người làm thay",
    # failed
    "not_linked": "chưa liên kết tài khoản nhận tin",
    "no_recipient": "chưa có đầu mối liên hệ",
    "unreachable": "tài khoản nhận tin đã chặn hoặc không còn hoạt động",
    "rejected": "kênh nhắn tin từ chối nội dung",
    # not settled
    "stopped": "chương trình dừng giữa lúc gửi, chưa rõ đã đến hay chưa",
    "ambiguous": "chưa rõ tin đã đến hay chưa",
    "retry": "lỗi tạm thời, sẽ gửi lại",
    "quota": "kênh đã hết số tin được gửi, sẽ gửi lại",
    "channel_stopped": "kênh nhắn tin đang ngừng",
}


def reason_text(code: str | None) -> str:
    """What the code means, in Vietnamese; ": detail" may follow a code, and an unknown one speaks for itself."""
    if not code:
        return ""
    name, _, detail = code.partition(":")
    words = [REASONS.get(name.strip(), name.strip()), detail.strip()]
    return ": ".join(unique(w for w in words if w))
