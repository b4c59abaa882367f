"""Occurrences and reminders: rows to records and back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Row

from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.domain.schedule.step import step_of
from bot.store.reasons import reason_column, reason_from
from bot.store.schedule.records import DueVersion, NewReminder, StoredOccurrence, StoredReminder
from bot.store.times import day_or_none, from_epoch, from_epoch_or_none, iso_or_none, to_epoch, to_epoch_or_none

#: Columns ``reminder_from`` expects, in its order.
REMINDER_COLUMNS = "id, occurrence, version, recipient, step, send_at, state, reason, delivery, due_at, repeats"
_PLANNED = ReminderState.PLANNED.value


def occurrence_row(stored: StoredOccurrence) -> dict[str, Any]:
    o = stored.occurrence
    return {
        "key": o.key,
        "plan": o.plan,
        "obligation": o.obligation,
        "kind": o.kind.value,
        "period": o.period,
        "agency": o.agency,
        "role": o.role.value,
        "pursuit": o.pursuit.value,
        "due": o.due.isoformat(),
        "last_day": o.last_day.isoformat(),
        "target": o.target.isoformat(),
        "window_start": iso_or_none(o.window_start),
        "strict": o.strict,
        "tentative": o.tentative,
        "due_text": o.due_text,
        "tasks": json.dumps(o.tasks),
        "on_paper": json.dumps(o.on_paper),
        "units_due": iso_or_none(o.units_due),
        "gathers": json.dumps(o.gathers),
        "version": stored.version,
        "since": to_epoch(stored.since),
        "closed": reason_column(stored.closed),
        "closed_at": to_epoch_or_none(stored.closed_at),
        "withdrawn": stored.withdrawn,
    }


def occurrence_from(row: Row[Any]) -> StoredOccurrence:
    occurrence = Occurrence(
        plan=row.plan,
        obligation=row.obligation,
        kind=ObligationKind(row.kind),
        period=row.period,
        agency=row.agency,
        role=AgencyRole(row.role),
        pursuit=Pursuit(row.pursuit),
        due=date.fromisoformat(row.due),
        last_day=date.fromisoformat(row.last_day),
        target=date.fromisoformat(row.target),
        window_start=day_or_none(row.window_start),
        strict=bool(row.strict),
        tentative=bool(row.tentative),
        due_text=row.due_text,
        tasks=tuple(json.loads(row.tasks)),
        on_paper=tuple(json.loads(row.on_paper)),
        units_due=day_or_none(row.units_due),
        gathers=tuple(json.loads(row.gathers)),
    )
    return StoredOccurrence(
        occurrence=occurrence,
        version=row.version,
        since=from_epoch(row.since),
        closed=Reason(row.closed) if row.closed is not None else None,
        closed_at=from_epoch_or_none(row.closed_at),
        withdrawn=bool(row.withdrawn),
    )


def due_version_from(row: Row[Any]) -> DueVersion:
    return DueVersion(
        occurrence=row.occurrence,
        version=row.version,
        due=date.fromisoformat(row.due),
        last_day=date.fromisoformat(row.last_day),
        target=date.fromisoformat(row.target),
        since=from_epoch(row.since),
    )


#: Columns of ``reminder_values``, in its order.
NEW_REMINDER_COLUMNS = ("occurrence", "version", "recipient", "step", "send_at", "due_at", "state")


def reminder_values(reminder: NewReminder) -> tuple[Any, ...]:
    """What a new reminder is inserted with."""
    at = to_epoch(reminder.send_at)
    return (reminder.occurrence, reminder.version, reminder.recipient or "", reminder.step.code, at, at, _PLANNED)


def reminder_from(row: Row[Any]) -> StoredReminder:
    """The record of a row read with ``REMINDER_COLUMNS``."""
    values = row._mapping
    reason, detail = reason_from(values["reason"])
    return StoredReminder(
        **{
            **values,
            "recipient": values["recipient"] or None,
            "step": step_of(values["step"]),
            "send_at": from_epoch(values["send_at"]),
            "state": ReminderState(values["state"]),
            "reason": reason,
            "detail": detail,
            "due_at": from_epoch_or_none(values["due_at"]),
        }
    )
