"""Opens the database and hands out units of work. SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.store.migrate import migrate
from bot.store.private_files import close_to_others
from bot.store.sql import ERASED, set_pragma
from bot.store.store_errors import (
    CannotOpen,
    DatabaseBusy,
    DiskFull,
    NotWritable,
    ReadOnly,
    StoreError,
    UnstorableText,
)
from bot.store.unit_of_work import UnitOfWork

#: How long SQLite waits for another process's write, in milliseconds.
BUSY_MS = 15_000
#: Seconds to wait for others when only asking whether it can be written.
_PATIENCE = 1.0
#: Bytes that must be free where the file lies.
_LEAST_SPACE = 1024 * 1024


class Database:
    """One database, safe to use from several threads.

    ``url``: ``sqlite:///path`` or ``postgresql://…``. Opening is lazy; ``CannotOpen`` comes from the first use.
    """

    def __init__(self, url: str) -> None:
        self._url = _normalised(url)
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self._engine = create_engine(self._url, pool_size=8, max_overflow=8)
        if self.is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
            event.listen(self._engine, "before_cursor_execute", _refuse_nul)
        # SQLite lets others wait by polling, up to 0.1 s a time; threads of one process queue here instead.
        self._writer = threading.Lock()
        self._owner: int | None = None
        #: True while what was deleted may still stand in SQLite's log.
        self._traces = self.is_sqlite

    def exists(self) -> bool:
        """False for a SQLite file that is not there yet; asking creates nothing."""
        return not self.is_sqlite or (bool(self._url.database) and Path(str(self._url.database)).exists())

    def migrate(self) -> None:
        """Bring the schema up to date; creates the file and its folder, closed to other users of the machine.

        Raises StoreError subclasses.
        """
        if self.is_sqlite and self._url.database and not self._url.database.startswith((":", "file:")):
            try:
                close_to_others(Path(self._url.database))
            except OSError as error:
                raise CannotOpen() from error
        with self._said_plainly(writing=True), self._engine.connect() as connection:
            migrate(connection)

    @contextmanager
    def transaction(self) -> Iterator[UnitOfWork]:
        """A unit of work that commits when the block ends well and rolls back when it raises.

        RuntimeError when this thread has one open already.
        """
        with self._turn(), self._said_plainly(writing=True), self._engine.connect() as plain:
            connection = plain.execution_options(dondoc_write=True)
            with connection.begin():
                yield UnitOfWork(connection)
            self._traces |= connection.info.pop(ERASED, False)
            if self._traces and self.is_sqlite:
                # Not while somebody reads: then at the end of a later transaction.
                self._traces = not _emptied_log(connection.connection.driver_connection)

    def check_writable(self) -> None:
        """Write something and keep it; raises StoreError with the reason why that cannot be done.

        Whoever holds the database for writing at the moment is proof enough.
        """
        if self.is_sqlite and not self._writer.acquire(timeout=_PATIENCE):
            return
        try:
            # A small write may still fit into what the files hold already, when the next one would not.
            if self._has_no_space():
                raise DiskFull
            self._write_probe()
        except DatabaseBusy:
            return
        finally:
            if self.is_sqlite:
                self._writer.release()

    def _has_no_space(self) -> bool:
        path = Path(str(self._url.database))
        return self.is_sqlite and path.exists() and shutil.disk_usage(path.parent).free < _LEAST_SPACE

    def _write_probe(self) -> None:
        with self._said_plainly(writing=True), self._engine.connect() as plain:
            connection = plain.execution_options(dondoc_write=True)
            with self._impatient(plain), connection.begin():
                # Another value each time: SQLite does not write what stands there already.
                UnitOfWork(connection).settings.put("health.probe", token_hex(8))

    @contextmanager
    def _impatient(self, connection: Connection) -> Iterator[None]:
        """On SQLite, hardly waits for another process's write."""
        if not self.is_sqlite:
            yield
            return
        set_pragma(connection, f"busy_timeout = {int(_PATIENCE * 1000)}")
        try:
            yield
        finally:
            set_pragma(connection, f"busy_timeout = {BUSY_MS}")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """On SQLite, this thread's turn to write."""
        if not self.is_sqlite:
            yield
            return
        if self._owner == threading.get_ident():
            raise RuntimeError("a transaction is already open in this thread")
        with self._writer:
            self._owner = threading.get_ident()
            try:
                yield
            finally:
                self._owner = None

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A unit of work that sees one state of the data and takes no write lock; writing raises ReadOnly."""
        options: dict[str, Any] = {} if self.is_sqlite else {"postgresql_readonly": True}
        with self._said_plainly(), self._engine.connect().execution_options(**options) as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("PRAGMA query_only = 1")
            try:
                yield UnitOfWork(connection)
            finally:
                connection.rollback()
                if self.is_sqlite:
                    set_pragma(connection, "query_only = 0")

    def _looked_into(self, error: StoreError) -> StoreError:
        """What the driver could not say: even to read, SQLite needs room and rights for files beside its own."""
        if isinstance(error, CannotOpen | ReadOnly) and self._lies_read_only():
            return NotWritable()
        return DiskFull() if type(error) is StoreError and self._has_no_space() else error

    def _lies_read_only(self) -> bool:
        """Whether the file is there, and it or its folder is closed to writing."""
        path = Path(str(self._url.database))
        return self.is_sqlite and path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _said_plainly(self, *, writing: bool = False) -> Iterator[None]:
        """Driver errors become StoreError with a message for the admin; everything else passes."""
        try:
            yield
        except UnicodeEncodeError as error:
            raise UnstorableText() from error
        except DBAPIError as error:
            raise self._looked_into(_store_error(error, writing=writing)) from error
        except SQLAlchemyError as error:
            raise StoreError(hint=f"({type(error).__name__})") from error


def _normalised(url: str) -> URL:
    """``postgres://`` and ``postgresql://`` mean psycopg 3, the only driver shipped."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would begin them deferred and then fail to upgrade.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        # What is deleted is overwritten, not only let go.
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("dondoc_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _refuse_nul(
    _connection: Connection, _cursor: Any, _statement: str, parameters: Any, _context: Any, many: bool
) -> None:
    """PostgreSQL refuses it in text; what one database takes, the other must take."""
    for row in parameters if many else (parameters,):
        for value in row:
            if type(value) is str and "\0" in value:
                raise UnstorableText()


def _emptied_log(driver: Any) -> bool:
    # Whoever waits to write must not wait for a reader too.
    driver.execute("PRAGMA busy_timeout = 0").close()
    try:
        busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        # What was to be written is written; a full disk is said by the next write.
        return False
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}").close()
    return not busy


def _store_error(error: DBAPIError, *, writing: bool) -> StoreError:
    said = str(error.orig)
    # In a session for reading it is the program that writes where it must not.
    read_only = NotWritable if writing else ReadOnly
    known: tuple[tuple[str, type[StoreError]], ...] = (
        ("database or disk is full", DiskFull),
        ("No space left", DiskFull),
        ("could not extend file", DiskFull),
        ("database is locked", DatabaseBusy),
        ("unable to open", CannotOpen),
        ("not a database", CannotOpen),
        ("readonly database", read_only),
        ("read-only transaction", read_only),
        ("disk I/O error", StoreError),
        ("NUL (0x00)", UnstorableText),
        ("connection", CannotOpen),
        ("permission denied", NotWritable),
    )
    for words, kind in known:
        if words in said:
            return kind()
    # The statement and its values stay out of the message: they may hold personal data.
    return StoreError(hint=f"({type(error.orig).__name__}: {said.splitlines()[0] if said else ''})")
