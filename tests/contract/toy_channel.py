"""A whole channel in one file: plain text of 300 units, no buttons, no edits, no files, calls instead of polling.

Its provider takes each access token once and hands out the next one with it, as Zalo's does.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

from bot.bootstrap import ChannelFactory
from bot.channels.base import (
    Capabilities,
    ChannelHealth,
    EventKind,
    Finding,
    Inbound,
    InboundEvent,
    InboundFile,
    OddUpdate,
    OutboundMessage,
    SendError,
    SendResult,
    Verdict,
    WebhookRefused,
)
from bot.channels.kept import Kept
from bot.channels.splitting import plain_text, split_html
from bot.clock import Clock
from bot.domain.plan.plan import Role
from bot.settings import Settings

SIGNATURE = "X-Toy-Signature"
SECRET = b"bi mat cua kenh thu"


def signed(body: bytes) -> dict[str, str]:
    """The headers of a call that proves itself."""
    return {SIGNATURE: hmac.digest(SECRET, body, sha256).hex()}


@dataclass
class ToyNetwork:
    """The provider: what reached each phone, and the token that is good now. Outlives the program."""

    token: str = "token-0"
    #: (address, text) in order.
    delivered: list[tuple[str, str]] = field(default_factory=list)
    failures: list[SendError] = field(default_factory=list)
    #: Somebody wanted to poll.
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    _ids: count[int] = field(default_factory=lambda: count(1))

    def access(self, token: str) -> str:
        """The next token for a good one."""
        if token != self.token:
            raise SendError(Verdict.STOP_CHANNEL, "Mã truy cập đã cũ.")
        self.token = f"token-{next(self._ids)}"
        return self.token

    def take(self, address: str, text: str) -> str:
        """Deliver one message; its id."""
        if self.failures:
            raise self.failures.pop(0)
        assert text
        assert len(text) <= ToyChannel.capabilities.max_text
        self.delivered.append((address, text))
        return str(next(self._ids))

    def call(self, *said: tuple[str, str]) -> tuple[dict[str, str], bytes]:
        """Headers and body of a call about what people (address, text) typed."""
        messages = [{"id": f"t{next(self._ids)}", "from": address, "text": text} for address, text in said]
        body = json.dumps({"messages": messages}).encode()
        return signed(body), body


class ToyChannel:
    """Implements ``Channel``."""

    name = "toy"
    title = "Bồ câu"
    capabilities = Capabilities(max_text=300, per_second=1_000.0, per_chat_second=1_000.0, in_flight=4)
    webhook_url: str | None = "https://dondoc.example/goi/bo-cau"

    def __init__(self, network: ToyNetwork, clock: Clock, kept: Kept | None, server: str) -> None:
        self.server: str | None = server
        self._network = network
        self._clock = clock
        self._kept = kept
        self._health = ChannelHealth(True, "", clock.now())

    async def start(self) -> None:
        token = (await self._kept.get("token") if self._kept else None) or "token-0"
        following = self._network.access(token)
        if self._kept:
            await self._kept.put("token", following)

    async def stop(self) -> None:
        """Nothing to close."""

    def health(self) -> ChannelHealth:
        return self._health

    async def examine(self) -> Finding:
        return Finding(True, "đã sẵn sàng.")

    async def send(self, address: str, message: OutboundMessage) -> SendResult:
        if message.file is not None:
            raise SendError(Verdict.REJECTED, "Kênh này không gửi tệp.")
        ids = [self._network.take(address, plain_text(part)) for part in split_html(message.text, 300)]
        return SendResult(ids[-1])

    async def answer_tap(self, event: InboundEvent, text: str = "") -> None:
        """There is nothing to tap."""

    async def set_menu(self, address: str, roles: Iterable[Role]) -> None:
        """There are no menus."""

    async def invitation_link(self, code: str) -> str | None:
        return f"https://bo-cau.example/{code}"

    async def fetch(self, file: InboundFile) -> bytes:
        raise SendError(Verdict.REJECTED, "Kênh này không nhận tệp.")

    def updates(self) -> AsyncIterator[list[Inbound]] | None:
        self._network.asked.set()
        return None

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Inbound]:
        given = {name.casefold(): value for name, value in headers.items()}.get(SIGNATURE.casefold(), "")
        if not hmac.compare_digest(given.encode(), signed(body)[SIGNATURE].encode()):
            raise WebhookRefused
        return [self._event(message) for message in json.loads(body)["messages"]]

    def _event(self, message: Mapping[str, str]) -> Inbound:
        if "text" not in message:
            return OddUpdate(self.name, message["id"], "no text", ascii(message))
        text, at = message["text"], self._clock.now()
        if text.startswith("/"):
            command, _, words = text[1:].partition(" ")
            kind, text, command = EventKind.COMMAND, words, command.lower()
        else:
            kind, command = EventKind.TEXT, ""
        return InboundEvent(self.name, message["id"], message["from"], kind, at, text=text, command=command)


def factory(network: ToyNetwork, server: str = "http://127.0.0.1:9") -> ChannelFactory:
    """What stands in ``bot.bootstrap.CHANNELS``."""

    def configured(settings: Settings, clock: Clock, kept: Kept) -> ToyChannel:
        return ToyChannel(network, clock, kept, server)

    return configured
