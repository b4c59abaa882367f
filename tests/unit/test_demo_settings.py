"""Which files the demo shows: the office's own plans, otherwise those that travel with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo import demo_settings
from bot.registry.shipped import shipped_schedules
from bot.settings import SettingsError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.delenv("DONDOC_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_an_office_the_shipped_plans(here: Path) -> None:
    assert demo_settings().schedules == shipped_schedules()
    assert any((shipped_schedules() / "plans").glob("*.yaml"))


def test_an_office_without_a_plan_sees_the_shipped_ones_with_its_own_settings(here: Path) -> None:
    (here / "config.yaml").write_text("web: {port: 81}", encoding="utf-8")
    assert demo_settings().schedules == shipped_schedules()
    assert demo_settings().config.web.port == 81


def test_an_office_with_plans_sees_its_own(here: Path) -> None:
    (here / "config.yaml").write_text("", encoding="utf-8")
    (here / "schedules" / "plans").mkdir(parents=True)
    (here / "schedules" / "plans" / "a.yaml").write_text("", encoding="utf-8")
    assert demo_settings().schedules == here / "schedules"


def test_a_config_that_is_named_must_be_there(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CONFIG", str(here / "khong-co.yaml"))
    with pytest.raises(SettingsError, match=r"DD\.E001"):
        demo_settings()
