"""The tables of what is planned. Times are UTC epoch seconds, days are ISO text.

Every occasion to tell somebody something is a row of ``reminders``; ``due_at`` is set exactly on the rows that wait
to be claimed, so the partial index on it is only as large as the work ahead and claiming never looks at what is done.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Pursuit
from bot.domain.schedule.reminder import ReminderState
from bot.store.columns import metadata, one_of, row_id, waiting_index

occurrences = Table(
    "occurrences",
    metadata,
    Column("key", Text, primary_key=True),
    Column("plan", Text, nullable=False),
    Column("obligation", Text, nullable=False),
    one_of("kind", ObligationKind),
    Column("period", Text, nullable=False),
    Column("agency", Text, nullable=False, index=True),
    one_of("role", AgencyRole),
    one_of("pursuit", Pursuit),
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
    Column("occurrence", Text, ForeignKey("occurrences.key"), nullable=False),
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
    row_id(),
    Column("occurrence", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # Empty where nobody is named: a unique key treats NULLs as different.
    Column("recipient", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("send_at", BigInteger, nullable=False),
    Column("due_at", BigInteger),
    one_of("state", ReminderState),
    Column("reason", Text),
    Column("delivery", BigInteger, ForeignKey("deliveries.id")),
    Column("repeats", SmallInteger, nullable=False, server_default=text("0")),
    Column("token", Text),
    Column("lease_until", BigInteger),
    ForeignKeyConstraint(["occurrence", "version"], ["due_versions.occurrence", "due_versions.version"]),
    UniqueConstraint("occurrence", "version", "recipient", "step"),
    waiting_index("ix_reminders_due", "due_at", "recipient"),
    waiting_index("ix_reminders_lease", "lease_until"),
)
