"""The shipped agencies, people and calendar; read with PyYAML alone (``tests/data/shipped.py``)."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from tests.data.expected_plans import CALENDAR_TOTALS, PLANS
from tests.data.shipped import AGENCIES, P4778, PEOPLE, SCHEDULES, leads, load, plan

# --------------------------------------------------------------------------- agencies and people


def referenced_agencies() -> set[str]:
    found: set[str] = {person["agency"] for person in PEOPLE.values()}
    found |= {a["succeeded_by"] for a in AGENCIES.values() if "succeeded_by" in a}
    for key in PLANS:
        content = plan(key)
        found |= {content["issuer"], content["consolidator"]}
        for task in content["tasks"]:
            found |= {*leads(task), *task.get("coordinating", [])}
        for rule in content["reports"]:
            found |= {rule["to"], *rule["from"]}
    return found - {"lead_agencies"}


def test_every_referenced_id_exists_and_none_is_idle() -> None:
    assert referenced_agencies() <= set(AGENCIES)
    idle = set(AGENCIES) - referenced_agencies()
    # Addressee of the covering letter that passed 4778 on; no task of ours.
    assert idle == {"so-ke-hoach-va-dau-tu-nghe-an"}
    contacts = {person for key in PLANS for task in plan(key)["tasks"] for person in task.get("contacts", [])}
    assert contacts == {i for i, person in PEOPLE.items() if "contact" in person["roles"]}


def test_ids_are_unique() -> None:
    assert len(AGENCIES) == len(load("agencies.yaml"))
    assert len(PEOPLE) == len(load("people.yaml"))


def test_no_name_of_an_agency_means_two_agencies_of_one_locality() -> None:
    seen: dict[tuple[str, str], str] = {}
    for agency in AGENCIES.values():
        for name in (agency["name"], agency["short"], *agency.get("aliases", [])):
            key = (agency["locality"], re.sub(r"[\s.,\u2013-]+", "", name).casefold())
            assert seen.setdefault(key, agency["id"]) == agency["id"], name


def test_an_alias_with_commas_is_one_alias() -> None:
    aliases = {alias for agency in AGENCIES.values() for alias in agency.get("aliases", [])}
    assert {"Ủy ban nhân dân các quận, huyện, thị xã", "Các Sở, ngành Thành phố"} <= aliases
    assert not aliases & {"huyện", "thị xã", "xã", "ban", "ngành Thành phố"}


@pytest.mark.parametrize(
    ("old", "until", "new"),
    [
        ("so-ke-hoach-va-dau-tu-ha-noi", date(2025, 3, 1), "so-tai-chinh-ha-noi"),
        ("so-ke-hoach-va-dau-tu-tp-hcm", date(2025, 3, 1), "so-tai-chinh-tp-hcm"),
        ("so-ke-hoach-va-dau-tu-nghe-an", date(2025, 3, 1), "so-tai-chinh-nghe-an"),
        ("so-thong-tin-va-truyen-thong-ha-noi", date(2025, 3, 1), "so-khoa-hoc-va-cong-nghe-ha-noi"),
        ("so-lao-dong-thuong-binh-va-xa-hoi-ha-noi", date(2025, 3, 1), "so-noi-vu-ha-noi"),
        ("so-giao-thong-van-tai-ha-noi", date(2025, 3, 1), "so-xay-dung-ha-noi"),
        ("so-tai-nguyen-va-moi-truong-ha-noi", date(2025, 3, 1), "so-nong-nghiep-va-moi-truong-ha-noi"),
        ("so-nong-nghiep-va-phat-trien-nong-thon-ha-noi", date(2025, 3, 1), "so-nong-nghiep-va-moi-truong-ha-noi"),
        ("nhnn-chi-nhanh-tp-ha-noi", date(2025, 3, 1), "nhnn-khu-vuc-1"),
        ("ubnd-cac-quan-huyen-thi-xa-ha-noi", date(2025, 7, 1), "ubnd-cac-phuong-xa-ha-noi"),
        ("so-giao-thong-cong-chanh-tp-hcm", date(2025, 7, 1), "so-xay-dung-tp-hcm"),
        ("ubnd-tinh-thua-thien-hue", date(2025, 1, 1), "ubnd-thanh-pho-hue"),
        ("ubnd-tinh-quang-binh", date(2025, 7, 1), "ubnd-tinh-quang-tri"),
        ("ubnd-thi-xa-son-tay", date(2025, 7, 1), None),
    ],
)
def test_validity_and_successor(old: str, until: date, new: str | None) -> None:
    assert AGENCIES[old]["until"] == until
    assert AGENCIES[old].get("succeeded_by") == new


def test_a_successor_exists_when_it_takes_over() -> None:
    for agency in AGENCIES.values():
        if "succeeded_by" in agency:
            heir = AGENCIES[agency["succeeded_by"]]
            assert heir.get("since", date.min) <= agency["until"] < heir.get("until", date.max)


def test_people_of_4778() -> None:
    assert len(PEOPLE) == 14 + 10 + 17 - 1
    roles = Counter(role for person in PEOPLE.values() for role in person["roles"])
    assert roles == {"contact": 14, "leader": 27, "coordinator": 1}
    assert PEOPLE["duong-minh-duc"]["roles"] == ["contact", "leader"]
    assert PEOPLE["tran-quoc-cuong"]["roles"] == ["contact", "coordinator"]
    assert all(person["plans"] == [P4778] for person in PEOPLE.values())


def test_prefixes_only_where_printed() -> None:
    prefixes = Counter(person.get("prefix") for person in PEOPLE.values())
    # 14 contacts: Ông 1, BS 2, PGS. TS 1, none 10 (Dương Minh Đức among them); 26 others: Bà 1, Ông 25.
    assert prefixes == {"Ông": 26, "Bà": 1, "BS": 2, "PGS. TS": 1, None: 10}
    assert PEOPLE["nguyen-thi-anh-hoa"]["prefix"] == "Bà"


def test_every_city_lead_of_4778_has_a_leader_to_escalate_to() -> None:
    led = {person["agency"] for person in PEOPLE.values() if "leader" in person["roles"]}
    leading = {agency for task in plan(P4778)["tasks"] for agency in leads(task)}
    assert leading - led == {"trung-tam-xuc-tien-nghe-an"}


def test_no_phone_number_in_any_file() -> None:
    for path in SCHEDULES.rglob("*.yaml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not re.search(r"\b0\d{2,3}[. -]?\d{3}[. -]?\d{3,4}\b|\+84", line), f"{path.name}: {line}"


# --------------------------------------------------------------------------- calendar


@pytest.mark.parametrize(("year", "totals"), CALENDAR_TOTALS.items())
def test_calendar_totals(year: int, totals: tuple[int, int, int]) -> None:
    content = load(f"calendar/vn-{year}.yaml")
    days = [row["date"] for row in content["days_off"]]
    worked = [row["date"] for row in content["working_weekend_days"]]
    assert content["year"] == year
    assert (len(days), sum(day.weekday() < 5 for day in days), len(worked)) == totals
    assert days == sorted(set(days))
    assert {day.year for day in days + worked} == {year}
    assert all(day.weekday() >= 5 for day in worked)
    assert all(row["source"] and row["name"] for row in content["days_off"] + content["working_weekend_days"])


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2022, 1, 3), "compensatory"),
        (date(2023, 1, 26), "compensatory"),
        (date(2024, 2, 14), "compensatory"),
        (date(2024, 4, 29), "swap_off"),
        (date(2024, 9, 3), "holiday"),
        (date(2025, 5, 2), "swap_off"),
        (date(2026, 1, 2), "swap_off"),
        (date(2026, 11, 24), "holiday"),
        (date(2027, 2, 10), "compensatory"),
        (date(2027, 5, 3), "compensatory"),
    ],
)
def test_some_days_off(day: date, kind: str) -> None:
    rows = load(f"calendar/vn-{day.year}.yaml")["days_off"]
    assert {row["date"]: row["kind"] for row in rows}[day] == kind


def test_worked_saturdays() -> None:
    worked = [row["date"] for y in CALENDAR_TOTALS for row in load(f"calendar/vn-{y}.yaml")["working_weekend_days"]]
    assert worked == [date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)]


def test_ordinary_working_days_are_not_off() -> None:
    days = {row["date"] for y in CALENDAR_TOTALS for row in load(f"calendar/vn-{y}.yaml")["days_off"]}
    assert not days & {date(2024, 9, 4), date(2024, 9, 13), date(2026, 11, 23), date(2022, 12, 14), date(2023, 12, 29)}
