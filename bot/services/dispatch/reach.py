"""Where people can be written to at the moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from bot.domain.schedule.reason import Reason
from bot.store.people.records import Account, AccountState
from bot.store.unit_of_work import UnitOfWork


class AccountLookup:
    """Where people can be written to now."""

    def __init__(self, uow: UnitOfWork, channels: Sequence[str], blocked: Collection[str]) -> None:
        self._uow = uow
        self._channels = tuple(channels)
        self._blocked = frozenset(blocked)
        self._accounts: dict[str, list[Account]] = {}

    def load(self, people: Iterable[str]) -> None:
        """Read the accounts of many people at once."""
        new = [p for p in dict.fromkeys(people) if p not in self._accounts]
        if not new:
            return
        found = self._uow.accounts.accounts_of_people(new)
        self._accounts.update({p: found.get(p, []) for p in new})

    def account(self, person: str) -> Account | Reason:
        """The account to write to, or why there is none."""
        self.load([person])
        accounts = self._accounts[person]
        active = [a for a in accounts if a.state is AccountState.ACTIVE]
        usable = [a for a in active if a.channel in self._channels and a.channel not in self._blocked]
        if usable:
            return min(usable, key=lambda a: self._channels.index(a.channel))
        if active:
            return Reason.CHANNEL_STOPPED
        if any(a.state is AccountState.UNREACHABLE for a in accounts):
            return Reason.UNREACHABLE
        return Reason.CONSENT_WITHDRAWN if accounts else Reason.NOT_LINKED

    def reachable(self, person: str) -> bool:
        """Whether a message would go out."""
        return isinstance(self.account(person), Account)
