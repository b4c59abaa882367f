"""Who did what when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.store.audit.records import AuditEntry
from bot.store.audit.tables import audit
from bot.store.times import from_epoch, to_epoch


class AuditRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, actor: str, action: str, detail: Mapping[str, object], at: datetime) -> None:
        """Append an entry; ``detail`` must be JSON-ready and hold no secrets."""
        values = {
            "actor": actor,
            "action": action,
            "detail": json.dumps(detail, ensure_ascii=False),
            "at": to_epoch(at),
        }
        self._connection.execute(insert(audit).values(values))

    def entries(
        self, *, action: str | None = None, since: datetime | None = None, limit: int = 100
    ) -> list[AuditEntry]:
        """The newest entries first."""
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if action is not None:
            query = query.where(audit.c.action == action)
        if since is not None:
            query = query.where(audit.c.at >= to_epoch(since))
        return [
            AuditEntry(r.actor, r.action, json.loads(r.detail), from_epoch(r.at), r.id)
            for r in self._connection.execute(query)
        ]
