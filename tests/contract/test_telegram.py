"""Telegram itself, against the strict fake Bot API server: what errors mean, how messages go out, the token."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.channels.base import (
    Button,
    OutboundFile,
    OutboundMessage,
    Verdict,
)
from bot.channels.telegram import TelegramChannel
from tests.contract.telegram_kit import Sleeps, next_events, refused, started
from tests.fakes.bot_api_client import FakeTelegram, FakeUser

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2024, 9, 4, 12, 0, tzinfo=HANOI)


# --- what an error means -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        pytest.param("429", Verdict.RETRY, id="flood"),
        pytest.param("500", Verdict.RETRY, id="server error"),
        pytest.param("502", Verdict.RETRY, id="bad gateway"),
        pytest.param("403", Verdict.RECIPIENT_GONE, id="blocked"),
        pytest.param("400_chat_not_found", Verdict.RECIPIENT_GONE, id="chat not found"),
        pytest.param("401", Verdict.STOP_CHANNEL, id="token revoked"),
        pytest.param("reset", Verdict.AMBIGUOUS, id="reset before it took effect"),
        pytest.param("reset_after", Verdict.AMBIGUOUS, id="reset after it took effect"),
        pytest.param("timeout_before", Verdict.AMBIGUOUS, id="timeout before it took effect"),
        pytest.param("timeout_after", Verdict.AMBIGUOUS, id="timeout after it took effect"),
    ],
)
async def test_every_failure_has_its_verdict(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, fault: str, verdict: Verdict
) -> None:
    fake_telegram.fault(fault, "sendMessage", retry_after=7)
    if fault.startswith("timeout"):
        # However long the wait for an answer that never comes, it ends alike; a short one spares the suite.
        async with started(fake_telegram, timeout=0.3) as impatient:
            error = await refused(impatient)
    else:
        error = await refused(channel)
    assert error.verdict is verdict
    assert error.retry_after == (7 if fault == "429" else None)
    assert fake_telegram.token not in str(error)


async def test_a_server_that_is_not_there_is_tried_again(unused_tcp_port: int, sleeps: Sleeps) -> None:
    away = TelegramChannel("123456:" + "a" * 35, f"http://127.0.0.1:{unused_tcp_port}", sleep=sleeps, timeout=0.3)
    await away.start()
    assert not away.health().ok
    assert (await refused(away)).verdict is Verdict.RETRY
    await away.stop()


async def test_a_stranger_cannot_be_written_to(channel: TelegramChannel) -> None:
    assert (await refused(channel, address="999")).verdict is Verdict.RECIPIENT_GONE


async def test_a_deleted_account_is_gone(channel: TelegramChannel, an: FakeUser) -> None:
    an.deletes_account()
    assert (await refused(channel)).verdict is Verdict.RECIPIENT_GONE


async def test_bad_markup_is_rejected_not_repeated(channel: TelegramChannel, an: FakeUser) -> None:
    assert (await refused(channel, "a < b")).verdict is Verdict.REJECTED


async def test_a_group_that_became_a_supergroup_has_moved(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser
) -> None:
    fake_telegram.group(-50, "Tổ", by=an).migrates(-100500)
    error = await refused(channel, address="-50")
    assert (error.verdict, error.new_address) == (Verdict.MOVED, "-100500")


async def test_a_refused_token_is_said_at_the_start(fake_telegram: FakeTelegram) -> None:
    wrong = TelegramChannel("123456:" + "x" * 35, fake_telegram.url)
    await wrong.start()
    assert "mã bot" in wrong.health().reason
    await wrong.stop()


# --- sending -------------------------------------------------------------------------------------------------------


async def test_a_message_too_long_comes_in_parts_one_a_second(
    channel: TelegramChannel, an: FakeUser, sleeps: Sleeps
) -> None:
    text = "<b>" + "nhiệm vụ " * 1000 + "</b>"
    result = await channel.send("101", OutboundMessage(text, buttons=((Button("Báo cáo", "x"),),)))
    received = an.received
    assert len(received) == 3
    assert [m.buttons for m in received] == [[], [], ["Báo cáo"]]
    assert result.message_id == str(received[-1].id)
    assert sleeps.taken == [1.0, 1.0]


async def test_a_flood_answer_between_parts_is_waited_out(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, sleeps: Sleeps
) -> None:
    fake_telegram.fault("429", "sendMessage", match={"text": "hai"}, retry_after=3)
    await channel.send("101", OutboundMessage("a" * 4096 + " hai"))
    assert [m.text for m in an.received] == ["a" * 4096, "hai"]
    assert sleeps.taken == [1.0, 4.0]


async def test_half_a_message_is_ambiguous(fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser) -> None:
    fake_telegram.fault("500", "sendMessage", match={"text": "hai"})
    assert (await refused(channel, "a" * 4096 + " hai")).verdict is Verdict.AMBIGUOUS


async def test_quiet_and_without_link_preview(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser
) -> None:
    await channel.send("101", OutboundMessage("https://example.vn", quiet=True))
    params = fake_telegram.calls("sendMessage")[-1]["params"]
    assert str(params["disable_notification"]).lower() == "true"
    assert json.loads(str(params["link_preview_options"]).replace("'", '"').replace("True", "true"))["is_disabled"]


async def test_a_caption_too_long_goes_beside_the_file(channel: TelegramChannel, an: FakeUser) -> None:
    file = OutboundFile("lich.ics", "text/calendar", b"BEGIN:VCALENDAR")
    await channel.send("101", OutboundMessage("chữ " * 400, ((Button("Xem", "x"),),), file=file))
    assert [bool(m.document) for m in an.received] == [True, False]
    assert an.last.buttons == ["Xem"]


async def test_a_button_under_a_file_goes_away_when_the_answer_is_sent_anew(
    channel: TelegramChannel, an: FakeUser
) -> None:
    file = OutboundFile("a.txt", "text/plain", b"a")
    first = await channel.send("101", OutboundMessage("tệp", ((Button("Xem", "x"),),), file=file))
    second = await channel.send("101", OutboundMessage("đã xem", edits=first.message_id))
    assert second.message_id != first.message_id
    assert [(m.text, m.buttons) for m in an.received] == [("tệp", []), ("đã xem", [])]


async def test_asking_for_the_number_shows_telegrams_own_button(channel: TelegramChannel, an: FakeUser) -> None:
    await channel.send("101", OutboundMessage("mời chia sẻ", asks_contact=True))
    assert "request_contact" in json.dumps(an.last.keyboard)


# --- the token -----------------------------------------------------------------------------------------------------


async def test_the_token_shows_nowhere(
    fake_telegram: FakeTelegram, an: FakeUser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = fake_telegram.token
    async with started(fake_telegram) as channel:
        await channel.send("101", OutboundMessage("chào"))
        fake_telegram.fault("401", "sendMessage")
        error = await refused(channel)
        await next_events(channel)
        shown = [repr(channel), repr(channel._bot), repr(error), str(error), str(channel.health())]
    wrong = "654321:" + "y" * 35
    refusing = TelegramChannel(wrong, fake_telegram.url)
    await refusing.start()
    shown += [
        str(refusing.health()),
        repr(await refused(refusing)),
        caplog.text,
        *(r.getMessage() for r in caplog.records),
    ]
    assert caplog.records
    assert all(token not in text and wrong not in text for text in shown)
    assert error.__suppress_context__
