"""The tables of what the program keeps for itself."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Table,
    Text,
)

from bot.store.columns import metadata

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

sequences = Table(
    "sequences",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
