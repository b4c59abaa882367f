"""Made-up officers for the demo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from bot.domain.plan.plan import Registry, Role
from bot.registry.checks.example_officers import with_example_officers
from bot.registry.checks.gaps import agencies_of, registry_gaps
from bot.registry.loader import load_registry
from tests.unit.registry_folders import GOOD, SHIPPED, assert_linked


@cache
def shipped() -> Registry:
    return load_registry(SHIPPED)[0]


def examples(registry: Registry) -> dict[str, str]:
    return {p.id: p.name for p in registry.people.values() if p.example}


def test_everyone_in_a_plan_has_exactly_one_contact_at_every_time() -> None:
    registry = with_example_officers(shipped())
    for key in ("188-kh-ubnd-2022", "ha-noi-tp-hcm-2024"):
        for agency in agencies_of(registry.plans[key]):
            for on in (date(2022, 12, 1), date(2025, 2, 28), date(2025, 3, 1), date(2026, 9, 1)):
                now = registry.successor(agency, on).id
                contacts = registry.people_of(now, Role.CONTACT, on)
                assert len(contacts) == 1, (agency, now, on)


def test_no_gap_is_left_but_those_of_the_paper() -> None:
    kinds = {gap.kind.value for gap in registry_gaps(with_example_officers(shipped()), None)}
    assert kinds == {"blank_time", "no_number", "no_sign_date"}


def test_examples_are_marked_distinct_and_the_same_each_time() -> None:
    registry = with_example_officers(shipped())
    made = examples(registry)
    assert all(name.endswith("(ví dụ)") for name in made.values())
    assert len(set(made.values())) == len(made)
    assert made == examples(with_example_officers(shipped()))
    assert all(id_.startswith("vi-du-") for id_ in made)
    assert_linked(registry)


def test_real_people_are_untouched_and_agencies_that_have_one_get_none() -> None:
    registry = with_example_officers(shipped())
    assert {i: p for i, p in registry.people.items() if not p.example} == dict(shipped().people)
    assert "vi-du-itpc" not in registry.people
    assert "vi-du-so-du-lich-tp-hcm" not in registry.people
    assert not any(p.example for p in shipped().people.values())


def test_the_consolidator_and_its_successor_coordinate() -> None:
    registry = with_example_officers(shipped())
    before, change = date(2024, 9, 4), date(2025, 3, 1)
    (officer,) = registry.people_of("so-ke-hoach-va-dau-tu-ha-noi", Role.COORDINATOR, before)
    assert officer.id == "vi-du-so-ke-hoach-va-dau-tu-ha-noi"
    assert registry.current_person(officer.id, change - timedelta(days=1)) == officer
    heir = registry.current_person(officer.id, change)
    assert heir.id == "vi-du-so-tai-chinh-ha-noi"
    assert registry.people_of("so-tai-chinh-ha-noi", Role.COORDINATOR, change) == (heir,)


def test_one_admin() -> None:
    (admin,) = [p for p in with_example_officers(shipped()).people.values() if Role.ADMIN in p.roles]
    assert (admin.id, admin.name, admin.example) == ("vi-du-quan-tri", "Quản trị (ví dụ)", True)


def test_a_contact_for_one_plan_only_gets_help_for_the_others() -> None:
    registry = load_registry(GOOD)[0]
    (plan,) = registry.plans.values()
    twin = Registry({**registry.plans, "khac": replace(plan, key="khac")}, registry.agencies, registry.people)
    officer = with_example_officers(twin).people["vi-du-so-du-lich-ha-noi"]
    assert officer.plans == ("khac",)
