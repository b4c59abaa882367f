"""A made-up city: one plan, agencies with one contact person each, and whole databases of reminders for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from bot.app import applied_digest
from bot.clock import LOCAL_ZONE
from bot.domain.dates.time_phrase import TimePhrase, read_time_phrase
from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.plan import Agency, Lead, Person, Plan, Registry, Task
from bot.domain.plan.policy import Policies
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit
from bot.domain.schedule.step import DUE, Step, before, overdue
from bot.registry.live import LiveRegistry
from bot.services.schedule import scheduling
from bot.store.database import Database
from bot.store.schedule.records import NewReminder, StoredOccurrence
from bot.store.schedule.schedule_rows import NEW_REMINDER_COLUMNS, occurrence_row, reminder_values

PLAN = "do-luong"
SCHEDULES = Path(__file__).parents[1] / "schedules"
#: The morning of the first round.
START = datetime(2024, 9, 4, 8, 0, tzinfo=LOCAL_ZONE)
#: People of the city; also the first chat ids.
FIRST_CHAT = 100_000
#: Filling occurrences have as many reminders each as a chased one on paper.
_STEPS = (*map(before, (30, 15, 7, 3, 1)), DUE, *map(overdue, (1, 2, 3, 4)))

Row = dict[str, Any]


class Wave(NamedTuple):
    """These people have a reminder at this time."""

    at: datetime
    people: range


def person(number: int) -> str:
    """Id of the n-th person."""
    return f"can-bo-{number}"


def agency(number: int) -> str:
    """Id of the n-th person's agency."""
    return f"so-{number}"


def chat(number: int) -> str:
    """Address of the n-th person."""
    return str(FIRST_CHAT + number)


def city(people: int) -> Registry:
    """A registry with one plan of twelve tasks that nobody has to do by a date, and ``people`` contact persons."""
    agencies = {agency(n): Agency(agency(n), f"Sở thứ {n}", "ha-noi") for n in range(people)}
    agencies["ubnd"] = Agency("ubnd", "UBND Thành phố", "ha-noi")
    tasks = tuple(Task(str(n), f"Nội dung công việc thứ {n} của kế hoạch", ()) for n in range(1, 13))
    plan = Plan(
        PLAN, "01/KH-UBND", "Kế hoạch đo lường", "ubnd", "ha-noi", "ubnd", signed_on=date(2024, 1, 2), year=2024,
        tasks=tasks,
    )  # fmt: skip
    persons = {person(n): Person(person(n), f"Nguyễn Văn {n}", agency(n)) for n in range(people)}
    return Registry({PLAN: plan}, agencies, persons)


def busy_city(reminders: int) -> Registry:
    """A registry whose plans come to about so many reminders within the horizon of 4/9/2024."""
    tasks_per_plan, reminders_per_task = 40, 14
    agencies = {agency(n): Agency(agency(n), f"Sở thứ {n}", "ha-noi") for n in range(200)}
    persons = {person(n): Person(person(n), f"Nguyễn Văn {n}", agency(n)) for n in range(200)}
    plans = {}
    for number in range(max(1, round(reminders / tasks_per_plan / reminders_per_task))):
        tasks = tuple(_dated_task(number, n) for n in range(tasks_per_plan))
        plans[f"ke-hoach-{number}"] = Plan(
            f"ke-hoach-{number}", f"{number}/KH-UBND", f"Kế hoạch thứ {number}", agency(0), "ha-noi", agency(0),
            year=2025, signed_on=date(2024, 9, 1), tasks=tasks,
        )  # fmt: skip
    return Registry(plans, agencies, persons)


def _dated_task(plan: int, number: int) -> Task:
    day = date(2025, 1, 1) + timedelta(days=(plan * 7 + number * 3) % 210)
    when = f"chậm nhất ngày {day.day}/{day.month}/{day.year}"
    phrase = read_time_phrase(when, plan_year=2025)
    assert isinstance(phrase, TimePhrase)
    return Task(str(number), f"Nội dung {number}", (Lead(agency((plan + number) % 200)),), when=when, time=phrase)


def live(registry: Registry) -> LiveRegistry:
    """The shipped calendar with this registry in place of the shipped plans."""
    loaded = LiveRegistry(SCHEDULES, Policies(), extend=lambda _: registry)
    loaded.reload()
    return loaded


def mornings(calendar: WorkCalendar, count: int) -> list[datetime]:
    """08:00 on ``count`` working days, from ``START`` on."""
    day = START.date()
    found: list[datetime] = []
    while len(found) < count:
        if calendar.is_working_day(day):
            found.append(START.replace(year=day.year, month=day.month, day=day.day))
        day += timedelta(days=1)
    return found


def occurrence(period: str, of: int) -> Occurrence:
    """A report of the n-th agency over four tasks, due far ahead."""
    return Occurrence(
        plan=PLAN, obligation="bao-cao", kind=ObligationKind.REPORT, period=period, agency=agency(of),
        role=AgencyRole.LEAD, pursuit=Pursuit.CHASE, due=date(2026, 12, 15), last_day=date(2026, 12, 14),
        target=date(2026, 12, 14), strict=True, tasks=("1", "2", "3", "4"),
    )  # fmt: skip


def fill(path: Path, *, people: int, waves: Sequence[Wave], waiting: int = 0, channel: str = "local") -> None:
    """A database in which everybody is linked, and each wave's people have one reminder at its time.

    ``waiting`` more reminders, spread over everybody, are due from a year later on.
    """
    database = Database(f"sqlite:///{path}")
    database.migrate()
    _apply(database, people)
    link_all(database, channel, people)
    database.close()
    with closing(sqlite3.connect(path)) as connection:
        for number, wave in enumerate(waves):
            _add(connection, ((occurrence(f"R{number}", n), [(n, before(7), wave.at)]) for n in wave.people))
        _add(connection, _filling(waiting, people))
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _apply(database: Database, people: int) -> None:
    """The registry counts as applied on the first day, so that a start that day finds nothing to do."""
    loaded = live(city(people))
    digest = applied_digest(loaded.digest, Policies())
    scheduling.apply(database, loaded.in_use, START, "đo", digest)


def link_all(database: Database, channel: str, people: int) -> None:
    """Link the n-th person to ``chat(n)``."""
    with database.transaction() as uow:
        for number in range(people):
            uow.accounts.link(person(number), channel, chat(number), "1", START)


def _filling(count: int, people: int) -> Iterator[tuple[Occurrence, list[tuple[int, Step, datetime]]]]:
    base = START + timedelta(days=365)
    for number in range(0, count, len(_STEPS)):
        steps = _STEPS[: count - number]
        of = number // len(_STEPS) % people
        at = base + timedelta(days=number % 300)
        yield (
            occurrence(f"F{number}", of),
            [(of, step, at + timedelta(days=nth)) for nth, step in enumerate(steps)],
        )


def _add(connection: sqlite3.Connection, items: Iterable[tuple[Occurrence, list[tuple[int, Step, datetime]]]]) -> None:
    rest = iter(items)
    while part := list(islice(rest, 5_000)):
        stored = [occurrence_row(StoredOccurrence(o, 1, START - timedelta(days=30))) for o, _ in part]
        _insert(connection, "occurrences", stored)
        versions = ("version", "due", "last_day", "target", "since")
        _insert(connection, "due_versions", [{"occurrence": r["key"], **{c: r[c] for c in versions}} for r in stored])
        rows = [
            dict(zip(NEW_REMINDER_COLUMNS, reminder_values(NewReminder(o.key, 1, person(n), step, at)), strict=True))
            for o, reminders in part
            for n, step, at in reminders
        ]
        _insert(connection, "reminders", rows)


def _insert(connection: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    if rows:
        columns = ", ".join(f'"{c}"' for c in rows[0])
        values = ", ".join(f":{c}" for c in rows[0])
        connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({values})", rows)
