"""From plans to occurrences: every obligation, dated, for each agency that must act on it.

Agencies are resolved on the occurrence's target day: work of a dissolved agency falls to its successor, and what two
agencies on paper owed separately becomes one occurrence when they have merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Plan, ReportRule, Task, unique
from bot.domain.schedule.obligation import Dates, check_points, report_dates, task_dates
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit

#: A consolidation gathers unit reports that were due at most so many days before it.
_LONGEST_CONSOLIDATION = 365
_ONE_DAY = timedelta(days=1)


def expand(in_use: InUse, start: date, end: date) -> tuple[Occurrence, ...]:
    """Every occurrence whose date on paper or last permitted day lies in [start, end], by target day.

    Keys are unique. The result depends on the arguments alone; undated obligations give none of their own.
    """
    found: dict[str, Occurrence] = {}
    for plan in in_use.registry.plans.values():
        for occurrence in _PlanExpansion(in_use, plan, start, end).occurrences():
            found.setdefault(occurrence.key, occurrence)
    return tuple(sorted(found.values(), key=lambda o: (o.target, o.last_day, o.plan)))


@dataclass(frozen=True, slots=True)
class _Part:
    """One agency named on paper for one task."""

    task: Task
    printed: str
    role: AgencyRole


@dataclass(frozen=True, slots=True)
class _Reporting:
    """One instance of a dated report rule."""

    rule: ReportRule
    dates: Dates
    target: date


class _PlanExpansion:
    """Expands one plan; remembers who is who on each target day."""

    def __init__(self, in_use: InUse, plan: Plan, start: date, end: date) -> None:
        self._registry = in_use.registry
        self._calendar = in_use.calendar
        self._plan = plan
        self._start = start
        self._end = end
        # A date on paper may lie a little outside the year it is counted to.
        self._years = range(start.year - 1, end.year + 2)
        self._targets: dict[date, date] = {}
        self._parts = tuple(_parts(plan))
        self._parts_on: dict[date, dict[str, list[_Part]]] = {}
        self._reportings = [r for rule in plan.reports for r in self._reportings_of(rule)]
        self._dated_rules = {r.rule.id for r in self._reportings}

    def occurrences(self) -> Iterator[Occurrence]:
        """Report occurrences first, then tasks at their own dates, check-points, and tasks asked on the side."""
        for reporting in self._reportings:
            if reporting.dates.within(self._start, self._end):
                yield from self._reports(reporting)
        undated = []
        for task in self._plan.tasks:
            if task.completed:
                continue
            dated = tuple(map(self._on_working_day, task_dates(task, self._plan, self._years)))
            yield from self._task(task, dated)
            if not dated:
                undated.append(task)
        yield from self._asked_on_the_side(undated)

    # reports

    def _reportings_of(self, rule: ReportRule) -> Iterator[_Reporting]:
        for dates in map(self._on_working_day, report_dates(rule, self._plan, self._years)):
            yield _Reporting(rule, dates, self._target(dates))

    def _reports(self, reporting: _Reporting) -> Iterator[Occurrence]:
        for agency, printed in self._senders(reporting).items():
            yield self._report(reporting, agency, printed)

    def _report(self, reporting: _Reporting, agency: str, printed: Sequence[str]) -> Occurrence:
        rule, target = reporting.rule, reporting.target
        parts = self._agency_parts(target).get(agency, [])
        consolidation = self._is_consolidation(reporting, agency)
        only_coordinates = bool(parts) and all(p.role is AgencyRole.COORDINATING for p in parts)
        asked = only_coordinates and not consolidation
        units = self._units(reporting) if consolidation else None
        return self._occurrence(
            rule.id,
            ObligationKind.CONSOLIDATION if consolidation else ObligationKind.REPORT,
            agency,
            AgencyRole.COORDINATING if asked else AgencyRole.LEAD,
            Pursuit.ASK if asked else Pursuit.CHASE,
            reporting.dates,
            tasks=unique(p.task.id for p in parts if not p.task.completed),
            printed=unique([*printed, *(p.printed for p in parts)]),
            units_due=units.dates.due if units else None,
            gathers=self._keys(units) if units else (),
        )

    def _senders(self, reporting: _Reporting) -> dict[str, list[str]]:
        """Agencies that report, each with the senders on paper it stands for; never the receiver itself."""
        receiver = self._successor(reporting.rule.to, reporting.target)
        senders = self._by_successor(reporting.rule.senders, reporting.target)
        return {agency: printed for agency, printed in senders.items() if agency != receiver}

    def _is_consolidation(self, reporting: _Reporting, agency: str) -> bool:
        if reporting.rule.consolidates is not None:
            return True
        return agency == self._successor(self._plan.consolidator, reporting.target)

    def _units(self, reporting: _Reporting) -> _Reporting | None:
        """The unit reports this consolidation gathers: the latest ones due before it."""
        candidates = [
            unit
            for unit in self._reportings
            if unit.rule.id == reporting.rule.consolidates
            and 0 <= (reporting.dates.due - unit.dates.due).days <= _LONGEST_CONSOLIDATION
        ]
        return max(candidates, key=lambda unit: unit.dates.due, default=None)

    def _keys(self, units: _Reporting) -> tuple[str, ...]:
        prefix = f"{self._plan.key}/{units.rule.id}/{units.dates.period}"
        return tuple(f"{prefix}/{agency}" for agency in self._senders(units))

    # tasks

    def _task(self, task: Task, dated: Iterable[Dates]) -> Iterator[Occurrence]:
        absorbed = self._absorbed(task)
        for dates in dated:
            if dates.within(self._start, self._end):
                yield from self._finals(task, dates, absorbed)
            for point in check_points(dates, self._plan.signed_on):
                if point.within(self._start, self._end):
                    yield from self._check_points(task, point, absorbed)

    def _finals(self, task: Task, dates: Dates, absorbed: set[str]) -> Iterator[Occurrence]:
        for agency, role, printed in self._parties(task, self._target(dates), absorbed):
            pursuit = Pursuit.CHASE if role is AgencyRole.LEAD else Pursuit.ASK
            yield self._task_occurrence(task, agency, role, pursuit, dates, printed)

    def _check_points(self, task: Task, dates: Dates, absorbed: set[str]) -> Iterator[Occurrence]:
        for agency, role, printed in self._parties(task, self._target(dates), absorbed):
            if role is AgencyRole.LEAD:
                yield self._task_occurrence(task, agency, role, Pursuit.CHECK_POINT, dates, printed)

    def _asked_on_the_side(self, tasks: Sequence[Task]) -> Iterator[Occurrence]:
        """Undated tasks of agencies that send no dated report of their own: asked when the whole is reported."""
        reported = {s for rule in self._plan.reports if rule.id in self._dated_rules for s in rule.senders}
        for reporting in self._reportings:
            consolidators = {a for a in self._senders(reporting) if self._is_consolidation(reporting, a)}
            if not consolidators or not reporting.dates.within(self._start, self._end):
                continue
            for task in tasks:
                for agency, role, printed in self._parties(task, reporting.target, reported):
                    if agency not in consolidators:
                        yield self._task_occurrence(task, agency, role, Pursuit.ASK, reporting.dates, printed)

    def _absorbed(self, task: Task) -> set[str]:
        """Agencies on paper whose dated report is this same task."""
        rules = (r for r in self._plan.reports if r.same_as == task.id and r.id in self._dated_rules)
        return {sender for rule in rules for sender in rule.senders}

    def _parties(self, task: Task, on: date, absorbed: set[str]) -> Iterator[tuple[str, AgencyRole, Sequence[str]]]:
        """Agencies that act on the task that day; who leads does not also coordinate."""
        leads = self._by_successor((lead.agency for lead in task.leads if lead.agency not in absorbed), on)
        others = self._by_successor((a for a in task.coordinating if a not in absorbed), on)
        for agency, printed in leads.items():
            yield agency, AgencyRole.LEAD, unique([*printed, *others.get(agency, ())])
        for agency, printed in others.items():
            if agency not in leads:
                yield agency, AgencyRole.COORDINATING, printed

    def _task_occurrence(
        self, task: Task, agency: str, role: AgencyRole, pursuit: Pursuit, dates: Dates, printed: Sequence[str]
    ) -> Occurrence:
        return self._occurrence(
            task.id, ObligationKind.TASK, agency, role, pursuit, dates, tasks=(task.id,), printed=printed
        )

    # both

    def _occurrence(
        self,
        obligation: str,
        kind: ObligationKind,
        agency: str,
        role: AgencyRole,
        pursuit: Pursuit,
        dates: Dates,
        *,
        tasks: tuple[str, ...],
        printed: Sequence[str],
        units_due: date | None = None,
        gathers: tuple[str, ...] = (),
    ) -> Occurrence:
        return Occurrence(
            plan=self._plan.key,
            obligation=obligation,
            kind=kind,
            period=dates.period,
            agency=agency,
            role=role,
            pursuit=pursuit,
            due=dates.due,
            last_day=dates.last_day,
            target=self._target(dates),
            window_start=dates.window_start,
            strict=dates.strict,
            tentative=dates.tentative,
            due_text=dates.text,
            tasks=tasks,
            on_paper=() if tuple(printed) == (agency,) else tuple(printed),
            units_due=units_due,
            gathers=gathers,
        )

    def _on_working_day(self, dates: Dates) -> Dates:
        if dates.counted and self._plan.signed_on:
            end = dates.counted.end(self._plan.signed_on, self._calendar)
            return replace(dates, due=end, last_day=end)
        if not dates.last_working_day:
            return dates
        due = self._calendar.last_working_day_on_or_before(dates.due)
        return replace(dates, due=due, last_day=due - _ONE_DAY if dates.strict else due)

    def _target(self, dates: Dates) -> date:
        target = self._targets.get(dates.last_day)
        if target is None:
            target = self._targets[dates.last_day] = self._calendar.last_working_day_on_or_before(dates.last_day)
        return target

    def _agency_parts(self, on: date) -> dict[str, list[_Part]]:
        """What each agency has in the plan that day, in plan order."""
        if on not in self._parts_on:
            by_agency: dict[str, list[_Part]] = {}
            for part in self._parts:
                by_agency.setdefault(self._successor(part.printed, on), []).append(part)
            self._parts_on[on] = by_agency
        return self._parts_on[on]

    def _by_successor(self, printed: Iterable[str], on: date) -> dict[str, list[str]]:
        agencies: dict[str, list[str]] = {}
        for agency in printed:
            agencies.setdefault(self._successor(agency, on), []).append(agency)
        return agencies

    def _successor(self, agency: str, on: date) -> str:
        return self._registry.successor(agency, on).id


def _parts(plan: Plan) -> Iterator[_Part]:
    for task in plan.tasks:
        for lead in task.leads:
            yield _Part(task, lead.agency, AgencyRole.LEAD)
        for agency in task.coordinating:
            yield _Part(task, agency, AgencyRole.COORDINATING)
