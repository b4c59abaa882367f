"""Opens the database and hands out units of work. SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.store.errors import CannotOpen, DatabaseBusy, DiskFull, ReadOnly, StoreError
from bot.store.migrate import migrate
from bot.store.unit_of_work import UnitOfWork

#: How long SQLite waits for another process's write, in milliseconds.
BUSY_MS = 15_000


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
        # SQLite lets others wait by polling, up to 0.1 s a time; threads of one process queue here instead.
        self._writer = threading.Lock()
        self._owner: int | None = None

    def exists(self) -> bool:
        """False for a SQLite file that is not there yet; asking creates nothing."""
        return not self.is_sqlite or (bool(self._url.database) and Path(str(self._url.database)).exists())

    def migrate(self) -> None:
        """Bring the schema up to date; creates the file and its folder. Raises StoreError subclasses."""
        if self.is_sqlite and self._url.database:
            self._make_folder(Path(self._url.database).parent)
        with self._said_plainly(), self._engine.connect() as connection:
            migrate(connection)

    def _make_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotOpen() from error

    @contextmanager
    def transaction(self) -> Iterator[UnitOfWork]:
        """A unit of work that commits when the block ends well and rolls back when it raises.

        RuntimeError when this thread has one open already.
        """
        with self._turn(), self._said_plainly(), self._engine.connect() as plain:
            connection = plain.execution_options(dondoc_write=True)
            with connection.begin():
                yield UnitOfWork(connection)

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
                    _allow_writing(connection)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _said_plainly(self) -> Iterator[None]:
        """Driver errors become StoreError with a message for the admin; everything else passes."""
        try:
            yield
        except DBAPIError as error:
            raise _store_error(error) from error
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
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("dondoc_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _allow_writing(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute("PRAGMA query_only = 0").close()


def _store_error(error: DBAPIError) -> StoreError:
    said = str(error.orig)
    known: tuple[tuple[str, type[StoreError]], ...] = (
        ("database or disk is full", DiskFull),
        ("No space left", DiskFull),
        ("could not extend file", DiskFull),
        ("database is locked", DatabaseBusy),
        ("unable to open", CannotOpen),
        ("not a database", CannotOpen),
        ("readonly database", ReadOnly),
        ("read-only transaction", ReadOnly),
        ("disk I/O error", StoreError),
        ("connection", CannotOpen),
    )
    for words, kind in known:
        if words in said:
            return kind()
    # The statement and its values stay out of the message: they may hold personal data.
    return StoreError(hint=f"({type(error.orig).__name__}: {said.splitlines()[0] if said else ''})")
