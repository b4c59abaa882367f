"""A person's data as plain text: the readable half of /dulieucuatoi."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from bot.channels.base import EventKind
from bot.domain.answers.status_report import Status
from bot.domain.schedule.reminder import ReminderState
from bot.domain.text import visible
from bot.messages.board.board_texts import SEND_STATE_LABEL
from bot.messages.common import date_text, moment_text
from bot.messages.labels import CAUSE_LABEL, STATUS_LABEL
from bot.messages.people.linking_texts import account_reason
from bot.messages.people.privacy_texts import LAW

#: Names of the stored fields as people read them; what is not listed is the machine's and left to the JSON half.
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
    "draft": "Báo cáo đang soạn",
    "tasks": "Nhiệm vụ",
    "answers": "Câu trả lời",
    "note": "Nội dung khác",
    "files": "Tệp kèm",
    "form": "Nội dung chờ xác nhận",
    "reading": "Hệ thống hiểu",
    "held": "Nội dung đã gõ",
    "held_files": "Tệp đã gửi",
    "name": "Tên",
}


def _by_code(labels: Mapping[Status, str] | Mapping[ReminderState, str]) -> Mapping[str, str]:
    """As stored, to stand within a line."""
    return {str(code): label[0].lower() + label[1:] for code, label in labels.items()}


ACCOUNT_STATE_LABEL: Mapping[str, str] = {
    "active": "đang dùng",
    "unreachable": "không gửi tới được",
    "withdrawn": "đã rút đồng ý hoặc đã dừng",
}

EVENT_KIND_LABEL: Mapping[str, str] = {
    EventKind.TEXT: "chữ",
    EventKind.COMMAND: "lệnh",
    EventKind.TAP: "bấm nút",
    EventKind.CONTACT: "chia sẻ số điện thoại",
    EventKind.FILE: "gửi tệp",
    EventKind.OTHER: "khác",
    EventKind.BLOCKED: "chặn hệ thống",
    EventKind.UNBLOCKED: "bỏ chặn hệ thống",
    EventKind.MIGRATED: "chuyển nhóm trò chuyện",
}

CONSENT_LABEL: Mapping[str, str] = {"granted": "đồng ý", "withdrawn": "rút đồng ý"}
REQUEST_LABEL: Mapping[str, str] = {"copy": "nhận bản sao", "withdraw": "rút đồng ý", "delete": "xoá dữ liệu"}

#: (section, field) or a field wherever it stands → what its codes mean. One code may mean different things elsewhere.
_CODES: Mapping[tuple[str, str] | str, Mapping[str, str]] = {
    ("accounts", "state"): ACCOUNT_STATE_LABEL,
    ("messages", "state"): _by_code(SEND_STATE_LABEL),
    ("replies", "state"): _by_code(SEND_STATE_LABEL),
    ("messages", "kind"): {"digest": "tin nhắc"},
    ("received", "kind"): EVENT_KIND_LABEL,
    ("consents", "action"): CONSENT_LABEL,
    ("requests", "kind"): REQUEST_LABEL,
    "status": _by_code(STATUS_LABEL),
    "cause": {code: label.lower() for code, label in CAUSE_LABEL.items()},
    "beyond_authority": {"True": "có", "False": "không"},
}

#: Labelled elsewhere, but of the machine here.
_HIDDEN = {("drafts", "name"), ("drafts", "version"), ("form", "purpose")}
#: Names that came with somebody's file.
_NAMES = ("name", "file")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def readable_copy(data: Mapping[str, object], made_on: date) -> str:
    """``data`` (JSON-ready) as plain text, one line a value, nested values indented; what is blank is left out."""
    head = [f"BẢN SAO DỮ LIỆU CÁ NHÂN (lập ngày {date_text(made_on)})", f"Căn cứ: {LAW}", ""]
    return "\n".join([*head, *_lines(data, 0)]) + "\n"


def _lines(value: Mapping[str, object], depth: int, section: str = "") -> Iterator[str]:
    pad = "  " * depth
    for key, item in value.items():
        label = key if section == "answers" else _LABELS.get(key)
        if label is None or item in (None, "") or (section, key) in _HIDDEN:
            continue
        if isinstance(item, Mapping):
            yield from _nested(f"{pad}{label}:", _lines(item, depth + 1, key))
        elif isinstance(item, list | tuple):
            yield from _list(pad, label, item[1:2] if key == "file" else item, depth, key)
        else:
            yield f"{pad}{label}: {_words(section, key, str(item))}"


def _nested(head: str, lines: Iterator[str]) -> Iterator[str]:
    """``head`` only where something stands below it."""
    found = list(lines)
    yield from [head, *found] if found else []


def _list(pad: str, label: str, items: list[object] | tuple[object, ...], depth: int, section: str) -> Iterator[str]:
    yield f"{pad}{label}:" if items else f"{pad}{label}: không có"
    for number, item in enumerate(items, start=1):
        if isinstance(item, Mapping):
            yield f"{pad}  {number}."
            yield from _lines(item, depth + 2, section)
        else:
            yield f"{pad}  {number}. {item}"


def _words(section: str, key: str, value: str) -> str:
    if (section, key) == ("accounts", "reason"):
        return account_reason(value)
    codes = _CODES.get((section, key)) or _CODES.get(key)
    if codes is not None:
        return codes.get(value, value)
    if _INSTANT.fullmatch(value):
        return moment_text(datetime.fromisoformat(value))
    if key in _NAMES:
        return visible(value)
    return date_text(date.fromisoformat(value)) if _DAY.fullmatch(value) else value
