"""What the time phrases of plans mean: "Quý II, III/2022", "trước ngày 15/9 hằng năm", "Cả năm".

A phrase is read whole or not at all: ``UnreadablePhrase`` says in Vietnamese what to write instead. Points ("trước ngày
X") are dates set by an administrative order and are never moved; only periods ("trong vòng 05 ngày làm việc kể từ …")
follow Bộ luật Dân sự 2015, Điều 147 and 148.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.dates.phrase_frame import Frame, Limit, take_frame, take_limit
from bot.domain.dates.refusal import CannotRead, DateFault, DateRefusal
from bot.domain.dates.relative_period import RelativePeriod, read_period
from bot.domain.dates.shorthand import quarters_and_year, spelled_out
from bot.domain.dates.span import Span, Unit, month_span, monthly_date, quarter_span, whole_year
from bot.domain.dates.vietnamese_dates import YearSource, not_understood, read_spans, year_or_plan
from bot.domain.text import fold

__all__ = [
    "LONGEST_PHRASE",
    "RelativePeriod",
    "TimeKind",
    "TimePhrase",
    "UnreadablePhrase",
    "Window",
    "read_time_phrase",
]

#: In characters; what is longer is running text.
LONGEST_PHRASE = 500
_ONE_DAY = timedelta(days=1)
#: Years differ for a reading only by 29/2.
COMMON_AND_LEAP = (2023, 2024)


class TimeKind(StrEnum):
    """The shape of a time phrase."""

    QUARTERS = "quarters"
    MONTHS = "months"
    YEAR = "year"
    #: Repeats each year up to a last one; one window per year.
    YEARLY_UNTIL = "yearly_until"
    #: "Theo nhu cầu thực tế …": no date, never overdue.
    ON_DEMAND = "on_demand"
    #: "kịp thời", "thường xuyên": no date.
    NONE = "none"
    #: Given to the day: "trước ngày X", "chậm nhất tháng M", "từ ngày X đến ngày Y".
    DATE = "date"
    #: Counted from an event: "trong vòng N ngày kể từ …".
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Window:
    """Days on which something may be done, both ends included."""

    #: None for a point: only the last day is given.
    start: date | None
    #: None for "… và những năm tiếp theo": no end.
    end: date | None


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A time phrase as read."""

    #: As printed.
    text: str
    kind: TimeKind
    #: In order, not overlapping; empty for on-demand, undated and relative phrases.
    windows: tuple[Window, ...] = ()
    #: "trước ngày X": X itself is too late; the window ends the day before.
    due_before: date | None = None
    #: "trước ngày 20 tháng cuối quý", "trước ngày 15/6 và 15/12": each window ends the day before a printed date.
    each_before: bool = False
    #: "Dự kiến …".
    tentative: bool = False
    #: "đến ngày X" is read as including X, which a person should confirm.
    needs_confirmation: bool = False
    #: The phrase says it repeats; unless it is YEARLY_UNTIL, the windows are those of the plan's year.
    recurring: bool = False
    #: Where the year comes from; None without windows.
    year_source: YearSource | None = None
    period: RelativePeriod | None = None
    #: "… hoặc đột xuất khi có yêu cầu".
    on_request: bool = False
    #: "ngày làm việc cuối cùng …": the windows give the calendar's last day, the work calendar the day itself.
    last_working_day: bool = False
    #: Monday is 0; of "thứ Sáu hằng tuần", whose windows are those days of the plan's year.
    weekday: int | None = None
    #: Of a phrase that comes again and prints no year: as read for each of ``COMMON_AND_LEAP``.
    years: tuple[TimePhrase, TimePhrase] | None = field(default=None, compare=False, repr=False)

    @property
    def due_on(self) -> date | None:
        """The date as the paper gives it: X of "trước ngày X", otherwise the last permitted day; None if undated."""
        if self.due_before is not None:
            return self.due_before
        last_day = self.windows[-1].end if self.windows else None
        return last_day + _ONE_DAY if last_day and self.each_before else last_day


@dataclass(frozen=True, slots=True)
class UnreadablePhrase:
    text: str
    reason: DateRefusal


def read_time_phrase(
    text: str, *, plan_year: int | None, repeats: bool = False, signed_on: date | None = None
) -> TimePhrase | UnreadablePhrase:
    """What ``text`` means; ``plan_year`` is the year of phrases that print none.

    ``signed_on``: the day from which "trong vòng 10 ngày kể từ ngày ký" counts; its end then is a window that knows no
    holidays (``RelativePeriod.end`` does).

    ``repeats``: it is of a rule that comes again each year, whatever the phrase itself says.
    Never raises and never guesses: a word left over, an impossible date or a missing year make it Unreadable. What
    repeats and is read for one year is read for every year.
    """
    if len(text) > LONGEST_PHRASE:
        return UnreadablePhrase(text, DateRefusal(DateFault.TOO_LONG, (str(LONGEST_PHRASE),)))
    try:
        phrase = _counted(_read(text, plan_year, repeats), signed_on)
        again = (repeats or phrase.recurring) and phrase.year_source == "plan" and phrase.weekday is None
        if again and phrase.kind is not TimeKind.YEARLY_UNTIL:
            common, leap = (_read_for(text, year) for year in COMMON_AND_LEAP)
            return replace(phrase, years=(common, leap))
        return phrase
    except CannotRead as error:
        return UnreadablePhrase(text, error.refusal)


def _read_for(text: str, year: int) -> TimePhrase:
    try:
        return _read(text, year, repeats=True)
    except CannotRead as error:
        error.refusal = replace(error.refusal, year=year)
        raise


def _counted(phrase: TimePhrase, signed_on: date | None) -> TimePhrase:
    if phrase.period is None or signed_on is None or not phrase.period.from_signing:
        return phrase
    return replace(phrase, windows=(Window(None, phrase.period.end_without_holidays(signed_on)),))


_OWNER = r"(?:các |mỗi |từng |hai )?(?:địa phương|đơn vị|cơ quan|tỉnh|thành phố|sở|ban|ngành|bên|doanh nghiệp)"
_ON_DEMAND = re.compile(
    r"(?:theo|khi có|tùy theo|tùy) (?:nhu cầu|tình hình|điều kiện)(?: thực tế)?"
    rf"(?: của {_OWNER}(?:(?:, ?| và ){_OWNER})*)?"
)
_REQUEST = re.compile(r"đột xuất(?: (?:khi có|theo) yêu cầu)?|(?:khi có|theo) yêu cầu")
#: Bound to other work, which prints its own dates.
_BY_PROGRESS = (
    r"theo tiến độ(?: (?:thực tế|thực hiện|triển khai|chung))?"
    r"(?:(?: của)? (?:các |từng )?(?:dự án|công trình|đề án|chương trình))?"
)
_UNDATED_WORD = r"(?:kịp thời|thường xuyên|liên tục|ngay(?: lập tức)?(?: khi phát sinh)?|khi phát sinh)"
#: Bound to an event or to another paper, which prints no day here.
_BY_EVENT = (
    r"(?:ngay )?(?:sau khi|khi (?:có|được|hoàn thành|kết thúc)|kể từ (?:khi|ngày)|theo (?:kế hoạch|chương trình"
    r"|lịch|hướng dẫn|chỉ đạo|quy định|lộ trình"
    r"|thời gian|yêu cầu|đề nghị)) [^\d]{1,120}"
)
_UNDATED = re.compile(rf"{_UNDATED_WORD}(?:(?:, ?| và | ){_UNDATED_WORD})*|{_BY_PROGRESS}|{_BY_EVENT}")
_HALVES = re.compile(r"(?:0?6|sáu) tháng(?: (?:một|1|/) ?lần)?(?: đầu năm)?,?(?: và)?")
_WEEKDAYS = {
    word: day
    for day, words in enumerate(("hai 2", "ba 3", "tư 4", "năm 5", "sáu 6", "bảy 7"))
    for word in words.split()
}
_DAY_OF_WEEK = re.compile(r"(?:ngày )?(?:thứ (?P<day>hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)")
_SUNDAY = 6

_YEARS_AFTER = re.compile(r",? và (?:các|những) năm (?:tiếp theo|kế tiếp|sau|tới)$")
_ONWARD = re.compile(r" trở đi$")
_SEVERAL_YEARS = re.compile(r"^(?:các năm|giai đoạn(?: năm)?) (?=\d)")
#: "ngày 15", "ngày 15 và ngày 30", "ngày 20 tháng cuối" (of a quarter), "cuối".
_DAY_OF_PERIOD = re.compile(
    r"(?:ngày (?P<days>\d{1,2}(?:(?: ?[,;] ?| và |, và )(?:ngày )?\d{1,2})*)|cuối)(?P<last> tháng cuối)?"
)
#: "ngày 05 tháng đầu quý sau", "ngày 05 tháng sau", "cuối tháng sau".
_IN_NEXT_PERIOD = re.compile(
    r"(?:ngày (?P<day>\d{1,2})(?: của)?|cuối) tháng "
    r"(?P<quarter>đầu(?: tiên)?(?: của)? quý )?(?:sau|tiếp theo|kế tiếp)(?: liền kề)?"
)
_LAST_OF_MONTH = 31

_KINDS = {
    Unit.DAY: TimeKind.DATE,
    Unit.MONTH: TimeKind.MONTHS,
    Unit.QUARTER: TimeKind.QUARTERS,
    Unit.YEAR: TimeKind.YEAR,
}


def _read(text: str, plan_year: int | None, repeats: bool) -> TimePhrase:
    folded = spelled_out(fold(text).replace("quí", "quý"))
    if not folded:
        raise CannotRead(DateFault.EMPTY)
    period = read_period(text)
    if period is not None:
        return TimePhrase(text, TimeKind.PERIOD, period=period)
    frame = take_frame(folded)
    phrase = _read_undated(folded) or _read_undated(frame.core) or _read_dated(frame, plan_year, repeats)
    if frame.every and not phrase.recurring:
        raise not_understood(folded)
    on_request = phrase.on_request or frame.on_request
    return replace(
        phrase,
        text=text,
        tentative=frame.tentative,
        on_request=on_request,
        last_working_day=frame.last_working_day,
    )


def _read_undated(folded: str) -> TimePhrase | None:
    if _ON_DEMAND.fullmatch(folded):
        return TimePhrase("", TimeKind.ON_DEMAND)
    if _REQUEST.fullmatch(folded):
        return TimePhrase("", TimeKind.ON_DEMAND, on_request=True)
    return TimePhrase("", TimeKind.NONE) if _UNDATED.fullmatch(folded) else None


def _read_dated(frame: Frame, plan_year: int | None, repeats: bool) -> TimePhrase:
    if match := _IN_NEXT_PERIOD.fullmatch(take_limit(frame.core)[1]):
        return _read_in_next_period(frame, match, plan_year)
    if frame.every is Unit.WEEK:
        return _read_weekly(frame.core, plan_year)
    if frame.every in (Unit.MONTH, Unit.QUARTER):
        return _read_within_year(frame.core, frame.every, plan_year)
    if (frame.periodic or frame.every) and _HALVES.fullmatch(frame.core):
        return _each_half(plan_year)
    core = frame.core or _whole_period(frame)
    core, endless = _cut(_YEARS_AFTER, core)
    limit, rest = take_limit(core)
    if rest == "năm" and limit not in (Limit.WITHIN, Limit.BY):
        raise not_understood(rest)
    if rest == "cuối" and frame.every:
        rest = "cuối năm"
    rest, onward = _cut(_ONWARD, rest) if limit is Limit.FROM else (rest, False)
    again = repeats or bool(frame.every) or frame.periodic
    spans, source = _spans(_SEVERAL_YEARS.sub("năm ", rest), plan_year, repeats=again)
    if frame.every and source == "phrase":
        return _yearly_until(limit, spans, plan_year)
    phrase = _endless(limit, spans) if endless else _limited(limit, spans, onward)
    return replace(phrase, recurring=bool(frame.every) or (frame.periodic and source == "plan"), year_source=source)


def _spans(text: str, plan_year: int | None, *, repeats: bool) -> tuple[tuple[Span, ...], YearSource]:
    """What ``read_spans`` reads, and quarters with a whole year behind them."""
    if behind := quarters_and_year(text):
        spans, source = read_spans(behind[0], plan_year, repeats=repeats)
        return (*spans, replace(whole_year(behind[1]), unit=Unit.QUARTER)), source
    return read_spans(text, plan_year, repeats=repeats)


def _each_half(plan_year: int | None) -> TimePhrase:
    """ "Định kỳ 6 tháng, hằng năm": at the middle and at the end of the year."""
    year, source = year_or_plan(None, plan_year)
    windows = (Window(date(year, 1, 1), date(year, 6, 30)), Window(date(year, 7, 1), date(year, 12, 31)))
    return TimePhrase("", TimeKind.MONTHS, windows, recurring=True, year_source=source)


def _read_weekly(core: str, plan_year: int | None) -> TimePhrase:
    """ "Hằng tuần", "trước 16 giờ 00 ngày thứ Sáu hằng tuần": that day of each week of the plan's year."""
    year, source = year_or_plan(None, plan_year)
    limit, rest = take_limit(core)
    match = _DAY_OF_WEEK.fullmatch(rest)
    if rest and match is None:
        raise CannotRead(DateFault.NOT_UNDERSTOOD_OF_WEEK, core)
    weekday = _WEEKDAYS.get(match["day"], _SUNDAY) if match else _SUNDAY
    return replace(_on_each(limit, weekly_days(year, weekday)), year_source=source, weekday=weekday)


def weekly_days(year: int, weekday: int) -> list[date]:
    """Every such day of the year; Monday is 0."""
    first = date(year, 1, 1)
    first += timedelta(days=(weekday - first.weekday()) % 7)
    return [day for week in range(53) if (day := first + timedelta(weeks=week)).year == year]


def _whole_period(frame: Frame) -> str:
    if frame.every is None:
        raise CannotRead(DateFault.NO_PERIOD)
    return "cả năm"


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    cut = pattern.sub("", text)
    return cut, cut != text


def _endless(limit: Limit | None, spans: Sequence[Span]) -> TimePhrase:
    """ "Năm 2024 - 2025 và những năm tiếp theo"."""
    if limit not in (None, Limit.WITHIN, Limit.FROM) or any(s.unit is not Unit.YEAR or s.is_point for s in spans):
        raise CannotRead(DateFault.YEARS_AFTER_NO_YEAR)
    return TimePhrase("", TimeKind.YEAR, (Window(spans[0].first, None),))


def _limited(limit: Limit | None, spans: Sequence[Span], onward: bool) -> TimePhrase:
    if limit is Limit.BEFORE:
        return _before(spans)
    if limit in (Limit.BY, Limit.UNTIL):
        return _by(spans, needs_confirmation=limit is Limit.UNTIL)
    kind = TimeKind.DATE if all(span.is_point for span in spans) else _KINDS[spans[0].unit]
    if limit is not Limit.FROM:
        return TimePhrase("", kind, _windows(spans))
    if len(spans) != 1 or (onward and spans[0].is_range):
        raise CannotRead(DateFault.SEVERAL_STARTS)
    end = spans[0].last if spans[0].is_range else None
    return TimePhrase("", _KINDS[spans[0].unit], (Window(spans[0].first, end),))


def _before(spans: Sequence[Span]) -> TimePhrase:
    if len(spans) > 1 and all(span.is_point and span.unit is Unit.DAY for span in spans):
        return TimePhrase("", TimeKind.DATE, tuple(Window(None, s.first - _ONE_DAY) for s in spans), each_before=True)
    if len(spans) != 1 or spans[0].is_range:
        raise CannotRead(DateFault.SEVERAL_LIMITS)
    first = spans[0].first
    return TimePhrase("", TimeKind.DATE, (Window(None, first - _ONE_DAY),), due_before=first)


def _by(spans: Sequence[Span], *, needs_confirmation: bool) -> TimePhrase:
    if any(span.is_range for span in spans):
        raise CannotRead(DateFault.LIMIT_IS_A_RANGE)
    points = tuple(Window(None, span.last) for span in spans)
    return TimePhrase("", TimeKind.DATE, points, needs_confirmation=needs_confirmation)


def _windows(spans: Sequence[Span]) -> tuple[Window, ...]:
    """One window per span; quarters and years that touch are one."""
    windows: list[Window] = []
    for span in spans:
        start = None if span.is_point else span.first
        touches = bool(windows) and windows[-1].end == span.first - _ONE_DAY
        if touches and start and windows[-1].start and span.unit in (Unit.QUARTER, Unit.YEAR):
            windows[-1] = Window(windows[-1].start, span.last)
        else:
            windows.append(Window(start, span.last))
    return tuple(windows)


def _yearly_until(limit: Limit | None, spans: Sequence[Span], plan_year: int | None) -> TimePhrase:
    """ "Hằng năm đến hết năm 2025", "hằng năm từ năm 2023 đến năm 2025": one window per year."""
    span = spans[0]
    until = limit in (Limit.BY, Limit.UNTIL) and not span.is_range
    years_only = len(spans) == 1 and span.unit is Unit.YEAR and span.last == date(span.last.year, 12, 31)
    if not years_only or not (until or (span.is_range and limit in (None, Limit.FROM, Limit.WITHIN))):
        raise CannotRead(DateFault.YEARLY_AND_FIXED)
    first, source = year_or_plan(None if until else span.first.year, plan_year)
    if first > span.last.year:
        raise CannotRead(DateFault.LAST_YEAR_BEFORE_PLAN, span.last.year, first)
    years = (whole_year(year) for year in range(first, span.last.year + 1))
    windows = tuple(Window(year.first, year.last) for year in years)
    return TimePhrase(
        "",
        TimeKind.YEARLY_UNTIL,
        windows,
        needs_confirmation=limit is Limit.UNTIL,
        recurring=True,
        year_source=source,
    )


def _read_within_year(core: str, every: Unit, plan_year: int | None) -> TimePhrase:
    """ "Hằng quý", "ngày 15 hằng tháng", "ngày 25 tháng cuối quý": each occasion of the plan's year."""
    limit, rest = take_limit(core)
    by_day = _DAY_OF_PERIOD.fullmatch(rest)
    if by_day and (bool(by_day["last"]) is (every is Unit.QUARTER) or (rest == "cuối" and every is Unit.QUARTER)):
        year, source = year_or_plan(None, plan_year)
        months = range(3, 13, 3) if every is Unit.QUARTER else range(1, 13)
        numbers = [int(n) for n in re.findall(r"\d+", by_day["days"] or str(_LAST_OF_MONTH))]
        # The 29th and the 30th are one day of February.
        days = sorted({monthly_date(year, month, number) for month in months for number in numbers})
        return replace(_on_each(limit, days), year_source=source)
    if (rest and (rest, every) != ("tháng cuối", Unit.QUARTER)) or (core and not rest):
        raise CannotRead(DateFault.NOT_UNDERSTOOD_OF_PERIOD, core, every)
    return _each_period(Unit.MONTH if rest else every, every, plan_year)


def _each_period(unit: Unit, every: Unit, plan_year: int | None) -> TimePhrase:
    """Every quarter or month of the year, or (months of every quarter) the last one of each."""
    year, source = year_or_plan(None, plan_year)
    months = range(3, 13, 3) if every is Unit.QUARTER else range(1, 13)
    spans = [quarter_span(year, m // 3) if unit is Unit.QUARTER else month_span(year, m) for m in months]
    windows = tuple(Window(span.first, span.last) for span in spans)
    return TimePhrase("", _KINDS[unit], windows, recurring=True, year_source=source)


def _on_each(limit: Limit | None, days: Sequence[date]) -> TimePhrase:
    """Points that come again: before each of the days, or on it at the latest."""
    if limit is Limit.FROM:
        raise CannotRead(DateFault.REPEATS_WITHOUT_LIMIT)
    before = limit is Limit.BEFORE
    windows = tuple(Window(None, day - _ONE_DAY if before else day) for day in days)
    until = limit is Limit.UNTIL
    return TimePhrase("", TimeKind.DATE, windows, each_before=before, needs_confirmation=until, recurring=True)


def _read_in_next_period(frame: Frame, match: re.Match[str], plan_year: int | None) -> TimePhrase:
    """For each quarter or month of the plan's year a day after its end; the last one lies in the next year."""
    year, source = year_or_plan(None, plan_year)
    unit = Unit.QUARTER if match["quarter"] else Unit.MONTH
    if frame.every not in (None, unit):
        raise CannotRead(DateFault.TWO_PERIODS, frame.every, match.group())
    months = range(3, 13, 3) if unit is Unit.QUARTER else range(1, 13)
    days = [monthly_date(year + m // 12, m % 12 + 1, int(match["day"] or _LAST_OF_MONTH)) for m in months]
    return replace(_on_each(take_limit(frame.core)[0], days), year_source=source)
