"""Periods counted from an event follow Bộ luật Dân sự 2015, Điều 147 and 148."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.dates.relative_period import PeriodUnit, RelativePeriod, read_period
from bot.domain.dates.work_calendar import DayOff, WorkCalendar, YearCalendar

_OFF = [date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1), date(2024, 9, 2), date(2024, 9, 3)]
_WORKED = date(2024, 5, 4)
CALENDAR = WorkCalendar(
    [
        YearCalendar(
            2024,
            {d: DayOff(d, "Nghỉ", "holiday", "thử") for d in _OFF},
            {_WORKED: DayOff(_WORKED, "Làm bù", "swap_work", "thử")},
        )
    ]
)


@pytest.mark.parametrize(
    ("count", "unit", "working", "event", "end"),
    [
        # The first day is not counted: the 1st of five days is the day after.
        (5, "ngày", False, date(2024, 9, 4), date(2024, 9, 9)),
        (1, "ngày", False, date(2024, 9, 4), date(2024, 9, 5)),
        # 14/9/2024 is a Saturday: the period runs to the end of Monday.
        (10, "ngày", False, date(2024, 9, 4), date(2024, 9, 16)),
        # Monday 2/9 and Tuesday 3/9 are holidays.
        (2, "tuần", False, date(2024, 8, 19), date(2024, 9, 4)),
        # No 31st in April, and 30/4 and 1/5 are holidays.
        (1, "tháng", False, date(2024, 3, 31), date(2024, 5, 2)),
        # No 31st in February: the 29th, a Thursday.
        (1, "tháng", False, date(2024, 1, 31), date(2024, 2, 29)),
        (14, "tháng", False, date(2022, 12, 31), date(2024, 2, 29)),
        (1, "năm", False, date(2023, 9, 5), date(2024, 9, 5)),
        (4, "năm", False, date(2020, 2, 29), date(2024, 2, 29)),
        # Working days skip 29/4–1/5 and count the make-up Saturday 4/5.
        (5, "ngày", True, date(2024, 4, 26), date(2024, 5, 7)),
        (2, "ngày", True, date(2024, 4, 27), date(2024, 5, 3)),
    ],
)
def test_the_last_day(count: int, unit: PeriodUnit, working: bool, event: date, end: date) -> None:
    assert RelativePeriod(count, unit, working, "ngày nhận").end(event, CALENDAR) == end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trong vòng 05 ngày làm việc kể từ ngày nhận", RelativePeriod(5, "ngày", True, "ngày nhận")),
        ("Trong thời hạn 10 (mười) ngày, kể từ ngày ký", RelativePeriod(10, "ngày", False, "ngày ký")),
        ("chậm nhất sau 2 tuần kể từ khi kết thúc", RelativePeriod(2, "tuần", False, "khi kết thúc")),
        ("KHÔNG QUÁ 6 THÁNG TÍNH TỪ NGÀY KÝ;", RelativePeriod(6, "tháng", False, "NGÀY KÝ")),
        ("01 năm kể từ ngày ký kết", RelativePeriod(1, "năm", False, "ngày ký kết")),
    ],
)
def test_reading(text: str, expected: RelativePeriod) -> None:
    assert read_period(text) == expected


@pytest.mark.parametrize("text", ["Quý III/2022", "6 tháng đầu năm", "từ ngày 5/3 đến ngày 20/4/2024", "kể từ ngày ký"])
def test_other_phrases_are_not_periods(text: str) -> None:
    assert read_period(text) is None
