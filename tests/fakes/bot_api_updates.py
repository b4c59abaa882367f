"""Updates on their way to the bot: long polling with Telegram's offset rules, or posting to the webhook."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.fakes.bot_api_calls import Watch
from tests.fakes.bot_api_errors import ApiError, conflict, terminated_by_other_poller

Json = dict[str, Any]
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_FIRST_RETRY, _LONGEST_RETRY = 0.05, 1.0  # seconds between two posts of the same update


@dataclass(slots=True)
class Webhook:
    """The webhook as set; `last_error` is (unix time, text) of the last failed post."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: tuple[int, str] | None = None


@dataclass(slots=True)
class Updates:
    """The queue of one bot. Update ids go on growing over resets: a bot that remembers ids must not skip new ones."""

    pending: deque[Json] = field(default_factory=deque)
    next_id: int = 100_000_001
    allowed: frozenset[str] | None = None
    webhook: Webhook | None = None
    sizes: Watch[int] = field(default_factory=Watch)  # of the queue, whenever it shrinks
    failures: Watch[str] = field(default_factory=Watch)  # of posts to the webhook
    _poller: asyncio.Future[None] | None = None
    _poster: asyncio.Task[None] | None = None
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def polling(self) -> bool:
        """Somebody is waiting for updates right now."""
        return self._poller is not None

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update; its id, or None where the bot did not ask for this kind."""
        if kind in NOT_BY_DEFAULT if self.allowed is None else kind not in self.allowed:
            return None
        update_id, self.next_id = self.next_id, self.next_id + 1
        self.pending.append({"update_id": update_id, kind: payload})
        self._arrived.set()
        self._end_poll(None)
        return update_id

    def allow(self, kinds: list[str] | None) -> None:
        """Take over `allowed_updates`: None keeps the former setting, an empty list is the default set."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def clear(self) -> None:
        self.pending.clear()
        self.sizes.offer(0)
        self._arrived.clear()

    async def poll(self, offset: int, limit: int, seconds: float, gone: Callable[[], Awaitable[None]]) -> list[Json]:
        """getUpdates: waits up to `seconds` for the first update, less if `gone()` returns (the client hung up)."""
        if self.webhook:
            raise conflict(_WEBHOOK_ACTIVE)
        self._confirm(offset)
        self._end_poll(terminated_by_other_poller())
        if not self.pending and seconds > 0:
            await self._wait(seconds, gone)
        return list(self.pending)[: max(1, min(limit or 100, 100))]

    async def _wait(self, seconds: float, gone: Callable[[], Awaitable[None]]) -> None:
        poller = self._poller = asyncio.get_running_loop().create_future()
        hang_up = asyncio.ensure_future(gone())
        try:
            await asyncio.wait({poller, hang_up}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            hang_up.cancel()
            if self._poller is poller:
                self._poller = None
        if poller.done():
            poller.result()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()
        self.sizes.offer(len(self.pending))

    def _end_poll(self, error: ApiError | None) -> None:
        poller, self._poller = self._poller, None
        if poller is None or poller.done():
            return
        if error:
            poller.set_exception(error)
        else:
            poller.set_result(None)

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Start posting to the webhook, or with None go back to polling."""
        self.stop()
        self.webhook = webhook
        if webhook:
            self._end_poll(conflict("terminated by setWebhook request"))
            self._poster = asyncio.get_running_loop().create_task(self._post_all(webhook))

    def stop(self) -> None:
        """End the running poll with an empty answer, and the posting."""
        self._end_poll(None)
        if self._poster:
            self._poster.cancel()
            self._poster = None

    async def _post_all(self, webhook: Webhook) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        async with httpx.AsyncClient(headers=headers, trust_env=False, timeout=300) as client:
            retry = _FIRST_RETRY
            while True:
                if not self.pending:
                    self._arrived.clear()
                    await self._arrived.wait()
                elif await self._post_first(client, webhook):
                    retry = _FIRST_RETRY
                else:
                    await asyncio.sleep(retry)
                    retry = min(retry * 2, _LONGEST_RETRY)

    async def _post_first(self, client: httpx.AsyncClient, webhook: Webhook) -> bool:
        update = self.pending[0]
        try:
            response = await client.post(webhook.url, json=update)
        except httpx.TransportError as error:
            return self._failed(webhook, str(error) or type(error).__name__)
        if not response.is_success:
            reason = f"{response.status_code} {response.reason_phrase}"
            return self._failed(webhook, f"Wrong response from the webhook: {reason}")
        with contextlib.suppress(ValueError):  # dropped meanwhile by drop_pending_updates
            self.pending.remove(update)
        self.sizes.offer(len(self.pending))
        return True

    def _failed(self, webhook: Webhook, error: str) -> bool:
        webhook.last_error = (int(time.time()), error)
        self.failures.offer(error)
        return False
