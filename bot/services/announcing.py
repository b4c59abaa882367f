"""Telling people something outside the reminders: queued like any answer, so it survives a crash."""

from __future__ import annotations

from datetime import datetime

from bot.channels.base import OutboundMessage
from bot.domain.plan import Registry, Role
from bot.store.records import AccountState
from bot.store.unit_of_work import UnitOfWork


def tell_admins(uow: UnitOfWork, registry: Registry, text: str, now: datetime) -> int:
    """Queue ``text`` for every linked admin; how many chats it goes to."""
    admins = [p.id for p in registry.people.values() if Role.ADMIN in p.roles]
    told = 0
    for accounts in uow.accounts.accounts_of_people(admins).values():
        for account in accounts:
            if account.state is AccountState.ACTIVE:
                uow.outbox.queue_reply(account.channel, account.address, OutboundMessage(text), None, now)
                told += 1
    return told
