"""A whole answer that closed its report says so itself: it is completed.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OF_CLOSED = "task IS NULL AND occurrence IN (SELECT key FROM occurrences WHERE closed IS NOT NULL)"


def upgrade() -> None:
    op.execute(f"UPDATE status_reports SET status = 'completed' WHERE status IS NULL AND {_OF_CLOSED}")


def downgrade() -> None:
    op.execute("UPDATE status_reports SET status = NULL WHERE status = 'completed' AND task IS NULL")
