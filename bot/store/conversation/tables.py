"""The tables of what comes in. Times are UTC epoch seconds."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from bot.channels.base import EventKind
from bot.store.columns import metadata, one_of, row_id, waiting_index

events = Table(
    "events",
    metadata,
    row_id(),
    Column("channel", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("address", Text, nullable=False),
    one_of("kind", EventKind),
    Column("at", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),
    # Set while the event waits; cleared when it has been processed.
    Column("waiting_since", BigInteger),
    Column("processed_at", BigInteger),
    UniqueConstraint("channel", "external_id"),
    waiting_index("ix_events_waiting", "id", where="waiting_since"),
)

#: Updates that cannot be read, and events that cannot be handled.
set_aside = Table(
    "set_aside",
    metadata,
    row_id(),
    Column("channel", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    UniqueConstraint("channel", "external_id"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("channel", "address"),
)
