"""Every row of the phrase table, as printed in plans and as people write it."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest

from bot.domain.dates.refusal import DateFault, DateRefusal
from bot.domain.dates.time_phrase import (
    RelativePeriod,
    TimeKind,
    TimePhrase,
    UnreadablePhrase,
    Window,
    read_time_phrase,
)
from bot.messages.date_refusals import refusal_text

PLAN_YEAR = 2024


def day(text: str) -> date:
    return date.fromisoformat(text)


def window(text: str) -> Window:
    """From "2024-01-01..2024-03-31", "..2024-09-15" (a point) or "2024-01-01.." (no end)."""
    start, end = text.split("..")
    return Window(day(start) if start else None, day(end) if end else None)


def read(text: str, plan_year: int | None = PLAN_YEAR) -> TimePhrase:
    phrase = read_time_phrase(text, plan_year=plan_year)
    assert isinstance(phrase, TimePhrase), phrase
    return phrase


WINDOWS = [
    ("Quý III/2022", "quarters", ["2022-07-01..2022-09-30"]),
    ("Quý I/2022", "quarters", ["2022-01-01..2022-03-31"]),
    ("Quý IV/2022", "quarters", ["2022-10-01..2022-12-31"]),
    ("Quý 3/2024", "quarters", ["2024-07-01..2024-09-30"]),
    ("quí 3 năm 2022", "quarters", ["2022-07-01..2022-09-30"]),
    ("Trong Quý III của năm 2022", "quarters", ["2022-07-01..2022-09-30"]),
    ("Quý II, III/2022", "quarters", ["2022-04-01..2022-09-30"]),
    ("Quý II và quý III năm 2022", "quarters", ["2022-04-01..2022-09-30"]),
    ("Quý III, IV", "quarters", ["2024-07-01..2024-12-31"]),
    ("Quý I, III", "quarters", ["2024-01-01..2024-03-31", "2024-07-01..2024-09-30"]),
    ("Quý I - III/2024", "quarters", ["2024-01-01..2024-09-30"]),
    ("Quý I–III/2024", "quarters", ["2024-01-01..2024-09-30"]),
    ("Từ quý I đến hết quý III/2024", "quarters", ["2024-01-01..2024-09-30"]),
    ("Quý IV/2023, quý I/2024", "quarters", ["2023-10-01..2024-03-31"]),
    ("Tháng 9", "months", ["2024-09-01..2024-09-30"]),
    ("Tháng 09/2022", "months", ["2022-09-01..2022-09-30"]),
    ("Tháng 2-2024", "months", ["2024-02-01..2024-02-29"]),
    ("trong tháng 12 năm 2023", "months", ["2023-12-01..2023-12-31"]),
    ("10/2022", "months", ["2022-10-01..2022-10-31"]),
    ("Tháng 6,12/2022", "months", ["2022-06-01..2022-06-30", "2022-12-01..2022-12-31"]),
    ("Tháng 6 , 12 / 2022", "months", ["2022-06-01..2022-06-30", "2022-12-01..2022-12-31"]),
    ("Tháng 6 và tháng 7/2022", "months", ["2022-06-01..2022-06-30", "2022-07-01..2022-07-31"]),
    ("Từ tháng 3 đến tháng 6/2024", "months", ["2024-03-01..2024-06-30"]),
    ("Tháng 11/2024 đến tháng 2/2025", "months", ["2024-11-01..2025-02-28"]),
    ("Tháng 3-6/2024", "months", ["2024-03-01..2024-06-30"]),
    ("6 tháng đầu năm", "months", ["2024-01-01..2024-06-30"]),
    ("Sáu tháng cuối năm 2022", "months", ["2022-07-01..2022-12-31"]),
    ("9 tháng đầu năm 2024", "months", ["2024-01-01..2024-09-30"]),
    ("thượng tuần tháng 9/2024", "months", ["2024-09-01..2024-09-10"]),
    ("Trung tuần tháng 9", "months", ["2024-09-11..2024-09-20"]),
    ("hạ tuần tháng 2/2024", "months", ["2024-02-21..2024-02-29"]),
    ("11 tháng đầu năm", "months", ["2024-01-01..2024-11-30"]),
    ("1 tháng cuối năm", "months", ["2024-12-01..2024-12-31"]),
    ("tuần 2 tháng 9/2024", "months", ["2024-09-08..2024-09-14"]),
    ("trong tuần đầu tháng 8", "months", ["2024-08-01..2024-08-07"]),
    ("tuần cuối tháng 2/2024", "months", ["2024-02-23..2024-02-29"]),
    ("nửa đầu tháng 7", "months", ["2024-07-01..2024-07-15"]),
    ("nửa cuối tháng 7/2024", "months", ["2024-07-16..2024-07-31"]),
    ("Q2/2024", "quarters", ["2024-04-01..2024-06-30"]),
    ("T9/2024", "months", ["2024-09-01..2024-09-30"]),
    ("Quý III, IV/2024, 2025", "quarters", ["2024-07-01..2025-12-31"]),
    ("Từ tháng 9/2024", "months", ["2024-09-01.."]),
    ("Năm 2022", "year", ["2022-01-01..2022-12-31"]),
    ("Trong năm 2022", "year", ["2022-01-01..2022-12-31"]),
    ("Cả năm", "year", ["2024-01-01..2024-12-31"]),
    ("Cả năm 2022", "year", ["2022-01-01..2022-12-31"]),
    ("trong năm", "year", ["2024-01-01..2024-12-31"]),
    ("Thường xuyên trong năm 2022", "year", ["2022-01-01..2022-12-31"]),
    ("Năm 2023, 2024", "year", ["2023-01-01..2024-12-31"]),
    ("Giai đoạn 2023-2025", "year", ["2023-01-01..2025-12-31"]),
    ("Năm 2024 - 2025 và những năm tiếp theo", "year", ["2024-01-01.."]),
    ("Năm 2024-2025 và các năm sau.", "year", ["2024-01-01.."]),
    ("Từ năm 2024 trở đi", "year", ["2024-01-01.."]),
    ("từ ngày 5/3 đến ngày 20/4/2024", "date", ["2024-03-05..2024-04-20"]),
    ("5/3-20/4/2024", "date", ["2024-03-05..2024-04-20"]),
    ("Ngày 5 - 20/4/2024", "date", ["2024-04-05..2024-04-20"]),
    ("ngày 15-16 tháng 9 năm 2024", "date", ["2024-09-15..2024-09-16"]),
    (
        "5/3-20/4/2024, 1/5/2024, 3/5-4/5/2024",
        "date",
        ["2024-03-05..2024-04-20", "..2024-05-01", "2024-05-03..2024-05-04"],
    ),
    ("15-9-2024", "date", ["..2024-09-15"]),
    ("15.9.2024", "date", ["..2024-09-15"]),
    ("15/09/2024", "date", ["..2024-09-15"]),
    ("ngày 15 tháng 9 năm 2024", "date", ["..2024-09-15"]),
    ("ngày 15-9", "date", ["..2024-09-15"]),
    ("đầu tháng 9/2024", "date", ["..2024-09-01"]),
    ("giữa tháng 9/2024", "date", ["..2024-09-15"]),
    ("cuối tháng 2/2024", "date", ["..2024-02-29"]),
    ("đầu năm 2025", "date", ["..2025-01-01"]),
    ("giữa năm", "date", ["..2024-06-30"]),
    ("cuối năm", "date", ["..2024-12-31"]),
    ("cuối quý III/2024", "date", ["..2024-09-30"]),
    ("từ giữa tháng 6 đến hết tháng 6/2024", "months", ["2024-06-15..2024-06-30"]),
]


@pytest.mark.parametrize(("text", "kind", "windows"), WINDOWS)
def test_windows(text: str, kind: str, windows: list[str]) -> None:
    phrase = read(text)
    assert phrase.kind == TimeKind(kind)
    assert phrase.windows == tuple(map(window, windows))
    assert phrase.text == text
    assert {phrase.tentative, phrase.recurring, phrase.on_request, phrase.needs_confirmation} == {False}
    assert phrase.due_on == phrase.windows[-1].end


@pytest.mark.parametrize(("text", "kind", "windows"), WINDOWS)
@pytest.mark.parametrize("form", [str.upper, str.lower, lambda t: unicodedata.normalize("NFD", t)])
def test_case_and_unicode_form_do_not_matter(form: object, text: str, kind: str, windows: list[str]) -> None:
    assert callable(form)
    assert read(form(text)).windows == tuple(map(window, windows))


INCLUSIVE = [
    "chậm nhất ngày 15/9/2024",
    "chậm nhất là ngày 15/9/2024",
    "Chậm nhất vào ngày 15 tháng 9 năm 2024",
    "chậm nhất đến hết ngày 15/9/2024",
    "muộn nhất ngày 15-9-2024",
    "trong ngày 15/9/2024",
    "không quá ngày 15/9/2024",
    "hạn ngày 15/9/2024",
    "Hạn chót: ngày 15/9/2024",
    "hạn chót là 15.9.2024",
    "trước và trong ngày 15/9/2024",
    "đến hết ngày 15/9/2024",
    "Hoàn thành chậm nhất ngày 15/9",
]


@pytest.mark.parametrize("text", INCLUSIVE)
def test_a_deadline_includes_its_day(text: str) -> None:
    phrase = read(text)
    assert (phrase.kind, phrase.windows) == (TimeKind.DATE, (window("..2024-09-15"),))
    assert (phrase.due_before, phrase.needs_confirmation) == (None, False)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("đến hết tháng 2/2024", "2024-02-29"),
        ("đến hết quý III", "2024-09-30"),
        ("đến hết năm 2025", "2025-12-31"),
        ("chậm nhất tháng 9/2024", "2024-09-30"),
    ],
)
def test_until_the_end_of_a_span_is_its_last_day(text: str, last: str) -> None:
    assert read(text).windows == (window(f"..{last}"),)
    assert read(text).kind is TimeKind.DATE


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("trước ngày 15/12/2022", "2022-12-15"),
        ("Trước ngày 15 tháng 12 năm 2022", "2022-12-15"),
        ("(trước ngày 15/12/2022)", "2022-12-15"),
        ("Hoàn thành trước ngày 15/12/2022.", "2022-12-15"),
        ("chậm nhất là trước ngày 15/12/2022", "2022-12-15"),
        ("trước tháng 9/2024", "2024-09-01"),
        ("trước ngày 01/01/2024", "2024-01-01"),
        ("trước 31/12/2022", "2022-12-31"),
    ],
)
def test_before_is_strict_and_shows_the_papers_date(text: str, before: str) -> None:
    phrase = read(text)
    assert phrase.kind is TimeKind.DATE
    assert phrase.due_before == phrase.due_on == day(before)
    assert [w.start for w in phrase.windows] == [None]
    assert phrase.windows[0].end is not None
    assert (day(before) - phrase.windows[0].end).days == 1


def test_a_point_on_a_sunday_is_not_moved() -> None:
    assert read("trước ngày 15/9/2024").windows == (window("..2024-09-14"),)
    assert read("chậm nhất ngày 15/9/2024").windows == (window("..2024-09-15"),)


@pytest.mark.parametrize(
    ("text", "last"),
    [("đến ngày 15/9/2024", "2024-09-15"), ("đến năm 2025", "2025-12-31"), ("tới tháng 9", "2024-09-30")],
)
def test_a_bare_until_is_inclusive_and_asks_for_confirmation(text: str, last: str) -> None:
    phrase = read(text)
    assert phrase.windows == (window(f"..{last}"),)
    assert phrase.needs_confirmation


@pytest.mark.parametrize(("text", "asks"), [("đến ngày 15 hằng tháng", True), ("chậm nhất ngày 15 hằng tháng", False)])
def test_so_does_one_that_comes_again(text: str, asks: bool) -> None:
    assert read(text).needs_confirmation is asks


def test_two_deadlines_in_one_phrase_are_two_points() -> None:
    assert read("chậm nhất ngày 15/6 và 15/12/2024").windows == (window("..2024-06-15"), window("..2024-12-15"))


@pytest.mark.parametrize("every", ["hàng năm", "hằng năm", "HÀNG NĂM", "mỗi năm"])
@pytest.mark.parametrize(
    "template", ["trước ngày 15/9 {}", "định kỳ {} trước ngày 15/9", "báo cáo {} (trước ngày 15/9)"]
)
def test_yearly_report_dates_repeat_in_the_year_asked_for(template: str, every: str) -> None:
    for year in (2024, 2027):
        phrase = read(template.format(every), plan_year=year)
        assert (phrase.due_before, phrase.recurring, phrase.year_source) == (date(year, 9, 15), True, "plan")


def test_reports_on_request_beside_the_yearly_one() -> None:
    phrase = read("định kỳ trước ngày 25/9 hàng năm hoặc đột xuất khi có yêu cầu")
    assert (phrase.due_on, phrase.recurring, phrase.on_request) == (date(2024, 9, 25), True, True)


@pytest.mark.parametrize(
    ("text", "first", "confirm"),
    [
        ("Tiến hành hàng năm đến hết năm 2025", 2022, False),
        ("hằng năm, đến năm 2025", 2022, True),
        ("hằng năm 2024-2025", 2024, False),
        ("hằng năm từ năm 2024 đến năm 2025", 2024, False),
        ("Hằng năm từ năm 2023 đến hết năm 2025", 2023, False),
    ],
)
def test_yearly_until_has_one_window_per_year(text: str, first: int, confirm: bool) -> None:
    phrase = read(text, plan_year=2022)
    assert phrase.kind is TimeKind.YEARLY_UNTIL
    assert phrase.recurring
    assert phrase.windows == tuple(window(f"{y}-01-01..{y}-12-31") for y in range(first, 2026))
    assert phrase.needs_confirmation is confirm
    assert phrase.year_source == ("plan" if first == 2022 else "phrase")


def test_yearly_until_the_plans_own_year_is_that_year() -> None:
    assert read("hằng năm đến hết năm 2024").windows == (window("2024-01-01..2024-12-31"),)


@pytest.mark.parametrize(
    ("text", "kind", "windows"),
    [
        ("Hằng năm", "year", ["2024-01-01..2024-12-31"]),
        ("Thường xuyên hàng năm", "year", ["2024-01-01..2024-12-31"]),
        ("Quý III hằng năm", "quarters", ["2024-07-01..2024-09-30"]),
        ("Tháng 6, 12 hàng năm", "months", ["2024-06-01..2024-06-30", "2024-12-01..2024-12-31"]),
        ("Ngày 15 hằng tháng", "date", [f"..2024-{m:02d}-15" for m in range(1, 13)]),
        ("chậm nhất ngày 25 của tháng cuối quý", "date", [f"..2024-{m:02d}-25" for m in (3, 6, 9, 12)]),
        ("tháng cuối mỗi quý", "months", ["2024-03-01..2024-03-31", "2024-06-01..2024-06-30", "2024-09-01..2024-09-30",
                                          "2024-12-01..2024-12-31"]),
        ("Hằng quý", "quarters", ["2024-01-01..2024-03-31", "2024-04-01..2024-06-30", "2024-07-01..2024-09-30",
                                  "2024-10-01..2024-12-31"]),
    ],
)  # fmt: skip
def test_rhythms_within_the_year(text: str, kind: str, windows: list[str]) -> None:
    phrase = read(text)
    assert (phrase.kind, phrase.windows) == (TimeKind(kind), tuple(map(window, windows)))
    assert (phrase.recurring, phrase.year_source) == (True, "plan")


@pytest.mark.parametrize(
    "text", ["ngày 15 và 29 hằng tháng", "ngày 29 và ngày 15 hằng tháng", "hằng tháng, ngày 15, 29"]
)
def test_several_days_of_every_month(text: str) -> None:
    assert [w.end for w in read(text).windows] == [date(2024, m, d) for m in range(1, 13) for d in (15, 29)]
    assert [w.end for w in read(text, plan_year=2023).windows][:4] == [
        date(2023, 1, 15), date(2023, 1, 29), date(2023, 2, 15), date(2023, 2, 28)
    ]  # fmt: skip


def test_days_that_february_has_not_are_one_day_of_it() -> None:
    ends = [w.end for w in read("trước ngày 29 và 30 hằng tháng", plan_year=2023).windows]
    assert ends[:5] == [date(2023, 1, 28), date(2023, 1, 29), date(2023, 2, 27), date(2023, 3, 28), date(2023, 3, 29)]


def test_every_month_is_twelve_windows() -> None:
    assert [w.start for w in read("định kỳ hằng tháng").windows] == [date(2024, m, 1) for m in range(1, 13)]


@pytest.mark.parametrize("text", ["Dự kiến Tháng 10/2022", "Tháng 10/2022 (dự kiến)", "Dự kiến: khoảng tháng 10/2022"])
def test_tentative_months(text: str) -> None:
    phrase = read(text)
    assert (phrase.kind, phrase.windows) == (TimeKind.MONTHS, (window("2022-10-01..2022-10-31"),))
    assert phrase.tentative


@pytest.mark.parametrize(
    "text",
    [
        "Theo nhu cầu thực tế của các địa phương",
        "Theo nhu cầu thực tế",
        "theo nhu cầu của các sở, ngành và địa phương",
        "Khi có nhu cầu",
        "theo tình hình thực tế",
    ],
)
def test_on_demand_has_no_date(text: str) -> None:
    phrase = read(text, plan_year=None)
    assert (phrase.kind, phrase.windows, phrase.due_on) == (TimeKind.ON_DEMAND, (), None)
    assert phrase.year_source is None


def test_on_request_alone_is_on_demand() -> None:
    phrase = read("Đột xuất khi có yêu cầu", plan_year=None)
    assert (phrase.kind, phrase.on_request) == (TimeKind.ON_DEMAND, True)


@pytest.mark.parametrize("text", ["kịp thời", "Thường xuyên", "ngay", "Thường xuyên, kịp thời.", "báo cáo kịp thời"])
def test_undated_words(text: str) -> None:
    assert read(text, plan_year=None) == TimePhrase(text, TimeKind.NONE)


def test_a_period_keeps_its_event_as_printed() -> None:
    phrase = read("Trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản của UBND Thành phố.", plan_year=None)
    assert phrase.kind is TimeKind.PERIOD
    assert phrase.period == RelativePeriod(5, "ngày", True, "ngày nhận được văn bản của UBND Thành phố")
    assert (phrase.windows, phrase.due_on) == ((), None)


@pytest.mark.parametrize(
    ("text", "source"),
    [("Quý III/2022", "phrase"), ("Quý III", "plan"), ("Cả năm", "plan"), ("Tháng 6,12/2022", "phrase")],
)
def test_the_source_of_the_year_is_told(text: str, source: str) -> None:
    assert read(text).year_source == source


@pytest.mark.parametrize("text", ["Quý III", "Cả năm", "trước ngày 15/9", "hằng quý", "hàng năm đến hết năm 2025"])
def test_without_any_year_nothing_is_assumed(text: str) -> None:
    phrase = read_time_phrase(text, plan_year=None)
    assert isinstance(phrase, UnreadablePhrase)
    assert "thiếu năm" in refusal_text(phrase.reason)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "chưa ghi thời gian"),
        ("  .", "chưa ghi thời gian"),
        ("30/2/2024", "không có ngày 30/02/2024"),
        ("trước ngày 29/2/2023", "không có ngày 29/02/2023"),
        ("Quý V", "không có quý V"),
        ("Quý 5/2024", "không có quý 5"),
        ("Quý IIII", "không có quý"),
        ("Tháng 13", "không có tháng 13"),
        ("Tháng 0", "không có tháng 0"),
        ("Tháng 9/0024", "năm 24"),
        ("15/9/24", "bốn chữ số"),
        ("Quý", "chưa hiểu"),
        ("Năm", "chưa hiểu"),
        ("trước năm", "chưa hiểu"),
        ("9 tháng", "chưa hiểu"),
        ("ngày 15", "thiếu tháng"),
        ("15-9", "chưa hiểu"),
        ("9-2024", "chưa hiểu"),
        ("Năm học 2020-2021", "chưa hiểu"),
        ("Quý III/2022 nếu có kinh phí", "nếu có kinh phí"),
        ("Tháng 9 và quý IV/2024", "quý iv"),
        ("Tháng 9 âm lịch", "âm lịch"),
        ("cuối tháng 6, 12/2024", "chưa hiểu"),
        ("Tháng 12, 1/2023", "thứ tự"),
        ("Tháng 6, 6/2023", "thứ tự"),
        ("Tháng 6/2022, 12", "thiếu năm"),
        ("Từ tháng 11 đến tháng 2/2025", "cả hai mốc"),
        ("từ ngày 20/4 đến ngày 5/3/2024", "mốc cuối"),
        ("Quý I - II - III/2024", "hai mốc"),
        ("trước quý II, quý IV/2024", "một mốc"),
        ("chậm nhất tháng 3-6/2024", "một mốc"),
        ("trước ngày 15/9/2024 hằng năm", "bỏ một trong hai"),
        ("trước ngày 15/6 hằng tháng", "chậm nhất ngày 15 hằng tháng"),
        ("Theo tiến độ và quý II/2024", "chưa hiểu"),
        ("Đầu quý II/2024", "chưa hiểu"),
        ("ngày 32 hằng tháng", "không có ngày 32"),
        ("trước ngày 31/9 hằng năm", "không năm nào có ngày 31/09"),
        ("trước ngày 28/2 và 29/2 hằng năm", "năm 2023"),
        ("định kỳ", "định kỳ theo tháng"),
        ("kịp thời hằng năm", "chưa hiểu"),
        ("hằng năm đến hết năm 2020", "đứng trước năm của kế hoạch"),
        ("trong vòng 05 ngày làm việc", "kể từ"),
        ("trong vòng 0 ngày kể từ ngày ký", "01"),
        ("trong vòng 2 tháng làm việc kể từ ngày ký", "làm việc"),
        ("Tháng 9 và những năm tiếp theo", "chỉ đi sau năm"),
        ("Từ tháng 5, tháng 7/2024", "hai mốc “từ … đến …”"),
        ("Từ năm 2024 - 2025 trở đi", "một mốc"),
        ("từ 15/9/2024 đến 15/9/2024", "mốc cuối"),
        ("trước cuối tháng 6, cuối tháng 12/2024", "một mốc"),
        ("0 tháng đầu năm", "không có 0 tháng đầu năm"),
        ("12 tháng cuối năm", "không có 12 tháng cuối năm"),
        ("Tháng 9/1980", "năm 1980 không hợp lý"),
        ("Quý X/2024", "không có quý X"),
        ("ngày 0 hằng tháng", "không có ngày 00"),
        ("ngày 0/5 hằng năm", "không năm nào có ngày 00/05"),
        ("ngày 15/0 hằng năm", "không năm nào có ngày 15/00"),
        ("ngày 15/13 hằng năm", "không năm nào có ngày 15/13"),
        ("ngày 15 hằng quý", "ngày 15 tháng cuối quý"),
        ("từ ngày 15 hằng tháng", "từ ngày nào đến ngày nào"),
        ("hằng tháng, trước ngày 05 tháng đầu quý sau", "vừa ghi hằng tháng vừa ghi “ngày 05 tháng đầu quý sau”"),
        *(
            (f"hằng năm {years}", "bỏ một trong hai")
            for years in (
                "2025",
                "trước năm 2025",
                "trước năm 2025-2026",
                "từ năm 2023",
                "đến quý IV/2025",
                "đến hết tháng 6/2025",
                "đến năm 2025, năm 2026",
            )
        ),
    ],
)
def test_what_is_not_clear_is_refused_with_a_reason(text: str, words: str) -> None:
    phrase = read_time_phrase(text, plan_year=PLAN_YEAR)
    assert isinstance(phrase, UnreadablePhrase), phrase
    assert phrase.text == text
    assert words in refusal_text(phrase.reason)


@pytest.mark.parametrize(
    ("text", "last_days", "recurring"),
    [
        ("trước ngày 20 tháng cuối quý", ["03-19", "06-19", "09-19", "12-19"], True),
        ("hằng quý (trước ngày 20 tháng cuối quý)", ["03-19", "06-19", "09-19", "12-19"], True),
        ("trước ngày 15/6 và 15/12", ["06-14", "12-14"], False),
        ("trước ngày 15/6 và ngày 15/12 hằng năm", ["06-14", "12-14"], True),
    ],
)
def test_each_printed_date_of_several_is_too_late(text: str, last_days: list[str], recurring: bool) -> None:
    phrase = read_time_phrase(text, plan_year=PLAN_YEAR)
    assert isinstance(phrase, TimePhrase)
    assert [w.end for w in phrase.windows] == [date.fromisoformat(f"{PLAN_YEAR}-{day}") for day in last_days]
    assert (phrase.kind, phrase.each_before, phrase.recurring) == (TimeKind.DATE, True, recurring)
    assert phrase.due_on == date.fromisoformat(f"{PLAN_YEAR}-{last_days[-1]}") + timedelta(days=1)


def test_the_first_of_the_month_is_preceded_by_the_month_before() -> None:
    phrase = read_time_phrase("trước ngày 01 hằng tháng", plan_year=PLAN_YEAR)
    assert isinstance(phrase, TimePhrase)
    assert [w.end for w in phrase.windows][:2] == [date(PLAN_YEAR - 1, 12, 31), date(PLAN_YEAR, 1, 31)]


@pytest.mark.parametrize("text", ["Xong trước ngày 15/11/2024", "Hoàn thành xong trước 15/11/2024"])
def test_words_for_done_may_stand_before_the_date(text: str) -> None:
    phrase = read_time_phrase(text, plan_year=PLAN_YEAR)
    assert isinstance(phrase, TimePhrase)
    assert phrase.due_before == date(2024, 11, 15)


@pytest.mark.parametrize("text", ["Trước 17 giờ ngày 25/6/2024", "trước 17h00 ngày 25/6/2024"])
def test_before_an_hour_of_a_day_includes_that_day(text: str) -> None:
    phrase = read_time_phrase(text, plan_year=PLAN_YEAR)
    assert isinstance(phrase, TimePhrase)
    assert (phrase.windows[-1].end, phrase.due_before) == (date(2024, 6, 25), None)


@pytest.mark.parametrize("text", ["Theo tiến độ", "theo tiến độ của dự án", "Theo tiến độ thực tế"])
def test_bound_to_other_work_there_is_no_date(text: str) -> None:
    phrase = read_time_phrase(text, plan_year=PLAN_YEAR)
    assert isinstance(phrase, TimePhrase)
    assert (phrase.kind, phrase.windows) == (TimeKind.NONE, ())


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("trước ngày 05 tháng đầu quý sau", ["2024-04-04", "2024-07-04", "2024-10-04", "2025-01-04"]),
        ("chậm nhất ngày 10 của tháng đầu quý tiếp theo", ["2024-04-10", "2024-07-10", "2024-10-10", "2025-01-10"]),
        ("hằng tháng, trước ngày 05 tháng sau", ["2024-02-04", "2024-03-04", "2024-04-04"]),
    ],
)
def test_a_report_may_follow_its_quarter_or_month(text: str, days: list[str]) -> None:
    assert [w.end for w in read(text).windows][: len(days)] == [day(d) for d in days]
    assert (read(text).recurring, read(text).year_source) == (True, "plan")


def test_two_rhythms_in_one_phrase_are_refused() -> None:
    assert isinstance(read_time_phrase("hằng tháng, trước ngày 05 tháng đầu quý sau", plan_year=2024), UnreadablePhrase)


@pytest.mark.parametrize("fault", DateFault)
def test_every_fault_has_its_sentence(fault: DateFault) -> None:
    said = refusal_text(DateRefusal(fault, ("một", "hai"), year=2023))
    assert said.startswith("không đọc được cho mọi năm, ví dụ năm 2023: ")
    assert "{" not in said
