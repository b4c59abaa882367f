"""Brings the schema to the version this program knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect

from bot.store.sql import set_pragma
from bot.store.store_errors import BrokenReference, SchemaNewer

#: The newest file in ``migrations/versions``; lets a start on a current database skip Alembic altogether.
HEAD = "0004"


def migrate(connection: Connection) -> None:
    """Upgrade to HEAD in one transaction; SchemaNewer when a newer program has been here."""
    current = _current(connection)
    connection.rollback()
    if current == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise SchemaNewer()
    config.attributes["connection"] = connection.execution_options(dondoc_write=True)
    with _references_unchecked(connection), connection.begin():
        command.upgrade(config, "head")
        _check_references(connection)


@contextmanager
def _references_unchecked(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it and dropping the old one, which would count as deleting its rows.

    The pragma does nothing within a transaction, so it stands around it.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    set_pragma(connection, "foreign_keys = OFF")
    try:
        yield
    finally:
        set_pragma(connection, "foreign_keys = ON")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = {str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        if broken:
            raise BrokenReference(", ".join(sorted(broken)))


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
