"""Sentences of the report: task by task, the rest, the review card, the receipt."""

from __future__ import annotations

from typing import assert_never

from bot.domain.answers.status_report import StatusReport
from bot.domain.conversation.desk import DeskOccurrence, DeskTask
from bot.domain.conversation.prompts import (
    DraftGone,
    Recorded,
    RecordedMany,
    ReportQuestion,
    TaskQuestion,
)
from bot.domain.conversation.states import Coverage, ReportDraft, StateName, TaskAnswer
from bot.domain.schedule.occurrence import ObligationKind
from bot.messages.common import agency_label, bold, date_text, due_text, esc, file_name, two_digits
from bot.messages.conversation.parts import (
    SECRET,
    answer_text,
    heading,
    listing,
    message,
    numbered,
    reference,
    said,
    secret_note,
    status_text,
    task_line,
    what,
)
from bot.messages.labels import CAUSE_LABEL

#: The task in full where its state is asked, in short in the questions that follow.
_FULL, _SHORT = 600, 110


def task_question(prompt: TaskQuestion) -> str:
    match prompt.kind:
        case StateName.TASK_STATUS:
            return _task_status(prompt)
        case StateName.TASK_PERCENT:
            return message(_where(prompt), "Đạt khoảng bao nhiêu phần trăm? Chọn bên dưới hoặc gõ số, ví dụ: 60")
        case StateName.TASK_COMPLETED_ON:
            return message(_where(prompt), "Hoàn thành ngày nào? Chọn bên dưới hoặc gõ ngày, ví dụ: 10/9/2024")
        case StateName.TASK_RESULT:
            return _task_result(prompt)
        case _:
            assert_never(prompt.kind)


def _where(prompt: TaskQuestion, limit: int = _SHORT) -> str:
    """ "Nhiệm vụ 2/8" and the task."""
    draft = prompt.draft
    count = f" {draft.at + 1}/{len(draft.tasks)}" if len(draft.tasks) > 1 else ""
    task = task_line(prompt.task, limit) if prompt.task is not None else ""
    return f"<b>Nhiệm vụ{count}</b>\n{task}"


def _task_status(prompt: TaskQuestion) -> str:
    """Which task, what was said last time, what is asked."""
    draft, occurrence = prompt.draft, prompt.occurrence
    begun = any(answer.changed for answer in draft.answers.values())
    first = "" if begun or draft.editing else _opening(draft, occurrence)
    last = prompt.task.last if prompt.task is not None else None
    given = draft.answers.get(draft.task or "")
    return message(
        first,
        secret_note(occurrence) if first else "",
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


def _task_result(prompt: TaskQuestion) -> str:
    answer = prompt.draft.answers[prompt.draft.task or ""]
    status = f"Tình trạng: {bold(status_text(answer.status, answer.percent))}"
    question = "Đề nghị ghi kết quả, sản phẩm hoặc lý do (có thể bỏ qua):"
    return message(_where(prompt), status, _text_question(prompt.draft, answer.result, question))


def _text_question(draft: ReportDraft, given: str | None, question: str) -> str:
    """The question, and what already stands there."""
    if not given:
        return question
    added = "Nội dung mới sẽ thay nội dung này." if draft.editing else "Gõ thêm để bổ sung."
    return message(f"Đã ghi: {said(given)}", f"{question}\n<i>{added}</i>")


def report_question(prompt: ReportQuestion) -> str:
    draft = prompt.draft
    match prompt.kind:
        case StateName.DIFFICULTY:
            question = f"{bold('Khó khăn, vướng mắc')}\nĐề nghị đồng chí ghi khó khăn, vướng mắc, nếu có:"
            return _text_question(draft, draft.difficulty, question)
        case StateName.CAUSE:
            return message(f"Khó khăn: {said(draft.difficulty)}", "Nguyên nhân là khách quan hay chủ quan?")
        case StateName.BEYOND_AUTHORITY:
            question = "Nội dung này có vượt thẩm quyền giải quyết của cơ quan không?"
            return message(f"Khó khăn: {said(draft.difficulty)}", question)
        case StateName.PROPOSAL:
            question = f"{bold('Kiến nghị, đề xuất')}\nĐề nghị đồng chí ghi kiến nghị, đề xuất, nếu có:"
            return _text_question(draft, draft.proposal, question)
        case StateName.PROPOSAL_TO:
            question = "Kiến nghị gửi cơ quan nào? Chọn bên dưới hoặc gõ tên cơ quan:"
            return message(f"Kiến nghị: {said(draft.proposal)}", question)
        case StateName.FILES:
            return _files(prompt)
        case StateName.DOCUMENT_NUMBER:
            return _document_number(prompt)
        case StateName.DOCUMENT_DATE:
            question = f"Văn bản số {esc(draft.document_number or '')}: đề nghị cho biết ngày văn bản, ví dụ: 10/9/2024"
            return message(_document(prompt), question)
        case StateName.REVIEW:
            return _review(prompt)
        case StateName.EDIT_PART:
            return message(_card(prompt), "Đồng chí muốn sửa phần nào?")
        case StateName.EDIT_TASK:
            return message(_card(prompt), "Đồng chí muốn sửa nhiệm vụ nào?")
        case _:
            assert_never(prompt.kind)


def _files(prompt: ReportQuestion) -> str:
    names = [file_name(f.name) for f in prompt.draft.files]
    have = message(f"Đã nhận {numbered(len(names), 'tệp')}:", listing(names, thing="tệp")) if names else ""
    return message(
        _document(prompt), bold("Tệp kèm theo"), have, "Đề nghị gửi tệp hoặc ảnh vào đây, nếu có, rồi chọn bên dưới."
    )


def _document(prompt: ReportQuestion) -> str:
    """Whose document it is, where nothing else was asked before."""
    draft = prompt.draft
    if draft.part is not Coverage.SENT:
        return ""
    dated = f" ngày {date_text(draft.document_date)}" if draft.document_date else ""
    number = f"\nVăn bản đã gửi: số {esc(draft.document_number)}{dated}" if draft.document_number else ""
    return f"{heading(prompt.occurrence)}{number}"


def _document_number(prompt: ReportQuestion) -> str:
    """The signed document is what counts as sent."""
    draft = prompt.draft
    if draft.part is Coverage.SENT:
        question = "Đề nghị ghi số, ký hiệu văn bản đã gửi, ví dụ: 125/BC-SDL"
        return message(heading(prompt.occurrence), _text_question(draft, draft.document_number, question))
    question = "Nếu văn bản báo cáo đã được ký gửi, đề nghị ghi số, ký hiệu, ví dụ: 125/BC-SDL"
    return _text_question(draft, draft.document_number, f"{bold('Văn bản chính thức')}\n{question}")


def _review(prompt: ReportQuestion) -> str:
    title = "Xem lại trước khi gửi" if not prompt.draft.correcting else "Sửa báo cáo đã gửi: xem lại trước khi gửi"
    return message(bold(title), _card(prompt), "Chưa ghi nhận cho đến khi đồng chí chọn <b>Gửi</b>.")


def _card(prompt: ReportQuestion | Recorded) -> str:
    """Every task in one line, then what was said once."""
    draft, occurrence = prompt.draft, prompt.occurrence
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


def recorded(prompt: Recorded) -> str:
    """The receipt; with the card, so that it stands in the chat."""
    draft, occurrence = prompt.draft, prompt.occurrence
    done = {
        Coverage.WHOLE: "Đã ghi nhận báo cáo.",
        Coverage.ONE_TASK: "Đã ghi nhận tình hình nhiệm vụ.",
        Coverage.OWN_TASKS: "Đã ghi nhận nhiệm vụ của cơ quan. Báo cáo tổng hợp vẫn đang mở.",
        Coverage.SENT: "Đã ghi nhận việc gửi báo cáo tổng hợp."
        if occurrence.is_consolidation
        else "Đã ghi nhận việc gửi báo cáo.",
    }[draft.part if occurrence.occurrence.kind is not ObligationKind.TASK else Coverage.ONE_TASK]
    number = f"Số tiếp nhận: {bold(prompt.receipt)}" if prompt.receipt else ""
    official = "" if draft.document_number else " Văn bản chính thức vẫn gửi theo quy định."
    return message(
        f"{bold(done)}\n{number}".strip(),
        _card(prompt),
        f"Cần sửa, đề nghị gõ /lichsu.{official}",
        _what_remains(prompt),
        "Trân trọng.",
    )


def recorded_many(prompt: RecordedMany) -> str:
    number = f"Số tiếp nhận: {bold(prompt.receipt)}" if prompt.receipt else ""
    given = prompt.reading
    answer = TaskAnswer(
        given.status, given.percent, given.completed_on, given.expected_on, given.text or None, given.difficulty
    )
    title = f"Đã ghi nhận tình hình {numbered(len(prompt.tasks), 'nhiệm vụ')}."
    more = f"Còn {numbered(len(prompt.choices), 'việc')} khác đang chờ báo cáo." if prompt.choices else ""
    return message(
        f"{bold(title)}\n{number}".strip(),
        f"{bold(', '.join(prompt.tasks))}: {answer_text(answer)}",
        "Cần sửa từng nhiệm vụ, đề nghị gõ /lichsu.",
        more,
        "Trân trọng.",
    )


def _what_remains(prompt: Recorded) -> str:
    """The report this task belongs to, and what else the reminder named."""
    draft, occurrence = prompt.draft, prompt.occurrence
    others = sum(c.subject != occurrence for c in prompt.choices)
    rows = [f"Còn {numbered(others, 'việc')} khác đang chờ báo cáo."] if others else []
    if draft.part is Coverage.ONE_TASK and occurrence.is_report:
        left = [t for t in occurrence.open_tasks if t.id not in draft.answers and not _is_answered(t, occurrence)]
        due = due_text(occurrence.occurrence.due, strict=occurrence.occurrence.strict)
        state = f"còn {numbered(len(left), 'nhiệm vụ')} chưa cập nhật" if left else "các nhiệm vụ đã cập nhật đủ"
        rows.insert(0, f"Báo cáo {due} vẫn đang mở, {state}. Đề nghị chọn bên dưới để hoàn thành và gửi báo cáo.")
    return "\n".join(rows)


def _is_answered(task: DeskTask, occurrence: DeskOccurrence) -> bool:
    return task.last is not None and task.last.occurrence == occurrence.key


def draft_gone(prompt: DraftGone) -> str:
    """What was typed stays readable in the chat."""
    draft = prompt.draft
    typed = [f"{bold(task)}: {answer_text(answer, 1000)}" for task, answer in draft.answers.items()]
    texts = (draft.note, draft.difficulty, draft.proposal, prompt.text)
    rows = [*typed, *(said(t, 1000) for t in texts if t)]
    return message(
        bold("Việc này không còn trong kế hoạch của đồng chí"),
        "Kế hoạch vừa được điều chỉnh nên báo cáo đang nhập không gửi được nữa.",
        "Nội dung đã nhập:\n" + "\n".join(rows) if rows else "",
    )
