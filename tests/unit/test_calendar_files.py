"""The shipped calendar against an independent library, and faulty files against their problems."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from bot.registry.yaml.calendar_files import load_calendar

SHIPPED = Path(__file__).parents[2] / "schedules" / "calendar"


def test_the_shipped_calendar_has_no_problems() -> None:
    calendar, problems = load_calendar(SHIPPED)
    assert problems == []
    assert calendar.published_years == {2022, 2023, 2024, 2025, 2026, 2027}


def test_every_day_agrees_with_the_library_but_for_two_official_differences() -> None:
    calendar, _ = load_calendar(SHIPPED)
    library = holidays.country_holidays("VN", years=range(2022, 2028), language="vi")
    first, last = date(2022, 1, 1), date(2027, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    differing = {d: calendar.is_working_day(d) for d in days if calendar.is_working_day(d) != library.is_working_day(d)}
    assert differing == {date(2026, 1, 2): False, date(2026, 1, 10): True}


@pytest.mark.parametrize(
    ("before", "target"),
    [
        (date(2022, 12, 15), date(2022, 12, 14)),
        (date(2022, 12, 31), date(2022, 12, 30)),
        (date(2024, 1, 1), date(2023, 12, 29)),
        (date(2024, 9, 15), date(2024, 9, 13)),
        (date(2025, 9, 15), date(2025, 9, 12)),
        (date(2026, 9, 15), date(2026, 9, 14)),
        (date(2027, 9, 15), date(2027, 9, 14)),
        (date(2024, 9, 25), date(2024, 9, 24)),
        (date(2027, 9, 25), date(2027, 9, 24)),
    ],
)
def test_targets_of_the_plans_report_dates(before: date, target: date) -> None:
    calendar, _ = load_calendar(SHIPPED)
    assert calendar.last_working_day_before(before) == target


def test_seven_working_days_before_13_9_2024_is_the_day_after_the_holiday() -> None:
    calendar, _ = load_calendar(SHIPPED)
    assert calendar.add_working_days(date(2024, 9, 13), -7) == date(2024, 9, 4)


def test_names_and_sources_of_swaps_are_kept() -> None:
    calendar, _ = load_calendar(SHIPPED)
    swap = calendar.day_off(date(2024, 4, 29))
    assert swap is not None
    assert (swap.name, swap.kind) == ("Nghỉ hoán đổi", "swap_off")
    assert "2450/VPCP-KGVX" in swap.source
    assert calendar.is_working_day(date(2024, 5, 4))


@pytest.mark.parametrize("year", [2021, 2028, 2030, 2031])
def test_a_year_without_a_file_is_an_estimate_that_says_so(year: int) -> None:
    calendar, _ = load_calendar(SHIPPED)
    assert calendar.is_provisional(year)
    holiday = calendar.day_off(date(year, 9, 2))
    assert holiday is not None
    assert holiday.name.endswith("(dự kiến)")
    assert holiday.kind == "estimate"


DAY = "{date: 2024-09-02, name: Quốc khánh, kind: holiday, source: BLLĐ 2019}"


def calendar_folder(tmp_path: Path, text: str, name: str = "vn-2024.yaml") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("- {date: 2024-02-30, name: A, kind: holiday, source: B}", 4, "không phải là ngày"),
        ("- {date: 2/9/2024, name: A, kind: holiday, source: B}", 4, "năm-tháng-ngày"),
        ("- {date: 2025-09-02, name: A, kind: holiday, source: B}", 4, "không thuộc năm 2024"),
        ("- {date: 2024-09-02, name: Lại, kind: holiday, source: B}", 4, "hai lần (lần đầu ở dòng 3)"),
        ("- {date: 2024-09-03, kind: holiday, source: B}", 4, "thiếu name"),
        ("- {date: 2024-09-03, name: A, kind: party, source: B}", 4, "kind: party"),
        ("- {date: 2024-09-03, name: A, kind: holiday, source: B, extra: C}", 4, "“extra”"),
        ("- 2024-09-03", 4, "thiếu date"),
        ("working_weekend_days: [{date: 2024-09-05, name: A, kind: swap_work, source: B}]", 4, "thứ Bảy"),
        ("working_weekend_days: [{date: 2024-09-07, name: A, kind: holiday, source: B}]", 4, "swap_work"),
        ("working_weekend_days: 2024-09-07", 4, "danh sách"),
        ("holidays: []", 4, "“holidays”"),
        ("checked: hôm qua", 4, "không phải là ngày"),
        ("- {date: 2024-09-03", 5, "cú pháp"),
    ],
)
def test_a_fault_is_one_problem_with_file_and_line(tmp_path: Path, rows: str, line: int, words: str) -> None:
    folder = calendar_folder(tmp_path, f"year: 2024\ndays_off:\n- {DAY}\n{rows}\n")
    calendar, problems = load_calendar(folder)
    assert [(p.file, p.line) for p in problems] == [((folder / "vn-2024.yaml").as_posix(), line)]
    assert words in problems[0].message
    assert not calendar.is_working_day(date(2024, 9, 2))


def test_the_year_must_be_that_of_the_file_name(tmp_path: Path) -> None:
    _, problems = load_calendar(calendar_folder(tmp_path, f"year: 2023\ndays_off:\n- {DAY}\n"))
    assert [p.line for p in problems] == [1]


def test_a_file_without_days_off_is_not_taken_for_a_year_without_holidays(tmp_path: Path) -> None:
    _, problems = load_calendar(calendar_folder(tmp_path, "year: 2024\n"))
    assert "days_off" in problems[0].message


def test_other_files_and_a_missing_folder_are_problems(tmp_path: Path) -> None:
    _, problems = load_calendar(calendar_folder(tmp_path, "year: 2024\n", name="2024.yaml"))
    assert "vn-<năm>.yaml" in problems[0].message
    calendar, problems = load_calendar(tmp_path / "nowhere")
    assert len(problems) == 1
    assert calendar.is_provisional(2024)
    assert not calendar.is_working_day(date(2024, 9, 2))


def test_all_problems_come_at_once_in_order(tmp_path: Path) -> None:
    calendar_folder(tmp_path, "year: 2024\nx: 1\ndays_off:\n- 1\n")
    calendar_folder(tmp_path, "days_off: 1\n", name="vn-2023.yaml")
    _, problems = load_calendar(tmp_path)
    assert [(Path(p.file).name, p.line) for p in problems] == [
        ("vn-2023.yaml", 1),
        ("vn-2023.yaml", 1),
        ("vn-2024.yaml", 2),
        ("vn-2024.yaml", 4),
    ]
