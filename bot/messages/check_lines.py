"""What ``dondoc check`` and ``dondoc registry`` print around the problems and gaps. Plain text."""

from __future__ import annotations

from pathlib import Path

from bot.domain.plan.plan import Plan, Registry, ReportRule, Task

PHONE_NUMBERS = "số điện thoại"
DATABASE = "cơ sở dữ liệu"


def exposed(what: str, path: Path, mode: int) -> str:
    """A file with a secret or personal data that others can read; ``what`` it holds, ``mode`` its rights."""
    return f"người dùng khác trên máy đọc được tệp này (quyền {mode:04o}; {what}); chạy: chmod 600 {path}"


def calendar_estimated(year: int) -> str:
    return f"lịch làm việc năm {year} chưa có thông báo chính thức; đang dùng lịch dự kiến. Bổ sung tệp vn-{year}.yaml."


def read(registry: Registry) -> str:
    """How much was read."""
    tasks = sum(len(plan.tasks) for plan in registry.plans.values())
    return (
        f"Đã đọc {len(registry.plans)} kế hoạch, {tasks} nhiệm vụ, {len(registry.agencies)} cơ quan, "
        f"{len(registry.people)} người."
    )


def missing(count: int) -> str:
    """The heading over the gaps."""
    return f"Còn thiếu ({count}):"


def plan_line(plan: Plan) -> str:
    return f"{plan.key}: {plan.code or '(chưa ghi số)'}: {plan.title}"


def report_line(rule: ReportRule) -> str:
    return f"{rule.id}: {rule.due or 'không ghi ngày'}"


def task_line(task: Task, registry: Registry) -> str:
    """Its id, printed time, leads and the beginning of its content."""
    leads = ", ".join(registry.agencies[x.agency].name for x in task.leads if x.agency in registry.agencies)
    return f"{task.id}  [{task.when or 'không ghi thời gian'}]  {leads}: {' '.join(task.content.split())[:80]}"
