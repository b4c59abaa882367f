"""Whose phone number is which."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.store.people.tables import phones
from bot.store.sql import upsert

_SET_PHONE = upsert(phones, ["person"], ["person", "phone"], ["phone"])


class PhoneRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, person: str, phone: str) -> None:
        """The person's number, as the caller normalised it."""
        self._connection.execute(_SET_PHONE, {"person": person, "phone": phone})

    def of(self, person: str) -> str | None:
        return self._connection.execute(select(phones.c.phone).where(phones.c.person == person)).scalar()

    def owner_of(self, phone: str) -> str | None:
        """Whose number it is; None when nobody's or several people's."""
        found = list(self._connection.execute(select(phones.c.person).where(phones.c.phone == phone)).scalars())
        return found[0] if len(found) == 1 else None
