"""The conversation's replies, sent in order within each chat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, select, text

from bot.channels.base import OutboundMessage
from bot.domain.schedule.reminder import ReminderState
from bot.store.sending.message_json import message_from_json, message_to_json
from bot.store.sending.records import StoredReply
from bot.store.sending.tables import replies
from bot.store.sql import note_erased, with_lists
from bot.store.times import from_epoch, to_epoch, to_epoch_or_none

_FREE = "token = NULL, lease_until = NULL"
_TAKE = with_lists(
    "UPDATE replies SET state = 'sending', due_at = NULL, attempts = attempts + 1, token = :token, "
    "lease_until = :lease WHERE id IN :ids AND due_at IS NOT NULL RETURNING id",
    "ids",
)
_FINISH = text(
    "UPDATE replies SET state = :state, message_id = :message_id, error = :error, due_at = :due_at, "
    f"repeats = repeats + :more, {_FREE} WHERE id = :id"
)
#: A goodbye; within a text the quotation marks would be escaped.
GOODBYE = replies.c.message.like('%,"forget":true}')
SETTLED = and_(replies.c.due_at.is_(None), replies.c.lease_until.is_(None))
#: Keeps several processes on PostgreSQL from taking two replies of one chat at once.
_REPLY_LOCK = 0xD0D0E


class ReplyQueue:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queue(
        self,
        channel: str,
        address: str,
        message: OutboundMessage,
        event_id: str | None = None,
        at: datetime | None = None,
    ) -> int:
        """Store an answer to be sent as soon as possible, after the earlier ones of that chat; returns its id."""
        values = {
            "channel": channel,
            "address": address,
            "message": message_to_json(message),
            "event_id": event_id,
            "state": ReminderState.PLANNED.value,
            "attempts": 0,
            "at": to_epoch_or_none(at) or 0,
            "due_at": to_epoch_or_none(at) or 0,
        }
        return int(self._connection.execute(replies.insert().values(values).returning(replies.c.id)).scalar_one())

    def unsent(self, limit: int = 1_000) -> list[StoredReply]:
        """Replies that wait or are under way, in the order they were queued."""
        open_ = replies.c.due_at.is_not(None) | replies.c.lease_until.is_not(None)
        query = select(replies).where(open_).order_by(replies.c.id).limit(limit)
        return [_reply_from(row) for row in self._connection.execute(query)]

    def has_due(self, now: datetime) -> bool:
        """Whether a reply waits that is due by ``now``; one look at the index."""
        query = select(replies.c.id).where(replies.c.due_at <= to_epoch(now)).limit(1)
        return self._connection.execute(query).first() is not None

    def claim(self, now: datetime, limit: int, lease_until: datetime, token: str) -> list[StoredReply]:
        """Take the first waiting reply of up to ``limit`` chats for sending at once; they are ``sending`` now.

        A chat whose earlier reply is under way or waits for another try keeps its later ones back.
        """
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _REPLY_LOCK})
        open_ = replies.c.due_at.is_not(None) | replies.c.lease_until.is_not(None)
        first = select(func.min(replies.c.id)).where(open_).group_by(replies.c.channel, replies.c.address)
        due = select(replies).where(replies.c.id.in_(first), replies.c.due_at <= to_epoch(now))
        wanted = self._connection.execute(due.order_by(replies.c.id).limit(limit)).all()
        if not wanted:
            return []
        values = {"ids": [row.id for row in wanted], "token": token, "lease": to_epoch(lease_until)}
        taken = set(self._connection.execute(_TAKE, values).scalars())
        return [_reply_from(row) for row in wanted if row.id in taken]

    def mark_sent(self, id_: int, message_id: str | None) -> None:
        self._finish_reply(id_, ReminderState.SENT, message_id=message_id)

    def mark_failed(
        self, id_: int, error: str, *, state: ReminderState = ReminderState.FAILED, retry_at: datetime | None = None
    ) -> None:
        """It did not arrive (or nobody knows: ``unknown``); tried again at ``retry_at`` when given."""
        self._finish_reply(id_, state, error=error, retry_at=retry_at)

    def _finish_reply(
        self,
        id_: int,
        state: ReminderState,
        *,
        message_id: str | None = None,
        error: str | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        more = int(state is ReminderState.UNKNOWN)
        values = {"id": id_, "state": state.value, "message_id": message_id, "error": error}
        self._connection.execute(_FINISH, {**values, "due_at": to_epoch_or_none(retry_at), "more": more})
        if retry_at is None:
            self._forget(id_)

    def _forget(self, id_: int) -> None:
        """Keep nothing of a last word."""
        if self._connection.execute(delete(replies).where(replies.c.id == id_, GOODBYE)).rowcount:
            note_erased(self._connection)

    def readdress(self, channel: str, old: str, new: str) -> None:
        """The chat has moved: what still waits goes to the new address."""
        sql = text(
            "UPDATE replies SET address = :new WHERE channel = :channel AND address = :old "
            "AND (due_at IS NOT NULL OR lease_until IS NOT NULL)"
        )
        self._connection.execute(sql, {"channel": channel, "old": old, "new": new})


def _reply_from(row: Row[Any]) -> StoredReply:
    return StoredReply(
        id=row.id,
        channel=row.channel,
        address=row.address,
        message=message_from_json(row.message),
        event_id=row.event_id,
        state=ReminderState(row.state),
        attempts=row.attempts,
        at=from_epoch(row.at),
        repeats=row.repeats,
        message_id=row.message_id,
        error=row.error,
    )
