"""The tables of who did what. Times are UTC epoch seconds."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Table,
    Text,
)

from bot.store.columns import metadata, row_id

audit = Table(
    "audit",
    metadata,
    row_id(),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)

revisions = Table(
    "revisions",
    metadata,
    row_id(),
    Column("digest", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
