"""The pacer against a provider that counts strictly, in virtual time."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from itertools import pairwise

import pytest

from bot.services.dispatch.pacing import Pacer
from tests.unit.virtual_time import VirtualLoop, run_virtually


async def send(
    pacer: Pacer, address: str, log: list[tuple[float, str]], *, first: bool = False, takes: float = 0.0
) -> None:
    """One send that the provider counts when it is half-way."""
    await pacer.turn(address, first=first)
    sent = await pacer.gate(first=first)
    await asyncio.sleep(takes / 2)
    log.append((asyncio.get_running_loop().time(), address))
    await asyncio.sleep(takes / 2)
    pacer.over(sent, address)


def most_within(times: list[float], window: float) -> int:
    """The most entries that fall within any half-open window."""
    times = sorted(times)
    return max(sum(1 for t in times[i:] if t < start + window) for i, start in enumerate(times))


def crowd(pacer: Pacer, count: int, jitter: float = 0.0) -> list[float]:
    """So many people, sixteen at a time; when the provider counted each."""
    log: list[tuple[float, str]] = []
    chance = random.Random(4778)

    async def run() -> None:
        room = asyncio.Semaphore(16)

        async def one(n: int) -> None:
            async with room:
                await send(pacer, f"c{n}", log, takes=chance.uniform(0, jitter))

        await asyncio.gather(*(one(n) for n in range(count)))

    run_virtually(run())
    return [at for at, _ in log]


def test_never_more_than_thirty_in_any_second_and_hardly_fewer() -> None:
    times = crowd(Pacer(30.0), 600)
    assert most_within(times, 1.0) <= 30
    assert (len(times) - 1) / (times[-1] - times[0]) >= 0.98 * 30


@pytest.mark.parametrize("jitter", [0.005, 0.03])
def test_uneven_answer_times_do_not_break_the_limit(jitter: float) -> None:
    times = crowd(Pacer(30.0), 300, jitter)
    assert most_within(times, 1.0) <= 30
    assert (len(times) - 1) / (max(times) - min(times)) >= 0.95 * 30


def test_lateness_of_the_timers_does_not_add_up() -> None:
    pacer, log = Pacer(30.0), list[tuple[float, str]]()

    async def run() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        loop.oversleep(0.002)
        await asyncio.gather(*(send(pacer, f"c{n}", log) for n in range(300)))

    run_virtually(run())
    times = [at for at, _ in log]
    assert most_within(times, 1.0) <= 30
    assert (len(times) - 1) / (times[-1] - times[0]) >= 0.98 * 30


def test_an_idle_minute_earns_no_burst() -> None:
    pacer, log = Pacer(30.0), list[tuple[float, str]]()

    async def run() -> None:
        await send(pacer, "a", log)
        await asyncio.sleep(60)
        await asyncio.gather(*(send(pacer, f"c{n}", log) for n in range(10)))

    run_virtually(run())
    gaps = [b[0] - a[0] for a, b in pairwise(log[1:])]
    assert min(gaps) >= 1 / 30


def test_one_chat_gets_one_a_second_and_does_not_hold_up_others() -> None:
    pacer, log = Pacer(30.0), list[tuple[float, str]]()

    async def run() -> None:
        await asyncio.gather(
            *(send(pacer, "same", log) for _ in range(4)), *(send(pacer, f"c{n}", log) for n in range(20))
        )

    run_virtually(run())
    same = [at for at, address in log if address == "same"]
    assert min(b - a for a, b in pairwise(same)) >= 1.0
    others = [at for at, address in log if address != "same"]
    assert max(others) - min(others) < 1.0


def test_a_chat_counts_its_second_from_the_answer() -> None:
    pacer, log = Pacer(30.0), list[tuple[float, str]]()
    chance = random.Random(188)

    async def run() -> None:
        await asyncio.gather(*(send(pacer, "same", log, takes=chance.uniform(0, 0.1)) for _ in range(30)))

    run_virtually(run())
    assert most_within([at for at, _ in log], 1.0) == 1


def test_an_edit_in_place_does_not_keep_the_next_question_waiting() -> None:
    pacer, log = Pacer(30.0), list[tuple[float, str]]()

    async def run() -> None:
        await send(pacer, "same", log)
        await pacer.turn("same", first=True, edit=True)
        await asyncio.sleep(1)
        await pacer.turn("same", first=True, edit=True)
        await send(pacer, "same", log, first=True)

    run_virtually(run())
    assert log[1][0] - log[0][0] < 1.1


def test_a_group_gets_twenty_a_minute() -> None:
    pacer = Pacer(30.0, per_chat_second=5.0, per_group_minute=20, is_group=lambda address: address.startswith("-"))
    log = list[tuple[float, str]]()

    async def run() -> None:
        await asyncio.gather(*(send(pacer, "-100", log) for _ in range(45)))

    run_virtually(run())
    assert most_within([at for at, _ in log], 60.0) <= 20


def test_answers_go_before_digests() -> None:
    pacer, log = Pacer(1.0), list[tuple[float, str]]()

    async def run() -> None:
        digests = [asyncio.create_task(send(pacer, f"digest{n}", log)) for n in range(5)]
        await asyncio.sleep(1.5)
        await send(pacer, "answer", log, first=True)
        await asyncio.gather(*digests)

    run_virtually(run())
    assert [address for _, address in log].index("answer") == 2


def test_an_answer_in_a_burst_waits_for_one_place_not_for_the_line() -> None:
    pacer, log = Pacer(30.0), list[tuple[float, str]]()
    waited: list[float] = []

    async def answer(n: int) -> None:
        await asyncio.sleep(2.0 + n / 5)
        asked = asyncio.get_running_loop().time()
        await send(pacer, f"answer{n}", log, first=True, takes=0.2)
        waited.append(asyncio.get_running_loop().time() - asked - 0.2)

    async def run() -> None:
        room = asyncio.Semaphore(16)

        async def digest(n: int) -> None:
            async with room:
                # Digests are marked between their turn and the call, so some are always at the gate.
                await send(pacer, f"c{n}", log, takes=0.2)

        await asyncio.gather(*(digest(n) for n in range(300)), *(answer(n) for n in range(30)))

    run_virtually(run())
    assert max(waited) <= 3 / 30
    assert most_within([at for at, _ in log], 1.0) <= 30


def test_a_pause_also_stops_who_has_had_the_turn() -> None:
    pacer, log = Pacer(30.0), list[tuple[float, str]]()

    async def run() -> None:
        await send(pacer, "a", log)
        await pacer.turn("b")
        pacer.pause(5.0)
        pacer.over(await pacer.gate(), "b")
        assert asyncio.get_running_loop().time() - log[0][0] >= 5.0

    run_virtually(run())


def test_a_long_delay_on_the_way_does_not_break_the_limit() -> None:
    pacer, log = Pacer(30.0), list[tuple[float, str]]()

    async def run() -> None:
        room = asyncio.Semaphore(16)

        async def one(n: int) -> None:
            async with room:
                # Every seventh is counted half a second late: a busy provider, or a busy machine.
                await send(pacer, f"c{n}", log, takes=1.0 if n % 7 == 0 else 0.01)

        await asyncio.gather(*(one(n) for n in range(200)))

    run_virtually(run())
    assert most_within([at for at, _ in log], 1.0) <= 30


def test_a_long_burst_with_answers_stays_even_so_that_an_answer_finds_a_place_soon() -> None:
    pacer, log = Pacer(30.0), list[tuple[float, str]]()
    chance = random.Random(4778)
    waited: list[float] = []

    async def answer(n: int) -> None:
        await asyncio.sleep(2 + n * 0.27)
        await pacer.turn(f"answer{n}", first=True)
        asked = asyncio.get_running_loop().time()
        pacer.over(await pacer.gate(first=True))
        waited.append(asyncio.get_running_loop().time() - asked)

    async def run() -> None:
        # Timers that fire late and answers that take their time make sends bunch up.
        asyncio.get_running_loop().oversleep(0.002)  # type: ignore[attr-defined]
        room = asyncio.Semaphore(16)

        async def digest(n: int) -> None:
            async with room:
                await send(pacer, f"c{n}", log, takes=0.003 + min(0.3, chance.expovariate(1 / 0.012)))

        await asyncio.gather(*(digest(n) for n in range(900)), *(answer(n) for n in range(100)))

    run_virtually(run())
    assert sorted(waited)[50] <= 0.015
    assert sorted(waited)[95] <= 0.1


def test_a_pause_holds_everybody_and_ends() -> None:
    pacer, log = Pacer(30.0), list[tuple[float, str]]()

    async def run() -> None:
        await send(pacer, "a", log)
        pacer.pause(17.0)
        pacer.pause(3.0)
        assert 16.9 < pacer.paused_for <= 17.0
        await asyncio.gather(send(pacer, "b", log), send(pacer, "c", log, first=True))

    run_virtually(run())
    assert [round(at - log[0][0]) for at, _ in log] == [0, 17, 17]


def test_without_a_limit_only_pauses_count() -> None:
    pacer, log = Pacer(None), list[tuple[float, str]]()

    async def run() -> None:
        await asyncio.gather(*(send(pacer, "a", log) for _ in range(100)))
        pacer.pause(5.0)
        await send(pacer, "b", log)

    run_virtually(run())
    assert Counter(round(at - log[0][0]) for at, _ in log) == {0: 100, 5: 1}


def test_opened_everybody_goes_on_at_once() -> None:
    pacer, log = Pacer(0.001), list[tuple[float, str]]()

    async def run() -> None:
        await send(pacer, "a", log)
        waiting = [asyncio.create_task(pacer.turn(f"c{n}")) for n in range(3)]
        await asyncio.sleep(1)
        pacer.open()
        await asyncio.gather(*waiting)
        assert asyncio.get_running_loop().time() - log[0][0] < 2

    run_virtually(run())


def test_somebody_who_gave_up_takes_no_turn() -> None:
    pacer, log = Pacer(1.0), list[tuple[float, str]]()

    async def run() -> None:
        await send(pacer, "a", log)
        gone = asyncio.create_task(pacer.turn("gone"))
        await asyncio.sleep(0.1)
        gone.cancel()
        await send(pacer, "b", log)

    run_virtually(run())
    assert round(log[1][0] - log[0][0], 1) == 1.0


def test_opening_frees_whoever_waits_at_the_gate_for_a_pause() -> None:
    async def run() -> float:
        pacer = Pacer(30)
        await pacer.turn("a")
        pacer.pause(25)
        begun = asyncio.get_running_loop().time()
        passing = asyncio.create_task(pacer.gate())
        await asyncio.sleep(0.5)
        assert not passing.done()
        pacer.open()
        await passing
        await pacer.turn("a")
        return asyncio.get_running_loop().time() - begun

    assert run_virtually(run()) < 3
