"""Who did what: the audit trail, registry revisions, and the program's own settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.store.audit.records import AuditEntry, Revision
from bot.store.audit.tables import audit, revisions
from bot.store.program.tables import settings
from bot.store.sql import upsert
from bot.store.times import from_epoch, to_epoch

_SET = upsert(settings, ["key"], ["key", "value"], ["value"])
_SET_ONCE = upsert(settings, ["key"], ["key", "value"], [])


class AuditRepository:
    """Reads and writes the trail on one connection."""

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

    # Registry revisions

    def add_revision(self, digest: str, summary: Mapping[str, object], at: datetime, actor: str) -> Revision:
        """Record that the registry with this digest was applied."""
        values = {
            "digest": digest,
            "summary": json.dumps(summary, ensure_ascii=False),
            "actor": actor,
            "at": to_epoch(at),
        }
        return _revision(self._connection.execute(insert(revisions).values(values).returning(*revisions.c)).one())

    def latest_revision(self) -> Revision | None:
        """The registry applied last."""
        found = self.revisions(limit=1)
        return found[0] if found else None

    def revisions(self, limit: int = 100) -> list[Revision]:
        """The newest first."""
        query = select(revisions).order_by(revisions.c.id.desc()).limit(limit)
        return [_revision(row) for row in self._connection.execute(query)]

    # Settings of the program itself

    def setting(self, key: str) -> str | None:
        """A stored value."""
        return self._connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()

    def set_setting(self, key: str, value: str) -> None:
        """Store or replace a value."""
        self._connection.execute(_SET, {"key": key, "value": value})

    def setting_once(self, key: str, value: str) -> str:
        """The stored value; stores ``value`` first when there is none. Two processes get the same one."""
        self._connection.execute(_SET_ONCE, {"key": key, "value": value})
        return self.setting(key) or value

    def settings(self, prefix: str) -> dict[str, str]:
        """All values whose key begins with ``prefix``."""
        query = select(settings).where(settings.c.key.startswith(prefix, autoescape=True))
        return {row.key: row.value for row in self._connection.execute(query)}


def _revision(row: Row[Any]) -> Revision:
    return Revision(row.id, row.digest, json.loads(row.summary), row.actor, from_epoch(row.at))
