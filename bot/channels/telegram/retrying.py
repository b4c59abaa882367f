"""Calls that are tried until Telegram answers them, and what is said about it meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential

from bot.channels.base import ChannelHealth
from bot.channels.telegram.request import OddAnswer
from bot.channels.telegram.send_errors import odd_answers, scrubbed, seconds, send_error
from bot.clock import Clock
from bot.messages import telegram_trouble

#: Seconds between attempts while Telegram cannot be reached: doubles up to the last.
BACK_OFF = (1.0, 60.0)
#: Failures in a row before ``health`` speaks of them.
HICCUPS = 3

_log = logging.getLogger(__name__)

_T = TypeVar("_T")
Sleep = Callable[[float], Awaitable[None]]


class Retrier:
    """``sleep`` waits between attempts; ``health`` says how it goes, by ``clock``."""

    def __init__(self, clock: Clock, sleep: Sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._warned = ""
        self.health = ChannelHealth(True, "", clock.now())

    async def call(self, work: Callable[[], Awaitable[_T]]) -> _T:
        """Its result, however long Telegram is out of reach, refuses the token or answers nonsense."""

        async def tried() -> _T:
            with odd_answers():
                return await work()

        def note(state: RetryCallState) -> None:
            self.note(_error(state), state.attempt_number)

        retry = retry_if_exception_type(TelegramError)
        return await AsyncRetrying(retry=retry, wait=_pause, before_sleep=note, sleep=self._sleep)(tried)

    async def rest(self, stuck: int) -> None:
        """The longer the more answers in a row brought nothing new: somebody in between answers for Telegram."""
        first, longest = BACK_OFF
        if stuck > 1:
            self.note(OddAnswer("the answers bring nothing new"), stuck)
        await self._sleep(min(first * 2 ** min(stuck - 1, 10), longest))

    def note(self, error: BaseException, failures: int) -> None:
        """Keep ``health`` true to what happened. One hiccup is no illness; a row of the same is one warning."""
        said = scrubbed(str(error))
        _log.log(
            logging.DEBUG if said == self._warned else logging.WARNING, "telegram: %s (attempt %d)", said, failures
        )
        self._warned = said
        if isinstance(error, InvalidToken):
            self._say(str(send_error(error)))
        elif isinstance(error, Conflict):
            self._say(telegram_trouble.ANOTHER_RECEIVER)
        elif failures >= HICCUPS:
            self._say(telegram_trouble.NOTHING_RECEIVED)

    def recovered(self) -> None:
        """All is well again."""
        self._warned = ""
        self._say("")

    def _say(self, reason: str) -> None:
        self.health = changed(self.health, reason, self._clock)


def changed(health: ChannelHealth, reason: str, clock: Clock) -> ChannelHealth:
    """``health`` with the trouble as it is now, none when ``reason`` is empty."""
    return health if health.reason == reason else ChannelHealth(not reason, reason, clock.now())


def _error(state: RetryCallState) -> BaseException:
    """What the last attempt failed with."""
    assert state.outcome is not None
    error = state.outcome.exception()
    assert error is not None
    return error


def _pause(state: RetryCallState) -> float:
    """Doubles; longer where Telegram asks for more."""
    first, longest = BACK_OFF
    error, pause = _error(state), wait_exponential(multiplier=first, max=longest)(state)
    return max(pause, seconds(error)) if isinstance(error, RetryAfter) else pause
