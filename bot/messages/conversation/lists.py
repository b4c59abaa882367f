"""Lists and notices: open work, dates, history, help, and everything said without a question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.domain.conversation.desk import DeskOccurrence, HistoryLine
from bot.domain.conversation.prompts import Prompt, PromptKind
from bot.domain.conversation.states import TaskAnswer
from bot.messages.common import bold, date_text, day_text, due_text, esc, file_name, moment_text, plan_short, two_digits
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
    said,
    task_line,
    what,
    when,
)

_EXAMPLES = (
    "Ví dụ: <i>xong 80% rồi, còn chờ kinh phí</i>; <i>nhiệm vụ 3.2 chưa triển khai</i>; <i>dự kiến 20/9 xong</i>."
)


def tasks(prompt: Prompt) -> str:
    """What awaits an answer, nearest first."""
    if not prompt.occurrences:
        return "Hiện đồng chí không có việc nào đang chờ báo cáo."
    count = numbered(len(prompt.occurrences), "việc đang chờ báo cáo")
    return message(bold(count), by_date(prompt.occurrences, _open_line, lambda o: _due(o, prompt.day)))


def _open_line(occurrence: DeskOccurrence) -> str:
    return f"{brief(occurrence)}{_extent(occurrence)}"


def _due(occurrence: DeskOccurrence, today: date | None) -> str:
    held = occurrence.occurrence
    if held.can_be_overdue and today is not None and today > held.last_day:
        return f"hạn {due_text(held.due, strict=held.strict)}, <b>đã quá hạn</b>"
    return f"hạn {esc(when(occurrence))}"


def _extent(occurrence: DeskOccurrence) -> str:
    if occurrence.is_report:
        return f", {numbered(len(occurrence.tasks), 'nhiệm vụ')}"
    if not occurrence.units:
        return ""
    missing = f"{two_digits(len(occurrence.missing_units))}/{two_digits(occurrence.units)}"
    return f", {missing} đơn vị chưa gửi báo cáo"


def details(prompt: Prompt) -> str:
    """Full text of every task of a reminder."""
    return message(*(_detail(o) for o in prompt.occurrences))


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


def calendar(prompt: Prompt) -> str:
    """Dates ahead; the file goes along."""
    if not prompt.occurrences:
        return "Hiện chưa có thời hạn nào sắp tới của đồng chí."
    rows = [f"{day_text(o.occurrence.target)}: {esc(what(o))}, {esc(plan_short(o.plan))}" for o in prompt.occurrences]
    return message(
        bold("Lịch các thời hạn sắp tới (ngày nên gửi)"),
        listing(rows, 20, "thời hạn"),
        "Tệp lịch (.ics) kèm theo mở được bằng ứng dụng lịch trên điện thoại, máy tính.",
    )


def history(prompt: Prompt) -> str:
    """Earlier answers, newest first."""
    if not prompt.history:
        return "Đồng chí chưa có báo cáo nào được ghi nhận."
    return message(bold("Các báo cáo đã ghi nhận"), listing([_answered(h) for h in prompt.history], 15, "báo cáo"))


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


def help_text(_prompt: Prompt) -> str:
    """What can be typed and tapped."""
    commands = [
        "/viec – việc đang chờ báo cáo",
        "/baocao – báo cáo tình hình thực hiện",
        "/lich – các thời hạn sắp tới, kèm tệp lịch",
        "/lichsu – các báo cáo đã gửi, sửa báo cáo",
        "/nghiphep – báo nghỉ và người nhận thay",
        "/huy – huỷ nội dung đang nhập",
        "/quyenriengtu – dữ liệu cá nhân và quyền của đồng chí",
    ]
    return message(
        bold("Hướng dẫn"),
        "Khi có tin nhắc, đồng chí chọn nút dưới tin, hoặc gõ ngay tình hình thực hiện. "
        "Hệ thống đọc lại để đồng chí xác nhận rồi mới ghi nhận.",
        _EXAMPLES,
        "\n".join(commands),
    )


def not_understood(prompt: Prompt) -> str:
    """Kind, with a way on."""
    return message(
        bold("Hệ thống chưa hiểu nội dung này"),
        said(prompt.text),
        f"Kính đề nghị đồng chí gõ tình hình thực hiện, hoặc chọn bên dưới. {_EXAMPLES}",
    )


def text_kept(prompt: Prompt) -> str:
    """Where it went."""
    places = {
        "result": "kết quả thực hiện",
        "difficulty": "khó khăn, vướng mắc",
        "proposal": "kiến nghị",
        "note": "nội dung khác",
    }
    return f"Đã ghi vào phần {places.get(prompt.purpose, 'nội dung khác')}."


def draft_gone(prompt: Prompt) -> str:
    """What was typed stays readable in the chat."""
    draft = prompt.draft
    typed = [f"{bold(task)}: {answer_text(answer, 1000)}" for task, answer in draft.answers.items()] if draft else []
    texts = [draft.note, draft.difficulty, draft.proposal] if draft else []
    rows = [*typed, *(said(t, 1000) for t in (*texts, prompt.text) if t)]
    return message(
        bold("Việc này không còn trong kế hoạch của đồng chí"),
        "Kế hoạch vừa được điều chỉnh nên báo cáo đang nhập không gửi được nữa.",
        "Nội dung đã nhập:\n" + "\n".join(rows) if rows else "",
    )


def resumed(_prompt: Prompt) -> str:
    """Where the person left off."""
    return "Báo cáo này đang nhập dở, mời đồng chí tiếp tục:"


def secret_only(_prompt: Prompt) -> str:
    """Nothing about it in a chat."""
    return SECRET


def bad_date(prompt: Prompt) -> str:
    """The reason, and an example."""
    return f"Chưa đọc được ngày: {esc(prompt.text)}."


def date_in_future(prompt: Prompt) -> str:
    """It cannot have happened yet."""
    return f"Ngày {date_text(prompt.day)} chưa đến, đề nghị kiểm tra lại." if prompt.day is not None else ""


def date_in_past(prompt: Prompt) -> str:
    """It has gone by."""
    return f"Ngày {date_text(prompt.day)} đã qua, đề nghị chọn ngày khác." if prompt.day is not None else ""


def file_too_large(prompt: Prompt) -> str:
    """The cap is named by the inbox through ``number`` (MB)."""
    limit = f" (tối đa {prompt.number} MB)" if prompt.number else ""
    return f"Tệp “{file_name(prompt.text)}” quá lớn{limit} nên không nhận được. Đề nghị gửi tệp nhỏ hơn."


def file_not_fetched(prompt: Prompt) -> str:
    """Not the person's fault."""
    return f"Chưa tải được tệp “{file_name(prompt.text)}”. Kính đề nghị đồng chí gửi lại."


def unknown_command(prompt: Prompt) -> str:
    """No such command."""
    return f"Hệ thống không có lệnh /{esc(prompt.text)}. Các lệnh hiện có: /trogiup"


def _fixed(text: str) -> Callable[[Prompt], str]:
    return lambda _prompt: text


TEXTS: dict[PromptKind, Callable[[Prompt], str]] = {
    PromptKind.TASKS: tasks,
    PromptKind.DETAILS: details,
    PromptKind.CALENDAR: calendar,
    PromptKind.HISTORY: history,
    PromptKind.HELP: help_text,
    PromptKind.NOT_UNDERSTOOD: not_understood,
    PromptKind.TEXT_KEPT: text_kept,
    PromptKind.DRAFT_GONE: draft_gone,
    PromptKind.RESUMED: resumed,
    PromptKind.SECRET_ONLY: secret_only,
    PromptKind.BAD_DATE: bad_date,
    PromptKind.DATE_IN_FUTURE: date_in_future,
    PromptKind.DATE_IN_PAST: date_in_past,
    PromptKind.FILE_TOO_LARGE: file_too_large,
    PromptKind.FILE_NOT_FETCHED: file_not_fetched,
    PromptKind.UNKNOWN_COMMAND: unknown_command,
    PromptKind.NOTHING_CHANGED: _fixed("Báo cáo đã gửi được giữ nguyên."),
    PromptKind.CANCELLED: _fixed(
        "Đã huỷ; nội dung vừa nhập không được ghi nhận. Cần xem việc đang mở, đề nghị gõ /viec."
    ),
    PromptKind.NOTHING_TO_CANCEL: _fixed("Hiện không có nội dung nào đang nhập để huỷ."),
    PromptKind.OLD_BUTTON: _fixed(
        "Nút này thuộc câu hỏi trước nên không còn hiệu lực; không có gì thay đổi. "
        "Đề nghị dùng nút ở câu hỏi gần nhất, hoặc gõ /viec để xem việc đang mở."
    ),
    PromptKind.TAPPED_TWICE: _fixed(
        "Hệ thống đã nhận lựa chọn trước của đồng chí; lần chọn này không làm thay đổi gì."
    ),
    PromptKind.CLOSED: _fixed("Việc này đã được báo cáo hoặc không còn mở; không có gì thay đổi. Đề nghị xem /viec."),
    PromptKind.STATE_LOST: _fixed(
        "Nội dung nhập dở trước đây không đọc lại được sau khi hệ thống cập nhật. "
        "Kính mong đồng chí thông cảm và nhập lại."
    ),
    PromptKind.TEXT_HELD: _fixed(
        "Nội dung đồng chí vừa gõ được giữ lại; sau khi chọn việc, hệ thống sẽ hỏi ghi vào đâu."
    ),
    PromptKind.TEXT_DROPPED: _fixed("Đã bỏ nội dung vừa gõ."),
    PromptKind.TEXT_CONTINUED: _fixed("Đã nối phần tiếp theo vào nội dung đồng chí vừa gửi."),
    PromptKind.PLEASE_CHOOSE: _fixed("Đề nghị đồng chí chọn một trong các nút bên dưới."),
    PromptKind.DAY_PASSED: _fixed("Câu hỏi được gửi từ hôm trước nên các ngày đã thay đổi. Đề nghị đồng chí chọn lại."),
    PromptKind.EXTENSION_NOTE: _fixed(
        "Hệ thống không tự gia hạn. Nội dung này được ghi thành kiến nghị gửi cơ quan tổng hợp; "
        "thời hạn chỉ thay đổi khi cấp có thẩm quyền đồng ý."
    ),
    PromptKind.BAD_PERCENT: _fixed("Đề nghị gõ một số từ 0 đến 100, ví dụ: 60"),
    PromptKind.LEAVE_ENDS_EARLY: _fixed(
        "Ngày kết thúc phải từ ngày bắt đầu nghỉ trở đi. Đề nghị gõ lại, ví dụ: 12/9/2024"
    ),
    PromptKind.NOT_TEXT: _fixed("Hệ thống chỉ đọc được chữ, ảnh và tệp. Kính đề nghị đồng chí gõ nội dung."),
    PromptKind.NOTHING_OPEN: _fixed(
        "Hiện đồng chí không có việc nào đang chờ báo cáo nên nội dung này chưa được ghi nhận."
    ),
    PromptKind.ACKNOWLEDGED: _fixed(
        "Trân trọng cảm ơn đồng chí. Khi có kết quả, đồng chí chọn Báo cáo hoặc gõ tại đây."
    ),
}
