"""What is still sent of an occurrence that is seen late: after an installation, or when its date was moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.dates.local_time import LOCAL
from bot.domain.plan.in_use import InUse
from bot.domain.schedule.catch_up import FRESH_DAYS, still_wanted
from bot.domain.schedule.planner import plan_reminders
from bot.domain.schedule.reminder import PlannedReminder
from tests.unit import planning as build

CALENDAR = build.calendar(date(2024, 9, 2), date(2024, 9, 3))
#: Target Friday 13/9, last permitted day Saturday 14/9.
OCCURRENCE = build.occurrence(date(2024, 9, 13), date(2024, 9, 14), due=date(2024, 9, 15), strict=True)
IN_USE = InUse(build.world([build.person("an", "so-a")]), CALENDAR)
PLANNED = plan_reminders(OCCURRENCE, IN_USE)


def moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), LOCAL)


def wanted(since: datetime, people: Sequence[str | None] = ("an",)) -> list[PlannedReminder]:
    return still_wanted(OCCURRENCE, PLANNED, since, IN_USE, lambda _: people)


def steps(since: datetime) -> list[str]:
    return [r.step.code for r in wanted(since)]


def test_seen_before_its_first_step_it_is_reminded_as_planned() -> None:
    assert wanted(moment(date(2024, 8, 1))) == list(PLANNED)


def test_steps_that_were_missed_become_one_opening_on_the_next_morning() -> None:
    """T-15 was on 21/8 and T-7 is on 4/9."""
    first, *rest = wanted(moment(date(2024, 8, 22)))
    assert (first.step.code, first.send_at, first.recipient) == ("opening", moment(date(2024, 8, 23), 8), "an")
    assert first.occurrence == OCCURRENCE.key
    assert [r.step.code for r in rest][:2] == ["T-7", "T-3"]


def test_the_opening_waits_for_a_working_day() -> None:
    assert wanted(moment(date(2024, 8, 30), 9))[0].step.code == "T-7", "the next working morning is that of T-7 itself"


def test_the_opening_gives_way_to_a_step_of_the_same_morning() -> None:
    assert steps(moment(date(2024, 9, 3)))[0] == "T-7"
    assert steps(moment(date(2024, 9, 9)))[0] == "T-3"


def test_a_step_of_this_very_moment_is_missed() -> None:
    assert steps(moment(date(2024, 9, 4), 7))[0] == "T-7"
    assert steps(moment(date(2024, 9, 4), 8))[:2] == ["opening", "T-3"]


def test_everybody_who_is_responsible_that_morning_is_told() -> None:
    asked: list[date] = []

    def people_on(day: date) -> tuple[str, ...]:
        asked.append(day)
        return ("an", "binh")

    found = still_wanted(OCCURRENCE, PLANNED, moment(date(2024, 8, 22)), IN_USE, people_on)
    assert [r.recipient for r in found if r.step.code == "opening"] == ["an", "binh"]
    assert asked == [date(2024, 8, 23)]


def test_seen_on_the_target_day_it_still_has_an_opening() -> None:
    assert steps(moment(date(2024, 9, 13)))[:1] == ["overdue-1"], "the next morning is that of the first overdue step"
    before = still_wanted(
        OCCURRENCE,
        [r for r in PLANNED if not r.step.code.startswith("overdue")],
        moment(date(2024, 9, 13)),
        IN_USE,
        lambda _: ("an",),
    )
    assert [(r.step.code, r.send_at.date()) for r in before] == [("opening", date(2024, 9, 16))]


@pytest.mark.parametrize("late", range(1, FRESH_DAYS))
def test_seen_soon_after_its_date_it_is_chased_on(late: int) -> None:
    since = moment(CALENDAR.add_working_days(OCCURRENCE.last_day, late))
    found = wanted(since)
    assert found == [r for r in PLANNED if r.send_at > since]
    assert found


@pytest.mark.parametrize("late", [FRESH_DAYS, FRESH_DAYS + 1, 200])
def test_seen_long_after_its_date_it_is_left_in_peace(late: int) -> None:
    assert wanted(moment(CALENDAR.add_working_days(OCCURRENCE.last_day, late))) == []


def test_asking_again_gives_the_same_answer() -> None:
    for days in range(0, 60, 3):
        since = moment(date(2024, 8, 10)) + timedelta(days=days)
        assert wanted(since) == wanted(since)
