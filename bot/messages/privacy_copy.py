"""A person's data as plain text: the readable half of /dulieucuatoi."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from bot.messages.common import date_text, moment_text
from bot.messages.privacy import LAW

#: Names of the stored fields as people read them; what is not listed is shown by its own name.
_LABELS = {
    "person": "Cán bộ",
    "accounts": "Tài khoản nhắn tin",
    "channel": "Kênh",
    "address": "Địa chỉ trò chuyện",
    "state": "Trạng thái",
    "reason": "Lý do",
    "phones": "Số điện thoại",
    "phone": "Số",
    "consents": "Việc đồng ý",
    "action": "Hành động",
    "consent_at": "Đồng ý lúc",
    "consent_version": "Bản điều khoản",
    "version": "Bản điều khoản",
    "purpose": "Mục đích",
    "linked_at": "Liên kết lúc",
    "at": "Thời điểm",
    "sent_at": "Gửi lúc",
    "processed_at": "Xử lý lúc",
    "cancelled_at": "Huỷ lúc",
    "leaves": "Nghỉ phép",
    "start": "Từ ngày",
    "end": "Đến ngày",
    "until": "Đến lúc",
    "stand_in": "Người trả lời thay",
    "status_reports": "Báo cáo đã gửi",
    "messages": "Tin nhắc đã gửi tới đồng chí",
    "message": "Tin",
    "received": "Nội dung đồng chí đã gửi",
    "payload": "Chi tiết",
    "replies": "Tin trả lời của hệ thống",
    "preferences": "Tuỳ chọn",
    "drafts": "Nội dung đang nhập dở",
    "requests": "Yêu cầu về dữ liệu cá nhân",
    "snoozes": "Đề nghị nhắc lại sau",
    "disclaims": "Việc đã báo không phụ trách",
    "suggested": "Người được đề xuất",
    "resolved_at": "Giải quyết lúc",
    "kind": "Loại",
    "due_by": "Hạn giải quyết",
    "done_at": "Giải quyết xong lúc",
    "text": "Nội dung",
    "command": "Lệnh",
    "file": "Tệp",
    "occurrence": "Lần báo cáo",
    "plan": "Kế hoạch",
    "agency": "Cơ quan",
    "task": "Nhiệm vụ",
    "status": "Tình hình",
    "percent": "Phần trăm",
    "result": "Kết quả",
    "completed_on": "Ngày hoàn thành",
    "expected_on": "Dự kiến xong",
    "difficulty": "Khó khăn",
    "cause": "Nguyên nhân",
    "beyond_authority": "Vượt thẩm quyền",
    "proposal": "Kiến nghị",
    "proposal_to": "Gửi tới",
    "document_number": "Số văn bản",
    "document_date": "Ngày văn bản",
    "attachments": "Tệp kèm",
    "receipt": "Mã ghi nhận",
    "by": "Người trả lời thay",
}

#: Stored values as people read them.
_VALUES = {
    "active": "đang dùng",
    "unreachable": "không gửi tới được",
    "withdrawn": "đã rút đồng ý hoặc đã dừng",
    "granted": "đồng ý",
    "copy": "nhận bản sao",
    "withdraw": "rút đồng ý",
    "delete": "xoá dữ liệu",
    "text": "chữ",
    "command": "lệnh",
    "tap": "bấm nút",
    "contact": "chia sẻ số điện thoại",
    "file": "gửi tệp",
    "other": "khác",
    "sent": "đã gửi",
    "planned": "chờ gửi",
    "failed": "không gửi được",
    "completed": "đã hoàn thành",
    "in_progress": "đang thực hiện",
    "not_started": "chưa thực hiện",
    "on_hold": "tạm dừng",
    "cancelled": "không thực hiện",
    "digest": "tin nhắc",
    "True": "có",
    "False": "không",
}

#: Fields whose value is one of ours, not somebody's words.
_CODED = ("state", "action", "kind", "status", "beyond_authority")
#: Left to the JSON half.
_TECHNICAL = ("external_id", "message_id", "error", "slot", "items", "occurrences", "reminders")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def readable_copy(data: Mapping[str, object], made_on: date) -> str:
    """``data`` (JSON-ready) as plain text, one line a value, nested values indented; what is blank is left out."""
    head = [f"BẢN SAO DỮ LIỆU CÁ NHÂN (lập ngày {date_text(made_on)})", f"Căn cứ: {LAW}", ""]
    return "\n".join([*head, *_lines(data, 0)]) + "\n"


def _lines(value: Mapping[str, object], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, item in value.items():
        label = _LABELS.get(key, key)
        if key in _TECHNICAL or item in (None, ""):
            continue
        if isinstance(item, Mapping):
            yield f"{pad}{label}:"
            yield from _lines(item, depth + 1)
        elif isinstance(item, list | tuple):
            yield from _list(pad, label, item, depth)
        else:
            yield f"{pad}{label}: {_words(key, str(item))}"


def _list(pad: str, label: str, items: list[object] | tuple[object, ...], depth: int) -> Iterator[str]:
    yield f"{pad}{label}:" if items else f"{pad}{label}: không có"
    for number, item in enumerate(items, start=1):
        if isinstance(item, Mapping):
            yield f"{pad}  {number}."
            yield from _lines(item, depth + 2)
        else:
            yield f"{pad}  {number}. {item}"


def _words(key: str, value: str) -> str:
    if key in _CODED:
        return _VALUES.get(value, value)
    if _INSTANT.fullmatch(value):
        return moment_text(datetime.fromisoformat(value))
    return date_text(date.fromisoformat(value)) if _DAY.fullmatch(value) else value
