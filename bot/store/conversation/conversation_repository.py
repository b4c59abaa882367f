"""Where each chat's conversation stands."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.store.compact_json import compact
from bot.store.conversation.tables import conversations
from bot.store.sql import upsert
from bot.store.times import to_epoch

_SAVE_CONVERSATION = upsert(conversations, ["channel", "address"], ["channel", "address", "data", "at"], ["data", "at"])


class ConversationRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def load(self, channel: str, address: str) -> dict[str, Any] | None:
        query = select(conversations.c.data).where(_chat(channel, address))
        found = self._connection.execute(query).scalar()
        return None if found is None else json.loads(found)

    def save(self, channel: str, address: str, data: dict[str, Any] | None, at: datetime) -> None:
        """Replace the state of that chat; None forgets it."""
        if data is None:
            self._connection.execute(delete(conversations).where(_chat(channel, address)))
            return
        values = {
            "channel": channel,
            "address": address,
            "data": compact(data),
            "at": to_epoch(at),
        }
        self._connection.execute(_SAVE_CONVERSATION, values)


def _chat(channel: str, address: str) -> Any:
    return (conversations.c.channel == channel) & (conversations.c.address == address)
