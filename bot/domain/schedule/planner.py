"""Which reminders an occurrence has: the steps of its policy, on working days, for each person responsible.

Counted from the target backwards and from the last permitted day forwards; a date is never rolled past its own limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from bot.domain.dates.local_time import LOCAL
from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Plan
from bot.domain.plan.policy import ReminderPolicy
from bot.domain.schedule.occurrence import ObligationKind, Occurrence, Pursuit
from bot.domain.schedule.recipients import Recipients
from bot.domain.schedule.reminder import PlannedReminder
from bot.domain.schedule.step import CHECK_POINT, COLLECT, DUE, Step, before, escalation, overdue


def plan_reminders(occurrence: Occurrence, in_use: InUse) -> tuple[PlannedReminder, ...]:
    """Every reminder of ``occurrence`` in the order it goes out, all aware times in Asia/Ho_Chi_Minh.

    Nothing on or before the day the plan was signed; nothing about what may already have been answered or sent.
    For many occurrences keep one ``Planner``.
    """
    return Planner(in_use).plan(occurrence)


@dataclass(frozen=True, slots=True)
class _Timing:
    """All that the days of an occurrence's reminders depend on; occurrences that share it share the days."""

    target: date
    last_day: date
    collect_on: date | None
    check_point: bool
    can_be_overdue: bool
    signed_on: date | None
    policy: ReminderPolicy


@dataclass(frozen=True, slots=True)
class _Schedule:
    """Steps with their sending times, in order."""

    steps: tuple[tuple[Step, datetime], ...]
    escalations: tuple[tuple[Step, datetime], ...]


class Planner:
    """Plans occurrences of one registry; remembers days, policies and people between calls."""

    def __init__(self, in_use: InUse) -> None:
        self._registry = in_use.registry
        self._days = _WorkingDays(in_use.calendar)
        self._policies = in_use.policies
        self._directory = Recipients(in_use.registry)
        self._schedules: dict[_Timing, _Schedule] = {}
        self._resolved: dict[tuple[str, str, str, Pursuit], ReminderPolicy] = {}
        self._overrides: dict[str, dict[str, Mapping[str, object]]] = {}

    def plan(self, occurrence: Occurrence) -> tuple[PlannedReminder, ...]:
        """As ``plan_reminders``."""
        schedule = self._schedule(self._timing(occurrence))
        planned = list(self._to_recipients(occurrence, schedule.steps))
        if schedule.escalations:
            planned += self._to_leaders(occurrence, schedule.escalations)
            planned.sort(key=lambda r: r.send_at)
        return tuple(planned)

    def _to_recipients(
        self, occurrence: Occurrence, steps: Iterable[tuple[Step, datetime]]
    ) -> Iterator[PlannedReminder]:
        key, stretch = occurrence.key, -1
        people: tuple[str | None, ...] = ()
        for step, send_at in steps:
            day = send_at.date()
            if (now_in := self._directory.stretch(day)) != stretch:
                stretch, people = now_in, self._directory.recipients(occurrence, day)
            for person in people:
                yield PlannedReminder(key, person, step, send_at)

    def _to_leaders(self, occurrence: Occurrence, steps: Iterable[tuple[Step, datetime]]) -> Iterator[PlannedReminder]:
        for step, send_at in steps:
            day = send_at.date()
            reminded = self._directory.recipients(occurrence, day)
            for leader in self._directory.leaders(occurrence.agency, day, occurrence.plan):
                if leader not in reminded:
                    yield PlannedReminder(occurrence.key, leader, step, send_at)

    def _timing(self, occurrence: Occurrence) -> _Timing:
        plan = self._registry.plans.get(occurrence.plan)
        return _Timing(
            occurrence.target,
            occurrence.last_day,
            self._collect_on(occurrence),
            occurrence.pursuit is Pursuit.CHECK_POINT,
            occurrence.can_be_overdue,
            plan.signed_on if plan else None,
            self._policy(occurrence, plan),
        )

    def _collect_on(self, occurrence: Occurrence) -> date | None:
        """The first working day from the day the units are due, while that leaves time before the target."""
        if occurrence.kind is not ObligationKind.CONSOLIDATION or occurrence.units_due is None:
            return None
        day = self._days.on_or_after(occurrence.units_due)
        return day if day <= occurrence.target else None

    def _policy(self, occurrence: Occurrence, plan: Plan | None) -> ReminderPolicy:
        key = (occurrence.plan, occurrence.obligation, occurrence.agency, occurrence.pursuit)
        policy = self._resolved.get(key)
        if policy is None:
            base = self._policies.chase if occurrence.pursuit is Pursuit.CHASE else self._policies.ask
            agency = self._registry.agencies.get(occurrence.agency)
            layers = (
                plan.policy if plan else {},
                self._obligation_policies(plan).get(occurrence.obligation, {}) if plan else {},
                agency.policy if agency else {},
            )
            policy = self._resolved[key] = _hashable(base.overridden(*layers)) if any(layers) else base
        return policy

    def _obligation_policies(self, plan: Plan) -> Mapping[str, Mapping[str, object]]:
        if plan.key not in self._overrides:
            overrides = {task.id: task.policy for task in plan.tasks if task.policy}
            overrides.update({rule.id: rule.policy for rule in plan.reports if rule.policy})
            self._overrides[plan.key] = overrides
        return self._overrides[plan.key]

    def _schedule(self, timing: _Timing) -> _Schedule:
        schedule = self._schedules.get(timing)
        if schedule is None:
            steps = _in_order(_after(timing.signed_on, _steps(timing, self._days)))
            escalations = _in_order(_after(timing.signed_on, _escalations(timing, self._days)))
            schedule = self._schedules[timing] = _Schedule(self._times(steps), self._times(escalations))
        return schedule

    def _times(self, steps: Iterable[tuple[Step, date]]) -> tuple[tuple[Step, datetime], ...]:
        at = self._policies.sending.send_at
        return tuple((step, datetime.combine(day, at, LOCAL)) for step, day in steps)


class _WorkingDays:
    """The calendar's arithmetic, remembered by date: the same few dates are asked for every agency."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._added: dict[tuple[date, int], date] = {}

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, before it when negative."""
        key = (day, count)
        found = self._added.get(key)
        if found is None:
            found = self._added[key] = self._calendar.add_working_days(day, count)
        return found

    def on_or_before(self, day: date) -> date:
        """``day``, or the working day before it."""
        return self._calendar.last_working_day_on_or_before(day)

    def on_or_after(self, day: date) -> date:
        """``day``, or the working day after it."""
        return self._calendar.first_working_day_on_or_after(day)


def _steps(timing: _Timing, days: _WorkingDays) -> Iterator[tuple[Step, date]]:
    """All steps from the earliest kind to the latest; days may still coincide."""
    if timing.check_point:
        yield CHECK_POINT, timing.target
        return
    collect_on = timing.collect_on
    if collect_on is not None:
        yield COLLECT, collect_on
    for step, day in _until_target(timing, days):
        # The consolidator's own reminders start when there is something to gather.
        if collect_on is None or day > collect_on or step == DUE:
            yield step, day
    if timing.can_be_overdue:
        yield from _overdue(timing, days)


def _until_target(timing: _Timing, days: _WorkingDays) -> Iterator[tuple[Step, date]]:
    policy, target = timing.policy, timing.target
    for count in sorted({n for n in policy.notice_days if n > 0}, reverse=True):
        yield before(count), days.on_or_before(target - timedelta(days=count))
    for count in sorted({n for n in policy.before if n > 0}, reverse=True):
        yield before(count), days.add(target, -count)
    if policy.due_day:
        yield DUE, target


def _overdue(timing: _Timing, days: _WorkingDays) -> Iterator[tuple[Step, date]]:
    policy = timing.policy
    day = timing.last_day
    first = sorted({n for n in policy.overdue if n > 0})[: max(policy.overdue_max, 0)]
    for nth, count in enumerate(first, start=1):
        day = days.add(timing.last_day, count)
        yield overdue(nth), day
    if policy.overdue_every <= 0:
        return
    for nth in range(len(first) + 1, policy.overdue_max + 1):
        day = days.on_or_after(day + timedelta(days=policy.overdue_every))
        yield overdue(nth), day


def _escalations(timing: _Timing, days: _WorkingDays) -> Iterator[tuple[Step, date]]:
    if not timing.can_be_overdue:
        return
    for nth, count in enumerate(sorted({n for n in timing.policy.escalate_after if n > 0}), start=1):
        yield escalation(nth), days.add(timing.last_day, count)


def _after(signed_on: date | None, steps: Iterable[tuple[Step, date]]) -> list[tuple[Step, date]]:
    return [(step, day) for step, day in steps if signed_on is None or day > signed_on]


def _in_order(steps: list[tuple[Step, date]]) -> list[tuple[Step, date]]:
    """Only steps that come before every later kind of step, so a day has one and a notice never follows "T-1"."""
    kept: list[tuple[Step, date]] = []
    for step, day in reversed(steps):
        if not kept or day < kept[-1][1]:
            kept.append((step, day))
    return kept[::-1]


def _hashable(policy: ReminderPolicy) -> ReminderPolicy:
    """Lists, as overrides from YAML bring them, turned into tuples."""
    lists = {f.name: tuple(v) for f in fields(policy) if isinstance(v := getattr(policy, f.name), list)}
    return policy.overridden(lists)
