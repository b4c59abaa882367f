"""Plans and their tasks: numbers, agencies and people named in them, printed times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.domain.dates.refusal import DateRefusal
from bot.domain.plan.plan import Agency
from bot.messages.common import date_text
from bot.messages.date_refusals import refusal_text
from bot.messages.registry.advice import did_you_mean, one_of

NOTHING_TO_DO = "kế hoạch không có nhiệm vụ và không có quy định báo cáo; đề nghị bổ sung “tasks” hoặc “reports”"
BAD_LEAD = "mỗi cơ quan chủ trì là một id, hoặc {agency: id, scope: phần việc}"


def number_too_long(text: str, most: int) -> str:
    return f"số, ký hiệu “{text}” dài quá {most} ký tự; ghi như 4778/KH-UBND"


def unknown_locality(locality: str, close: str, known: Iterable[str]) -> str:
    return f"không có cơ quan nào ở địa phương “{locality}”; {did_you_mean(close) if close else one_of(known)}"


def task_id_taken(id_: str, first_line: int) -> str:
    return f"nhiệm vụ “{id_}” đã có ở dòng {first_line}; mỗi nhiệm vụ cần một id riêng"


def lead_twice(agency: str) -> str:
    return f"cơ quan chủ trì “{agency}” được ghi hai lần; đề nghị gộp lại"


def unknown_agency(text: str, candidates: Iterable[Agency]) -> str:
    """``candidates`` are agencies that could be meant, best first."""
    shown = " hay ".join(f"“{a.id}” ({a.name})" for a in candidates)
    advice = f"có phải {shown} không?" if shown else "đề nghị bổ sung vào agencies.yaml hoặc sửa lại"
    return f"không có cơ quan “{text}”; {advice}"


def agency_over(agency: str, until: date) -> str:
    """Gone since the day ``until``, before the plan."""
    return f"{agency} đã kết thúc từ ngày {date_text(until)}, không cùng thời với kế hoạch; đề nghị xem lại"


def agency_not_yet(agency: str, since: date) -> str:
    return f"{agency} chỉ có từ ngày {date_text(since)}, không cùng thời với kế hoạch; đề nghị xem lại"


def unknown_person(id_: str, close: str, name: str) -> str:
    """``name`` is what ``close`` stands for."""
    advice = did_you_mean(close, name) if close else "đề nghị bổ sung vào people.yaml hoặc sửa lại"
    return f"không có cán bộ “{id_}”; {advice}"


def unreadable_time(text: str, reason: DateRefusal) -> str:
    return f"thời gian “{text}” chưa đọc được: {refusal_text(reason)}"


def ends_before_start(text: str, start: date, end: date) -> str:
    return f"thời gian “{text}” kết thúc ({date_text(end)}) trước khi bắt đầu ({date_text(start)}); đề nghị sửa lại"


def read_as_inclusive(text: str, due_on: date | None) -> str:
    """ "đến …", which may or may not include the day; ``due_on`` is the last day as read."""
    day = f" (đến hết ngày {date_text(due_on)})" if due_on else ""
    return (
        f"thời gian “{text}” được hiểu là tính cả thời điểm đó{day}; đề nghị xác nhận, hoặc ghi rõ "
        "“đến hết …” hay “trước …”"
    )


def counted_from_event(text: str) -> str:
    return f"thời gian “{text}” tính từ một sự kiện nên không tự có ngày; khi biết ngày, đề nghị ghi ngày"


def far_from_plan(text: str, year: int) -> str:
    return f"thời gian “{text}” cách năm {year} của kế hoạch quá xa; đề nghị xem lại"


def year_of_plan(text: str, year: int) -> str:
    return f"thời gian “{text}” không ghi năm, lấy năm {year} của kế hoạch"


def first_year_of_plan(text: str, year: int) -> str:
    return f"thời gian “{text}” không ghi năm bắt đầu, lấy từ năm {year} của kế hoạch"
