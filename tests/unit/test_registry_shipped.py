"""``registry --json`` of the shipped schedules against a second, independent reading of the papers."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from bot.registry.checks.gaps import GapKind, registry_gaps
from bot.registry.loader import load_registry
from bot.registry.normalised import registry_json
from tests.data.expected_plans import LEADS, PLANS
from tests.unit.registry_folders import SHIPPED, assert_linked

YEAR_22, YEAR_23 = ["2022-01-01", "2022-12-31"], ["2023-01-01", "2023-12-31"]
#: What each printed time means, worked out by hand: kind, windows, tentative.
TIMES: dict[str | None, tuple[str, list[list[str]], bool]] = {
    None: ("none", [], False),
    "Quý III/2022": ("quarters", [["2022-07-01", "2022-09-30"]], False),
    "Quý IV/2022": ("quarters", [["2022-10-01", "2022-12-31"]], False),
    "Quý II, III/2022": ("quarters", [["2022-04-01", "2022-09-30"]], False),
    "Năm 2022": ("year", [YEAR_22], False),
    "Tiến hành hàng năm đến hết năm 2025": (
        "yearly_until",
        [YEAR_22, YEAR_23, ["2024-01-01", "2024-12-31"], ["2025-01-01", "2025-12-31"]],
        False,
    ),
    "Tháng 6,12/2022": ("months", [["2022-06-01", "2022-06-30"], ["2022-12-01", "2022-12-31"]], False),
    "Dự kiến Tháng 10/2022": ("months", [["2022-10-01", "2022-10-31"]], True),
    "Tháng 9/2022": ("months", [["2022-09-01", "2022-09-30"]], False),
    "Tháng 4": ("months", [["2023-04-01", "2023-04-30"]], False),
    "Tháng 9": ("months", [["2023-09-01", "2023-09-30"]], False),
    "Tháng 12": ("months", [["2023-12-01", "2023-12-31"]], False),
    "Quý III": ("quarters", [["2023-07-01", "2023-09-30"]], False),
    "Quý IV": ("quarters", [["2023-10-01", "2023-12-31"]], False),
    "Quý III, IV": ("quarters", [["2023-07-01", "2023-12-31"]], False),
    "Cả năm": ("year", [YEAR_23], False),
    "Theo nhu cầu thực tế của các địa phương": ("on_demand", [], False),
}

#: Display names at the plans' dates, as the papers print them.
NAMES = {
    "hpa": "Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch thành phố Hà Nội",
    "so-ke-hoach-va-dau-tu-ha-noi": "Sở Kế hoạch và Đầu tư",
    "so-du-lich-ha-noi": "Sở Du lịch",
    "so-du-lich-tp-hcm": "Sở Du lịch Thành phố Hồ Chí Minh",
    "so-giao-thong-van-tai-ha-noi": "Sở Giao thông vận tải",
    "trung-tam-xuc-tien-nghe-an": "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh Nghệ An",
    "itpc": "Trung tâm Xúc tiến Thương mại và Đầu tư Thành phố Hồ Chí Minh",
}


@cache
def shipped() -> dict[str, dict[str, Any]]:
    registry, _, problems = load_registry(SHIPPED)
    assert [str(p) for p in problems if p.level != "info"] == []
    assert_linked(registry)
    data = json.loads(json.dumps(registry_json(registry, registry_gaps(registry, None))))
    return {plan["key"]: plan for plan in data["plans"]} | {"": data}


def report(plan: str, rule: str) -> dict[str, Any]:
    (found,) = [r for r in shipped()[plan]["reports"] if r["id"] == rule]
    return dict(found)


@pytest.mark.parametrize("key", PLANS)
def test_every_row_with_its_leads_and_windows(key: str) -> None:
    for task, row in zip(shipped()[key]["tasks"], PLANS[key], strict=True):
        leads = [LEADS[name] for name in row.leads.split(", ")]
        assert (task["id"], task["when"]) == (row.id, row.when)
        assert task["lead_ids"] == leads, row.id
        for agency, shown in zip(leads, task["lead"], strict=True):
            assert shown == NAMES.get(agency, shown)
        assert (task["kind"], task["windows"], task["tentative"]) == TIMES[row.when], row.id


def test_heads_of_the_plans() -> None:
    heads = {
        key: (plan["code"], plan["signed_on"], plan["issuer"], plan["consolidator"], len(plan["tasks"]))
        for key, plan in shipped().items()
        if key
    }
    hanoi = "Ủy ban nhân dân thành phố Hà Nội"
    assert heads == {
        "188-kh-ubnd-2022": ("188/KH-UBND", "2022-07-06", hanoi, "Sở Kế hoạch và Đầu tư", 40),
        "ha-noi-tp-hcm-2024": (None, None, hanoi, "Sở Kế hoạch và Đầu tư", 18),
        "4778-kh-ubnd-2023": (
            "4778/KH-UBND",
            "2023-09-26",
            "Ủy ban nhân dân Thành phố Hồ Chí Minh",
            NAMES["itpc"],
            33,
        ),
    }


@pytest.mark.parametrize(
    ("plan", "rule", "senders", "to", "last_day", "recurring"),
    [
        ("188-kh-ubnd-2022", "bao-cao-don-vi", 13, "Sở Kế hoạch và Đầu tư", "2022-12-14", False),
        ("188-kh-ubnd-2022", "tong-hop", 1, "Ủy ban nhân dân thành phố Hà Nội", "2022-12-30", False),
        ("ha-noi-tp-hcm-2024", "bao-cao-don-vi", 14, "Sở Kế hoạch và Đầu tư", "2024-09-14", True),
        ("ha-noi-tp-hcm-2024", "tong-hop", 1, "Ủy ban nhân dân thành phố Hà Nội", "2024-09-24", True),
        ("4778-kh-ubnd-2023", "bao-cao-ubnd", 1, "Ủy ban nhân dân Thành phố Hồ Chí Minh", "2023-12-31", False),
    ],
)
def test_dated_reports(plan: str, rule: str, senders: int, to: str, last_day: str, recurring: bool) -> None:
    found = report(plan, rule)
    assert (len(found["from"]), found["to"]) == (senders, to)
    assert (found["last_day"], found["recurring"]) == (last_day, recurring)
    assert found["to"] not in found["from"]


def test_undated_reports_stay_undated() -> None:
    undated = [r["id"] for key, p in shipped().items() if key for r in p["reports"] if r["last_day"] is None]
    assert undated == ["kho-khan-vuong-mac", "ke-hoach-don-vi", "kho-khan-vuong-mac", "kho-khan-vuong-mac"]


def test_lead_agencies_are_the_leads_first_then_the_coordinating_ones_never_the_receiver() -> None:
    senders = report("ha-noi-tp-hcm-2024", "bao-cao-don-vi")["from_ids"]
    assert senders[:2] == ["cac-so-ban-nganh-va-don-vi-lien-quan-ha-noi", "so-tai-chinh-ha-noi"]
    assert senders[-2:] == ["cac-so-nganh-ha-noi", "ubnd-cac-quan-huyen-thi-xa-ha-noi"]
    assert "so-ke-hoach-va-dau-tu-ha-noi" not in senders
    assert senders == list(dict.fromkeys(senders))


def test_contacts_are_full_names_and_years_from_the_plan_say_so() -> None:
    task = next(t for t in shipped()["4778-kh-ubnd-2023"]["tasks"] if t["id"] == "3.2")
    assert task["contacts"] == ["Trần Công Huy"]
    assert (task["when"], task["year_source"]) == ("Cả năm", "plan")
    assert shipped()["188-kh-ubnd-2022"]["tasks"][0]["year_source"] == "phrase"


def test_scopes_remarks_and_what_is_done() -> None:
    scopes = {t["id"]: t["lead_scopes"] for t in shipped()["ha-noi-tp-hcm-2024"]["tasks"] if any(t["lead_scopes"])}
    assert set(scopes) == {"6", "8"}
    done = [t for t in shipped()["188-kh-ubnd-2022"]["tasks"] if t["completed"]]
    assert [t["note"] for t in done] == ["Đã thực hiện"]


def test_what_the_papers_lack_is_said() -> None:
    registry = load_registry(SHIPPED)[0]
    gaps = registry_gaps(registry, None)
    found = {(g.plan, g.kind) for g in gaps}
    assert ("ha-noi-tp-hcm-2024", GapKind.NO_NUMBER) in found
    assert ("ha-noi-tp-hcm-2024", GapKind.NO_SIGN_DATE) in found
    blank = [(g.plan, g.task) for g in gaps if g.kind is GapKind.BLANK_TIME]
    assert [g for g in blank if g[0].startswith("188")] == [("188-kh-ubnd-2022", i) for i in ("I.1.12", "I.9.2")]
    assert len([g for g in blank if g[0].startswith("ha-noi")]) == 18
    assert not [g for g in gaps if g.plan == "4778-kh-ubnd-2023"]
    assert len(shipped()[""]["gaps"]) == len(gaps)


def test_no_phone_number_leaves_the_registry() -> None:
    text = json.dumps(shipped()[""], ensure_ascii=False)
    assert re.findall(r"(?<![\d/])0\d{2,3}[ .]?\d{3}[ .]?\d{3}", text) == []
