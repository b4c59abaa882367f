"""A channel inside the process: the demo's phones and the tests' double. Nothing leaves the machine.

Keeps, per address, the messages as a phone would show them; can be told to fail the way real networks do.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.base import (
    BUTTON_DATA,
    Capabilities,
    ChannelHealth,
    Finding,
    Inbound,
    InboundEvent,
    InboundFile,
    OutboundMessage,
    SendError,
    SendResult,
    Verdict,
    WebhookRefused,
)
from bot.channels.splitting import split_html
from bot.domain.plan.plan import Role
from bot.messages.operations import NO_TOKEN_NEEDED

#: Phones that can do everything.
PHONES = Capabilities(
    max_text=4096, button_data=BUTTON_DATA, edit=True, files=True, per_second=30.0, per_chat_second=1.0, in_flight=16
)


@dataclass(frozen=True, slots=True)
class LocalMessage:
    """One message on somebody's phone."""

    id: str
    address: str
    message: OutboundMessage
    #: Times it was edited in place.
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """How a send fails: with ``error``, before the message arrives or, when ``arrives``, after."""

    error: Exception
    arrives: bool = False


class LocalChannel:
    """Implements ``Channel``. ``on_change`` is called with the address after anything there has changed."""

    title = "thử nghiệm"
    server: str | None = None
    webhook_url: str | None = None

    def __init__(
        self,
        name: str = "local",
        capabilities: Capabilities | None = None,
        on_change: Callable[[str], None] | None = None,
    ) -> None:
        self.name = name
        self.capabilities = capabilities or PHONES
        self.on_change = on_change
        #: Every call of ``send`` in order, failed ones included.
        self.calls: list[tuple[str, OutboundMessage]] = []
        #: Answers to taps, in order: (tap id, text).
        self.tap_answers: list[tuple[str | None, str]] = []
        #: Most sends under way at the same time so far.
        self.most_in_flight = 0
        self._in_flight = 0
        self._chats: dict[str, dict[str, LocalMessage]] = {}
        self._files: dict[str, bytes] = {}
        self._failures: dict[str | None, deque[Failure]] = {}
        self._inbox: asyncio.Queue[Inbound] = asyncio.Queue()
        self._next_id = 0
        self._gate: asyncio.Event | None = None
        self._call = asyncio.Event()
        self._stopped: str | None = None

    # For the demo and the tests

    def chat(self, address: str) -> list[LocalMessage]:
        """The messages on that phone, oldest first."""
        return list(self._chats.get(address, {}).values())

    def addresses(self) -> list[str]:
        """Phones that have received anything."""
        return list(self._chats)

    def fail(self, *errors: Exception, address: str | None = None, arrives: bool = False) -> None:
        """Let the next sends fail one after another (to ``address`` only when given).

        With ``arrives`` the message is delivered all the same: the answer got lost.
        """
        self._failures.setdefault(address, deque()).extend(Failure(e, arrives) for e in errors)

    def hold(self) -> asyncio.Event:
        """Keep sends that begin from now on under way until ``let_go``, or until the event returned is set."""
        self._gate = asyncio.Event()
        return self._gate

    def pass_new(self) -> None:
        """Sends that begin from now on go through; those held stay so until their event is set."""
        self._gate = None

    def let_go(self) -> None:
        """Finish the sends that are held."""
        if self._gate is not None:
            self._gate.set()
            self._gate = None

    async def called(self, times: int) -> None:
        """Returns once ``send`` has been called so often altogether."""
        while len(self.calls) < times:
            self._call.clear()
            await self._call.wait()

    def put(self, event: InboundEvent, content: bytes | None = None) -> None:
        """Something a person did, to come out of ``updates``; ``content`` of the file sent with it."""
        if event.file is not None and content is not None:
            self.keep_file(event.file.ref, content)
        self._inbox.put_nowait(event)

    def keep_file(self, ref: str, content: bytes) -> None:
        """Bytes for ``fetch``."""
        self._files[ref] = content

    # Channel

    async def start(self) -> None:
        """Nothing to open."""

    async def stop(self) -> None:
        """Nothing to close."""
        self.let_go()

    def health(self) -> ChannelHealth:
        """Always well."""
        return ChannelHealth(True, "", _SINCE)

    async def examine(self) -> Finding:
        """There is nobody to ask."""
        return Finding(True, NO_TOKEN_NEEDED)

    async def send(self, address: str, message: OutboundMessage) -> SendResult:
        """Put the message on that phone, in parts when it is too long; or fail as told."""
        self.calls.append((address, message))
        self._call.set()
        self._in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self._in_flight)
        try:
            if self._gate is not None:
                await self._gate.wait()
            return self._deliver(address, message)
        finally:
            self._in_flight -= 1

    async def answer_tap(self, event: InboundEvent, text: str = "") -> None:
        """Remember what the tapped button answered."""
        self.tap_answers.append((event.tap_id, text))

    async def set_menu(self, address: str, roles: Iterable[Role]) -> None:
        """These phones show no menu."""

    async def invitation_link(self, code: str) -> str | None:
        """Nothing opens a chat in here."""
        return None

    async def fetch(self, file: InboundFile) -> bytes:
        """The bytes of a file somebody sent; REJECTED when there is none under that reference."""
        try:
            return self._files[file.ref]
        except KeyError:
            raise SendError(Verdict.REJECTED, "no such file") from None

    async def updates(self) -> AsyncIterator[list[Inbound]]:
        """What ``put`` was given, in batches."""
        while True:
            batch = [await self._inbox.get()]
            while not self._inbox.empty():
                batch.append(self._inbox.get_nowait())
            yield batch

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Inbound]:
        """Nobody calls."""
        raise WebhookRefused

    def _deliver(self, address: str, message: OutboundMessage) -> SendResult:
        failure = self._next_failure(address)
        if failure is not None and not failure.arrives:
            raise failure.error
        shown = self._show(address, message)
        if self.on_change is not None:
            self.on_change(address)
        if failure is not None:
            raise failure.error
        return SendResult(shown)

    def _next_failure(self, address: str) -> Failure | None:
        for queue in (self._failures.get(address), self._failures.get(None)):
            if queue:
                return queue.popleft()
        return None

    def _show(self, address: str, message: OutboundMessage) -> str:
        chat = self._chats.setdefault(address, {})
        if message.edits is not None and message.edits in chat:
            old = chat[message.edits]
            chat[old.id] = replace(old, message=message, edits=old.edits + 1)
            return old.id
        shown = ""
        for part in _parts(message, self.capabilities.max_text):
            self._next_id += 1
            shown = str(self._next_id)
            chat[shown] = LocalMessage(shown, address, part)
        return shown


#: The local channel has no connection that could have come up or gone down.
_SINCE = datetime.fromisoformat("2020-01-01T00:00:00+07:00")


def _parts(message: OutboundMessage, limit: int) -> Iterator[OutboundMessage]:
    """The message cut to what one phone message holds; buttons and file go with the last part."""
    *first, last = split_html(message.text, limit) or [message.text]
    for text in first:
        yield OutboundMessage(text, quiet=message.quiet)
    yield replace(message, text=last, edits=None)
