"""Everything stored about one person: a copy for them, and its deletion."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, and_, delete, or_, select, text

from bot.store.tables import (
    accounts,
    consents,
    conversations,
    deliveries,
    disclaims,
    events,
    invites,
    leaves,
    link_attempts,
    phones,
    preferences,
    privacy_requests,
    replies,
    snoozes,
    status_reports,
)

_BY_PERSON: dict[str, Table] = {
    "accounts": accounts,
    "consents": consents,
    "phones": phones,
    "preferences": preferences,
    "leaves": leaves,
    "snoozes": snoozes,
    "disclaims": disclaims,
    "status_reports": status_reports,
    "messages": deliveries,
    "requests": privacy_requests,
}
#: What only the person's convenience needs; the office's answers, consent proof and request log stay.
_PERSONAL: tuple[Table, ...] = (phones, preferences, leaves, snoozes, invites)
#: Of no use to the reader.
_INTERNAL = {"token", "lease_until", "code_hash"}


class PersonData:
    """Copy and deletion under Luật 91/2025/QH15."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def export_person_data(self, person: str) -> dict[str, Any]:
        """All rows about the person by kind, JSON-ready; times are UTC epoch seconds."""
        data: dict[str, Any] = {"person": person}
        for name, table in _BY_PERSON.items():
            data[name] = self._rows(table, table.c.person == person)
        chats = [(row["channel"], row["address"]) for row in data["accounts"]]
        for name, table in {"received": events, "replies": replies}.items():
            data[name] = [row for chat in chats for row in self._rows(table, _at(table, chat))]
        return data

    def _rows(self, table: Table, where: Any) -> list[dict[str, Any]]:
        rows = self._connection.execute(select(table).where(where)).mappings()
        return [{k: v for k, v in row.items() if k not in _INTERNAL} for row in rows]

    def delete_person_data(self, person: str) -> None:
        """Remove the chat accounts, what was said in those chats and the person's own settings.

        The office's answers stay as its record, as do the proofs of consent and the log of requests. Digests stay
        on record as sent, without their text.
        """
        chats = [(a.channel, a.address) for a in self._connection.execute(self._chats(person))]
        if chats:
            for table in (events, replies, conversations, link_attempts):
                self._connection.execute(delete(table).where(or_(*(_at(table, chat) for chat in chats))))
        self._connection.execute(delete(accounts).where(accounts.c.person == person))
        for table in _PERSONAL:
            self._connection.execute(delete(table).where(table.c.person == person))
        sql = """UPDATE deliveries SET message = '{"text":""}', address = '' WHERE person = :person"""
        self._connection.execute(text(sql), {"person": person})

    def _chats(self, person: str) -> Any:
        return select(accounts.c.channel, accounts.c.address).where(accounts.c.person == person)


def _at(table: Table, chat: tuple[str, str]) -> Any:
    return and_(table.c.channel == chat[0], table.c.address == chat[1])
