"""The dated points of an obligation, before it is known which agency they fall to.

A task has one ``Dates`` per window of its time phrase, a report rule one per period, and a window longer than a
quarter a check-point at each quarter's end. Quarter ends and periods are calendar facts; working days come later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.dates.relative_period import RelativePeriod
from bot.domain.dates.span import month_span
from bot.domain.dates.time_phrase import TimeKind, TimePhrase, Window
from bot.domain.dates.yearly import in_year
from bot.domain.plan.plan import Plan, ReportRule, Task

_ONE_DAY = timedelta(days=1)
_UNDATED = (TimeKind.ON_DEMAND, TimeKind.NONE, TimeKind.PERIOD)


@dataclass(frozen=True, slots=True)
class Dates:
    """When one instance of an obligation is due; field by field as in ``Occurrence``."""

    period: str
    due: date
    last_day: date
    window_start: date | None = None
    strict: bool = False
    tentative: bool = False
    text: str | None = None
    #: "ngày làm việc cuối cùng …": ``due`` is to be the last working day up to itself.
    last_working_day: bool = False
    #: Counted from the day of signing; ``due`` is to be where it ends with the holidays in between.
    counted: RelativePeriod | None = None

    def within(self, start: date, end: date) -> bool:
        """True when the date on paper or the last permitted day lies in [start, end]."""
        return start <= self.due <= end or start <= self.last_day <= end


def quarter_of(day: date) -> int:
    """1 … 4."""
    return (day.month - 1) // 3 + 1


def quarter_end(day: date) -> date:
    """The last day of the quarter ``day`` lies in."""
    return _first_of_next_quarter(day) - _ONE_DAY


def task_dates(task: Task, plan: Plan, years: Sequence[int]) -> tuple[Dates, ...]:
    """The task's dated windows that end after the plan was signed, in order.

    Nothing for on-demand, undated and open-ended times. ``years`` bounds a phrase that repeats without an end.
    """
    if task.time is None:
        return ()
    if task.time.recurring and task.time.kind is not TimeKind.YEARLY_UNTIL:
        first = plan.year or (plan.signed_on.year if plan.signed_on else None)
        every = (d for year in years if first is None or year >= first for d in _in_year(task.time, year))
        return tuple(_after(plan.signed_on, every))
    return tuple(_after(plan.signed_on, _named(_points(task.time))))


def report_dates(rule: ReportRule, plan: Plan, years: Sequence[int]) -> tuple[Dates, ...]:
    """The rule's due dates that lie after the plan was signed, in order; none for an undated rule.

    A yearly rule has its dates in each of ``years`` it applies to.
    """
    if rule.time is None:
        return ()
    if rule.time.kind is TimeKind.YEARLY_UNTIL or not (rule.yearly or rule.time.recurring):
        return tuple(_after(plan.signed_on, _by_year(_named(_points(rule.time)))))
    applies = (year for year in years if _applies(rule, plan, year))
    return tuple(_after(plan.signed_on, (d for year in applies for d in _in_year(rule.time, year))))


def check_points(dates: Dates, signed_on: date | None) -> Iterator[Dates]:
    """Quarter ends inside a window longer than a quarter, before its last quarter and after the plan was signed."""
    start = dates.window_start
    if start is None or _three_months_after(start) > dates.last_day:
        return
    from_day = max(start, signed_on) if signed_on else start
    day = quarter_end(start)
    while day < dates.last_day:
        if day > from_day:
            yield replace(dates, period=_quarter_name(day), due=day, last_day=day, strict=False)
        day = quarter_end(day + _ONE_DAY)


def _applies(rule: ReportRule, plan: Plan, year: int) -> bool:
    first = rule.first_year or plan.year or (plan.signed_on.year if plan.signed_on else None)
    return (first is None or year >= first) and (rule.last_year is None or year <= rule.last_year)


def _after(signed_on: date | None, dates: Iterable[Dates]) -> Iterator[Dates]:
    return (d for d in dates if signed_on is None or d.last_day > signed_on)


def _in_year(phrase: TimePhrase, year: int) -> tuple[Dates, ...]:
    named = _named(_points(in_year(phrase, year)))
    return (replace(named[0], period=str(year)),) if len(named) == 1 else named


def _by_year(dates: tuple[Dates, ...]) -> tuple[Dates, ...]:
    """A report given once is the report of its year, whatever its window."""
    return (replace(dates[0], period=str(dates[0].due.year)),) if len(dates) == 1 else dates


def _points(phrase: TimePhrase) -> list[Dates]:
    """One unnamed ``Dates`` per window that has an end."""
    if phrase.kind in _UNDATED and not phrase.windows:
        return []
    windows = phrase.windows or ((Window(None, None),) if phrase.due_before else ())
    before = phrase.due_before if len(windows) == 1 else None
    points = []
    for window in windows:
        last_day = before - _ONE_DAY if before else window.end
        if last_day is not None:
            strict = before is not None or phrase.each_before
            due = last_day + _ONE_DAY if strict else last_day
            working = phrase.last_working_day
            points.append(
                Dates("", due, last_day, window.start, strict, phrase.tentative, phrase.text, working, phrase.period)
            )
    return points


def _named(points: Sequence[Dates]) -> tuple[Dates, ...]:
    """The points with their periods, told apart by month (then day) where a quarter or year has several."""
    names = [_period(p) for p in points]
    for finer in ("-M{0:%m}", "-D{0:%d}"):
        clashing = {name for name, times in Counter(names).items() if times > 1}
        names = [n + finer.format(p.last_day) if n in clashing else n for n, p in zip(names, points, strict=True)]
    return tuple(replace(p, period=name) for p, name in zip(points, names, strict=True))


def _period(dates: Dates) -> str:
    start, end = dates.window_start or dates.last_day, dates.last_day
    inside_one = quarter_end(start) == quarter_end(end)
    return _quarter_name(end) if inside_one else str(end.year)


def _quarter_name(day: date) -> str:
    return f"{day.year}-Q{quarter_of(day)}"


def _first_of_next_quarter(day: date) -> date:
    quarter = quarter_of(day)
    return date(day.year + 1, 1, 1) if quarter == 4 else date(day.year, quarter * 3 + 1, 1)


def _three_months_after(day: date) -> date:
    """A day the month lacks (30/11 + 3) counts as the first of the next month."""
    year, month = divmod(day.year * 12 + day.month + 2, 12)
    last = month_span(year, month + 1).last
    return last.replace(day=day.day) if day.day <= last.day else last + _ONE_DAY
