"""Sentences about leave, to the person and to who stands in."""

from __future__ import annotations

from datetime import date

from bot.domain.conversation.prompts import Prompt, PromptKind
from bot.messages.common import bold, date_text, esc
from bot.messages.conversation.parts import message


def leave_existing(prompt: Prompt) -> str:
    """Take it back, or another one."""
    absence = prompt.absence
    if absence is None:
        return "Đồng chí muốn báo đợt nghỉ mới?"
    by = f"; người thay: {esc(absence.stand_in.name)}" if absence.stand_in is not None else ""
    return message(bold("Đã báo nghỉ"), f"Từ {date_text(absence.start)} đến hết {date_text(absence.end)}{by}.")


def leave_start(_prompt: Prompt) -> str:
    """From when."""
    return message(
        bold("Báo nghỉ phép, đi công tác"), "Nghỉ từ ngày nào? Gõ ngày hoặc cả đợt, ví dụ: 10/9 đến 12/9/2024"
    )


def leave_end(prompt: Prompt) -> str:
    """To when, included."""
    start = f"Nghỉ từ {date_text(prompt.day)}." if prompt.day is not None else ""
    return message(start, "Đến hết ngày nào? Ví dụ: 12/9/2024")


def leave_stand_in(prompt: Prompt) -> str:
    """A colleague with a linked chat."""
    days = _days(prompt)
    if not prompt.number:
        return message(days, "Chưa có đồng nghiệp nào cùng cơ quan liên kết với hệ thống để nhận thay.")
    return message(days, "Ai nhận nhắc việc và trả lời thay đồng chí? Câu trả lời thay được ghi rõ tên người trả lời.")


def _days(prompt: Prompt) -> str:
    if prompt.day is None or prompt.end is None:
        return ""
    if prompt.day == prompt.end:
        return f"Nghỉ ngày {date_text(prompt.day)}."
    return f"Nghỉ từ {date_text(prompt.day)} đến hết {date_text(prompt.end)}."


def leave_confirm(prompt: Prompt) -> str:
    """Both dates and the name."""
    by = f"Người nhận thay: {esc(prompt.person)}." if prompt.person else "Không có người nhận thay."
    return message(bold("Xác nhận báo nghỉ?"), f"{_days(prompt)}\n{by}")


def leave_taken(prompt: Prompt) -> str:
    """What happens meanwhile."""
    if prompt.person:
        then = f"Trong thời gian này, nhắc việc được gửi đồng chí {esc(prompt.person)}."
    else:
        then = "Nhắc việc trong thời gian này được gửi đầu mối khác của cơ quan (nếu có) hoặc sau đợt nghỉ."
    return message(bold("Đã ghi nhận."), f"{_days(prompt)} {then}", "Cần huỷ, đề nghị gõ /nghiphep.")


def leave_cancelled(prompt: Prompt) -> str:
    """Back to normal."""
    absence = prompt.absence
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


TEXTS = {
    PromptKind.LEAVE_EXISTING: leave_existing,
    PromptKind.LEAVE_START: leave_start,
    PromptKind.LEAVE_END: leave_end,
    PromptKind.LEAVE_STAND_IN: leave_stand_in,
    PromptKind.LEAVE_CONFIRM: leave_confirm,
    PromptKind.LEAVE_TAKEN: leave_taken,
    PromptKind.LEAVE_CANCELLED: leave_cancelled,
}
