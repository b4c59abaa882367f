"""Reads the ``reports:`` of a plan: who reports to whom by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.dates.time_phrase import TimeKind, TimePhrase
from bot.domain.plan.plan import TIMES_A_YEAR, ReportRule, Task, rhythm_of, unique
from bot.messages.registry import report_problems
from bot.registry.yaml.policy_fields import read_policy
from bot.registry.yaml.references import PlanContext
from bot.registry.yaml.schema import REPORT, Record, Written, closest, obligation_id

#: Stands in ``from`` for every leading and coordinating agency of the plan's tasks.
LEAD_AGENCIES = "lead_agencies"
_EVERY_YEAR = "year"


@dataclass(frozen=True, slots=True)
class _DueTime:
    """The ``due`` of a rule, and how it repeats."""

    due: str | None = None
    time: TimePhrase | None = None
    yearly: bool = False
    first_year: int | None = None
    last_year: int | None = None


def read_reports(
    plan: Record, context: PlanContext, tasks: Sequence[Task], plan_year: int | None
) -> tuple[ReportRule, ...]:
    """The plan's report rules, senders expanded over ``tasks``.

    ``plan_year`` is the first year of a yearly rule that names none. A rule without a known receiver is left out.
    """
    found: dict[str, tuple[ReportRule, Record]] = {}
    taken = {task.id: task.line for task in tasks}
    for node in plan.elements("reports"):
        record = Record(node, REPORT, context.problems)
        rule = _rule(record, context, tasks, plan_year) if node.is_mapping else None
        if rule is not None and _is_new(rule, record, found, taken):
            found[rule.id] = (rule, record)
    rules = {id_: _linked(rule, record, found, taken) for id_, (rule, record) in found.items()}
    return tuple(rules.values())


def lead_agencies(tasks: Sequence[Task]) -> tuple[str, ...]:
    """Every leading, then every coordinating agency of the tasks, in first-appearance order; completed tasks count."""
    leads = (lead.agency for task in tasks for lead in task.leads)
    coordinating = (agency for task in tasks for agency in task.coordinating)
    return unique([*leads, *coordinating])


def _rule(record: Record, context: PlanContext, tasks: Sequence[Task], plan_year: int | None) -> ReportRule | None:
    id_, receiver = obligation_id(record), record.written("to")
    to = context.agency(receiver) if receiver else None
    due_time = _due_time(record, context, plan_year)
    rule = ReportRule(
        id=id_ or "",
        senders=_senders(record, context, tasks, to),
        to=to or "",
        due=due_time.due,
        time=due_time.time,
        yearly=due_time.yearly,
        first_year=due_time.first_year,
        last_year=due_time.last_year,
        consolidates=record.text("consolidates"),
        same_as=record.text("same_as"),
        on_request=record.flag("on_request") or bool(due_time.time and due_time.time.on_request),
        content=record.text("content"),
        policy=read_policy(record),
        note=record.text("note"),
        line=record.node.line,
    )
    return rule if id_ and to else None


def _senders(record: Record, context: PlanContext, tasks: Sequence[Task], to: str | None) -> tuple[str, ...]:
    senders: list[str] = []
    for written in record.texts("from"):
        if written.text == LEAD_AGENCIES:
            senders += [agency for agency in lead_agencies(tasks) if agency != to]
            continue
        agency = _sender(written, context)
        if agency is not None and agency == to:
            context.report(written.node, report_problems.sends_to_itself(written.text))
        elif agency is not None:
            senders.append(agency)
    return unique(senders)


def _sender(written: Written, context: PlanContext) -> str | None:
    if "_" in written.text and (close := closest(written.text, [LEAD_AGENCIES])):
        context.report(written.node, report_problems.unknown_keyword(written.text, close))
        return None
    return context.agency(written)


def _due_time(record: Record, context: PlanContext, plan_year: int | None) -> _DueTime:
    due, every = record.written("due"), record.text("every")
    first_year, last_year = record.year("first_year"), record.year("last_year")
    if every is not None and every not in TIMES_A_YEAR:
        record.report(report_problems.unknown_every(every), "every")
        every = None
    if due is None:
        if every is not None:
            record.report(report_problems.REPEATS_WITHOUT_DUE, "every")
        return _DueTime()
    yearly, start = every is not None, first_year or plan_year
    time = context.time(due, year=start if yearly else context.year, rule_repeats=yearly)
    if every is not None and time is not None and every != _EVERY_YEAR and rhythm_of(len(time.windows)) != every:
        message = report_problems.dates_missing(every, TIMES_A_YEAR[every], due.text, len(time.windows))
        record.report(message, "every")
    due_time = _DueTime(due.text, time, yearly or bool(time and time.recurring), start, last_year)
    return _repeating(due_time, record) if due_time.yearly else replace(due_time, first_year=None, last_year=None)


def _repeating(due_time: _DueTime, record: Record) -> _DueTime:
    """The due_time of a rule that repeats, its years checked."""
    time = due_time.time
    if due_time.first_year is None:
        record.report(report_problems.NO_FIRST_YEAR)
    if time and time.kind is TimeKind.YEARLY_UNTIL and time.due_on:
        return replace(due_time, last_year=due_time.last_year or time.due_on.year)
    if time and time.year_source == "phrase":
        record.report(report_problems.fixed_year(time.text), "due")
    if due_time.first_year and due_time.last_year and due_time.last_year < due_time.first_year:
        record.report(report_problems.last_before_first(due_time.last_year, due_time.first_year), "last_year")
    return due_time


def _is_new(
    rule: ReportRule, record: Record, found: Mapping[str, tuple[ReportRule, Record]], tasks: Mapping[str, int]
) -> bool:
    if rule.id in tasks:
        record.report(report_problems.id_of_a_task(rule.id, tasks[rule.id]), "id")
        return False
    if rule.id in found:
        line = found[rule.id][0].line
        record.report(report_problems.report_id_taken(rule.id, line), "id")
        return False
    return True


def _linked(
    rule: ReportRule, record: Record, found: Mapping[str, tuple[ReportRule, Record]], tasks: Mapping[str, int]
) -> ReportRule:
    """The rule with references to unknown tasks and rules taken out."""
    if rule.same_as and rule.same_as not in tasks:
        close = closest(rule.same_as, tasks)
        record.report(report_problems.same_as_unknown(rule.same_as, close), "same_as")
        rule = replace(rule, same_as=None)
    others = [id_ for id_ in found if id_ != rule.id]
    if rule.consolidates and rule.consolidates not in others:
        close = closest(rule.consolidates, others)
        record.report(report_problems.consolidates_unknown(rule.consolidates, close), "consolidates")
        rule = replace(rule, consolidates=None)
    return rule
