"""Planning a whole registry into an empty database, against writing the same rows with bare ``executemany``."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks import world
from benchmarks.probe import Json, Measure, serve
from bot.registry.live import LiveRegistry
from bot.services.schedule import scheduling
from bot.store.database import Database

_TABLES = ("occurrences", "due_versions", "reminders")
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "temp_store = MEMORY")


async def set_up(reminders: int, folder: str) -> Measure:
    """Plans once to know the rows."""
    live = world.live(world.busy_city(reminders))
    with TemporaryDirectory(dir=folder) as scratch:
        path = Path(scratch) / "planned.sqlite3"
        _plan(path, live)
        rows = {table: _rows(path, table) for table in _TABLES}

    async def measure(turn: int) -> Json:
        with TemporaryDirectory(dir=folder) as scratch:
            planned = await asyncio.to_thread(_plan, Path(scratch) / "a.sqlite3", live)
            written = await asyncio.to_thread(_write, Path(scratch) / "b.sqlite3", rows, _TABLES)
            alone = await asyncio.to_thread(_write, Path(scratch) / "c.sqlite3", rows, ("reminders",))
        return {"planned": planned, "written": written, "alone": alone, "reminders": len(rows["reminders"][1])}

    return measure


def _plan(path: Path, live: LiveRegistry) -> float:
    database = _empty(path)
    started = perf_counter()
    scheduling.apply(database, live.in_use, world.START, "đo", live.digest)
    seconds = perf_counter() - started
    database.close()
    return seconds


def _empty(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    database.migrate()
    return database


def _rows(path: Path, table: str) -> tuple[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        cursor = connection.execute(f"SELECT * FROM {table}")
        marks = ", ".join("?" for _ in cursor.description)
        return f"INSERT INTO {table} VALUES ({marks})", cursor.fetchall()


def _write(path: Path, rows: dict[str, tuple[str, list[tuple[object, ...]]]], tables: tuple[str, ...]) -> float:
    _empty(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        started = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for table in tables:
            connection.executemany(*rows[table])
        connection.execute("COMMIT")
        return perf_counter() - started


if __name__ == "__main__":
    serve(set_up)
