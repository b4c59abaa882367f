"""Pieces of the conversation's messages: how an occurrence, a task, an answer is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.domain.answers.status_report import Status
from bot.domain.conversation.desk import Colleague, DeskOccurrence, DeskTask, HistoryLine
from bot.domain.conversation.prompts import Choice, Subject
from bot.domain.conversation.states import TaskAnswer
from bot.domain.schedule.occurrence import ObligationKind, Pursuit
from bot.messages.common import (
    bold,
    date_text,
    day_text,
    due_text,
    esc,
    plain_content,
    plan_reference,
    plan_short,
    shorten,
    task_label,
    two_digits,
)
from bot.messages.labels import CHOICE_LABEL, STATUS_LABEL

SECRET = "Nhiệm vụ mật: đề nghị xem tại cơ quan."
#: Longest text a person typed that is shown back in full.
SHOWN = 300
_BUTTON = 48


def choice_label(choice: Choice) -> str:
    """The text on a button: plain, one line."""
    text = CHOICE_LABEL[choice.label]
    if "{}" not in text:
        return text
    label = shorten(text.format(_subject(choice.subject)), _BUTTON)
    return label[:1].upper() + label[1:]


def _subject(subject: Subject) -> str:
    match subject:
        case DeskOccurrence():
            return occurrence_button(subject)
        case DeskTask():
            return "Nhiệm vụ mật" if subject.secret else f"{subject.id}. {plain_content(subject.content)}"
        case Colleague():
            return subject.name
        case HistoryLine():
            return date_text(subject.report.at.date())
        case date():
            return date_text(subject)
        case int():
            return str(subject)
        case _:
            return subject or ""


def occurrence_button(occurrence: DeskOccurrence) -> str:
    """ "188/KH-UBND, 15/12/2022", with the task where it is about one."""
    held = occurrence.occurrence
    task = f"nhiệm vụ {held.obligation}, " if held.kind is ObligationKind.TASK and occurrence.open_tasks else ""
    task = "tổng hợp, " if occurrence.is_consolidation else task
    return f"{task}{plan_short(occurrence.plan)}, {date_text(held.due)}"


def what(occurrence: DeskOccurrence) -> str:
    """What has to be done, as a plain phrase."""
    held = occurrence.occurrence
    if held.kind is ObligationKind.CONSOLIDATION:
        return "Báo cáo tổng hợp"
    if held.kind is ObligationKind.REPORT:
        return "Báo cáo tình hình thực hiện"
    if not occurrence.open_tasks:
        return "Nhiệm vụ mật"
    if held.pursuit is Pursuit.CHECK_POINT:
        return f"Tình hình nhiệm vụ {held.obligation} đến cuối quý"
    return f"Nhiệm vụ {held.obligation}"


def when(occurrence: DeskOccurrence) -> str:
    """ "trước ngày 15/09/2024 (nên gửi chậm nhất thứ Sáu 13/09/2024)"."""
    held = occurrence.occurrence
    due = due_text(held.due, strict=held.strict)
    tentative = "dự kiến " if held.tentative else ""
    advice = "" if held.target == held.due else f" (nên gửi chậm nhất {day_text(held.target)})"
    return f"{tentative}{due}{advice}"


def heading(occurrence: DeskOccurrence) -> str:
    """Bold first line: what and by when."""
    held = occurrence.occurrence
    deadline = "dự kiến đến " if held.tentative else "" if held.strict else "hạn "
    return bold(f"{what(occurrence)} – {deadline}{due_text(held.due, strict=held.strict)}")


def reference(occurrence: DeskOccurrence) -> str:
    return esc(plan_reference(occurrence.plan))


def task_line(task: DeskTask, limit: int = 120) -> str:
    """ "<b>3.2.</b> Tăng cường …"; a secret task is only mentioned."""
    if task.secret:
        return f"<i>{SECRET}</i>"
    return task_label(task.id, shorten(task.content, limit))


def secret_note(occurrence: DeskOccurrence) -> str:
    """How many tasks are not shown; empty when none."""
    secret = sum(t.secret for t in occurrence.tasks)
    return (
        f"<i>Có {numbered(secret, 'nhiệm vụ')} mật không hiển thị tại đây: đề nghị xem tại cơ quan.</i>"
        if secret
        else ""
    )


def said(text: str | None, limit: int = SHOWN) -> str:
    """What a person typed, in quotes; a long text is shown in part and its length told."""
    if not text:
        return ""
    if len(text) <= limit:
        return f"“{esc(text)}”"
    length = f"{len(text):,}".replace(",", ".")
    return f"“{esc(shorten(text, limit))}” <i>(đã lưu đủ {length} ký tự)</i>"


def status_text(status: Status | None, percent: int | None) -> str:
    """ "Đang thực hiện, 50%"."""
    label = STATUS_LABEL[status] if status is not None else "Chưa chọn tình trạng"
    return f"{label}, {percent}%" if percent is not None and status is not Status.COMPLETED else label


def answer_text(answer: TaskAnswer, limit: int = 100) -> str:
    """Everything said about one task, in one line."""
    completed = f" ngày {date_text(answer.completed_on)}" if answer.completed_on is not None else ""
    parts = [f"{status_text(answer.status, answer.percent)}{completed}"]
    if answer.expected_on is not None:
        parts.append(f"dự kiến xong ngày {date_text(answer.expected_on)}")
    if answer.result:
        parts.append(said(answer.result, limit))
    if answer.difficulty and answer.difficulty not in (answer.result or ""):
        parts.append(f"khó khăn: {said(answer.difficulty, limit)}")
    return "; ".join(parts)


def numbered(count: int, thing: str) -> str:
    """ "03 nhiệm vụ"."""
    return f"{two_digits(count)} {thing}"


def listing(lines: Sequence[str], limit: int = 12, thing: str = "mục") -> str:
    """Lines with a dash each; what is beyond the limit is counted."""
    shown = [f"– {line}" for line in lines[:limit]]
    if len(lines) > limit:
        shown.append(f"… và {numbered(len(lines) - limit, thing)} khác")
    return "\n".join(shown)


def by_date(
    occurrences: Sequence[DeskOccurrence],
    line: Callable[[DeskOccurrence], str],
    due: Callable[[DeskOccurrence], str],
    limit: int = 20,
) -> str:
    """A line for each, those of one plan and one date under one heading."""
    shown = occurrences[:limit]
    groups: dict[tuple[str, str], list[DeskOccurrence]] = {}
    for occurrence in shown:
        groups.setdefault((reference(occurrence), due(occurrence)), []).append(occurrence)
    blocks = (f"{plan} – {day}:\n{listing([line(o) for o in of_day], limit)}" for (plan, day), of_day in groups.items())
    more = len(occurrences) - len(shown)
    return message(*blocks, f"… và {numbered(more, 'việc')} khác" if more else "")


def brief(occurrence: DeskOccurrence, limit: int = 80) -> str:
    """What and, for a task, its content in short."""
    held = occurrence.occurrence
    content = occurrence.open_tasks[0].content if held.kind is ObligationKind.TASK and occurrence.open_tasks else ""
    return (
        f"{bold(what(occurrence))}. {esc(shorten(plain_content(content), limit))}"
        if content
        else bold(what(occurrence))
    )


def message(*blocks: str) -> str:
    """Blocks with a blank line between them; empty ones are left out."""
    return "\n\n".join(b for b in blocks if b)
