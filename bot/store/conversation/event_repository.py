"""Events in the order they came, and what cannot be read or handled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot.channels.base import InboundEvent, OddUpdate
from bot.store.conversation.event_json import event_from_json, event_to_json
from bot.store.conversation.records import StoredEvent
from bot.store.conversation.tables import events, set_aside
from bot.store.sql import upsert
from bot.store.times import from_epoch, from_epoch_or_none, to_epoch

_EVENT_COLUMNS = ["channel", "external_id", "address", "kind", "at", "payload", "waiting_since"]
_ADD_EVENT = upsert(events, ["channel", "external_id"], _EVENT_COLUMNS, [])
_SET_ASIDE = upsert(set_aside, ["channel", "external_id"], ["channel", "external_id", "reason", "raw", "at"], [])


class EventRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, event: InboundEvent) -> bool:
        """Store it as waiting; False when it was received before."""
        at = to_epoch(event.at)
        values = {
            "channel": event.channel,
            "external_id": event.external_id,
            "address": event.address,
            "kind": event.kind.value,
            "at": at,
            "payload": event_to_json(event),
            "waiting_since": at,
        }
        return self._connection.execute(_ADD_EVENT, values).rowcount == 1

    def unprocessed(self, limit: int = 10_000, per_chat: int = 200) -> list[StoredEvent]:
        """Events that wait, in the order they came; the first ``per_chat`` of each chat, so that none hides another."""
        place = func.row_number().over(partition_by=(events.c.channel, events.c.address), order_by=events.c.id)
        waiting = select(events.c.id, place.label("place")).where(events.c.waiting_since.is_not(None)).subquery()
        first = select(waiting.c.id).where(waiting.c.place <= per_chat)
        query = select(events).where(events.c.id.in_(first)).order_by(events.c.id).limit(limit)
        return [_stored_event(row) for row in self._connection.execute(query)]

    def take(self, channel: str, external_id: str, at: datetime) -> bool:
        """Mark a waiting event as processed; False when it already is, so that its effects happen once."""
        of_event = (events.c.channel == channel) & (events.c.external_id == external_id)
        waiting = update(events).where(of_event, events.c.waiting_since.is_not(None))
        return self._connection.execute(waiting.values(waiting_since=None, processed_at=to_epoch(at))).rowcount == 1

    def set_aside(self, odd: OddUpdate, at: datetime) -> bool:
        """Keep it apart; False when it is there already."""
        values = {
            "channel": odd.channel,
            "external_id": odd.external_id,
            "reason": odd.reason,
            "raw": odd.raw,
            "at": to_epoch(at),
        }
        return self._connection.execute(_SET_ASIDE, values).rowcount == 1

    def set_aside_counts(self, since: datetime) -> dict[str, int]:
        """By channel, how much was set aside since then."""
        query = select(set_aside.c.channel, func.count()).where(set_aside.c.at >= to_epoch(since))
        rows = self._connection.execute(query.group_by(set_aside.c.channel))
        return {row[0]: row[1] for row in rows}


def _stored_event(row: Row[Any]) -> StoredEvent:
    event = event_from_json(row.channel, row.external_id, row.address, row.kind, from_epoch(row.at), row.payload)
    return StoredEvent(row.id, event, from_epoch_or_none(row.processed_at))
