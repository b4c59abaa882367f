""" "Không phải việc của tôi": what people said is not theirs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.store.answers.records import StoredDisclaim
from bot.store.answers.tables import disclaims
from bot.store.sql import chunks
from bot.store.times import from_epoch, from_epoch_or_none, to_epoch


class DisclaimRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, occurrence: str, task: str | None, person: str, reason: str | None, suggested: str | None, at: datetime
    ) -> StoredDisclaim:
        """ "Không phải việc của tôi": kept until the coordinator has decided."""
        values = {
            "occurrence": occurrence,
            "task": task,
            "person": person,
            "reason": reason,
            "suggested": suggested,
            "at": to_epoch(at),
        }
        return _disclaim(self._connection.execute(insert(disclaims).values(values).returning(*disclaims.c)).one())

    def unresolved(self, plan: str | None = None) -> list[StoredDisclaim]:
        """Those that are not settled, oldest first."""
        query = select(disclaims).where(disclaims.c.resolved_at.is_(None)).order_by(disclaims.c.id)
        if plan is not None:
            query = query.where(disclaims.c.occurrence.startswith(f"{plan}/", autoescape=True))
        return [_disclaim(row) for row in self._connection.execute(query)]

    def unresolved_about(self, keys: Collection[str]) -> list[StoredDisclaim]:
        query = select(disclaims).where(disclaims.c.resolved_at.is_(None)).order_by(disclaims.c.id)
        return [
            _disclaim(row)
            for part in chunks(keys)
            for row in self._connection.execute(query.where(disclaims.c.occurrence.in_(part)))
        ]

    def resolve(self, disclaim_id: int, at: datetime) -> None:
        self._connection.execute(
            update(disclaims).where(disclaims.c.id == disclaim_id).values(resolved_at=to_epoch(at))
        )


def _disclaim(row: Row[Any]) -> StoredDisclaim:
    return StoredDisclaim(
        id=row.id,
        occurrence=row.occurrence,
        task=row.task,
        person=row.person,
        reason=row.reason,
        suggested=row.suggested,
        at=from_epoch(row.at),
        resolved_at=from_epoch_or_none(row.resolved_at),
    )
