"""The contract every channel keeps: what goes out, what comes in, and what an error means for the caller.

Nothing outside a channel's own package, ``bootstrap`` and ``settings`` knows which networks there are. What a network
lacks is an honest answer here (False, None, nothing done), never a member that is missing. ``docs/channels.md``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.plan.plan import Role
from bot.domain.schedule.failed_send import Verdict as Verdict  # noqa: PLC0414 - part of the contract
from bot.errors import DondocError

#: Bytes of UTF-8 that the data of our own buttons never exceeds.
BUTTON_DATA = 64


@dataclass(frozen=True, slots=True)
class Button:
    """A tappable choice. ``data`` is opaque to channels, at most ``BUTTON_DATA`` bytes of UTF-8."""

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

    Channels without markup send ``splitting.plain_text`` of it; those without buttons leave them out.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: OutboundFile | None = None
    #: Provider message id to edit in place instead of sending anew.
    edits: str | None = None
    #: Ask for the person's own phone number with the channel's own button, where it has one.
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
    """What a channel can do; decides how a message is rendered and paced. As it stands: short text, one at a time."""

    #: UTF-16 units of visible text in one message; ``send`` cuts what is longer.
    max_text: int
    #: Bytes of UTF-8 the data of a button may have; 0 = no buttons.
    button_data: int = 0
    #: A message sent earlier can be changed in place. Else what should change it is sent anew.
    edit: bool = False
    #: A message may carry a file.
    files: bool = False
    per_second: float = 1.0
    per_chat_second: float = 1.0
    #: Messages a group may get in a minute; None = no limit of its own.
    per_group_minute: int | None = None
    #: What the address of a group begins with; None where an address does not tell.
    group_prefix: str | None = None
    #: Sends under way at the same time.
    in_flight: int = 1

    @property
    def buttons(self) -> bool:
        """Whether choices are tapped; else they are answered by number."""
        return self.button_data >= BUTTON_DATA

    def is_group(self, address: str) -> bool:
        """Whether the address is known to be a group's."""
        return self.group_prefix is not None and address.startswith(self.group_prefix)


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """Whether a channel works, as ``/healthz``, ``dondoc doctor`` and the admins are told.

    ``reason`` is a Vietnamese sentence, empty while all is well; ``since`` is when it became so (aware).
    """

    ok: bool
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """What ``Channel.examine`` found; ``text`` is Vietnamese and follows the channel's title and a colon."""

    ok: bool
    text: str


class WebhookRefused(DondocError):
    """A call does not prove that it is the network's; answered by its status, never shown."""


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

    #: As in ``config.yaml`` and in the database.
    name: str
    #: As people read it, in Vietnamese, also within a sentence.
    title: str
    capabilities: Capabilities
    #: Root of the provider's server, as a URL; None when nothing leaves this machine.
    server: str | None
    #: The public address the network calls with what people did; None when it does not call.
    webhook_url: str | None

    async def start(self) -> None:
        """Open connections, offer menus; raises SendError(STOP_CHANNEL) on a refused token."""
        ...

    async def stop(self) -> None:
        """Close connections; ends a waiting ``updates``."""
        ...

    def health(self) -> ChannelHealth:
        """Whether messages come in and go out, as far as known now; asks nobody."""
        ...

    async def examine(self) -> Finding:
        """Ask the provider once, also before ``start``, whether it accepts us; changes nothing there."""
        ...

    async def send(self, address: str, message: OutboundMessage) -> SendResult:
        """Send or edit one message; raises SendError with a verdict. Never paces: the dispatcher does."""
        ...

    async def answer_tap(self, event: InboundEvent, text: str = "") -> None:
        """Stop the spinner on a tapped button; errors are swallowed (the tap may be old). Nothing without buttons."""
        ...

    async def set_menu(self, address: str, roles: Iterable[Role]) -> None:
        """Show the commands of ``roles`` in this chat; raises SendError. Nothing on a network without menus."""
        ...

    async def invitation_link(self, code: str) -> str | None:
        """What opens the chat with the code filled in, also before ``start``; None where there is no such link."""
        ...

    async def fetch(self, file: InboundFile) -> bytes:
        """Download a file somebody sent; raises SendError."""
        ...

    def updates(self) -> AsyncIterator[list[Inbound]] | None:
        """Batches as they come; a batch is confirmed to the provider only when the next is asked for.

        None where there is nothing to ask for: the network only calls, or takes no answers.
        """
        ...

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Inbound]:
        """What stands in one call, nothing for what is not for us; WebhookRefused unless the call proves itself.

        The caller stores it before it answers 200.
        """
        ...
