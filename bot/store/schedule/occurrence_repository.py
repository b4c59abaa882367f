"""Occurrences and every date they have had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from bot.domain.schedule.reason import Reason
from bot.store.schedule.records import DueVersion, StoredOccurrence
from bot.store.schedule.schedule_rows import (
    due_version_from,
    occurrence_from,
    occurrence_row,
)
from bot.store.schedule.tables import due_versions, occurrences
from bot.store.sql import chunks, upsert
from bot.store.times import to_epoch

_OCCURRENCE_COLUMNS = [c.name for c in occurrences.columns]
#: Closing is the conversation's business; re-planning leaves it alone.
_REPLANNED = [c for c in _OCCURRENCE_COLUMNS if c not in {"key", "closed", "closed_at"}]
_SAVE = upsert(occurrences, ["key"], _OCCURRENCE_COLUMNS, _REPLANNED)
_VERSION_COLUMNS = [c.name for c in due_versions.columns]
_SAVE_VERSION = upsert(due_versions, ["occurrence", "version"], _VERSION_COLUMNS, [])


class OccurrenceRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def exist(self) -> bool:
        """Whether any plan asks for anything."""
        query = select(occurrences.c.key).where(occurrences.c.withdrawn.is_(False)).limit(1)
        return self._connection.execute(query).first() is not None

    def find(
        self,
        *,
        plan: str | None = None,
        agency: str | None = None,
        keys: Sequence[str] | None = None,
        last_day_from: date | None = None,
        last_day_to: date | None = None,
        include_withdrawn: bool = False,
    ) -> list[StoredOccurrence]:
        """Stored occurrences that meet every condition given, by last permitted day and key."""
        query = select(occurrences).order_by(occurrences.c.last_day, occurrences.c.key)
        if plan is not None:
            query = query.where(occurrences.c.plan == plan)
        if agency is not None:
            query = query.where(occurrences.c.agency == agency)
        if last_day_from is not None:
            query = query.where(occurrences.c.last_day >= last_day_from.isoformat())
        if last_day_to is not None:
            query = query.where(occurrences.c.last_day <= last_day_to.isoformat())
        if not include_withdrawn:
            query = query.where(occurrences.c.withdrawn.is_(False))
        return self._read(query, keys)

    def _read(self, query: Select[Any], keys: Sequence[str] | None) -> list[StoredOccurrence]:
        if keys is None:
            return [occurrence_from(row) for row in self._connection.execute(query)]
        return [
            occurrence_from(row)
            for part in chunks(dict.fromkeys(keys))
            for row in self._connection.execute(query.where(occurrences.c.key.in_(part)))
        ]

    def plans(self) -> list[str]:
        """Keys of the plans that have stored occurrences."""
        return list(self._connection.execute(select(occurrences.c.plan).distinct().order_by("plan")).scalars())

    def get(self, key: str) -> StoredOccurrence | None:
        """The occurrence with that key, withdrawn ones included."""
        found = self.find(keys=[key], include_withdrawn=True)
        return found[0] if found else None

    def save(self, stored: Iterable[StoredOccurrence]) -> None:
        """Insert or update; keeps every due-date version; does not touch ``closed`` of what is already there."""
        for part in chunks(stored, 1_000):
            rows = [occurrence_row(s) for s in part]
            self._connection.execute(_SAVE, rows)
            versions = [{"occurrence": r["key"], **{c: r[c] for c in _VERSION_COLUMNS[1:]}} for r in rows]
            self._connection.execute(_SAVE_VERSION, versions)

    def due_versions(self, key: str) -> list[DueVersion]:
        """Every date the occurrence has had, oldest first."""
        query = select(due_versions).where(due_versions.c.occurrence == key).order_by(due_versions.c.version)
        return [due_version_from(row) for row in self._connection.execute(query)]

    def close(self, key: str, reason: Reason, at: datetime) -> None:
        """Nothing more is asked; later reminders cancel themselves when their time comes."""
        values = {"closed": reason.value, "closed_at": to_epoch(at)}
        self._connection.execute(update(occurrences).where(occurrences.c.key == key).values(values))

    def reopen(self, key: str) -> None:
        values = {"closed": None, "closed_at": None}
        self._connection.execute(update(occurrences).where(occurrences.c.key == key).values(values))

    def withdraw(self, keys: Iterable[str]) -> None:
        """Mark as no longer in the registry."""
        for part in chunks(keys):
            self._connection.execute(update(occurrences).where(occurrences.c.key.in_(part)).values(withdrawn=True))
