"""What a valid set of plan documents means: plans, tasks, report rules, agencies, people.

Plain records without behaviour that needs a clock or a file. Ids are the slugs used in ``schedules/``;
texts are kept exactly as printed on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.dates.time_phrase import TimePhrase

#: What ``every`` of a report rule may say, and how many reports that makes in a year.
TIMES_A_YEAR = {"year": 1, "half_year": 2, "quarter": 4, "month": 12, "week": 52}
_WEEKS_OF_A_LONG_YEAR = 53


def rhythm_of(times: int) -> str | None:
    """The key of ``TIMES_A_YEAR`` for so many dates in a year; None when it has none."""
    times = TIMES_A_YEAR["week"] if times == _WEEKS_OF_A_LONG_YEAR else times
    return next((word for word, count in TIMES_A_YEAR.items() if count == times), None)


class AgencyKind(StrEnum):
    """What an agency row stands for."""

    AGENCY = "agency"
    #: Several addressees under one name ("UBND các quận, huyện, thị xã"); stays one row.
    GROUP = "group"


class Role(StrEnum):
    """What a person may do; one person may hold several."""

    CONTACT = "contact"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency in one locality; the same short name in two cities is two agencies."""

    id: str
    #: Display name as printed in the plans of its time.
    name: str
    locality: str
    kind: AgencyKind = AgencyKind.AGENCY
    short: str | None = None
    aliases: tuple[str, ...] = ()
    #: First day it existed under this name; None when unknown or long ago.
    since: date | None = None
    #: First day it no longer exists under this name.
    until: date | None = None
    succeeded_by: str | None = None
    #: Agency ids a group stands for, where they are known.
    members: tuple[str, ...] = ()
    #: Reminder policy overrides for this agency, by field name (see ``bot.domain.plan.policy``).
    policy: Mapping[str, object] = field(default_factory=dict)
    note: str | None = None

    def exists_on(self, day: date) -> bool:
        """True when the agency carries this name on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """A named officer. No phone number and no chat id: those live in the database."""

    id: str
    name: str
    agency: str
    #: Printed before the name: "Ông", "Bà", "BS", "PGS. TS"; never guessed.
    prefix: str | None = None
    title: str | None = None
    unit: str | None = None
    roles: tuple[Role, ...] = (Role.CONTACT,)
    #: Plan keys the person is named in; empty = all plans of the agency.
    plans: tuple[str, ...] = ()
    until: date | None = None
    #: Person who takes over when this one has left.
    replaced_by: str | None = None
    #: Made up for the demo ("(ví dụ)").
    example: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A leading agency and, where the paper says so, the part of the task it leads."""

    agency: str
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a plan's appendix."""

    #: Section + number as on paper: "I.1.3", "3.2", "III.1".
    id: str
    content: str
    leads: tuple[Lead, ...]
    section: str | None = None
    coordinating: tuple[str, ...] = ()
    #: Bodies of other localities the task is done with, as printed; they are not reminded.
    partners: tuple[str, ...] = ()
    #: The time as printed; None = blank on paper (the plan's own time applies, "chưa xác định thời gian").
    when: str | None = None
    #: How ``when`` was read; None when blank or unreadable.
    time: TimePhrase | None = None
    deliverable: str | None = None
    #: The paper's "Ghi chú" column.
    remark: str | None = None
    #: How an ambiguous paper was read, by the registry's editor.
    note: str | None = None
    contacts: tuple[str, ...] = ()
    #: Already completed when the plan was issued ("Đã thực hiện"): counted, never asked.
    completed: bool = False
    #: Marked mật: never rendered into any chat.
    secret: bool = False
    policy: Mapping[str, object] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class ReportRule:
    """Who reports to whom by when, under one plan."""

    id: str
    #: Agency ids; expanded (``lead_agencies`` already replaced) and never containing ``to``.
    senders: tuple[str, ...]
    to: str
    #: The deadline as printed; None for an undated rule ("kịp thời", on request).
    due: str | None = None
    #: How ``due`` was read, for the first year it applies.
    time: TimePhrase | None = None
    #: Repeats each year, with no end unless ``last_year`` is set.
    yearly: bool = False
    first_year: int | None = None
    last_year: int | None = None
    #: Id of the report rule of the same plan whose answers this one gathers.
    consolidates: str | None = None
    #: Id of a task that is the same obligation: reminded once.
    same_as: str | None = None
    on_request: bool = False
    content: str | None = None
    policy: Mapping[str, object] = field(default_factory=dict)
    note: str | None = None
    line: int = 0

    @property
    def every(self) -> str | None:
        """How often it falls due: a key of ``TIMES_A_YEAR``; None when it is given once."""
        if not self.yearly:
            return None
        times = len(self.time.windows) if self.time else 1
        return rhythm_of(times) or "year"


#: Of a plan, in characters; longer is something else in its place, and it becomes a file name.
LONGEST_NUMBER = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan document with its appendix."""

    #: File name without ``.yaml``.
    key: str
    #: The printed number ("188/KH-UBND"); None when it is blank on paper.
    code: str | None
    title: str
    issuer: str
    locality: str
    consolidator: str
    #: Short name for a phone screen when there is no number.
    short_title: str | None = None
    signed_on: date | None = None
    signer: str | None = None
    #: For time phrases that print no year.
    year: int | None = None
    #: Plan-level time as printed, for tasks that have none.
    when: str | None = None
    legal_bases: tuple[str, ...] = ()
    reports: tuple[ReportRule, ...] = ()
    tasks: tuple[Task, ...] = ()
    #: Reminder policy overrides for this plan, by field name (see ``bot.domain.plan.policy``).
    policy: Mapping[str, object] = field(default_factory=dict)
    note: str | None = None
    file: str = ""

    def task(self, task_id: str) -> Task:
        """The task with that id; KeyError when there is none."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        raise KeyError(task_id)

    def has_task(self, task_id: str) -> bool:
        return any(t.id == task_id for t in self.tasks)


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything ``schedules/`` says, checked and linked by id."""

    plans: Mapping[str, Plan]
    agencies: Mapping[str, Agency]
    people: Mapping[str, Person]

    def successor(self, agency_id: str, on: date) -> Agency:
        """The agency that carries on ``agency_id``'s work on ``on`` (itself while it exists)."""
        agency = self.agencies[agency_id]
        seen = {agency.id}
        while agency.until is not None and on >= agency.until and agency.succeeded_by:
            if agency.succeeded_by in seen or agency.succeeded_by not in self.agencies:
                break
            agency = self.agencies[agency.succeeded_by]
            seen.add(agency.id)
        return agency

    def current_person(self, person_id: str, on: date) -> Person:
        """The person, or whoever replaced them by ``on``."""
        person = self.people[person_id]
        seen = {person.id}
        while person.until is not None and on >= person.until and person.replaced_by:
            if person.replaced_by in seen or person.replaced_by not in self.people:
                break
            person = self.people[person.replaced_by]
            seen.add(person.id)
        return person

    def people_of(self, agency_id: str, role: Role, on: date) -> tuple[Person, ...]:
        """People who hold ``role`` for the agency on ``on``, those of its predecessors included, in registry order."""
        return tuple(
            p
            for p in self.people.values()
            if role in p.roles
            and (p.until is None or on < p.until)
            and p.agency in self.agencies
            and self.successor(p.agency, on).id == agency_id
        )


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values in first-seen order without repeats."""
    return tuple(dict.fromkeys(values))
