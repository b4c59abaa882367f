"""Numbers handed out once."""

from __future__ import annotations

from sqlalchemy import Connection, text

_NEXT = text(
    "INSERT INTO sequences (name, value) VALUES (:name, :by) "
    "ON CONFLICT (name) DO UPDATE SET value = sequences.value + :by RETURNING value"
)


def next_numbers(connection: Connection, name: str, count: int) -> range:
    """``count`` numbers of the named sequence, never handed out before; the first ever is 1."""
    last = int(connection.execute(_NEXT, {"name": name, "by": count}).scalar_one())
    return range(last - count + 1, last + 1)
