"""A filled database of every earlier version is brought up to date and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    create_engine,
    insert,
    select,
)

from bot.store import migrate as migrating
from bot.store.database import Database, _normalised


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrating.Path(migrating.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


EARLIER = [s.revision for s in ScriptDirectory.from_config(_config()).walk_revisions() if s.revision != migrating.HEAD]


def _value(column: Column[Any], row: int) -> Any:
    """Something of the column's kind, another one in each row."""
    if isinstance(column.type, LargeBinary):
        return f"{column.name} {row}".encode()
    if isinstance(column.type, Boolean):
        return row % 2 == 0
    if isinstance(column.type, Integer | BigInteger):
        return row
    return f'"{column.name} {row}"'


def _fill(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Three rows in every table, with every column filled; what stands there then."""
    metadata = MetaData()
    metadata.reflect(connection)
    for table in metadata.sorted_tables:
        if table.name != "alembic_version":
            connection.execute(insert(table), [{c.name: _value(c, row) for c in table.c} for row in (1, 2, 3)])
    return _standing(connection, _columns(connection))


def _columns(connection: Connection) -> dict[str, list[str]]:
    metadata = MetaData()
    metadata.reflect(connection)
    return {t.name: [c.name for c in t.c] for t in metadata.sorted_tables if t.name != "alembic_version"}


def _standing(connection: Connection, columns: dict[str, list[str]]) -> dict[str, list[tuple[Any, ...]]]:
    metadata = MetaData()
    metadata.reflect(connection)
    return {
        name: sorted(tuple(row) for row in connection.execute(select(*(metadata.tables[name].c[c] for c in names))))
        for name, names in columns.items()
    }


@pytest.mark.parametrize("revision", EARLIER)
def test_an_upgrade_loses_nothing(database_url: str, revision: str) -> None:
    engine = create_engine(_normalised(database_url))
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        before = _fill(connection)
        columns = _columns(connection)
    Database(database_url).migrate()
    with engine.connect() as connection:
        assert _standing(connection, columns) == before
    engine.dispose()
