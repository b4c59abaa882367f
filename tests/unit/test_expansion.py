"""Which occurrences a plan has, for whom, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.dates.time_phrase import TimePhrase, read_time_phrase
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Plan, Registry
from bot.domain.schedule.expansion import expand
from bot.domain.schedule.obligation import Dates, check_points, report_dates, task_dates
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit
from tests.unit import planning as build

ALWAYS = (date(2020, 1, 1), date(2030, 12, 31))
#: Tết 2025, 2/9/2024.
CALENDAR = build.calendar(date(2024, 9, 2), date(2024, 9, 3), *(date(2025, 1, day) for day in range(27, 32)))


def occurrences(plan: Plan, *agencies: object, start: date = ALWAYS[0], end: date = ALWAYS[1]) -> dict[str, Occurrence]:
    found = expand(InUse(build.registry(plan, agencies), CALENDAR), start, end)  # type: ignore[arg-type]
    assert len({o.key for o in found}) == len(found)
    return build.by_key(found)


# tasks


@pytest.mark.parametrize(
    ("when", "periods"),
    [
        ("Quý III/2024", {"2024-Q3": (date(2024, 7, 1), date(2024, 9, 30))}),
        (
            "Tháng 6,12/2024",
            {"2024-Q2": (date(2024, 6, 1), date(2024, 6, 30)), "2024-Q4": (date(2024, 12, 1), date(2024, 12, 31))},
        ),
        (
            "Tháng 7, 9/2024",
            {
                "2024-Q3-M07": (date(2024, 7, 1), date(2024, 7, 31)),
                "2024-Q3-M09": (date(2024, 9, 1), date(2024, 9, 30)),
            },
        ),
        ("trước ngày 15/9/2024", {"2024-Q3": (None, date(2024, 9, 14))}),
        ("chậm nhất ngày 15/9/2024", {"2024-Q3": (None, date(2024, 9, 15))}),
        ("Từ ngày 15/3 đến ngày 20/4/2024", {"2024": (date(2024, 3, 15), date(2024, 4, 20))}),
        (
            "Quý II, III/2024",
            {"2024": (date(2024, 4, 1), date(2024, 9, 30)), "2024-Q2": (date(2024, 4, 1), date(2024, 6, 30))},
        ),
    ],
)
def test_windows_become_periods(when: str, periods: dict[str, tuple[date | None, date]]) -> None:
    found = occurrences(build.plan(build.task("1", when, "so-a")))
    assert {o.period: (o.window_start, o.last_day) for o in found.values()} == periods


def test_whole_year_has_a_check_point_at_each_earlier_quarter_end() -> None:
    found = occurrences(build.plan(build.task("1", "Cả năm", "so-a", coordinating=["so-b"])))
    pursuits = {key: (o.pursuit, o.last_day, o.target) for key, o in found.items()}
    ends = {"Q1": date(2024, 3, 31), "Q2": date(2024, 6, 30), "Q3": date(2024, 9, 30)}
    targets = {"Q1": date(2024, 3, 29), "Q2": date(2024, 6, 28), "Q3": date(2024, 9, 30)}
    assert pursuits == {
        **{f"1/2024-{q}/so-a": (Pursuit.CHECK_POINT, ends[q], targets[q]) for q in ends},
        "1/2024/so-a": (Pursuit.CHASE, date(2024, 12, 31), date(2024, 12, 31)),
        "1/2024/so-b": (Pursuit.ASK, date(2024, 12, 31), date(2024, 12, 31)),
    }


def test_nothing_is_owed_before_the_plan_was_signed() -> None:
    tasks = [build.task("1", "Cả năm", "so-a"), build.task("2", "Tháng 4", "so-a"), build.task("3", "Tháng 9", "so-a")]
    found = occurrences(build.plan(*tasks, signed_on=date(2024, 9, 30)))
    assert set(found) == {"1/2024/so-a"}


def test_a_window_that_ends_the_day_after_signing_is_owed() -> None:
    found = occurrences(build.plan(build.task("3", "Tháng 9", "so-a"), signed_on=date(2024, 9, 29)))
    assert set(found) == {"3/2024-Q3/so-a"}


def test_yearly_until_has_one_chased_occurrence_a_year() -> None:
    found = occurrences(build.plan(build.task("1", "Tiến hành hàng năm đến hết năm 2026", "so-a")))
    chased = {o.period: o.last_day for o in found.values() if o.pursuit is Pursuit.CHASE}
    assert chased == {str(year): date(year, 12, 31) for year in (2024, 2025, 2026)}


@pytest.mark.parametrize(
    "when", [None, "Theo nhu cầu thực tế của các địa phương", "kịp thời", "Năm 2024 và những năm tiếp theo"]
)
def test_undated_tasks_have_no_occurrence_of_their_own(when: str | None) -> None:
    assert occurrences(build.plan(build.task("1", when, "so-a"))) == {}


def test_completed_tasks_are_never_asked() -> None:
    plan = build.plan(
        build.task("1", "Cả năm", "so-a", completed=True),
        build.task("2", None, "so-a"),
        reports=[build.report("bc", ["so-a"], "khdt", "trước ngày 15/12/2024")],
    )
    found = occurrences(plan)
    assert {key: o.tasks for key, o in found.items()} == {"bc/2024/so-a": ("2",)}


def test_who_leads_does_not_also_coordinate() -> None:
    found = occurrences(build.plan(build.task("1", "Quý III", "so-a", coordinating=["so-a", "so-b"])))
    assert {key: o.role for key, o in found.items()} == {
        "1/2024-Q3/so-a": AgencyRole.LEAD,
        "1/2024-Q3/so-b": AgencyRole.COORDINATING,
    }


def test_tentative_times_never_become_overdue() -> None:
    (occurrence,) = occurrences(build.plan(build.task("1", "Dự kiến Tháng 10/2024", "so-a"))).values()
    assert occurrence.tentative
    assert not occurrence.can_be_overdue
    assert occurrence.pursuit is Pursuit.CHASE


def test_strictly_before_keeps_the_date_of_the_paper() -> None:
    (occurrence,) = occurrences(build.plan(build.task("1", "trước ngày 15/9/2024", "so-a"))).values()
    assert (occurrence.due, occurrence.last_day, occurrence.target) == (
        date(2024, 9, 15),
        date(2024, 9, 14),
        date(2024, 9, 13),
    )
    assert occurrence.strict
    assert occurrence.due_text == "trước ngày 15/9/2024"


# reports


def yearly_plan(**changes: object) -> Plan:
    return build.plan(
        build.task("1", None, "so-a", coordinating=["so-b"]),
        build.task("2", None, "khdt", coordinating=["so-a"]),
        build.task("3", None, "so-tc"),
        reports=[
            build.report(
                "bc", ["so-a", "so-b", "so-tc"], "khdt", "trước ngày 15/9 hằng năm", yearly=True, first_year=2024
            ),
            build.report(
                "th", ["khdt"], "ubnd", "trước ngày 25/9 hằng năm", yearly=True, first_year=2024, consolidates="bc"
            ),
        ],
        **changes,  # type: ignore[arg-type]
    )


def test_yearly_reports_repeat_without_end_and_cover_the_agency_s_tasks() -> None:
    found = occurrences(yearly_plan(), start=date(2024, 1, 1), end=date(2031, 12, 31))
    assert {o.period for o in found.values()} == {str(year) for year in range(2024, 2032)}
    unit = found["bc/2026/so-a"]
    assert (unit.kind, unit.due, unit.last_day, unit.target) == (
        ObligationKind.REPORT,
        date(2026, 9, 15),
        date(2026, 9, 14),
        date(2026, 9, 14),
    )
    assert unit.tasks == ("1", "2")


def test_yearly_reports_stop_after_their_last_year() -> None:
    rule = build.report(
        "bc", ["so-a"], "khdt", "trước ngày 15/9 hằng năm", yearly=True, first_year=2023, last_year=2025
    )
    assert {o.period for o in occurrences(build.plan(reports=[rule])).values()} == {"2023", "2024", "2025"}


@pytest.mark.parametrize(
    ("due", "day", "last_day"),
    [
        ("chậm nhất ngày 15/9/2023", date(2024, 9, 15), date(2024, 9, 15)),
        ("chậm nhất ngày 28/02/2023", date(2024, 2, 28), date(2024, 2, 28)),
        ("chậm nhất ngày 29/02/2024", date(2025, 2, 28), date(2025, 2, 28)),
        ("trước ngày 01/03/2023", date(2024, 3, 1), date(2024, 2, 29)),
        ("trong tháng 2 năm 2023", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_yearly_rule_that_prints_its_first_year_moves_along(due: str, day: date, last_day: date) -> None:
    rule = build.report("bc", ["so-a"], "khdt", due, yearly=True, first_year=2023, last_year=2025)
    found = {o.period: (o.due, o.last_day) for o in occurrences(build.plan(reports=[rule])).values()}
    assert set(found) == {"2023", "2024", "2025"}
    assert found[str(day.year)] == (day, last_day)


def test_a_yearly_rule_need_not_say_so_in_its_phrase() -> None:
    """The files say that it comes again; the paper only prints the day."""
    time = read_time_phrase("chậm nhất ngày 29/02", plan_year=2024, repeats=True)
    assert isinstance(time, TimePhrase)
    rule = replace(build.report("bc", ["so-a"], "khdt", None, yearly=True, first_year=2024), time=time)
    assert [d.due for d in report_dates(rule, build.plan(), [2024, 2025])] == [date(2024, 2, 29), date(2025, 2, 28)]


@pytest.mark.parametrize(
    ("first_year", "year", "signed_on", "first"),
    [
        (None, 2024, date(2023, 12, 5), 2024),
        (None, None, date(2024, 3, 1), 2024),
        (2025, 2024, date(2024, 3, 1), 2025),
        (None, None, None, 2022),
    ],
)
def test_a_yearly_rule_begins_with_its_own_year_then_the_plans_then_that_of_signing(
    first_year: int | None, year: int | None, signed_on: date | None, first: int
) -> None:
    rule = build.report("bc", ["so-a"], "khdt", "trước ngày 15/12 hằng năm", yearly=True, first_year=first_year)
    of = replace(build.plan(build.task("1", "hằng năm", "so-a"), signed_on=signed_on), year=year)
    years = range(2022, 2027)
    assert [d.period for d in report_dates(rule, of, years)] == [str(y) for y in range(first, 2027)]
    if first_year is None:
        assert [d.period for d in task_dates(of.tasks[0], of, years)] == [str(y) for y in range(first, 2027)]


@pytest.mark.parametrize(
    ("start", "last_day", "asked"),
    [
        (date(2024, 7, 1), date(2024, 9, 30), []),
        (date(2024, 7, 1), date(2024, 10, 1), ["2024-Q3"]),
        (date(2024, 8, 15), date(2024, 11, 14), []),
        (date(2024, 8, 15), date(2024, 11, 15), ["2024-Q3"]),
        (date(2024, 11, 30), date(2025, 2, 28), []),
        (date(2024, 11, 30), date(2025, 3, 1), ["2024-Q4"]),
        (date(2023, 11, 30), date(2024, 2, 29), []),
        (date(2024, 10, 15), date(2025, 6, 30), ["2024-Q4", "2025-Q1"]),
        (date(2024, 12, 1), date(2025, 2, 28), []),
    ],
)
def test_only_what_takes_longer_than_three_months_is_asked_about_at_quarter_ends(
    start: date, last_day: date, asked: list[str]
) -> None:
    assert [p.period for p in check_points(Dates("2024", last_day, last_day, start), None)] == asked


def test_who_only_coordinates_is_asked_for_the_report() -> None:
    found = occurrences(yearly_plan(), end=date(2024, 12, 31))
    assert (found["bc/2024/so-b"].role, found["bc/2024/so-b"].pursuit) == (AgencyRole.COORDINATING, Pursuit.ASK)
    assert (found["bc/2024/so-a"].role, found["bc/2024/so-a"].pursuit) == (AgencyRole.LEAD, Pursuit.CHASE)


def test_consolidation_gathers_the_units_of_its_period() -> None:
    found = occurrences(yearly_plan(), start=date(2025, 9, 20), end=date(2025, 9, 30))
    (whole,) = found.values()
    assert (whole.kind, whole.due, whole.target) == (
        ObligationKind.CONSOLIDATION,
        date(2025, 9, 25),
        date(2025, 9, 24),
    )
    assert whole.units_due == date(2025, 9, 15)
    assert whole.tasks == ("2",)
    assert whole.gathers == tuple(f"{build.PLAN}/bc/2025/{a}" for a in ("so-a", "so-b", "so-tc"))


def gathering(units: str, whole: str) -> Occurrence:
    """The consolidation of a plan with these two dates on paper."""
    rules = [
        build.report("bc", ["so-a"], "khdt", units),
        build.report("th", ["khdt"], "ubnd", whole, consolidates="bc"),
    ]
    (found,) = (o for o in occurrences(build.plan(reports=rules)).values() if o.obligation == "th")
    return found


@pytest.mark.parametrize(
    ("units", "whole", "gathered"),
    [
        ("chậm nhất ngày 25/9/2024", "chậm nhất ngày 25/9/2024", "2024"),
        ("chậm nhất ngày 26/9/2024", "chậm nhất ngày 25/9/2024", None),
        ("Tháng 6, 9/2024", "chậm nhất ngày 25/10/2024", "2024-Q3"),
        ("Tháng 6, 9/2024", "chậm nhất ngày 25/9/2024", "2024-Q2"),
        ("chậm nhất ngày 10/01/2024", "chậm nhất ngày 09/01/2025", "2024"),
        ("chậm nhất ngày 10/01/2024", "chậm nhất ngày 10/01/2025", None),
    ],
)
def test_a_consolidation_gathers_the_latest_units_due_up_to_a_year_before(
    units: str, whole: str, gathered: str | None
) -> None:
    assert gathering(units, whole).gathers == ((f"{build.PLAN}/bc/{gathered}/so-a",) if gathered else ())


def test_reports_and_tasks_keep_who_leads_and_who_coordinates() -> None:
    plan = build.plan(
        build.task("1", "Quý I, II, III/2024", "so-a", coordinating=["so-b"]),
        build.task("2", None, "so-c", coordinating=["so-d"]),
        reports=[build.report("th", ["khdt"], "ubnd", "trước ngày 25/9/2024")],
    )
    found = occurrences(plan).values()
    roles = {(o.obligation, o.agency, o.pursuit): o.role for o in found}
    lead, coordinating = AgencyRole.LEAD, AgencyRole.COORDINATING
    assert roles == {
        ("th", "khdt", Pursuit.CHASE): lead,
        ("1", "so-a", Pursuit.CHASE): lead,
        ("1", "so-a", Pursuit.CHECK_POINT): lead,
        ("1", "so-b", Pursuit.ASK): coordinating,
        ("2", "so-c", Pursuit.ASK): lead,
        ("2", "so-d", Pursuit.ASK): coordinating,
    }
    assert {o.kind for o in found if o.obligation != "th"} == {ObligationKind.TASK}


def test_a_completed_task_does_not_end_the_list() -> None:
    plan = build.plan(build.task("1", "Tháng 6", "so-a", completed=True), build.task("2", "Tháng 9", "so-a"))
    assert set(occurrences(plan)) == {"2/2024-Q3/so-a"}


def test_consolidation_in_january_gathers_the_units_of_december() -> None:
    plan = build.plan(
        reports=[
            build.report("bc", ["so-a"], "khdt", "trước ngày 15/12/2024"),
            build.report("th", ["khdt"], "ubnd", "trước ngày 10/01/2025", consolidates="bc"),
        ]
    )
    assert occurrences(plan)["th/2025/khdt"].gathers == (f"{build.PLAN}/bc/2024/so-a",)


def test_a_yearly_consolidation_in_january_gathers_across_the_new_year() -> None:
    plan = build.plan(
        reports=[
            build.report(
                "bc", ["so-a"], "khdt", "trước ngày 15/12 hằng năm", yearly=True, first_year=2024, last_year=2025
            ),
            build.report(
                "th", ["khdt"], "ubnd", "trước ngày 10/01 hằng năm", yearly=True, first_year=2025, consolidates="bc"
            ),
        ]
    )
    found = occurrences(plan, start=date(2025, 1, 1), end=date(2025, 1, 31))
    assert found["th/2025/khdt"].gathers == (f"{build.PLAN}/bc/2024/so-a",)
    later = occurrences(plan, start=date(2027, 1, 1), end=date(2027, 1, 31))["th/2027/khdt"]
    assert (later.gathers, later.units_due) == ((), None), "the units stopped reporting in 2025"


def test_before_new_year_s_day_is_found_on_both_sides_of_it() -> None:
    rule = build.report("bc", ["so-a"], "khdt", "trước ngày 01/01 hằng năm", yearly=True, first_year=2024)
    plan = build.plan(reports=[rule])
    assert set(occurrences(plan, start=date(2025, 12, 31), end=date(2025, 12, 31))) == {"bc/2026/so-a"}
    assert set(occurrences(plan, start=date(2026, 1, 1), end=date(2026, 1, 1))) == {"bc/2026/so-a"}


def test_agencies_that_merged_report_once() -> None:
    merged = date(2025, 3, 1)
    gone = [
        build.agency("khdt", merged, "tc-moi"),
        build.agency("so-tc", merged, "tc-moi"),
        build.agency("so-b", merged, "so-a"),
    ]
    found = occurrences(yearly_plan(), *gone, start=date(2024, 1, 1), end=date(2025, 12, 31))
    assert {key for key in found if "/2024/" in key} == {
        "bc/2024/so-a",
        "bc/2024/so-b",
        "bc/2024/so-tc",
        "th/2024/khdt",
    }
    assert {key for key in found if "/2025/" in key} == {"bc/2025/so-a", "th/2025/tc-moi"}
    assert found["bc/2025/so-a"].on_paper == ("so-a", "so-b")
    whole = found["th/2025/tc-moi"]
    assert whole.tasks == ("2", "3")
    assert whole.on_paper == ("khdt", "so-tc")
    assert whole.gathers == (f"{build.PLAN}/bc/2025/so-a",)
    assert found["th/2024/khdt"].on_paper == ()


def test_a_merger_between_target_and_due_date_does_not_change_who_reports() -> None:
    """15/9/2024 is a Sunday: the target is Friday the 13th, when the old agency still stands."""
    found = occurrences(yearly_plan(), build.agency("so-a", date(2024, 9, 14), "so-moi"), end=date(2024, 12, 31))
    assert "bc/2024/so-a" in found


def test_merged_leads_have_one_task_occurrence() -> None:
    plan = build.plan(build.task("1", "Quý III/2025", "so-a", "so-b", coordinating=["so-c"]))
    merged = date(2025, 3, 1)
    gone = [build.agency(a, merged, "moi") for a in ("so-a", "so-b", "so-c")]
    (occurrence,) = occurrences(plan, *gone).values()
    assert (occurrence.agency, occurrence.role) == ("moi", AgencyRole.LEAD)
    assert occurrence.on_paper == ("so-a", "so-b", "so-c")


def test_a_report_that_is_also_a_task_is_one_obligation() -> None:
    plan = build.plan(
        build.task("III.1", "Tháng 12", "itpc"),
        build.task("III.2", "Tháng 12", "itpc"),
        reports=[build.report("bc", ["itpc"], "ubnd", "trong tháng 12 năm 2024", same_as="III.1")],
        consolidator="itpc",
    )
    found = occurrences(plan)
    assert set(found) == {"bc/2024/itpc", "III.2/2024-Q4/itpc"}
    assert found["bc/2024/itpc"].tasks == ("III.1", "III.2")
    assert found["bc/2024/itpc"].kind is ObligationKind.CONSOLIDATION
    assert found["bc/2024/itpc"].units_due is None


def test_an_undated_report_does_not_swallow_its_task() -> None:
    plan = build.plan(
        build.task("1", "Tháng 12", "so-a"), reports=[build.report("bc", ["so-a"], "khdt", None, same_as="1")]
    )
    assert set(occurrences(plan)) == {"1/2024-Q4/so-a"}


def test_without_a_unit_report_undated_tasks_are_asked_when_the_whole_is_reported() -> None:
    plan = build.plan(
        build.task("1", "Theo nhu cầu thực tế", "so-a", coordinating=["so-b"]),
        build.task("2", "Tháng 4", "so-b"),
        build.task("3", "Quý IV", "so-a"),
        build.task("4", None, "itpc"),
        reports=[build.report("bc", ["itpc"], "ubnd", "trong tháng 12 năm 2024")],
        consolidator="itpc",
        signed_on=date(2024, 9, 26),
    )
    found = occurrences(plan)
    assert set(found) == {"bc/2024/itpc", "1/2024/so-a", "1/2024/so-b", "2/2024/so-b", "3/2024-Q4/so-a"}
    asked = found["1/2024/so-a"]
    assert (asked.pursuit, asked.due, asked.target, asked.window_start) == (
        Pursuit.ASK,
        date(2024, 12, 31),
        date(2024, 12, 31),
        date(2024, 12, 1),
    )


def test_reports_due_before_signing_are_not_owed() -> None:
    rule = build.report("bc", ["so-a"], "khdt", "trước ngày 15/9 hằng năm", yearly=True, first_year=2024)
    found = occurrences(build.plan(reports=[rule], signed_on=date(2024, 9, 14)), end=date(2025, 12, 31))
    assert {o.period for o in found.values()} == {"2025"}


# any plan

PHRASES = [
    "Quý I, III",
    "Tháng 2, 3, 11",
    "Cả năm",
    "Quý II, III/2024",
    "trước ngày 1/3/2025",
    "Theo nhu cầu thực tế",
    "Dự kiến Tháng 10/2024",
    "Tiến hành hàng năm đến hết năm 2026",
    "Tháng 1",
    "chậm nhất ngày 30/6",
]
AGENCIES = ["a", "b", "c", "khdt"]


@st.composite
def plans(draw: st.DrawFn) -> Registry:
    some = st.lists(st.sampled_from(AGENCIES), unique=True, max_size=3)
    tasks = [
        build.task(
            str(n),
            draw(st.none() | st.sampled_from(PHRASES)),
            *draw(some.filter(bool)),
            coordinating=draw(some),
            completed=draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 5)))
    ]
    yearly = draw(st.booleans())
    reports = [
        build.report("bc", draw(some), "khdt", "trước ngày 15/9/2024", yearly=yearly, first_year=2024),
        build.report("th", ["khdt"], "ubnd", "trong tháng 12 năm 2024", consolidates="bc", same_as="0"),
    ]
    signed_on = draw(st.none() | st.dates(date(2023, 6, 1), date(2025, 6, 1)))
    plan = build.plan(*tasks, reports=draw(st.sampled_from([reports, reports[1:], []])), signed_on=signed_on)
    merged = draw(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
    gone = draw(st.lists(st.sampled_from(AGENCIES), unique=True, max_size=3))
    return build.registry(plan, [build.agency(a, merged, "moi") for a in gone])


@settings(max_examples=150)
@given(plans(), st.dates(date(2023, 1, 1), date(2027, 1, 1)), st.integers(0, 900))
def test_any_range_is_the_part_of_the_whole_that_lies_in_it(registry: Registry, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    whole = expand(InUse(registry, CALENDAR), *ALWAYS)
    part = expand(InUse(registry, CALENDAR), start, end)
    inside = [o for o in whole if start <= o.due <= end or start <= o.last_day <= end]
    assert {o.key: o for o in part} == {o.key: o for o in inside}
    assert len({o.key for o in whole}) == len(whole)


@settings(max_examples=150)
@given(plans())
def test_every_occurrence_is_one_that_can_be_kept(registry: Registry) -> None:
    (plan,) = registry.plans.values()
    for o in expand(InUse(registry, CALENDAR), *ALWAYS):
        assert o.target <= o.last_day <= o.due
        assert (o.last_day < o.due) == o.strict
        assert CALENDAR.is_working_day(o.target)
        assert plan.signed_on is None or o.last_day > plan.signed_on
        assert registry.successor(o.agency, o.target).id == o.agency
        assert o.pursuit is not Pursuit.CHASE or o.role is AgencyRole.LEAD
        assert all(not plan.task(t).completed for t in o.tasks)


@settings(max_examples=100)
@given(plans())
def test_the_consolidator_is_never_asked_twice_for_one_undated_task(registry: Registry) -> None:
    found = expand(InUse(registry, CALENDAR), *ALWAYS)
    for whole in (o for o in found if o.kind is ObligationKind.CONSOLIDATION):
        aside = [
            o
            for o in found
            if o.pursuit is Pursuit.ASK
            and o.kind is ObligationKind.TASK
            and (o.agency, o.due, o.due_text) == (whole.agency, whole.due, whole.due_text)
        ]
        assert aside == []


def test_obligation_dates_are_plain_calendar_facts() -> None:
    plan = build.plan(signed_on=date(2024, 5, 1))
    (dates,) = task_dates(build.task("1", "Cả năm", "a"), plan, range(2024, 2025))
    assert [point.period for point in check_points(dates, plan.signed_on)] == ["2024-Q2", "2024-Q3"]
    rule = build.report("r", ["a"], "b", "trước ngày 15/12/2024")
    assert [d.period for d in report_dates(rule, plan, range(2024, 2025))] == ["2024"]
