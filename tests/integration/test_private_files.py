"""Who else on the machine may read what the office keeps, and what text no database takes."""

from __future__ import annotations

import stat
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import LOCAL_ZONE
from bot.store.database import Database
from bot.store.errors import UnstorableText

NOW = datetime(2024, 9, 4, 8, 30, tzinfo=LOCAL_ZONE)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def opened(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    database.migrate()
    with database.transaction() as uow:
        uow.audit.set_setting("a", "b")
    return database


def test_a_new_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    database = opened(tmp_path / "new" / "var" / "dondoc.sqlite3")
    folder = tmp_path / "new" / "var"
    assert mode(folder) == 0o700
    assert {p.name: mode(p) for p in folder.iterdir()} == {
        f"dondoc.sqlite3{end}": 0o600 for end in ("", "-wal", "-shm")
    }
    database.close()


def test_an_older_open_database_is_closed_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    database = opened(folder / "dondoc.sqlite3")
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755)
    again = opened(folder / "dondoc.sqlite3")
    assert mode(folder) == 0o700
    assert {mode(p) for p in folder.iterdir()} == {0o600}
    again.close()
    database.close()


def test_a_folder_that_holds_other_things_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "config.yaml").write_text("")
    opened(tmp_path / "dondoc.sqlite3").close()
    assert mode(tmp_path) == 0o755
    assert mode(tmp_path / "dondoc.sqlite3") == 0o600


@pytest.mark.parametrize("text", ["Nguyễn\0Văn An", "Nguyễn \ud800 An"], ids=["nul", "lone surrogate"])
def test_text_no_database_takes_is_refused_on_both(database: Database, text: str) -> None:
    def write() -> None:
        with database.transaction() as uow:
            uow.audit.set_setting("kept", "no")
            uow.answers.add_attachment(text, "text/plain", b"\0", NOW)

    with pytest.raises(UnstorableText) as caught:
        write()
    assert "Nguyễn" not in str(caught.value)
    with database.read() as uow:
        assert uow.audit.setting("kept") is None
