"""A draft as plain data, in the shape of ``dondoc registry --json`` and the review list."""

from __future__ import annotations

from collections.abc import Sequence

from bot.documents.understanding.draft import NoPlan, PlanDraft, ReviewItem
from bot.documents.understanding.entries import Entry
from bot.domain.plan.plan import Agency, Plan, Registry
from bot.registry.normalised import Json, registry_json

_NOBODY = Agency("", "", "")


def draft_json(draft: PlanDraft) -> Json:
    """The plan as the registry would print it, with the agencies and people it names, and ``review``.

    ``review`` is a list of ``{"where", "read", "doubt", "alternatives", "confidence"}`` with ``item`` and ``field``
    (the task or rule and the key it is about). ``unused`` lists the sentences with a date or an assignment and the rows
    that nothing was made of: ``{"where", "text", "date"}``. Phone numbers are not in it.
    """
    plan = draft.plan
    everyone = Registry({plan.key: plan}, {"": _NOBODY, **draft.agencies}, draft.people)
    data = registry_json(everyone, ())
    named = named_agencies(plan) | {person.agency for person in draft.new_people}
    listed = {c for task in plan.tasks for c in task.contacts} | {p.id for p in draft.new_people}
    data["agencies"] = [a for a in _records(data["agencies"]) if a["id"] in named and a["id"]]
    data["people"] = [p for p in _records(data["people"]) if p["id"] in listed]
    return {
        **data,
        "new": _new(draft),
        "left_out": list(draft.left_out),
        "unused": _unused(draft.unused),
        "review": [_item(i) for i in draft.review],
    }


def no_plan_json(answer: NoPlan) -> Json:
    """The same shape with nothing in it, and the reason."""
    return {
        "plans": [],
        "agencies": [],
        "people": [],
        "gaps": [],
        "review": [],
        "left_out": [],
        "unused": _unused(answer.unused),
        "reason": answer.reason,
    }


def named_agencies(plan: Plan) -> set[str]:
    """Ids of every agency the plan refers to."""
    named = {plan.issuer, plan.consolidator}
    for task in plan.tasks:
        named |= {lead.agency for lead in task.leads} | set(task.coordinating)
    for rule in plan.reports:
        named |= {rule.to, *rule.senders}
    return named - {""}


def _new(draft: PlanDraft) -> Json:
    return {"agencies": [a.id for a in draft.new_agencies], "people": [p.id for p in draft.new_people]}


def _unused(entries: Sequence[Entry]) -> list[Json]:
    return [{"where": e.where.label, "text": e.text, "date": e.date} for e in entries]


def _item(item: ReviewItem) -> Json:
    return {
        "where": item.where.label,
        "line": item.where.line,
        "item": item.item,
        "field": item.field,
        "read": item.read,
        "doubt": item.doubt,
        "alternatives": list(item.alternatives),
        "confidence": item.confidence,
    }


def _records(value: object) -> list[dict[str, object]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
