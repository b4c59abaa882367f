"""The ``policy:`` overrides of plans, tasks, report rules and agencies, as values ``ReminderPolicy`` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.registry.yaml.nodes import Node
from bot.registry.yaml.schema import Record, key_advice

#: Further ahead or behind than a year is a slip of the keyboard.
_MOST_DAYS = 366


def read_policy(record: Record) -> dict[str, object]:
    """The overrides written under ``policy``, by field name; what cannot be used is reported and left out."""
    node = record.child("policy")
    if node is None:
        return {}
    if not node.is_mapping:
        record.report("“policy” phải gồm các mục như before: [7, 3, 1]", "policy")
        return {}
    values = {key: _read_field(record, node, key, value) for key, value in node.mapping.items()}
    return {key: value for key, value in values.items() if value is not None}


def _read_field(record: Record, policy: Node, key: str, value: Node) -> object | None:
    if key not in _FIELDS:
        advice = key_advice(key, tuple(_FIELDS))
        record.report_at(policy.problem(f"chính sách nhắc việc không có mục “{key}”; {advice}", key=key))
        return None
    read, wanted = _FIELDS[key]
    found = read(value)
    if found is None:
        record.report_at(policy.problem(f"“{key}” phải là {wanted}", key=key))
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


_DAYS = (_numbers, f"danh sách số ngày từ 0 đến {_MOST_DAYS}, ví dụ [7, 3, 1]")
_COUNT = (_number, f"một số từ 0 đến {_MOST_DAYS}")
_FIELDS: Mapping[str, tuple[Callable[[Node], object | None], str]] = {
    "notice_days": _DAYS,
    "before": _DAYS,
    "due_day": (_truth, "true (có) hoặc false (không)"),
    "overdue": _DAYS,
    "overdue_every": _COUNT,
    "overdue_max": _COUNT,
    "escalate_after": _DAYS,
}
