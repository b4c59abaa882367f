"""The contract every channel keeps: what goes out, what comes in, and what an error means for the caller."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.errors import DondocError


@dataclass(frozen=True, slots=True)
class Button:
    """A tappable choice. ``data`` is opaque to channels, at most 64 bytes of UTF-8."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class OutboundFile:
    """A file sent with a message."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """Text in the HTML subset ``<b> <i> <u> <code> <a href>``, everything people typed escaped.

    Channels without markup strip the tags.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: OutboundFile | None = None
    #: Provider message id to edit in place instead of sending anew.
    edits: str | None = None
    #: Ask for the person's own phone number with the channel's own button.
    asks_contact: bool = False
    #: No sound on the phone.
    quiet: bool = False
    #: The topic of a group's forum it belongs to, as the provider names it.
    thread: str | None = None
    #: The last word to a chat that is to be forgotten: its row goes as soon as nothing more can be done for it.
    forget: bool = False


@dataclass(frozen=True, slots=True)
class SendResult:
    """What the provider answered."""

    message_id: str | None


class Verdict(StrEnum):
    """What the caller does next after a failed send."""

    #: Temporary: try again after ``retry_after`` seconds (or the caller's own delay).
    RETRY = "retry"
    #: Blocked, deleted, never started: mark the account unreachable.
    RECIPIENT_GONE = "recipient_gone"
    #: May have arrived: ``unknown``, repeat at most once.
    AMBIGUOUS = "ambiguous"
    #: Out of messages for the day or month.
    QUOTA = "quota"
    #: The message itself is refused; sending it again cannot help.
    REJECTED = "rejected"
    #: The channel is unusable (token revoked): stop sending, tell the admins.
    STOP_CHANNEL = "stop_channel"
    #: The address has a new value (``new_address``).
    MOVED = "moved"


class SendError(DondocError):
    """A send that failed: ``verdict`` says what comes next; ``retry_after`` is in seconds."""

    def __init__(
        self, verdict: Verdict, reason: str, *, retry_after: float | None = None, new_address: str | None = None
    ) -> None:
        super().__init__(reason)
        self.verdict = verdict
        self.retry_after = retry_after
        self.new_address = new_address


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do; decides how a message is rendered."""

    buttons: bool = True
    edit: bool = True
    files: bool = True
    markup: bool = True
    #: In UTF-16 units.
    max_text: int = 4096
    per_second: float = 30.0
    per_chat_second: float = 1.0
    in_flight: int = 16
    monthly_quota: int | None = None


class EventKind(StrEnum):
    """What a person did."""

    TEXT = "text"
    COMMAND = "command"
    TAP = "tap"
    CONTACT = "contact"
    FILE = "file"
    #: Sticker, voice, location …: answered kindly, not understood.
    OTHER = "other"
    #: The person blocked or unblocked the bot.
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    #: A group became a supergroup; ``text`` is the new address.
    MIGRATED = "migrated"


@dataclass(frozen=True, slots=True)
class InboundFile:
    """A file somebody sent; fetched with ``Channel.fetch``."""

    ref: str
    name: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class InboundEvent:
    """One thing a person did, normalised. Unique by (channel, external_id)."""

    channel: str
    external_id: str
    #: Chat id, as text.
    address: str
    kind: EventKind
    at: datetime
    #: Typed text; for a command the words after it; for a contact the phone number.
    text: str = ""
    #: Command name without the slash, lower case.
    command: str = ""
    #: Button data of a tap.
    data: str = ""
    #: Provider id of the message tapped.
    message_id: str | None = None
    #: Provider id needed to answer the tap itself.
    tap_id: str | None = None
    file: InboundFile | None = None
    #: True in a group chat: task data is never shown there.
    group: bool = False
    #: True when a shared contact is the sender's own.
    own_contact: bool = False
    #: The topic of a group's forum it was written in.
    thread: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OddUpdate:
    """Something that came in and cannot be read as an event: kept as it is, counted, never tried again.

    ``reason`` is a short code for the log; ``raw`` is ASCII, at most ``RAW_KEPT`` characters, and may hold personal
    data.
    """

    channel: str
    external_id: str
    reason: str
    raw: str


#: What is kept of an odd update.
RAW_KEPT = 4_096

Inbound = InboundEvent | OddUpdate


class Channel(Protocol):
    """One messaging network. Async, used from one event loop."""

    name: str
    capabilities: Capabilities

    async def start(self) -> None:
        """Open connections, register command menus; raises SendError(STOP_CHANNEL) on a refused token."""
        ...

    async def stop(self) -> None:
        """Close connections."""
        ...

    async def send(self, address: str, message: OutboundMessage) -> SendResult:
        """Send or edit one message; raises SendError with a verdict. Never paces: the dispatcher does."""
        ...

    async def answer_tap(self, event: InboundEvent, text: str = "") -> None:
        """Stop the spinner on a tapped button; errors are swallowed (the tap may be old)."""
        ...

    async def fetch(self, file: InboundFile) -> bytes:
        """Download a file somebody sent; raises SendError."""
        ...

    def updates(self) -> AsyncIterator[list[Inbound]]:
        """Batches as they come; a batch is confirmed to the provider only when the next is asked for."""
        ...
