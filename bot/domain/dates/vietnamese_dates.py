"""Spans of the calendar as Vietnamese plans print them: "quý ii, iii/2022", "tháng 3-tháng 6/2024", "ngày 15/9".

Works on folded text (``bot.domain.text.fold``). ``read_spans`` reads the whole text or raises ``CannotRead``; nothing
left over is ever ignored. What a span is for (a window, a deadline) is decided in ``bot.domain.dates.time_phrase``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from bot.domain.dates.day_mark import BARE_FORM, CLEAR_FORMS, NAMED_FORMS, day_mark
from bot.domain.dates.refusal import CannotRead, DateFault
from bot.domain.dates.span import (
    YEARS,
    Span,
    Unit,
    make_date,
    month_span,
    quarter_span,
    whole_year,
    yearly_date,
)

YearSource = Literal["phrase", "plan"]


@dataclass(frozen=True, slots=True)
class _Item:
    """One printed mark; parts that are not printed are None until they are filled in."""

    unit: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    #: đầu, giữa, cuối, thượng, trung, hạ.
    part: str | None = None


_YEAR_TAIL = r"(?:(?:[/.-]|,? (?:của )?năm )(?P<year>\d{4})(?!\d))?"

_PATTERNS: dict[Unit, re.Pattern[str]] = {
    Unit.MONTH: re.compile(rf"(?P<month>\d{{1,2}})(?!\d){_YEAR_TAIL}"),
    Unit.QUARTER: re.compile(rf"(?P<quarter>[ivx]+|\d{{1,2}})(?!\w){_YEAR_TAIL}"),
    Unit.YEAR: re.compile(r"(?P<year>\d{4})(?!\d)|$"),
}
_UNNAMED: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    *((Unit.DAY, form) for form in CLEAR_FORMS),
    (Unit.MONTH, re.compile(r"(?P<month>\d{1,2})/(?P<year>\d{4})(?!\d)")),
    (Unit.YEAR, re.compile(r"(?P<year>\d{4})(?!\d)")),
)
_NEXT_DAY = (*CLEAR_FORMS, BARE_FORM)

_WORD = re.compile(
    r"(?:(?P<ten_days>thượng|trung|hạ) tuần |(?P<point>đầu|giữa|cuối) )?(?P<unit>ngày|tháng|quý|năm)(?: |$)"
)
_PART_UNITS = {
    "đầu": (Unit.MONTH, Unit.YEAR),
    "giữa": (Unit.MONTH, Unit.YEAR),
    "cuối": (Unit.MONTH, Unit.QUARTER, Unit.YEAR),
}
_TEN_DAYS = {"thượng": (1, 10), "trung": (11, 20), "hạ": (21, 31)}
_SEPARATOR = re.compile(r"(?P<range>-| (?:cho )?(?:đến|tới)(?: hết)? )|, và | ?[;,] ?| và ")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_PART_OF_YEAR = re.compile(r"(?P<count>\d{1,2}|ba|sáu|chín) tháng (?P<end>đầu|cuối) năm(?:[ /](?P<year>\d{4}))?")
_PART_OF_MONTH = re.compile(
    r"(?:nửa (?P<half>đầu|cuối)|tuần (?:thứ )?(?P<week>[1-4]|nhất|đầu|hai|ba|tư|cuối)(?: cùng)?)(?: của)? "
    r"tháng (?P<month>\d{1,2})(?:(?:/|,? năm )(?P<year>\d{4}))?"
)
_WEEK_WORDS = {"nhất": 1, "đầu": 1, "hai": 2, "ba": 3, "tư": 4}
_COUNT_WORDS = {"ba": 3, "sáu": 6, "chín": 9}
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?!\d)")


def read_spans(text: str, plan_year: int | None, *, repeats: bool) -> tuple[tuple[Span, ...], YearSource]:
    """The spans printed in ``text``, in order and not overlapping, and where their years come from.

    A year printed once counts for the marks before it ("tháng 6,12/2022"); printed nowhere it is ``plan_year``, and
    where the phrase ``repeats`` each year 29/2 is then the last day of February.
    Raises CannotRead for text that is not wholly spans, impossible dates and a missing year.
    """
    half = _PART_OF_YEAR.fullmatch(text)
    if half:
        year, source = year_or_plan(half["year"], plan_year)
        return (_part_of_year(half, year),), source
    part = _PART_OF_MONTH.fullmatch(text)
    if part:
        year, source = year_or_plan(part["year"], plan_year)
        return (_weeks_of_month(part, _checked_month(year, int(part["month"]))),), source
    items, joins = _scan(text)
    filled, source = _fill_years(_fill_days(items), plan_year)
    day_of = yearly_date if repeats and source == "plan" else make_date
    spans = tuple(_join([_span(item, day_of) for item in filled], joins))
    if any(later.first <= earlier.last for earlier, later in pairwise(spans)):
        raise CannotRead(DateFault.NOT_IN_ORDER)
    return spans, source


def year_or_plan(printed: int | str | None, plan_year: int | None) -> tuple[int, YearSource]:
    """The printed year, else the plan's, and which of the two; CannotRead when there is neither."""
    year = plan_year if printed is None else int(printed)
    if year is None:
        raise CannotRead(DateFault.NO_YEAR)
    if year not in YEARS:
        raise CannotRead(DateFault.ODD_YEAR, year)
    return year, "plan" if printed is None else "phrase"


def _scan(text: str) -> tuple[list[_Item], list[str]]:
    """The marks and, between them, "-" (range) or "," (list)."""
    items: list[_Item] = []
    joins: list[str] = []
    position = 0
    while True:
        item, position = _read_item(text, position, items[-1] if items else None)
        items.append(item)
        if position == len(text):
            return items, joins
        separator = _SEPARATOR.match(text, position)
        if separator is None:
            raise not_understood(text[position:].strip())
        joins.append("-" if separator["range"] else ",")
        position = separator.end()


def _read_item(text: str, position: int, before: _Item | None) -> tuple[_Item, int]:
    word = _WORD.match(text, position)
    start = word.end() if word else position
    for unit, pattern in _candidates(word, before):
        match = pattern.match(text, start)
        if match:
            item = _item(unit, match, word["ten_days"] or word["point"] if word else None)
            if before is not None and before.unit is not unit:
                break
            return item, match.end()
    raise not_understood(text[position:])


def _candidates(word: re.Match[str] | None, before: _Item | None) -> Sequence[tuple[Unit, re.Pattern[str]]]:
    if word is None and before is None:
        return _UNNAMED
    if word is None:
        # "cuối tháng 6, 12": whether the second is an end of month too is not said.
        return () if before is None or before.part else _patterns(before.unit, _NEXT_DAY)
    return _patterns(Unit(word["unit"]), NAMED_FORMS)


def _patterns(unit: Unit, day_forms: tuple[re.Pattern[str], ...]) -> Sequence[tuple[Unit, re.Pattern[str]]]:
    return [(unit, form) for form in (day_forms if unit is Unit.DAY else (_PATTERNS[unit],))]


def _item(unit: Unit, match: re.Match[str], part: str | None) -> _Item:
    allowed = (Unit.MONTH,) if part in _TEN_DAYS else _PART_UNITS.get(part or "", tuple(Unit))
    if unit not in allowed:
        raise not_understood(f"{part} {unit}")
    if unit is Unit.DAY:
        mark = day_mark(match)
        return _Item(unit, mark.year, mark.month, mark.day, part=part)
    groups = match.groupdict()
    year, month = (int(v) if (v := groups.get(name)) else None for name in ("year", "month"))
    return _Item(unit, year, month, quarter=_quarter(groups.get("quarter")), part=part)


def _quarter(printed: str | None) -> int | None:
    if printed is None:
        return None
    number = int(printed) if printed.isdecimal() else _ROMAN.get(printed, 0)
    if number not in range(1, 5):
        raise CannotRead(DateFault.NO_SUCH_QUARTER, printed.upper())
    return number


def _fill_days(items: list[_Item]) -> list[_Item]:
    """In "ngày 5-20/4" the first day takes month and year of the next mark."""
    filled: list[_Item] = []
    for item in reversed(items):
        if item.unit is Unit.DAY and item.month is None:
            if not filled:
                raise CannotRead(DateFault.NO_MONTH)
            filled.append(replace(item, month=filled[-1].month, year=filled[-1].year))
        else:
            filled.append(item)
    return filled[::-1]


def _fill_years(items: list[_Item], plan_year: int | None) -> tuple[list[_Item], YearSource]:
    printed = [item.year for item in items]
    if items[-1].year is None and any(printed):
        raise CannotRead(DateFault.LAST_MARK_WITHOUT_YEAR)
    year, source = year_or_plan(items[-1].year, plan_year)
    filled: list[_Item] = []
    for item in reversed(items):
        year = year if item.year is None else item.year
        filled.append(replace(item, year=year))
    return filled[::-1], source


def _join(marks: Sequence[Span], joins: list[str]) -> Iterator[Span]:
    """Single marks and ranges; "a-b-c" is refused."""
    index = 0
    while index < len(marks):
        span = marks[index]
        if joins[index : index + 1] == ["-"]:
            index += 1
            if joins[index : index + 1] == ["-"]:
                raise CannotRead(DateFault.THREE_MARKS)
            span = _range(span, marks[index])
        yield span
        index += 1


def _range(start: Span, end: Span) -> Span:
    if end.last <= start.last:
        raise CannotRead(DateFault.END_BEFORE_START)
    return Span(start.first, end.last, start.unit, is_range=True)


def _span(item: _Item, day_of: Callable[[int, int, int], date]) -> Span:
    year = item.year or 0
    if year not in YEARS:
        raise CannotRead(DateFault.ODD_YEAR, year)
    if item.unit is Unit.DAY:
        day = day_of(year, item.month or 0, item.day or 0)
        return Span(day, day, Unit.DAY, is_point=True)
    if item.unit is Unit.MONTH:
        return _part_of(_checked_month(year, item.month or 0), item.part)
    if item.unit is Unit.QUARTER:
        return _part_of(quarter_span(year, item.quarter or 0), item.part)
    return _part_of(whole_year(year), item.part)


def _checked_month(year: int, month: int) -> Span:
    if month not in range(1, 13):
        raise CannotRead(DateFault.NO_SUCH_MONTH, month)
    return month_span(year, month)


def _part_of(span: Span, part: str | None) -> Span:
    """The part of a month, quarter or year the words name (Bộ luật Dân sự 2015, Điều 146; tuần = ten days)."""
    if part is None:
        return span
    if part in _TEN_DAYS:
        first, last = _TEN_DAYS[part]
        return replace(span, first=span.first.replace(day=first), last=min(span.last, _clamped(span, last)))
    if part == "giữa":
        day = span.first.replace(day=15) if span.unit is Unit.MONTH else span.first.replace(month=6, day=30)
    else:
        day = span.first if part == "đầu" else span.last
    return Span(day, day, span.unit, is_point=True)


def _clamped(span: Span, day: int) -> date:
    return span.last.replace(day=min(day, span.last.day))


def _weeks_of_month(match: re.Match[str], month: Span) -> Span:
    """ "nửa đầu tháng 7" ends on the 15th; week n of a month are its days 7n-6 to 7n, the last week its last seven."""
    if half := match["half"]:
        middle = month.first.replace(day=15)
        return replace(month, last=middle) if half == "đầu" else replace(month, first=middle.replace(day=16))
    if match["week"] == "cuối":
        return replace(month, first=month.last.replace(day=month.last.day - 6))
    week = _WEEK_WORDS.get(match["week"]) or int(match["week"])
    return replace(month, first=month.first.replace(day=7 * week - 6), last=month.first.replace(day=7 * week))


def _part_of_year(match: re.Match[str], year: int) -> Span:
    months = _COUNT_WORDS.get(match["count"]) or int(match["count"])
    if months not in range(1, 12):
        raise CannotRead(DateFault.NO_SUCH_PART_OF_YEAR, months, match["end"])
    if match["end"] == "đầu":
        return Span(date(year, 1, 1), month_span(year, months).last, Unit.MONTH)
    return Span(date(year, 13 - months, 1), date(year, 12, 31), Unit.MONTH)


def not_understood(rest: str) -> CannotRead:
    """The refusal for words that are no date."""
    if _SHORT_YEAR.search(rest):
        return CannotRead(DateFault.SHORT_YEAR)
    return CannotRead(DateFault.NOT_UNDERSTOOD, rest)
