""" "Nhắc lại sau": what people put off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.store.answers.records import StoredSnooze
from bot.store.answers.tables import snoozes
from bot.store.sql import chunks
from bot.store.times import from_epoch, to_epoch


class SnoozeRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person: str, occurrence: str, until: datetime, at: datetime) -> None:
        """Nothing to this person about that occurrence before ``until``."""
        values = {"person": person, "occurrence": occurrence, "until": to_epoch(until), "at": to_epoch(at)}
        self._connection.execute(insert(snoozes).values(values))

    def active_snooze(self, person: str, occurrence: str, now: datetime) -> StoredSnooze | None:
        """The snooze in force, the one asked for last when several are."""
        return self.active_snoozes([occurrence], now).get((person, occurrence))

    def active_snoozes(self, keys: Collection[str], now: datetime) -> dict[tuple[str, str], StoredSnooze]:
        """Snoozes in force for those occurrences, by (person, occurrence)."""
        query = select(snoozes).where(snoozes.c.until > to_epoch(now)).order_by(snoozes.c.id)
        return {
            (row.person, row.occurrence): _snooze(row)
            for part in chunks(keys)
            for row in self._connection.execute(query.where(snoozes.c.occurrence.in_(part)))
        }

    def of_occurrence(self, occurrence: str) -> list[StoredSnooze]:
        """Every snooze ever asked for, oldest first; the coordinator sees them."""
        query = select(snoozes).where(snoozes.c.occurrence == occurrence).order_by(snoozes.c.id)
        return [_snooze(row) for row in self._connection.execute(query)]


def _snooze(row: Row[Any]) -> StoredSnooze:
    return StoredSnooze(row.person, row.occurrence, from_epoch(row.until), from_epoch(row.at))
