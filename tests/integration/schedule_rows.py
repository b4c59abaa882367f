"""Small builders for the tests of store and dispatch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.clock import LOCAL_ZONE
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit
from bot.domain.schedule.step import step_of
from bot.store.schedule.records import NewReminder, StoredOccurrence
from bot.store.unit_of_work import UnitOfWork

NOW = datetime(2024, 9, 4, 8, 0, tzinfo=LOCAL_ZONE)
LATER = NOW + timedelta(minutes=2)


def an_occurrence(obligation: str = "bao-cao", agency: str = "so-a", **changes: object) -> Occurrence:
    """A unit's report due before Sunday 15/9/2024."""
    values: dict[str, object] = {
        "plan": "ke-hoach",
        "obligation": obligation,
        "kind": ObligationKind.REPORT,
        "period": "2024",
        "agency": agency,
        "role": AgencyRole.LEAD,
        "pursuit": Pursuit.CHASE,
        "due": date(2024, 9, 15),
        "last_day": date(2024, 9, 14),
        "target": date(2024, 9, 13),
        "strict": True,
        "tasks": ("1", "2"),
    }
    return Occurrence(**{**values, **changes})  # type: ignore[arg-type]


def stored(occurrence: Occurrence, version: int = 1, **changes: object) -> StoredOccurrence:
    """The occurrence as first seen a month earlier."""
    values: dict[str, object] = {"occurrence": occurrence, "version": version, "since": NOW - timedelta(days=30)}
    return StoredOccurrence(**{**values, **changes})  # type: ignore[arg-type]


def a_reminder(
    recipient: str | None = "an",
    step: str = "T-7",
    send_at: datetime = NOW,
    occurrence: str | None = None,
) -> NewReminder:
    """A reminder due now."""
    return NewReminder(occurrence or an_occurrence().key, 1, recipient, step_of(step), send_at)


def known(uow: UnitOfWork, *keys: str) -> None:
    """Occurrences of these keys stand."""
    for key in keys:
        plan_key, obligation, period, agency = key.split("/")
        uow.occurrences.save([stored(an_occurrence(obligation, agency, plan=plan_key, period=period))])


def plan(uow: UnitOfWork, reminders: Iterable[NewReminder]) -> None:
    """Reminders of occurrences that stand."""
    planned = list(reminders)
    known(uow, *{r.occurrence for r in planned})
    uow.reminders.insert(planned)
