"""Telegram as a ``Channel``. Nothing outside this package knows python-telegram-bot."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from telegram import BotCommandScopeChat
from telegram.error import TelegramError

from bot.channels.base import (
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
from bot.channels.kept import Kept
from bot.channels.telegram.client import make_bot
from bot.channels.telegram.menus import menu
from bot.channels.telegram.normalising import ALLOWED_UPDATES, Normaliser
from bot.channels.telegram.polling import Confirmation
from bot.channels.telegram.request import OddAnswer
from bot.channels.telegram.retrying import HICCUPS, Retrier, Sleep, changed
from bot.channels.telegram.send_errors import odd_answers, scrubbed, send_error
from bot.channels.telegram.sending import Sender
from bot.clock import LOCAL_ZONE, Clock, SystemClock
from bot.domain.plan.plan import Role
from bot.messages import telegram_trouble

#: The Bot API's: https://core.telegram.org/bots/faq#broadcasting-to-users and the methods' own pages.
LIMITS = Capabilities(
    max_text=4096,
    button_data=64,
    edit=True,
    files=True,
    per_second=30.0,
    per_chat_second=1.0,
    per_group_minute=20,
    group_prefix="-",
    in_flight=16,
)
#: Seconds one getUpdates call waits for something to happen.
POLL_WAIT = 30
#: Seconds; an answer without updates that comes sooner was not waited for.
QUICK = 1.0

_log = logging.getLogger(__name__)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Where Telegram calls us (https, the full URL) and the secret it must show; without it every update is refused."""

    url: str
    secret: str = field(repr=False)


class TelegramChannel:
    """The Bot API over long polling, or a webhook when ``webhook`` is given.

    ``base_url`` and ``file_url`` are server roots, without ``/bot``; ``file_url`` defaults to ``base_url``. ``clock``
    dates events; with any but the system's clock, Telegram's own dates are left aside (rehearsals). A send that is not
    answered within ``timeout`` seconds is AMBIGUOUS. The bot's name is asked for once where there is ``kept``.
    """

    name = "telegram"
    title = "Telegram"
    capabilities = LIMITS

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        file_url: str | None = None,
        webhook: WebhookSettings | None = None,
        clock: Clock | None = None,
        kept: Kept | None = None,
        timeout: float = 20.0,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.server: str | None = base_url
        self.webhook_url = webhook.url if webhook is not None else None
        self._webhook = webhook
        self._kept = kept
        # Another token is another bot.
        self._name_key = f"username.{sha256(token.encode()).hexdigest()[:12]}"
        self._clock = clock or SystemClock()
        self._retrier = Retrier(self._clock, sleep)
        self._bot = make_bot(token, base_url, file_url, timeout)
        self._sender = Sender(self._bot, LIMITS, sleep)
        self._normaliser = Normaliser(self.name, self._moment, self._bot)
        self._sending = self._retrier.health
        self._registered = False
        self._stopped = asyncio.Event()

    def __repr__(self) -> str:
        return f"TelegramChannel(base_url={self.server!r}, webhook={self._webhook is not None})"

    def health(self) -> ChannelHealth:
        """Whether updates come in: not ok after a refused token (401) or while a second poller is at work (409)."""
        return self._sending if self._retrier.health.ok else self._retrier.health

    async def start(self) -> None:
        """Look the bot up, choose polling or webhook, register the menus.

        A refused token and Telegram out of reach are no errors: ``health`` says so and ``updates`` keeps trying.
        """
        self._stopped.clear()
        try:
            with odd_answers():
                await self._register()
        except TelegramError as error:
            self._retrier.note(error, HICCUPS)

    async def examine(self) -> Finding:
        """Whether the token is good, without touching webhook, menus or updates."""
        username = await self._look_up()
        if not username:
            return Finding(False, telegram_trouble.cannot_ask(self.server or ""))
        return Finding(True, telegram_trouble.token_works(username))

    async def invitation_link(self, code: str) -> str | None:
        """The ``?start=`` link; None while the bot's name cannot be had."""
        username = self._normaliser.username or await self._username()
        return f"https://t.me/{username}?start={code}" if username else None

    async def stop(self) -> None:
        """Close connections and end a waiting ``updates``."""
        self._stopped.set()
        await self._bot.shutdown()

    async def send(self, address: str, message: OutboundMessage) -> SendResult:
        """Send or edit; long text goes out in parts, buttons under the last. Raises SendError, see ``send_error``."""
        try:
            result = await self._sender.send(address, message)
        except SendError as error:
            if error.verdict is Verdict.STOP_CHANNEL:
                self._sending = changed(self._sending, str(error), self._clock)
            raise
        self._sending = changed(self._sending, "", self._clock)
        return result

    async def answer_tap(self, event: InboundEvent, text: str = "") -> None:
        """Stop the spinner on the button; an old tap is beyond help and is let go."""
        if event.tap_id is None:
            return
        try:
            with odd_answers():
                await self._bot.answer_callback_query(event.tap_id, text=text or None)
        except TelegramError as error:
            _log.debug("tap not answered: %s", send_error(error))

    async def fetch(self, file: InboundFile) -> bytes:
        """The file's content; SendError(REJECTED) when Telegram will not hand it out (too big, too old)."""
        try:
            with odd_answers():
                remote = await self._bot.get_file(file.ref)
                if not str(remote.file_path).startswith(("http://", "https://")):
                    # The library would read a path of this machine.
                    raise OddAnswer("a file without an address")
                return bytes(await remote.download_as_bytearray())
        except TelegramError as error:
            raise send_error(error) from None

    async def set_menu(self, address: str, roles: Iterable[Role]) -> None:
        """Show the commands of ``roles`` in this chat; raises SendError."""
        try:
            with odd_answers():
                await self._bot.set_my_commands(menu(roles), scope=BotCommandScopeChat(address))
        except TelegramError as error:
            raise send_error(error) from None

    async def updates(self) -> AsyncIterator[list[Inbound]]:
        """Batches as they come, until ``stop``. The next getUpdates confirms a batch, so store it before asking on.

        Resets, 5xx, 429, a second poller (409), a refused token (401, 404) and answers nobody can read are waited out.
        In webhook mode there is nothing to ask for: yields nothing and ends with ``stop``.
        """
        if self._webhook is not None:
            if not self._registered:
                await _unless(self._stopped, self._made_known())
            await self._stopped.wait()
            return
        confirmed, stuck, now = Confirmation(), 0, asyncio.get_running_loop().time
        while not self._stopped.is_set():
            asked = now()
            batch = await _unless(self._stopped, self._poll(confirmed)) or []
            moved = confirmed.received(batch) if batch else now() - asked >= QUICK
            stuck = 0 if moved else stuck + 1
            if moved:
                self._retrier.recovered()
            events = [event for event in map(self._normaliser.read, batch) if event is not None]
            if events:
                yield events
            if not moved:
                await _unless(self._stopped, self._retrier.rest(stuck))

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Inbound]:
        """The update in a call; WebhookRefused on a wrong or missing secret. Telegram repeats a call not answered."""
        given = {k.casefold(): v for k, v in headers.items()}.get("x-telegram-bot-api-secret-token", "")
        secret = self._webhook.secret if self._webhook else ""
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            raise WebhookRefused
        try:
            event = self._normaliser.read(json.loads(body))
        except (ValueError, RecursionError) as error:
            event = self._normaliser.set_aside(body.decode("utf-8", "replace"), type(error).__name__)
        return [] if event is None else [event]

    async def _username(self) -> str:
        known = await self._kept.get(self._name_key) if self._kept else None
        username = known or await self._look_up()
        if self._kept and username and not known:
            await self._kept.put(self._name_key, username)
        return username

    async def _look_up(self) -> str:
        """The bot's name, empty when Telegram is out of reach or refuses the token."""
        try:
            with odd_answers():
                await self._bot.initialize()
                return str(self._bot.username)
        except TelegramError as error:
            _log.warning("telegram: %s", scrubbed(str(error)))
            return ""
        finally:
            await self._bot.shutdown()

    async def _register(self) -> None:
        await self._bot.initialize()
        self._normaliser = replace(self._normaliser, username=self._bot.username)
        if self._webhook is None:
            await self._bot.delete_webhook()
        else:
            await self._bot.set_webhook(
                self._webhook.url,
                secret_token=self._webhook.secret,
                allowed_updates=ALLOWED_UPDATES,
                max_connections=self.capabilities.in_flight,
            )
        await self._offer_menu()
        self._registered = True

    async def _offer_menu(self) -> None:
        """A menu is a convenience: a server that refuses it must not keep the bot from working."""
        try:
            await self._bot.set_my_commands(menu())
        except TelegramError as error:
            # A self-hosted server that does not know the method answers 404, which the library calls a bad token.
            _log.warning("menu refused: %s", scrubbed(str(error)))

    async def _made_known(self) -> None:
        await self._retrier.call(self._register)
        self._retrier.recovered()

    async def _poll(self, confirmed: Confirmation) -> list[object]:
        if not self._registered:
            await self._made_known()
        wait = 0 if confirmed.jumps else POLL_WAIT
        return await self._retrier.call(lambda: self._bot.batch(confirmed.offset, wait=wait, allowed=ALLOWED_UPDATES))

    def _moment(self, told: datetime | None) -> datetime:
        if told is None or not isinstance(self._clock, SystemClock):
            return self._clock.now()
        return told.astimezone(LOCAL_ZONE)


async def _unless(stopped: asyncio.Event, work: Coroutine[Any, Any, _T]) -> _T | None:
    """The result of ``work``, or None when ``stopped`` is set first (``work`` is then cancelled)."""
    task, stop = asyncio.ensure_future(work), asyncio.ensure_future(stopped.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        stop.cancel()
