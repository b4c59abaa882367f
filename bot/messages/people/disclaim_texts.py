"""What coordinators and officers are told about "Không phải việc của tôi"."""

from __future__ import annotations

from bot.domain.conversation.desk import DeskOccurrence
from bot.domain.plan.plan import Person, Plan
from bot.domain.schedule.occurrence import Occurrence
from bot.messages.common import agency_label, bold, due_text, esc, plan_short
from bot.messages.conversation.aside import occurrence_line
from bot.messages.conversation.parts import message, said, task_line

#: The coordinator's button.
STAYS = "Vẫn do đồng chí này phụ trách"


def disclaim_notice(
    person: Person, occurrence: DeskOccurrence, task: str | None, reason: str, suggested: str | None
) -> str:
    """To the coordinators, at once. Of a secret task neither its number nor what was typed about it is passed on."""
    secret = bool(occurrence.tasks) and not occurrence.open_tasks
    about = occurrence.task(task) if task is not None else None
    rows = [
        f"{esc(person.name)}, {esc(agency_label(occurrence.agency))} báo không phụ trách:",
        occurrence_line(occurrence),
        f"Nhiệm vụ {task_line(about)}" if about is not None and not about.secret else "",
        "" if secret else f"Lý do: {said(reason)}",
        f"Người phụ trách theo đề xuất: {esc(suggested)}" if suggested else "Chưa có đề xuất người phụ trách.",
    ]
    return message(
        bold("Đề nghị xem xét đầu mối"),
        "\n".join(r for r in rows if r),
        "Trong khi chờ, hệ thống không nhắc người này về việc trên. Đề nghị điều chỉnh danh sách đầu mối, hoặc chọn "
        "bên dưới nếu việc vẫn do người này phụ trách. Trân trọng.",
    )


def stays_text(occurrence: Occurrence, plan: Plan, task: str | None) -> str:
    """To the person: it stays theirs. Names nothing but plan, date and number."""
    about = f"{esc(plan_short(plan))}, {due_text(occurrence.due, strict=occurrence.strict)}"
    secret = task is not None and plan.has_task(task) and plan.task(task).secret
    about += f", nhiệm vụ {esc(task)}" if task is not None and not secret else ""
    return message(
        bold("Cán bộ tổng hợp đề nghị đồng chí tiếp tục phụ trách"),
        about,
        "Hệ thống tiếp tục nhắc theo lịch. Trân trọng.",
    )


def decided_text(person: Person) -> str:
    """To the coordinator, in place of the notice."""
    return f"Đã ghi nhận: {esc(person.name)} tiếp tục phụ trách và đã được thông báo. Trân trọng."


def already_settled_text() -> str:
    """To the coordinator, when somebody was quicker or the files have changed."""
    return "Việc này đã được giải quyết. Trân trọng."


def not_yours_text() -> str:
    """To somebody who no longer coordinates the plan."""
    return "Đồng chí hiện không phải cán bộ tổng hợp của kế hoạch này. Trân trọng."
