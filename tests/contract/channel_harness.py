"""What the contract cases need from a channel under test: a person at the other end, and faults on demand."""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from contextlib import aclosing
from dataclasses import dataclass
from html import unescape
from itertools import count
from typing import ClassVar

from bot.channels.base import Button, Channel, EventKind, InboundEvent, OutboundMessage, SendError, Verdict
from bot.channels.local import LocalChannel
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from tests.contract.telegram_kit import PATIENCE
from tests.contract.toy_channel import ToyChannel, ToyNetwork
from tests.fakes.bot_api_client import FakeTelegram


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the person sees it: text without markup, labels of its buttons, name of its file."""

    text: str
    buttons: tuple[str, ...] = ()
    file: str | None = None


class Harness(ABC):
    """One started channel with one person who may be written to."""

    channel: Channel
    #: The person's address.
    address: str

    @abstractmethod
    async def start(self) -> None:
        """Start the channel and let the person open the chat."""

    @abstractmethod
    async def stop(self) -> None:
        """Stop the channel."""

    @abstractmethod
    def seen(self) -> list[Seen]:
        """What the person sees now, in order."""

    @abstractmethod
    def fail_next(self, verdict: Verdict) -> None:
        """Let the next send end this way."""

    @abstractmethod
    def says(self, text: str) -> None:
        """The person types."""

    @abstractmethod
    def taps(self, label: str) -> None:
        """The person presses the newest button with this label."""

    async def send(self, text: str, *rows: tuple[Button, ...], edits: str | None = None) -> str | None:
        """Send a message; the provider's id."""
        return (await self.channel.send(self.address, OutboundMessage(text, rows, edits=edits))).message_id

    async def failure(self) -> SendError:
        """The error the next send ends with."""
        try:
            await self.send("xin chào")
        except SendError as error:
            return error
        raise AssertionError("the send went through")

    async def next_batch(self) -> list[InboundEvent]:
        """The next events (older ones may stand before them), left unconfirmed."""
        batches = self.channel.updates()
        assert batches is not None
        async with aclosing(batches) as updates:  # type: ignore[type-var]
            return await anext(updates)


class ToyHarness(Harness):
    """The toy channel over its network."""

    def __init__(self) -> None:
        self.address = "chim-1"
        self._network = ToyNetwork()
        self.channel = self._toy = ToyChannel(self._network, SystemClock(), None, "http://127.0.0.1:9")
        self._said: list[tuple[str, str]] = []

    async def start(self) -> None:
        await self.channel.start()

    async def stop(self) -> None:
        await self.channel.stop()

    def seen(self) -> list[Seen]:
        return [Seen(text) for _, text in self._network.delivered]

    def fail_next(self, verdict: Verdict) -> None:
        self._network.failures = [SendError(verdict, "thử", retry_after=7 if verdict is Verdict.RETRY else None)]

    def says(self, text: str) -> None:
        self._said.append((self.address, text))

    def taps(self, label: str) -> None:
        raise AssertionError("there is nothing to tap")

    async def next_batch(self) -> list[InboundEvent]:
        inbound = self._toy.read_webhook(*self._network.call(*self._said))
        return [event for event in inbound if isinstance(event, InboundEvent)]


class TelegramHarness(Harness):
    """Telegram over the fake Bot API server."""

    FAULTS: ClassVar = {
        Verdict.RETRY: "429",
        Verdict.RECIPIENT_GONE: "403",
        Verdict.AMBIGUOUS: "reset_after",
        Verdict.STOP_CHANNEL: "401",
    }

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake
        self.address = "101"
        self.channel = TelegramChannel(fake.token, fake.url, timeout=PATIENCE, sleep=lambda _: asyncio.sleep(0))

    async def start(self) -> None:
        self._fake.limits(False)
        await self.channel.start()
        self._fake.user(101).says("/start")

    async def stop(self) -> None:
        await self.channel.stop()

    def seen(self) -> list[Seen]:
        received = self._fake.user(101).received
        return [Seen(m.text, tuple(m.buttons), m.document["file_name"] if m.document else None) for m in received]

    def fail_next(self, verdict: Verdict) -> None:
        self._fake.fault(self.FAULTS[verdict], "sendMessage", retry_after=7)

    def says(self, text: str) -> None:
        self._fake.user(101).says(text)

    def taps(self, label: str) -> None:
        self._fake.user(101).taps(label)


class LocalHarness(Harness):
    """The channel inside the process."""

    def __init__(self) -> None:
        self.address = "101"
        self.local = LocalChannel()
        self.channel = self.local
        self._ids = count(1)

    async def start(self) -> None:
        await self.channel.start()

    async def stop(self) -> None:
        await self.channel.stop()

    def seen(self) -> list[Seen]:
        return [
            Seen(
                unescape(re.sub(r"<[^<>]*>", "", m.message.text)),
                tuple(b.label for row in m.message.buttons for b in row),
                m.message.file.name if m.message.file else None,
            )
            for m in self.local.chat(self.address)
        ]

    def fail_next(self, verdict: Verdict) -> None:
        wait = 7 if verdict is Verdict.RETRY else None
        self.local.fail(SendError(verdict, "thử", retry_after=wait), arrives=verdict is Verdict.AMBIGUOUS)

    def says(self, text: str) -> None:
        self._put(EventKind.TEXT, text=text)

    def taps(self, label: str) -> None:
        for shown in reversed(self.local.chat(self.address)):
            for button in (b for row in shown.message.buttons for b in row if b.label == label):
                self._put(EventKind.TAP, data=button.data, message_id=shown.id, tap_id="t")
                return
        raise AssertionError(f"no button {label!r}")

    def _put(self, kind: EventKind, **fields: str) -> None:
        at = SystemClock().now()
        self.local.put(InboundEvent("local", str(next(self._ids)), self.address, kind, at, **fields))  # type: ignore[arg-type]
