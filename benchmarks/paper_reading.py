"""What the importer makes of a paper, through the door of ``dondoc import --json``, as plain data for counting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.documents.draft.draft_json import draft_json, no_plan_json
from bot.documents.reading.open_document import open_document
from bot.documents.understanding.draft import NoPlan, PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Agency, Plan, Registry
from bot.domain.schedule.expansion import expand
from bot.domain.schedule.obligation import report_dates, task_dates
from bot.domain.schedule.occurrence import Pursuit
from bot.registry.loader import load_registry

_SCHEDULES = Path(__file__).parents[1] / "schedules"
#: Years from the signing on in which dates are looked at.
_YEARS = 5


@dataclass(frozen=True, slots=True)
class Drafted:
    """A task or a report rule of the draft."""

    id: str
    text: str
    who: tuple[str, ...]
    #: Last days of its own; empty when undated.
    last: frozenset[date]
    #: Lines of the source it was read from, where known.
    lines: frozenset[int] = frozenset()
    #: Receiver of a report rule; None for a task.
    to: str | None = None
    #: The task a rule is the same obligation as.
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A doubt, or something listed as not used."""

    text: str
    line: int | None = None
    #: Task or rule, and its field; None for the plan as a whole.
    item: str | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One paper as read; with a ``reason`` it was refused."""

    drafted: tuple[Drafted, ...] = ()
    doubts: tuple[Said, ...] = ()
    unused: tuple[Said, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None


def read(path: Path, schedules: Path = _SCHEDULES) -> Reading:
    """As ``dondoc import path --json`` reads it beside the schedules of that folder."""
    registry, calendar, _ = load_registry(schedules)
    answer = read_plan(open_document(path), registry, issuer=None)
    reading = (
        Reading(unused=_unused(no_plan_json(answer)), reason=answer.reason)
        if isinstance(answer, NoPlan)
        else _reading(answer, calendar)
    )
    return reading if path.suffix == ".txt" else _without_lines(reading)


def _without_lines(reading: Reading) -> Reading:
    """The lines of a workbook are those of its sheets, not of the source."""
    return replace(
        reading,
        drafted=tuple(replace(drafted, lines=frozenset()) for drafted in reading.drafted),
        doubts=tuple(replace(doubt, line=None) for doubt in reading.doubts),
        unused=tuple(replace(said, line=None) for said in reading.unused),
    )


def _reading(draft: PlanDraft, calendar: WorkCalendar) -> Reading:
    data: dict[str, Any] = draft_json(draft)
    (plan,) = data["plans"]
    last = _last_days(draft, calendar)
    return Reading(
        (
            *(_task(task, last, _lines(draft, task["id"])) for task in plan["tasks"]),
            *(_rule(rule, last) for rule in plan["reports"]),
        ),
        tuple(Said(f"{d['read']} {d['doubt']}", d["line"], d["item"], d["field"]) for d in data["review"]),
        _unused(data),
        {
            "number": plan["code"] or "",
            "date": plan["signed_on"] or "",
            "issuer": plan["issuer"],
            "signer": plan["signer"] or "",
        },
    )


def _task(task: dict[str, Any], last: Mapping[str, frozenset[date]], lines: frozenset[int]) -> Drafted:
    text = " ".join(filter(None, (task["content"], task["when"], task["deliverable"])))
    return Drafted(task["id"], text, tuple(task["lead"]), last[task["id"]], lines)


def _rule(rule: dict[str, Any], last: Mapping[str, frozenset[date]]) -> Drafted:
    text = " ".join(filter(None, (rule["content"], rule["due"])))
    return Drafted(rule["id"], text, tuple(rule["from"]), last[rule["id"]], to=rule["to"], same_as=rule["same_as"])


def _lines(draft: PlanDraft, task_id: str) -> frozenset[int]:
    return frozenset(place.line for place in draft.sources.get(task_id, ()) if place.line is not None)


def _unused(data: Mapping[str, Any]) -> tuple[Said, ...]:
    """The ledger's rest; older drafts have none."""
    rest: Iterable[dict[str, Any]] = data.get("unused", ())
    return tuple(Said(str(entry["text"]), _number(str(entry.get("where") or ""))) for entry in rest)


def _number(label: str) -> int | None:
    """41 of "dòng 41"; a row of a table is no line of the source."""
    number = label.removeprefix("dòng ")
    return int(number) if label != number and number.isdigit() else None


def _last_days(draft: PlanDraft, calendar: WorkCalendar) -> dict[str, frozenset[date]]:
    """Last days by id of task or rule: those the paper prints, and those the schedule makes of the rest."""
    plan = draft.plan
    first = plan.signed_on or date(plan.year or 2026, 1, 1)
    years = range(first.year, first.year + _YEARS)
    days: dict[str, set[date]] = {task.id: {d.last_day for d in task_dates(task, plan, years)} for task in plan.tasks}
    days |= {rule.id: {d.last_day for d in report_dates(rule, plan, years)} for rule in plan.reports}
    for identity, day in _scheduled(draft, plan, calendar, first, date(years[-1], 12, 31)):
        days[identity].add(day)
    return {identity: frozenset(found) for identity, found in days.items()}


def _scheduled(
    draft: PlanDraft, plan: Plan, calendar: WorkCalendar, first: date, last: date
) -> Iterable[tuple[str, date]]:
    registry = Registry({plan.key: plan}, {"": Agency("", "", ""), **draft.agencies}, draft.people)
    for occurrence in expand(InUse(registry, calendar), first, last):
        if occurrence.pursuit is Pursuit.CHASE:
            yield occurrence.obligation, occurrence.last_day
