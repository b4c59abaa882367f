"""The reminders planned for occurrences; claiming them is in ``sending/reminder_claims``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, text

from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.store.schedule.records import NewReminder, StoredReminder
from bot.store.schedule.schedule_rows import (
    NEW_REMINDER_COLUMNS,
    REMINDER_COLUMNS,
    reminder_from,
    reminder_values,
)
from bot.store.sql import chunks, insert_many, with_lists
from bot.store.times import from_epoch, to_epoch

_OF = with_lists(f"SELECT {REMINDER_COLUMNS} FROM reminders WHERE occurrence IN :keys ORDER BY send_at, id", "keys")
_FIRST_NOTICE = with_lists(
    "SELECT occurrence, MIN(send_at) FROM reminders WHERE occurrence IN :keys "
    "AND (state <> 'cancelled' OR reason IN :needless) GROUP BY occurrence",
    "keys",
    "needless",
)
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


class ReminderRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_occurrence(self, occurrence: str) -> list[StoredReminder]:
        """All reminders of all versions, by time."""
        return self.of_occurrences([occurrence]).get(occurrence, [])

    def of_occurrences(self, keys: Iterable[str]) -> dict[str, list[StoredReminder]]:
        """``of_occurrence`` for many; occurrences without reminders are absent."""
        found: dict[str, list[StoredReminder]] = {}
        for part in chunks(keys):
            for row in self._connection.execute(_OF, {"keys": part}):
                found.setdefault(row[1], []).append(reminder_from(row))
        return found

    def asked_since(self, keys: Iterable[str]) -> dict[str, date]:
        """The day of the first notice of each, gone out or ahead; a notice that an answer made needless counts too."""
        needless = [reason.value for reason in (Reason.REPORTED, Reason.CLOSED, Reason.MERGED)]
        return {
            row[0]: from_epoch(row[1]).date()
            for part in chunks(keys)
            for row in self._connection.execute(_FIRST_NOTICE, {"keys": part, "needless": needless})
        }

    def get(self, ids: Iterable[int]) -> list[StoredReminder]:
        return [reminder_from(row) for part in chunks(ids) for row in self._connection.execute(_BY_ID, {"ids": part})]

    def insert(self, reminders: Iterable[NewReminder]) -> int:
        """Plan them; returns how many. StoreError when one of them already stands."""
        count = 0
        for part in chunks(reminders, 10_000):
            insert_many(self._connection, "reminders", NEW_REMINDER_COLUMNS, [reminder_values(r) for r in part])
            count += len(part)
        return count

    def cancel(self, ids: Iterable[int], reason: Reason) -> None:
        """They will not be sent; what has been sent or has failed stays as it is."""
        for part in chunks(ids):
            self._connection.execute(_CANCEL, {"ids": part, "reason": reason.value})

    def fail(self, ids: Iterable[int], reason: Reason) -> None:
        """They could not be sent and will not be tried again."""
        for part in chunks(ids):
            self._connection.execute(_FAIL, {"ids": part, "reason": reason.value})

    def leave_unknown(self, ids: Iterable[int]) -> None:
        """They may have arrived and will not be repeated."""
        for part in chunks(ids):
            self._connection.execute(_LEAVE_UNKNOWN, {"ids": part})

    def postpone(self, ids: Iterable[int], until: datetime, reason: Reason) -> None:
        """Plan them again for ``until``; the planned time stays on record."""
        for part in chunks(ids):
            self._connection.execute(_POSTPONE, {"ids": part, "until": to_epoch(until), "reason": reason.value})

    def reschedule(self, times: Mapping[int, datetime]) -> None:
        """Give reminders a new planned time; cancelled ones are planned again."""
        rows = [{"id": id_, "send_at": to_epoch(at)} for id_, at in times.items()]
        if rows:
            self._connection.execute(_RESCHEDULE, rows)

    def readdress(self, recipients: Mapping[int, str]) -> None:
        """Hand reminders to other people, by reminder id."""
        rows = [{"id": id_, "recipient": person} for id_, person in recipients.items()]
        if rows:
            self._connection.execute(_READDRESS, rows)

    def waiting_since(self, before: datetime, limit: int = 1_000) -> list[StoredReminder]:
        """Reminders that were due before that moment and still wait, the longest waiting first."""
        values = {"before": to_epoch(before), "limit": limit}
        return [reminder_from(row) for row in self._connection.execute(_WAITING_SINCE, values)]

    def counts(self, plan: str | None = None) -> dict[ReminderState, int]:
        """How many reminders stand in each state. Reads the whole table: for status pages only."""
        where = "" if plan is None else " WHERE occurrence LIKE :prefix"
        sql = text(f"SELECT state, count(*) FROM reminders{where} GROUP BY state")
        values = {} if plan is None else {"prefix": f"{plan}/%"}
        return {ReminderState(state): int(n) for state, n in self._connection.execute(sql, values)}
