"""The ``policy:`` overrides of plans, tasks, report rules and agencies, as values ``ReminderPolicy`` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.messages.registry import policy_problems
from bot.registry.yaml.nodes import Node
from bot.registry.yaml.schema import Record, closest

#: Further ahead or behind than a year is a slip of the keyboard.
_MOST_DAYS = 366


def read_policy(record: Record) -> dict[str, object]:
    """The overrides written under ``policy``, by field name; what cannot be used is reported and left out."""
    node = record.child("policy")
    if node is None:
        return {}
    if not node.is_mapping:
        record.report(policy_problems.SHAPE, "policy")
        return {}
    values = {key: _read_field(record, node, key, value) for key, value in node.mapping.items()}
    return {key: value for key, value in values.items() if value is not None}


def _read_field(record: Record, policy: Node, key: str, value: Node) -> object | None:
    if key not in _FIELDS:
        message = policy_problems.unknown_field(key, closest(key, _FIELDS), _FIELDS)
        record.report_at(policy.problem(message, key=key))
        return None
    read, complaint = _FIELDS[key]
    found = read(value)
    if found is None:
        record.report_at(policy.problem(complaint(key), key=key))
    return found


def _number(node: Node) -> int | None:
    text = node.scalar or ""
    return int(text) if text.isascii() and text.isdigit() and int(text) <= _MOST_DAYS else None


def _numbers(node: Node) -> tuple[int, ...] | None:
    if not node.is_sequence:
        return () if node.scalar is None and node.is_scalar else None
    days = [_number(element) for element in node.elements]
    return tuple(day for day in days if day is not None) if None not in days else None


def _truth(node: Node) -> bool | None:
    return {"true": True, "false": False}.get((node.scalar or "").casefold())


_DAYS = (_numbers, lambda key: policy_problems.not_days(key, _MOST_DAYS))
_COUNT = (_number, lambda key: policy_problems.not_a_count(key, _MOST_DAYS))
_FIELDS: Mapping[str, tuple[Callable[[Node], object | None], Callable[[str], str]]] = {
    "notice_days": _DAYS,
    "before": _DAYS,
    "due_day": (_truth, policy_problems.not_a_truth_value),
    "overdue": _DAYS,
    "overdue_every": _COUNT,
    "overdue_max": _COUNT,
    "escalate_after": _DAYS,
}
