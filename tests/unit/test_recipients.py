"""Who is told of an occurrence, on any day, through replacements and mergers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Registry, Role
from bot.domain.plan.policy import Policies, ReminderPolicy
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit
from bot.domain.schedule.planner import plan_reminders
from bot.domain.schedule.recipients import leaders, recipients
from tests.unit import planning as build

CALENDAR = build.calendar(date(2024, 9, 2), date(2024, 9, 3))
ESCALATING = Policies(chase=ReminderPolicy(escalate_after=(5, 10)))


def told(of: Occurrence, registry: Registry, on: date = date(2024, 9, 4)) -> tuple[str | None, ...]:
    return recipients(of, registry, on)


def test_the_task_s_contact_comes_before_the_agency_s() -> None:
    people = [build.person("an", "so-a"), build.person("binh", "so-a"), build.person("chi", "so-b")]
    assert told(build.occurrence(date(2024, 9, 13)), build.world(people)) == ("an",)
    assert told(build.occurrence(date(2024, 9, 13), tasks=("2",), obligation="2"), build.world(people)) == (
        "an",
        "binh",
    )


def test_nobody_named_is_said_so() -> None:
    assert told(build.occurrence(date(2024, 9, 13)), build.world()) == (None,)
    assert told(build.occurrence(date(2024, 9, 13)), build.world([build.person("lanh", "so-a", Role.LEADER)])) == (
        None,
    )


def test_a_person_named_for_other_plans_is_not_told() -> None:
    people = [build.person("binh", "so-a", plans=["khac"]), build.person("chi", "so-a", plans=[build.PLAN, "khac"])]
    assert told(build.occurrence(date(2024, 9, 13)), build.world(people)) == ("chi",)


def test_whoever_took_over_is_told_from_that_day() -> None:
    people = [build.person("an", "so-a", until=date(2024, 9, 12), replaced_by="binh"), build.person("binh", "so-a")]
    planned = plan_reminders(build.occurrence(date(2024, 9, 13)), InUse(build.world(people), CALENDAR, Policies()))
    assert {r.step.code: r.recipient for r in planned if r.step.code in ("T-3", "T-1", "due")} == {
        "T-3": "an",
        "T-1": "binh",
        "due": "binh",
    }


def test_a_contact_who_left_without_replacement_is_no_longer_told() -> None:
    people = [build.person("an", "so-a", until=date(2024, 9, 1)), build.person("binh", "so-a")]
    assert told(build.occurrence(date(2024, 9, 13)), build.world(people)) == ("binh",)


def test_the_coordinating_agency_s_own_people_are_told() -> None:
    people = [build.person("an", "so-a"), build.person("chi", "so-b")]
    asked = build.occurrence(date(2024, 9, 13), agency="so-b", role=AgencyRole.COORDINATING)
    assert told(asked, build.world(people)) == ("chi",)
    assert told(asked, build.world(people[:1])) == (None,), "the lead's officer does not answer for another agency"


def test_a_named_contact_of_an_outside_body_stands_for_the_lead_only_when_it_has_nobody() -> None:
    outsider, own = build.person("an", "trung-tam"), build.person("binh", "so-a")
    assert told(build.occurrence(date(2024, 9, 13)), build.world([outsider])) == ("an",)
    assert told(build.occurrence(date(2024, 9, 13)), build.world([outsider, own])) == ("binh",)
    assert told(build.occurrence(date(2024, 9, 13)), build.world([build.person("an", "so-b")])) == (None,)
    asked = build.occurrence(date(2024, 9, 13), agency="so-b", role=AgencyRole.COORDINATING)
    assert told(asked, build.world([outsider])) == (None,)


def test_a_report_goes_to_the_contacts_of_all_its_tasks() -> None:
    plan = build.plan(
        build.task("1", None, "so-a", contacts=["an", "chi"]), build.task("2", None, "so-a", contacts=["binh", "an"])
    )
    people = [build.person("an", "so-a"), build.person("binh", "so-a"), build.person("chi", "so-c")]
    unit = build.occurrence(date(2024, 9, 13), kind=ObligationKind.REPORT, obligation="bc", tasks=("1", "2"))
    assert told(unit, build.world(people, of=plan)) == ("an", "binh")


def test_a_consolidation_goes_to_the_coordinator_first() -> None:
    whole = build.occurrence(date(2024, 9, 24), **build.CONSOLIDATION)
    contact, coordinator = build.person("an", "khdt"), build.person("dung", "khdt", Role.COORDINATOR)
    assert told(whole, build.world([contact, coordinator])) == ("dung",)
    assert told(whole, build.world([contact])) == ("an",)


def test_before_a_merger_the_agency_on_paper_hears_of_the_successor_s_work() -> None:
    people = [build.person("cu", "so-cu"), build.person("moi", "so-moi")]
    merger = [build.agency("so-cu", date(2024, 9, 10), "so-moi")]
    later = build.occurrence(date(2024, 9, 13), agency="so-moi", on_paper=("so-cu",))
    assert told(later, build.world(people, merger), date(2024, 9, 9)) == ("cu",)
    assert told(later, build.world(people, merger), date(2024, 9, 10)) == ("cu", "moi"), (
        "all work for the successor now"
    )
    assert told(later, build.world(people[1:], merger), date(2024, 9, 4)) == ("moi",), "better early than nobody"


def test_after_a_merger_the_successor_s_people_hear_of_what_is_still_open() -> None:
    people = [build.person("moi", "so-moi")]
    registry = build.world(people, [build.agency("so-a", date(2024, 9, 16), "so-moi")])
    assert told(build.occurrence(date(2024, 9, 13)), registry, date(2024, 9, 13)) == (None,)
    assert told(build.occurrence(date(2024, 9, 13)), registry, date(2024, 9, 18)) == ("moi",)


def test_leaders_are_told_when_the_policy_escalates() -> None:
    people = [build.person("an", "so-a"), build.person("lanh", "so-a", Role.LEADER)]
    planned = plan_reminders(build.occurrence(date(2024, 9, 13)), InUse(build.world(people), CALENDAR, ESCALATING))
    assert {(r.step.code, r.recipient): r.send_at.date() for r in planned if r.step.code.startswith("escalation")} == {
        ("escalation-1", "lanh"): date(2024, 9, 20),
        ("escalation-2", "lanh"): date(2024, 9, 27),
    }
    assert [r.send_at for r in planned] == sorted(r.send_at for r in planned)


def test_a_leader_who_is_reminded_anyway_is_not_told_of_it_again() -> None:
    people = [build.person("an", "so-a", Role.CONTACT, Role.LEADER)]
    planned = plan_reminders(build.occurrence(date(2024, 9, 13)), InUse(build.world(people), CALENDAR, ESCALATING))
    assert not any(r.step.code.startswith("escalation") for r in planned)
    assert leaders("so-a", build.world(people), date(2024, 9, 20)) == ("an",)


def test_leaders_named_for_another_plan_are_left_alone() -> None:
    registry = build.world([build.person("lanh", "so-a", Role.LEADER, plans=["khac"])])
    assert leaders("so-a", registry, date(2024, 9, 20), build.PLAN) == ()
    assert leaders("so-a", registry, date(2024, 9, 20)) == ("lanh",)


@pytest.mark.parametrize("pursuit", [Pursuit.ASK, Pursuit.CHECK_POINT])
def test_what_is_only_asked_is_never_escalated(pursuit: Pursuit) -> None:
    people = [build.person("lanh", "so-a", Role.LEADER)]
    policy = ReminderPolicy(escalate_after=(1,))
    of = build.occurrence(date(2024, 9, 13), pursuit=pursuit)
    planned = plan_reminders(of, InUse(build.world(people), CALENDAR, Policies(chase=policy, ask=policy)))
    assert not any(r.step.code.startswith("escalation") for r in planned)


def test_a_coordinator_of_other_plans_does_not_consolidate_this_one() -> None:
    people = [
        build.person("cu", "khdt", Role.COORDINATOR, plans=["khac"]),
        build.person("moi", "khdt", Role.COORDINATOR, plans=[build.PLAN]),
    ]
    whole = build.occurrence(date(2024, 9, 24), **build.CONSOLIDATION)
    assert told(whole, build.world(people)) == ("moi",)


def test_a_person_s_last_day_is_the_day_before_they_leave() -> None:
    registry = build.world([build.person("cu", "so-a", until=date(2024, 9, 4)), build.person("moi", "so-a")])
    report = build.occurrence(date(2024, 9, 13), obligation="bc", tasks=())
    assert told(report, registry, date(2024, 9, 3)) == ("cu", "moi")
    assert told(report, registry, date(2024, 9, 4)) == ("moi",)


def test_what_the_files_no_longer_have_still_has_its_people() -> None:
    """An occurrence is stored; its plan or its agency may have been taken out of the files since."""
    people = [build.person("an", "so-a"), build.person("chi", "so-la")]
    gone = build.occurrence(date(2024, 9, 13), plan="bo-di")
    assert told(gone, build.world(people)) == ("an",)
    registry = build.world(people)
    registry = replace(registry, agencies={"so-a": registry.agencies["so-a"]})
    assert told(build.occurrence(date(2024, 9, 13), agency="so-la", tasks=()), registry) == ("chi",)


MERGED = [build.agency("so-a", date(2024, 9, 10), "so-moi")]


@pytest.mark.parametrize(
    ("on", "known"), [(date(2024, 9, 9), ("lanh-cu",)), (date(2024, 9, 10), ("lanh-cu", "lanh-moi"))]
)
def test_from_a_merger_on_the_successor_s_leaders_answer_for_it(on: date, known: tuple[str, ...]) -> None:
    people = [build.person("lanh-cu", "so-a", Role.LEADER), build.person("lanh-moi", "so-moi", Role.LEADER)]
    assert leaders("so-a", build.world(people, MERGED), on) == known


def test_a_leader_who_left_is_not_told() -> None:
    registry = build.world([build.person("lanh", "so-a", Role.LEADER, until=date(2024, 9, 4))])
    assert leaders("so-a", registry, date(2024, 9, 3)) == ("lanh",)
    assert leaders("so-a", registry, date(2024, 9, 4)) == ()


@pytest.mark.parametrize(("on", "known"), [(date(2024, 9, 9), (None,)), (date(2024, 9, 10), ("an",))])
def test_the_contact_of_a_merged_agency_stands_for_the_successor_from_then_on(on: date, known: tuple[object]) -> None:
    """so-moi acts; the paper's contact sits in so-a, which becomes so-moi on 10/9."""
    of = build.plan(build.task("1", "Cả năm", "so-moi", contacts=["an"], coordinating=["so-a"]))
    registry = build.world([build.person("an", "so-a")], MERGED, of)
    assert told(build.occurrence(date(2024, 9, 13), agency="so-moi"), registry, on) == known
