"""Figures about what goes out, over Telegram's channel against the strict fake server in its own process."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from time import monotonic

from benchmarks import world
from benchmarks.figure import Bench, Figure, Measured
from benchmarks.probe import Json, Probe, once, ratio
from bot.channels.telegram.channel import LIMITS
from tests.fakes.bot_api_client import FakeTelegram
from tests.fakes.served import served_fake

#: Telegram's limit over all chats, messages a second.
LIMIT = 30
#: During the tapped burst: messages before the first tap (two seconds' worth), and from one tap to the next.
SETTLED = 60
TAP_EVERY = 8
#: Taps of people nobody else keeps waiting.
IDLE_TAPS = 30


@contextmanager
def _sending(
    bench: Bench, telegram: FakeTelegram, people: int, waves: list[world.Wave], *, pace: bool
) -> Iterator[Probe]:
    """The app over a database with those waves, at the time of the first one; chats are open at the server."""
    telegram.reset()
    telegram.limits(pace)
    telegram.open_chats(world.FIRST_CHAT, people)
    path = bench.scratch("sending")
    world.fill(path, people=people, waves=waves, channel="telegram")
    at = waves[0].at.isoformat()
    arguments = {"path": str(path), "people": people, "url": telegram.url, "token": telegram.token}
    with Probe("sending", **arguments, pace=pace, at=at) as probe:
        yield probe
        probe.measure(do="stop")


def overdue(bench: Bench) -> Measured:
    """Late ones and as many more due at this very moment, all sent, each person once."""
    late, now = bench.sizes.overdue, bench.sizes.instant
    waves = [
        world.Wave(world.START - timedelta(days=1), range(late)),
        world.Wave(world.START, range(late, late + now)),
    ]
    with served_fake() as telegram:
        with _sending(bench, telegram, late + now, waves[::-1], pace=False) as probe:
            probe.measure(do="tick")
        times = Counter(call["params"]["chat_id"] for call in telegram.calls("sendMessage"))
    once_each = sum(count == 1 for count in times.values())
    path = str(bench.scratch("apscheduler"))
    lost = once("apscheduler_tick", path=path, pending=0, due=late, grace=1)
    detail = f"{once_each} of {late + now} people once, {len(times) - once_each} more often; "
    return Measured(100 * once_each / (late + now), detail + f"APScheduler's default sent {lost['sent']} of {late}")


def burst(bench: Bench) -> Measured:
    """The paced burst: how near to the limit, and never over it."""
    count = bench.sizes.burst
    with served_fake() as telegram:
        with _sending(bench, telegram, count, [world.Wave(world.START, range(count))], pace=True) as probe:
            probe.measure(do="work")
            for part in range(0, count, 500):
                telegram.get("wait", method="sendMessage", count=min(part + 500, count), status=200, timeout=60)
            probe.measure(do="stop")
        calls = telegram.calls("sendMessage")
    sent = sorted(c["started"] for c in calls if c["status"] == 200)
    refused = sum(c["status"] == 429 for c in calls)
    rate = (len(sent) - 1) / (sent[-1] - sent[0])
    detail = f"{len(sent)} of {count} messages at {rate:.2f} a second, {refused} × 429"
    return Measured(0.0 if refused or len(sent) != count else 100 * rate / LIMIT, detail)


def throughput(bench: Bench) -> Measured:
    """Messages a second without a limit: the whole path over bare httpx with the same texts."""
    size, repeats = bench.sizes.round, bench.sizes.repeats
    mornings = world.mornings(world.live(world.city(1)).in_use.calendar, repeats + 1)
    with served_fake() as telegram:
        waves = [world.Wave(at, range(size)) for at in mornings]
        with _sending(bench, telegram, size, waves, pace=False) as probe:
            probe.measure(do="tick")
            messages = bench.scratch("messages")
            sent = [call["params"] for call in telegram.calls("sendMessage")]
            messages.write_text(json.dumps([_form(p) for p in sent]), encoding="utf-8")
            bare = {"url": telegram.url, "token": telegram.token, "messages": str(messages)}
            with Probe("bare_httpx", **bare, in_flight=LIMITS.in_flight) as httpx:
                httpx.measure()
                whole, alone = [], []
                for at in mornings[1:]:
                    whole.append(float(probe.measure(do="tick", at=at.isoformat())["seconds"]))
                    alone.append(float(httpx.measure()["seconds"]))
    detail = f"{size / median(whole):.0f} : {size / median(alone):.0f} messages a second, {len(sent)} a round"
    return Measured(ratio(alone, whole), detail)


def _form(parameters: Json) -> dict[str, str]:
    """Parameters as a form posts them."""
    return {name: v if isinstance(v, str) else json.dumps(v) for name, v in parameters.items()}


def taps(bench: Bench) -> Measured:
    """People tap a button of their digest while others still get theirs, until the bot's answer stands in the chat.

    p99, over the median of taps of the same run when nothing else goes out.
    """
    count = bench.sizes.tapped_burst
    with served_fake() as telegram:
        wave = [world.Wave(world.START, range(count))]
        with _sending(bench, telegram, count, wave, pace=True) as probe:
            probe.measure(do="work")
            pressed = _tap_while_sending(telegram, count)
            alone = _tap_alone(telegram, count, set(pressed))
            probe.measure(do="stop")
        answers, idle = _answers(telegram, pressed), _answers(telegram, alone)
        refused = len(telegram.calls("sendMessage", status=429))
    first = [seconds[0] for seconds in answers.values()]
    whole = [seconds[-1] for seconds in answers.values()]
    quiet = median(seconds[0] for seconds in idle.values())
    detail = (
        f"{_ms(_p99(first))} : {_ms(quiet)}; {len(first)} taps, median {_ms(median(first))}; with the question "
        f"that follows {_ms(median(whole))}, p99 {_ms(_p99(whole))}; {refused} × 429"
    )
    return Measured(_p99(first) / quiet, detail)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _tap_while_sending(telegram: FakeTelegram, count: int) -> dict[int, float]:
    """Chat → when its person tapped: one after every few messages, always somebody who got the digest a while ago."""
    settled = min(SETTLED, count // 2)
    # Claimed in this order, and so sent in about this order.
    order = sorted(range(count), key=world.person)
    pressed: dict[int, float] = {}
    for turn in range((count - settled) // TAP_EVERY):
        sent = settled + turn * TAP_EVERY
        if not telegram.get("wait", method="sendMessage", count=sent, status=200, timeout=60)["ok"]:
            raise RuntimeError(f"less than {sent} messages sent")
        who = int(world.chat(order[turn]))
        pressed[who] = monotonic()
        telegram.user(who).taps("Báo cáo")
    telegram.get("wait", method="sendMessage", count=count + len(pressed), status=200, timeout=60)
    return pressed


def _tap_alone(telegram: FakeTelegram, count: int, busy: set[int]) -> dict[int, float]:
    """Chat → when its person tapped, one after the other with nothing else going out."""
    rest = [chat for n in range(count) if (chat := int(world.chat(n))) not in busy][:IDLE_TAPS]
    pressed: dict[int, float] = {}
    for done, who in enumerate(rest, start=1):
        pressed[who] = monotonic()
        telegram.user(who).taps("Báo cáo")
        telegram.get("wait", method="sendMessage", count=count + len(busy) + done, status=200, timeout=60)
    return pressed


def _answers(telegram: FakeTelegram, pressed: dict[int, float]) -> dict[int, list[float]]:
    """Chat → seconds from the tap to each change the bot then made in the chat."""
    found: dict[int, list[float]] = {chat: [] for chat in pressed}
    for method in ("editMessageText", "sendMessage"):
        for call in telegram.calls(method, status=200):
            chat = int(call["params"]["chat_id"])
            if chat in pressed and call["started"] > pressed[chat]:
                found[chat].append(call["finished"] - pressed[chat])
    if silent := sum(not seconds for seconds in found.values()):
        raise RuntimeError(f"{silent} taps without an answer")
    return {chat: sorted(seconds) for chat, seconds in found.items()}


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.99))]


FIGURES = (
    Figure(
        "overdue", "100 overdue at a restart and 1,000 due at one instant: people told once", 100, "≥", "%", overdue
    ),
    Figure("burst", "a burst of 3,000 messages, of Telegram's 30 a second", 98, "≥", "%", burst),
    Figure("throughput", "no limiter: whole path with the database over bare httpx", 0.8, "≥", "×", throughput),
    Figure("taps", "a tap answered during a burst, p99, over an idle one", 4, "≤", "×", taps),
)
