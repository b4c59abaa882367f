"""A database that cannot be written: said at once and by its name, and nothing is sent that could not be marked."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.store_errors import DiskFull, NotWritable, StoreError
from tests.integration.conftest import fresh_schema
from tests.integration.dispatching import Office, at
from tests.integration.schedule_rows import a_reminder
from tests.integration.whole_app import ROOT, SetClock, an_app


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes; only root can have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def nothing_can_be_written() -> Iterator[None]:
    """For this process: every file has reached its limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill(folder: Path) -> Path:
    """Until not a byte is left; the file to delete."""
    filler = folder / "fill"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return filler


def test_one_that_can_be_written(database: Database) -> None:
    database.check_writable()
    database.check_writable()


def test_read_only_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "dondoc.sqlite3"
    opened = Database(f"sqlite:///{path}")
    opened.migrate()
    opened.close()
    with pytest.raises(NotWritable):
        Database(f"sqlite:///file:{path}?mode=ro&uri=true").check_writable()


@pytest.mark.postgres
@pytest.mark.parametrize("closed", ["read_only", "no_right"])
def test_read_only_postgres(postgres_url: str, closed: str) -> None:
    url = fresh_schema(postgres_url)
    opened = Database(url)
    opened.migrate()
    opened.close()
    only = "default_transaction_read_only%3Don" if closed == "read_only" else "role%3Dpg_read_all_data"
    other = Database(f"{url}%20-c{only}")
    with pytest.raises(NotWritable):
        other.check_writable()
    other.close()


def test_a_full_disk_and_a_folder_closed_to_writing(small_disk: Path) -> None:
    opened = Database(f"sqlite:///{small_disk / 'dondoc.sqlite3'}")
    opened.migrate()
    filler = fill(small_disk)
    with pytest.raises(DiskFull):
        opened.check_writable()
    filler.unlink()
    opened.check_writable()
    opened.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for look in (opened.check_writable, opened.migrate):
        with pytest.raises(NotWritable):
            look()
    with pytest.raises(NotWritable), opened.read():
        pass


def test_somebody_elses_write_is_no_fault(sqlite_database: Database) -> None:
    other = Database(str(sqlite_database._url))
    with sqlite_database.transaction():
        other.check_writable()
    other.close()


async def test_health_names_the_database_and_not_the_worker(sqlite_database: Database) -> None:
    app = an_app(sqlite_database, SetClock(at("04/09 05:00")))
    await app.start()
    await app.watch()
    with nothing_can_be_written():
        failed = [c.name for c in app.health().checks if not c.ok]
        checks = {c.name for c in app.health().checks}
    assert failed == ["database"]
    assert "worker" not in checks
    assert all(c.ok for c in app.health().checks)
    await app.stop()


async def test_what_was_due_meanwhile_is_sent_once_it_can_be_marked(sqlite_database: Database) -> None:
    office = Office(sqlite_database)
    office.link("an")
    office.plan(a_reminder())
    dispatcher = office.dispatcher()
    with nothing_can_be_written():
        for _ in range(3):
            with pytest.raises(StoreError):
                await dispatcher.tick()
    assert office.channel.calls == []
    await dispatcher.tick()
    await dispatcher.tick()
    assert len(office.channel.calls) == 1
    assert office.first_lines() == ["Báo cáo trước ngày 15/09/2024 – còn 07 ngày làm việc"]


@pytest.mark.parametrize("closed", ["full", "read_only"])
def test_doctor_says_so(small_disk: Path, closed: str) -> None:
    url = f"sqlite:///{small_disk / 'dondoc.sqlite3'}"
    opened = Database(url)
    opened.migrate()
    opened.close()
    if closed == "full":
        fill(small_disk)
    else:
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DONDOC_CONFIG": str(ROOT / "config.yaml"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot", "doctor", "--json"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    failed = {c["name"]: c["text"] for c in json.loads(done.stdout)["checks"] if not c["ok"]}
    assert ("đã đầy" if closed == "full" else "chỉ cho đọc") in failed["database"]
    assert "worker" not in failed
