"""Telegram itself, against the strict fake Bot API server: updates, polling, webhook, menus."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.channels.base import (
    Button,
    EventKind,
    InboundEvent,
    InboundFile,
    OddUpdate,
    OutboundMessage,
    SendError,
    WebhookRefused,
)
from bot.channels.kept import Kept
from bot.channels.telegram import TelegramChannel, WebhookSettings
from bot.channels.telegram.menus import menu
from bot.clock import SteppedClock
from bot.domain.plan.plan import Role
from bot.store.database import Database
from tests.contract.telegram_kit import PATIENCE, Sleeps, name_of, next_events, next_inbound, started
from tests.fakes.bot_api_client import FakeTelegram, FakeUser

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2024, 9, 4, 12, 0, tzinfo=HANOI)


# --- updates -------------------------------------------------------------------------------------------------------


async def test_text_command_and_contact(channel: TelegramChannel, an: FakeUser) -> None:
    an.says("Xong 80% rồi").says(f"/viec@{await name_of(channel)}  tất cả ")
    an.shares_contact("+84900000001").shares_contact("+84900000002", own=False)
    start, text, command, own, others = await next_events(channel, 5)
    assert (start.kind, start.command, start.text) == (EventKind.COMMAND, "start", "")
    assert (text.kind, text.text, text.address) == (EventKind.TEXT, "Xong 80% rồi", "101")
    assert (command.kind, command.command, command.text) == (EventKind.COMMAND, "viec", "tất cả")
    assert (own.kind, own.text, own.own_contact) == (EventKind.CONTACT, "+84900000001", True)
    assert not others.own_contact
    assert text.at.utcoffset() == timedelta(hours=7)


async def test_a_tap_carries_its_data_and_is_answered_once(channel: TelegramChannel, an: FakeUser) -> None:
    sent = await channel.send("101", OutboundMessage("?", ((Button("Có", "dữ-liệu"),),)))
    an.taps("Có")
    tap = (await next_events(channel, 2))[-1]
    assert (tap.kind, tap.data, tap.message_id) == (EventKind.TAP, "dữ-liệu", sent.message_id)
    await channel.answer_tap(tap, "Đã nhận")
    await channel.answer_tap(tap, "lần hai")
    assert an.toasts == ["Đã nhận"]


async def test_files_are_fetched_and_stickers_are_other(channel: TelegramChannel, an: FakeUser) -> None:
    an.sends_document("bao-cao.pdf", b"%PDF-1", "application/pdf", caption="Kính gửi")
    an.sends_photo(b"jpeg").sends_sticker().sends_voice()
    _, document, photo, sticker, voice = await next_events(channel, 5)
    assert document.file is not None
    assert (document.kind, document.text, document.file.name) == (EventKind.FILE, "Kính gửi", "bao-cao.pdf")
    assert (document.file.mime, document.file.size) == ("application/pdf", 6)
    assert await channel.fetch(document.file) == b"%PDF-1"
    assert photo.file is not None
    assert (photo.file.mime, await channel.fetch(photo.file)) == ("image/jpeg", b"jpeg")
    assert [(e.kind, e.extra) for e in (sticker, voice)] == [
        (EventKind.OTHER, {"what": "sticker"}),
        (EventKind.OTHER, {"what": "voice"}),
    ]


async def test_a_file_that_is_not_there_is_an_error(channel: TelegramChannel) -> None:
    with pytest.raises(SendError):
        await channel.fetch(InboundFile("khong-co", "a", "b", 1))


async def test_blocking_and_coming_back(channel: TelegramChannel, an: FakeUser) -> None:
    an.blocks_bot().unblocks_bot()
    events = await next_events(channel, 3)
    assert [e.kind for e in events[1:]] == [EventKind.BLOCKED, EventKind.UNBLOCKED]


async def test_groups_are_marked_and_other_bots_left_alone(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser
) -> None:
    group = fake_telegram.group(-50, "Tổ", by=an)
    group.says(an, "/viec@nguoikhac_bot")
    group.says(an, "/viec")
    group.migrates(-100500)
    _, added, command, moved = await next_events(channel, 4)
    assert (added.kind, added.group, added.extra) == (EventKind.OTHER, True, {"what": "added"})
    assert (command.kind, command.group, command.address) == (EventKind.COMMAND, True, "-50")
    assert (moved.kind, moved.address, moved.text) == (EventKind.MIGRATED, "-50", "-100500")


async def test_a_rehearsal_clock_dates_events(fake_telegram: FakeTelegram) -> None:
    fake_telegram.user(101).says("chào")
    async with started(fake_telegram, clock=SteppedClock(NOON)) as channel:
        assert [e.at for e in await next_events(channel)] == [NOON]


# --- polling -------------------------------------------------------------------------------------------------------


async def test_a_batch_is_confirmed_only_when_the_next_is_asked_for(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser
) -> None:
    async with aclosing(channel.updates()) as updates:
        first = await anext(updates)
        assert fake_telegram.state["pending"] == 1
    again = await next_events(channel)
    assert [e.external_id for e in again] == [e.external_id for e in first]
    async with aclosing(channel.updates()) as updates:
        await anext(updates)
        an.says("tiếp")
        assert [e.text for e in await anext(updates)] == ["tiếp"]
        assert fake_telegram.state["pending"] == 1


@pytest.mark.parametrize("fault", ["502", "500", "reset", "429", "409"])
async def test_polling_survives(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, sleeps: Sleeps, fault: str
) -> None:
    fake_telegram.fault(fault, "getUpdates", times=4, retry_after=9)
    assert len(await next_events(channel)) == 1
    expected = [9.0] * 4 if fault == "429" else [1.0, 2.0, 4.0, 8.0]
    assert sleeps.taken == expected
    assert channel.health().ok


@pytest.mark.parametrize(("fault", "times", "ok"), [("409", 1, False), ("502", 2, True), ("502", 3, False)])
async def test_health_tells_of_a_second_poller_and_of_a_long_outage(
    fake_telegram: FakeTelegram, an: FakeUser, fault: str, times: int, ok: bool
) -> None:
    seen: list[bool] = []

    async def sleep(seconds: float) -> None:
        seen.append(channel.health().ok)

    async with started(fake_telegram, sleep=sleep) as channel:
        fake_telegram.fault(fault, "getUpdates", times=times)
        await next_events(channel)
        assert seen[-1] is ok
        assert channel.health().ok


@pytest.mark.parametrize("status", [401, 404])
async def test_a_refused_token_is_said_and_asked_about_again(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, sleeps: Sleeps, status: int
) -> None:
    """The refusal may come from something in between; a token that is really dead stays red."""
    said = []
    fake_telegram.fault("says", "getUpdates", times=5, status=status, body='{"ok":false,"description":"Nope"}')
    sleeps.before = lambda _: said.append(channel.health().reason)
    an.says("còn đó không")
    assert [e.text for e in await next_events(channel)] == ["", "còn đó không"]
    assert "mã bot" in said[-1]
    assert sleeps.taken[-4:] == [2.0, 4.0, 8.0, 16.0]
    assert channel.health().ok


async def test_an_unreadable_update_does_not_hold_up_the_rest(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser
) -> None:
    fake_telegram.update("message", {"message_id": 5, "date": 1725426000, "text": "không có chat"})
    an.says("sau")
    start, odd, after = await next_inbound(channel, 3)
    assert isinstance(odd, OddUpdate)
    assert "kh\\u00f4ng c\\u00f3 chat" in odd.raw
    assert [e.text for e in (start, after) if isinstance(e, InboundEvent)] == ["", "sau"]


async def test_stop_ends_a_waiting_poll(fake_telegram: FakeTelegram, channel: TelegramChannel) -> None:
    poll = asyncio.create_task(next_events(channel))
    await asyncio.to_thread(fake_telegram.wait_polling)
    await channel.stop()
    assert await asyncio.wait_for(poll, PATIENCE) == []


async def test_a_start_without_network_is_made_up_for(
    fake_telegram: FakeTelegram, an: FakeUser, sleeps: Sleeps
) -> None:
    fake_telegram.fault("502", "getMe", times=2)
    async with started(fake_telegram, sleep=sleeps) as channel:
        assert not channel.health().ok
        await next_events(channel)
        assert channel.health().ok
        assert await name_of(channel)


# --- webhook, menus ------------------------------------------------------------------------------------------------

WEBHOOK = WebhookSettings("https://dondoc.example.vn/telegram", "bi-mat-123")
UPDATE = {
    "update_id": 7,
    "message": {
        "message_id": 1,
        "date": 1725426000,
        "chat": {"id": 101, "type": "private"},
        "from": {"id": 101, "is_bot": False, "first_name": "An"},
        "text": "xong",
    },
}


def test_a_webhook_call_needs_the_secret() -> None:
    channel = TelegramChannel("123456:" + "a" * 35, "http://127.0.0.1:1", webhook=WEBHOOK)
    body = json.dumps(UPDATE).encode()
    (event,) = channel.read_webhook({"X-Telegram-Bot-Api-Secret-Token": "bi-mat-123"}, body)
    assert isinstance(event, InboundEvent)
    assert (event.external_id, event.text) == ("7", "xong")
    for headers in ({}, {"x-telegram-bot-api-secret-token": "sai"}):
        with pytest.raises(WebhookRefused):
            channel.read_webhook(headers, body)
    (odd,) = channel.read_webhook({"x-telegram-bot-api-secret-token": "bi-mat-123"}, b"{")
    assert isinstance(odd, OddUpdate)
    assert "bi-mat" not in repr(channel) + repr(WEBHOOK)


def test_without_a_webhook_every_call_is_refused() -> None:
    channel = TelegramChannel("123456:" + "a" * 35, "http://127.0.0.1:1")
    with pytest.raises(WebhookRefused):
        channel.read_webhook({"x-telegram-bot-api-secret-token": ""}, b"{}")


async def test_webhook_mode_registers_and_waits(fake_telegram: FakeTelegram) -> None:
    async with started(fake_telegram, webhook=WEBHOOK) as channel:
        params = fake_telegram.calls("setWebhook")[-1]["params"]
        assert (params["url"], params["secret_token"]) == (WEBHOOK.url, WEBHOOK.secret)
        waiting = asyncio.create_task(next_events(channel))
        await channel.stop()
        assert await asyncio.wait_for(waiting, PATIENCE) == []
    assert not fake_telegram.calls("getUpdates")


async def test_an_invitation_opens_the_bots_chat_and_its_name_is_asked_for_once(
    fake_telegram: FakeTelegram, tmp_path: Path
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    database.migrate()
    for _ in range(2):
        kept = Kept(database, "telegram")
        channel = TelegramChannel(fake_telegram.token, fake_telegram.url, kept=kept)
        assert await channel.invitation_link("K7MC9XQ4RTEA") == "https://t.me/dondoc_test_bot?start=K7MC9XQ4RTEA"
    assert len(fake_telegram.calls("getMe")) == 1
    assert not fake_telegram.calls("deleteWebhook")
    other = TelegramChannel("7654321:" + "b" * 35, fake_telegram.url, kept=Kept(database, "telegram"))
    assert await other.invitation_link("K7MC9XQ4RTEA") is None, "another token is another bot"
    database.close()


async def test_examining_says_whether_the_token_is_good(fake_telegram: FakeTelegram) -> None:
    good = await TelegramChannel(fake_telegram.token, fake_telegram.url).examine()
    assert (good.ok, good.text) == (True, "mã bot dùng được (@dondoc_test_bot).")
    bad = await TelegramChannel("7654321:" + "b" * 35, fake_telegram.url).examine()
    assert not bad.ok
    assert fake_telegram.url in bad.text
    assert "b" * 35 not in bad.text


async def test_menus(fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser) -> None:
    await channel.set_menu("101", (Role.COORDINATOR,))
    default, own = fake_telegram.calls("setMyCommands")
    assert "quyenriengtu" in str(default["params"]["commands"])
    assert "101" in str(own["params"]["scope"])
    assert "đơn vị chưa gửi" in an_menu(own)
    assert "đơn vị chưa gửi" not in an_menu(default)
    assert [c.command for c in menu((Role.LEADER,))] == [c.command for c in menu()]


def an_menu(call: dict[str, object]) -> str:
    """The menu of a setMyCommands call, readable."""
    params = call["params"]
    assert isinstance(params, dict)
    commands = params["commands"]
    return str(json.loads(commands) if isinstance(commands, str) else commands)
