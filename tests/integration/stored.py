"""Everything a database holds, for tests that say what must not stand there."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from bot.store.database import Database
from bot.store.schema import metadata


def everything_stored(database: Database) -> str:
    """Every value of every column of every table."""
    with database.read() as uow:
        connection = uow.accounts._connection
        rows = (row for table in metadata.tables.values() for row in connection.execute(select(table)))
        return "\n".join(str(value) for row in rows for value in row)


def raw_bytes(folder: Path) -> bytes:
    """What stands in the files of a SQLite database, its log included."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*.sqlite3*")))
