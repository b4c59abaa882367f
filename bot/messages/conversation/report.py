"""Sentences of the report: task by task, the rest, the review card, the receipt."""

from __future__ import annotations

from bot.domain.answers.status_report import StatusReport
from bot.domain.conversation.desk import DeskOccurrence
from bot.domain.conversation.prompts import Prompt, PromptKind
from bot.domain.conversation.states import Coverage, ReportDraft, TaskAnswer
from bot.messages.common import agency_label, bold, date_text, esc, file_name, moment_text, two_digits
from bot.messages.conversation.parts import (
    SECRET,
    answer_text,
    heading,
    listing,
    message,
    numbered,
    reference,
    said,
    status_text,
    task_line,
    what,
)
from bot.messages.labels import CAUSE_LABEL


def draft_of(prompt: Prompt) -> ReportDraft:
    """The prompt's draft; ValueError without one."""
    if prompt.draft is None:
        raise ValueError(f"{prompt.kind} without a draft")
    return prompt.draft


def occurrence_of(prompt: Prompt) -> DeskOccurrence:
    """The prompt's occurrence; ValueError without one."""
    if prompt.occurrence is None:
        raise ValueError(f"{prompt.kind} without an occurrence")
    return prompt.occurrence


#: The task in full where its state is asked, in short in the questions that follow.
_FULL, _SHORT = 600, 110


def _where(prompt: Prompt, limit: int = _SHORT) -> str:
    """ "Nhiệm vụ 2/8" and the task."""
    draft = draft_of(prompt)
    count = f" {draft.at + 1}/{len(draft.tasks)}" if len(draft.tasks) > 1 else ""
    task = task_line(prompt.task, limit) if prompt.task is not None else ""
    return f"<b>Nhiệm vụ{count}</b>\n{task}"


def task_status(prompt: Prompt) -> str:
    """Which task, what was said last time, what is asked."""
    draft, occurrence = draft_of(prompt), occurrence_of(prompt)
    begun = any(answer.changed for answer in draft.answers.values())
    first = "" if begun or draft.editing else _opening(draft, occurrence)
    last = prompt.task.last if prompt.task is not None else None
    given = draft.answers.get(draft.task or "")
    return message(
        first,
        _secret_note(occurrence) if first else "",
        _where(prompt, _FULL),
        _last(last),
        f"Đã ghi: {said(given.result)}" if given is not None and given.result else "",
        "Đề nghị đồng chí cho biết tình trạng thực hiện:",
    )


def _opening(draft: ReportDraft, occurrence: DeskOccurrence) -> str:
    """What is being reported, and what need not be said again."""
    known = sum(not answer.changed for answer in draft.answers.values())
    counted = f"{two_digits(known)}/{numbered(len(draft.tasks), 'nhiệm vụ')}"
    note = f"<i>Đã có câu trả lời gần đây của {counted}; chỉ hỏi phần còn lại.</i>" if known else ""
    return message(heading(occurrence), f"Theo {reference(occurrence)}.", note)


def _last(report: StatusReport | None) -> str:
    if report is None:
        return ""
    answer = TaskAnswer(report.status, report.percent, report.completed_on, report.expected_on, report.result)
    return f"<i>Lần trước ({date_text(report.at.date())}): {answer_text(answer)}</i>"


def _secret_note(occurrence: DeskOccurrence) -> str:
    secret = sum(t.secret for t in occurrence.tasks)
    return (
        f"<i>Có {numbered(secret, 'nhiệm vụ')} mật không hiển thị tại đây: đề nghị xem tại cơ quan.</i>"
        if secret
        else ""
    )


def task_percent(prompt: Prompt) -> str:
    """How far."""
    return message(_where(prompt), "Đạt khoảng bao nhiêu phần trăm? Chọn bên dưới hoặc gõ số, ví dụ: 60")


def task_completed_on(prompt: Prompt) -> str:
    """When."""
    return message(_where(prompt), "Hoàn thành ngày nào? Chọn bên dưới hoặc gõ ngày, ví dụ: 10/9/2024")


def task_result(prompt: Prompt) -> str:
    """What came of it."""
    draft = draft_of(prompt)
    answer = draft.answers[draft.task or ""]
    status = f"Tình trạng: {bold(status_text(answer.status, answer.percent))}"
    return message(_where(prompt), status, _given(prompt, "Đề nghị ghi kết quả, sản phẩm hoặc lý do (có thể bỏ qua):"))


def _given(prompt: Prompt, question: str) -> str:
    """The question, and what already stands there."""
    if not prompt.text:
        return question
    added = "Nội dung mới sẽ thay nội dung này." if draft_of(prompt).editing else "Gõ thêm để bổ sung."
    return message(f"Đã ghi: {said(prompt.text)}", f"{question}\n<i>{added}</i>")


def difficulty(prompt: Prompt) -> str:
    """Once per report."""
    return _given(prompt, f"{bold('Khó khăn, vướng mắc')}\nĐề nghị đồng chí ghi khó khăn, vướng mắc, nếu có:")


def cause(prompt: Prompt) -> str:
    """Whose doing."""
    return message(f"Khó khăn: {said(draft_of(prompt).difficulty)}", "Nguyên nhân là khách quan hay chủ quan?")


def beyond_authority(prompt: Prompt) -> str:
    """For the list of what must go higher."""
    return message(
        f"Khó khăn: {said(draft_of(prompt).difficulty)}",
        "Nội dung này có vượt thẩm quyền giải quyết của cơ quan không?",
    )


def proposal(prompt: Prompt) -> str:
    """Once per report."""
    return _given(prompt, f"{bold('Kiến nghị, đề xuất')}\nĐề nghị đồng chí ghi kiến nghị, đề xuất, nếu có:")


def proposal_to(prompt: Prompt) -> str:
    """To whom."""
    return message(
        f"Kiến nghị: {said(draft_of(prompt).proposal)}", "Kiến nghị gửi cơ quan nào? Chọn bên dưới hoặc gõ tên cơ quan:"
    )


def files(prompt: Prompt) -> str:
    """Any number."""
    names = [file_name(f.name) for f in draft_of(prompt).files]
    have = message(f"Đã nhận {numbered(len(names), 'tệp')}:", listing(names, thing="tệp")) if names else ""
    return message(
        _document(prompt), bold("Tệp kèm theo"), have, "Đề nghị gửi tệp hoặc ảnh vào đây, nếu có, rồi chọn bên dưới."
    )


def _document(prompt: Prompt) -> str:
    """Whose document it is, where nothing else was asked before."""
    draft = draft_of(prompt)
    if draft.part is not Coverage.SENT:
        return ""
    dated = f" ngày {date_text(draft.document_date)}" if draft.document_date else ""
    number = f"\nVăn bản đã gửi: số {esc(draft.document_number)}{dated}" if draft.document_number else ""
    return f"{heading(occurrence_of(prompt))}{number}"


def document_number(prompt: Prompt) -> str:
    """The signed document is what counts as sent."""
    if draft_of(prompt).part is Coverage.SENT:
        question = "Đề nghị ghi số, ký hiệu văn bản đã gửi, ví dụ: 125/BC-SDL"
        return message(heading(occurrence_of(prompt)), _given(prompt, question))
    question = "Nếu văn bản báo cáo đã được ký gửi, đề nghị ghi số, ký hiệu, ví dụ: 125/BC-SDL"
    return _given(prompt, f"{bold('Văn bản chính thức')}\n{question}")


def document_date(prompt: Prompt) -> str:
    """Of that document."""
    number = esc(draft_of(prompt).document_number or "")
    return message(_document(prompt), f"Văn bản số {number}: đề nghị cho biết ngày văn bản, ví dụ: 10/9/2024")


def review(prompt: Prompt) -> str:
    """The card: nothing is recorded before "Gửi"."""
    title = "Xem lại trước khi gửi" if not draft_of(prompt).correcting else "Sửa báo cáo đã gửi: xem lại trước khi gửi"
    return message(bold(title), card(prompt), "Chưa ghi nhận cho đến khi đồng chí chọn <b>Gửi</b>.")


def card(prompt: Prompt) -> str:
    """Every task in one line, then what was said once."""
    draft, occurrence = draft_of(prompt), occurrence_of(prompt)
    by = f" (trả lời thay đồng chí {esc(occurrence.on_behalf)})" if occurrence.on_behalf else ""
    return message(
        f"{esc(what(occurrence))} – {reference(occurrence)}\n{esc(agency_label(occurrence.agency))}{by}",
        "\n".join(_task_row(occurrence, draft, task) for task in draft.tasks),
        "\n".join(_rest(draft)),
    )


def _task_row(occurrence: DeskOccurrence, draft: ReportDraft, task_id: str) -> str:
    task, answer = occurrence.task(task_id), draft.answers.get(task_id)
    if task is not None and task.secret:
        return SECRET
    return f"{bold(task_id)}: {answer_text(answer) if answer is not None else 'chưa trả lời'}"


def _rest(draft: ReportDraft) -> list[str]:
    rows = []
    if draft.note:
        rows.append(f"Nội dung khác: {said(draft.note)}")
    if draft.difficulty:
        flags = [CAUSE_LABEL[draft.cause].lower()] if draft.cause else []
        flags += ["vượt thẩm quyền"] if draft.beyond_authority else []
        noted = f" ({', '.join(flags)})" if flags else ""
        rows.append(f"Khó khăn, vướng mắc: {said(draft.difficulty)}{noted}")
    if draft.proposal:
        to = f" (gửi {esc(draft.proposal_to)})" if draft.proposal_to else ""
        rows.append(f"Kiến nghị: {said(draft.proposal)}{to}")
    if draft.files:
        rows.append(f"Tệp kèm theo: {', '.join(file_name(f.name) for f in draft.files)}")
    if draft.document_number:
        dated = f" ngày {date_text(draft.document_date)}" if draft.document_date else ""
        rows.append(f"Văn bản: số {esc(draft.document_number)}{dated}")
    return rows


def edit_part(prompt: Prompt) -> str:
    """Which part."""
    return message(card(prompt), "Đồng chí muốn sửa phần nào?")


def edit_task(prompt: Prompt) -> str:
    """Which task."""
    return message(card(prompt), "Đồng chí muốn sửa nhiệm vụ nào?")


def consolidation(prompt: Prompt) -> str:
    """Who is still missing."""
    occurrence = occurrence_of(prompt)
    missing = occurrence.missing_units
    if missing:
        count = f"{two_digits(len(missing))}/{two_digits(occurrence.units)}"
        units = message(f"Chưa có báo cáo của {count} đơn vị:", listing([esc(n) for n in missing], 30, "đơn vị"))
    elif occurrence.units:
        units = f"Đã có báo cáo của tất cả {numbered(occurrence.units, 'đơn vị')}."
    else:
        units = ""
    return message(
        heading(occurrence),
        f"Theo {reference(occurrence)}.",
        units,
        _secret_note(occurrence),
        "Khi báo cáo tổng hợp đã được ký gửi, đề nghị chọn bên dưới và ghi số, ngày văn bản.",
    )


def answered_already(prompt: Prompt) -> str:
    """Correcting keeps the earlier answer."""
    occurrence = occurrence_of(prompt)
    report = occurrence.submitted
    at = f" lúc {moment_text(report.at)}" if report is not None else ""
    number = f"\nSố tiếp nhận: {esc(report.receipt)}" if report is not None and report.receipt else ""
    return message(
        bold(f"Đã báo cáo{at}"),
        f"{esc(what(occurrence))} – {reference(occurrence)}{number}",
        "Đồng chí có muốn sửa không? Nội dung đã gửi trước vẫn được lưu.",
    )


TEXTS = {
    PromptKind.TASK_STATUS: task_status,
    PromptKind.TASK_PERCENT: task_percent,
    PromptKind.TASK_COMPLETED_ON: task_completed_on,
    PromptKind.TASK_RESULT: task_result,
    PromptKind.DIFFICULTY: difficulty,
    PromptKind.CAUSE: cause,
    PromptKind.BEYOND_AUTHORITY: beyond_authority,
    PromptKind.PROPOSAL: proposal,
    PromptKind.PROPOSAL_TO: proposal_to,
    PromptKind.FILES: files,
    PromptKind.DOCUMENT_NUMBER: document_number,
    PromptKind.DOCUMENT_DATE: document_date,
    PromptKind.REVIEW: review,
    PromptKind.EDIT_PART: edit_part,
    PromptKind.EDIT_TASK: edit_task,
    PromptKind.CONSOLIDATION: consolidation,
    PromptKind.ANSWERED_ALREADY: answered_already,
}
