"""What a channel must find again after a restart."""

from __future__ import annotations

import asyncio

from bot.store.database import Database


class Kept:
    """Short values of one channel, such as the bot's name or a token that was refreshed; in the database, in clear."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    async def get(self, key: str) -> str | None:
        """What was kept last under ``key``."""
        return await asyncio.to_thread(self._read, key)

    async def put(self, key: str, value: str) -> None:
        """Keep it; safe against a crash on return."""
        await asyncio.to_thread(self._write, key, value)

    def _read(self, key: str) -> str | None:
        with self._database.read() as uow:
            return uow.settings.get(f"{self._channel}.{key}")

    def _write(self, key: str, value: str) -> None:
        with self._database.transaction() as uow:
            uow.settings.put(f"{self._channel}.{key}", value)
