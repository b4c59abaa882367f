"""Which days an occurrence is reminded on, and who hears of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.dates.local_time import LOCAL
from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Registry, Role
from bot.domain.plan.policy import Policies, ReminderPolicy, SendingRules
from bot.domain.schedule.expansion import expand
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit
from bot.domain.schedule.planner import Planner, plan_reminders
from tests.unit import planning as build

CALENDAR = build.calendar(date(2024, 9, 2), date(2024, 9, 3))
ESCALATING = Policies(chase=ReminderPolicy(escalate_after=(5, 10)))


def steps(
    of: Occurrence,
    registry: Registry | None = None,
    calendar: WorkCalendar = CALENDAR,
    policies: Policies | None = None,
) -> dict[str, date]:
    planned = plan_reminders(of, InUse(registry or build.world(), calendar, policies or Policies()))
    assert len({(r.recipient, r.step.code) for r in planned}) == len(planned)
    return {r.step.code: r.send_at.date() for r in planned}


# steps


def test_a_chased_occurrence_has_every_step_of_the_policy() -> None:
    """The units' report of 2024: X is Sunday 15/9, the target Friday 13/9, and 2 and 3/9 are off."""
    found = steps(build.occurrence(date(2024, 9, 13), date(2024, 9, 14), due=date(2024, 9, 15), strict=True))
    assert found == {
        "T-30": date(2024, 8, 14),
        "T-15": date(2024, 8, 21),
        "T-7": date(2024, 9, 4),
        "T-3": date(2024, 9, 10),
        "T-1": date(2024, 9, 12),
        "due": date(2024, 9, 13),
        "overdue-1": date(2024, 9, 16),
        "overdue-2": date(2024, 9, 18),
        "overdue-3": date(2024, 9, 20),
        "overdue-4": date(2024, 9, 27),
        "overdue-5": date(2024, 10, 4),
        "overdue-6": date(2024, 10, 11),
        "overdue-7": date(2024, 10, 18),
        "overdue-8": date(2024, 10, 25),
    }


def test_reminders_go_out_at_the_set_hour_in_vietnam() -> None:
    policies = Policies(sending=SendingRules(send_at=time(9, 15)))
    times = {
        r.send_at.timetz()
        for r in plan_reminders(build.occurrence(date(2024, 9, 13)), InUse(build.world(), CALENDAR, policies))
    }
    assert times == {time(9, 15, tzinfo=LOCAL)}
    assert LOCAL.utcoffset(None) == timedelta(hours=7)


def test_the_thirty_day_notice_falls_back_to_a_working_day() -> None:
    assert steps(build.occurrence(date(2024, 10, 2)))["T-30"] == date(2024, 8, 30)


def test_weekly_overdue_reminders_move_past_days_off_and_count_on_from_there() -> None:
    calendar = build.calendar(date(2024, 9, 27), date(2024, 10, 14))
    found = steps(build.occurrence(date(2024, 9, 13)), calendar=calendar)
    assert [found[f"overdue-{n}"] for n in (3, 4, 5, 6)] == [
        date(2024, 9, 20),
        date(2024, 9, 30),
        date(2024, 10, 7),
        date(2024, 10, 15),
    ]


def test_asked_occurrences_are_never_overdue() -> None:
    found = steps(build.occurrence(date(2024, 9, 13), pursuit=Pursuit.ASK, role=AgencyRole.COORDINATING, agency="so-b"))
    assert found == {"T-7": date(2024, 9, 4), "T-1": date(2024, 9, 12)}


def test_tentative_dates_are_reminded_but_never_overdue() -> None:
    assert set(steps(build.occurrence(date(2024, 9, 13), tentative=True))) == {
        "T-30",
        "T-15",
        "T-7",
        "T-3",
        "T-1",
        "due",
    }


def test_a_check_point_is_asked_once_on_its_target() -> None:
    found = steps(build.occurrence(date(2024, 9, 30), pursuit=Pursuit.CHECK_POINT))
    assert found == {"checkpoint": date(2024, 9, 30)}


def test_the_consolidator_starts_on_the_day_the_units_are_due() -> None:
    whole = build.occurrence(date(2024, 9, 24), units_due=date(2024, 9, 15), **build.CONSOLIDATION)
    found = steps(whole)
    assert {step: day for step, day in found.items() if not step.startswith("overdue")} == {
        "collect": date(2024, 9, 16),
        "T-3": date(2024, 9, 19),
        "T-1": date(2024, 9, 23),
        "due": date(2024, 9, 24),
    }
    assert found["overdue-1"] == date(2024, 9, 25)


def test_a_consolidation_without_units_is_reminded_as_usual() -> None:
    assert "T-30" in steps(build.occurrence(date(2024, 9, 24), **build.CONSOLIDATION))


@pytest.mark.parametrize(
    ("units_due", "first"),
    [(date(2024, 9, 24), "due"), (date(2024, 9, 23), "collect"), (date(2024, 9, 28), "T-30")],
    ids=["units due on the target", "the day before", "units due too late to wait for"],
)
def test_the_consolidator_always_hears_before_it_is_late(units_due: date, first: str) -> None:
    whole = build.occurrence(date(2024, 9, 24), units_due=units_due, **build.CONSOLIDATION)
    found = steps(whole)
    assert next(iter(found)) == first
    assert found["due"] == date(2024, 9, 24)


def test_nothing_goes_out_on_or_before_the_day_of_signing() -> None:
    signed = build.plan(build.task("1", "Cả năm", "so-a"), signed_on=date(2024, 9, 4))
    assert next(iter(steps(build.occurrence(date(2024, 9, 13)), build.world(of=signed)))) == "T-3"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"notice_days": [7], "before": [5]}, {"T-5": date(2024, 9, 6), "due": date(2024, 9, 13)}),
        ({"notice_days": [3], "before": [5]}, {"T-5": date(2024, 9, 6), "due": date(2024, 9, 13)}),
        ({"notice_days": [5], "before": [5]}, {"T-5": date(2024, 9, 6), "due": date(2024, 9, 13)}),
        (
            {"notice_days": [], "before": [1, 3]},
            {"T-3": date(2024, 9, 10), "T-1": date(2024, 9, 12), "due": date(2024, 9, 13)},
        ),
        ({"notice_days": [], "before": [], "due_day": False}, {}),
    ],
    ids=["notice on the same day", "notice after a closer step", "same number", "unsorted", "none"],
)
def test_one_step_a_day_and_the_closer_one_wins(policy: dict[str, object], expected: dict[str, date]) -> None:
    quiet = {"overdue": [], "overdue_every": 0}
    registry = build.world(of=build.plan(build.task("1", None, "so-a", policy=policy | quiet)))
    assert steps(build.occurrence(date(2024, 9, 13)), registry) == expected


@pytest.mark.parametrize(
    ("layers", "count"),
    [
        (({}, {}, {}), 8),
        (({"overdue_max": 2}, {}, {}), 2),
        (({"overdue_max": 2}, {"overdue_max": 4}, {}), 4),
        (({"overdue_max": 2}, {"overdue_max": 4}, {"overdue_max": 1}), 1),
        (({"overdue_max": 0}, {}, {}), 0),
        (({}, {"overdue_every": 0}, {}), 3),
        (({}, {"overdue": [], "overdue_max": 2}, {}), 2),
    ],
)
def test_policies_override_plan_then_task_then_agency(layers: tuple[Mapping[str, object], ...], count: int) -> None:
    of_plan, of_task, of_agency = layers
    plan = build.plan(build.task("1", "Cả năm", "so-a", policy=of_task), policy=of_plan)
    registry = build.world(of=plan, agencies=[build.agency("so-a", policy=of_agency)])
    overdue = [step for step in steps(build.occurrence(date(2024, 9, 13)), registry) if step.startswith("overdue")]
    assert overdue == [f"overdue-{n}" for n in range(1, count + 1)]


# anything

counts = st.lists(st.integers(0, 40), max_size=4).map(tuple)
policies = st.builds(
    ReminderPolicy,
    notice_days=counts,
    before=counts,
    due_day=st.booleans(),
    overdue=counts,
    overdue_every=st.integers(0, 20),
    overdue_max=st.integers(0, 10),
    escalate_after=counts,
)
dates = st.dates(date(2024, 1, 1), date(2025, 12, 31))
calendars = st.lists(dates, max_size=120).map(lambda off: build.calendar(*off))


@st.composite
def any_occurrence(draw: st.DrawFn, calendar: WorkCalendar) -> Occurrence:
    last_day = draw(dates)
    kind = draw(st.sampled_from(list(ObligationKind)))
    units = draw(st.none() | st.integers(-10, 60)) if kind is ObligationKind.CONSOLIDATION else None
    return build.occurrence(
        calendar.last_working_day_on_or_before(last_day),
        last_day,
        kind=kind,
        pursuit=draw(st.sampled_from(list(Pursuit))),
        tentative=draw(st.booleans()),
        units_due=None if units is None else last_day - timedelta(days=units),
    )


@settings(max_examples=300)
@given(st.data(), calendars, policies, policies, st.none() | dates)
def test_reminders_keep_their_promises(
    data: st.DataObject, calendar: WorkCalendar, chase: ReminderPolicy, ask: ReminderPolicy, signed_on: date | None
) -> None:
    of = data.draw(any_occurrence(calendar))
    people = [build.person("an", "so-a"), build.person("binh", "so-a"), build.person("lanh", "so-a", Role.LEADER)]
    plan = build.plan(build.task("1", None, "so-a"), signed_on=signed_on)
    registry = build.world(people, of=plan)
    planned = plan_reminders(of, InUse(registry, calendar, Policies(chase, ask)))

    assert [r.send_at for r in planned] == sorted(r.send_at for r in planned)
    assert all(n == 1 for n in Counter((r.recipient, r.step.code) for r in planned).values())
    assert all(n == 1 for n in Counter((r.recipient, r.send_at.date()) for r in planned).values())
    policy = chase if of.pursuit is Pursuit.CHASE else ask
    for reminder in planned:
        day = reminder.send_at.date()
        assert calendar.is_working_day(day)
        assert reminder.send_at == datetime.combine(day, time(8), LOCAL)
        assert signed_on is None or day > signed_on
        late = reminder.step.code.startswith(("overdue", "escalation"))
        assert day > of.last_day if late else day <= of.target
        assert of.can_be_overdue or not late
    overdue = {r.step.code for r in planned if r.step.code.startswith("overdue")}
    assert len(overdue) <= policy.overdue_max


@settings(max_examples=100)
@given(st.data(), calendars)
def test_a_planner_that_remembers_says_the_same(data: st.DataObject, calendar: WorkCalendar) -> None:
    registry = build.world(
        [build.person("an", "so-a", until=date(2024, 12, 1), replaced_by="binh"), build.person("binh", "so-a")]
    )
    planner = Planner(InUse(registry, calendar, ESCALATING))
    for of in data.draw(st.lists(any_occurrence(calendar), max_size=6)):
        assert planner.plan(of) == plan_reminders(of, InUse(registry, calendar, ESCALATING))


def test_expanded_occurrences_can_all_be_planned() -> None:
    rule = build.report("bc", ["so-a"], "khdt", "trước ngày 15/9 hằng năm", yearly=True, first_year=2024)
    registry = build.registry(build.plan(build.task("1", "Cả năm", "so-a", coordinating=["so-b"]), reports=[rule]))
    planner = Planner(InUse(registry, CALENDAR, Policies()))
    found = expand(InUse(registry, CALENDAR), date(2024, 1, 1), date(2024, 12, 31))
    assert {o.key: len(planner.plan(o)) for o in found} == {
        f"{build.PLAN}/{key}": count
        for key, count in {
            "1/2024-Q1/so-a": 1, "1/2024-Q2/so-a": 1, "1/2024-Q3/so-a": 1, "1/2024/so-a": 14, "1/2024/so-b": 2,
            "bc/2024/so-a": 14,
        }.items()
    }  # fmt: skip


def test_every_reminder_names_its_occurrence() -> None:
    people = [build.person("an", "so-a"), build.person("lanh", "so-a", Role.LEADER)]
    of = build.occurrence(date(2024, 9, 13))
    planned = plan_reminders(of, InUse(build.world(people), CALENDAR, ESCALATING))
    assert {r.recipient for r in planned} == {"an", "lanh"}
    assert {r.occurrence for r in planned} == {of.key}


def test_an_occurrence_of_a_plan_that_is_gone_keeps_the_usual_steps() -> None:
    of = build.occurrence(date(2024, 9, 13))
    gone = build.occurrence(date(2024, 9, 13), plan="bo-di")
    assert steps(gone, build.world([build.person("an", "so-a")])) == steps(of)


def test_only_the_leaders_of_this_plan_are_told() -> None:
    people = [build.person("lanh", "so-a", Role.LEADER, plans=["khac"])]
    planned = plan_reminders(build.occurrence(date(2024, 9, 13)), InUse(build.world(people), CALENDAR, ESCALATING))
    assert [r for r in planned if r.step.code.startswith("escalation")] == []


def policy(**changes: object) -> Policies:
    """No step but those given."""
    none = ReminderPolicy((), (), False, (), 0, 0, ())
    return Policies(chase=none.overridden(changes))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"notice_days": (5, 20, 10)}, {"T-20": (8, 23), "T-10": (8, 30), "T-5": (9, 6)}),
        ({"notice_days": (1, 0, -3)}, {"T-1": (9, 11)}),
        ({"before": (0, 2, -1)}, {"T-2": (9, 10)}),
        ({"overdue": (1,), "overdue_every": 1, "overdue_max": 3},
         {"overdue-1": (9, 13), "overdue-2": (9, 16), "overdue-3": (9, 17)}),
        ({"overdue": (1, 2), "overdue_every": 0, "overdue_max": 8}, {"overdue-1": (9, 13), "overdue-2": (9, 16)}),
        ({"overdue": (3, 1, 2), "overdue_every": 7, "overdue_max": 2}, {"overdue-1": (9, 13), "overdue-2": (9, 16)}),
        ({"escalate_after": (2, 1, 0)}, {"escalation-1": (9, 13), "escalation-2": (9, 16)}),
    ],
)  # fmt: skip
def test_each_kind_of_step_follows_its_numbers(
    changes: dict[str, object], expected: dict[str, tuple[int, int]]
) -> None:
    """The target is Thursday 12/9/2024."""
    people = [build.person("an", "so-a"), build.person("lanh", "so-a", Role.LEADER)]
    found = steps(build.occurrence(date(2024, 9, 12)), build.world(people), policies=policy(**changes))
    assert found == {step: date(2024, *day) for step, day in expected.items()}


def test_leaders_too_hear_nothing_on_or_before_the_day_of_signing() -> None:
    people = [build.person("lanh", "so-a", Role.LEADER)]
    of = build.plan(build.task("1", "Cả năm", "so-a"), signed_on=date(2024, 9, 13))
    found = steps(
        build.occurrence(date(2024, 9, 12)), build.world(people, of=of), policies=policy(escalate_after=(1, 2))
    )
    assert found == {"escalation-2": date(2024, 9, 16)}
