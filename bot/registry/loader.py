"""Reads the folder of schedules: agencies, people, plans, calendar."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.plan import Plan, Registry
from bot.domain.text import slug
from bot.messages.registry import folder_problems
from bot.registry.agency_index import AgencyIndex
from bot.registry.checks.validation import check_names, link_agencies, link_people, phone_numbers
from bot.registry.problem import Problem
from bot.registry.yaml.calendar_files import load_calendar
from bot.registry.yaml.directory_files import Directory, read_agencies, read_people
from bot.registry.yaml.plan_file import read_plan


def load_registry(folder: Path) -> tuple[Registry, WorkCalendar, list[Problem]]:
    """Everything under ``folder`` (``plans/``, ``agencies.yaml``, ``people.yaml``, ``calendar/``) and every problem.

    Never raises on what a user wrote. With errors the registry holds what could be read, and every id in it still
    resolves; the caller decides whether to use it. Problems are sorted by file and line.
    """
    problems: list[Problem] = []
    plan_files = _plan_files(folder / "plans", problems)
    directory = _directory(folder, {path.stem for path in plan_files}, problems)
    plans = [read_plan(path, directory, problems) for path in plan_files]
    calendar, found = load_calendar(folder / "calendar")
    problems += found
    for path in (folder / "agencies.yaml", folder / "people.yaml", *plan_files):
        problems += phone_numbers(path)
    registry = Registry(_by_key(plans), directory.agencies, directory.people)
    return registry, calendar, sorted(set(problems))


def _directory(folder: Path, plans: Collection[str], problems: list[Problem]) -> Directory:
    agency_entries = read_agencies(folder / "agencies.yaml", problems)
    agencies = link_agencies(agency_entries or {})
    index = AgencyIndex(agencies.values())
    check_names(index, agency_entries or {})
    people_entries = read_people(folder / "people.yaml", problems)
    people = link_people(people_entries or {}, None if agency_entries is None else agencies, plans)
    return Directory(agencies, people, index, agency_entries is not None, people_entries is not None)


def _plan_files(folder: Path, problems: list[Problem]) -> list[Path]:
    found = sorted(path for path in folder.glob("*.y*ml") if not path.name.startswith("."))
    if not found:
        problems.append(Problem(folder.as_posix(), 0, folder_problems.NO_PLANS, "warning"))
    return [path for path in found if _well_named(path, problems)]


def _well_named(path: Path, problems: list[Problem]) -> bool:
    right = f"{slug(path.stem)}.yaml"
    if path.name != right:
        problems.append(Problem(path.as_posix(), 0, folder_problems.bad_plan_name(right)))
    return path.name == right


def _by_key(plans: Collection[Plan | None]) -> dict[str, Plan]:
    return {plan.key: plan for plan in plans if plan is not None}
