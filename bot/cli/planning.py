"""``dondoc plan`` (rehearsal) and ``dondoc apply``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

import typer

from bot.bootstrap import offline_app
from bot.cli.output import JSON, print_json, print_problems
from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Registry
from bot.domain.schedule.rehearsal import rehearse
from bot.messages.change_lines import FILES_BROKEN, change_text
from bot.messages.rehearsal_lines import (
    END_BEFORE_START,
    calendar_estimated,
    messages_json,
    messages_text,
    unknown_plan,
)
from bot.offline import channel_of_people
from bot.registry.loader import load_registry
from bot.settings import Settings, load_settings


def plan(
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d", "%d/%m/%Y"], help="Ngày đầu (2024-08-01).")],
    end: Annotated[
        datetime, typer.Option("--to", formats=["%Y-%m-%d", "%d/%m/%Y"], help="Ngày cuối, tính cả ngày này.")
    ],
    only: Annotated[str, typer.Option("--plan", help="Chỉ một kế hoạch (khoá hoặc số).")] = "",
    json: JSON = False,
) -> None:
    """Every message of the days from ``start`` to ``end``, both included; sends and stores nothing."""
    settings = load_settings()
    registry, calendar = read_files(settings)
    if only:
        registry = only_plan(registry, only)
    first, last = start.date(), end.date()
    if last < first:
        raise typer.BadParameter(END_BEFORE_START, param_hint="--to")
    messages = rehearse(InUse(registry, calendar, settings.policies), first, last)
    if json:
        print_json(messages_json(messages, registry, channel_of_people(settings)))
    else:
        typer.echo(messages_text(messages, registry))
    warn_provisional(calendar, first, last)


def apply(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem trước, không ghi gì.")] = False,
    json: JSON = False,
) -> None:
    """Plans again from the files, in one transaction; with errors in the files nothing changes."""
    settings = load_settings()
    registry, _ = read_files(settings)
    app = offline_app(settings)
    try:
        changes = app.preview_files() if dry_run else app.apply_files("dondoc apply")
    finally:
        app.database.close()
    if json:
        print_json({**asdict(changes), "total": asdict(changes.total)})
    else:
        typer.echo(change_text(changes, registry.people))


def read_files(settings: Settings) -> tuple[Registry, WorkCalendar]:
    """The registry and calendar; prints every problem and exits 1 when there are errors."""
    registry, calendar, problems = load_registry(settings.schedules)
    errors = [p for p in problems if p.level == "error"]
    if errors:
        print_problems(errors)
        typer.echo(FILES_BROKEN, err=True)
        raise typer.Exit(1)
    return registry, calendar


def only_plan(registry: Registry, name: str) -> Registry:
    """The registry with one plan, named by key or printed number."""
    chosen = {k: p for k, p in registry.plans.items() if name in (k, p.code)}
    if not chosen:
        raise typer.BadParameter(unknown_plan(name, registry.plans), param_hint="--plan")
    return Registry(chosen, registry.agencies, registry.people)


def warn_provisional(calendar: WorkCalendar, first: date, last: date) -> None:
    """Say on standard error which years rest on an estimated calendar."""
    years = [year for year in range(first.year, last.year + 1) if calendar.is_provisional(year)]
    if years:
        typer.echo(calendar_estimated(years), err=True)
