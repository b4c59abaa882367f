"""Invitations by the hash of their code, and wrong codes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.store.people.records import StoredInvite
from bot.store.people.tables import invites, link_attempts
from bot.store.sql import chunks
from bot.store.times import from_epoch, from_epoch_or_none, to_epoch


class InviteRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(
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

    def by_hash(self, code_hash: str) -> StoredInvite | None:
        """The invite in whatever state; ask ``usable``."""
        row = self._connection.execute(select(invites).where(invites.c.code_hash == code_hash)).first()
        return None if row is None else _invite(row)

    def known_codes(self, hashes: Collection[str]) -> set[str]:
        query = select(invites.c.code_hash)
        return {
            found
            for part in chunks(hashes)
            for found in self._connection.execute(query.where(invites.c.code_hash.in_(part))).scalars()
        }

    def get(self, invite_id: int) -> StoredInvite | None:
        """The invite in whatever state; ask ``usable``."""
        row = self._connection.execute(select(invites).where(invites.c.id == invite_id)).first()
        return None if row is None else _invite(row)

    def use(self, invite_id: int, at: datetime) -> bool:
        """Mark as used; False when somebody else was quicker."""
        unused = update(invites).where(invites.c.id == invite_id, invites.c.used_at.is_(None))
        return self._connection.execute(unused.values(used_at=to_epoch(at))).rowcount == 1

    def add_attempt(self, channel: str, address: str, at: datetime) -> None:
        values = {"channel": channel, "address": address, "at": to_epoch(at)}
        self._connection.execute(insert(link_attempts).values(values))

    def link_attempts(self, channel: str, address: str, since: datetime) -> list[datetime]:
        """When wrong codes came from that chat since then, oldest first."""
        at = link_attempts.c.at
        query = select(at).where(link_attempts.c.channel == channel, at >= to_epoch(since)).order_by(at)
        mine = self._connection.execute(query.where(link_attempts.c.address == address)).scalars()
        return [from_epoch(moment) for moment in mine]


def _invite(row: Row[Any]) -> StoredInvite:
    return StoredInvite(
        id=row.id,
        person=row.person,
        expires_at=from_epoch(row.expires_at),
        created_by=row.created_by,
        created_at=from_epoch(row.created_at),
        used_at=from_epoch_or_none(row.used_at),
    )
