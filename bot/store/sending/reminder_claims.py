"""Taking due reminders for sending, and giving back what a stopped process left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from bot.domain.schedule.reason import Reason
from bot.store.schedule.records import StoredReminder
from bot.store.schedule.schedule_rows import REMINDER_COLUMNS, reminder_from
from bot.store.sql import chunks, with_lists
from bot.store.times import from_epoch_or_none, to_epoch

_TAKE = "UPDATE reminders SET state = 'claimed', due_at = NULL, reason = NULL, token = :token, lease_until = :lease "
_CLAIM_PEOPLE = text(
    f"{_TAKE} WHERE due_at <= :now AND recipient IN ("
    "SELECT recipient FROM reminders WHERE due_at <= :now "
    "GROUP BY recipient ORDER BY min(due_at), recipient LIMIT :people) "
    f"RETURNING {REMINDER_COLUMNS}"
)
_CLAIM_NAMED = with_lists(f"{_TAKE} WHERE due_at <= :now AND recipient IN :names RETURNING {REMINDER_COLUMNS}", "names")
_EXPIRED = "lease_until IS NOT NULL AND token NOT IN :keep AND (lease_until < :now OR token IN :dead)"
_FREE = "token = NULL, lease_until = NULL"
_SENDING_TO_UNKNOWN = with_lists(
    f"UPDATE deliveries SET state = 'unknown', error = '{Reason.STOPPED.value}', {_FREE} "
    f"WHERE state = 'sending' AND {_EXPIRED} RETURNING id",
    "dead",
    "keep",
)
_CLAIMED_TO_PLANNED = with_lists(
    f"UPDATE deliveries SET state = 'planned', {_FREE} WHERE state = 'claimed' AND {_EXPIRED}", "dead", "keep"
)
_REMINDERS_UNKNOWN = with_lists(
    f"UPDATE reminders SET state = 'unknown', reason = '{Reason.STOPPED.value}', "
    "due_at = CASE WHEN repeats = 0 THEN :now END, repeats = repeats + 1, "
    f"{_FREE} WHERE lease_until IS NOT NULL AND delivery IN :ids",
    "ids",
)
_REMINDERS_PLANNED = with_lists(
    f"UPDATE reminders SET state = 'planned', due_at = :now, {_FREE} WHERE {_EXPIRED}", "dead", "keep"
)
_REPLIES_BACK = with_lists(
    "UPDATE replies SET due_at = CASE WHEN state = 'claimed' OR repeats = 0 THEN :now END, "
    "repeats = CASE WHEN state = 'claimed' THEN repeats ELSE repeats + 1 END, "
    "state = CASE WHEN state = 'claimed' THEN 'planned' ELSE 'unknown' END, "
    f"{_FREE} WHERE {_EXPIRED}",
    "dead",
    "keep",
)
_OWNERS = text(
    "SELECT token FROM reminders WHERE lease_until IS NOT NULL AND token IS NOT NULL "
    "UNION SELECT token FROM deliveries WHERE lease_until IS NOT NULL AND token IS NOT NULL "
    "UNION SELECT token FROM replies WHERE lease_until IS NOT NULL AND token IS NOT NULL"
)
#: Serialises claims of several processes on PostgreSQL, so that a person's rows are never split between two of them.
_CLAIM_LOCK = 0xD0D0C
_STUCK = text(
    f"SELECT {REMINDER_COLUMNS} FROM reminders WHERE lease_until < :before ORDER BY lease_until, id LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class Released:
    planned: int = 0
    #: Deliveries that may have arrived.
    unknown: int = 0

    def __bool__(self) -> bool:
        return bool(self.planned or self.unknown)


class ReminderClaims:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"

    def claim_due(self, now: datetime, limit_people: int, lease_until: datetime, token: str) -> list[StoredReminder]:
        """Take everything due by ``now`` for up to ``limit_people`` people, those waiting longest first.

        One statement; whoever else claims at the same time gets other people. Rows without a recipient count as one
        person.
        """
        self._queue_claims()
        values = {"now": to_epoch(now), "people": limit_people, "lease": to_epoch(lease_until), "token": token}
        return [reminder_from(row) for row in self._connection.execute(_CLAIM_PEOPLE, values)]

    def claim_due_of(
        self, people: Collection[str], now: datetime, lease_until: datetime, token: str
    ) -> list[StoredReminder]:
        """As ``claim_due`` for the named people only."""
        if not people:
            return []
        self._queue_claims()
        values = {"now": to_epoch(now), "names": list(people), "lease": to_epoch(lease_until), "token": token}
        return [reminder_from(row) for row in self._connection.execute(_CLAIM_NAMED, values)]

    def _queue_claims(self) -> None:
        if self._is_sqlite:
            return
        self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CLAIM_LOCK})
        # Fresh rows have no statistics yet, and without them the planner would read the whole table.
        self._connection.execute(text("SET LOCAL enable_seqscan = off"))

    def release_expired(
        self, now: datetime, dead_tokens: Collection[str] = (), *, keep: Collection[str] = ()
    ) -> Released:
        """Give back what was claimed under a lease that ended before ``now`` or by one of ``dead_tokens``.

        What the tokens in ``keep`` hold stays theirs, however old the lease.

        Claimed work is planned again. What was being sent becomes unknown and, the first time, due again as a repeat.
        """
        values = {"now": to_epoch(now), "dead": list(dead_tokens) or [""], "keep": list(keep) or [""]}
        unknown = [row[0] for row in self._connection.execute(_SENDING_TO_UNKNOWN, values)]
        for part in chunks(unknown):
            self._connection.execute(_REMINDERS_UNKNOWN, {"now": values["now"], "ids": part})
        self._connection.execute(_CLAIMED_TO_PLANNED, values)
        planned = self._connection.execute(_REMINDERS_PLANNED, values).rowcount
        replies = self._connection.execute(_REPLIES_BACK, values).rowcount
        return Released(planned + replies, len(unknown))

    def tokens(self) -> set[str]:
        """Tokens of the processes that hold claimed work."""
        return {row[0] for row in self._connection.execute(_OWNERS)}

    def stuck(self, before: datetime, limit: int = 1_000) -> list[StoredReminder]:
        """Claimed reminders whose lease ended before that moment."""
        values = {"before": to_epoch(before), "limit": limit}
        return [reminder_from(row) for row in self._connection.execute(_STUCK, values)]

    def next_send_at(self, after: datetime | None = None) -> datetime | None:
        """When the next waiting reminder is due (strictly after ``after`` when given); None when none waits."""
        sql = "SELECT min(due_at) FROM reminders WHERE due_at > :after"
        after_seconds = -(10**12) if after is None else to_epoch(after)
        return from_epoch_or_none(self._connection.execute(text(sql), {"after": after_seconds}).scalar())

    def has_due(self, now: datetime) -> bool:
        """Whether anything waits that is due by ``now``; one look at the index."""
        sql = text("SELECT 1 FROM reminders WHERE due_at <= :now LIMIT 1")
        return self._connection.execute(sql, {"now": to_epoch(now)}).first() is not None
