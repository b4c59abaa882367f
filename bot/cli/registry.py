"""``dondoc check`` and ``dondoc registry``: what the files say and what is missing."""

from __future__ import annotations

from collections.abc import Collection

import typer

from bot.cli.exposed import exposed_files
from bot.cli.output import JSON, print_json, print_problems, problem_json
from bot.clock import SystemClock
from bot.domain.plan.plan import Registry
from bot.registry.checks.gaps import Gap, registry_gaps
from bot.registry.loader import load_registry
from bot.registry.normalised import registry_json
from bot.registry.problem import Problem
from bot.services.schedule.horizon import provisional_years
from bot.settings import Settings, load_settings


def check(json: JSON = False) -> None:
    """Kiểm tra cấu hình và các tệp kế hoạch; in mọi lỗi một lần, rồi những chỗ còn thiếu."""
    settings = load_settings()
    found, calendar, problems = load_registry(settings.schedules)
    problems += exposed_files(settings)
    problems += _calendar_warnings(settings, provisional_years(calendar, SystemClock().now()))
    gaps = registry_gaps(found, _linked(settings))
    if json:
        print_json({"problems": [problem_json(p) for p in sorted(problems)], "gaps": [_gap_json(g) for g in gaps]})
    else:
        print_problems(problems)
        _print_gaps(found, gaps)
    if any(p.level == "error" for p in problems):
        raise typer.Exit(1)


def registry(json: JSON = False) -> None:
    """In sổ đăng ký đã chuẩn hoá: kế hoạch, nhiệm vụ, cơ quan, cán bộ."""
    settings = load_settings()
    found, _, problems = load_registry(settings.schedules)
    gaps = registry_gaps(found, _linked(settings))
    if json:
        print_json(registry_json(found, gaps))
    else:
        _print_plans(found)
    errors = [p for p in problems if p.level == "error"]
    print_problems(errors)
    if errors:
        raise typer.Exit(1)


def _linked(settings: Settings) -> Collection[str]:
    """Ids of people with a working chat. Where there is no database yet, none is opened: that takes longest here."""
    if settings.database_file is not None and not settings.database_file.exists():
        return frozenset()
    from bot.offline import linked_people

    return linked_people(settings)


def _calendar_warnings(settings: Settings, years: Collection[int]) -> list[Problem]:
    folder = settings.schedules / "calendar"
    text = "lịch làm việc năm {} chưa có thông báo chính thức; đang dùng lịch dự kiến. Bổ sung tệp vn-{}.yaml."
    return [Problem(str(folder / f"vn-{year}.yaml"), 0, text.format(year, year), "warning") for year in years]


def _print_gaps(found: Registry, gaps: Collection[Gap]) -> None:
    tasks = sum(len(p.tasks) for p in found.plans.values())
    counts = f"{len(found.plans)} kế hoạch, {tasks} nhiệm vụ, {len(found.agencies)} cơ quan, {len(found.people)} người"
    typer.echo(f"Đã đọc {counts}.")
    if gaps:
        typer.echo(f"Còn thiếu ({len(gaps)}):")
    for gap in gaps:
        typer.echo(f"  - {gap.message}")


def _gap_json(gap: Gap) -> dict[str, object]:
    return {"kind": gap.kind, "plan": gap.plan, "task": gap.task, "message": gap.message}


def _print_plans(found: Registry) -> None:
    for plan in found.plans.values():
        typer.echo(f"{plan.key}: {plan.code or '(chưa ghi số)'}: {plan.title}")
        for rule in plan.reports:
            typer.echo(f"    {rule.id}: {rule.due or 'không ghi ngày'}")
        for task in plan.tasks:
            leads = ", ".join(found.agencies[x.agency].name for x in task.leads if x.agency in found.agencies)
            typer.echo(
                f"    {task.id}  [{task.when or 'không ghi thời gian'}]  {leads}: {' '.join(task.content.split())[:80]}"
            )
