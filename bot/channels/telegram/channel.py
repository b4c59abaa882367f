"""Telegram as a ``Channel``. Nothing outside this package knows python-telegram-bot."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from telegram import BotCommandScopeChat
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.base import (
    Capabilities,
    Inbound,
    InboundEvent,
    InboundFile,
    OutboundMessage,
    SendError,
    SendResult,
    Verdict,
)
from bot.channels.health import ChannelHealth
from bot.channels.telegram.client import make_bot
from bot.channels.telegram.menus import menu
from bot.channels.telegram.normalising import ALLOWED_UPDATES, Normaliser
from bot.channels.telegram.polling import Confirmation
from bot.channels.telegram.request import OddAnswer
from bot.channels.telegram.send_errors import odd_answers, scrubbed, seconds, send_error
from bot.channels.telegram.sending import Sender
from bot.clock import LOCAL_ZONE, Clock, SystemClock
from bot.domain.plan.plan import Role
from bot.errors import DondocError
from bot.messages.telegram_trouble import ANOTHER_RECEIVER, NOTHING_RECEIVED

#: Seconds one getUpdates call waits for something to happen.
POLL_WAIT = 30
#: Seconds between attempts while Telegram cannot be reached: doubles up to the last.
BACK_OFF = (1.0, 60.0)
#: Seconds; an answer without updates that comes sooner was not waited for.
QUICK = 1.0
#: Failures in a row before ``health`` speaks of them.
HICCUPS = 3

_log = logging.getLogger(__name__)

_T = TypeVar("_T")
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Where Telegram calls us (https, the full URL) and the secret it must show; without it every update is refused."""

    url: str
    secret: str = field(repr=False)


class WebhookRefused(DondocError):
    """Lời gọi webhook không kèm đúng mã bí mật."""


class TelegramChannel:
    """The Bot API over long polling, or a webhook when ``webhook`` is given.

    ``base_url`` and ``file_url`` are server roots, without ``/bot``; ``file_url`` defaults to ``base_url``. ``clock``
    dates events; with any but the system's clock, Telegram's own dates are left aside (rehearsals). A send that is not
    answered within ``timeout`` seconds is AMBIGUOUS.
    """

    name = "telegram"

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        file_url: str | None = None,
        webhook: WebhookSettings | None = None,
        clock: Clock | None = None,
        timeout: float = 20.0,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.capabilities = Capabilities()
        self._base_url = base_url
        self._webhook = webhook
        self._clock = clock or SystemClock()
        self._sleep = sleep
        self._bot = make_bot(token, base_url, file_url, timeout)
        self._sender = Sender(self._bot, self.capabilities, sleep)
        self._normaliser = Normaliser(self.name, self._moment, self._bot)
        self._receiving = self._sending = ChannelHealth(True, "", self._clock.now())
        self._registered = False
        self._warned = ""
        self._stopped = asyncio.Event()

    def __repr__(self) -> str:
        return f"TelegramChannel(base_url={self._base_url!r}, webhook={self._webhook is not None})"

    @property
    def username(self) -> str:
        """The bot's name without ``@`` (for invitation links); empty until ``start`` has reached Telegram."""
        return self._normaliser.username

    def health(self) -> ChannelHealth:
        """Whether updates come in: not ok after a refused token (401) or while a second poller is at work (409)."""
        return self._sending if self._receiving.ok else self._receiving

    async def start(self) -> None:
        """Look the bot up, choose polling or webhook, register the menus.

        A refused token and Telegram out of reach are no errors: ``health`` says so and ``updates`` keeps trying.
        """
        self._stopped.clear()
        try:
            with odd_answers():
                await self._register()
        except TelegramError as error:
            self._note(error, HICCUPS)

    async def look_up(self) -> str:
        """The bot's name, asked without touching webhook, menus or updates; empty when Telegram is out of reach."""
        try:
            with odd_answers():
                await self._bot.initialize()
                return str(self._bot.username)
        except TelegramError as error:
            _log.warning("telegram: %s", scrubbed(str(error)))
            return ""
        finally:
            await self._bot.shutdown()

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
                self._sending = self._changed(self._sending, str(error))
            raise
        self._sending = self._changed(self._sending, "")
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
                self._recover()
            events = [event for event in map(self._normaliser.read, batch) if event is not None]
            if events:
                yield events
            if not moved:
                await _unless(self._stopped, self._rest(stuck))

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> Inbound | None:
        """The event in a webhook call, None for one that is not for us; WebhookRefused on a wrong or missing secret.

        Store the event before answering 200: Telegram repeats a call that was not answered.
        """
        given = {k.casefold(): v for k, v in headers.items()}.get("x-telegram-bot-api-secret-token", "")
        secret = self._webhook.secret if self._webhook else ""
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            raise WebhookRefused
        try:
            update = json.loads(body)
        except (ValueError, RecursionError) as error:
            return self._normaliser.set_aside(body.decode("utf-8", "replace"), type(error).__name__)
        return self._normaliser.read(update)

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
        await self._persist(self._register)
        self._recover()

    async def _poll(self, confirmed: Confirmation) -> list[object]:
        if not self._registered:
            await self._made_known()
        wait = 0 if confirmed.jumps else POLL_WAIT
        return await self._persist(lambda: self._bot.batch(confirmed.offset, wait=wait, allowed=ALLOWED_UPDATES))

    async def _rest(self, stuck: int) -> None:
        """The longer the more answers in a row brought nothing new: somebody in between answers for Telegram."""
        first, longest = BACK_OFF
        if stuck > 1:
            self._note(OddAnswer("the answers bring nothing new"), stuck)
        await self._sleep(min(first * 2 ** min(stuck - 1, 10), longest))

    async def _persist(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """The call's result, however long Telegram is out of reach, refuses the token or answers nonsense."""
        delay, longest = BACK_OFF
        failures = 0
        while True:
            try:
                with odd_answers():
                    return await call()
            except TelegramError as error:
                failures += 1
                self._note(error, failures)
                await self._sleep(max(delay, seconds(error)) if isinstance(error, RetryAfter) else delay)
                delay = min(delay * 2, longest)

    def _note(self, error: Exception, failures: int) -> None:
        """Keep ``health`` true to what happened. One hiccup is no illness; a row of the same is one warning."""
        said = scrubbed(str(error))
        _log.log(
            logging.DEBUG if said == self._warned else logging.WARNING, "telegram: %s (attempt %d)", said, failures
        )
        self._warned = said
        if isinstance(error, InvalidToken):
            self._fail(str(send_error(error)))
        elif isinstance(error, Conflict):
            self._fail(ANOTHER_RECEIVER)
        elif failures >= HICCUPS:
            self._fail(NOTHING_RECEIVED)

    def _fail(self, reason: str) -> None:
        self._receiving = self._changed(self._receiving, reason)

    def _recover(self) -> None:
        self._warned = ""
        self._receiving = self._changed(self._receiving, "")

    def _changed(self, health: ChannelHealth, reason: str) -> ChannelHealth:
        """``health`` with the trouble as it is now, none when ``reason`` is empty."""
        return health if health.reason == reason else ChannelHealth(not reason, reason, self._clock.now())

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
