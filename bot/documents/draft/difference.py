"""What a corrected document changes: tasks added, moved, changed, removed, keyed by plan and task.

A task that only got another number keeps the id it has in the registry, because the answers already given hang on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from bot.domain.plan.plan import Plan, ReportRule, Task, unique
from bot.domain.plan.task_fields import TASK_FIELDS, FieldKind
from bot.domain.text import fold

_PLAN_FIELDS = ("code", "title", "issuer", "signed_on", "signer", "year", "when", "consolidator", "legal_bases")
_TASK_FIELDS = tuple(f.name for f in TASK_FIELDS if not f.editors and f.kind is not FieldKind.ID)
_RULE_FIELDS = ("senders", "to", "due", "yearly", "first_year", "on_request", "consolidates", "same_as")
#: Contents this alike are one task whose words were corrected.
_SAME = 0.85
_STILL = 0.5


class ChangeKind(StrEnum):
    ADDED = "added"
    MOVED = "moved"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    kind: ChangeKind
    #: "plan", "task" or "report".
    what: str
    #: The id in the registry; for an added one the id it gets.
    id: str
    #: The number it has in the new document, where that is another one.
    printed_id: str | None = None
    #: (field, before, after) in words.
    fields: tuple[tuple[str, str, str], ...] = ()
    content: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, and the new plan with the ids the registry already uses."""

    changes: tuple[Change, ...]
    plan: Plan
    #: New document's task id → the id used in the registry.
    ids: Mapping[str, str]


def compare(old: Plan, new: Plan) -> Difference:
    """What ``new`` (just read from a document) changes in ``old`` (the registry's)."""
    pairs = _pairs(old.tasks, new.tasks)
    new = replace(new, tasks=tuple(_with_kept_time(task, pairs.get(task.id)) for task in new.tasks))
    ids = _kept_ids(old.tasks, new.tasks, pairs)
    tasks = tuple(replace(task, id=ids[task.id]) for task in new.tasks)
    reports = tuple(replace(r, same_as=ids.get(r.same_as or "", r.same_as)) for r in new.reports)
    plan = replace(new, key=old.key, tasks=tasks, reports=reports)
    changes = [*_plan_changes(old, plan), *_task_changes(old, new, pairs, ids), *_rule_changes(old, plan)]
    return Difference(tuple(changes), plan, ids)


def _pairs(old: Sequence[Task], new: Sequence[Task]) -> dict[str, Task]:
    """New task id → the old task it is."""
    left = {task.id: task for task in old}
    pairs: dict[str, Task] = {}

    def take(task: Task, match: Task | None) -> None:
        if match is not None and task.id not in pairs:
            pairs[task.id] = left.pop(match.id)

    for task in new:
        same = left.get(task.id)
        take(task, same if same and _alike(same, task) >= _SAME else None)
    for task in new:
        if task.id not in pairs:
            take(task, next((o for o in left.values() if _key(o) == _key(task)), None))
    for task in new:
        if task.id not in pairs and left:
            best = max(left.values(), key=lambda o: _alike(o, task))
            take(task, best if _alike(best, task) >= _SAME else None)
    for task in new:
        same = left.get(task.id)
        if task.id not in pairs and same and (_alike(same, task) >= _STILL or _parties(same) == _parties(task)):
            take(task, same)
    return pairs


def _with_kept_time(task: Task, before: Task | None) -> Task:
    """A time that cannot be read is not in the file: blank there, or what the admin has put in its place."""
    if before is None or task.time is not None or task.when is None:
        return task
    return replace(task, when=before.when, time=before.time)


def _key(task: Task) -> tuple[str, tuple[str, ...], str]:
    return _words(task.content), _parties(task), fold(task.section or "")


def _parties(task: Task) -> tuple[str, ...]:
    return tuple(lead.agency for lead in task.leads)


def _words(text: str) -> str:
    return " ".join(fold(text).split())


def _alike(one: Task, other: Task) -> float:
    a, b = _words(one.content), _words(other.content)
    if a == b:
        return 1.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _STILL else 0.0


def _kept_ids(old: Sequence[Task], new: Sequence[Task], pairs: Mapping[str, Task]) -> dict[str, str]:
    """Paired tasks keep their id; a new one whose number a kept one holds gets a suffix."""
    ids = {task.id: pairs[task.id].id for task in new if task.id in pairs}
    taken = {*ids.values(), *(task.id for task in old)}
    for task in new:
        if task.id in pairs:
            continue
        id_, number = task.id, 2
        while id_ in taken:
            id_, number = f"{task.id}-{number}", number + 1
        ids[task.id] = id_
        taken.add(id_)
    return ids


def _plan_changes(old: Plan, new: Plan) -> list[Change]:
    fields = _fields(old, new, _PLAN_FIELDS)
    return [Change(ChangeKind.CHANGED, "plan", old.key, fields=fields)] if fields else []


def _task_changes(old: Plan, new: Plan, pairs: Mapping[str, Task], ids: Mapping[str, str]) -> list[Change]:
    changes: list[Change] = []
    for task in new.tasks:
        before = pairs.get(task.id)
        if before is None:
            printed = task.id if ids[task.id] != task.id else None
            changes.append(Change(ChangeKind.ADDED, "task", ids[task.id], printed, content=task.content))
            continue
        fields = _fields(before, task, _TASK_FIELDS)
        if before.id != task.id:
            changes.append(Change(ChangeKind.MOVED, "task", before.id, task.id, fields, task.content))
        elif fields:
            changes.append(Change(ChangeKind.CHANGED, "task", before.id, None, fields, task.content))
    kept = {task.id for task in pairs.values()}
    gone = (task for task in old.tasks if task.id not in kept)
    return [*changes, *(Change(ChangeKind.REMOVED, "task", t.id, content=t.content) for t in gone)]


def _rule_changes(old: Plan, new: Plan) -> list[Change]:
    before, after = {r.id: r for r in old.reports}, {r.id: r for r in new.reports}
    changes: list[Change] = []
    for id_, rule in after.items():
        if id_ not in before:
            changes.append(Change(ChangeKind.ADDED, "report", id_, content=rule.due or ""))
            continue
        names = _RULE_FIELDS if _senders_chosen(before[id_], old, rule, new) else _RULE_FIELDS[1:]
        if fields := _fields(before[id_], rule, names):
            changes.append(Change(ChangeKind.CHANGED, "report", id_, fields=fields))
    gone = (rule for id_, rule in before.items() if id_ not in after)
    return [*changes, *(Change(ChangeKind.REMOVED, "report", r.id, content=r.due or "") for r in gone)]


def _senders_chosen(one: ReportRule, old: Plan, other: ReportRule, new: Plan) -> bool:
    """False when both times every agency of the tasks reports: then the list only follows the tasks."""
    return one.senders != _everyone(old, one.to) or other.senders != _everyone(new, other.to)


def _everyone(plan: Plan, to: str) -> tuple[str, ...]:
    leads = [lead.agency for task in plan.tasks for lead in task.leads]
    return unique(a for a in [*leads, *(a for task in plan.tasks for a in task.coordinating)] if a != to)


def _fields(old: object, new: object, names: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    found = []
    for name in names:
        before, after = _text(getattr(old, name)), _text(getattr(new, name))
        if _spaceless(before) != _spaceless(after):
            found.append((name, before, after))
    return tuple(found)


def _spaceless(text: str) -> str:
    return " ".join(text.split())


def _text(value: object) -> str:
    """A field in words: ids and texts joined, a lead with its scope."""
    if value is None or value is False:
        return ""
    if isinstance(value, tuple):
        return "; ".join(_text(v) for v in value)
    agency, scope = getattr(value, "agency", None), getattr(value, "scope", None)
    if agency is not None:
        return f"{agency} ({scope})" if scope else str(agency)
    return str(value)
