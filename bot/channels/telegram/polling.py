"""Which offset confirms to Telegram what was received, without ever confirming what was not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.telegram.client import update_id

#: Update ids go up one by one; a longer step is believed only when it is told twice. An odd id, once confirmed, would
#: make the server forget every update before it.
_LONGEST_STEP = 100_000
#: Where ids begin is anybody's guess below this.
_FIRST = 2**31


@dataclass(slots=True)
class Confirmation:
    """``offset`` goes with the next getUpdates. With ``jumps`` it is meant for one short call only."""

    offset: int | None = None
    jumps: bool = False
    _doubted: int | None = None

    def received(self, batch: Sequence[object]) -> bool:
        """Note the updates of one answer; False when asking again would bring the same answer."""
        if self.jumps:
            self.offset, self.jumps = None, False
        numbers = [number for update in batch if (number := update_id(update)) is not None]
        following = [number for number in numbers if self._follows(number)]
        if following:
            self.offset, self._doubted = max(following) + 1, None
        elif numbers and max(numbers) == self._doubted:
            self.offset, self.jumps, self._doubted = max(numbers) + 1, True, None
        else:
            self._doubted = max(numbers, default=None)
            return False
        return True

    def _follows(self, number: int) -> bool:
        return number < _FIRST if self.offset is None else 0 <= number - self.offset < _LONGEST_STEP
