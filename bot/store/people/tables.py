"""The tables of who is reachable where. Times are UTC epoch seconds, days are ISO text."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.columns import metadata, one_of, row_id
from bot.store.people.records import AccountState, ConsentAction, PrivacyRequestKind

accounts = Table(
    "accounts",
    metadata,
    row_id(),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("person", Text, nullable=False, index=True),
    one_of("state", AccountState),
    Column("consent_at", BigInteger),
    Column("consent_version", Text),
    Column("reason", Text),
    Column("linked_at", BigInteger, nullable=False),
    UniqueConstraint("channel", "address"),
)

consents = Table(
    "consents",
    metadata,
    row_id(),
    Column("person", Text, nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    one_of("action", ConsentAction),
    Column("version", Text),
    Column("purpose", Text),
    Column("at", BigInteger, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    row_id(),
    Column("person", Text, nullable=False, index=True),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("expires_at", BigInteger, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

link_attempts = Table(
    "link_attempts",
    metadata,
    row_id(),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_link_attempts_channel_at", "channel", "at"),
)

phones = Table(
    "phones",
    metadata,
    Column("person", Text, primary_key=True),
    Column("phone", Text, nullable=False, index=True),
)

preferences = Table(
    "preferences",
    metadata,
    Column("person", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("person", "key"),
)

leaves = Table(
    "leaves",
    metadata,
    row_id(),
    Column("person", Text, nullable=False, index=True),
    Column("start", Text, nullable=False),
    Column("end", Text, nullable=False, index=True),
    Column("stand_in", Text),
    Column("at", BigInteger, nullable=False),
    Column("cancelled_at", BigInteger),
)

privacy_requests = Table(
    "privacy_requests",
    metadata,
    row_id(),
    one_of("kind", PrivacyRequestKind),
    Column("person", Text, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("due_by", Text, nullable=False),
    Column("done_at", BigInteger),
)
