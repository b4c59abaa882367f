"""How the report rules of a plan are read: who sends, from which year, how often."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.plan.plan import ReportRule
from bot.domain.schedule.obligation import report_dates
from bot.registry.loader import load_registry
from bot.registry.normalised import registry_json
from tests.unit.registry_folders import GOOD, PLAN, copied, edit, lines


def rule(folder: Path, rule_id: str = "bao-cao") -> ReportRule:
    (found,) = [r for r in load_registry(folder)[0].plans["ke-hoach-thu"].reports if r.id == rule_id]
    return found


def test_leads_come_before_coordinating_agencies_and_the_receiver_is_left_out(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "lead: [so-ke-hoach-ha-noi]", "lead: [so-tai-chinh-ha-noi, so-ke-hoach-ha-noi]")
    assert rule(folder).senders == ("so-du-lich-ha-noi", "so-tai-chinh-ha-noi", "cac-quan-ha-noi")


def test_agencies_of_completed_tasks_send_too(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "    coordinating: [cac-quan-ha-noi]", "    completed: true")
    assert rule(folder).senders == ("so-du-lich-ha-noi",)


def test_keyword_and_agencies_may_stand_together(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "from: [lead_agencies]", "from: [so-tai-chinh-ha-noi, lead_agencies, Sở Du lịch]")
    assert rule(folder).senders == ("so-tai-chinh-ha-noi", "so-du-lich-ha-noi", "cac-quan-ha-noi")


def test_a_yearly_rule_begins_with_the_plans_year_or_the_year_it_was_signed(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    assert (rule(folder).yearly, rule(folder).first_year, rule(folder).last_year) == (True, 2024, None)
    edit(folder, PLAN, "year: 2024\n", "")
    edit(folder, PLAN, "signed_on: 2024-01-15", "signed_on: 2023-12-30")
    found = rule(folder)
    assert found.first_year == 2023
    assert found.time is not None
    assert found.time.due_on == date(2023, 9, 15)
    edit(folder, PLAN, "signed_on: 2023-12-30", "signed_on:")
    (missing, unread) = lines(folder)
    assert missing == f"{PLAN}:11: không rõ báo cáo hằng năm bắt đầu từ năm nào; đề nghị ghi “first_year”"
    assert unread.startswith(f"{PLAN}:14: thời gian “trước ngày 15/9” chưa đọc được: ")


def test_first_year_decides_the_reading_of_the_date(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "every: year", "every: year\n    first_year: 2025\n    last_year: 2026")
    found = rule(folder)
    assert (found.first_year, found.last_year) == (2025, 2026)
    assert found.time is not None
    assert (found.time.due_before, found.time.windows[0].end) == (date(2025, 9, 15), date(2025, 9, 14))


def test_a_phrase_that_says_it_repeats_needs_no_key(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "due: trước ngày 15/9\n    every: year", "due: trước ngày 15/9 hằng năm")
    assert (rule(folder).yearly, rule(folder).first_year) == (True, 2024)
    assert lines(folder, "error", "warning", "info") == []


def test_a_rule_that_does_not_repeat_has_no_years() -> None:
    found = rule(GOOD, "tong-hop")
    assert (found.yearly, found.first_year, found.last_year) == (False, None, None)
    assert (found.senders, found.to) == (("so-ke-hoach-ha-noi",), "ubnd-ha-noi")
    assert (found.consolidates, found.same_as) == ("bao-cao", "II.1")


def test_an_undated_rule_is_kept(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "    due: trước ngày 15/9\n    every: year", "    due:\n    on_request: true")
    found = rule(folder)
    assert (found.due, found.time, found.yearly, found.on_request) == (None, None, False, True)
    assert lines(folder) == []


def test_a_deadline_counted_from_an_event_is_a_warning(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    phrase = "trong vòng 05 ngày làm việc kể từ ngày nhận được yêu cầu"
    edit(folder, PLAN, "due: trước ngày 25/12/2024", f"due: {phrase}")
    assert lines(folder) == []
    assert lines(folder, "warning") == [
        f"{PLAN}:20: thời gian “{phrase}” tính từ một sự kiện nên không tự có ngày; khi biết ngày, đề nghị ghi ngày"
    ]


def test_a_successor_without_a_date_is_a_warning(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, "agencies.yaml", "  until: 2025-03-01\n", "")
    assert lines(folder, "error", "warning") == [
        "agencies.yaml:5: có “succeeded_by” nhưng thiếu “until” nên chưa có tác dụng; đề nghị bổ sung"
    ]


@pytest.mark.parametrize(
    ("due", "every", "dates"),
    [
        ("trước ngày 20 tháng cuối quý", "quarter", ["03-20", "06-20", "09-20", "12-20"]),
        ("trước ngày 15/6 và 15/12", "half_year", ["06-15", "12-15"]),
        ("chậm nhất ngày 25 hằng tháng", "month", [f"{month:02d}-25" for month in range(1, 13)]),
    ],
)
def test_a_rule_may_repeat_within_the_year(due: str, every: str, dates: list[str], tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "due: trước ngày 15/9\n    every: year", f"due: {due}\n    every: {every}")
    assert lines(folder) == []
    registry = load_registry(folder)[0]
    plan, found = registry.plans["ke-hoach-thu"], rule(folder)
    planned = report_dates(found, plan, [2025, 2026])
    assert [d.due.isoformat() for d in planned] == [f"{year}-{day}" for year in (2025, 2026) for day in dates]
    assert len({d.period for d in planned}) == len(planned)
    assert {d.strict for d in planned} == {due.startswith("trước")}
    (printed,) = registry_json(registry, ())["plans"]
    assert {(r["every"], r["recurring"]) for r in printed["reports"] if r["id"] == found.id} == {(every, True)}


def test_a_yearly_29_february_has_a_date_in_every_year(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "trước ngày 15/9", "trước ngày 29/02")
    assert lines(folder) == []
    plan = load_registry(folder)[0].plans["ke-hoach-thu"]
    dates = report_dates(rule(folder), plan, range(2024, 2029))
    assert [d.due for d in dates] == [date(y, 2, 29 if y in (2024, 2028) else 28) for y in range(2024, 2029)]


def test_a_day_no_year_has_is_named_with_its_line(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "trước ngày 15/9", "trước ngày 31/9")
    (named,) = lines(folder)
    assert named.startswith(f"{PLAN}:15: thời gian “trước ngày 31/9” chưa đọc được: không năm nào có ngày 31/09")
