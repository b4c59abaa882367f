"""Sentences of the side flows: choosing, placing a text, putting off, "not mine", leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.domain.conversation.desk import DeskOccurrence
from bot.domain.conversation.events import DigestAction
from bot.domain.conversation.flows.sent import PURPOSE
from bot.domain.conversation.prompts import (
    AsidePrompt,
    ChooseOccurrence,
    ChooseTask,
    ConfirmReading,
    DisclaimConfirm,
    OccurrenceQuestion,
    PlaceText,
    Snoozed,
    SnoozeQuestion,
)
from bot.domain.conversation.states import StateName, TaskAnswer
from bot.domain.intent.intent import Reading
from bot.messages.common import bold, day_text, esc, moment_text, plan_short, two_digits
from bot.messages.conversation.parts import (
    answer_text,
    brief,
    by_date,
    heading,
    listing,
    message,
    numbered,
    reference,
    said,
    secret_note,
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


#: Reasons that can be tapped, as they are recorded.
_DISCLAIM_REASONS = {
    "reason_moved": "Đã chuyển cho người khác phụ trách",
    "reason_other_unit": "Không thuộc nhiệm vụ của cơ quan, đơn vị",
}


def disclaim_reason(reason: str) -> str:
    """The reason in words, as it is recorded: what was tapped, and what was typed as typed."""
    return "\n".join(_DISCLAIM_REASONS.get(line, line) for line in reason.split("\n"))


def occurrence_line(occurrence: DeskOccurrence) -> str:
    """What is due, where it stands, and by when."""
    return f"{esc(what(occurrence))}, {reference(occurrence)}: hạn {esc(when(occurrence))}"


def lines(occurrences: Sequence[DeskOccurrence]) -> str:
    """What is put off or chosen from."""
    if len(occurrences) == 1:
        return occurrence_line(occurrences[0])
    return by_date(occurrences, lambda o: brief(o, 60), lambda o: f"hạn {esc(when(o))}")


def aside_text(prompt: AsidePrompt) -> str:
    """One prompt of a side flow, as HTML."""
    match prompt:
        case OccurrenceQuestion():
            return _occurrence_question(prompt)
        case ChooseOccurrence():
            return message(bold(_CHOOSE.get(prompt.purpose, "Đề nghị chọn việc:")), lines(prompt.occurrences))
        case ChooseTask():
            return _choose_task(prompt)
        case ConfirmReading():
            return _confirm_reading(prompt)
        case PlaceText():
            return _place_text(prompt)
        case SnoozeQuestion():
            return _snooze_question(prompt)
        case Snoozed():
            return _snoozed(prompt)
        case DisclaimConfirm():
            return _disclaim_confirm(prompt)
        case _:
            assert_never(prompt)


def _occurrence_question(prompt: OccurrenceQuestion) -> str:
    occurrence = prompt.occurrence
    match prompt.kind:
        case StateName.ANSWERED_ALREADY:
            return _answered_already(occurrence)
        case StateName.CONSOLIDATION:
            return _consolidation(occurrence)
        case StateName.INTERRUPTED:
            return _interrupted(occurrence)
        case StateName.DISCLAIM_TASK:
            tasks = listing([task_line(t) for t in occurrence.open_tasks], 20, "nhiệm vụ")
            return message(bold("Phần nào không thuộc phần việc của đồng chí?"), tasks)
        case StateName.DISCLAIM_REASON:
            question = "Đề nghị cho biết lý do: chọn bên dưới hoặc gõ."
            return message(bold("Việc không thuộc phần việc của đồng chí"), occurrence_line(occurrence), question)
        case _:
            assert_never(prompt.kind)


def _consolidation(occurrence: DeskOccurrence) -> str:
    missing = occurrence.missing_units
    if missing:
        count = f"{two_digits(len(missing))}/{two_digits(occurrence.units)}"
        units = message(f"Còn {count} đơn vị chưa báo cáo đủ:", listing([esc(n) for n in missing], 30, "đơn vị"))
    elif occurrence.units:
        units = f"Đã có báo cáo của tất cả {numbered(occurrence.units, 'đơn vị')}."
    else:
        units = ""
    return message(
        heading(occurrence),
        f"Theo {reference(occurrence)}.",
        units,
        secret_note(occurrence),
        "Khi báo cáo tổng hợp đã được ký gửi, đề nghị chọn bên dưới và ghi số, ngày văn bản.",
    )


def _answered_already(occurrence: DeskOccurrence) -> str:
    report = occurrence.submitted
    at = f" lúc {moment_text(report.at)}" if report is not None else ""
    number = f"\nSố tiếp nhận: {esc(report.receipt)}" if report is not None and report.receipt else ""
    return message(
        bold(f"Đã báo cáo{at}"),
        f"{esc(what(occurrence))} – {reference(occurrence)}{number}",
        "Đồng chí có muốn sửa không? Nội dung đã gửi trước vẫn được lưu.",
    )


def _place_text(prompt: PlaceText) -> str:
    if prompt.task is not None:
        question = f"Ghi nội dung này vào kết quả của nhiệm vụ {esc(prompt.task.id)}, hay vào phần khác?"
    else:
        question = "Ghi nội dung này vào phần nào?"
    return message(bold("Đã nhận nội dung đồng chí vừa gõ"), said(prompt.text), question)


def _interrupted(occurrence: DeskOccurrence) -> str:
    return message(
        bold("Đang có báo cáo nhập dở, chưa gửi"),
        occurrence_line(occurrence),
        "Đồng chí tiếp tục nhập, hay huỷ để chuyển sang việc mới?",
    )


def _choose_task(prompt: ChooseTask) -> str:
    several = len({occurrence.plan.key for occurrence, _ in prompt.tasks}) > 1
    tasks = [f"{task_line(task, 70)}{f' ({esc(plan_short(o.plan))})' if several else ''}" for o, task in prompt.tasks]
    return message(bold("Nội dung này là về nhiệm vụ nào?"), said(prompt.text), listing(tasks, 20, "nhiệm vụ"))


def _confirm_reading(prompt: ConfirmReading) -> str:
    many, plan = prompt.many, reference(prompt.occurrence)
    every = f"Tất cả {numbered(len(many), 'nhiệm vụ')}: {esc(', '.join(many))}" if many else "Tất cả nhiệm vụ"
    about = task_line(prompt.task) if prompt.task is not None else every
    name = f"Theo {plan}" if many else f"{esc(what(prompt.occurrence))}, {plan}"
    typed = f"Đồng chí đã gõ: {said(prompt.reading.text)}" if prompt.reading.text else ""
    return message(bold("Hệ thống hiểu như sau, đúng không?"), f"{name}\n{about}", _understood(prompt.reading), typed)


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


def _snooze_question(prompt: SnoozeQuestion) -> str:
    limit = day_text(prompt.limit)
    if prompt.kind is StateName.SNOOZE_DATE:
        return f"Đề nghị gõ ngày cần nhắc lại, không muộn hơn {limit}, ví dụ: 10/9 hoặc thứ sáu."
    return message(bold("Nhắc lại vào lúc nào?"), lines(prompt.occurrences), f"Không muộn hơn ngày nên gửi: {limit}.")


def _snoozed(prompt: Snoozed) -> str:
    at = bold(f"Sẽ nhắc lại lúc {moment_text(prompt.until)}.")
    return message(at, lines(prompt.occurrences), "Cán bộ tổng hợp thấy được việc lùi lịch nhắc này.")


def _disclaim_confirm(prompt: DisclaimConfirm) -> str:
    task = f"Nhiệm vụ {task_line(prompt.task)}" if prompt.task is not None else ""
    person = f"Người phụ trách theo đề xuất: {esc(prompt.person)}" if prompt.person else ""
    rows = [occurrence_line(prompt.occurrence), task, f"Lý do: {said(disclaim_reason(prompt.reason))}", person]
    return message(bold("Gửi cán bộ tổng hợp xem xét?"), "\n".join(r for r in rows if r))
