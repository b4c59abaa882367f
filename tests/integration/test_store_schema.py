"""Opening, migrating and the errors an admin reads."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from bot.store.database import Database, _normalised
from bot.store.schema import metadata
from bot.store.store_errors import CannotOpen, ReadOnly, SchemaNewer, StoreError
from tests.integration.schedule_rows import LATER, NOW, a_reminder, an_occurrence, stored


def test_migrations_build_exactly_the_declared_tables(database: Database, database_url: str) -> None:
    with create_engine(_normalised(database_url)).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_each_code_column_takes_exactly_the_members_of_its_enum(database: Database, database_url: str) -> None:
    inspector = inspect(create_engine(_normalised(database_url)))
    for table in metadata.tables.values():
        checks = {
            str(c["name"]): set(re.findall(r"'(\w+)'", c["sqltext"]))
            for c in inspector.get_check_constraints(table.name)
        }
        declared = {f"ck_{table.name}_{c.name}": {m.value for m in c.info["members"]} for c in table.c if c.info}
        assert checks == declared, f"{table.name}: a new or dropped member needs a migration that says so"


def test_every_column_of_a_state_kind_or_status_has_its_enum() -> None:
    coded = {"state", "kind", "status", "role", "pursuit"}
    assert [c for t in metadata.tables.values() for c in t.c if c.name in coded and not c.info.get("members")] == []


def test_what_others_refer_to_cannot_be_deleted(database: Database, database_url: str) -> None:
    with database.transaction() as uow:
        uow.occurrences.save([stored(an_occurrence())])
        uow.reminders.insert([a_reminder()])
    with pytest.raises(StoreError), database.transaction() as uow:
        uow._connection.execute(text("DELETE FROM occurrences"))
    with database.read() as uow:
        assert len(uow.reminders.of_occurrence(an_occurrence().key)) == 1


def test_nothing_can_refer_to_what_is_not_there(database: Database) -> None:
    with pytest.raises(StoreError), database.transaction() as uow:
        uow.reminders.insert([a_reminder()])
    with pytest.raises(StoreError), database.transaction() as uow:
        uow.snoozes.add("an", "no/such/2024/so-a", LATER, NOW)


def test_references_are_watched_on_after_a_migration(sqlite_database: Database) -> None:
    with sqlite_database.read() as uow:
        assert uow._connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_migrating_twice_is_harmless(database: Database) -> None:
    with database.transaction() as uow:
        uow.settings.put("kept", "yes")
    database.migrate()
    with database.read() as uow:
        assert uow.settings.get("kept") == "yes"


def test_newer_schema_is_refused_with_a_hint(database: Database, database_url: str) -> None:
    with create_engine(_normalised(database_url)).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaNewer) as caught:
        database.migrate()
    assert "cập nhật chương trình" in str(caught.value)


def test_unopenable_file_says_what_to_check(tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite3").mkdir()
    with pytest.raises(CannotOpen) as caught:
        Database(f"sqlite:///{tmp_path / 'folder.sqlite3'}").migrate()
    assert "database_url" in str(caught.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite3").write_text("Đây không phải là cơ sở dữ liệu. " * 100)
    with pytest.raises(CannotOpen):
        Database(f"sqlite:///{tmp_path / 'text.sqlite3'}").migrate()


def test_a_block_that_raises_leaves_nothing_behind(database: Database) -> None:
    def write_and_fail() -> None:
        with database.transaction() as uow:
            uow.settings.put("half", "done")
            raise LookupError("half-way")

    with pytest.raises(LookupError):
        write_and_fail()
    with database.read() as uow:
        assert uow.settings.get("half") is None


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(ReadOnly), database.read() as uow:
        uow.settings.put("sly", "1")
    with database.transaction() as uow:
        uow.settings.put("open", "1")
    with database.read() as uow:
        assert uow.settings.with_prefix("") == {"open": "1"}


def test_a_transaction_inside_a_transaction_is_a_programming_error(sqlite_database: Database) -> None:
    with sqlite_database.transaction(), pytest.raises(RuntimeError), sqlite_database.transaction():
        pass


def test_values_of_a_failing_statement_stay_out_of_the_message(database: Database) -> None:
    with pytest.raises(StoreError) as caught, database.transaction() as uow:
        uow.phones.put("người bí mật", None)  # type: ignore[arg-type]
    assert "người bí mật" not in str(caught.value)


def test_writers_in_several_threads_all_succeed(database: Database) -> None:
    def count_up() -> None:
        for _ in range(20):
            with database.transaction() as uow:
                uow.deliveries.next_ids(1)

    threads = [threading.Thread(target=count_up) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.transaction() as uow:
        assert uow.deliveries.next_ids(2) == range(121, 123)
