"""Every command that is offered anywhere is one that is answered."""

from __future__ import annotations

import re

import pytest

from bot.channels.telegram.menus import menu
from bot.domain.conversation import Notice
from bot.messages.conversation.notices import PLAIN
from bot.messages.web import COMMAND_HINTS
from bot.services.people.privacy import COMMANDS
from tests.unit.conversation_desk import Chat, desk, report, single

IN_MENU = {c.command for c in menu()}
IN_HELP = set(re.findall(r"^/(\w+)", PLAIN[Notice.HELP], re.MULTILINE))
ON_PAGE = {command.removeprefix("/") for command, _ in COMMAND_HINTS}


@pytest.mark.parametrize("command", sorted(IN_MENU | IN_HELP | ON_PAGE))
def test_it_is_answered(command: str) -> None:
    chat = Chat(desk(report(), single())).commands(command)
    assert command in COMMANDS or Notice.UNKNOWN_COMMAND not in chat.kinds


def test_the_menu_has_what_the_help_names() -> None:
    assert {"baocao", "huy"} <= IN_MENU
    assert IN_HELP <= IN_MENU
    assert ON_PAGE <= IN_MENU
