"""A rehearsed period in words for people and as JSON for others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import assert_never

from bot.domain.plan.plan import Person, Plan, Registry
from bot.domain.schedule.occurrence import AgencyRole
from bot.domain.schedule.rehearsal import RehearsedItem, RehearsedMessage
from bot.domain.schedule.step import Step, StepKind
from bot.messages.common import date_text, weekday_text

_PREMISE = "Diễn tập: giả định chưa cơ quan nào báo cáo; không tin nào được gửi."

END_BEFORE_START = "ngày cuối đứng trước ngày đầu"


def unknown_plan(name: str, known: Iterable[str]) -> str:
    """Neither a key nor a number of a plan; ``known`` are the keys."""
    return f"không có kế hoạch «{name}»; hiện có: {', '.join(known)}"


def calendar_estimated(years: Iterable[int]) -> str:
    return f"Lưu ý: lịch làm việc năm {', '.join(map(str, years))} là dự kiến, chưa có thông báo chính thức."


def messages_json(
    messages: Iterable[RehearsedMessage], registry: Registry, channels: Mapping[str, str] | None = None
) -> list[dict[str, object]]:
    """The rows of ``plan --json``; ``channels`` names the channel of each linked person id."""
    return [_message_json(message, registry, channels or {}) for message in messages]


def messages_text(messages: Iterable[RehearsedMessage], registry: Registry) -> str:
    """Vietnamese lines for people: a heading per day, under it each person with what they would hear."""
    lines: list[str] = []
    for day, of_day in groupby(messages, key=lambda m: m.send_at.date()):
        lines += ["", _heading(day)]
        for message in of_day:
            lines += _message_lines(message, registry)
    return "\n".join([_PREMISE, *lines]) if lines else "Không có tin nhắn nào trong thời gian này."


def _message_json(message: RehearsedMessage, registry: Registry, channels: Mapping[str, str]) -> dict[str, object]:
    person = _person(message, registry)
    return {
        "send_at": message.send_at.isoformat(),
        "recipient": person.name if person else None,
        "recipient_id": message.recipient,
        "agency": registry.agencies[message.agency].name,
        "agency_id": message.agency,
        "channel": channels.get(message.recipient) if message.recipient is not None else None,
        "items": [_item_json(item) for item in message.items],
    }


def _item_json(item: RehearsedItem) -> dict[str, object]:
    return {
        "plan": item.plan,
        "obligation": item.obligation,
        "period": item.period,
        "due": item.due.isoformat(),
        "target": item.target.isoformat(),
        "step": item.step.code,
        "role": item.role.value,
        "occurrence": item.occurrence,
    }


def _message_lines(message: RehearsedMessage, registry: Registry) -> list[str]:
    person, agency = _person(message, registry), registry.agencies[message.agency]
    name = person.name if person else "chưa có người nhận"
    head = f"  {message.send_at:%H:%M}  {name} ({agency.short or agency.name}):"
    items = _item_lines(message.items, registry)
    if len(items) == 1:
        return [f"{head} {items[0]}"]
    return [head, *(f"         {line}" for line in items)]


def _item_lines(items: Iterable[RehearsedItem], registry: Registry) -> list[str]:
    """Items that differ only in the obligation share a line, as they share a paragraph in the message."""
    shared: dict[RehearsedItem, list[str]] = {}
    for item in items:
        shared.setdefault(replace(item, obligation="", occurrence=""), []).append(item.obligation)
    return [_item_line(item, obligations, registry.plans[item.plan]) for item, obligations in shared.items()]


def _item_line(item: RehearsedItem, obligations: Iterable[str], plan: Plan) -> str:
    due = f"hạn {'trước ' if item.strict else ''}{item.due:%d/%m/%Y}"
    target = "" if item.target == item.due else f", nên gửi chậm nhất {item.target:%d/%m/%Y}"
    notes = [_step_text(item.step)]
    notes += ["phối hợp"] if item.role is AgencyRole.COORDINATING else []
    notes += ["dự kiến"] if item.tentative else []
    name = plan.code or plan.short_title or plan.key
    return f"{name}, kỳ {item.period}: {', '.join(obligations)} [{'; '.join(notes)}] {due}{target}"


def _step_text(step: Step) -> str:
    match step.kind:
        case StepKind.OPENING:
            return "mở đầu"
        case StepKind.BEFORE:
            return step.code
        case StepKind.DUE:
            return "đến hạn"
        case StepKind.CHECK_POINT:
            return "hỏi cuối quý"
        case StepKind.COLLECT:
            return "bắt đầu tổng hợp"
        case StepKind.OVERDUE:
            return f"quá hạn, lần {step.number}"
        case StepKind.ESCALATION:
            return f"báo lãnh đạo, lần {step.number}"
        case StepKind.SNOOZE:
            return "nhắc lại theo đề nghị"
        case _:
            assert_never(step.kind)


def _person(message: RehearsedMessage, registry: Registry) -> Person | None:
    return registry.people[message.recipient] if message.recipient is not None else None


def _heading(day: date) -> str:
    weekday = weekday_text(day)
    return f"{weekday[0].upper()}{weekday[1:]}, {date_text(day)}"
