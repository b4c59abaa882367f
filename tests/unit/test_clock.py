"""Clocks: aware, never back, and fast ones bound real work by their speed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.clock import LOCAL_ZONE, RunningClock, SteppedClock, SystemClock
from bot.services.dispatch.claims import LEASE, lease_until

MORNING = datetime(2024, 9, 4, 8, 0, tzinfo=LOCAL_ZONE)


def test_a_stepped_clock_stands_still_until_pushed_and_never_goes_back() -> None:
    clock = SteppedClock(MORNING)
    assert clock.now() == clock.now() == MORNING
    clock.advance(timedelta(hours=1))
    assert clock.now() == MORNING + timedelta(hours=1)
    with pytest.raises(ValueError, match="back"):
        clock.advance_to(MORNING)


def test_clocks_refuse_naive_times_and_speak_local_time() -> None:
    with pytest.raises(ValueError, match="aware"):
        SteppedClock(datetime(2024, 9, 4))  # noqa: DTZ001
    assert SystemClock().now().utcoffset() == timedelta(hours=7)


def test_a_running_clock_runs_at_its_speed() -> None:
    seconds = [100.0]
    clock = RunningClock(MORNING, elapsed=lambda: seconds[0], speed=3600)
    seconds[0] += 2
    assert clock.now() == MORNING + timedelta(hours=2)


def test_a_lease_lasts_its_real_time_on_a_fast_clock() -> None:
    clock = RunningClock(MORNING, elapsed=lambda: 0.0, speed=3600)
    assert lease_until(clock) - clock.now() == LEASE * 3600
    assert lease_until(SteppedClock(MORNING)) - MORNING == LEASE
