"""The one rule for how many digests a person gets: one a slot, and not more a day than the policy allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DigestOfDay:
    """One digest of a person and day that has gone out or is on its way."""

    slot: str
    #: A second copy of one that may not have arrived.
    is_repeat: bool = False


def may_be_told(today: Iterable[DigestOfDay], slot: str, daily_cap: int, *, is_repeat: bool = False) -> bool:
    """Whether one more may go out in ``slot``. A repeat is not counted against the cap, but a slot has at most one."""
    told = list(today)
    in_slot = {digest.is_repeat for digest in told if digest.slot == slot}
    if is_repeat:
        return True not in in_slot
    return not in_slot and len(told) < daily_cap
