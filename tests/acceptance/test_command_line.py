"""The command line itself: it loads what a command needs and no more, and speaks Vietnamese."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.lazy import WHERE
from bot.messages.command_line import COMMANDS

ROOT = Path(__file__).parents[2]

#: What takes long to load.
HEAVY = {
    "sqlalchemy", "alembic", "telegram", "pydantic", "starlette", "uvicorn", "yaml", "ruamel", "jinja2", "httpx",
    "rich", "apscheduler", "holidays", "docx", "openpyxl", "pdfplumber", "segno", "asyncio",
}  # fmt: skip
_PROBE = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted({m.split(".")[0] for m in sys.modules})), file=sys.stderr))
sys.argv[0] = "dondoc"
from bot.cli import main
main()
"""


def loaded_by(folder: Path, *words: str) -> set[str]:
    """Top-level modules in memory when the command has ended."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("TELEGRAM", "DATABASE", "DONDOC"))}
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, *words],
        cwd=folder, env={**clean, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


def dondoc(*words: str) -> subprocess.CompletedProcess[str]:
    """The command from the checkout."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT, env={**os.environ, "COLUMNS": "200"}, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped files, no database yet."""
    shutil.copy(ROOT / "config.yaml", tmp_path)
    shutil.copytree(ROOT / "schedules", tmp_path / "schedules")
    return tmp_path


@pytest.mark.parametrize("words", [("--version",), ("--help",)])
def test_saying_what_it_is_loads_nothing_heavy(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert loaded_by(tmp_path, *words) & HEAVY == set()


def test_check_loads_neither_database_nor_channels(folder: Path) -> None:
    assert loaded_by(folder, "check") & HEAVY <= {"pydantic", "yaml"}


def test_status_loads_the_database_but_no_channel_and_no_web(folder: Path) -> None:
    loaded_by(folder, "apply")
    assert loaded_by(folder, "status") & HEAVY <= {"pydantic", "yaml", "sqlalchemy", "asyncio", "rich"}


def test_every_command_is_described_and_can_be_loaded() -> None:
    assert list(WHERE) == list(COMMANDS)
    page = " ".join(dondoc("--help").stdout.split())
    for name, summary in COMMANDS.items():
        assert f"{name} {summary}" in page


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_help_page_is_complete_and_vietnamese(name: str) -> None:
    page = dondoc(name, "-h")
    assert page.returncode == 0, page.stderr
    assert COMMANDS[name] in " ".join(page.stdout.split())
    assert "Cách dùng: " in page.stdout
    assert "-h, --help" in page.stdout
    assert not re.search(r"\b(Usage|Options|Arguments|Commands|Show this|default|required)\b", page.stdout)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("pln",), "Không có lệnh 'pln'. Có phải là 'plan'?"),
        (("plan",), "Thiếu '--from'."),
        (("invite",), "Thiếu 'person'."),
        (("invite", "a", "b"), "Thừa tham số: b."),
        (("run", "--sped", "1"), "Không có tuỳ chọn --sped. Có phải là --speed?"),
        (("run", "--only"), "Tuỳ chọn '--only' cần một giá trị."),
        (("run", "--port", "tám"), "Giá trị của '--port' chưa dùng được"),
    ],
)
def test_wrong_usage_is_said_in_vietnamese(words: tuple[str, ...], says: str) -> None:
    done = dondoc(*words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "--help" in done.stderr
