"""What has been kept as long as people were told: found and removed, all of a kind at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from bot.store.answers.tables import attachments
from bot.store.conversation.tables import conversations, events, set_aside
from bot.store.people.person_data import NO_MESSAGE
from bot.store.people.tables import accounts, link_attempts
from bot.store.sending.reply_queue import GOODBYE, SETTLED
from bot.store.sending.tables import deliveries, replies
from bot.store.sql import note_erased
from bot.store.times import to_epoch


class RetentionRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def drop_messages(self, before: datetime) -> None:
        """What was said before then, in both directions; that a digest was sent stays on record."""
        moment = to_epoch(before)
        self._do(delete(events).where(events.c.at < moment, events.c.waiting_since.is_(None)))
        self._do(delete(replies).where(replies.c.at < moment, SETTLED))
        old = deliveries.c.at < moment, deliveries.c.message != NO_MESSAGE, deliveries.c.lease_until.is_(None)
        self._do(update(deliveries).where(*old).values(message=NO_MESSAGE, message_id=None))

    def drop_goodbyes(self, before: datetime) -> None:
        """Last words to forgotten chats: those settled, and those nobody could be given since then."""
        given_up = replies.c.lease_until.is_(None) & (replies.c.at < to_epoch(before))
        self._do(delete(replies).where(GOODBYE, SETTLED | given_up))

    def drop_drafts(self, before: datetime) -> None:
        """Conversations nobody has touched since then."""
        self._do(delete(conversations).where(conversations.c.at < to_epoch(before)))

    def drop_set_aside(self, before: datetime) -> None:
        """What could not be read before then."""
        self._do(delete(set_aside).where(set_aside.c.at < to_epoch(before)))

    def drop_attempts(self, before: datetime) -> None:
        """Wrong codes from before then."""
        self._do(delete(link_attempts).where(link_attempts.c.at < to_epoch(before)))

    def files_before(self, before: datetime) -> set[int]:
        """Ids of the files given before then, reported or not."""
        query = select(attachments.c.id).where(attachments.c.at < to_epoch(before))
        return set(self._connection.execute(query).scalars())

    def conversations(self) -> list[str]:
        """Every stored conversation, as JSON."""
        return list(self._connection.execute(select(conversations.c.data)).scalars())

    def idle_chats(self, since: datetime) -> list[tuple[str, str]]:
        """Linked chats (channel, address) in which nothing was said since then, by either side."""
        moment = to_epoch(since)
        spoken = {
            (row.channel, row.address)
            for table in (events, deliveries, replies)
            for row in self._connection.execute(
                select(table.c.channel, table.c.address).where(table.c.at >= moment).distinct()
            )
        }
        linked = self._connection.execute(
            select(accounts.c.channel, accounts.c.address).where(accounts.c.linked_at < moment)
        )
        return [(row.channel, row.address) for row in linked if (row.channel, row.address) not in spoken]

    def _do(self, statement: Any) -> None:
        if self._connection.execute(statement).rowcount:
            note_erased(self._connection)
