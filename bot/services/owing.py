"""What units owe, read from the store: the one way from stored answers to ``bot.domain.answers.owed``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.domain.answers.owed import Owed, ReportState, owed
from bot.domain.answers.status_report import StatusReport
from bot.domain.plan.plan import Registry, unique
from bot.domain.schedule.occurrence import ObligationKind, Occurrence
from bot.domain.schedule.reason import Reason
from bot.store.unit_of_work import UnitOfWork

_BY_ANSWER = (Reason.REPORTED, Reason.COMPLETED)


def what_is_owed(
    uow: UnitOfWork, registry: Registry, occurrences: Iterable[Occurrence], today: date
) -> dict[str, Owed]:
    """By key, as of ``today`` (in Vietnam); those of a plan that has left the registry are absent."""
    known = [o for o in occurrences if o.plan in registry.plans]
    asked = uow.reminders.asked_since(o.key for o in known)
    answers = _answers(uow, known)
    return {
        o.key: owed(o, registry.plans[o.plan].tasks, _of(answers, o), asked_since=asked.get(o.key), today=today)
        for o in known
    }


def units_missing(
    uow: UnitOfWork, registry: Registry, consolidations: Iterable[Occurrence], today: date
) -> dict[str, tuple[Owed, ...]]:
    """By key of the consolidation, the units whose report is not complete, in plan order."""
    gathered = {o.key: o.gathers for o in consolidations}
    keys = unique(key for gathers in gathered.values() for key in gathers)
    still_open = (s.occurrence for s in uow.occurrences.find(keys=list(keys)) if s.open) if keys else ()
    found = what_is_owed(uow, registry, still_open, today)
    missing = {key: unit for key, unit in found.items() if unit.state is not ReportState.COMPLETE}
    return {key: tuple(missing[g] for g in gathers if g in missing) for key, gathers in gathered.items()}


def close_what_is_complete(uow: UnitOfWork, registry: Registry, plan: str, agency: str, now: datetime) -> None:
    """After an answer: close what it completed, and ask again what it opened once more."""
    stored = {s.occurrence.key: s for s in uow.occurrences.find(plan=plan, agency=agency)}
    found = what_is_owed(uow, registry, (s.occurrence for s in stored.values()), now.date())
    for key, unit in found.items():
        if unit.closes and stored[key].open:
            is_task = unit.occurrence.kind is ObligationKind.TASK and unit.is_done
            uow.occurrences.close(key, Reason.COMPLETED if is_task else Reason.REPORTED, now)
        elif not unit.closes and stored[key].closed in _BY_ANSWER:
            uow.occurrences.reopen(key)


def _answers(uow: UnitOfWork, occurrences: Sequence[Occurrence]) -> dict[tuple[str, str], list[StatusReport]]:
    found: dict[tuple[str, str], list[StatusReport]] = {}
    agencies = unique(a for o in occurrences for a in o.names)
    for answer in uow.reports.of_units({o.plan for o in occurrences}, agencies):
        found.setdefault((answer.plan, answer.agency), []).append(answer)
    return found


def _of(answers: dict[tuple[str, str], list[StatusReport]], occurrence: Occurrence) -> list[StatusReport]:
    mine = (answer for agency in occurrence.names for answer in answers.get((occurrence.plan, agency), ()))
    return sorted(mine, key=lambda answer: answer.id or 0)
