"""Sentences of the side flows: choosing, placing a text, putting off, "not mine", leave."""

from __future__ import annotations

from bot.domain.conversation.desk import DeskOccurrence, DeskTask
from bot.domain.conversation.events import DigestAction
from bot.domain.conversation.flows.sent import PURPOSE
from bot.domain.conversation.prompts import Prompt, PromptKind
from bot.domain.conversation.states import TaskAnswer
from bot.domain.intent.intent import Reading
from bot.messages.common import bold, date_text, day_text, esc, file_name, moment_text, plan_short
from bot.messages.conversation.parts import (
    answer_text,
    brief,
    by_date,
    listing,
    message,
    numbered,
    reference,
    said,
    task_line,
    what,
    when,
)

_CHOOSE = {
    DigestAction.REPORT.value: "Đồng chí báo cáo việc nào trước?",
    DigestAction.SNOOZE.value: "Nhắc lại sau đối với việc nào?",
    DigestAction.NOT_MINE.value: "Việc nào không thuộc phần việc của đồng chí?",
    PURPOSE: "Văn bản đã gửi là của báo cáo nào?",
}


def occurrence_line(occurrence: DeskOccurrence) -> str:
    return f"{esc(what(occurrence))}, {reference(occurrence)}: hạn {esc(when(occurrence))}"


def _lines(prompt: Prompt) -> str:
    if len(prompt.occurrences) == 1:
        return occurrence_line(prompt.occurrences[0])
    return by_date(prompt.occurrences, lambda o: brief(o, 60), lambda o: f"hạn {esc(when(o))}")


def choose_occurrence(prompt: Prompt) -> str:
    """Which one."""
    return message(bold(_CHOOSE.get(prompt.purpose, "Đề nghị chọn việc:")), _lines(prompt))


def place_text(prompt: Prompt) -> str:
    """Typed where a tap was asked."""
    if prompt.task is not None:
        question = f"Ghi nội dung này vào kết quả của nhiệm vụ {esc(prompt.task.id)}, hay vào phần khác?"
    else:
        question = "Ghi nội dung này vào phần nào?"
    return message(bold("Đã nhận nội dung đồng chí vừa gõ"), said(prompt.text), question)


def confirm_cancel(_prompt: Prompt) -> str:
    """Throwing away needs a second tap."""
    return message(bold("Huỷ nội dung đang nhập?"), "Nội dung đã nhập chưa được ghi nhận và sẽ mất nếu huỷ.")


def interrupted(prompt: Prompt) -> str:
    """One thing at a time."""
    name = occurrence_line(prompt.occurrence) if prompt.occurrence is not None else "Báo cáo"
    return message(
        bold("Đang có báo cáo nhập dở, chưa gửi"),
        name,
        "Đồng chí tiếp tục nhập, hay huỷ để chuyển sang việc mới?",
    )


def choose_year(_prompt: Prompt) -> str:
    """Never guessed."""
    return "Ngày vừa gõ chưa đủ tháng, năm. Đồng chí muốn nói ngày nào?"


def choose_task(prompt: Prompt) -> str:
    """Several are open."""
    text = prompt.reading.text if prompt.reading is not None else ""
    tasks = [c.subject for c in prompt.choices if isinstance(c.subject, DeskTask)]
    several = len({o.plan.key for o in prompt.occurrences}) > 1
    of_plan = [f" ({esc(plan_short(o.plan))})" if several else "" for o in prompt.occurrences]
    lines = [f"{task_line(task, 70)}{plan}" for task, plan in zip(tasks, of_plan, strict=True)]
    return message(bold("Nội dung này là về nhiệm vụ nào?"), said(text), listing(lines, 20, "nhiệm vụ"))


def confirm_reading(prompt: Prompt) -> str:
    """What was understood, before anything is recorded."""
    many = f"Tất cả {numbered(prompt.number, 'nhiệm vụ')}: {esc(prompt.text)}" if prompt.number else "Tất cả nhiệm vụ"
    about = task_line(prompt.task) if prompt.task is not None else many
    name = f"{esc(what(prompt.occurrence))}, {reference(prompt.occurrence)}" if prompt.occurrence is not None else ""
    if prompt.number and prompt.occurrence is not None:
        name = f"Theo {reference(prompt.occurrence)}"
    understood = _understood(prompt.reading) if prompt.reading is not None else ""
    typed = f"Đồng chí đã gõ: {said(prompt.reading.text)}" if prompt.reading and prompt.reading.text else ""
    return message(bold("Hệ thống hiểu như sau, đúng không?"), f"{name}\n{about}".strip(), understood, typed)


def _understood(reading: Reading) -> str:
    answer = TaskAnswer(reading.status, reading.percent, reading.completed_on, reading.expected_on)
    rows = [f"Tình trạng: {bold(answer_text(answer))}"]
    if reading.difficulty:
        rows.append(f"Khó khăn, vướng mắc: {said(reading.difficulty)}")
    if reading.proposal:
        rows.append(f"Kiến nghị: {said(reading.proposal)}")
    if reading.extension:
        rows.append(
            "<i>Đề nghị gia hạn được ghi thành kiến nghị; thời hạn chỉ thay đổi khi cấp có thẩm quyền đồng ý.</i>"
        )
    return "\n".join(rows)


def snooze_when(prompt: Prompt) -> str:
    """Never past the target."""
    limit = f"Không muộn hơn ngày nên gửi: {day_text(prompt.day)}." if prompt.day is not None else ""
    return message(bold("Nhắc lại vào lúc nào?"), _lines(prompt), limit)


def snooze_date(prompt: Prompt) -> str:
    """Typed."""
    limit = f", không muộn hơn {day_text(prompt.day)}" if prompt.day is not None else ""
    return f"Đề nghị gõ ngày cần nhắc lại{limit}, ví dụ: 10/9 hoặc thứ sáu."


def snooze_too_late(prompt: Prompt) -> str:
    """Said, not silently shortened."""
    return message(
        bold("Không thể lùi lịch nhắc"),
        f"Đã đến hoặc đã qua ngày nên gửi:\n{_lines(prompt)}",
        "Kính đề nghị báo cáo sớm.",
    )


def snoozed(prompt: Prompt) -> str:
    """Until when."""
    at = moment_text(prompt.until) if prompt.until is not None else ""
    return message(bold(f"Sẽ nhắc lại lúc {at}."), _lines(prompt), "Cán bộ tổng hợp thấy được việc lùi lịch nhắc này.")


def date_past_target(prompt: Prompt) -> str:
    """Why not."""
    limit = min((o.occurrence.target for o in prompt.occurrences), default=None)
    last = f" Ngày muộn nhất có thể chọn: {day_text(limit)}." if limit is not None else ""
    given = f"Ngày {date_text(prompt.day)}" if prompt.day is not None else "Ngày này"
    return f"{given} muộn hơn ngày nên gửi nên không thể lùi đến ngày đó.{last}"


def disclaim_task(prompt: Prompt) -> str:
    """Which part of it."""
    tasks = prompt.occurrence.open_tasks if prompt.occurrence is not None else ()
    return message(
        bold("Phần nào không thuộc phần việc của đồng chí?"), listing([task_line(t) for t in tasks], 20, "nhiệm vụ")
    )


def disclaim_reason(prompt: Prompt) -> str:
    """Why."""
    about = occurrence_line(prompt.occurrence) if prompt.occurrence is not None else ""
    return message(
        bold("Việc không thuộc phần việc của đồng chí"), about, "Đề nghị cho biết lý do: chọn bên dưới hoặc gõ."
    )


def disclaim_person(_prompt: Prompt) -> str:
    """Who instead."""
    return "Theo đồng chí, ai phụ trách việc này? Chọn bên dưới, gõ họ tên và đơn vị, hoặc bỏ qua."


def disclaim_confirm(prompt: Prompt) -> str:
    """Before it goes to the coordinator."""
    about = occurrence_line(prompt.occurrence) if prompt.occurrence is not None else ""
    task = f"Nhiệm vụ {task_line(prompt.task)}" if prompt.task is not None else ""
    person = f"Người phụ trách theo đề xuất: {esc(prompt.person)}" if prompt.person else ""
    rows = [about, task, f"Lý do: {said(prompt.text)}", person]
    return message(bold("Gửi cán bộ tổng hợp xem xét?"), "\n".join(r for r in rows if r))


def disclaimed(_prompt: Prompt) -> str:
    """What comes next."""
    return message(
        bold("Đã chuyển cán bộ tổng hợp xem xét."),
        "Trong khi chờ, hệ thống không nhắc đồng chí việc này. Nếu việc này vẫn do đồng chí phụ trách, đề nghị chọn "
        "bên dưới hoặc gõ “đúng là việc của tôi”. Trân trọng.",
    )


def taken_back(prompt: Prompt) -> str:
    """The person's work after all."""
    if not prompt.occurrences:
        return "Hiện không còn việc nào đồng chí báo không phụ trách đang chờ xem xét."
    return message(
        bold("Đã ghi nhận đồng chí phụ trách:"),
        listing([occurrence_line(o) for o in prompt.occurrences], 20, "việc"),
        "Hệ thống tiếp tục nhắc theo lịch. Trân trọng.",
    )


def file_held(prompt: Prompt) -> str:
    """No report under way."""
    if not prompt.number:
        return f"Đã nhận tệp “{file_name(prompt.text)}”. Hiện không có việc nào đang mở để kèm tệp này."
    return f"Đã nhận tệp “{file_name(prompt.text)}”. Tệp sẽ kèm vào báo cáo đồng chí chọn."


def file_kept(prompt: Prompt) -> str:
    """With the report under way."""
    return f"Đã nhận tệp “{file_name(prompt.text)}” ({numbered(prompt.number, 'tệp')} kèm báo cáo)."


TEXTS = {
    PromptKind.CHOOSE_OCCURRENCE: choose_occurrence,
    PromptKind.PLACE_TEXT: place_text,
    PromptKind.CONFIRM_CANCEL: confirm_cancel,
    PromptKind.INTERRUPTED: interrupted,
    PromptKind.CHOOSE_YEAR: choose_year,
    PromptKind.CHOOSE_TASK: choose_task,
    PromptKind.CONFIRM_READING: confirm_reading,
    PromptKind.SNOOZE_WHEN: snooze_when,
    PromptKind.SNOOZE_DATE: snooze_date,
    PromptKind.SNOOZE_TOO_LATE: snooze_too_late,
    PromptKind.SNOOZED: snoozed,
    PromptKind.DATE_PAST_TARGET: date_past_target,
    PromptKind.DISCLAIM_TASK: disclaim_task,
    PromptKind.DISCLAIM_REASON: disclaim_reason,
    PromptKind.DISCLAIM_PERSON: disclaim_person,
    PromptKind.DISCLAIM_CONFIRM: disclaim_confirm,
    PromptKind.DISCLAIMED: disclaimed,
    PromptKind.TAKEN_BACK: taken_back,
    PromptKind.FILE_HELD: file_held,
    PromptKind.FILE_KEPT: file_kept,
}
