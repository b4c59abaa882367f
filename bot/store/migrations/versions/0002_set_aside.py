"""What came in and cannot be read or handled is kept aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: SQLite counts rows by itself only in a column typed INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table; nothing that stands is touched."""
    op.create_table(
        "set_aside",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_set_aside_channel_external_id")),
    )
    op.create_index(op.f("ix_set_aside_at"), "set_aside", ["at"])


def downgrade() -> None:
    """Back to 0001."""
    op.drop_table("set_aside")
