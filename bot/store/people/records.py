"""Accounts, consent, invitations, leave as the store hands them out. Times are aware, in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AccountState(StrEnum):
    """Whether a chat may be written to."""

    ACTIVE = "active"
    #: Blocked or deleted at the provider.
    UNREACHABLE = "unreachable"
    #: The person took the consent back, or linked another chat.
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Account:
    """A chat linked to a person."""

    id: int
    channel: str
    address: str
    person: str
    state: AccountState
    linked_at: datetime
    consent_at: datetime | None = None
    consent_version: str | None = None
    reason: str | None = None


class ConsentAction(StrEnum):
    """What a proof is a proof of."""

    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Consent:
    """Proof that consent was given or taken back."""

    person: str
    channel: str
    address: str
    action: ConsentAction
    at: datetime
    version: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class StoredInvite:
    """A single-use linking code, kept only as a hash."""

    id: int
    person: str
    expires_at: datetime
    created_by: str
    created_at: datetime
    used_at: datetime | None = None

    def usable(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Leave:
    """Days somebody is away, both inclusive."""

    person: str
    start: date
    end: date
    stand_in: str | None
    at: datetime
    id: int | None = None


class PrivacyRequestKind(StrEnum):
    """What a person may ask for under the personal-data law."""

    COPY = "copy"
    WITHDRAW = "withdraw"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class PrivacyRequest:
    """A request under the personal-data law, with the day by which it must be answered."""

    id: int
    kind: PrivacyRequestKind
    person: str
    at: datetime
    due_by: date
    done_at: datetime | None = None
