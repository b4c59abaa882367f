"""Reads the ``reports:`` of a plan: who reports to whom by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.dates.time_phrase import TimeKind, TimePhrase
from bot.domain.plan.plan import TIMES_A_YEAR, ReportRule, Task, unique
from bot.registry.yaml.policy_fields import read_policy
from bot.registry.yaml.references import PlanContext
from bot.registry.yaml.schema import REPORT, Record, Written, did_you_mean, obligation_id

#: Stands in ``from`` for every leading and coordinating agency of the plan's tasks.
LEAD_AGENCIES = "lead_agencies"
_EVERY_YEAR = "year"
_EVERY_WORDS = "“every: year” (hằng năm), “half_year” (6 tháng), “quarter” (hằng quý), “month” (hằng tháng)"


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
            context.report(written.node, f"“{written.text}” vừa gửi vừa nhận báo cáo này; đề nghị bỏ ở một phía")
        elif agency is not None:
            senders.append(agency)
    return unique(senders)


def _sender(written: Written, context: PlanContext) -> str | None:
    if "_" in written.text and (advice := did_you_mean(written.text, [LEAD_AGENCIES])):
        context.report(written.node, f"không có từ khóa “{written.text}”; {advice}")
        return None
    return context.agency(written)


def _due_time(record: Record, context: PlanContext, plan_year: int | None) -> _DueTime:
    due, every = record.written("due"), record.text("every")
    first_year, last_year = record.year("first_year"), record.year("last_year")
    if every is not None and every not in TIMES_A_YEAR:
        record.report(f"“every: {every}” chưa dùng được; ghi {_EVERY_WORDS} hoặc bỏ mục này", "every")
        every = None
    if due is None:
        if every is not None:
            record.report("lặp hằng năm thì phải có “due”, ví dụ: due: trước ngày 15/9", "every")
        return _DueTime()
    yearly, start = every is not None, first_year or plan_year
    time = context.time(due, year=start if yearly else context.year, rule_repeats=yearly)
    if every is not None and time is not None and every != _EVERY_YEAR and len(time.windows) != TIMES_A_YEAR[every]:
        record.report(_dates_missing(every, due.text, len(time.windows)), "every")
    due_time = _DueTime(due.text, time, yearly or bool(time and time.recurring), start, last_year)
    return _repeating(due_time, record) if due_time.yearly else replace(due_time, first_year=None, last_year=None)


def _dates_missing(every: str, due: str, count: int) -> str:
    return (
        f"“every: {every}” là {TIMES_A_YEAR[every]:02d} lần một năm nhưng “{due}” cho {count:02d} thời hạn; "
        "ghi như “trước ngày 20 tháng cuối quý”, “chậm nhất ngày 15 hằng tháng” hoặc “trước ngày 15/6 và 15/12”"
    )


def _repeating(due_time: _DueTime, record: Record) -> _DueTime:
    """The due_time of a rule that repeats, its years checked."""
    time = due_time.time
    if due_time.first_year is None:
        record.report("không rõ báo cáo hằng năm bắt đầu từ năm nào; đề nghị ghi “first_year”")
    if time and time.kind is TimeKind.YEARLY_UNTIL and time.due_on:
        return replace(due_time, last_year=due_time.last_year or time.due_on.year)
    if time and time.year_source == "phrase":
        record.report(
            f"“{time.text}” ghi năm cố định nhưng báo cáo lặp hằng năm; đề nghị bỏ năm hoặc bỏ “every”", "due"
        )
    if due_time.first_year and due_time.last_year and due_time.last_year < due_time.first_year:
        record.report(f"“last_year” ({due_time.last_year}) trước năm bắt đầu ({due_time.first_year})", "last_year")
    return due_time


def _is_new(
    rule: ReportRule, record: Record, found: Mapping[str, tuple[ReportRule, Record]], tasks: Mapping[str, int]
) -> bool:
    if rule.id in tasks:
        record.report(
            f"id “{rule.id}” trùng với nhiệm vụ ở dòng {tasks[rule.id]}; đặt id khác và ghi “same_as: {rule.id}” "
            "nếu là cùng một việc",
            "id",
        )
        return False
    if rule.id in found:
        line = found[rule.id][0].line
        record.report(f"báo cáo “{rule.id}” đã có ở dòng {line}; mỗi báo cáo cần một id riêng", "id")
        return False
    return True


def _linked(
    rule: ReportRule, record: Record, found: Mapping[str, tuple[ReportRule, Record]], tasks: Mapping[str, int]
) -> ReportRule:
    """The rule with references to unknown tasks and rules taken out."""
    if rule.same_as and rule.same_as not in tasks:
        advice = did_you_mean(rule.same_as, tasks) or "ghi id của một nhiệm vụ trong kế hoạch này"
        record.report(f"“same_as”: không có nhiệm vụ “{rule.same_as}”; {advice}", "same_as")
        rule = replace(rule, same_as=None)
    others = [id_ for id_ in found if id_ != rule.id]
    if rule.consolidates and rule.consolidates not in others:
        advice = did_you_mean(rule.consolidates, others) or "ghi id của một báo cáo khác trong kế hoạch này"
        record.report(f"“consolidates”: không có báo cáo “{rule.consolidates}”; {advice}", "consolidates")
        rule = replace(rule, consolidates=None)
    return rule
