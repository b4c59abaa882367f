"""``dondoc init``: a folder of its own, made once, overwriting nothing."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.registry.loader import load_registry
from bot.settings import load_settings
from tests.acceptance.test_commands import dondoc

GIVEN = ("--name", "UBND thành phố Hải Phòng", "--locality", "Hải Phòng", "--consolidator", "Sở Tài chính")
FILES = ("config.yaml", "schedules/agencies.yaml", "schedules/people.yaml", ".gitignore", ".env.example")


def contents(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file()}


def typed(folder: Path, *words: str, answers: str) -> tuple[int, str]:
    """The command with a person at the terminal; exit code and what the screen shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *words], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs,
        env={k: v for k, v in os.environ.items() if not k.startswith("DONDOC")},
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, answers.encode())
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:
        pass  # Linux says so when the other side has closed.
    os.close(ours)
    return process.wait(300), shown.decode()


def test_everything_given_asks_nothing_and_passes_the_checks(tmp_path: Path) -> None:
    done = dondoc(tmp_path, "init", "van-phong", *GIVEN)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "van-phong"
    for name in (*FILES, "schedules/calendar/vn-2026.yaml"):
        assert (folder / name).is_file()
        assert f"Đã ghi van-phong/{name}" in done.stdout
    for command in ("cd van-phong", "dondoc import ", "dondoc check", "dondoc plan --from 20"):
        assert command in done.stdout
    registry, _, problems = load_registry(folder / "schedules")
    assert [a.name for a in registry.agencies.values()] == ["UBND thành phố Hải Phòng", "Sở Tài chính"]
    assert {a.locality for a in registry.agencies.values()} == {"hai-phong"}
    assert [p for p in problems if p.level == "error"] == []
    settings = load_settings(folder / "config.yaml", {})
    assert settings.config.privacy.controller == "UBND thành phố Hải Phòng"
    assert "Sở Tài chính" in settings.config.privacy.contact
    assert dondoc(folder, "check").returncode == 0


def test_the_example_person_is_right_once_uncommented(tmp_path: Path) -> None:
    assert dondoc(tmp_path, "init", *GIVEN).returncode == 0
    people = tmp_path / "schedules" / "people.yaml"
    lines = people.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("# - id:"))
    people.write_text("\n".join([*lines[:start], *(x.removeprefix("# ") for x in lines[start:])]), encoding="utf-8")
    registry, _, problems = load_registry(tmp_path / "schedules")
    assert [p for p in problems if p.level == "error"] == []
    assert list(registry.people) == ["nguyen-van-a"]


def test_a_second_time_changes_nothing_and_says_so(tmp_path: Path) -> None:
    dondoc(tmp_path, "init", *GIVEN)
    before = contents(tmp_path)
    for words in (("init", *GIVEN), ("init",)):
        again = dondoc(tmp_path, *words)
        assert again.returncode == 0, again.stderr
        assert "Không có gì thay đổi" in again.stdout
        assert contents(tmp_path) == before


def test_files_that_are_there_are_kept_and_named(tmp_path: Path) -> None:
    (tmp_path / "schedules").mkdir()
    mine = {"config.yaml": "web: {port: 81}\n", "schedules/people.yaml": "[]\n", "ghi-chu.txt": "của tôi\n"}
    for name, text in mine.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = dondoc(tmp_path, "init", *GIVEN)
    assert done.returncode == 0, done.stderr
    for name, text in mine.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text
    assert "Giữ nguyên config.yaml (đã có)" in done.stdout
    assert "Giữ nguyên schedules/people.yaml (đã có)" in done.stdout
    assert "Đã ghi schedules/agencies.yaml" in done.stdout
    assert (tmp_path / "schedules" / "agencies.yaml").is_file()


@pytest.mark.parametrize("missing", ["--name", "--locality", "--consolidator"])
def test_with_nobody_to_ask_it_says_what_is_missing(tmp_path: Path, missing: str) -> None:
    at = GIVEN.index(missing)
    done = dondoc(tmp_path, "init", *GIVEN[:at], *GIVEN[at + 2 :])
    assert done.returncode == 2
    assert missing in done.stderr
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--locality", "Hai Fong", "thành phố Hải Phòng (hai-phong)"),
        ("--locality", "Sài Thành", "không có tỉnh, thành phố “Sài Thành”"),
        ("--name", "UBND tỉnh Nghệ An", "ghi địa phương khác"),
        ("--consolidator", "Sở Tài chính tỉnh Nghệ An", "ghi địa phương khác"),
    ],
)
def test_a_place_that_cannot_be_is_refused(tmp_path: Path, option: str, value: str, says: str) -> None:
    words = list(GIVEN)
    words[words.index(option) + 1] = value
    done = dondoc(tmp_path, "init", *words)
    assert done.returncode in (1, 2)
    assert says in done.stderr
    assert contents(tmp_path) == {}


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "van-phong").write_text("", encoding="utf-8")
    done = dondoc(tmp_path, "init", "van-phong", *GIVEN)
    assert done.returncode == 1
    assert "DD.E" not in done.stdout
    assert "Không ghi được vào van-phong" in done.stderr


def test_an_office_that_consolidates_itself_stands_once(tmp_path: Path) -> None:
    same = ("--name", "Sở Tài chính thành phố Hải Phòng", "--locality", "hai-phong", "--consolidator", "Sở Tài chính")
    assert dondoc(tmp_path, "init", *same).returncode == 0
    assert len(load_registry(tmp_path / "schedules")[0].agencies) == 1


def test_it_asks_for_what_is_not_given_until_it_is_right(tmp_path: Path) -> None:
    code, shown = typed(tmp_path, "init", answers='UBND phường "Hồng Bàng"\nHai Fong\nHải Phòng\n\n')
    assert code == 0, shown
    for question in ("Tên cơ quan", "Tỉnh, thành phố", "Cơ quan tổng hợp báo cáo"):
        assert question in shown
    assert "có phải là" in shown
    names = [a.name for a in load_registry(tmp_path / "schedules")[0].agencies.values()]
    assert names == ['UBND phường "Hồng Bàng"', "Sở Tài chính"]
    assert load_settings(tmp_path / "config.yaml", {}).config.privacy.controller == 'UBND phường "Hồng Bàng"'


def test_elsewhere_both_ways_to_begin_are_named(tmp_path: Path) -> None:
    done = dondoc(tmp_path, "check")
    assert done.returncode == 1
    assert "dondoc init" in done.stderr
    assert "dondoc demo" in done.stderr
