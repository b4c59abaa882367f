"""What a correct register still lacks. Each line begins with the plan, ``plan`` being its number or key."""

from __future__ import annotations

from collections.abc import Sequence


def no_number(plan: str) -> str:
    return f"{plan}: văn bản chưa ghi số, ký hiệu"


def no_signing_date(plan: str) -> str:
    return f"{plan}: văn bản chưa ghi ngày ký"


def report_unreadable(plan: str, report: str, due: str) -> str:
    return f"{plan}: báo cáo {report}: thời hạn “{due}” chưa đọc được"


def task_unreadable(plan: str, task: str, when: str) -> str:
    return f"{plan}: nhiệm vụ {task}: thời gian “{when}” chưa đọc được"


def task_without_time(plan: str, task: str, general: str | None) -> str:
    """``general`` is the plan's own time, which holds in place of the missing one."""
    meanwhile = f", tạm theo thời gian chung “{general}”" if general else ""
    return f"{plan}: nhiệm vụ {task}: chưa xác định thời gian{meanwhile}"


def task_without_contact(plan: str, task: str, leads: Sequence[str]) -> str:
    """``leads`` are names of agencies."""
    names = ", ".join(leads) or "chưa rõ cơ quan chủ trì"
    return f"{plan}: nhiệm vụ {task}: chưa có đầu mối liên hệ ({names})"


def agency_without_contact(plan: str, agency: str, *, consolidates: bool) -> str:
    what = "cơ quan tổng hợp" if consolidates else "cơ quan"
    return f"{plan}: {what} {agency}: chưa có cán bộ đầu mối"


def not_linked(plan: str, person: str, agency: str) -> str:
    return f"{plan}: đầu mối {person} ({agency}): chưa liên kết tài khoản nhận tin"
