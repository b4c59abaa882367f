"""The databases the tests run on: a SQLite file and a real PostgreSQL server, the same tests on both."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.fakes.postgres import embedded_server, empty_tables, fresh_schema


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server's URL: ``TEST_DATABASE_URL``, or the embedded server, started once per run."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with embedded_server() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres_url(postgres_url: str) -> str:
    """One migrated schema for all tests: a schema for each means 140 files for each."""
    url = fresh_schema(postgres_url)
    opened = Database(url)
    opened.migrate()
    opened.close()
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy: bringing one up to date takes longer than most tests."""
    file = tmp_path_factory.mktemp("migrated") / "dondoc.sqlite3"
    opened = Database(f"sqlite:///{file}")
    opened.migrate()
    opened.close()
    return file


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def dialect(request: pytest.FixtureRequest) -> str:
    """Once SQLite and once PostgreSQL."""
    return str(request.param)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, dialect: str, tmp_path: Path) -> str:
    """An empty database without tables; with it, ``database`` is the same one. For tests that change the schema."""
    if dialect == "sqlite":
        return f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"
    return fresh_schema(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(request: pytest.FixtureRequest, dialect: str, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database."""
    if dialect == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "dondoc.sqlite3")
    if dialect == "sqlite" or "database_url" in request.fixturenames:
        url = request.getfixturevalue("database_url")
    else:
        url = request.getfixturevalue("migrated_postgres_url")
        empty_tables(url)
    opened = Database(url)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(tmp_path: Path, migrated_file: Path) -> Iterator[Database]:
    """A migrated, empty SQLite file, for what does not depend on the database."""
    shutil.copy(migrated_file, tmp_path / "dondoc.sqlite3")
    opened = Database(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    opened.migrate()
    yield opened
    opened.close()
