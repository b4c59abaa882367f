"""Every message a period would bring, without sending any: who hears of what on which day.

A rehearsal knows the plans and the calendar, not what was answered: it shows all steps, as if nobody had reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from bot.domain.expansion import expand
from bot.domain.occurrence import AgencyRole, Occurrence
from bot.domain.plan import Person, Plan, Registry
from bot.domain.planner import Planner
from bot.domain.policy import Policies
from bot.domain.reminder import PlannedReminder, Step
from bot.domain.work_calendar import WorkCalendar

#: No reminder lies further from its occurrence's date than this.
_REACH = timedelta(days=366)

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_PREMISE = "Diễn tập: giả định chưa cơ quan nào báo cáo; không tin nào được gửi."
_STEP_TEXT = {
    Step.OPENING: "mở đầu",
    Step.DUE: "đến hạn",
    Step.CHECK_POINT: "hỏi cuối quý",
    Step.COLLECT: "bắt đầu tổng hợp",
}


@dataclass(frozen=True, slots=True)
class RehearsedItem:
    """One occurrence in a message."""

    plan: str
    obligation: str
    period: str
    due: date
    target: date
    step: str
    role: AgencyRole
    occurrence: str
    strict: bool = False
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class RehearsedMessage:
    """All that one person hears in one slot."""

    #: Aware, Asia/Ho_Chi_Minh.
    send_at: datetime
    #: Person id; None where nobody is named yet, then one message stands for the agency.
    recipient: str | None
    #: Agency id as of that day.
    agency: str
    items: tuple[RehearsedItem, ...]


def rehearse(
    registry: Registry, calendar: WorkCalendar, policies: Policies, start: date, end: date
) -> tuple[RehearsedMessage, ...]:
    """The messages of the days from ``start`` to ``end``, both included, in sending order."""
    rows: dict[tuple[datetime, str, str | None], list[RehearsedItem]] = {}
    planner = Planner(registry, calendar, policies)
    for occurrence in expand(registry, calendar, start - _REACH, end + _REACH):
        for reminder in planner.plan(occurrence):
            day = reminder.send_at.date()
            if start <= day <= end:
                agency = _agency(registry, occurrence, reminder.recipient, day)
                rows.setdefault((reminder.send_at, agency, reminder.recipient), []).append(_item(occurrence, reminder))
    ordered = sorted(rows.items(), key=lambda row: (row[0][0], row[0][1], row[0][2] or ""))
    return tuple(RehearsedMessage(at, who, agency, tuple(items)) for (at, agency, who), items in ordered)


def messages_json(
    messages: Iterable[RehearsedMessage], registry: Registry, channels: Mapping[str, str] | None = None
) -> list[dict[str, object]]:
    """The rows of ``plan --json``; ``channels`` names the channel of each linked person id."""
    return [_message_json(message, registry, channels or {}) for message in messages]


def messages_text(messages: Iterable[RehearsedMessage], registry: Registry) -> str:
    """Vietnamese lines for people: a heading per day, under it each person with what they would hear."""
    lines: list[str] = []
    for day, of_day in groupby(messages, key=lambda m: m.send_at.date()):
        lines += ["", f"{_WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"]
        for message in of_day:
            lines += _message_lines(message, registry)
    return "\n".join([_PREMISE, *lines]) if lines else "Không có tin nhắn nào trong thời gian này."


def _agency(registry: Registry, occurrence: Occurrence, recipient: str | None, day: date) -> str:
    own = registry.people[recipient].agency if recipient is not None else occurrence.agency
    return registry.successor(own, day).id


def _item(occurrence: Occurrence, reminder: PlannedReminder) -> RehearsedItem:
    return RehearsedItem(
        occurrence.plan,
        occurrence.obligation,
        occurrence.period,
        occurrence.due,
        occurrence.target,
        reminder.step,
        occurrence.role,
        occurrence.key,
        occurrence.strict,
        occurrence.tentative,
    )


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
        "step": item.step,
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


def _step_text(step: str) -> str:
    kind, _, nth = step.partition("-")
    if kind == "overdue":
        return f"quá hạn, lần {nth}"
    if kind == "escalation":
        return f"báo lãnh đạo, lần {nth}"
    return _STEP_TEXT.get(step, step)


def _person(message: RehearsedMessage, registry: Registry) -> Person | None:
    return registry.people[message.recipient] if message.recipient is not None else None
