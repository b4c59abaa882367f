"""What the guides name exists: chat commands, buttons, the program's commands and options, addresses, settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from bot.cli.entry import app
from bot.messages.menu import EVERYBODY
from bot.services.people import privacy
from bot.settings import Environment

ROOT = Path(__file__).parents[2]
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("huong-dan-*.md"))]
CHAT_COMMANDS = {"start", *privacy.COMMANDS, *(name for name, _ in EVERYBODY)}
#: Bold for stress, not a button's name.
STRESSED = {"mật", "chưa gửi", "cán bộ", "Hướng dẫn"}


def said(folder: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot" / folder).rglob("*.py"))


@pytest.fixture(params=GUIDES, ids=lambda path: path.name)
def guide(request: pytest.FixtureRequest) -> str:
    return str(request.param.read_text(encoding="utf-8"))


def test_every_command_and_address_in_a_guide_exists(guide: str) -> None:
    routes = said("web")
    for name in re.findall(r"(?<![\w./:-])/([a-z]{2,})(?![\w/-])", guide):
        assert name in CHAT_COMMANDS or f'"/{name}"' in routes, name


def test_every_button_in_a_guide_exists(guide: str) -> None:
    messages = said("messages")
    buttons = {b.strip(" .:?") for b in re.findall(r"\*\*([^*\n]+)\*\*", guide)} - STRESSED
    pressed = re.findall(r"(?:[Bb]ấm|chọn|press|hoặc)\s+(\*\*[^*\n]+\*\*)", guide)
    for label in {p.strip("*") for p in pressed}:
        assert label in messages + (ROOT / "bot/web/templates/demo.html").read_text(encoding="utf-8"), label
        assert label in buttons


def test_every_program_command_and_option_in_a_guide_exists(guide: str) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    for name, rest in re.findall(r"(?:^|`|    )dondoc ([a-z-]+)([^`#\n→]*)", guide, re.M):
        command = group.get_command(typer.Context(group), name)
        assert command is not None, name
        options = {option for parameter in command.params for option in parameter.opts}
        for option in re.findall(r"(--[a-z-]+)", rest):
            assert option in options, f"dondoc {name} {option}"


def test_every_variable_in_a_guide_is_a_setting(guide: str) -> None:
    known = {name.upper() for name in Environment.model_fields}
    for name in re.findall(r"\b((?:TELEGRAM|DATABASE|DONDOC|ZALO|SMTP)_[A-Z_]+)\b", guide):
        assert name.removesuffix("_FILE") in known | {"DONDOC_CONFIG"}, name
