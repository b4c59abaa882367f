"""Telegram's sending limits over strict sliding windows, with the penalty time after a 429."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fakes.bot_api_errors import too_many_requests

_ALL_CHATS = 0


@dataclass(slots=True)
class _Window:
    seconds: float
    sends: deque[float] = field(default_factory=deque)
    blocked_until: float = 0.0

    def wait(self, now: float, limit: int) -> float:
        """Seconds until one more send fits; 0 when it fits now."""
        if now < self.blocked_until:
            return self.blocked_until - now
        while self.sends and now - self.sends[0] >= self.seconds:
            self.sends.popleft()
        return 0.0 if len(self.sends) < limit else self.sends[0] + self.seconds - now


@dataclass(slots=True)
class RateLimits:
    """30 sends a second over all, 1 a second to a private chat, 20 a minute to a group; off when `on` is false.

    A refused send blocks its window for the announced `retry_after`: trying again earlier is refused as well.
    """

    on: bool = True
    overall: int = 30
    private: int = 1
    group: int = 20
    now: Callable[[], float] = time.monotonic
    _windows: dict[int, _Window] = field(default_factory=dict)

    def admit(self, chat_id: int, *, is_group: bool) -> None:
        """Count one send; raises ApiError 429 (nothing counted) where a window is full."""
        if not self.on:
            return
        now = self.now()
        overall = self._windows.setdefault(_ALL_CHATS, _Window(1.0))
        chat = self._windows.get(chat_id)
        if chat is None:
            chat = self._windows[chat_id] = _Window(60.0 if is_group else 1.0)
        for window, limit in ((chat, self.group if is_group else self.private), (overall, self.overall)):
            self._refuse_if_full(window, limit, now)
        chat.sends.append(now)
        overall.sends.append(now)

    @staticmethod
    def _refuse_if_full(window: _Window, limit: int, now: float) -> None:
        if (wait := window.wait(now, limit)) <= 0:
            return
        retry_after = max(1, math.ceil(wait))
        if now >= window.blocked_until:
            window.blocked_until = now + retry_after
        raise too_many_requests(retry_after)
