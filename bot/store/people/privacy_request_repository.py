"""The log of requests under the personal-data law (Luật 91/2025/QH15)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.store.people.records import PrivacyRequest, PrivacyRequestKind
from bot.store.people.tables import privacy_requests
from bot.store.times import from_epoch, from_epoch_or_none, to_epoch


class PrivacyRequestRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, kind: PrivacyRequestKind, person: str, at: datetime, due_by: date) -> int:
        """Log a request (access, withdraw, delete …); ``due_by`` is the last lawful day to answer."""
        values = {"kind": kind.value, "person": person, "at": to_epoch(at), "due_by": due_by.isoformat()}
        return int(
            self._connection.execute(
                insert(privacy_requests).values(values).returning(privacy_requests.c.id)
            ).scalar_one()
        )

    def finish(self, request_id: int, at: datetime) -> None:
        done = update(privacy_requests).where(privacy_requests.c.id == request_id)
        self._connection.execute(done.values(done_at=to_epoch(at)))

    def logged(self, *, open_only: bool = False) -> list[PrivacyRequest]:
        """All requests, the most pressing first."""
        query = select(privacy_requests).order_by(privacy_requests.c.due_by, privacy_requests.c.id)
        if open_only:
            query = query.where(privacy_requests.c.done_at.is_(None))
        return [_privacy_request(row) for row in self._connection.execute(query)]


def _privacy_request(row: Row[Any]) -> PrivacyRequest:
    return PrivacyRequest(
        id=row.id,
        kind=PrivacyRequestKind(row.kind),
        person=row.person,
        at=from_epoch(row.at),
        due_by=date.fromisoformat(row.due_by),
        done_at=from_epoch_or_none(row.done_at),
    )
