"""The contract of ``bot.channels.base``: one labelled table of cases, run against every channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.channels.base import Button, EventKind, OutboundFile, OutboundMessage, Verdict
from bot.channels.splitting import utf16_units
from tests.contract.channel_harness import Harness, LocalHarness, Seen, TelegramHarness

HARNESSES: dict[str, Callable[[pytest.FixtureRequest], Harness]] = {
    "telegram": lambda request: TelegramHarness(request.getfixturevalue("fake_telegram")),
    "local": lambda request: LocalHarness(),
}


async def plain_text(h: Harness) -> None:
    assert await h.send("Kính gửi đồng chí") is not None
    assert h.seen() == [Seen("Kính gửi đồng chí")]


async def markup_is_shown_not_read(h: Harness) -> None:
    await h.send("<b>Báo cáo</b> A &amp; B &lt;C&gt; <i>x</i> <u>y</u> <code>z</code>")
    assert h.seen() == [Seen("Báo cáo A & B <C> x y z")]


async def rows_of_buttons(h: Harness) -> None:
    await h.send("Chọn:", (Button("Báo cáo", "a"), Button("Nhắc lại sau", "b")), (Button("Xem", "c"),))
    assert h.seen() == [Seen("Chọn:", ("Báo cáo", "Nhắc lại sau", "Xem"))]


async def an_edit_replaces_text_and_buttons(h: Harness) -> None:
    first = await h.send("Chọn:", (Button("Có", "a"),))
    assert await h.send("Đã chọn: Có", edits=first) == first
    assert h.seen() == [Seen("Đã chọn: Có")]


async def an_edit_that_changes_nothing_is_fine(h: Harness) -> None:
    first = await h.send("Chọn:", (Button("Có", "a"),))
    assert await h.send("Chọn:", (Button("Có", "a"),), edits=first) == first
    assert h.seen() == [Seen("Chọn:", ("Có",))]


async def an_edit_of_what_is_gone_is_sent_anew(h: Harness) -> None:
    assert await h.send("Đã ghi nhận", edits="987654") not in (None, "987654")
    assert h.seen() == [Seen("Đã ghi nhận")]


async def long_text_keeps_every_word_and_the_buttons_last(h: Harness) -> None:
    words = [f"nhiệm-vụ-{n}" for n in range(1200)]
    await h.send("<b>" + " ".join(words) + "</b>", (Button("Báo cáo", "a"),))
    seen = h.seen()
    assert " ".join(m.text for m in seen).split() == words
    assert all(utf16_units(m.text) <= h.channel.capabilities.max_text for m in seen)
    assert [m.buttons for m in seen if m.buttons] == [("Báo cáo",)]
    assert seen[-1].buttons


async def a_file_with_its_text(h: Harness) -> None:
    file = OutboundFile("lich.ics", "text/calendar", b"BEGIN:VCALENDAR")
    await h.channel.send(h.address, OutboundMessage("Lịch báo cáo", file=file))
    assert h.seen() == [Seen("Lịch báo cáo", file="lich.ics")]


async def a_failed_send_says_what_to_do(h: Harness) -> None:
    for verdict in (Verdict.RECIPIENT_GONE, Verdict.STOP_CHANNEL):
        h.fail_next(verdict)
        assert (await h.failure()).verdict is verdict
    assert h.seen() == []


async def an_ambiguous_send_says_so(h: Harness) -> None:
    h.fail_next(Verdict.AMBIGUOUS)
    assert (await h.failure()).verdict is Verdict.AMBIGUOUS


async def a_flood_says_how_long_to_wait(h: Harness) -> None:
    h.fail_next(Verdict.RETRY)
    error = await h.failure()
    assert (error.verdict, error.retry_after) == (Verdict.RETRY, 7)
    await h.send("lần sau")
    assert h.seen() == [Seen("lần sau")]


async def typed_text_comes_in(h: Harness) -> None:
    h.says("xong 80% rồi")
    event = (await h.next_batch())[-1]
    assert (event.channel, event.address, event.kind) == (h.channel.name, h.address, EventKind.TEXT)
    assert event.text == "xong 80% rồi"
    assert event.at.tzinfo is not None
    assert not event.group


async def a_command_is_told_from_text(h: Harness) -> None:
    h.says("/Lich 2024")
    event = (await h.next_batch())[-1]
    assert (event.kind, event.command, event.text) == (EventKind.COMMAND, "lich", "2024")


async def a_tap_brings_data_and_message(h: Harness) -> None:
    message_id = await h.send("Chọn:", (Button("Có", "đúng-dữ-liệu"),))
    h.taps("Có")
    event = (await h.next_batch())[-1]
    assert (event.kind, event.data, event.message_id) == (EventKind.TAP, "đúng-dữ-liệu", message_id)
    await h.channel.answer_tap(event, "Đã nhận")
    await h.channel.answer_tap(event)


async def a_batch_not_confirmed_comes_again(h: Harness) -> None:
    h.says("một")
    first = await h.next_batch()
    again = await h.next_batch()
    assert [e.external_id for e in again] == [e.external_id for e in first]


CASES: dict[str, Callable[[Harness], Awaitable[None]]] = {
    "plain text": plain_text,
    "markup": markup_is_shown_not_read,
    "buttons": rows_of_buttons,
    "edit": an_edit_replaces_text_and_buttons,
    "edit without change": an_edit_that_changes_nothing_is_fine,
    "edit of what is gone": an_edit_of_what_is_gone_is_sent_anew,
    "long text": long_text_keeps_every_word_and_the_buttons_last,
    "file": a_file_with_its_text,
    "failed send": a_failed_send_says_what_to_do,
    "ambiguous send": an_ambiguous_send_says_so,
    "flood": a_flood_says_how_long_to_wait,
    "typed text": typed_text_comes_in,
    "command": a_command_is_told_from_text,
    "tap": a_tap_brings_data_and_message,
    "unconfirmed batch": a_batch_not_confirmed_comes_again,
}


#: Cases that ask for something a channel does not have.
EXEMPT = {
    ("local", "command"): "events are put in ready made; there is no typed text to read",
    ("local", "unconfirmed batch"): "there is no provider to confirm to",
}


@pytest.mark.parametrize(
    ("channel", "label"),
    [pytest.param(c, label, id=f"{c}: {label}") for c in HARNESSES for label in CASES if (c, label) not in EXEMPT],
)
async def test_channel(request: pytest.FixtureRequest, channel: str, label: str) -> None:
    harness = HARNESSES[channel](request)
    await harness.start()
    try:
        await CASES[label](harness)
    finally:
        await harness.stop()
