"""What the store hands out: frozen records. Times are aware, in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.channels.base import InboundEvent, OutboundMessage
from bot.domain.schedule.occurrence import Occurrence
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.domain.schedule.step import Step


@dataclass(frozen=True, slots=True)
class StoredOccurrence:
    """An occurrence with its due-date version and whether it still asks for anything."""

    occurrence: Occurrence
    version: int
    #: When this version was first seen.
    since: datetime
    #: Why nothing more is asked; None while open.
    closed: Reason | None = None
    closed_at: datetime | None = None
    #: No longer in the registry.
    withdrawn: bool = False

    @property
    def open(self) -> bool:
        """True while an answer is still wanted."""
        return self.closed is None and not self.withdrawn


@dataclass(frozen=True, slots=True)
class DueVersion:
    """The dates an occurrence had under one version."""

    occurrence: str
    version: int
    due: date
    last_day: date
    target: date
    since: datetime


@dataclass(frozen=True, slots=True)
class StoredReminder:
    """A reminder row."""

    id: int
    occurrence: str
    version: int
    recipient: str | None
    step: Step
    send_at: datetime
    state: ReminderState
    reason: Reason | None = None
    #: What a provider said beside the reason.
    detail: str = ""
    delivery: int | None = None
    #: When it may be claimed: ``send_at``, or later when postponed or retried; None when it is not waiting.
    due_at: datetime | None = None
    #: How often it ended ``unknown``; a row with one is repeated and marked so.
    repeats: int = 0


class NewReminder(NamedTuple):
    """A reminder to insert. A tuple, because planning makes them by the hundred thousand."""

    occurrence: str
    version: int
    recipient: str | None
    step: Step
    send_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryItems:
    """What a digest told: ids of the reminders and keys of the occurrences, in the order shown."""

    reminders: tuple[int, ...] = ()
    occurrences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One digest to one person in one slot."""

    id: int
    person: str
    channel: str
    address: str
    #: Local date and half day: "2024-09-04am".
    slot: str
    kind: str
    message: OutboundMessage
    items: DeliveryItems
    #: ``planned`` when a stopped process has given it back.
    state: ReminderState
    attempts: int = 0
    #: 1 when it repeats one that may have arrived.
    repeat: int = 0
    message_id: str | None = None
    reason: Reason | None = None
    detail: str = ""
    at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """What became of one delivery, for the batched mark."""

    delivery: int
    reminders: tuple[int, ...]
    state: ReminderState
    at: datetime
    message_id: str | None = None
    reason: Reason | None = None
    detail: str = ""
    #: When to try again; None when nobody will.
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredReply:
    """A queued answer of the conversation."""

    id: int
    channel: str
    address: str
    message: OutboundMessage
    event_id: str | None
    state: ReminderState
    attempts: int
    at: datetime
    #: How often it ended ``unknown``.
    repeats: int = 0
    message_id: str | None = None
    error: str | None = None


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


@dataclass(frozen=True, slots=True)
class Consent:
    """Proof that consent was given or taken back."""

    person: str
    channel: str
    address: str
    #: "granted" or "withdrawn".
    action: str
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
        """True while it has neither been used nor expired."""
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


@dataclass(frozen=True, slots=True)
class PrivacyRequest:
    """A request under the personal-data law, with the day by which it must be answered."""

    id: int
    kind: str
    person: str
    at: datetime
    due_by: date
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An inbound event with its order of arrival."""

    seq: int
    event: InboundEvent
    processed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredSnooze:
    """Asked by the person: nothing about this occurrence before ``until``."""

    person: str
    occurrence: str
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredDisclaim:
    """ "Không phải việc của tôi": waits for the coordinator."""

    id: int
    occurrence: str
    task: str | None
    person: str
    reason: str | None
    #: Person id or free text the officer suggests instead.
    suggested: str | None
    at: datetime
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what when."""

    actor: str
    action: str
    detail: Mapping[str, object]
    at: datetime
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A registry as it was applied."""

    id: int
    digest: str
    summary: Mapping[str, object]
    actor: str
    at: datetime
