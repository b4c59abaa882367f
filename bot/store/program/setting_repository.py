"""Values the program keeps for itself, by key."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.store.program.tables import settings
from bot.store.sql import upsert

_SET = upsert(settings, ["key"], ["key", "value"], ["value"])
_SET_ONCE = upsert(settings, ["key"], ["key", "value"], [])


class SettingRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        return self._connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()

    def put(self, key: str, value: str) -> None:
        self._connection.execute(_SET, {"key": key, "value": value})

    def get_or_put(self, key: str, value: str) -> str:
        """The stored value; stores ``value`` first when there is none. Two processes get the same one."""
        self._connection.execute(_SET_ONCE, {"key": key, "value": value})
        return self.get(key) or value

    def with_prefix(self, prefix: str) -> dict[str, str]:
        query = select(settings).where(settings.c.key.startswith(prefix, autoescape=True))
        return {row.key: row.value for row in self._connection.execute(query)}
