"""Small hand-built registries for the planner's tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.domain.dates.time_phrase import TimePhrase, read_time_phrase
from bot.domain.dates.work_calendar import DayOff, WorkCalendar, YearCalendar
from bot.domain.plan.plan import Agency, Lead, Person, Plan, Registry, ReportRule, Role, Task
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit

PLAN = "ke-hoach"


def phrase(text: str, year: int = 2024) -> TimePhrase:
    read = read_time_phrase(text, plan_year=year)
    assert isinstance(read, TimePhrase), read
    return read


def task(
    number: str,
    when: str | None,
    *leads: str,
    coordinating: Iterable[str] = (),
    contacts: Iterable[str] = (),
    year: int = 2024,
    completed: bool = False,
    policy: Mapping[str, object] | None = None,
) -> Task:
    return Task(
        id=number,
        content=f"Nội dung {number}",
        leads=tuple(Lead(agency) for agency in leads),
        coordinating=tuple(coordinating),
        when=when,
        time=phrase(when, year) if when else None,
        contacts=tuple(contacts),
        completed=completed,
        policy=policy or {},
    )


def report(
    rule: str,
    senders: Iterable[str],
    to: str,
    due: str | None,
    *,
    yearly: bool = False,
    first_year: int | None = None,
    last_year: int | None = None,
    consolidates: str | None = None,
    same_as: str | None = None,
    policy: Mapping[str, object] | None = None,
) -> ReportRule:
    return ReportRule(
        id=rule,
        senders=tuple(senders),
        to=to,
        due=due,
        time=phrase(due) if due else None,
        yearly=yearly,
        first_year=first_year,
        last_year=last_year,
        consolidates=consolidates,
        same_as=same_as,
        policy=policy or {},
    )


def plan(
    *tasks: Task,
    reports: Iterable[ReportRule] = (),
    signed_on: date | None = None,
    consolidator: str = "khdt",
    policy: Mapping[str, object] | None = None,
) -> Plan:
    return Plan(
        key=PLAN,
        code="01/KH-UBND",
        title="Kế hoạch thử",
        issuer="ubnd",
        locality="ha-noi",
        consolidator=consolidator,
        signed_on=signed_on,
        year=2024,
        reports=tuple(reports),
        tasks=tasks,
        policy=policy or {},
    )


def agency(
    name: str, until: date | None = None, successor: str | None = None, policy: Mapping[str, object] | None = None
) -> Agency:
    return Agency(name, f"Cơ quan {name}", "ha-noi", until=until, succeeded_by=successor, policy=policy or {})


def person(
    name: str,
    of: str,
    *roles: Role,
    plans: Iterable[str] = (),
    until: date | None = None,
    replaced_by: str | None = None,
) -> Person:
    return Person(
        name,
        f"Người {name}",
        of,
        roles=roles or (Role.CONTACT,),
        plans=tuple(plans),
        until=until,
        replaced_by=replaced_by,
    )


def registry(of: Plan, agencies: Iterable[Agency] = (), people: Iterable[Person] = ()) -> Registry:
    """Agencies the plan names need not be listed unless they end or have a policy."""
    named = {of.issuer, of.consolidator}
    for item in of.tasks:
        named |= {lead.agency for lead in item.leads} | set(item.coordinating)
    for rule in of.reports:
        named |= {rule.to, *rule.senders}
    people = tuple(people)
    named |= {p.agency for p in people}
    listed = {a.id: a for a in agencies}
    named |= {a.succeeded_by for a in listed.values() if a.succeeded_by}
    known = {name: agency(name) for name in sorted(named)} | listed
    return Registry({of.key: of}, known, {p.id: p for p in people})


def calendar(*days_off: date, worked: Iterable[date] = ()) -> WorkCalendar:
    """Monday to Friday, except the given days."""
    off = {day: DayOff(day, "Nghỉ", "holiday", "thử") for day in days_off}
    on = {day: DayOff(day, "Làm bù", "swap_work", "thử") for day in worked}
    years = {day.year for day in (*off, *on)}
    return WorkCalendar(
        YearCalendar(
            year,
            {day: o for day, o in off.items() if day.year == year},
            {day: o for day, o in on.items() if day.year == year},
        )
        for year in sorted(years)
    )


def by_key(occurrences: Iterable[Occurrence]) -> dict[str, Occurrence]:
    """By key without the plan: "1/2024-Q3/so-a"."""
    return {o.key.removeprefix(f"{PLAN}/"): o for o in occurrences}


CONSOLIDATION = {"kind": ObligationKind.CONSOLIDATION, "obligation": "th", "agency": "khdt", "tasks": ()}


def occurrence(target: date, last_day: date | None = None, **changes: object) -> Occurrence:
    """By default so-a's chased task "1"."""
    base = Occurrence(
        plan=PLAN,
        obligation="1",
        kind=ObligationKind.TASK,
        period="2024",
        agency="so-a",
        role=AgencyRole.LEAD,
        pursuit=Pursuit.CHASE,
        due=last_day or target,
        last_day=last_day or target,
        target=target,
        tasks=("1",),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def world(people: Iterable[Person] = (), agencies: Iterable[Agency] = (), of: Plan | None = None) -> Registry:
    """By default one task of so-a with so-b, whose contact on paper is "an"."""
    lone = plan(task("1", "Cả năm", "so-a", coordinating=["so-b"], contacts=["an"]))
    return registry(of or lone, agencies, people)
