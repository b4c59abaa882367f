"""The registry as plain data for ``dondoc registry --json``.

Field names are relied upon by others (DESIGN §7); fields may be added, never renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot.domain.dates.time_phrase import TimeKind, TimePhrase
from bot.domain.plan.plan import Agency, Person, Plan, Registry, ReportRule, Task
from bot.domain.plan.task_fields import TASK_FIELDS, FieldKind
from bot.registry.checks.gaps import Gap

#: What ``json.dumps`` takes.
Json = dict[str, Any]


def registry_json(registry: Registry, gaps: Sequence[Gap]) -> Json:
    """Everything the registry knows, in plain lists, texts and ISO dates."""
    return {
        "plans": [_plan(plan, registry) for plan in registry.plans.values()],
        "agencies": [_agency(agency) for agency in registry.agencies.values()],
        "people": [_person(person, registry) for person in registry.people.values()],
        "gaps": [_gap(gap) for gap in gaps],
    }


def display_name(registry: Registry, agency: str, plan: Plan) -> str:
    """The agency's name at the plan's date (at the start of its year when the paper is undated)."""
    on = plan.signed_on or (date(plan.year, 1, 1) if plan.year else None)
    return (registry.successor(agency, on) if on else registry.agencies[agency]).name


def _plan(plan: Plan, registry: Registry) -> Json:
    return {
        "key": plan.key,
        "code": plan.code,
        "title": plan.title,
        "short_title": plan.short_title,
        "locality": plan.locality,
        "issuer": display_name(registry, plan.issuer, plan),
        "issuer_id": plan.issuer,
        "signed_on": _iso(plan.signed_on),
        "signer": plan.signer,
        "year": plan.year,
        "plan_when": plan.when,
        "consolidator": display_name(registry, plan.consolidator, plan),
        "consolidator_id": plan.consolidator,
        "legal_bases": list(plan.legal_bases),
        "reading": plan.note,
        "reports": [_report(rule, plan, registry) for rule in plan.reports],
        "tasks": [_task(task, plan, registry) for task in plan.tasks],
    }


def _report(rule: ReportRule, plan: Plan, registry: Registry) -> Json:
    windows = rule.time.windows if rule.time else ()
    return {
        "id": rule.id,
        "from": _names(rule.senders, plan, registry),
        "from_ids": list(rule.senders),
        "to": display_name(registry, rule.to, plan),
        "to_id": rule.to,
        "due": rule.due,
        "due_on": _iso(rule.time.due_on if rule.time else None),
        "recurring": rule.yearly,
        "every": rule.every,
        "first_year": rule.first_year,
        "last_year": rule.last_year,
        "last_day": _iso(windows[-1].end if windows else None),
        "on_request": rule.on_request,
        "consolidates": rule.consolidates,
        "same_as": rule.same_as,
        "content": rule.content,
        "reading": rule.note,
    }


def _task(task: Task, plan: Plan, registry: Registry) -> Json:
    shown: Json = {}
    for field in TASK_FIELDS:
        value, ids = getattr(task, field.name), f"{field.json.removesuffix('s')}_ids"
        match field.kind:
            case FieldKind.LEADS:
                agencies = [lead.agency for lead in value]
                shown |= {field.json: _names(agencies, plan, registry), ids: agencies}
                shown[f"{field.json}_scopes"] = [lead.scope for lead in value]
            case FieldKind.AGENCIES:
                shown |= {field.json: _names(value, plan, registry), ids: list(value)}
            case FieldKind.PEOPLE:
                shown |= {field.json: [registry.people[person].name for person in value], ids: list(value)}
            case FieldKind.TIME:
                shown |= {field.json: value, **_time(task.time)}
            case FieldKind.POLICY:
                pass
            case _:
                shown[field.json] = list(value) if isinstance(value, tuple) else value
    return shown


def _time(time: TimePhrase | None) -> Json:
    return {
        "windows": [[_iso(window.start), _iso(window.end)] for window in time.windows] if time else [],
        "kind": (time.kind if time else TimeKind.NONE).value,
        "tentative": bool(time and time.tentative),
        "year_source": time.year_source if time else None,
    }


def _agency(agency: Agency) -> Json:
    return {
        "id": agency.id,
        "name": agency.name,
        "short": agency.short,
        "locality": agency.locality,
        "kind": agency.kind.value,
        "aliases": list(agency.aliases),
        "members": list(agency.members),
        "since": _iso(agency.since),
        "until": _iso(agency.until),
        "succeeded_by": agency.succeeded_by,
    }


def _person(person: Person, registry: Registry) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "prefix": person.prefix,
        "title": person.title,
        "unit": person.unit,
        "agency": registry.agencies[person.agency].name,
        "agency_id": person.agency,
        "roles": [role.value for role in person.roles],
        "plans": list(person.plans),
        "until": _iso(person.until),
        "replaced_by": person.replaced_by,
        "example": person.example,
    }


def _gap(gap: Gap) -> Json:
    return {
        "kind": gap.kind.value,
        "plan": gap.plan,
        "task": gap.task,
        "agency": gap.agency,
        "person": gap.person,
        "message": gap.message,
    }


def _names(agencies: Iterable[str], plan: Plan, registry: Registry) -> list[str]:
    return [display_name(registry, agency, plan) for agency in agencies]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
