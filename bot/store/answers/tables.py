"""The tables of answers. Times are UTC epoch seconds, days are ISO text."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from bot.domain.answers.status_report import Status
from bot.store.columns import metadata, one_of, row_id

status_reports = Table(
    "status_reports",
    metadata,
    row_id(),
    Column("occurrence", Text, ForeignKey("occurrences.key"), nullable=False, index=True),
    Column("plan", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("person", Text, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("task", Text),
    one_of("status", Status, nullable=True),
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
    row_id(),
    Column("name", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)

snoozes = Table(
    "snoozes",
    metadata,
    row_id(),
    Column("person", Text, nullable=False),
    Column("occurrence", Text, ForeignKey("occurrences.key"), nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_snoozes_person_occurrence", "person", "occurrence"),
    Index("ix_snoozes_until", "until"),
)

disclaims = Table(
    "disclaims",
    metadata,
    row_id(),
    Column("occurrence", Text, ForeignKey("occurrences.key"), nullable=False, index=True),
    Column("task", Text),
    Column("person", Text, nullable=False),
    Column("reason", Text),
    Column("suggested", Text),
    Column("at", BigInteger, nullable=False),
    Column("resolved_at", BigInteger),
)
