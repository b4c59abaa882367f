"""Looks, independently of the dispatcher, for sends that should have happened and did not.

Two looks: at the rows (what waits past its time, what is stuck, what is unsettled) and past them, at what the planner
says should stand there at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, partial

from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Registry
from bot.domain.schedule.catch_up import still_wanted
from bot.domain.schedule.expansion import expand
from bot.domain.schedule.occurrence import Occurrence
from bot.domain.schedule.planner import Planner
from bot.domain.schedule.recipients import Recipients
from bot.domain.schedule.reminder import PlannedReminder, ReminderState
from bot.domain.schedule.sending_time import may_send
from bot.domain.schedule.silence import silenced_by
from bot.messages import health_lines
from bot.services.dispatch.verdicts import STOPPED
from bot.services.schedule.health import Check
from bot.services.schedule.horizon import horizon
from bot.store.schedule.records import StoredOccurrence, StoredReminder
from bot.store.unit_of_work import UnitOfWork

#: How late a send may be, within working hours, before somebody should know.
GRACE = timedelta(minutes=10)
#: How far back occasions are recomputed.
_BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a sweep found."""

    #: Due longer than ``GRACE`` and still waiting.
    late: tuple[StoredReminder, ...] = ()
    #: Claimed by a process that says nothing any more.
    stuck: tuple[StoredReminder, ...] = ()
    #: Occasions of yesterday and today that have no row at all.
    missing: tuple[PlannedReminder, ...] = ()
    #: Digests of the last day that may have arrived.
    unknown: int = 0
    #: Stopped channels with the reason.
    stopped: tuple[tuple[str, str], ...] = ()


def find(uow: UnitOfWork, in_use: InUse, now: datetime) -> Findings:
    """Look now; outside working hours nothing counts as late."""
    working = may_send(now, in_use) and may_send(now - GRACE, in_use)
    return Findings(
        late=tuple(uow.reminders.waiting_since(now - GRACE)) if working else (),
        stuck=tuple(uow.claims.stuck(now - GRACE)),
        missing=tuple(_missing(uow, in_use, now)),
        unknown=uow.deliveries.counts(now - _BACK).get(ReminderState.UNKNOWN, 0),
        stopped=tuple(_stopped(uow)),
    )


def sweep(uow: UnitOfWork, in_use: InUse, now: datetime, titles: Mapping[str, str]) -> list[Check]:
    """The findings as checks for /healthz, doctor and the board; ``titles``: channel → what people call it."""
    found = find(uow, in_use, now)
    checks = [
        Check("late", not found.late, health_lines.late(len(found.late))),
        Check("stuck", not found.stuck, health_lines.stuck(len(found.stuck))),
        Check("missing", not found.missing, health_lines.missing(len(found.missing))),
    ]
    if found.unknown:
        # Worth a look, but nothing stands still because of it.
        checks.append(Check("unknown", True, health_lines.unknown(found.unknown)))
    for name, reason in found.stopped:
        checks.append(Check(f"send.{name}", False, health_lines.stopped(titles.get(name, name), reason)))
    return checks


def _stopped(uow: UnitOfWork) -> Iterable[tuple[str, str]]:
    for key, value in uow.settings.with_prefix(STOPPED).items():
        if value:
            yield key.removeprefix(STOPPED), str(json.loads(value)["reason"])


@lru_cache(maxsize=1)
def _planned_about(in_use: InUse, today: date) -> tuple[tuple[Occurrence, tuple[PlannedReminder, ...]], ...]:
    """What has an occasion yesterday or today, by the planner alone; worked out once a day while the files stay."""
    planner = Planner(in_use)
    planned = ((occurrence, planner.plan(occurrence)) for occurrence in expand(in_use, *horizon(today)))
    days = {today, today - _BACK}
    return tuple((occurrence, found) for occurrence, found in planned if any(r.send_at.date() in days for r in found))


def _missing(uow: UnitOfWork, in_use: InUse, now: datetime) -> Iterable[PlannedReminder]:
    """Occasions between yesterday and now, by the planner alone, for which no row was ever written."""
    directory = Recipients(in_use.registry)
    due = {
        occurrence.key: (occurrence, planned)
        for occurrence, planned in _planned_about(in_use, now.date())
        if any(now - _BACK <= r.send_at <= now for r in planned)
    }
    stored = {s.occurrence.key: s for s in uow.occurrences.find(keys=list(due))}
    rows = uow.reminders.of_occurrences(due)
    for key, (occurrence, planned) in due.items():
        known = stored.get(key)
        if known is not None and not _expects(known, in_use.registry):
            continue
        # An occurrence never stored was due to be seen by yesterday at the latest.
        since = known.since if known is not None else now - _BACK
        people_on = partial(directory.recipients, occurrence)
        wanted = still_wanted(occurrence, planned, since, in_use, people_on)
        have = {r.step for r in rows.get(key, ())}
        yield from (r for r in wanted if now - _BACK <= r.send_at <= now and r.step not in have)


def _expects(stored: StoredOccurrence, registry: Registry) -> bool:
    """Whether an open occurrence may be told at all: one of secret tasks alone may not."""
    plan = registry.plans.get(stored.occurrence.plan)
    if plan is None or not stored.open:
        return False
    tasks = [task for task in plan.tasks if task.id in stored.occurrence.tasks]
    return silenced_by(tasks) is None
