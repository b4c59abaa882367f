"""What ``check`` says about spoiled files: each spoiling, and the exact lines it must give."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.registry.loader import load_registry
from bot.registry.problem import Problem
from bot.registry.yaml.directory_files import read_people
from tests.data.registry_cases import CASES, Case
from tests.unit.registry_folders import PLAN, assert_linked, copied, edit, lines


@pytest.mark.parametrize("case", CASES, ids=[case.label for case in CASES])
def test_every_spoiling_is_named_with_file_and_line(case: Case, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, case.file, case.old, case.new)
    assert lines(folder) == case.expected
    assert_linked(load_registry(folder)[0])


def test_the_unspoiled_folder_has_no_findings(tmp_path: Path) -> None:
    assert lines(copied(tmp_path), "error", "warning", "info") == []


UNREADABLE = [
    ("Quý V/2024", "when: Quý III/2024"),
    ("Tháng 13/2024", "when: Quý III/2024"),
    ("trước ngày 31/2/2024", "when: Quý III/2024"),
    ("khi nào rảnh", "when: Quý III/2024"),
    ("từ ngày 20/4/2024 đến ngày 5/3/2024", "when: Quý III/2024"),
]


@pytest.mark.parametrize(("phrase", "old"), UNREADABLE)
def test_an_unreadable_time_is_an_error_with_its_reason(phrase: str, old: str, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, old, f"when: {phrase}")
    (line,) = lines(folder)
    start = f"{PLAN}:29: thời gian “{phrase}” chưa đọc được: "
    assert line.startswith(start)
    assert len(line) > len(start) + 10, "the reason is missing"
    task = load_registry(folder)[0].plans["ke-hoach-thu"].task("I.1")
    assert (task.when, task.time) == (phrase, None)


def test_a_year_taken_from_the_plan_is_said_without_warning(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "when: Quý III/2024", "when: Quý III")
    assert lines(folder, "error", "warning") == []
    assert lines(folder, "info") == [f"{PLAN}:29: thời gian “Quý III” không ghi năm, lấy năm 2024 của kế hoạch"]


WARNINGS = [
    (
        "when: Quý III/2024",
        "when: đến ngày 15/9/2024",
        f"{PLAN}:29: thời gian “đến ngày 15/9/2024” được hiểu là tính cả thời điểm đó (đến hết ngày 15/09/2024); "
        "đề nghị xác nhận, hoặc ghi rõ “đến hết …” hay “trước …”",
    ),
    (
        "when: Quý III/2024",
        "when: Quý III/2042",
        f"{PLAN}:29: thời gian “Quý III/2042” cách năm 2024 của kế hoạch quá xa; đề nghị xem lại",
    ),
    (
        "lead: [so-ke-hoach-ha-noi]",
        "lead: [so-ke-hoach-ha-noi, Sở KHĐT]",
        f"{PLAN}:34: cơ quan chủ trì “so-ke-hoach-ha-noi” được ghi hai lần; đề nghị gộp lại",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), WARNINGS)
def test_doubtful_things_are_warnings_only(old: str, new: str, expected: str, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, old, new)
    assert lines(folder) == []
    assert lines(folder, "warning") == [expected]


def test_an_agency_that_is_gone_by_the_plans_date_is_a_warning(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "signed_on: 2024-01-15", "signed_on: 2025-06-01")
    message = "Sở Kế hoạch và Đầu tư đã kết thúc từ ngày 01/03/2025, không cùng thời với kế hoạch; đề nghị xem lại"
    assert f"{PLAN}:8: {message}" in lines(folder, "warning")


def test_a_broken_plan_does_not_hide_the_others(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "plans" / "a-hong.yaml").write_text("title: [chưa đóng\n", encoding="utf-8")
    (folder / "plans" / "b-rong.yaml").write_text("# chỉ có ghi chú\n", encoding="utf-8")
    (folder / "plans" / "c-ma-la.yaml").write_bytes("title: Kế hoạch\n".encode("utf-16"))
    (folder / "plans" / "d-danh-sach.yaml").write_text("- một\n- hai\n", encoding="utf-8")
    registry, _, problems = load_registry(folder)
    assert list(registry.plans) == ["ke-hoach-thu"]
    assert [Path(p.file).name for p in problems] == ["a-hong.yaml", "b-rong.yaml", "c-ma-la.yaml", "d-danh-sach.yaml"]
    assert all(p.level == "error" for p in problems)


def test_a_plan_without_tasks_and_reports_is_an_error(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    plan = "title: Kế hoạch\nlocality: ha-noi\nissuer: ubnd-ha-noi\nconsolidator: so-tai-chinh-ha-noi\n"
    (folder / "plans" / "trong.yaml").write_text(plan, encoding="utf-8")
    assert lines(folder) == [
        "plans/trong.yaml:1: kế hoạch không có nhiệm vụ và không có quy định báo cáo; "
        "đề nghị bổ sung “tasks” hoặc “reports”"
    ]


@pytest.mark.parametrize("name", ["Kế hoạch 1.yaml", "ke-hoach.yml"])
def test_file_names_become_keys_so_they_must_be_slugs(name: str, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "plans" / name).write_text("title: x\n", encoding="utf-8")
    right = {"Kế hoạch 1.yaml": "ke-hoach-1.yaml", "ke-hoach.yml": "ke-hoach.yaml"}[name]
    assert lines(folder) == [f"plans/{name}:0: tên tệp kế hoạch cần đổi thành “{right}”"]


def test_missing_files_are_named_and_do_not_drown_in_unknown_ids(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "agencies.yaml").unlink()
    assert lines(folder) == ["agencies.yaml:0: thiếu tệp agencies.yaml (danh sách cơ quan)"]
    (folder / "people.yaml").write_text("- id: [\n", encoding="utf-8")
    assert len(lines(folder)) == 2


def test_an_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    registry, calendar, problems = load_registry(tmp_path / "khong-co")
    assert (registry.plans, registry.agencies, registry.people) == ({}, {}, {})
    assert calendar.published_years == frozenset()
    assert [(Path(p.file).name, p.level) for p in problems] == [
        ("agencies.yaml", "error"),
        ("calendar", "error"),
        ("people.yaml", "error"),
        ("plans", "warning"),
    ]


@pytest.mark.parametrize(
    ("text", "right"), [("# Chưa có ai.\n\n  # Thêm ở đây.\n", True), ("", False), (" \n\n", False)]
)
def test_a_list_not_begun_is_empty_and_a_blank_file_is_an_error(tmp_path: Path, text: str, right: bool) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    assert read_people(path, problems) == ({} if right else None)
    assert (problems == []) is right
