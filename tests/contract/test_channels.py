"""The contract of ``bot.channels.base``: one labelled table of cases, run against every channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.channels.base import (
    BUTTON_DATA,
    Button,
    Capabilities,
    EventKind,
    InboundEvent,
    InboundFile,
    OutboundFile,
    OutboundMessage,
    SendError,
    Verdict,
    WebhookRefused,
)
from bot.channels.local import PHONES
from bot.channels.splitting import utf16_units
from bot.channels.telegram.channel import LIMITS
from bot.clock import SystemClock
from bot.domain.plan.plan import Role
from tests.contract.channel_harness import Harness, LocalHarness, Seen, TelegramHarness, ToyHarness
from tests.contract.toy_channel import ToyChannel

HARNESSES: dict[str, Callable[[pytest.FixtureRequest], Harness]] = {
    "telegram": lambda request: TelegramHarness(request.getfixturevalue("fake_telegram")),
    "local": lambda request: LocalHarness(),
    "toy": lambda request: ToyHarness(),
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
    seen, can = h.seen(), h.channel.capabilities
    assert " ".join(m.text for m in seen).split() == words
    assert all(utf16_units(m.text) <= can.max_text for m in seen)
    assert [m.buttons for m in seen if m.buttons] == ([("Báo cáo",)] if can.buttons else [])
    assert bool(seen[-1].buttons) == can.buttons


async def a_file_with_its_text(h: Harness) -> None:
    file = OutboundFile("lich.ics", "text/calendar", b"BEGIN:VCALENDAR")
    await h.channel.send(h.address, OutboundMessage("Lịch báo cáo", file=file))
    assert h.seen() == [Seen("Lịch báo cáo", file="lich.ics")]


async def buttons_it_has_not_are_left_out(h: Harness) -> None:
    assert await h.send("Chọn:", (Button("Có", "a"),)) is not None
    assert h.seen() == [Seen("Chọn:")]


async def what_it_cannot_edit_is_sent_anew(h: Harness) -> None:
    first = await h.send("một")
    assert await h.send("hai", edits=first) not in (None, first)
    assert h.seen() == [Seen("một"), Seen("hai")]


async def a_file_it_cannot_carry_is_refused(h: Harness) -> None:
    with pytest.raises(SendError) as caught:
        await h.channel.send(h.address, OutboundMessage("Lịch", file=OutboundFile("a.ics", "text/calendar", b"x")))
    assert caught.value.verdict is Verdict.REJECTED
    assert h.seen() == []


async def a_button_of_ours_fits(h: Harness) -> None:
    data = "đ" * (BUTTON_DATA // 2)
    await h.send("Chọn:", (Button("Có", data),))
    h.taps("Có")
    assert (await h.next_batch())[-1].data == data


async def it_has_a_name_for_people_and_says_how_it_is(h: Harness) -> None:
    assert h.channel.name.isidentifier()
    assert h.channel.title
    health = h.channel.health()
    assert (health.ok, health.reason) == (True, "")
    assert health.since.tzinfo is not None
    found = await h.channel.examine()
    assert found.ok
    assert found.text.endswith(".")


async def a_menu_is_offered_or_left_out(h: Harness) -> None:
    await h.channel.set_menu(h.address, (Role.COORDINATOR,))
    assert h.seen() == []


async def an_invitation_carries_the_code_or_is_none(h: Harness) -> None:
    link = await h.channel.invitation_link("K7MC9XQ4RTEA")
    assert link is None or ("K7MC9XQ4RTEA" in link and link.startswith("https://"))


async def a_call_that_proves_nothing_is_refused(h: Harness) -> None:
    with pytest.raises(WebhookRefused):
        h.channel.read_webhook({"X-Signature": "đoán mò"}, b"{}")


async def a_tap_nobody_made_is_answered_all_the_same(h: Harness) -> None:
    await h.channel.answer_tap(InboundEvent(h.channel.name, "1", h.address, EventKind.TAP, SystemClock().now()))


async def a_file_that_is_not_there_is_an_error(h: Harness) -> None:
    with pytest.raises(SendError):
        await h.channel.fetch(InboundFile("khong-co", "a.pdf", "application/pdf", 1))


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
    "no buttons": buttons_it_has_not_are_left_out,
    "button data": a_button_of_ours_fits,
    "no edit": what_it_cannot_edit_is_sent_anew,
    "no file": a_file_it_cannot_carry_is_refused,
    "name and health": it_has_a_name_for_people_and_says_how_it_is,
    "menu": a_menu_is_offered_or_left_out,
    "invitation": an_invitation_carries_the_code_or_is_none,
    "forged call": a_call_that_proves_nothing_is_refused,
    "tap of nobody": a_tap_nobody_made_is_answered_all_the_same,
    "missing file": a_file_that_is_not_there_is_an_error,
    "tap": a_tap_brings_data_and_message,
    "unconfirmed batch": a_batch_not_confirmed_comes_again,
}


CAPABILITIES = {"telegram": LIMITS, "local": PHONES, "toy": ToyChannel.capabilities}
#: Cases about what only some channels have, or lack.
NEEDS: dict[str, Callable[[str, Capabilities], bool]] = {
    "buttons": lambda _, can: can.buttons,
    "button data": lambda _, can: can.buttons,
    "tap": lambda _, can: can.buttons,
    "no buttons": lambda _, can: not can.buttons,
    "edit": lambda _, can: can.edit,
    "edit without change": lambda _, can: can.edit,
    "no edit": lambda _, can: not can.edit,
    "file": lambda _, can: can.files,
    "no file": lambda _, can: not can.files,
    # Into the local channel events are put ready made: there is no typed text to read.
    "command": lambda name, _: name != "local",
    # The others have no provider that is asked.
    "unconfirmed batch": lambda name, _: name == "telegram",
}


def applies(channel: str, label: str) -> bool:
    return label not in NEEDS or NEEDS[label](channel, CAPABILITIES[channel])


@pytest.mark.parametrize(
    ("channel", "label"),
    [pytest.param(c, label, id=f"{c}: {label}") for c in HARNESSES for label in CASES if applies(c, label)],
)
async def test_channel(request: pytest.FixtureRequest, channel: str, label: str) -> None:
    harness = HARNESSES[channel](request)
    assert harness.channel.capabilities == CAPABILITIES[channel]
    await harness.start()
    try:
        await CASES[label](harness)
    finally:
        await harness.stop()
