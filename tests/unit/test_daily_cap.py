"""How many digests a person gets."""

from __future__ import annotations

import pytest

from bot.domain.schedule.daily_cap import DigestOfDay, may_be_told

AM, PM = "2024-09-13am", "2024-09-13pm"


@pytest.mark.parametrize(
    ("today", "slot", "cap", "expected"),
    [
        ([], AM, 1, True),
        ([], AM, 0, False),
        ([DigestOfDay(AM)], AM, 9, False),
        ([DigestOfDay(AM)], PM, 2, True),
        ([DigestOfDay(AM)], PM, 1, False),
        ([DigestOfDay(AM), DigestOfDay(AM, is_repeat=True)], PM, 2, False),
        ([DigestOfDay(AM, is_repeat=True)], AM, 9, False),
    ],
)
def test_one_a_slot_and_no_more_than_the_cap(today: list[DigestOfDay], slot: str, cap: int, expected: bool) -> None:
    assert may_be_told(today, slot, cap) is expected


def test_a_repeat_goes_out_once_whatever_the_cap() -> None:
    assert may_be_told([DigestOfDay(AM)], AM, 1, is_repeat=True)
    assert not may_be_told([DigestOfDay(AM), DigestOfDay(AM, is_repeat=True)], AM, 9, is_repeat=True)
