"""The registries as they were applied."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.store.audit.records import Revision
from bot.store.audit.tables import revisions
from bot.store.times import from_epoch, to_epoch


class RevisionRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, digest: str, summary: Mapping[str, object], at: datetime, actor: str) -> Revision:
        values = {
            "digest": digest,
            "summary": json.dumps(summary, ensure_ascii=False),
            "actor": actor,
            "at": to_epoch(at),
        }
        return _revision(self._connection.execute(insert(revisions).values(values).returning(*revisions.c)).one())

    def latest(self) -> Revision | None:
        found = self.newest(limit=1)
        return found[0] if found else None

    def newest(self, limit: int = 100) -> list[Revision]:
        """The newest first."""
        query = select(revisions).order_by(revisions.c.id.desc()).limit(limit)
        return [_revision(row) for row in self._connection.execute(query)]


def _revision(row: Row[Any]) -> Revision:
    return Revision(row.id, row.digest, json.loads(row.summary), row.actor, from_epoch(row.at))
