"""Small helpers for statements that read the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, TextClause, bindparam, text

T = TypeVar("T")

#: Well under the number of bound values either database takes in one statement.
CHUNK = 5_000


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


def with_lists(sql: str, *names: str) -> TextClause:
    """A statement in which the named parameters are lists: ``… IN :ids``."""
    return text(sql).bindparams(*(bindparam(name, expanding=True) for name in names))


def upsert(table: Table, conflict: Sequence[str], columns: Sequence[str], updated: Sequence[str]) -> TextClause:
    """INSERT that updates ``updated`` (or does nothing when empty) where ``conflict`` already stands."""
    names = ", ".join(f'"{c}"' for c in columns)
    values = ", ".join(f":{c}" for c in columns)
    keys = ", ".join(f'"{c}"' for c in conflict)
    action = "UPDATE SET " + ", ".join(f'"{c}" = excluded."{c}"' for c in updated) if updated else "NOTHING"
    return text(f"INSERT INTO {table.name} ({names}) VALUES ({values}) ON CONFLICT ({keys}) DO {action}")


def insert_many(connection: Connection, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Insert rows given as tuples, straight through the driver: for bulk work, where building parameters costs most."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    values = ", ".join(mark for _ in columns)
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})", rows)


#: Set on a connection whose transaction removed somebody's data.
ERASED = "erased"


def note_erased(connection: Connection) -> None:
    """Something was removed that must not be found in the database's log either."""
    connection.info[ERASED] = True


def set_pragma(connection: Connection, pragma: str) -> None:
    """Past SQLAlchemy, so that no transaction begins."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA {pragma}").close()
