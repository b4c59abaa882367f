"""What can go wrong with the database, said to the admin."""

from __future__ import annotations

from bot.errors import DondocError
from bot.messages import store_trouble


class StoreError(DondocError):
    """Anything that keeps the database from doing its work; also raised itself for what is none of those below."""

    id = "DD.S001"
    message, hint = store_trouble.GENERAL


class CannotOpen(StoreError):
    id = "DD.S002"
    message, hint = store_trouble.CANNOT_OPEN


class DiskFull(StoreError):
    id = "DD.S003"
    message, hint = store_trouble.DISK_FULL


class DatabaseBusy(StoreError):
    """Another process holds the file for too long."""

    id = "DD.S004"
    message, hint = store_trouble.BUSY


class SchemaNewer(StoreError):
    """A newer version of the program made it."""

    id = "DD.S005"
    message, hint = store_trouble.SCHEMA_NEWER


class ReadOnly(StoreError):
    """The program writes where it said it would only read."""

    id = "DD.S006"
    message, hint = store_trouble.READ_ONLY


class NotWritable(StoreError):
    """The file, the disk or the server can only be read."""

    id = "DD.S007"
    message, hint = store_trouble.NOT_WRITABLE


class UnstorableText(StoreError):
    """A text holds what a database refuses, NUL above all."""

    id = "DD.S008"
    message, hint = store_trouble.UNSTORABLE_TEXT


class UnknownCode(StoreError):
    """A value this program has no name for."""

    id = "DD.S009"
    message = store_trouble.UNKNOWN_CODE

    def __init__(self, column: str, code: str, rows: int) -> None:
        super().__init__(hint=store_trouble.unknown_code_hint(column, code, rows))


class BrokenReference(StoreError):
    """A row refers to one that is not there."""

    id = "DD.S010"
    message = store_trouble.BROKEN_REFERENCE

    def __init__(self, tables: str) -> None:
        super().__init__(hint=store_trouble.broken_reference_hint(tables))
