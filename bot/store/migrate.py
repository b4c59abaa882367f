"""Brings the schema to the version this program knows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from bot.store.store_errors import SchemaNewer

#: The newest file in ``migrations/versions``; lets a start on a current database skip Alembic altogether.
HEAD = "0002"


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
    with connection.begin():
        command.upgrade(config, "head")


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
