"""Lists: open work, details, dates ahead, history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from bot.domain.conversation.desk import DeskOccurrence, HistoryLine
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import History, ListPrompt, OccurrenceList, OpenWork
from bot.domain.conversation.states import TaskAnswer
from bot.domain.schedule.overdue import is_overdue
from bot.messages.common import bold, day_text, due_text, esc, moment_text, plan_short, two_digits
from bot.messages.conversation.aside import lines, occurrence_line
from bot.messages.conversation.parts import (
    SECRET,
    answer_text,
    brief,
    by_date,
    heading,
    listing,
    message,
    numbered,
    reference,
    task_line,
    what,
    when,
)

CALENDAR_NAME = "Đôn Đốc"
CALENDAR_FILE = "Tệp lịch các thời hạn."


def list_text(prompt: ListPrompt) -> str:
    """What was asked to be shown, as HTML."""
    match prompt:
        case OpenWork():
            return _open_work(prompt)
        case OccurrenceList():
            return _occurrence_list(prompt)
        case History():
            return _history(prompt)
        case _:
            assert_never(prompt)


def _occurrence_list(prompt: OccurrenceList) -> str:
    match prompt.kind:
        case Notice.DETAILS:
            return message(*(_detail(o) for o in prompt.occurrences))
        case Notice.CALENDAR:
            return _calendar(prompt.occurrences)
        case Notice.SNOOZE_TOO_LATE:
            return _snooze_too_late(prompt.occurrences)
        case Notice.TAKEN_BACK:
            return _taken_back(prompt.occurrences)
        case _:
            assert_never(prompt.kind)


def _open_work(prompt: OpenWork) -> str:
    if not prompt.occurrences:
        return "Hiện đồng chí không có việc nào đang chờ báo cáo."
    count = numbered(len(prompt.occurrences), "việc đang chờ báo cáo")
    return message(bold(count), by_date(prompt.occurrences, _open_line, lambda o: _due(o, prompt.today)))


def _open_line(occurrence: DeskOccurrence) -> str:
    return f"{brief(occurrence)}{_extent(occurrence)}"


def _due(occurrence: DeskOccurrence, today: date) -> str:
    held = occurrence.occurrence
    if is_overdue(held, today):
        return f"hạn {due_text(held.due, strict=held.strict)}, <b>đã quá hạn</b>"
    return f"hạn {esc(when(occurrence))}"


def _extent(occurrence: DeskOccurrence) -> str:
    if occurrence.is_report:
        return f", {numbered(len(occurrence.tasks), 'nhiệm vụ')}"
    if not occurrence.units:
        return ""
    missing = f"{two_digits(len(occurrence.missing_units))}/{two_digits(occurrence.units)}"
    return f", {missing} đơn vị chưa báo cáo đủ"


def _detail(occurrence: DeskOccurrence) -> str:
    held = occurrence.occurrence
    printed = f"Thời gian ghi trong kế hoạch: {esc(held.due_text)}" if held.due_text else ""
    hand_in = f"Nên gửi chậm nhất: {day_text(held.target)}"
    shown = "\n".join(task_line(t, 1500) for t in occurrence.open_tasks)
    secret = f"<i>{SECRET}</i>" if len(occurrence.open_tasks) < len(occurrence.tasks) else ""
    return message(
        heading(occurrence),
        "\n".join(r for r in (f"{reference(occurrence)}: {esc(occurrence.plan.title)}", printed, hand_in) if r),
        shown,
        secret,
    )


def _snooze_too_late(occurrences: Sequence[DeskOccurrence]) -> str:
    return message(
        bold("Không thể lùi lịch nhắc"),
        f"Đã đến hoặc đã qua ngày nên gửi:\n{lines(occurrences)}",
        "Kính đề nghị báo cáo sớm.",
    )


def _taken_back(occurrences: Sequence[DeskOccurrence]) -> str:
    if not occurrences:
        return "Hiện không còn việc nào đồng chí báo không phụ trách đang chờ xem xét."
    return message(
        bold("Đã ghi nhận đồng chí phụ trách:"),
        listing([occurrence_line(o) for o in occurrences], 20, "việc"),
        "Hệ thống tiếp tục nhắc theo lịch. Trân trọng.",
    )


def _calendar(occurrences: Sequence[DeskOccurrence]) -> str:
    if not occurrences:
        return "Hiện chưa có thời hạn nào sắp tới của đồng chí."
    rows = [f"{day_text(o.occurrence.target)}: {esc(what(o))}, {esc(plan_short(o.plan))}" for o in occurrences]
    return message(
        bold("Lịch các thời hạn sắp tới (ngày nên gửi)"),
        listing(rows, 20, "thời hạn"),
        "Tệp lịch (.ics) kèm theo mở được bằng ứng dụng lịch trên điện thoại, máy tính.",
    )


def calendar_entry(occurrence: DeskOccurrence) -> tuple[str, str]:
    """Summary and description in a calendar file: plain text."""
    tasks = [f"{t.id}. {t.content}" for t in occurrence.open_tasks]
    target = day_text(occurrence.occurrence.target)
    description = "\n".join([f"Hạn: {when(occurrence)}", f"Nên gửi: {target}", *tasks])
    return f"{what(occurrence)} – {plan_short(occurrence.plan)}", description


def _history(prompt: History) -> str:
    if not prompt.lines:
        return "Đồng chí chưa có báo cáo nào được ghi nhận."
    return message(bold("Các báo cáo đã ghi nhận"), listing([_answered(h) for h in prompt.lines], 15, "báo cáo"))


def _answered(line: HistoryLine) -> str:
    report = line.report
    plan = plan_short(line.plan) if line.plan is not None else report.plan
    by = " (do người nhận thay gửi)" if report.by else ""
    by = f" (trả lời thay đồng chí {esc(line.on_behalf)})" if line.on_behalf else by
    if report.task is not None:
        answer = TaskAnswer(report.status, report.percent, report.completed_on, report.expected_on, report.result)
        about = f"nhiệm vụ {esc(report.task)}: {answer_text(answer, 60)}"
    else:
        about = "báo cáo chung"
    return f"{moment_text(report.at)}, {esc(plan)}, {about}; số {esc(report.receipt or '')}{by}"
