"""Dates that come again are read for every year or for none: a day the month lacks is the month's last day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates.time_phrase import TimePhrase, UnreadablePhrase, read_time_phrase
from bot.domain.dates.yearly import in_year
from bot.domain.plan.in_use import InUse
from bot.domain.schedule.expansion import expand
from bot.domain.schedule.obligation import report_dates, task_dates
from bot.messages.date_refusals import refusal_text
from tests.unit import planning as build

YEARS = range(2022, 2031)
QUARTER_ENDS = (3, 6, 9, 12)
ONE_DAY = timedelta(days=1)


def day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def due_in(phrase: str, year: int, first: int = 2022) -> list[date]:
    """The dates on paper that a yearly report rule and a task with this phrase have in a year."""
    of = build.plan()
    rule = replace(build.report("r", ["so-a"], "khdt", None, yearly=True, first_year=first), due=phrase)
    time = read_time_phrase(phrase, plan_year=first, repeats=True)
    assert isinstance(time, TimePhrase), time
    reported = [d.due for d in report_dates(replace(rule, time=time), of, [year])]
    if time.recurring:
        task = replace(build.task("1", None, "so-a"), when=phrase, time=time)
        assert [d.due for d in task_dates(task, replace(of, year=first), [year])] == reported
    return reported


months = st.integers(1, 12)
days = st.integers(1, 31)
Dated = tuple[str, Callable[[int], list[date]]]


@st.composite
def monthly(draw: st.DrawFn) -> Dated:
    day = draw(days)
    every = draw(st.sampled_from(["hàng tháng", "hằng tháng", "mỗi tháng", "của mỗi tháng", "từng tháng"]))
    text = draw(st.sampled_from([f"ngày {day} {every}", f"{every.removeprefix('của ')}, ngày {day}"]))
    return text, lambda year: [day_of(year, m, day) for m in range(1, 13)]


@st.composite
def quarterly(draw: st.DrawFn) -> Dated:
    day = draw(days)
    end = draw(
        st.sampled_from(["tháng cuối quý", "của tháng cuối quý", "tháng cuối mỗi quý", "tháng cuối cùng của quý"])
    )
    return f"ngày {day} {end}", lambda year: [day_of(year, m, day) for m in QUARTER_ENDS]


@st.composite
def month_ends(draw: st.DrawFn) -> Dated:
    text = draw(
        st.sampled_from(
            [
                "ngày cuối tháng",
                "ngày cuối cùng của tháng",
                "ngày cuối cùng hằng tháng",
                "ngày cuối cùng hàng tháng",
                "cuối tháng",
                "cuối mỗi tháng",
                "cuối hằng tháng",
                "ngày cuối mỗi tháng",
                "ngày cuối cùng của mỗi tháng",
                "ngày cuối cùng trong tháng",
                "hằng tháng, vào ngày cuối tháng",
                "ngày cuối tháng hằng tháng",
                "ngày cuối cùng của từng tháng",
            ]
        )
    )
    return text.strip(), lambda year: [day_of(year, m, 31) for m in range(1, 13)]


@st.composite
def quarter_ends(draw: st.DrawFn) -> Dated:
    text = draw(
        st.sampled_from(
            [
                "ngày cuối quý",
                "ngày cuối cùng của quý",
                "ngày cuối cùng hằng quý",
                "ngày cuối cùng hàng quý",
                "cuối quý",
                "cuối mỗi quý",
                "ngày cuối cùng của mỗi quý",
                "ngày cuối cùng của tháng cuối quý",
                "hằng quý, ngày cuối cùng của quý",
            ]
        )
    )
    return text.strip(), lambda year: [day_of(year, m, 31) for m in QUARTER_ENDS]


@st.composite
def next_period(draw: st.DrawFn) -> Dated:
    day = draw(days)
    if draw(st.booleans()):
        return f"ngày {day} của tháng đầu quý sau", lambda y: [
            day_of(y + m // 12, m % 12 + 1, day) for m in QUARTER_ENDS
        ]
    return f"ngày {day} tháng sau", lambda y: [day_of(y + m // 12, m % 12 + 1, day) for m in range(1, 13)]


@st.composite
def yearly(draw: st.DrawFn) -> Dated:
    month = draw(months)
    day = draw(st.integers(1, monthrange(2024, month)[1]))
    text = draw(st.sampled_from([f"ngày {day:02d}/{month:02d}", f"ngày {day} tháng {month}", f"{day}/{month}"]))
    return f"{text}{draw(st.sampled_from([' hằng năm', ' hàng năm', ' mỗi năm', '']))}", lambda y: [
        day_of(y, month, day)
    ]


@st.composite
def year_ends(draw: st.DrawFn) -> Dated:
    text = draw(st.sampled_from(["ngày cuối năm", "ngày cuối cùng hằng năm", "ngày cuối cùng của mỗi năm", "cuối năm"]))
    return text, lambda year: [date(year, 12, 31)]


@st.composite
def half_yearly(draw: st.DrawFn) -> Dated:
    first, second = draw(st.integers(1, 29)), draw(st.integers(1, 31))
    tail = draw(st.sampled_from(["", " hằng năm"]))
    text = f"ngày {first}/02 và {second}/8{tail}"
    return text, lambda year: [day_of(year, 2, first), day_of(year, 8, second)]


repeating = st.one_of(
    monthly(), quarterly(), month_ends(), quarter_ends(), next_period(), yearly(), year_ends(), half_yearly()
)
prefixes = st.sampled_from(
    ["trước ", "chậm nhất ", "chậm nhất vào ", "muộn nhất ", "không quá ", "báo cáo trước ", "hạn chót "]
)


@given(repeating, prefixes, st.sampled_from(YEARS), st.sampled_from(YEARS))
def test_a_date_that_comes_again_is_there_in_every_year(built: Dated, prefix: str, first: int, year: int) -> None:
    text, dates = built
    phrase = prefix + text
    if text.startswith(("hằng", "hàng", "mỗi", "từng")):
        rhythm, _, rest = text.partition(", ")
        phrase = f"{rhythm}, {prefix}{rest}"
    year = max(first, year)
    assert due_in(phrase, year, first) == dates(year)


VOCABULARY = """ngày tháng quý năm cuối cùng đầu của hằng hàng mỗi trước chậm nhất sau và , 28 29 30 31 29/2 31/12 30/4
làm việc đến hết từ định kỳ"""
WORDS = st.lists(
    st.sampled_from(VOCABULARY.split()),
    max_size=8,
).map(" ".join)


@given(WORDS, st.booleans(), st.sampled_from(YEARS))
def test_what_repeats_is_read_for_every_year_or_named(text: str, repeats: bool, first: int) -> None:
    read = read_time_phrase(text, plan_year=first, repeats=repeats)
    if isinstance(read, UnreadablePhrase):
        assert refusal_text(read.reason)
    elif (repeats or read.recurring) and read.year_source == "plan" and read.kind.value != "yearly_until":
        again = {year: read_time_phrase(text, plan_year=year, repeats=True) for year in YEARS}
        # Read once, it has the windows that reading it anew for that year would give.
        assert {year: in_year(read, year) for year in YEARS} == again


@pytest.mark.parametrize("text", ["ngày 31/9/2024", "trước ngày 29/02/2023", "chậm nhất ngày 30 tháng 2", "31/6"])
@pytest.mark.parametrize("plan_year", [2023, 2024, 2025])
def test_a_date_printed_once_that_does_not_exist_is_named(text: str, plan_year: int) -> None:
    read = read_time_phrase(text, plan_year=plan_year)
    assert isinstance(read, UnreadablePhrase)
    assert "không có ngày" in refusal_text(read.reason)


@pytest.mark.parametrize(
    "text", ["trước ngày 31/9 hằng năm", "ngày 30 tháng 2 hằng năm", "ngày 31/6 và 31/12 hằng năm"]
)
def test_a_day_that_no_year_has_is_a_slip_of_the_pen(text: str) -> None:
    read = read_time_phrase(text, plan_year=2024)
    assert isinstance(read, UnreadablePhrase)
    assert "không năm nào có" in refusal_text(read.reason)


@pytest.mark.parametrize(
    ("when", "due", "last_day"),
    [
        # 31/8/2024 is a Saturday.
        ("chậm nhất ngày làm việc cuối cùng của tháng", date(2024, 8, 30), date(2024, 8, 30)),
        ("trước ngày làm việc cuối cùng hằng tháng", date(2024, 8, 30), date(2024, 8, 29)),
        ("ngày làm việc cuối cùng của tháng 8/2024", date(2024, 8, 30), date(2024, 8, 30)),
        ("trước ngày cuối tháng", date(2024, 8, 31), date(2024, 8, 30)),
    ],
)
def test_the_last_working_day_is_found_with_the_calendar(when: str, due: date, last_day: date) -> None:
    of = build.plan(build.task("1", when, "so-a"))
    found = expand(InUse(build.registry(of), build.calendar()), date(2024, 8, 1), date(2024, 8, 31))
    assert (due, last_day) in [(o.due, o.last_day) for o in found]
    assert all(o.target <= o.last_day for o in found)


@pytest.mark.parametrize("text", ["thời gian hoàn thành: cuối tháng 9/2024", "ngày cuối cùng của tháng 9/2024"])
def test_the_end_of_a_named_month_is_no_rhythm(text: str) -> None:
    read = read_time_phrase(text, plan_year=2022)
    assert isinstance(read, TimePhrase)
    assert (read.due_on, read.recurring) == (date(2024, 9, 30), False)
