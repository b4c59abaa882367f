"""Who is reachable where: linked chats, consent, invites, phones, leave, privacy requests."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.store.people.person_data import PersonData
from bot.store.people.records import Account, AccountState, Consent, Leave, PrivacyRequest, StoredInvite
from bot.store.people.tables import accounts, consents, invites, leaves, link_attempts, phones, privacy_requests
from bot.store.sql import chunks, upsert
from bot.store.times import from_epoch, from_epoch_or_none, to_epoch

_LINKED = ["channel", "address", "person", "state", "consent_at", "consent_version", "reason", "linked_at"]
_LINK = upsert(accounts, ["channel", "address"], _LINKED, _LINKED[2:])
_SET_PHONE = upsert(phones, ["person"], ["person", "phone"], ["phone"])


class AccountRepository(PersonData):
    """Reads and writes what belongs to a person's reachability on one connection."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._connection = connection

    # Linked chats

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
        """Every account, by person."""
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
        """Change an account's state, with the reason the board shows."""
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
        """Keep the proof that consent was given or taken back."""
        values = {
            "person": consent.person,
            "channel": consent.channel,
            "address": consent.address,
            "action": consent.action,
            "version": consent.version,
            "purpose": consent.purpose,
            "at": to_epoch(consent.at),
        }
        self._connection.execute(insert(consents).values(values))

    def consents_of(self, person: str) -> list[Consent]:
        """The proofs for a person, oldest first."""
        query = select(consents).where(consents.c.person == person).order_by(consents.c.id)
        return [
            Consent(r.person, r.channel, r.address, r.action, from_epoch(r.at), r.version, r.purpose)
            for r in self._connection.execute(query)
        ]

    # Invites

    def create_invite(
        self, person: str, code_hash: str, expires_at: datetime, created_by: str, created_at: datetime
    ) -> StoredInvite:
        """Store a single-use code by its hash; a hash may stand only once."""
        values = {
            "person": person,
            "code_hash": code_hash,
            "expires_at": to_epoch(expires_at),
            "created_by": created_by,
            "created_at": to_epoch(created_at),
        }
        row = self._connection.execute(insert(invites).values(values).returning(*invites.c)).one()
        return _invite(row)

    def invite_by_hash(self, code_hash: str) -> StoredInvite | None:
        """The invite in whatever state; ask ``usable``."""
        row = self._connection.execute(select(invites).where(invites.c.code_hash == code_hash)).first()
        return None if row is None else _invite(row)

    def known_codes(self, hashes: Collection[str]) -> set[str]:
        """Those of the hashes that an invitation was made for."""
        query = select(invites.c.code_hash)
        return {
            found
            for part in chunks(hashes)
            for found in self._connection.execute(query.where(invites.c.code_hash.in_(part))).scalars()
        }

    def invite(self, invite_id: int) -> StoredInvite | None:
        """The invite in whatever state; ask ``usable``."""
        row = self._connection.execute(select(invites).where(invites.c.id == invite_id)).first()
        return None if row is None else _invite(row)

    def use_invite(self, invite_id: int, at: datetime) -> bool:
        """Mark as used; False when somebody else was quicker."""
        unused = update(invites).where(invites.c.id == invite_id, invites.c.used_at.is_(None))
        return self._connection.execute(unused.values(used_at=to_epoch(at))).rowcount == 1

    def add_attempt(self, channel: str, address: str, at: datetime) -> None:
        """Count a wrong code."""
        values = {"channel": channel, "address": address, "at": to_epoch(at)}
        self._connection.execute(insert(link_attempts).values(values))

    def link_attempts(self, channel: str, address: str, since: datetime) -> list[datetime]:
        """When wrong codes came from that chat since then, oldest first."""
        at = link_attempts.c.at
        query = select(at).where(link_attempts.c.channel == channel, at >= to_epoch(since)).order_by(at)
        mine = self._connection.execute(query.where(link_attempts.c.address == address)).scalars()
        return [from_epoch(moment) for moment in mine]

    # Phones

    def set_phone(self, person: str, phone: str) -> None:
        """The person's number, as the caller normalised it."""
        self._connection.execute(_SET_PHONE, {"person": person, "phone": phone})

    def phone_of(self, person: str) -> str | None:
        """The stored number, if any."""
        return self._connection.execute(select(phones.c.phone).where(phones.c.person == person)).scalar()

    def person_by_phone(self, phone: str) -> str | None:
        """Whose number it is; None when nobody's or several people's."""
        found = list(self._connection.execute(select(phones.c.person).where(phones.c.phone == phone)).scalars())
        return found[0] if len(found) == 1 else None

    # Leave

    def add_leave(self, leave: Leave) -> Leave:
        """Store it; returns it with its id."""
        values = {
            "person": leave.person,
            "start": leave.start.isoformat(),
            "end": leave.end.isoformat(),
            "stand_in": leave.stand_in,
            "at": to_epoch(leave.at),
        }
        return _leave(self._connection.execute(insert(leaves).values(values).returning(*leaves.c)).one())

    def leave_on(self, person: str, day: date) -> Leave | None:
        """The leave that covers the day, the one given last when several do."""
        return self.leaves_on(day).get(person)

    def leaves_on(self, day: date) -> dict[str, Leave]:
        """Who is away on that day."""
        iso = day.isoformat()
        query = select(leaves).where(leaves.c.end >= iso, leaves.c.start <= iso, leaves.c.cancelled_at.is_(None))
        return {row.person: _leave(row) for row in self._connection.execute(query.order_by(leaves.c.id))}

    def leaves_of(self, person: str, since: date) -> list[Leave]:
        """Leaves that end on or after ``since`` and still hold, by first day."""
        query = select(leaves).where(leaves.c.person == person, leaves.c.end >= since.isoformat())
        query = query.where(leaves.c.cancelled_at.is_(None)).order_by(leaves.c.start, leaves.c.id)
        return [_leave(row) for row in self._connection.execute(query)]

    def cancel_leave(self, leave_id: int, at: datetime) -> None:
        """The person is back earlier, or does not go."""
        self._connection.execute(update(leaves).where(leaves.c.id == leave_id).values(cancelled_at=to_epoch(at)))

    # Requests under the personal-data law

    def add_privacy_request(self, kind: str, person: str, at: datetime, due_by: date) -> int:
        """Log a request (access, withdraw, delete …); ``due_by`` is the last lawful day to answer."""
        values = {"kind": kind, "person": person, "at": to_epoch(at), "due_by": due_by.isoformat()}
        return int(
            self._connection.execute(
                insert(privacy_requests).values(values).returning(privacy_requests.c.id)
            ).scalar_one()
        )

    def finish_privacy_request(self, request_id: int, at: datetime) -> None:
        """It has been answered."""
        done = update(privacy_requests).where(privacy_requests.c.id == request_id)
        self._connection.execute(done.values(done_at=to_epoch(at)))

    def privacy_requests(self, *, open_only: bool = False) -> list[PrivacyRequest]:
        """All requests, the most pressing first."""
        query = select(privacy_requests).order_by(privacy_requests.c.due_by, privacy_requests.c.id)
        if open_only:
            query = query.where(privacy_requests.c.done_at.is_(None))
        return [_privacy_request(row) for row in self._connection.execute(query)]


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


def _invite(row: Row[Any]) -> StoredInvite:
    return StoredInvite(
        id=row.id,
        person=row.person,
        expires_at=from_epoch(row.expires_at),
        created_by=row.created_by,
        created_at=from_epoch(row.created_at),
        used_at=from_epoch_or_none(row.used_at),
    )


def _leave(row: Row[Any]) -> Leave:
    start, end = date.fromisoformat(row.start), date.fromisoformat(row.end)
    return Leave(row.person, start, end, row.stand_in, from_epoch(row.at), row.id)


def _privacy_request(row: Row[Any]) -> PrivacyRequest:
    return PrivacyRequest(
        id=row.id,
        kind=row.kind,
        person=row.person,
        at=from_epoch(row.at),
        due_by=date.fromisoformat(row.due_by),
        done_at=from_epoch_or_none(row.done_at),
    )
