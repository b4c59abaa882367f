"""An office of its own from nothing: the built wheel, an empty environment, an empty folder, the first digest."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.bot_api_client import FakeTelegram

_ROOT = Path(__file__).parents[2]
_SOURCES = ("bot", "schedules", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE")

PLAN = """\
ỦY BAN NHÂN DÂN
THÀNH PHỐ HẢI PHÒNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 45/KH-UBND
Hải Phòng, ngày 12 tháng 02 năm 2026

KẾ HOẠCH
Phát triển kinh tế số thành phố Hải Phòng năm 2026

Ủy ban nhân dân thành phố Hải Phòng ban hành Kế hoạch phát triển kinh tế số năm 2026 như sau:

I. NHIỆM VỤ
Chi tiết tại Phụ lục kèm theo.

II. TỔ CHỨC THỰC HIỆN
1. Các sở, ban, ngành báo cáo kết quả thực hiện gửi Sở Tài chính trước ngày 15/9/2026 để tổng hợp.
2. Sở Tài chính tổng hợp, báo cáo UBND thành phố trước ngày 25/9/2026.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Mẫu

PHỤ LỤC
DANH MỤC NHIỆM VỤ
TT\tNội dung\tCơ quan chủ trì\tThời gian thực hiện
1\tNâng cấp Trung tâm dữ liệu thành phố.\tSở Khoa học và Công nghệ\tQuý III/2026
2\tXây dựng cơ sở dữ liệu điểm đến.\tSở Du lịch\tCả năm
"""
#: As somebody fills the file: the example, uncommented and changed, twice.
PEOPLE = """
- id: nguyen-thi-mai
  name: Nguyễn Thị Mai
  agency: so-du-lich-hai-phong
  roles: [contact]

- id: tran-van-hop
  name: Trần Văn Hợp
  agency: so-tai-chinh-hai-phong
  roles: [contact, coordinator]
"""


@dataclass(frozen=True)
class Installed:
    """``dondoc`` in an environment of its own."""

    bin: Path
    wheel: Path

    def run(self, folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """One command to its end, as typed in ``folder``."""
        return subprocess.run(
            [self.bin / "dondoc", *words],
            cwd=folder, env=clean(environ), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600,
            check=False,
        )  # fmt: skip

    def shows(self, folder: Path, *words: str, **environ: str) -> Any:
        """The JSON of a command that succeeds."""
        done = self.run(folder, *words, "--json", **environ)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def clean(extra: dict[str, str]) -> dict[str, str]:
    """This environment without what would lead back to the checkout or to another office."""
    ours = ("TELEGRAM_", "DATABASE_", "DONDOC_", "PYTHONPATH", "PORT", "VIRTUAL_ENV")
    return {**{k: v for k, v in os.environ.items() if not k.startswith(ours)}, "COLUMNS": "200", **extra}


def checked(*command: str | Path, cwd: Path) -> None:
    """Run it; fail with what it said."""
    done = subprocess.run(command, cwd=cwd, env=clean({}), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Source distribution → wheel → environment that has nothing but the wheel; its requirements are borrowed."""
    home = tmp_path_factory.mktemp("wheel")
    source, built = home / "source", home / "built"
    source.mkdir()
    for name in _SOURCES:
        if (_ROOT / name).is_dir():
            shutil.copytree(_ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(_ROOT / name, source)
    (source / "schedules" / "phones.local.yaml").write_text("tran-cong-huy: '0900 000 001'\n", encoding="utf-8")
    build = f"from setuptools import build_meta; build_meta.build_sdist({str(built)!r})"
    checked(sys.executable, "-c", build, cwd=source)
    offline = ("--disable-pip-version-check", "--quiet", "--no-deps", "--no-index")
    pip = (sys.executable, "-m", "pip")
    (sdist,) = built.glob("dondoc-*.tar.gz")
    checked(*pip, "wheel", *offline, "--no-build-isolation", "-w", built, sdist, cwd=home)
    (wheel,) = built.glob("dondoc-*.whl")
    checked(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
    python = home / "venv" / "bin" / "python"
    checked(*pip, "--python", python, "install", *offline, wheel, cwd=home)
    (packages,) = (home / "venv" / "lib").glob("python*/site-packages")
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")
    where = "import bot, pathlib, sys; sys.exit(not pathlib.Path(bot.__file__).is_relative_to(sys.prefix))"
    checked(python, "-c", where, cwd=home)
    return Installed(home / "venv" / "bin", wheel)


@contextmanager
def served(command: list[str | Path], folder: Path, **environ: str) -> Iterator[str]:
    """A long-running command and the address it prints; stopped as a service manager does."""
    log = folder.parent / "log.txt"
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command, cwd=folder, env=clean(environ), stdout=subprocess.PIPE, stderr=errors, text=True
        )
    try:
        assert process.stdout is not None
        line = next((line for line in process.stdout if "http://" in line), "")
        assert line, log.read_text(encoding="utf-8")
        yield line[line.index("http://") :].strip().rstrip("/")
        process.terminate()
        assert process.wait(300) == 0, log.read_text(encoding="utf-8")
    finally:
        process.kill()
        process.wait(300)
        if process.stdout is not None:
            process.stdout.close()


def test_the_wheel_holds_the_shipped_plans_once_and_no_phone_numbers(installed: Installed) -> None:
    names = zipfile.ZipFile(installed.wheel).namelist()
    plans = {path.name for path in (_ROOT / "schedules" / "plans").glob("*.yaml")}
    assert {name.removeprefix("bot/shipped/plans/") for name in names if "/plans/" in name} == plans
    assert not [name for name in names if ".local." in name or "__pycache__" in name]


def test_the_demo_runs_from_an_empty_folder(installed: Installed, tmp_path: Path) -> None:
    empty = tmp_path / "trong"
    empty.mkdir()
    with served([installed.bin / "dondoc", "demo", "--port", "0"], empty) as url:
        page = httpx.get(f"{url}/", timeout=300, trust_env=False)
        foreign = httpx.get(f"{url}/", timeout=300, trust_env=False, headers={"Host": "evil.example"})
    assert page.status_code == 200
    assert "Trần Công Huy" in page.text
    assert foreign.status_code == 421
    assert "Trần Công Huy" not in foreign.text
    assert list(empty.iterdir()) == []


def test_from_an_empty_folder_to_the_first_digest(
    installed: Installed, tmp_path: Path, fake_telegram: FakeTelegram
) -> None:
    office = tmp_path / "van-phong"
    office.mkdir()
    paper = tmp_path / "ke-hoach.txt"
    paper.write_text(PLAN, encoding="utf-8")

    told = installed.run(office, "check")
    assert told.returncode == 1
    assert "dondoc init" in told.stderr
    given = ("--name", "UBND thành phố Hải Phòng", "--locality", "Hải Phòng", "--consolidator", "Sở Tài chính")
    made = installed.run(office, "init", *given)
    assert made.returncode == 0, made.stderr
    assert "dondoc import" in made.stdout

    imported = installed.run(office, "import", str(paper), "--write", "--yes")
    assert imported.returncode == 0, imported.stderr
    registry = installed.shows(office, "registry")
    agencies = {a["id"]: a["name"] for a in registry["agencies"]}
    assert agencies["ubnd-hai-phong"] == "UBND thành phố Hải Phòng", "the office is found again, not added twice"
    assert sorted(a for a in agencies if "tai-chinh" in a or "ubnd" in a) == [
        "so-tai-chinh-hai-phong",
        "ubnd-hai-phong",
    ]
    assert agencies["so-du-lich-hai-phong"] == "Sở Du lịch"

    with (office / "schedules" / "people.yaml").open("a", encoding="utf-8") as people:
        people.write(PEOPLE)
    checks = installed.shows(office, "check")
    assert [p for p in checks["problems"] if p["level"] == "error"] == []
    planned = installed.shows(office, "plan", "--from", "2026-09-01", "--to", "2026-09-30")
    first = min(m["send_at"] for m in planned if m["recipient"] == "Nguyễn Thị Mai")
    assert first.endswith("T08:00:00+07:00")

    (office / ".env").write_text(
        (office / ".env.example").read_text(encoding="utf-8")
        .replace("# TELEGRAM_BOT_TOKEN=", f"TELEGRAM_BOT_TOKEN={fake_telegram.token}")
        .replace("# TELEGRAM_BASE_URL=", f"TELEGRAM_BASE_URL={fake_telegram.url}"),
        encoding="utf-8",
    )  # fmt: skip
    environ = {"TELEGRAM_BOT_TOKEN": fake_telegram.token, "TELEGRAM_BASE_URL": fake_telegram.url}
    before = first.replace("T08:00:00", "T07:59:00")
    # As .env.example says.
    rehearse = f"set -a; . ./.env; set +a; exec '{installed.bin}/dondoc' run --clock {before} --speed 0 --port 0"
    with served(["sh", "-c", rehearse], office) as url:
        code = installed.shows(office, "invite", "nguyen-thi-mai", **environ)["code"]
        mai = fake_telegram.user(101)
        mai.says(f"/start {code}").wait_for("UBND thành phố Hải Phòng")
        mai.taps("Đồng ý").wait_for("Đã liên kết")
        pushed = httpx.post(f"{url}/clock", json={"to": first}, timeout=300, trust_env=False)
        assert pushed.status_code == 200, pushed.text
        digest = mai.wait_for("15/09/2026", after=0)
    assert "Nguyễn Thị Mai" in digest.text
    assert "45/KH-UBND" in digest.text
