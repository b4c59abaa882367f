"""Draft → YAML: a new plan file, an existing one updated in place, additions to agencies, people and phones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.documents.draft.difference import Difference
from bot.documents.understanding.draft import PlanDraft
from bot.domain.plan.plan import Agency, Lead, Person, Plan, ReportRule, Task
from bot.domain.plan.task_fields import TASK_FIELDS, FieldKind

_WIDTH = 112
#: For files people have filled themselves: fewer of their lines are broken anew.
_WIDEST = 130
_ON_ONE_LINE = 3
_TRAILING = re.compile(r"(?<! ) +$", re.MULTILINE)
#: What the editor wrote and no document says; an import never touches it.
_EDITORS_TASK = tuple(field.key for field in TASK_FIELDS if field.editors)
_EDITORS_RULE = ("note", "policy", "content", "last_year")
_LEAD_AGENCIES = "lead_agencies"


def plan_yaml(draft: PlanDraft) -> str:
    """The text of a new ``plans/<key>.yaml``; doubts stand as ``note`` of their task."""
    root = _plan_map(draft.plan, draft.asks_all, _notes(draft))
    for key in ("reports", "tasks"):
        _spread(root.get(key))
    return _text(_yaml(), root)


def updated_plan_yaml(text: str, draft: PlanDraft, difference: Difference) -> str:
    """``text`` of the existing file with what the new document changes; comments and the editor's own keys stay."""
    yaml = _yaml()
    yaml.width = _WIDEST
    root: CommentedMap = yaml.load(text)
    new = _plan_map(difference.plan, draft.asks_all, {})
    for key, value in new.items():
        if key not in ("reports", "tasks"):
            _set(root, key, value)
    _merge(root, "reports", new.get("reports") or CommentedSeq(), _EDITORS_RULE)
    _merge(root, "tasks", new.get("tasks") or CommentedSeq(), _EDITORS_TASK)
    return _text(yaml, root)


def agencies_yaml(agencies: Iterable[Agency], plan: str | None = None) -> str:
    """Text to append to ``agencies.yaml``; empty when there is nothing new. ``plan`` names where they come from."""
    return _appendix([_agency_map(agency) for agency in agencies], plan)


def people_yaml(people: Iterable[Person], plan: str) -> str:
    """Text to append to ``people.yaml``; holds no phone number."""
    return _appendix([_person_map(person) for person in people], plan)


def phones_yaml(text: str, phones: Mapping[str, str]) -> str:
    """``phones.local.yaml`` with the numbers of people that have none there yet."""
    known = _yaml().load(text) if text.strip() else None
    known = known if isinstance(known, dict) else {}
    taken = {str(v) for v in known.values()}
    added = {p: n for p, n in phones.items() if p not in known and n not in taken}
    lines = [f'{person}: "{number}"' for person, number in added.items()]
    return text.rstrip("\n") + ("\n" if text.strip() else "") + "\n".join(lines) + "\n" if lines else text


def _plan_map(plan: Plan, asks_all: Iterable[str], notes: Mapping[str | None, str]) -> CommentedMap:
    root = CommentedMap()
    root["plan"] = plan.code
    root["title"] = plan.title
    root["locality"] = plan.locality
    root["issuer"] = plan.issuer or None
    root["signed_on"] = plan.signed_on
    for key in ("signer", "year", "when"):
        _put(root, key, getattr(plan, key))
    root["consolidator"] = plan.consolidator or None
    _put(root, "legal_bases", CommentedSeq(plan.legal_bases) if plan.legal_bases else None)
    _put(root, "note", notes.get(None))
    _put(root, "reports", CommentedSeq(_rule_map(r, r.id in set(asks_all), notes) for r in plan.reports) or None)
    _put(root, "tasks", CommentedSeq(_task_map(t, notes) for t in plan.tasks) or None)
    return root


def _rule_map(rule: ReportRule, asks_all: bool, notes: Mapping[str | None, str]) -> CommentedMap:
    item = CommentedMap()
    item["id"] = rule.id
    item["from"] = _flow([_LEAD_AGENCIES] if asks_all else list(rule.senders))
    item["to"] = rule.to
    # A rule the loader cannot date is kept with its words in the note instead.
    item["due"] = rule.due if rule.time is not None else None
    if rule.yearly and rule.time is not None:
        item["every"] = rule.every
        _put(item, "first_year", rule.first_year)
    _put(item, "on_request", rule.on_request or None)
    _put(item, "consolidates", rule.consolidates)
    _put(item, "same_as", rule.same_as)
    _put(item, "content", rule.content)
    unread = f"Thời hạn in “{rule.due}”, chưa đọc được." if rule.due and rule.time is None else None
    _put(item, "note", " ".join(filter(None, (unread, notes.get(rule.id)))) or None)
    return item


def _task_map(task: Task, notes: Mapping[str | None, str]) -> CommentedMap:
    item = CommentedMap()
    for field in TASK_FIELDS:
        if not field.editors:
            value = _value(field.kind, getattr(task, field.name), task)
            if field.required or value:
                item[field.key] = value
    unread = f"Thời gian in “{task.when}”, chưa đọc được." if task.when and task.time is None else None
    _put(item, "note", " ".join(filter(None, (unread, notes.get(task.id)))) or None)
    return item


def _value(kind: FieldKind, value: Any, task: Task) -> Any:
    match kind:
        case FieldKind.LEADS:
            return _flow([_lead(lead) for lead in value])
        case FieldKind.AGENCIES | FieldKind.PEOPLE:
            return _flow(value)
        case FieldKind.TEXTS:
            return CommentedSeq(value)
        case FieldKind.PROSE:
            return LiteralScalarString(value) if value and "\n" in value else value
        case FieldKind.TIME:
            return value if task.time is not None else None
    return value


def _lead(lead: Lead) -> str | CommentedMap:
    if lead.scope is None:
        return lead.agency
    item = CommentedMap(agency=lead.agency, scope=lead.scope)
    item.fa.set_flow_style()
    return item


def _agency_map(agency: Agency) -> CommentedMap:
    item = CommentedMap(id=agency.id, name=agency.name, locality=agency.locality, kind=agency.kind.value)
    _put(item, "aliases", CommentedSeq(agency.aliases) if agency.aliases else None)
    return item


def _person_map(person: Person) -> CommentedMap:
    item = CommentedMap(id=person.id, name=person.name)
    for key in ("prefix", "title", "unit"):
        _put(item, key, getattr(person, key))
    item["agency"] = person.agency
    item["roles"] = _flow([role.value for role in person.roles])
    _put(item, "plans", _flow(person.plans) if person.plans else None)
    return item


def _notes(draft: PlanDraft) -> dict[str | None, str]:
    """Doubts of each task and rule in one sentence after the other."""
    notes: dict[str | None, str] = {}
    for doubt in draft.review:
        if doubt.item is not None and doubt.doubt not in notes.get(doubt.item, ""):
            notes[doubt.item] = f"{notes.get(doubt.item, '')} {doubt.doubt}".strip()
    return notes


def _merge(root: CommentedMap, key: str, new: CommentedSeq, editors: tuple[str, ...]) -> None:
    """The list under ``key`` in the order of the new one, known items updated in place."""
    old = root.get(key) or CommentedSeq()
    known = {str(item["id"]): item for item in old}
    ids = [str(item["id"]) for item in new]
    for index in range(len(old) - 1, -1, -1):
        if str(old[index]["id"]) not in ids:
            del old[index]
    if [str(item["id"]) for item in old] != [id_ for id_ in ids if id_ in known]:
        old = CommentedSeq(known[id_] for id_ in ids if id_ in known)
    for index, (id_, fresh) in enumerate(zip(ids, new, strict=True)):
        if id_ not in known:
            old.insert(index, fresh)
            _spread(old, only_after=[index])
    root[key] = old
    for item, fresh in zip(root.get(key) or (), new, strict=True):
        if item is fresh:
            continue
        for name, value in fresh.items():
            if name not in editors:
                _set(item, name, value)
        for name in [n for n in item if n not in fresh and n not in editors]:
            del item[name]


def _set(target: CommentedMap, key: str, value: Any) -> None:
    """Writes only what differs, so that untouched lines stay as they are."""
    if _plain(target.get(key)) != _plain(value) and (key in target or value is not None):
        target[key] = value


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value] or None
    return value or None if value is False else value


def _put(target: CommentedMap, key: str, value: Any) -> None:
    if value is not None:
        target[key] = value


def _flow(values: Iterable[Any]) -> CommentedSeq:
    """On one line, unless they are many."""
    sequence = CommentedSeq(values)
    if len(sequence) <= _ON_ONE_LINE:
        sequence.fa.set_flow_style()
    return sequence


def _spread(sequence: Any, only_after: Iterable[int] | None = None) -> None:
    """A blank line between the records of a list; only after the given ones where the others bring their own."""
    places = range(len(sequence or ())) if only_after is None else only_after
    for index in places:
        if index + 1 < len(sequence):
            sequence.yaml_set_comment_before_after_key(index + 1, before="\n")


def _appendix(items: list[CommentedMap], plan: str | None) -> str:
    if not items:
        return ""
    heading = f"\n# Thêm khi nhập kế hoạch {plan}.\n" if plan else ""
    yaml = _yaml()
    yaml.indent(mapping=2, sequence=2, offset=0)
    sequence = CommentedSeq(items)
    _spread(sequence)
    return f"{heading}\n{_text(yaml, sequence)}"


def _text(yaml: YAML, data: Any) -> str:
    out = StringIO()
    yaml.dump(data, out)
    return _TRAILING.sub("", out.getvalue())


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.representer.add_representer(type(None), _null)
    return yaml


def _null(representer: Any, _: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "")
