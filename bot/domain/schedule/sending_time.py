"""When anything may be sent: working hours of working days, in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.dates.local_time import LOCAL
from bot.domain.plan.in_use import InUse
from bot.domain.plan.policy import SendingRules

_ONE_DAY = timedelta(days=1)
_NOON = 12


def may_send(now: datetime, in_use: InUse) -> bool:
    """True in working hours of a working day; the closing minute is already too late."""
    local, sending = now.astimezone(LOCAL), in_use.policies.sending
    return sending.opens <= local.time() < sending.closes and in_use.calendar.is_working_day(local.date())


def slot_of(now: datetime) -> str:
    """The half day a message falls into: "2024-09-04am". One digest per person and slot."""
    local = now.astimezone(LOCAL)
    return f"{local.date().isoformat()}{'am' if local.hour < _NOON else 'pm'}"


def next_morning(after: datetime, in_use: InUse) -> datetime:
    """The first regular sending time strictly after ``after``: ``send_at`` of a working day."""
    local, sending = after.astimezone(LOCAL), in_use.policies.sending
    day = local.date() if local.time() < sending.send_at else local.date() + _ONE_DAY
    return morning_of(in_use.calendar.first_working_day_on_or_after(day), sending)


def next_workday_morning(day: date, in_use: InUse) -> datetime:
    """``send_at`` of the first working day after ``day``."""
    return morning_of(in_use.calendar.first_working_day_on_or_after(day + _ONE_DAY), in_use.policies.sending)


def morning_of(day: date, sending: SendingRules) -> datetime:
    """``send_at`` of that very day."""
    return datetime.combine(day, sending.send_at, LOCAL)
