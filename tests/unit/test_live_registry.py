"""Files in use by a running process: odd files refused in time, changes taken only when they have settled."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bot.domain.plan.policy import Policies
from bot.registry.live import LiveRegistry
from bot.registry.loader import load_registry
from bot.registry.yaml.nodes import read_yaml
from bot.registry.yaml.phones import read_phones
from bot.settings import SettingsError, load_settings
from tests.unit.registry_folders import PLAN, copied


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2_000_000_000)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def aliases(path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    path.write_text("\n".join(rows))


ODD = {
    "two gigabytes": huge,
    "a link to an endless device": endless,
    "a pipe nobody writes to": os.mkfifo,
    "a folder": lambda path: path.mkdir(),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "aliases that multiply": aliases,
    "deep nesting": lambda path: path.write_text("a: " + "[" * 200_000),
    "deep block nesting": lambda path: path.write_text("\n".join(" " * n + "a:" for n in range(1_500))),
    "brackets without end": lambda path: path.write_text("a: [" + "[]," * 1_000_000 + "]"),
    "a hidden NUL": lambda path: path.write_text('"a\\0b": c\n'),
    "not UTF-8": lambda path: path.write_bytes(b"a: \xff\xfe"),
}


def put(path: Path, kind: str) -> None:
    path.unlink(missing_ok=True)
    ODD[kind](path)


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("file", [PLAN, "people.yaml", "agencies.yaml", "calendar/vn-2024.yaml"])
def test_an_odd_file_is_an_error_by_its_name_and_loses_nothing(tmp_path: Path, file: str, kind: str) -> None:
    folder = copied(tmp_path)
    live = LiveRegistry(folder, Policies())
    assert live.reload()
    before = live.in_use.registry
    put(folder / file, kind)
    live.reload()
    live.reload()
    assert live.in_use.registry is before
    assert any(file in p.file for p in live.errors), live.problems
    shutil.rmtree(folder)
    copied(tmp_path)
    live.reload()
    live.reload()
    assert not live.errors


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_file_of_phone_numbers_is_named(tmp_path: Path, kind: str) -> None:
    folder = copied(tmp_path)
    registry, _, _ = load_registry(folder)
    if kind == "a link to nowhere":
        pytest.skip("the same as no file: no numbers")
    put(folder / "phones.local.yaml", kind)
    numbers, problems = read_phones(folder / "phones.local.yaml", registry)
    assert numbers == {}
    assert "phones.local.yaml" in str(problems[0])


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_config_stops_the_start_and_is_named(tmp_path: Path, kind: str) -> None:
    put(tmp_path / "config.yaml", kind)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "config.yaml", {})
    assert "config.yaml" in str(caught.value)


def test_a_secret_without_end_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "config.yaml"
    copy.write_text("")
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN_FILE"):
        load_settings(copy, {"TELEGRAM_BOT_TOKEN_FILE": "/dev/zero"})


@pytest.mark.parametrize("escape", ["\\0", "\\x07", "\\x1b", "\\ud800", "\\u0000"])
def test_an_escape_cannot_hide_what_no_database_takes(tmp_path: Path, escape: str) -> None:
    (tmp_path / "people.yaml").write_text(f'name: "Nguyễn{escape}Văn An"\n')
    root, problems = read_yaml(tmp_path / "people.yaml", name="people.yaml")
    assert [str(p) for p in problems] != []
    assert root is None or root.text("name") == "NguyễnVăn An"
    assert problems[0].line == 1


# --- two looks -----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture
def live(folder: Path) -> LiveRegistry:
    loaded = LiveRegistry(folder, Policies())
    assert loaded.reload()
    return loaded


def tasks(live: LiveRegistry) -> int:
    return sum(len(plan.tasks) for plan in live.in_use.registry.plans.values())


def test_a_change_counts_when_two_looks_see_the_same(live: LiveRegistry, folder: Path) -> None:
    before = tasks(live)
    whole = (folder / PLAN).read_text(encoding="utf-8")
    # Cut off in the middle, yet a plan by itself: one task, one report.
    half = whole[: whole.index("    policy:")].replace("same_as: II.1", "")
    (folder / PLAN).write_text(half, encoding="utf-8")
    assert not live.reload()
    assert tasks(live) == before
    (folder / PLAN).write_text(whole, encoding="utf-8")
    assert not live.reload()
    assert tasks(live) == before
    (folder / PLAN).write_text(half, encoding="utf-8")
    assert not live.reload()
    assert live.reload()
    assert tasks(live) == before - 1


def test_a_file_that_keeps_growing_is_waited_for(live: LiveRegistry, folder: Path) -> None:
    before = live.in_use.registry
    whole = (folder / PLAN).read_text(encoding="utf-8")
    for end in range(len(whole) // 2, len(whole), len(whole) // 9):
        (folder / PLAN).write_text(whole[:end], encoding="utf-8")
        assert not live.reload()
    assert live.in_use.registry is before


@pytest.mark.parametrize("lost", ["", "plans", "calendar"])
@pytest.mark.parametrize("how", ["moved away", "emptied"])
def test_an_emptied_folder_cancels_nothing_however_long(
    live: LiveRegistry, folder: Path, tmp_path: Path, lost: str, how: str
) -> None:
    before, calendar = live.in_use.registry, live.in_use.calendar
    kept = tmp_path / "kept"
    shutil.move(folder / lost, kept)
    if how == "emptied":
        (folder / lost).mkdir(parents=True)
    for _ in range(4):
        assert not live.reload()
    assert (live.in_use.registry, live.in_use.calendar) == (before, calendar)
    assert live.is_emptied
    assert live.errors
    shutil.rmtree(folder / lost, ignore_errors=True)
    shutil.move(kept, folder / lost)
    live.reload()
    live.reload()
    assert not live.errors


def test_an_empty_folder_at_the_start_is_a_fault_where_there_were_plans(folder: Path) -> None:
    shutil.rmtree(folder / "plans")
    fresh, known = LiveRegistry(folder, Policies()), LiveRegistry(folder, Policies())
    known.expects_plans = True
    fresh.reload()
    known.reload()
    assert not fresh.is_emptied
    assert known.is_emptied


def test_a_plan_taken_away_on_purpose_goes(live: LiveRegistry, folder: Path) -> None:
    shutil.copy(folder / PLAN, folder / "plans" / "ke-hoach-hai.yaml")
    live.reload()
    live.reload()
    taken = set(live.in_use.registry.plans)
    (folder / "plans" / "ke-hoach-hai.yaml").unlink()
    assert not live.reload()
    assert live.reload()
    assert set(live.in_use.registry.plans) == taken - {"ke-hoach-hai"}
