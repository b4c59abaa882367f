"""The shipped plans walked through their whole life, 2022 to 2027.

The messages of each plan stand in ``tests/data/snapshots/plan-<key>.txt``, to be read by a person. After a change
that is meant to move them: ``python -m tests.integration.test_year_walk --write``, then read the difference.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from difflib import unified_diff
from functools import cache
from pathlib import Path

import pytest

from bot.domain.dates.local_time import LOCAL
from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Registry
from bot.domain.schedule.expansion import expand
from bot.domain.schedule.occurrence import ObligationKind, Occurrence, Pursuit
from bot.domain.schedule.rehearsal import RehearsedMessage, rehearse
from bot.messages.rehearsal_lines import messages_json, messages_text
from bot.registry.loader import load_registry

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOTS = ROOT / "tests" / "data" / "snapshots"
REGENERATE = "python -m tests.integration.test_year_walk --write"
START, END = date(2022, 1, 1), date(2027, 12, 31)
PLANS = ("188-kh-ubnd-2022", "4778-kh-ubnd-2023", "ha-noi-tp-hcm-2024")


@cache
def shipped() -> tuple[Registry, WorkCalendar]:
    registry, calendar, problems = load_registry(ROOT / "schedules")
    assert [str(p) for p in problems if p.level == "error"] == []
    return registry, calendar


@cache
def walked(plan: str | None = None) -> tuple[RehearsedMessage, ...]:
    registry, calendar = shipped()
    if plan is not None:
        registry = replace(registry, plans={plan: registry.plans[plan]})
    return rehearse(InUse(registry, calendar), START, END)


@cache
def occurrences() -> dict[str, Occurrence]:
    return {o.key: o for o in expand(InUse(*shipped()), START - timedelta(days=366), END + timedelta(days=366))}


def snapshot(plan: str) -> str:
    return messages_text(walked(plan), shipped()[0]) + "\n"


def on(day: date) -> list[RehearsedMessage]:
    return [m for m in walked() if m.send_at.date() == day]


def steps_of(key: str) -> dict[str, date]:
    return {i.step.code: m.send_at.date() for m in walked() for i in m.items if i.occurrence == key}


# the snapshots


@pytest.mark.parametrize("plan", PLANS)
def test_the_plan_s_life_is_as_committed(plan: str) -> None:
    path = SNAPSHOTS / f"plan-{plan}.txt"
    committed = path.read_text(encoding="utf-8").splitlines()
    change = list(unified_diff(committed, snapshot(plan).splitlines(), path.name, "now", lineterm="", n=1))
    assert not change, "\n".join([f"{path.name} differs; if that is meant: {REGENERATE}", *change[:60]])


def test_every_shipped_plan_has_a_snapshot() -> None:
    assert set(shipped()[0].plans) == set(PLANS)


# the walk


def test_nothing_is_ever_sent_on_a_day_off_or_outside_hours() -> None:
    _, calendar = shipped()
    for message in walked():
        assert calendar.is_working_day(message.send_at.date()), message
        assert message.send_at == datetime.combine(message.send_at.date(), time(8), LOCAL)
    off = {date(2024, 9, 3), date(2025, 5, 2), date(2026, 1, 2), date(2023, 1, 26)}
    assert not off & {m.send_at.date() for m in walked()}


def test_a_person_has_one_message_a_slot() -> None:
    slots = Counter((m.send_at, m.recipient or m.agency) for m in walked())
    assert max(slots.values()) == 1
    for message in walked():
        assert max(Counter(item.occurrence for item in message.items).values()) == 1


def test_reminders_respect_the_dates_of_the_paper() -> None:
    _, calendar = shipped()
    for message in walked():
        day = message.send_at.date()
        for item in message.items:
            occurrence = occurrences()[item.occurrence]
            assert occurrence.target <= occurrence.last_day <= occurrence.due
            assert not occurrence.strict or occurrence.target < occurrence.due
            assert calendar.is_working_day(occurrence.target)
            late = item.step.code.startswith("overdue")
            assert day > occurrence.last_day if late else day <= occurrence.target
            assert occurrence.can_be_overdue or not late


def test_nothing_is_said_about_a_plan_before_it_was_signed() -> None:
    plans = shipped()[0].plans
    for message in walked():
        for item in message.items:
            signed_on = plans[item.plan].signed_on
            assert signed_on is None or message.send_at.date() > signed_on


def test_month_by_month_is_the_same_as_all_at_once() -> None:
    registry, calendar = shipped()
    walk: list[RehearsedMessage] = []
    day = date(2023, 7, 1)
    while day < date(2025, 1, 1):
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        walk += rehearse(InUse(registry, calendar), day, following - timedelta(days=1))
        day = following
    assert walk == [m for m in walked() if date(2023, 7, 1) <= m.send_at.date() < date(2025, 1, 1)]


def test_every_occurrence_is_heard_of_before_it_is_late() -> None:
    early = {i.occurrence for m in walked() for i in m.items if not i.step.code.startswith(("overdue", "escalation"))}
    due = {k for k, o in occurrences().items() if START < o.target <= END - timedelta(days=60)}
    assert due - early == set()


# facts, worked out by hand


def test_seven_working_days_before_13_september_2024() -> None:
    assert on(date(2024, 9, 3)) == []
    messages = on(date(2024, 9, 4))
    assert {m.send_at.isoformat() for m in messages} == {"2024-09-04T08:00:00+07:00"}
    reminded = {(i.obligation, i.period, i.due, i.target, i.step.code) for m in messages for i in m.items}
    assert reminded == {("bao-cao-don-vi", "2024", date(2024, 9, 15), date(2024, 9, 13), "T-7")}
    assert {"so-xay-dung-ha-noi", "so-y-te-ha-noi", "hpa"} <= {m.agency for m in messages}


def test_the_consolidator_collects_from_the_day_the_units_are_due() -> None:
    key = "ha-noi-tp-hcm-2024/tong-hop/2024/so-ke-hoach-va-dau-tu-ha-noi"
    planned = {step: day for step, day in steps_of(key).items() if not step.startswith("overdue")}
    assert planned == {
        "collect": date(2024, 9, 16),
        "T-3": date(2024, 9, 19),
        "T-1": date(2024, 9, 23),
        "due": date(2024, 9, 24),
    }
    whole = occurrences()[key]
    assert whole.units_due == date(2024, 9, 15)
    units = {k for k, o in occurrences().items() if k.startswith("ha-noi-tp-hcm-2024/bao-cao-don-vi/2024/")}
    assert set(whole.gathers) == units
    assert len(units) == 14


@pytest.mark.parametrize(
    ("plan", "rule", "period", "due", "target"),
    [
        ("188-kh-ubnd-2022", "bao-cao-don-vi", "2022", date(2022, 12, 15), date(2022, 12, 14)),
        ("188-kh-ubnd-2022", "tong-hop", "2022", date(2022, 12, 31), date(2022, 12, 30)),
        ("4778-kh-ubnd-2023", "bao-cao-ubnd", "2023", date(2023, 12, 31), date(2023, 12, 29)),
        ("ha-noi-tp-hcm-2024", "bao-cao-don-vi", "2024", date(2024, 9, 15), date(2024, 9, 13)),
        ("ha-noi-tp-hcm-2024", "bao-cao-don-vi", "2025", date(2025, 9, 15), date(2025, 9, 12)),
        ("ha-noi-tp-hcm-2024", "bao-cao-don-vi", "2026", date(2026, 9, 15), date(2026, 9, 14)),
        ("ha-noi-tp-hcm-2024", "bao-cao-don-vi", "2027", date(2027, 9, 15), date(2027, 9, 14)),
        ("ha-noi-tp-hcm-2024", "tong-hop", "2024", date(2024, 9, 25), date(2024, 9, 24)),
        ("ha-noi-tp-hcm-2024", "tong-hop", "2025", date(2025, 9, 25), date(2025, 9, 24)),
        ("ha-noi-tp-hcm-2024", "tong-hop", "2026", date(2026, 9, 25), date(2026, 9, 24)),
        ("ha-noi-tp-hcm-2024", "tong-hop", "2027", date(2027, 9, 25), date(2027, 9, 24)),
    ],
)
def test_report_dates(plan: str, rule: str, period: str, due: date, target: date) -> None:
    found = [o for o in occurrences().values() if (o.plan, o.obligation, o.period) == (plan, rule, period)]
    assert found
    assert {(o.due, o.target) for o in found} == {(due, target)}


def test_from_march_2025_the_department_of_finance_consolidates() -> None:
    key = "ha-noi-tp-hcm-2024/tong-hop/2025/so-tai-chinh-ha-noi"
    whole = occurrences()[key]
    assert whole.kind is ObligationKind.CONSOLIDATION
    assert "so-ke-hoach-va-dau-tu-ha-noi" in whole.on_paper
    assert {"2", "3", "4"} <= set(whole.tasks)
    assert "ha-noi-tp-hcm-2024/bao-cao-don-vi/2025/so-tai-chinh-ha-noi" not in occurrences()


def test_the_report_of_itpc_is_reminded_once() -> None:
    keys = {k for k in occurrences() if k.startswith(("4778-kh-ubnd-2023/III.1/", "4778-kh-ubnd-2023/bao-cao-ubnd/"))}
    assert keys == {"4778-kh-ubnd-2023/bao-cao-ubnd/2023/itpc"}
    assert "III.1" in occurrences()[keys.pop()].tasks


def test_on_demand_tasks_are_asked_in_the_reporting_period_only() -> None:
    asked = [o for o in occurrences().values() if o.plan.startswith("4778") and o.pursuit is Pursuit.ASK]
    assert {(o.obligation, o.agency, o.period, o.target) for o in asked} >= {
        ("2.3", "so-y-te-tp-hcm", "2023", date(2023, 12, 29)),
        ("8.2", "dai-hoc-quoc-gia-tp-hcm", "2023", date(2023, 12, 29)),
        ("4.1", "so-van-hoa-va-the-thao-tp-hcm", "2023", date(2023, 12, 29)),
    }
    assert not any(o.can_be_overdue for o in asked)


def test_one_officer_s_tasks_are_one_message() -> None:
    messages = [m for m in on(date(2023, 12, 20)) if m.recipient == "phan-thai-binh"]
    assert len(messages) == 1
    tasks = {i.obligation for i in messages[0].items}
    assert tasks == {"I.3", "1.1", "2.1", "3.1", "4.2", "5.2", "6.1", "7.1", "8.1", "9.1"}


def test_the_nine_partners_tasks_are_asked_at_the_quarter_s_end() -> None:
    """ "Quý III, IV" is one window in a plan signed on 26/9: 29/9 (30/9 is a Saturday) is its only check-point."""
    key = "4778-kh-ubnd-2023/1.1/2023-Q3/so-cong-thuong-tp-hcm"
    assert steps_of(key) == {"checkpoint": date(2023, 9, 29)}
    assert occurrences()[key].pursuit is Pursuit.CHECK_POINT


def test_json_of_the_walk_names_people_and_agencies_of_the_day() -> None:
    rows = messages_json(on(date(2023, 12, 20)), shipped()[0])
    (row,) = (r for r in rows if r["recipient_id"] == "tran-cong-huy")
    assert row["recipient"] == "Trần Công Huy"
    assert row["agency"] == "Sở Du lịch Thành phố Hồ Chí Minh"
    assert row["channel"] is None


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(f"usage: {REGENERATE}")
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    for name in PLANS:
        (SNAPSHOTS / f"plan-{name}.txt").write_text(snapshot(name), encoding="utf-8")
        print(f"plan-{name}.txt")
