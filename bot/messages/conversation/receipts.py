"""What stands in the chat after "Gửi"."""

from __future__ import annotations

from bot.domain.conversation.desk import DeskOccurrence, DeskTask
from bot.domain.conversation.prompts import Prompt, PromptKind
from bot.domain.conversation.states import Coverage, TaskAnswer
from bot.domain.intent.intent import Reading
from bot.domain.schedule.occurrence import ObligationKind
from bot.messages.common import bold, due_text
from bot.messages.conversation.parts import answer_text, message, numbered
from bot.messages.conversation.report import card, draft_of, occurrence_of


def recorded(prompt: Prompt) -> str:
    """The receipt; with the card, so that it stands in the chat."""
    draft = draft_of(prompt)
    done = {
        Coverage.WHOLE: "Đã ghi nhận báo cáo.",
        Coverage.ONE_TASK: "Đã ghi nhận tình hình nhiệm vụ.",
        Coverage.OWN_TASKS: "Đã ghi nhận nhiệm vụ của cơ quan. Báo cáo tổng hợp vẫn đang mở.",
        Coverage.SENT: "Đã ghi nhận việc gửi báo cáo tổng hợp."
        if occurrence_of(prompt).is_consolidation
        else "Đã ghi nhận việc gửi báo cáo.",
    }[draft.part if occurrence_of(prompt).occurrence.kind is not ObligationKind.TASK else Coverage.ONE_TASK]
    number = f"Số tiếp nhận: {bold(prompt.receipt)}" if prompt.receipt else ""
    official = "" if draft.document_number else " Văn bản chính thức vẫn gửi theo quy định."
    return message(
        f"{bold(done)}\n{number}".strip(),
        card(prompt),
        f"Cần sửa, đề nghị gõ /lichsu.{official}",
        _what_remains(prompt),
        "Trân trọng.",
    )


def recorded_many(prompt: Prompt) -> str:
    """The receipt of one answer for several tasks."""
    number = f"Số tiếp nhận: {bold(prompt.receipt)}" if prompt.receipt else ""
    given = prompt.reading or Reading("")
    answer = TaskAnswer(
        given.status, given.percent, given.completed_on, given.expected_on, given.text or None, given.difficulty
    )
    title = f"Đã ghi nhận tình hình {numbered(prompt.number, 'nhiệm vụ')}."
    more = f"Còn {numbered(len(prompt.choices), 'việc')} khác đang chờ báo cáo." if prompt.choices else ""
    return message(
        f"{bold(title)}\n{number}".strip(),
        f"{bold(prompt.text)}: {answer_text(answer)}",
        "Cần sửa từng nhiệm vụ, đề nghị gõ /lichsu.",
        more,
        "Trân trọng.",
    )


def _what_remains(prompt: Prompt) -> str:
    """The report this task belongs to, and what else the reminder named."""
    draft, occurrence = draft_of(prompt), occurrence_of(prompt)
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


TEXTS = {
    PromptKind.RECORDED: recorded,
    PromptKind.RECORDED_MANY: recorded_many,
}
