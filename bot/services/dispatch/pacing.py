"""Keeps sends within a network's limits: evenly spaced over all, a second apart per chat, few per group and minute."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

#: The provider counts within any second, so sends lie a little wider apart than the limit allows.
_SPACING = 1.003
#: So much lateness is made up for, in seconds; the gate keeps the limit meanwhile.
_LATENESS = 0.25
#: At most so much of a slow send is held against a later one, in seconds.
_LONGEST_HOLD = 1.0
#: Whoever is past the turn waits out a pause this long at the gate; a longer one begins with those still in line.
_PAUSE_AT_GATE = 30.0
#: Chats whose pause is over are forgotten when so many are remembered.
_REMEMBERED = 10_000
_MINUTE = 60.0
#: The part of the usual distance that digests keep at the gate, whatever they have to make up for.
_EVEN = 0.75
#: Seconds after which whoever waits at the gate looks up whether it has been opened.
_LONGEST_SLEEP = 1.0
#: Seconds a digest steps aside for an answer before it looks again.
_MOMENT = 0.001


@dataclass(slots=True)
class _Waiting:
    """Somebody waiting for a turn."""

    address: str
    turn: asyncio.Future[None]
    #: An answer: goes before digests, and need not keep a distance from them.
    first: bool = False
    #: Whether it counts against what its chat may get.
    counts: bool = True


@dataclass(slots=True)
class _Sent:
    """When a send began and ended, by the loop's clock."""

    begun: float
    ended: float | None = None


@dataclass(slots=True)
class _Chat:
    """When one chat may be written to again."""

    free_at: float = 0.0
    #: Turns given to a group within the last minute.
    turns: deque[float] = field(default_factory=deque)


class Pacer:
    """Turns for sending on one channel. Without ``per_second`` there is no limit, only pauses.

    A send asks for its turn, passes the gate right before the call, and says when it is over. Replies go before
    digests. Uses the event loop's clock, never the program's.
    """

    def __init__(
        self,
        per_second: float | None,
        *,
        per_chat_second: float = 1.0,
        per_group_minute: int | None = None,
        is_group: Callable[[str], bool] = lambda _address: False,
    ) -> None:
        self._interval = 0.0 if per_second is None else _SPACING / per_second
        self._window = 0 if per_second is None else max(1, int(per_second))
        self._chat_interval = 0.0 if per_second is None or not per_chat_second else 1.0 / per_chat_second
        self._per_group_minute = per_group_minute
        self._is_group = is_group
        self._first: deque[_Waiting] = deque()
        self._rest: deque[_Waiting] = deque()
        self._next = 0.0
        self._paused_until = 0.0
        self._chats: dict[str, _Chat] = {}
        self._sent: deque[_Sent] = deque(maxlen=self._window or 1)
        self._quickest = float("inf")
        #: Answers and digests line up at the gate separately.
        self._lines = {True: asyncio.Lock(), False: asyncio.Lock()}
        self._answers_at_gate = 0
        self._granting: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()
        self._opened = False

    def pause(self, seconds: float) -> None:
        """Nobody gets a turn for so long; a longer pause already in force stays."""
        self._paused_until = max(self._paused_until, _now() + seconds)

    def open(self) -> None:
        """Let everybody who waits go on at once, for good: whoever waits or asks from now on means to give up."""
        self._opened = True
        for waiting in (*self._first, *self._rest):
            if not waiting.turn.done():
                waiting.turn.set_result(None)
        self._first.clear()
        self._rest.clear()
        self._arrived.set()

    @property
    def paused_for(self) -> float:
        """Seconds until the pause ends; 0 when there is none."""
        return max(0.0, self._paused_until - _now())

    async def turn(self, address: str, *, first: bool = False, edit: bool = False) -> None:
        """Wait until ``address`` may be written to; ``first`` goes before everybody who is not.

        An edit in place is no new message: it waits for nothing but the limit over all.
        """
        if self._opened or (not self._interval and not self.paused_for):
            return
        waiting = _Waiting(address, asyncio.get_running_loop().create_future(), first, counts=not edit)
        (self._first if first else self._rest).append(waiting)
        self._arrived.set()
        if self._granting is None or self._granting.done():
            self._granting = asyncio.create_task(self._grant())
        await waiting.turn

    async def gate(self, *, first: bool = False) -> _Sent:
        """The last wait before the call: never more than the limit in any second, however late the turns came.

        Digests that have had their turn let an answer (``first``) pass.
        """
        if not self._window:
            return _Sent(_now())
        self._answers_at_gate += first
        try:
            # One at a time: the first in line has the oldest of the last sends as the measure, the next one the second.
            async with self._lines[first]:
                while not await self._let_through(first):
                    pass
                sent = _Sent(_now())
                self._sent.append(sent)
        finally:
            self._answers_at_gate -= first
        return sent

    async def _let_through(self, first: bool) -> bool:
        """True when it may pass now; otherwise waits a little."""
        wait = self._until_free() if first else max(self._until_free(), self._until_even())
        if self._opened or (wait <= 0 and (first or not self._answers_at_gate)):
            return True
        await asyncio.sleep(min(max(wait, _MOMENT), _LONGEST_SLEEP))
        return False

    def _until_even(self) -> float:
        """Seconds until a digest keeps its distance: bunched sends free their places in bunches, with gaps between."""
        return self._sent[-1].begun + _EVEN * self._interval - _now() if self._sent else 0.0

    def _until_free(self) -> float:
        """Seconds until one more send fits the window and no short pause is in force."""
        pause = min(self.paused_for, _PAUSE_AT_GATE)
        return max(pause, self._free_after(self._sent[0]) - _now()) if len(self._sent) == self._window else pause

    def over(self, sent: _Sent, address: str | None = None) -> None:
        """The call that passed the gate has been answered; ``address`` got a message just now at the latest."""
        sent.ended = _now()
        self._quickest = min(self._quickest, sent.ended - sent.begun)
        if address in self._chats:
            self._chats[address].free_at = sent.ended + self._chat_interval

    def _free_after(self, sent: _Sent) -> float:
        """When the provider has certainly counted a second since ``sent``.

        It counts somewhere between call and answer. Where the quickest call shows what the way alone takes, all that
        a call took longer may have passed before it was counted.
        """
        taken = (_now() if sent.ended is None else sent.ended) - sent.begun
        return sent.begun + 1.0 + min(max(0.0, taken - self._quickest), _LONGEST_HOLD)

    async def _grant(self) -> None:
        """Give turns one at a time until nobody waits."""
        # Time in which nobody waited earns nothing.
        self._next = max(self._next, _now())
        while self._first or self._rest:
            now = _now()
            waiting, free_at = self._choose(now)
            if free_at > now:
                self._arrived.clear()
                await self._sleep_or_arrival(free_at - now)
                continue
            self._take(waiting, now)

    async def _sleep_or_arrival(self, seconds: float) -> None:
        """Somebody who comes meanwhile may be first in line."""
        try:
            async with asyncio.timeout(seconds):
                await self._arrived.wait()
        except TimeoutError:
            pass

    def _choose(self, now: float) -> tuple[_Waiting, float]:
        """Who gets the next turn, and when."""
        best: tuple[_Waiting, float] | None = None
        for waiting in (*self._first, *self._rest):
            free_at = max(now, self._paused_until, 0.0 if waiting.first else self._next)
            if waiting.counts:
                free_at = max(free_at, self._free_at(waiting.address))
            if free_at <= now:
                return waiting, free_at
            if best is None or free_at < best[1]:
                best = (waiting, free_at)
        if best is None:
            raise LookupError("nobody waits")
        return best

    def _free_at(self, address: str) -> float:
        chat = self._chats.get(address)
        if chat is None:
            return 0.0
        if self._per_group_minute is not None and len(chat.turns) >= self._per_group_minute:
            return max(chat.free_at, chat.turns[0] + _MINUTE)
        return chat.free_at

    def _take(self, waiting: _Waiting, now: float) -> None:
        (self._first if waiting.first else self._rest).remove(waiting)
        if waiting.turn.done():
            return
        # A turn given late shortens the wait for the next, or the lateness of every timer would add up.
        self._next = max(self._next, now - _LATENESS) + self._interval
        if waiting.counts:
            self._remember(waiting.address, now)
        waiting.turn.set_result(None)

    def _remember(self, address: str, now: float) -> None:
        if not self._chat_interval:
            return
        if len(self._chats) >= _REMEMBERED:
            self._chats = {a: c for a, c in self._chats.items() if self._free_at(a) > now}
        chat = self._chats.setdefault(address, _Chat())
        chat.free_at = now + self._chat_interval
        if self._is_group(address):
            chat.turns.append(now)
            while chat.turns[0] <= now - _MINUTE:
                chat.turns.popleft()


def _now() -> float:
    return asyncio.get_running_loop().time()
