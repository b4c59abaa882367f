"""The board in Vietnamese: for the web page and for ``dondoc status``. Plain text, not escaped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.answers.standing import (
    Board,
    BoardContact,
    BoardCounts,
    BoardDisclaim,
    BoardRow,
    BoardTask,
    OfficialCounts,
    Reach,
    ReportDate,
    RowState,
)
from bot.domain.answers.status_report import Status, StatusReport, Timeliness
from bot.domain.schedule.occurrence import ObligationKind
from bot.domain.schedule.reminder import ReminderState
from bot.messages.common import agency_label, date_text, day_text, due_text, plan_short, two_digits
from bot.messages.labels import STATUS_LABEL, TIMELINESS_LABEL

#: Of the table in the terminal.
COLUMNS = ("Đơn vị", "Tình trạng", "Đầu mối", "Đã hỏi", "Trả lời")

ROW_STATE_LABEL: Mapping[RowState, str] = {
    RowState.NOT_ASKED: "Chưa đến kỳ nhắc",
    RowState.SILENT: "Chưa trả lời",
    RowState.PARTIAL: "Mới có một phần",
    RowState.ANSWERED: "Đã báo cáo đủ",
    RowState.UNREACHABLE: "Không liên lạc được",
}

REACH_LABEL: Mapping[Reach, str] = {
    Reach.REACHABLE: "đã liên kết",
    Reach.BLOCKED: "đã chặn hoặc ngừng tài khoản",
    Reach.NOT_LINKED: "chưa liên kết tài khoản",
    Reach.CONSENT_WITHDRAWN: "đã rút đồng ý nhận tin",
}

SEND_STATE_LABEL: Mapping[ReminderState, str] = {
    ReminderState.PLANNED: "chờ gửi",
    ReminderState.CLAIMED: "đang chuẩn bị",
    ReminderState.SENDING: "đang gửi",
    ReminderState.SENT: "đã gửi",
    ReminderState.ERRORED: "gặp lỗi, sẽ gửi lại",
    ReminderState.FAILED: "không gửi được",
    ReminderState.UNKNOWN: "không rõ đã tới hay chưa",
    ReminderState.CANCELLED: "đã huỷ",
}

_KIND_LABEL: Mapping[ObligationKind, str] = {
    ObligationKind.REPORT: "Báo cáo của các đơn vị",
    ObligationKind.CONSOLIDATION: "Báo cáo tổng hợp",
    ObligationKind.TASK: "Nhiệm vụ đến hạn",
}

EXAMPLE_MARK = "(ví dụ)"
SECRET_TASK = "Nhiệm vụ mật: đề nghị xem tại cơ quan"


def report_date_title(chosen: ReportDate) -> str:
    """One line for a list: "Báo cáo của các đơn vị – trước ngày 15/09/2024 – 188/KH-UBND"."""
    return f"{report_date_subject(chosen)} – {plan_short(chosen.plan)}"


def report_date_subject(chosen: ReportDate) -> str:
    """What is due and when, as the paper dates it."""
    return f"{_KIND_LABEL[chosen.kind]} – {due_text(chosen.due, strict=chosen.strict)}"


def target_text(chosen: ReportDate, today: date, working_days: int) -> str:
    """The day to hand in and how far it is; ``working_days`` from today to the target, negative after it."""
    target = f"nên gửi chậm nhất {day_text(chosen.target)}"
    if chosen.overdue:
        return f"{target} (đã quá hạn)"
    if working_days < 0:
        return f"{target} (đã qua{'' if today > chosen.last_day else ', hạn trên giấy chưa hết'})"
    if working_days == 0:
        return f"{target} (hôm nay)"
    return f"{target} (còn {two_digits(working_days)} ngày làm việc)"


def counts_items(counts: BoardCounts) -> tuple[tuple[str, str, int], ...]:
    """(code, label, number): asked, delivered, answered, silent, unreachable and what lies between."""
    return (
        ("asked", "Đã hỏi", counts.asked),
        ("delivered", "Đã nhận tin", counts.delivered),
        ("answered", "Đã báo cáo đủ", counts.answered),
        ("partial", "Mới có một phần", counts.partial),
        ("silent", "Chưa trả lời", counts.silent),
        ("unreachable", "Không liên lạc được", counts.unreachable),
        ("not_asked", "Chưa đến kỳ nhắc", counts.not_asked),
    )


def counts_line(counts: BoardCounts) -> str:
    """ "13 đơn vị: đã hỏi 13, đã nhận tin 12, đã trả lời 04, …"; empty side classes are left out."""
    always = {"asked", "delivered", "answered", "silent"}
    parts = (f"{label.lower()} {two_digits(n)}" for code, label, n in counts_items(counts) if n or code in always)
    return f"{two_digits(counts.agencies)} đơn vị: {', '.join(parts)}."


def official_line(counts: OfficialCounts) -> str:
    """The statistics line of official follow-up reports."""
    done = f"đúng hạn {two_digits(counts.done_on_time)}, quá hạn {two_digits(counts.done_late)}"
    if counts.done_unknown:
        done += f", chưa rõ ngày {two_digits(counts.done_unknown)}"
    line = (
        f"Tổng số {two_digits(counts.total)} nhiệm vụ: đã hoàn thành {two_digits(counts.done)} ({done}); "
        f"chưa hoàn thành {two_digits(counts.open)} (trong hạn {two_digits(counts.open_in_time)}, "
        f"quá hạn {two_digits(counts.open_overdue)})"
    )
    return f"{line}; không thực hiện {two_digits(counts.cancelled)}." if counts.cancelled else f"{line}."


def person_name(contact: BoardContact) -> str:
    """The name, with the mark of the made-up officers of the demo."""
    name = contact.person.name
    return f"{name} {EXAMPLE_MARK}" if contact.person.example and EXAMPLE_MARK not in name else name


def contact_text(contact: BoardContact) -> str:
    """Name, then what keeps the person from answering, if anything does."""
    notes = []
    if contact.reach is not Reach.REACHABLE:
        notes.append(REACH_LABEL[contact.reach])
    if contact.away_until is not None:
        stand_in = f", người thay: {contact.stand_in.name}" if contact.stand_in else ", chưa có người thay"
        notes.append(f"nghỉ đến hết {date_text(contact.away_until)}{stand_in}")
    if contact.snoozed_until is not None:
        notes.append(f"hẹn nhắc lại {short_moment(contact.snoozed_until)}")
    name = person_name(contact)
    return f"{name} – {'; '.join(notes)}" if notes else name


def contacts_text(row: BoardRow) -> str:
    """All contacts of an agency on one line."""
    return "; ".join(map(contact_text, row.contacts)) or "chưa có đầu mối"


def asked_text(row: BoardRow) -> str:
    """When it was asked first and last, or when it will be."""
    if row.first_asked is None:
        return f"sẽ nhắc {short_moment(row.next_ask)}" if row.next_ask else "chưa nhắc"
    text = f"nhắc {short_moment(row.first_asked)}"
    if row.last_asked and row.last_asked != row.first_asked:
        text += f", gần nhất {short_moment(row.last_asked)}"
    if row.uncertain:
        text += " (có tin không rõ đã tới)"
    elif not row.delivered:
        text += " (đang gửi)"
    return text


def answer_text(row: BoardRow) -> str:
    """What came back: when, under which receipt, how many of how many; how late when nothing did."""
    parts = []
    if row.answered_at is not None:
        parts.append(short_moment(row.answered_at))
    if row.receipt:
        parts.append(row.receipt)
    if row.total > 1 and row.answered:
        parts.append(f"{two_digits(row.answered)}/{two_digits(row.total)} nhiệm vụ")
    if row.overdue_days:
        parts.append(f"quá hạn {two_digits(row.overdue_days)} ngày làm việc")
    return ", ".join(parts)


def disclaim_text(disclaim: BoardDisclaim) -> str:
    """ "Nguyễn A báo không phụ trách nhiệm vụ 3.2 (lý do); đề nghị: Trần B"."""
    text = f"{disclaim.person} báo không phụ trách"
    text += f" nhiệm vụ {disclaim.task}" if disclaim.task else ""
    text += f" ({disclaim.reason})" if disclaim.reason else ""
    text += f"; đề nghị chuyển: {disclaim.suggested}" if disclaim.suggested else ""
    return f"{text}; trong khi chờ " + (f"hỏi {', '.join(disclaim.asked)}" if disclaim.asked else "chưa hỏi ai")


def remark_text(report: StatusReport) -> str:
    """ "nhiệm vụ 3.2: khó khăn: chờ kinh phí (vượt thẩm quyền); kiến nghị: bố trí kinh phí (gửi Sở Tài chính)"."""
    difficulty = report.difficulty or ("khó khăn chưa ghi rõ" if report.beyond_authority else "")
    parts = []
    if difficulty:
        cause = f", nguyên nhân: {report.cause}" if report.cause else ""
        beyond = " (vượt thẩm quyền)" if report.beyond_authority else ""
        parts.append(f"khó khăn: {difficulty}{cause}{beyond}")
    if report.proposal:
        to = f" (gửi {report.proposal_to})" if report.proposal_to else ""
        parts.append(f"kiến nghị: {report.proposal}{to}")
    return f"{f'nhiệm vụ {report.task}' if report.task else 'cả báo cáo'}: {'; '.join(parts)}"


def notes_lines(board: Board) -> list[str]:
    """What the agencies said besides their figures, one line each: difficulties, proposals, "không phụ trách"."""
    return [
        f"{agency_label(row.agency)} – {text}"
        for row in board.rows
        for text in (*map(remark_text, row.remarks), *map(disclaim_text, row.disclaims))
    ]


def agency_on_paper(row: BoardRow) -> str:
    """The name on paper where it is another one today: "theo Kế hoạch: Sở Kế hoạch và Đầu tư"."""
    others = [agency_label(a) for a in row.on_paper if a.id != row.agency.id]
    return f"theo Kế hoạch: {', '.join(others)}" if others else ""


def task_content(task: BoardTask) -> str:
    """The content as on paper; nothing of it for a secret task."""
    return SECRET_TASK if task.task.secret else task.task.content


def task_status_text(task: BoardTask) -> str:
    """ "Đang thực hiện 50%", "Đã hoàn thành", "Chưa có báo cáo"."""
    if task.status is None:
        return "Chưa có báo cáo"
    percent = task.latest.percent if task.latest else None
    shown = f" {percent}%" if percent is not None and task.status is Status.IN_PROGRESS else ""
    return f"{STATUS_LABEL[task.status]}{shown}"


def task_flags(task: BoardTask) -> tuple[str, ...]:
    """Timeliness and the two flags, as short labels."""
    latest = task.latest
    flags = (
        "" if task.timeliness is Timeliness.NONE else TIMELINESS_LABEL[task.timeliness].lower(),
        "có khó khăn, vướng mắc" if latest and latest.difficulty else "",
        "vượt thẩm quyền" if latest and latest.beyond_authority else "",
    )
    return tuple(flag for flag in flags if flag)


def short_moment(at: datetime) -> str:
    """ "08:00 04/09/2024"."""
    return f"{at:%H:%M} {date_text(at.date())}"


def no_report_date(wanted: str) -> str:
    """Nothing is called ``wanted``; empty: there is none at all."""
    return f"Không có ngày báo cáo nào{f' tên «{wanted}»' if wanted else ''}; xem dondoc status --list."
