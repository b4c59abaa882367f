"""The command menu Telegram shows beside the typing field, per role."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import BotCommand

from bot.domain.plan.plan import Role
from bot.messages.menu import BY_ROLE, EVERYBODY


def menu(roles: Iterable[Role] = ()) -> list[BotCommand]:
    """The commands for somebody who holds ``roles``; of several roles the first decides a command's label."""
    own: dict[str, str] = {}
    for role in roles:
        own = BY_ROLE.get(role, {}) | own
    return [BotCommand(command, own.get(command, label)) for command, label in EVERYBODY]
