"""A filled database of every earlier version is brought up to date and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
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
from bot.store.schema import metadata as declared_metadata
from bot.store.store_errors import UnknownCode


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrating.Path(migrating.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _on(connection: Connection) -> Config:
    config = _config()
    config.attributes["connection"] = connection
    return config


EARLIER = [s.revision for s in ScriptDirectory.from_config(_config()).walk_revisions() if s.revision != migrating.HEAD]


def _value(column: Column[Any], row: int) -> Any:
    """Something the program could have written there, mostly another one in each row."""
    declared = declared_metadata.tables[column.table.name].c.get(column.name)
    if declared is not None and declared.foreign_keys:
        return _value(next(iter(declared.foreign_keys)).column, row)
    if declared is not None and "members" in declared.info:
        members = list(declared.info["members"])
        return members[row % len(members)].value
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


@contextmanager
def _old(url: str, revision: str) -> Iterator[Connection]:
    """A connection to a database of that revision, committed in the end."""
    engine = create_engine(_normalised(url))
    with engine.begin() as connection:
        command.upgrade(_on(connection), revision)
        yield connection
    engine.dispose()


def _now(url: str, columns: dict[str, list[str]]) -> dict[str, list[tuple[Any, ...]]]:
    engine = create_engine(_normalised(url))
    with engine.connect() as connection:
        standing = _standing(connection, columns)
    engine.dispose()
    return standing


@pytest.mark.parametrize("revision", EARLIER)
def test_an_upgrade_loses_nothing(database_url: str, revision: str) -> None:
    with _old(database_url, revision) as connection:
        before, columns = _fill(connection), _columns(connection)
    Database(database_url).migrate()
    assert _now(database_url, columns) == before


def _insert(connection: Connection, table: str, **values: object) -> None:
    """A row with these values, the rest as in the first row of ``_fill``."""
    reflected = MetaData()
    reflected.reflect(connection, only=[table])
    row = {c.name: _value(c, 1) for c in reflected.tables[table].c}
    connection.execute(insert(reflected.tables[table]), {**row, **values})


REFERRING = ("due_versions", "reminders", "status_reports", "snoozes", "disclaims")
DAYS = ("due", "last_day", "target")
LOST, OTHER, DATED = (f"ke-hoach/{one}/2024-Q3/so-a" for one in ("bao-cao", "III.1/2", "3.2"))


def test_rows_that_refer_to_nothing_stay_and_ask_for_nothing(database_url: str) -> None:
    with _old(database_url, "0002") as connection:
        _insert(connection, "reminders", id=7, occurrence=LOST, version=2, step="T-7", send_at=1725411600, delivery=99)
        for table in ("status_reports", "snoozes", "disclaims"):
            _insert(connection, table, occurrence=LOST, at=1725411600)
        _insert(
            connection, "reminders", id=8, occurrence=OTHER, version=1, step="T-7", send_at=1725411600, delivery=None
        )
        _insert(connection, "due_versions", occurrence=DATED, version=4, **dict.fromkeys(DAYS, "2024-09-15"))
        columns = {t: [c for c in cs if c != "delivery"] for t, cs in _columns(connection).items() if t in REFERRING}
        before = _standing(connection, columns)

    database = Database(database_url)
    database.migrate()

    after = _now(database_url, columns)
    assert all(set(rows) <= set(after[table]) for table, rows in before.items())
    with database.read() as uow:
        stubs = {s.occurrence.key: s for s in uow.occurrences.find(include_withdrawn=True)}
        assert set(stubs) == {LOST, OTHER, DATED}
        assert (stubs[DATED].version, stubs[DATED].occurrence.due) == (4, date(2024, 9, 15))
        lost = stubs[LOST]
        assert not lost.open
        assert (lost.occurrence.plan, lost.occurrence.period, lost.occurrence.agency) == ("ke-hoach", "2024-Q3", "so-a")
        assert lost.occurrence.due == date(2024, 9, 4)
        assert [v.version for v in uow.occurrences.due_versions(LOST)] == [2]
        assert [(r.id, r.delivery) for r in uow.reminders.of_occurrence(LOST)] == [(7, None)]
        (entry,) = uow.audit.entries(action="references_mended")
        assert entry.detail["deliveries"] == [[7, 99]]
    database.close()


def test_a_code_nobody_knows_stops_the_upgrade_and_changes_nothing(database_url: str) -> None:
    with _old(database_url, "0002") as connection:
        _insert(connection, "replies", state="mailed")
        before, columns = _standing(connection, _columns(connection)), _columns(connection)

    with pytest.raises(UnknownCode, match=r"replies\.state.*mailed"):
        Database(database_url).migrate()
    assert _now(database_url, columns) == before


def test_every_step_can_be_taken_back(database_url: str) -> None:
    with _old(database_url, "head") as connection:
        filled = _fill(connection)
        command.downgrade(_on(connection), "0002")
        assert _standing(connection, _columns(connection)) == filled
        command.downgrade(_on(connection), "base")
        assert _columns(connection) == {}


def test_a_whole_answer_that_closed_its_report_is_completed(database_url: str) -> None:
    whole = {"task": None, "status": None}
    with _old(database_url, "0003") as connection:
        for number, (key, closed) in enumerate(((LOST, "reported"), (OTHER, None))):
            _insert(connection, "occurrences", key=key, closed=closed)
            _insert(connection, "status_reports", id=number, occurrence=key, **whole)
    Database(database_url).migrate()
    statuses = _now(database_url, {"status_reports": ["occurrence", "status"]})["status_reports"]
    assert dict(statuses) == {LOST: "completed", OTHER: None}
