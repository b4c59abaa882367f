"""Sentences about leave, to the person and to who stands in."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from bot.domain.conversation.desk import Absence
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import AbsencePrompt, LeaveDays, LeaveEnd, LeavePrompt, LeaveStandIn
from bot.domain.conversation.states import StateName
from bot.messages.common import bold, date_text, esc
from bot.messages.conversation.parts import message

#: Begins the flow.
LEAVE_START = message(
    bold("Báo nghỉ phép, đi công tác"), "Nghỉ từ ngày nào? Gõ ngày hoặc cả đợt, ví dụ: 10/9 đến 12/9/2024"
)


def leave_text(prompt: LeavePrompt) -> str:
    match prompt:
        case AbsencePrompt(kind=StateName.LEAVE_EXISTING):
            return _existing(prompt.absence)
        case AbsencePrompt():
            return _cancelled(prompt.absence)
        case LeaveEnd():
            return message(f"Nghỉ từ {date_text(prompt.start)}.", "Đến hết ngày nào? Ví dụ: 12/9/2024")
        case LeaveStandIn():
            return _stand_in(prompt)
        case LeaveDays(kind=Notice.LEAVE_TAKEN):
            return _taken(prompt)
        case LeaveDays():
            return _confirm(prompt)
        case _:
            assert_never(prompt)


def _existing(absence: Absence | None) -> str:
    if absence is None:
        return "Đồng chí muốn báo đợt nghỉ mới?"
    by = f"; người thay: {esc(absence.stand_in.name)}" if absence.stand_in is not None else ""
    return message(bold("Đã báo nghỉ"), f"Từ {date_text(absence.start)} đến hết {date_text(absence.end)}{by}.")


def _stand_in(prompt: LeaveStandIn) -> str:
    days = _days(prompt)
    if not prompt.colleagues:
        return message(days, "Chưa có đồng nghiệp nào cùng cơ quan liên kết với hệ thống để nhận thay.")
    return message(days, "Ai nhận nhắc việc và trả lời thay đồng chí? Câu trả lời thay được ghi rõ tên người trả lời.")


def _days(prompt: LeaveStandIn | LeaveDays) -> str:
    if prompt.start == prompt.end:
        return f"Nghỉ ngày {date_text(prompt.start)}."
    return f"Nghỉ từ {date_text(prompt.start)} đến hết {date_text(prompt.end)}."


def _confirm(prompt: LeaveDays) -> str:
    by = f"Người nhận thay: {esc(prompt.person)}." if prompt.person else "Không có người nhận thay."
    return message(bold("Xác nhận báo nghỉ?"), f"{_days(prompt)}\n{by}")


def _taken(prompt: LeaveDays) -> str:
    if prompt.person:
        then = f"Trong thời gian này, nhắc việc được gửi đồng chí {esc(prompt.person)}."
    else:
        then = "Nhắc việc trong thời gian này được gửi đầu mối khác của cơ quan (nếu có) hoặc sau đợt nghỉ."
    return message(bold("Đã ghi nhận."), f"{_days(prompt)} {then}", "Cần huỷ, đề nghị gõ /nghiphep.")


def _cancelled(absence: Absence | None) -> str:
    days = f" từ {date_text(absence.start)} đến {date_text(absence.end)}" if absence is not None else ""
    return f"Đã huỷ đợt nghỉ{days}. Nhắc việc lại được gửi đồng chí như thường lệ."


def stand_in_text(name: str, start: date, end: date) -> str:
    """To the colleague who stands in."""
    days = f"ngày {date_text(start)}" if start == end else f"từ {date_text(start)} đến hết {date_text(end)}"
    return message(
        bold(f"Đồng chí {name} báo nghỉ {days}"),
        "Trong thời gian này, nhắc việc được gửi đồng chí; câu trả lời được ghi rõ là do đồng chí trả lời thay.",
        "Trân trọng.",
    )
