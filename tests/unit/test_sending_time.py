"""When anything may be sent, seen from any time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.dates.local_time import LOCAL
from bot.domain.plan.in_use import InUse
from bot.domain.plan.policy import SendingRules
from bot.domain.schedule.sending_time import may_send, morning_of, next_morning, next_workday_morning, slot_of
from tests.unit import planning as build

#: Thursday 5/9/2024 is a working day, Monday and Tuesday 2 and 3/9 are off, Saturday 7/9 is worked.
CALENDAR = build.calendar(date(2024, 9, 2), date(2024, 9, 3), worked=[date(2024, 9, 7)])
IN_USE = InUse(build.world(), CALENDAR)


def at(text: str) -> datetime:
    """A moment in Vietnam in September 2024, as UTC: "05 08:00"."""
    return datetime.strptime(f"2024-09-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("05 07:29", False),
        ("05 07:30", True),
        ("05 17:29", True),
        ("05 17:30", False),
        ("02 10:00", False),
        ("07 10:00", True),
        ("08 10:00", False),
    ],
)
def test_only_in_working_hours_of_working_days(moment: str, allowed: bool) -> None:
    assert may_send(at(moment), IN_USE) is allowed


@pytest.mark.parametrize(
    ("moment", "slot"),
    [
        ("05 00:00", "2024-09-05am"),
        ("05 11:59", "2024-09-05am"),
        ("05 12:00", "2024-09-05pm"),
        ("05 23:59", "2024-09-05pm"),
    ],
)
def test_a_slot_is_half_a_day_in_vietnam(moment: str, slot: str) -> None:
    assert slot_of(at(moment)) == slot


@pytest.mark.parametrize(
    ("after", "morning"),
    [
        ("05 07:59", "05 08:00"),
        ("05 08:00", "06 08:00"),
        ("05 08:01", "06 08:00"),
        ("06 09:00", "07 08:00"),
        ("07 09:00", "09 08:00"),
        ("02 07:00", "04 08:00"),
        ("06 00:30", "06 08:00"),
    ],
)
def test_the_next_morning_is_the_first_sending_time_after_it(after: str, morning: str) -> None:
    assert next_morning(at(after), IN_USE) == at(morning)


@pytest.mark.parametrize(("day", "morning"), [(4, "05 08:00"), (6, "07 08:00"), (7, "09 08:00"), (1, "04 08:00")])
def test_the_next_working_day_s_morning_is_never_that_day_s_own(day: int, morning: str) -> None:
    assert next_workday_morning(date(2024, 9, day), IN_USE) == at(morning)


def test_a_morning_is_the_set_hour_in_vietnam() -> None:
    morning = morning_of(date(2024, 9, 5), SendingRules(send_at=time(9, 15)))
    assert morning.isoformat() == "2024-09-05T09:15:00+07:00"
