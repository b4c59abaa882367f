"""``dondoc check`` and ``dondoc registry``: what the files say and what is missing."""

from __future__ import annotations

from collections.abc import Collection

import typer

from bot.cli.exposed import exposed_files
from bot.cli.output import JSON, print_json, print_problems, problem_json
from bot.clock import SystemClock
from bot.domain.plan.plan import Registry
from bot.messages import check_lines
from bot.registry.checks.gaps import Gap, registry_gaps
from bot.registry.loader import load_registry
from bot.registry.normalised import registry_json
from bot.registry.problem import Problem
from bot.services.schedule.horizon import provisional_years
from bot.settings import Settings, load_settings


def check(json: JSON = False) -> None:
    """Prints every problem, then what is still missing; exits 1 when there are errors."""
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
    """Prints what could be read, also beside errors; exits 1 then."""
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
    said = check_lines.calendar_estimated
    return [Problem(str(folder / f"vn-{year}.yaml"), 0, said(year), "warning") for year in years]


def _print_gaps(found: Registry, gaps: Collection[Gap]) -> None:
    typer.echo(check_lines.read(found))
    if gaps:
        typer.echo(check_lines.missing(len(gaps)))
    for gap in gaps:
        typer.echo(f"  - {gap.message}")


def _gap_json(gap: Gap) -> dict[str, object]:
    return {"kind": gap.kind, "plan": gap.plan, "task": gap.task, "message": gap.message}


def _print_plans(found: Registry) -> None:
    for plan in found.plans.values():
        typer.echo(check_lines.plan_line(plan))
        for rule in plan.reports:
            typer.echo(f"    {check_lines.report_line(rule)}")
        for task in plan.tasks:
            typer.echo(f"    {check_lines.task_line(task, found)}")
