"""Telling people something outside the reminders: queued like any answer, so it survives a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.channels.base import Button, OutboundMessage
from bot.domain.plan.plan import Registry, Role
from bot.store.people.records import AccountState
from bot.store.unit_of_work import UnitOfWork


def tell(
    uow: UnitOfWork,
    people: Iterable[str],
    text: str,
    now: datetime,
    *,
    buttons: Callable[[str], tuple[tuple[Button, ...], ...]] = lambda _address: (),
) -> int:
    """Queue ``text`` for every working chat of ``people`` (ids); how many chats it goes to.

    ``buttons`` makes those for a chat, since they are signed for its address.
    """
    told = 0
    for accounts in uow.accounts.accounts_of_people(people).values():
        for account in accounts:
            if account.state is AccountState.ACTIVE:
                message = OutboundMessage(text, buttons(account.address))
                uow.replies.queue(account.channel, account.address, message, at=now)
                told += 1
    return told


def tell_admins(uow: UnitOfWork, registry: Registry, text: str, now: datetime) -> int:
    """As ``tell``, for the admins."""
    return tell(uow, [p.id for p in registry.people.values() if Role.ADMIN in p.roles], text, now)
