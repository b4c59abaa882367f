"""The tables of what is planned, sent and answered. Times are UTC epoch seconds, days are ISO text.

Every occasion to tell somebody something is a row of ``reminders``; ``due_at`` is set exactly on the rows that wait
to be claimed, so the partial index on it is only as large as the work ahead and claiming never looks at what is done.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite counts rows by itself only in a column typed INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _waiting_index(name: str, first: str, *more: str, where: str | None = None) -> Index:
    """An index over only those rows where ``where`` (by default the first column) is set, on both databases.

    The migrations state the condition. As an argument here it would load both dialects at each start.
    """
    return Index(name, first, *more, info={"set": where or first})


occurrences = Table(
    "occurrences",
    metadata,
    Column("key", Text, primary_key=True),
    Column("plan", Text, nullable=False),
    Column("obligation", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("agency", Text, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("pursuit", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("last_day", Text, nullable=False, index=True),
    Column("target", Text, nullable=False),
    Column("window_start", Text),
    Column("strict", Boolean, nullable=False),
    Column("tentative", Boolean, nullable=False),
    Column("due_text", Text),
    Column("tasks", Text, nullable=False),
    Column("on_paper", Text, nullable=False),
    Column("units_due", Text),
    Column("gathers", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # When this due-date version was first seen; decides which steps were missed before that.
    Column("since", BigInteger, nullable=False),
    Column("closed", Text),
    Column("closed_at", BigInteger),
    Column("withdrawn", Boolean, nullable=False),
    Index("ix_occurrences_plan_agency", "plan", "agency"),
)

due_versions = Table(
    "due_versions",
    metadata,
    Column("occurrence", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("due", Text, nullable=False),
    Column("last_day", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    PrimaryKeyConstraint("occurrence", "version"),
)

reminders = Table(
    "reminders",
    metadata,
    _id(),
    Column("occurrence", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # Empty where nobody is named: a unique key treats NULLs as different.
    Column("recipient", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("send_at", BigInteger, nullable=False),
    Column("due_at", BigInteger),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("delivery", BigInteger),
    Column("repeats", SmallInteger, nullable=False, server_default=text("0")),
    Column("token", Text),
    Column("lease_until", BigInteger),
    UniqueConstraint("occurrence", "version", "recipient", "step"),
    _waiting_index("ix_reminders_due", "due_at", "recipient"),
    _waiting_index("ix_reminders_lease", "lease_until"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("items", Text, nullable=False),
    Column("state", Text, nullable=False),
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
    _waiting_index("ix_deliveries_lease", "lease_until"),
)

replies = Table(
    "replies",
    metadata,
    _id(),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("event_id", Text),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("repeats", SmallInteger, nullable=False, server_default=text("0")),
    Column("message_id", Text),
    Column("error", Text),
    Column("at", BigInteger, nullable=False),
    Column("due_at", BigInteger),
    Column("token", Text),
    Column("lease_until", BigInteger),
    _waiting_index("ix_replies_due", "due_at", "id"),
    _waiting_index("ix_replies_lease", "lease_until"),
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("person", Text, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("consent_at", BigInteger),
    Column("consent_version", Text),
    Column("reason", Text),
    Column("linked_at", BigInteger, nullable=False),
    UniqueConstraint("channel", "address"),
)

consents = Table(
    "consents",
    metadata,
    _id(),
    Column("person", Text, nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("version", Text),
    Column("purpose", Text),
    Column("at", BigInteger, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    _id(),
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
    _id(),
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
    _id(),
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
    _id(),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("due_by", Text, nullable=False),
    Column("done_at", BigInteger),
)

events = Table(
    "events",
    metadata,
    _id(),
    Column("channel", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),
    # Set while the event waits; cleared when it has been processed.
    Column("waiting_since", BigInteger),
    Column("processed_at", BigInteger),
    UniqueConstraint("channel", "external_id"),
    _waiting_index("ix_events_waiting", "id", where="waiting_since"),
)

#: Updates that cannot be read, and events that cannot be handled.
set_aside = Table(
    "set_aside",
    metadata,
    _id(),
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

status_reports = Table(
    "status_reports",
    metadata,
    _id(),
    Column("occurrence", Text, nullable=False, index=True),
    Column("plan", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("person", Text, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("task", Text),
    Column("status", Text),
    Column("percent", Integer),
    Column("result", Text),
    Column("completed_on", Text),
    Column("expected_on", Text),
    Column("difficulty", Text),
    Column("cause", Text),
    Column("beyond_authority", Boolean, nullable=False),
    Column("proposal", Text),
    Column("proposal_to", Text),
    Column("document_number", Text),
    Column("document_date", Text),
    Column("attachments", Text, nullable=False),
    Column("by", Text),
    Column("channel", Text),
    Column("receipt", Text, index=True),
    Index("ix_status_reports_plan_agency_task", "plan", "agency", "task"),
)

attachments = Table(
    "attachments",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)

snoozes = Table(
    "snoozes",
    metadata,
    _id(),
    Column("person", Text, nullable=False),
    Column("occurrence", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_snoozes_person_occurrence", "person", "occurrence"),
    Index("ix_snoozes_until", "until"),
)

disclaims = Table(
    "disclaims",
    metadata,
    _id(),
    Column("occurrence", Text, nullable=False, index=True),
    Column("task", Text),
    Column("person", Text, nullable=False),
    Column("reason", Text),
    Column("suggested", Text),
    Column("at", BigInteger, nullable=False),
    Column("resolved_at", BigInteger),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)

revisions = Table(
    "revisions",
    metadata,
    _id(),
    Column("digest", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

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
