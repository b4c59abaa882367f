"""The fake server's updates, limits and faults, as python-telegram-bot meets them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from tests.fakes.bot_api_client import FakeTelegram
from tests.fakes.bot_api_ptb import bot, buttons, tg
from tests.fakes.fixtures import fake_telegram, fake_telegram_server

__all__ = ["bot", "fake_telegram", "fake_telegram_server", "tg"]


# --- what people send ----------------------------------------------------------------------------------------


async def test_contact_voice_and_sticker_arrive(bot: Bot, tg: FakeTelegram) -> None:
    an = tg.user(101).shares_contact("0900000001").shares_contact("0900000002", own=False)
    an.sends_voice().sends_sticker()
    messages = [u.message for u in await bot.get_updates() if u.message][-4:]
    own, other = messages[0].contact, messages[1].contact
    assert own is not None
    assert other is not None
    assert (own.phone_number, own.user_id, other.user_id) == ("0900000001", 101, None)
    assert messages[2].voice
    assert messages[3].sticker


async def test_command_entities_and_names(bot: Bot, tg: FakeTelegram) -> None:
    tg.user(102, "Nguyễn Văn Bình", "binh").says("/start ABC")
    update = (await bot.get_updates())[-1]
    assert update.message is not None
    assert update.effective_user is not None
    assert [update.message.parse_entity(e) for e in update.message.entities] == ["/start"]
    assert (update.effective_user.full_name, update.effective_user.username) == ("Nguyễn Văn Bình", "binh")


async def test_group_privacy_keeps_small_talk_from_the_bot(bot: Bot, tg: FakeTelegram) -> None:
    an, group = tg.user(101), tg.group(-100, "Tổ", by=tg.user(101))
    sent = await bot.send_message(-100, "chào tổ")
    heard = [group.says(an, text)["update_id"] for text in ("ăn trưa chưa", "/viec", "@dondoc_test_bot đâu")]
    heard.append(group.says(an, "vâng", reply_to=sent.message_id)["update_id"])
    assert [update_id is not None for update_id in heard] == [False, True, True, True]


# --- updates -------------------------------------------------------------------------------------------------


async def test_offset_confirms_and_unconfirmed_comes_again(bot: Bot, tg: FakeTelegram) -> None:
    tg.user(101).says("một").says("hai")
    first = await bot.get_updates()
    assert [u.message.text for u in first if u.message] == ["/start", "một", "hai"]
    assert await bot.get_updates() == first
    assert await bot.get_updates(offset=first[1].update_id) == first[1:]
    assert await bot.get_updates(limit=1) == (first[1],)
    assert await bot.get_updates(offset=-1) == (first[2],)
    assert await bot.get_updates(offset=first[2].update_id + 1) == ()
    tg.wait_drained()


async def test_only_wanted_kinds_of_update_are_queued(bot: Bot, tg: FakeTelegram) -> None:
    an = tg.user(101)
    await bot.send_message(101, "chọn", reply_markup=buttons("a"))
    await bot.get_updates(allowed_updates=["callback_query"])
    an.says("không ai nghe").taps("Nút a")
    kinds = [bool(u.callback_query) for u in await bot.get_updates()]
    assert kinds == [False, True]  # /start was queued before
    await bot.get_updates(allowed_updates=[])
    an.blocks_bot()
    assert (await bot.get_updates())[-1].my_chat_member is not None


async def test_webhook_and_polling_exclude_each_other(bot: Bot, tg: FakeTelegram) -> None:
    await bot.set_webhook("http://127.0.0.1:1/hook", secret_token="s3cret")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "http://127.0.0.1:1/hook"
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
    with pytest.raises(BadRequest, match="only loopback"):
        await bot.set_webhook("https://example.vn/hook")
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:1/hook", secret_token="bí mật")


# --- the bot itself ------------------------------------------------------------------------------------------


async def test_commands_by_scope_and_profile(bot: Bot, tg: FakeTelegram) -> None:
    await bot.set_my_commands([BotCommand("viec", "Việc của tôi")])
    await bot.set_my_commands([("bang", "Bảng theo dõi")], scope=BotCommandScopeChat(101))
    assert [c.command for c in await bot.get_my_commands()] == ["viec"]
    assert [c.command for c in await bot.get_my_commands(scope=BotCommandScopeChat(101))] == ["bang"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([("Việc", "viết hoa, có dấu")])
    await bot.set_my_description("Nhắc việc")
    await bot.set_my_short_description("Nhắc")
    assert (await bot.get_my_description()).description == "Nhắc việc"
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)
    assert await bot.send_chat_action(101, "typing")
    assert (await bot.get_chat(101)).first_name == "An"
    assert bot.username == "dondoc_test_bot"


# --- limits and faults ---------------------------------------------------------------------------------------


async def test_a_message_over_the_limit_is_refused(bot: Bot, tg: FakeTelegram) -> None:
    group = tg.group(-100, "Tổ", by=tg.user(101))
    tg.limits(True, group=1)
    await bot.send_message(-100, "một")
    with pytest.raises(RetryAfter, match=r"Flood control exceeded\. Retry in"):
        await bot.send_message(-100, "hai")
    assert [c["status"] for c in tg.calls("sendMessage")] == [200, 429]
    assert len(group.received) == 1


@pytest.mark.parametrize(
    ("kind", "error", "words", "arrived", "status"),
    [
        ("429", RetryAfter, "Retry in (7|0:00:07)", False, 429),
        ("403", Forbidden, "bot was blocked by the user", False, 403),
        ("400_chat_not_found", BadRequest, "Chat not found", False, 400),
        ("401", InvalidToken, "Unauthorized", False, 401),
        ("500", NetworkError, "Internal Server Error", False, 500),
        ("502", NetworkError, "Bad Gateway", False, 502),
        ("reset", NetworkError, "ReadError", False, "reset"),
        ("reset_after", NetworkError, "ReadError", True, "reset"),
        ("timeout_before", TimedOut, "Timed out", False, "hung"),
        ("timeout_after", TimedOut, "Timed out", True, "hung"),
    ],
)
async def test_each_fault_hits_once_and_says_what_took_effect(
    bot: Bot, tg: FakeTelegram, kind: str, error: type[Exception], words: str, arrived: bool, status: int | str
) -> None:
    tg.fault(kind, "sendMessage", retry_after=7)
    with pytest.raises(error, match=words):
        await bot.send_message(101, "lần một", read_timeout=0.2 if status == "hung" else 60)
    tg.wait_calls("sendMessage")
    assert [m.text for m in tg.user(101).received] == (["lần một"] if arrived else [])
    await bot.send_message(101, "lần hai")
    calls = tg.calls("sendMessage")
    assert [(c["status"], c["fault"]) for c in calls] == [(status, kind), (200, None)]


async def test_fault_hits_only_what_it_matches(bot: Bot, tg: FakeTelegram) -> None:
    tg.user(102).says("/start")
    tg.fault("403", match={"chat_id": 102, "text": "Nhắc"}, times=None)
    await bot.send_message(101, "Nhắc việc")
    await bot.send_message(102, "Chào")
    for _ in range(2):
        with pytest.raises(Forbidden):
            await bot.send_message(102, "Nhắc việc")
    with pytest.raises(AssertionError, match="unknown fault kind"):
        tg.fault("nonsense")


async def test_a_slow_answer_is_passed_by_the_others(bot: Bot, tg: FakeTelegram) -> None:
    tg.fault("slow", delay=3600)
    slow = asyncio.create_task(bot.send_message(101, "chậm", read_timeout=None))
    await asyncio.to_thread(tg.wait_calls, "sendMessage", started=True)
    await bot.send_message(101, "nhanh")
    assert not slow.done()
    slow.cancel()


async def test_latency_holds_up_every_call(bot: Bot, tg: FakeTelegram) -> None:
    tg.latency(3_600_000)
    late = asyncio.create_task(bot.send_message(101, "trễ", read_timeout=None))
    await asyncio.to_thread(tg.wait_calls, "sendMessage", started=True)
    assert tg.calls("sendMessage") == []
    assert not late.done()
    late.cancel()


def test_reset_forgets_everything_but_goes_on_counting_updates(tg: FakeTelegram) -> None:
    first = tg.user(101).act("message", text="một")["update_id"]
    tg.fault("500", times=None)
    tg.reset()
    assert tg.state["chats"] == []
    assert tg.calls() == []
    assert tg.user(101).act("message", text="hai")["update_id"] == first + 1


def test_waiting_in_vain_tells_what_happened(tg: FakeTelegram) -> None:
    an = tg.user(101).says("/start")
    waits: list[Callable[[], object]] = [
        lambda: an.wait_for("Chào", timeout=0.01),
        lambda: tg.wait_calls("sendMessage", timeout=0.01),
        lambda: tg.wait_drained(timeout=0.01),
    ]
    for wait in waits:
        with pytest.raises(AssertionError, match=r"/start|0 of 1|1 updates"):
            wait()
