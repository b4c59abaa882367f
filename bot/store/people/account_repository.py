"""Linked chats, and the proof that their people agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.store.people.records import Account, AccountState, Consent, ConsentAction
from bot.store.people.tables import accounts, consents
from bot.store.sql import chunks, upsert
from bot.store.times import from_epoch, from_epoch_or_none, to_epoch

_LINKED = ["channel", "address", "person", "state", "consent_at", "consent_version", "reason", "linked_at"]
_LINK = upsert(accounts, ["channel", "address"], _LINKED, _LINKED[2:])


class AccountRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def account_at(self, channel: str, address: str) -> Account | None:
        """The account of that chat in whatever state, if it was ever linked."""
        query = select(accounts).where(accounts.c.channel == channel, accounts.c.address == address)
        row = self._connection.execute(query).first()
        return None if row is None else _account(row)

    def accounts_of(self, person: str) -> list[Account]:
        """All accounts of the person in whatever state, in the order they were linked."""
        return self.accounts_of_people([person]).get(person, [])

    def accounts_of_people(self, people: Iterable[str]) -> dict[str, list[Account]]:
        """``accounts_of`` for many; people without any are absent."""
        found: dict[str, list[Account]] = {}
        query = select(accounts).order_by(accounts.c.linked_at, accounts.c.id)
        for part in chunks(dict.fromkeys(people)):
            for row in self._connection.execute(query.where(accounts.c.person.in_(part))):
                found.setdefault(row.person, []).append(_account(row))
        return found

    def all_accounts(self) -> list[Account]:
        return [_account(row) for row in self._connection.execute(select(accounts).order_by(accounts.c.person))]

    def link(self, person: str, channel: str, address: str, consent_version: str, at: datetime) -> Account:
        """Tie the chat to the person with the consent just given; a chat linked before changes hands."""
        moment = to_epoch(at)
        values = {
            "channel": channel,
            "address": address,
            "person": person,
            "state": AccountState.ACTIVE.value,
            "consent_at": moment,
            "consent_version": consent_version,
            "reason": None,
            "linked_at": moment,
        }
        self._connection.execute(_LINK, values)
        account = self.account_at(channel, address)
        if account is None:
            raise LookupError(address)
        return account

    def set_state(self, account_id: int, state: AccountState, reason: str | None = None) -> None:
        values = {"state": state.value, "reason": reason}
        self._connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))

    def move_address(self, channel: str, old: str, new: str) -> None:
        """The provider gave the chat a new address; an account already at the new one gives way."""
        if old == new or self.account_at(channel, old) is None:
            return
        self._connection.execute(delete(accounts).where(accounts.c.channel == channel, accounts.c.address == new))
        moved = update(accounts).where(accounts.c.channel == channel, accounts.c.address == old)
        self._connection.execute(moved.values(address=new))

    def add_consent(self, consent: Consent) -> None:
        values = {
            "person": consent.person,
            "channel": consent.channel,
            "address": consent.address,
            "action": consent.action.value,
            "version": consent.version,
            "purpose": consent.purpose,
            "at": to_epoch(consent.at),
        }
        self._connection.execute(insert(consents).values(values))

    def consents_of(self, person: str) -> list[Consent]:
        """The proofs for a person, oldest first."""
        query = select(consents).where(consents.c.person == person).order_by(consents.c.id)
        return [
            Consent(r.person, r.channel, r.address, ConsentAction(r.action), from_epoch(r.at), r.version, r.purpose)
            for r in self._connection.execute(query)
        ]


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        channel=row.channel,
        address=row.address,
        person=row.person,
        state=AccountState(row.state),
        linked_at=from_epoch(row.linked_at),
        consent_at=from_epoch_or_none(row.consent_at),
        consent_version=row.consent_version,
        reason=row.reason,
    )
