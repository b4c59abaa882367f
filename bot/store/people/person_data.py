"""Everything stored about one person: a copy for them, and its deletion."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, and_, delete, select, update

from bot.channels.base import OutboundMessage
from bot.store.answers.tables import disclaims, snoozes, status_reports
from bot.store.conversation.tables import conversations, events, set_aside
from bot.store.people.tables import (
    accounts,
    consents,
    invites,
    leaves,
    link_attempts,
    phones,
    preferences,
    privacy_requests,
)
from bot.store.sending.message_json import message_to_json
from bot.store.sending.tables import deliveries, replies
from bot.store.sql import note_erased

#: A digest whose text is gone.
NO_MESSAGE = message_to_json(OutboundMessage(""))

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
#: What a record says of a chat that is forgotten; the provider's words about a failure may name it.
_NOWHERE: dict[Table, dict[str, Any]] = {
    deliveries: {"message": NO_MESSAGE, "address": "", "message_id": None, "error": None},
    consents: {"address": ""},
}
#: Of no use to the reader.
_INTERNAL = {"token", "lease_until", "code_hash"}


class PersonData:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def export(self, person: str) -> dict[str, Any]:
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

    def delete(self, person: str) -> None:
        """Remove the chat accounts, what was said in those chats and the person's own settings.

        The office's answers stay as its record, as do the proofs of consent and the log of requests, but no chat's
        address. Digests stay on record as sent, without their text.
        """
        for chat in [(a.channel, a.address) for a in self._connection.execute(self._chats(person))]:
            self.forget_chat(*chat)
        for table in _PERSONAL:
            self._connection.execute(delete(table).where(table.c.person == person))
        for table in (deliveries, consents):
            self._connection.execute(update(table).where(table.c.person == person).values(_NOWHERE[table]))
        note_erased(self._connection)

    def forget_chat(self, channel: str, address: str) -> None:
        """Remove the chat's account, everything said in it, and its address from what stays on record."""
        chat = (channel, address)
        for table in (accounts, events, replies, conversations, link_attempts):
            self._connection.execute(delete(table).where(_at(table, chat)))
        for table in (deliveries, consents):
            self._connection.execute(update(table).where(_at(table, chat)).values(_NOWHERE[table]))
        # What could not be read names no chat, but may hold it.
        unread = and_(set_aside.c.channel == channel, set_aside.c.raw.contains(address, autoescape=True))
        self._connection.execute(delete(set_aside).where(unread))
        note_erased(self._connection)

    def _chats(self, person: str) -> Any:
        return select(accounts.c.channel, accounts.c.address).where(accounts.c.person == person)


def _at(table: Table, chat: tuple[str, str]) -> Any:
    return and_(table.c.channel == chat[0], table.c.address == chat[1])
