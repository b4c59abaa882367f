"""Every message a period would bring, without sending any: who hears of what on which day.

A rehearsal knows the plans and the calendar, not what was answered: it shows all steps, as if nobody had reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    """Vietnamese lines for people: a heading per day, a line per person, a line per item."""
    lines: list[str] = []
    for day, of_day in groupby(messages, key=lambda m: m.send_at.date()):
        lines += ["", f"{_WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"]
        for message in of_day:
            lines += _message_lines(message, registry)
    return "\n".join(lines[1:]) if lines else "Không có tin nhắn nào trong thời gian này."


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


def _message_lines(message: RehearsedMessage, registry: Registry) -> Iterator[str]:
    person, agency = _person(message, registry), registry.agencies[message.agency]
    name = person.name if person else "chưa có người nhận"
    yield f"  {message.send_at:%H:%M}  {name} ({agency.short or agency.name}):"
    for plan_key, items in groupby(message.items, key=lambda item: item.plan):
        plan = registry.plans[plan_key]
        for line in _item_lines(tuple(items), plan):
            yield f"         {line}"


def _item_lines(items: Sequence[RehearsedItem], plan: Plan) -> Iterator[str]:
    """Items of the same date and step share a line, as they share a paragraph in the message."""
    shared: dict[tuple[object, ...], list[RehearsedItem]] = {}
    for item in items:
        alike = (item.period, item.due, item.target, item.step, item.role, item.strict, item.tentative)
        shared.setdefault(alike, []).append(item)
    for group in shared.values():
        first = group[0]
        obligations = ", ".join(item.obligation for item in group)
        due = f"hạn {'trước ' if first.strict else ''}{first.due:%d/%m/%Y}"
        target = "" if first.target == first.due else f", nên gửi chậm nhất {first.target:%d/%m/%Y}"
        notes = [_step_text(first.step)]
        notes += ["phối hợp"] if first.role is AgencyRole.COORDINATING else []
        notes += ["dự kiến"] if first.tentative else []
        name = plan.code or plan.short_title or plan.key
        yield f"{name}, kỳ {first.period}: {obligations} [{'; '.join(notes)}] {due}{target}"


def _step_text(step: str) -> str:
    kind, _, nth = step.partition("-")
    if kind == "overdue":
        return f"quá hạn, lần {nth}"
    if kind == "escalation":
        return f"báo lãnh đạo, lần {nth}"
    return _STEP_TEXT.get(step, step)


def _person(message: RehearsedMessage, registry: Registry) -> Person | None:
    return registry.people[message.recipient] if message.recipient is not None else None
