"""The tables of what goes out. Times are UTC epoch seconds."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.schedule.reminder import ReminderState
from bot.store.columns import Id, metadata, one_of, row_id, waiting_index
from bot.store.sending.records import DeliveryKind

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("slot", Text, nullable=False),
    one_of("kind", DeliveryKind),
    Column("message", Text, nullable=False),
    Column("items", Text, nullable=False),
    one_of("state", ReminderState),
    Column("attempts", Integer, nullable=False),
    Column("repeat", SmallInteger, nullable=False),
    Column("message_id", Text),
    Column("error", Text),
    Column("at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("token", Text),
    Column("lease_until", BigInteger),
    # The last word against two messages to one person in one slot.
    UniqueConstraint("person", "slot", "kind", "repeat"),
    Index("ix_deliveries_at", "at"),
    waiting_index("ix_deliveries_lease", "lease_until"),
)

replies = Table(
    "replies",
    metadata,
    row_id(),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("event_id", Text),
    one_of("state", ReminderState),
    Column("attempts", Integer, nullable=False),
    Column("repeats", SmallInteger, nullable=False, server_default=text("0")),
    Column("message_id", Text),
    Column("error", Text),
    Column("at", BigInteger, nullable=False),
    Column("due_at", BigInteger),
    Column("token", Text),
    Column("lease_until", BigInteger),
    waiting_index("ix_replies_due", "due_at", "id"),
    waiting_index("ix_replies_lease", "lease_until"),
)
