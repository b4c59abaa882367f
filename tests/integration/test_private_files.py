"""Who else on the machine may read what the office keeps, and what text no database takes."""

from __future__ import annotations

import stat
from datetime import datetime
from pathlib import Path

import pytest

from bot.cli.exposed import exposed_files
from bot.clock import LOCAL_ZONE
from bot.settings import load_settings
from bot.store.database import Database
from bot.store.store_errors import UnstorableText

NOW = datetime(2024, 9, 4, 8, 30, tzinfo=LOCAL_ZONE)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def opened(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    database.migrate()
    with database.transaction() as uow:
        uow.settings.put("a", "b")
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
            uow.settings.put("kept", "no")
            uow.attachments.add(text, "text/plain", b"\0", NOW)

    with pytest.raises(UnstorableText) as caught:
        write()
    assert "Nguyễn" not in str(caught.value)
    with database.read() as uow:
        assert uow.settings.get("kept") is None


def test_check_names_secrets_that_others_can_read(tmp_path: Path) -> None:
    (tmp_path / "schedules").mkdir()
    files = {name: tmp_path / name for name in ("token", "webhook", "url", "schedules/phones.local.yaml")}
    for file, rights in zip(files.values(), (0o644, 0o600, 0o640, 0o604), strict=True):
        file.write_text("https://example.vn")
        file.chmod(rights)
    (tmp_path / "config.yaml").write_text("database_url: postgresql://a:b@127.0.0.1/c\n")
    (tmp_path / "config.yaml").chmod(0o666)
    environment = {
        "TELEGRAM_BOT_TOKEN_FILE": str(files["token"]),
        "TELEGRAM_WEBHOOK_SECRET_FILE": str(files["webhook"]),
        "DATABASE_URL_FILE": str(files["url"]),
    }
    found = exposed_files(load_settings(tmp_path / "config.yaml", environment))
    assert {(p.file.rpartition("/")[2], p.level) for p in found} == {
        (name, "warning") for name in ("token", "url", "phones.local.yaml", "config.yaml")
    }
    said = next(str(p) for p in found if p.file.endswith("token"))
    for part in ("0644", "TELEGRAM_BOT_TOKEN_FILE", f"chmod 600 {files['token']}"):
        assert part in said
    assert "example.vn" not in said
