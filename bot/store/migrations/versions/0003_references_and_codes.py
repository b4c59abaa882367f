"""Rows refer only to rows that stand, and codes are those the program knows.

A row that refers to nothing stays: what it refers to is put in as withdrawn, so that nothing more is asked because of
it; a reminder's delivery that is not there is let go. The audit trail names each. A code nobody knows stops the
upgrade, since any other in its place would be a guess.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.store_errors import UnknownCode

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OF_OCCURRENCE = (("occurrence",), "occurrences", ("key",))
#: Table → (its columns, the table referred to, the columns there).
REFERENCES: dict[str, list[tuple[tuple[str, ...], str, tuple[str, ...]]]] = {
    "due_versions": [OF_OCCURRENCE],
    "reminders": [
        (("occurrence", "version"), "due_versions", ("occurrence", "version")),
        (("delivery",), "deliveries", ("id",)),
    ],
    "status_reports": [OF_OCCURRENCE],
    "snoozes": [OF_OCCURRENCE],
    "disclaims": [OF_OCCURRENCE],
}
SEND_STATES = "planned claimed sending sent errored failed unknown cancelled"
CODES = {
    "occurrences": {
        "kind": "task report consolidation",
        "role": "lead coordinating",
        "pursuit": "chase ask check_point",
    },
    "reminders": {"state": SEND_STATES},
    "deliveries": {"kind": "digest", "state": SEND_STATES},
    "replies": {"state": SEND_STATES},
    "accounts": {"state": "active unreachable withdrawn"},
    "consents": {"action": "granted withdrawn"},
    "privacy_requests": {"kind": "copy withdraw delete"},
    "events": {"kind": "text command tap contact file other blocked unblocked migrated"},
    "status_reports": {"status": "not_started in_progress completed on_hold cancelled"},
}
#: What a row that was missing is put in with.
OCCURRENCES = sa.table(
    "occurrences",
    *(sa.column(c) for c in ("key", "plan", "obligation", "kind", "period", "agency", "role", "pursuit", "tasks")),
    *(sa.column(c) for c in ("due", "last_day", "target", "strict", "tentative", "on_paper", "gathers", "version")),
    *(sa.column(c) for c in ("since", "withdrawn")),
)
#: When each row that names an occurrence came to be.
NAMED = " UNION ALL ".join(
    f"SELECT occurrence, {version} AS version, {at} AS at FROM {table}"
    for table, version, at in (
        ("due_versions", "version", "since"),
        ("reminders", "version", "send_at"),
        ("status_reports", "1", "at"),
        ("snoozes", "1", "at"),
        ("disclaims", "1", "at"),
    )
)


def upgrade() -> None:
    """Mend what refers to nothing, then let the database watch over it."""
    _refuse_unknown_codes()
    _mend()
    for table in dict.fromkeys([*REFERENCES, *CODES]):
        with op.batch_alter_table(table) as batch:
            for columns, parent, keys in REFERENCES.get(table, ()):
                batch.create_foreign_key(op.f(f"fk_{table}_{'_'.join(columns)}"), parent, list(columns), list(keys))
            for column, codes in CODES.get(table, {}).items():
                one_of = " OR ".join(f"{column} = '{code}'" for code in codes.split())
                batch.create_check_constraint(op.f(f"ck_{table}_{column}"), one_of)


def _refuse_unknown_codes() -> None:
    for table, columns in CODES.items():
        for column, codes in columns.items():
            counted = sa.text(f"SELECT {column}, count(*) FROM {table} GROUP BY {column}")
            for code, rows in op.get_bind().execute(counted):
                if code is not None and code not in codes.split():
                    raise UnknownCode(f"{table}.{column}", code, rows)


def _mend() -> None:
    mended: dict[str, list[Any]] = {
        "occurrences": list(_missing_occurrences()),
        "due_versions": _missing_versions(),
        "deliveries": _missing_deliveries(),
    }
    if any(mended.values()):
        entry = {"actor": "dondoc", "action": "references_mended", "detail": json.dumps(mended, ensure_ascii=False)}
        op.get_bind().execute(
            sa.text("INSERT INTO audit (actor, action, detail, at) VALUES (:actor, :action, :detail, :at)"),
            {**entry, "at": int(datetime.now(UTC).timestamp())},
        )


def _missing_occurrences() -> Iterable[str]:
    connection = op.get_bind()
    missing = connection.execute(
        sa.text(
            f"SELECT occurrence, max(version), min(at) FROM ({NAMED}) AS named "
            "WHERE NOT EXISTS (SELECT 1 FROM occurrences WHERE key = occurrence) GROUP BY occurrence"
        )
    ).all()
    for key, version, at in missing:
        known = connection.execute(
            sa.text(
                "SELECT due, last_day, target FROM due_versions WHERE occurrence = :key ORDER BY version DESC LIMIT 1"
            ),
            {"key": key},
        ).first()
        connection.execute(OCCURRENCES.insert().values(_withdrawn(key, version, at, known)))
        yield key


def _withdrawn(key: str, version: int, at: int, known: sa.Row[Any] | None) -> dict[str, object]:
    """What the key itself says (plan/obligation/period/agency), under the dates it had or the day it is first named."""
    plan, _, rest = key.partition("/")
    parts = ["", "", *rest.rsplit("/", 2)]
    day = (datetime.fromtimestamp(at, UTC) + timedelta(hours=7)).date().isoformat()
    dates = tuple(known) if known else (day, day, day)
    return {
        "key": key, "plan": plan, "obligation": parts[-3], "period": parts[-2], "agency": parts[-1],
        "kind": "report", "role": "lead", "pursuit": "ask", "due": dates[0], "last_day": dates[1], "target": dates[2],
        "strict": False, "tentative": False, "tasks": "[]", "on_paper": "[]", "gathers": "[]",
        "version": version, "since": at, "withdrawn": True,
    }  # fmt: skip


def _missing_versions() -> list[tuple[str, int]]:
    """Dates of versions that only reminders speak of: those their occurrence has now."""
    found = op.get_bind().execute(
        sa.text(
            "INSERT INTO due_versions (occurrence, version, due, last_day, target, since) "
            "SELECT key, named.version, due, last_day, target, named.at FROM occurrences JOIN "
            "(SELECT occurrence, version, min(send_at) AS at FROM reminders GROUP BY occurrence, version) AS named "
            "ON key = named.occurrence WHERE NOT EXISTS (SELECT 1 FROM due_versions AS known "
            "WHERE known.occurrence = named.occurrence AND known.version = named.version) "
            "RETURNING occurrence, version"
        )
    )
    return [(row[0], row[1]) for row in found]


def _missing_deliveries() -> list[tuple[int, int]]:
    """(reminder, delivery) that nobody knows."""
    connection = op.get_bind()
    dangling = "delivery IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.id = delivery)"
    rows = connection.execute(sa.text(f"SELECT id, delivery FROM reminders WHERE {dangling}"))
    found = [(row[0], row[1]) for row in rows]
    connection.execute(sa.text(f"UPDATE reminders SET delivery = NULL WHERE {dangling}"))
    return found


def downgrade() -> None:
    """Back to 0002; what was mended stays mended."""
    for table in dict.fromkeys([*REFERENCES, *CODES]):
        with op.batch_alter_table(table) as batch:
            for columns, *_ in REFERENCES.get(table, ()):
                batch.drop_constraint(op.f(f"fk_{table}_{'_'.join(columns)}"), type_="foreignkey")
            for column in CODES.get(table, {}):
                batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
