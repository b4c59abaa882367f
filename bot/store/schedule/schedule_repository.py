"""Occurrences, their due-date versions and the reminders planned for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select, text, update

from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.store.schedule.records import DueVersion, NewReminder, StoredOccurrence, StoredReminder
from bot.store.schedule.schedule_rows import (
    NEW_REMINDER_COLUMNS,
    REMINDER_COLUMNS,
    due_version_from,
    occurrence_from,
    occurrence_row,
    reminder_from,
    reminder_values,
)
from bot.store.schedule.tables import due_versions, occurrences
from bot.store.sending.reminder_claims import ReminderClaims
from bot.store.sql import chunks, insert_many, upsert, with_lists
from bot.store.times import to_epoch

_OCCURRENCE_COLUMNS = [c.name for c in occurrences.columns]
#: Closing is the conversation's business; re-planning leaves it alone.
_REPLANNED = [c for c in _OCCURRENCE_COLUMNS if c not in {"key", "closed", "closed_at"}]
_SAVE = upsert(occurrences, ["key"], _OCCURRENCE_COLUMNS, _REPLANNED)
_VERSION_COLUMNS = [c.name for c in due_versions.columns]
_SAVE_VERSION = upsert(due_versions, ["occurrence", "version"], _VERSION_COLUMNS, [])
_OF = with_lists(f"SELECT {REMINDER_COLUMNS} FROM reminders WHERE occurrence IN :keys ORDER BY send_at, id", "keys")
_BY_ID = with_lists(f"SELECT {REMINDER_COLUMNS} FROM reminders WHERE id IN :ids ORDER BY id", "ids")
_CANCEL = with_lists(
    "UPDATE reminders SET state = 'cancelled', reason = :reason, due_at = NULL, token = NULL, lease_until = NULL "
    "WHERE id IN :ids AND state IN ('planned', 'errored', 'claimed', 'unknown')",
    "ids",
)
_FAIL = with_lists(
    "UPDATE reminders SET state = 'failed', reason = :reason, due_at = NULL, token = NULL, lease_until = NULL "
    "WHERE id IN :ids",
    "ids",
)
_LEAVE_UNKNOWN = with_lists(
    "UPDATE reminders SET state = 'unknown', due_at = NULL, token = NULL, lease_until = NULL WHERE id IN :ids", "ids"
)
_POSTPONE = with_lists(
    "UPDATE reminders SET state = 'planned', reason = :reason, due_at = :until, token = NULL, lease_until = NULL "
    "WHERE id IN :ids",
    "ids",
)
#: A row that has been postponed keeps waiting for its later hour unless the new one is later still.
_RESCHEDULE = text(
    "UPDATE reminders SET state = 'planned', reason = NULL, send_at = :send_at, "
    "due_at = CASE WHEN due_at > send_at AND due_at > :send_at THEN due_at ELSE :send_at END WHERE id = :id"
)
_READDRESS = text("UPDATE reminders SET recipient = :recipient WHERE id = :id")
_WAITING_SINCE = text(
    f"SELECT {REMINDER_COLUMNS} FROM reminders WHERE due_at < :before ORDER BY due_at, id LIMIT :limit"
)
_STUCK = text(
    f"SELECT {REMINDER_COLUMNS} FROM reminders WHERE lease_until < :before ORDER BY lease_until, id LIMIT :limit"
)


class ScheduleRepository(ReminderClaims):
    """Reads and writes the schedule on one connection."""

    def has_occurrences(self) -> bool:
        """Whether any plan asks for anything."""
        query = select(occurrences.c.key).where(occurrences.c.withdrawn.is_(False)).limit(1)
        return self._connection.execute(query).first() is not None

    def occurrences(
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

    def occurrence(self, key: str) -> StoredOccurrence | None:
        """The occurrence with that key, withdrawn ones included."""
        found = self.occurrences(keys=[key], include_withdrawn=True)
        return found[0] if found else None

    def save_occurrences(self, stored: Iterable[StoredOccurrence]) -> None:
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

    def close_occurrence(self, key: str, reason: Reason, at: datetime) -> None:
        """Nothing more is asked; later reminders cancel themselves when their time comes."""
        values = {"closed": reason.value, "closed_at": to_epoch(at)}
        self._connection.execute(update(occurrences).where(occurrences.c.key == key).values(values))

    def reopen_occurrence(self, key: str) -> None:
        """Ask again."""
        values = {"closed": None, "closed_at": None}
        self._connection.execute(update(occurrences).where(occurrences.c.key == key).values(values))

    def withdraw_occurrences(self, keys: Iterable[str]) -> None:
        """Mark as no longer in the registry."""
        for part in chunks(keys):
            self._connection.execute(update(occurrences).where(occurrences.c.key.in_(part)).values(withdrawn=True))

    def reminders_of(self, occurrence: str) -> list[StoredReminder]:
        """All reminders of all versions, by time."""
        return self.reminders_for([occurrence]).get(occurrence, [])

    def reminders_for(self, keys: Iterable[str]) -> dict[str, list[StoredReminder]]:
        """``reminders_of`` for many; occurrences without reminders are absent."""
        found: dict[str, list[StoredReminder]] = {}
        for part in chunks(keys):
            for row in self._connection.execute(_OF, {"keys": part}):
                found.setdefault(row[1], []).append(reminder_from(row))
        return found

    def reminders(self, ids: Iterable[int]) -> list[StoredReminder]:
        """The reminders with those ids."""
        return [reminder_from(row) for part in chunks(ids) for row in self._connection.execute(_BY_ID, {"ids": part})]

    def insert_reminders(self, reminders: Iterable[NewReminder]) -> int:
        """Plan them; returns how many. StoreError when one of them already stands."""
        count = 0
        for part in chunks(reminders, 10_000):
            insert_many(self._connection, "reminders", NEW_REMINDER_COLUMNS, [reminder_values(r) for r in part])
            count += len(part)
        return count

    def cancel_reminders(self, ids: Iterable[int], reason: Reason) -> None:
        """They will not be sent; what has been sent or has failed stays as it is."""
        for part in chunks(ids):
            self._connection.execute(_CANCEL, {"ids": part, "reason": reason.value})

    def fail_reminders(self, ids: Iterable[int], reason: Reason) -> None:
        """They could not be sent and will not be tried again."""
        for part in chunks(ids):
            self._connection.execute(_FAIL, {"ids": part, "reason": reason.value})

    def leave_unknown(self, ids: Iterable[int]) -> None:
        """They may have arrived and will not be repeated."""
        for part in chunks(ids):
            self._connection.execute(_LEAVE_UNKNOWN, {"ids": part})

    def postpone_reminders(self, ids: Iterable[int], until: datetime, reason: Reason) -> None:
        """Plan them again for ``until``; the planned time stays on record."""
        for part in chunks(ids):
            self._connection.execute(_POSTPONE, {"ids": part, "until": to_epoch(until), "reason": reason.value})

    def reschedule_reminders(self, times: Mapping[int, datetime]) -> None:
        """Give reminders a new planned time; cancelled ones are planned again."""
        rows = [{"id": id_, "send_at": to_epoch(at)} for id_, at in times.items()]
        if rows:
            self._connection.execute(_RESCHEDULE, rows)

    def readdress_reminders(self, recipients: Mapping[int, str]) -> None:
        """Hand reminders to other people, by reminder id."""
        rows = [{"id": id_, "recipient": person} for id_, person in recipients.items()]
        if rows:
            self._connection.execute(_READDRESS, rows)

    def waiting_since(self, before: datetime, limit: int = 1_000) -> list[StoredReminder]:
        """Reminders that were due before that moment and still wait, the longest waiting first."""
        values = {"before": to_epoch(before), "limit": limit}
        return [reminder_from(row) for row in self._connection.execute(_WAITING_SINCE, values)]

    def stuck_claims(self, before: datetime, limit: int = 1_000) -> list[StoredReminder]:
        """Claimed reminders whose lease ended before that moment."""
        values = {"before": to_epoch(before), "limit": limit}
        return [reminder_from(row) for row in self._connection.execute(_STUCK, values)]

    def reminder_counts(self, plan: str | None = None) -> dict[ReminderState, int]:
        """How many reminders stand in each state. Reads the whole table: for status pages only."""
        where = "" if plan is None else " WHERE occurrence LIKE :prefix"
        sql = text(f"SELECT state, count(*) FROM reminders{where} GROUP BY state")
        values = {} if plan is None else {"prefix": f"{plan}/%"}
        return {ReminderState(state): int(n) for state, n in self._connection.execute(sql, values)}
