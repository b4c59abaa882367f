"""Digests and replies as the store hands them out. Times are aware, in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.channels.base import OutboundMessage
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState


@dataclass(frozen=True, slots=True)
class DeliveryItems:
    """What a digest told: ids of the reminders and keys of the occurrences, in the order shown."""

    reminders: tuple[int, ...] = ()
    occurrences: tuple[str, ...] = ()


class DeliveryKind(StrEnum):
    """Why somebody is written to; a person gets one message of a kind in a slot."""

    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One digest to one person in one slot."""

    id: int
    person: str
    channel: str
    address: str
    #: Local date and half day: "2024-09-04am".
    slot: str
    kind: DeliveryKind
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
