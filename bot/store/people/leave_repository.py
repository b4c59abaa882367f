"""Who is away when, and who stands in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.store.people.records import Leave
from bot.store.people.tables import leaves
from bot.store.times import from_epoch, to_epoch


class LeaveRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, leave: Leave) -> Leave:
        """Store it; returns it with its id."""
        values = {
            "person": leave.person,
            "start": leave.start.isoformat(),
            "end": leave.end.isoformat(),
            "stand_in": leave.stand_in,
            "at": to_epoch(leave.at),
        }
        return _leave(self._connection.execute(insert(leaves).values(values).returning(*leaves.c)).one())

    def leave_on(self, person: str, day: date) -> Leave | None:
        """The leave that covers the day, the one given last when several do."""
        return self.leaves_on(day).get(person)

    def leaves_on(self, day: date) -> dict[str, Leave]:
        iso = day.isoformat()
        query = select(leaves).where(leaves.c.end >= iso, leaves.c.start <= iso, leaves.c.cancelled_at.is_(None))
        return {row.person: _leave(row) for row in self._connection.execute(query.order_by(leaves.c.id))}

    def leaves_of(self, person: str, since: date) -> list[Leave]:
        """Leaves that end on or after ``since`` and still hold, by first day."""
        query = select(leaves).where(leaves.c.person == person, leaves.c.end >= since.isoformat())
        query = query.where(leaves.c.cancelled_at.is_(None)).order_by(leaves.c.start, leaves.c.id)
        return [_leave(row) for row in self._connection.execute(query)]

    def cancel(self, leave_id: int, at: datetime) -> None:
        self._connection.execute(update(leaves).where(leaves.c.id == leave_id).values(cancelled_at=to_epoch(at)))


def _leave(row: Row[Any]) -> Leave:
    start, end = date.fromisoformat(row.start), date.fromisoformat(row.end)
    return Leave(row.person, start, end, row.stand_in, from_epoch(row.at), row.id)
