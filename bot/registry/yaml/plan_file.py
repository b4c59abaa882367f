"""Reads one file of ``schedules/plans/``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.plan.plan import LONGEST_NUMBER, Lead, Plan, Task
from bot.domain.plan.task_fields import TASK_FIELDS, FieldKind
from bot.messages.registry import plan_problems
from bot.registry.problem import Problem
from bot.registry.yaml.directory_files import Directory
from bot.registry.yaml.nodes import Node, read_yaml
from bot.registry.yaml.policy_fields import read_policy
from bot.registry.yaml.references import PlanContext
from bot.registry.yaml.rule_fields import read_reports
from bot.registry.yaml.schema import LEAD, PLAN, TASK, Record, Written, closest, obligation_id, shown


def read_plan(path: Path, directory: Directory, problems: list[Problem]) -> Plan | None:
    """The plan in the file with every reference linked; None when it has no usable issuer, consolidator or title.

    Every finding goes to ``problems``; a task or rule that is wrong in part keeps what is right.
    """
    root, found = read_yaml(path)
    problems += found
    if root is None:
        return None
    record = Record(root, PLAN, problems)
    return _plan(path, record, directory, problems) if root.is_mapping else None


def _plan(path: Path, record: Record, directory: Directory, problems: list[Problem]) -> Plan | None:
    signed_on, year = record.date("signed_on"), record.year("year")
    on = signed_on or (date(year, 1, 1) if year else None)
    context = PlanContext(directory, problems, _locality(record, directory), year, on, signed_on)
    title, issuer = record.text("title"), _agency(record, "issuer", context)
    consolidator = _agency(record, "consolidator", context)
    when = record.written("when")
    context.time(when, year=year)
    tasks = _tasks(record, context)
    reports = read_reports(record, context, tasks, year or (signed_on.year if signed_on else None))
    if not record.has("tasks") and not record.has("reports"):
        record.report(plan_problems.NOTHING_TO_DO)
    plan = Plan(
        key=path.stem,
        code=_code(record),
        title=title or "",
        issuer=issuer or "",
        locality=context.locality,
        consolidator=consolidator or "",
        short_title=record.text("short_title"),
        signed_on=signed_on,
        signer=record.text("signer"),
        year=year,
        when=when.text if when else None,
        legal_bases=tuple(w.text for w in record.texts("legal_bases")),
        reports=reports,
        tasks=tasks,
        policy=read_policy(record),
        note=record.text("note"),
        file=path.as_posix(),
    )
    return plan if title and issuer and consolidator else None


def _code(record: Record) -> str | None:
    code = record.text("plan")
    if code is None or len(code) <= LONGEST_NUMBER:
        return code
    record.report(plan_problems.number_too_long(shown(code), LONGEST_NUMBER), "plan")
    return None


def _locality(record: Record, directory: Directory) -> str:
    locality = record.text("locality") or ""
    if locality and directory.agencies_known and locality not in directory.localities:
        known = directory.localities
        record.report(plan_problems.unknown_locality(locality, closest(locality, known), known), "locality")
    return locality


def _agency(record: Record, key: str, context: PlanContext) -> str | None:
    written = record.written(key)
    return context.agency(written) if written else None


def _tasks(plan: Record, context: PlanContext) -> tuple[Task, ...]:
    found: dict[str, Task] = {}
    for node in plan.elements("tasks"):
        record = Record(node, TASK, context.problems)
        task = _task(record, context) if node.is_mapping else None
        if task is None:
            continue
        if task.id in found:
            record.report(plan_problems.task_id_taken(task.id, found[task.id].line), "id")
            continue
        found[task.id] = task
    return tuple(found.values())


def _task(record: Record, context: PlanContext) -> Task | None:
    values = {field.name: _READ[field.kind](record, field.key, context) for field in TASK_FIELDS}
    time = context.time(record.written("when"), year=context.year)
    return Task(**values, time=time, line=record.node.line) if values["id"] and values["content"] else None


def _leads(record: Record, key: str, context: PlanContext) -> tuple[Lead, ...]:
    found: dict[str, Lead] = {}
    for lead, node in _written_leads(record.elements(key), context):
        if lead.agency in found:
            context.report(node, plan_problems.lead_twice(lead.agency), "warning")
        found.setdefault(lead.agency, lead)
    return tuple(found.values())


def _written_leads(nodes: Iterable[Node], context: PlanContext) -> Iterable[tuple[Lead, Node]]:
    for node in nodes:
        if node.is_scalar and node.scalar:
            written, scope = Written(node.scalar, node), None
        elif node.is_mapping:
            record = Record(node, LEAD, context.problems)
            agency, scope = record.written("agency"), record.text("scope")
            if agency is None:
                continue
            written = agency
        else:
            context.report(node, plan_problems.BAD_LEAD)
            continue
        id_ = context.agency(written)
        if id_ is not None:
            yield Lead(id_, scope), node


_READ: Mapping[FieldKind, Callable[[Record, str, PlanContext], Any]] = {
    FieldKind.ID: lambda record, key, context: obligation_id(record),
    FieldKind.TEXT: lambda record, key, context: record.text(key),
    FieldKind.PROSE: lambda record, key, context: record.text(key),
    FieldKind.TEXTS: lambda record, key, context: tuple(w.text for w in record.texts(key)),
    FieldKind.TIME: lambda record, key, context: record.text(key),
    FieldKind.LEADS: _leads,
    FieldKind.AGENCIES: lambda record, key, context: context.agencies(record.texts(key)),
    FieldKind.PEOPLE: lambda record, key, context: context.people(record.texts(key)),
    FieldKind.FLAG: lambda record, key, context: record.flag(key),
    FieldKind.POLICY: lambda record, key, context: read_policy(record),
}
