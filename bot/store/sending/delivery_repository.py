"""Digests, one per person and slot."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, text

from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.store.compact_json import compact
from bot.store.program.numbers import next_numbers
from bot.store.reasons import reason_column, reason_from
from bot.store.schedule.tables import reminders
from bot.store.sending.message_json import message_from_json, message_to_json
from bot.store.sending.records import Delivery, DeliveryItems, DeliveryKind, SendOutcome
from bot.store.sending.send_marks import SendMarks
from bot.store.sending.tables import deliveries
from bot.store.sql import chunks, upsert, with_lists
from bot.store.times import from_epoch, from_epoch_or_none, to_epoch, to_epoch_or_none

_COLUMNS = [c.name for c in deliveries.columns]
_SAVE = upsert(deliveries, ["id"], _COLUMNS, [c for c in _COLUMNS if c != "id"])
_OF_PEOPLE = with_lists(
    "SELECT person, slot, kind, id, state, repeat, attempts FROM deliveries WHERE person IN :people AND slot LIKE :day",
    "people",
)
_FREE = "token = NULL, lease_until = NULL"
_OUTCOME = text(
    f"UPDATE deliveries SET state = :state, message_id = :message_id, error = :error, {_FREE} WHERE id = :delivery"
)
_REMINDERS_OUTCOME = with_lists(
    f"UPDATE reminders SET state = :state, reason = :reason, due_at = :due_at, repeats = repeats + :more, {_FREE} "
    "WHERE id IN :ids",
    "ids",
)
_BACK = with_lists(
    f"UPDATE deliveries SET state = 'planned', {_FREE} WHERE state = 'claimed' AND id IN :ids RETURNING id", "ids"
)
_REMINDERS_BACK = with_lists(
    f"UPDATE reminders SET state = 'planned', due_at = :due_at, {_FREE} WHERE state = 'claimed' AND delivery IN :ids",
    "ids",
)


class DeliveryRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._marks = SendMarks(connection)

    def next_ids(self, count: int) -> range:
        """Ids for new deliveries; known beforehand because the buttons carry them."""
        return next_numbers(self._connection, "delivery", count)

    def save(self, items: Sequence[Delivery], token: str, lease_until: datetime) -> None:
        """Insert or replace by id, held by ``token``; the reminders they tell are tied to them."""
        if not items:
            return
        lease = to_epoch(lease_until)
        self._connection.execute(_SAVE, [_delivery_row(d, token, lease) for d in items])
        self._marks.tell((reminder, d.id) for d in items for reminder in d.items.reminders)

    def of_day(self, people: Collection[str], day: str) -> list[Row[Any]]:
        """(person, slot, kind, id, state, repeat, attempts) of everything for those people on an ISO day."""
        return [
            row
            for part in chunks(people)
            for row in self._connection.execute(_OF_PEOPLE, {"people": part, "day": f"{day}%"})
        ]

    def mark_sending(self, ids: Sequence[int], token: str, lease_until: datetime) -> set[int]:
        """Claimed → sending, in one statement; returns those that were still held by ``token``."""
        return self._marks.sending(ids, token, lease_until)

    def mark_outcomes(self, outcomes: Sequence[SendOutcome]) -> None:
        """Record what became of sends: two statements for all that arrived, two for each that did not."""
        sent = [o for o in outcomes if o.state is ReminderState.SENT]
        if sent:
            told = [r for o in sent for r in o.reminders]
            self._marks.sent([(o.delivery, o.message_id) for o in sent], told, sent[-1].at)
        for outcome in outcomes:
            if outcome.state is not ReminderState.SENT:
                self._mark_other(outcome)

    def _mark_other(self, o: SendOutcome) -> None:
        why = reason_column(o.reason, o.detail)
        values = {"state": o.state.value, "message_id": o.message_id, "error": why, "delivery": o.delivery}
        self._connection.execute(_OUTCOME, values)
        more = int(o.state is ReminderState.UNKNOWN)
        retry = to_epoch_or_none(o.retry_at)
        for part in chunks(o.reminders):
            row = {"state": o.state.value, "reason": why, "due_at": retry, "more": more, "ids": part}
            self._connection.execute(_REMINDERS_OUTCOME, row)

    def give_back(self, ids: Sequence[int], due_at: datetime) -> None:
        """Claimed deliveries → planned, their reminders due again at ``due_at``."""
        for part in chunks(ids):
            back = list(self._connection.execute(_BACK, {"ids": part}).scalars())
            self._connection.execute(_REMINDERS_BACK, {"ids": back, "due_at": to_epoch(due_at)})

    def drop(self, ids: Collection[int], reason: Reason) -> None:
        """Deliveries given back whose reminders no longer ask for a message."""
        sql = with_lists(
            f"UPDATE deliveries SET state = 'cancelled', error = :reason, {_FREE} "
            "WHERE id IN :ids AND state IN ('planned', 'errored')",
            "ids",
        )
        for part in chunks(ids):
            self._connection.execute(sql, {"ids": part, "reason": reason.value})

    def find(
        self,
        *,
        person: str | None = None,
        occurrence: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[Delivery]:
        """Digests that meet every condition given, newest first."""
        query = select(deliveries).order_by(deliveries.c.at.desc(), deliveries.c.id.desc())
        if person is not None:
            query = query.where(deliveries.c.person == person)
        if occurrence is not None:
            ids = select(reminders.c.delivery).where(reminders.c.occurrence == occurrence)
            query = query.where(deliveries.c.id.in_(ids))
        if since is not None:
            query = query.where(deliveries.c.at >= to_epoch(since))
        if limit is not None:
            query = query.limit(limit)
        return [_delivery_from(row) for row in self._connection.execute(query)]

    def get(self, id_: int) -> Delivery | None:
        row = self._connection.execute(select(deliveries).where(deliveries.c.id == id_)).first()
        return None if row is None else _delivery_from(row)

    def counts(self, since: datetime) -> Mapping[ReminderState, int]:
        """How many digests since then stand in each state."""
        sql = text("SELECT state, count(*) FROM deliveries WHERE at >= :since GROUP BY state")
        return {ReminderState(s): int(n) for s, n in self._connection.execute(sql, {"since": to_epoch(since)})}


def _delivery_row(d: Delivery, token: str, lease: int) -> dict[str, Any]:
    return {
        "id": d.id,
        "person": d.person,
        "channel": d.channel,
        "address": d.address,
        "slot": d.slot,
        "kind": d.kind.value,
        "message": message_to_json(d.message),
        "items": compact([d.items.reminders, d.items.occurrences]),
        "state": d.state.value,
        "attempts": d.attempts,
        "repeat": d.repeat,
        "message_id": d.message_id,
        "error": reason_column(d.reason, d.detail),
        "at": to_epoch_or_none(d.at) or 0,
        "sent_at": to_epoch_or_none(d.sent_at),
        "token": token,
        "lease_until": lease,
    }


def _delivery_from(row: Row[Any]) -> Delivery:
    reminder_ids, keys = json.loads(row.items)
    reason, detail = reason_from(row.error)
    return Delivery(
        id=row.id,
        person=row.person,
        channel=row.channel,
        address=row.address,
        slot=row.slot,
        kind=DeliveryKind(row.kind),
        message=message_from_json(row.message),
        items=DeliveryItems(tuple(reminder_ids), tuple(keys)),
        state=ReminderState(row.state),
        attempts=row.attempts,
        repeat=row.repeat,
        message_id=row.message_id,
        reason=reason,
        detail=detail,
        at=from_epoch(row.at),
        sent_at=from_epoch_or_none(row.sent_at),
    )
