"""A whole python-telegram-bot Application on the fake server: polling, webhook, conflicts, recovery, speed."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from telegram import Update
from telegram.error import Conflict
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.fakes.bot_api import running_server
from tests.fakes.bot_api_client import FakeTelegram
from tests.fakes.bot_api_ptb import buttons, new_bot, tg
from tests.fakes.fixtures import fake_telegram, fake_telegram_server

__all__ = ["fake_telegram", "fake_telegram_server", "tg"]

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE


async def greet(update: Update, context: Context) -> None:
    assert update.effective_message
    await update.effective_message.reply_html("Xin chào. <b>Báo cáo?</b>", reply_markup=buttons("yes", "no"))


async def note(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query
    await query.answer("Đã ghi")
    await query.edit_message_text(f"Đã nhận: {query.data}")


async def keep_file(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message
    assert message.document
    data = await (await message.document.get_file()).download_as_bytearray()
    await message.reply_document(bytes(data)[::-1], filename="lai.txt", caption=f"{len(data)} byte")


def new_app(tg: FakeTelegram) -> App:
    app = ApplicationBuilder().bot(new_bot(tg)).build()
    app.add_handler(CommandHandler("start", greet))
    app.add_handler(CallbackQueryHandler(note))
    app.add_handler(MessageHandler(filters.Document.ALL, keep_file))
    return app


async def stop(app: App) -> None:
    if app.updater and app.updater.running:
        await app.updater.stop()
    await app.stop()


@contextlib.asynccontextmanager
async def polling(tg: FakeTelegram) -> AsyncIterator[App]:
    app = new_app(tg)
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(bootstrap_retries=0)
        try:
            yield app
        finally:
            await stop(app)


@pytest_asyncio.fixture
async def app(tg: FakeTelegram) -> AsyncIterator[App]:
    async with polling(tg) as running:
        yield running


# The client is synchronous and the bot runs in this loop: people act and wait in a thread.
in_thread = asyncio.to_thread


def talk_by_button(tg: FakeTelegram) -> None:
    an = tg.user(101, "An").says("/start")
    asked = an.wait_for("Báo cáo?")
    assert asked.rows == [["Nút yes"], ["Nút no"]]
    an.taps("Nút yes")
    assert an.wait_for("Đã nhận: yes").edited
    assert (an.toasts, an.last.id, an.last.buttons) == (["Đã ghi"], asked.id, [])


def talk_by_file(tg: FakeTelegram) -> None:
    an = tg.user(101, "An").sends_document("kết quả.txt", b"abc", "text/plain")
    answer = an.wait_for("3 byte")
    assert answer.document
    assert tg.file(answer.document["file_id"]) == b"cba"


@pytest.mark.parametrize("talk", [talk_by_button, talk_by_file])
async def test_conversation_over_polling(app: App, tg: FakeTelegram, talk: Any) -> None:
    await in_thread(talk, tg)
    await in_thread(tg.wait_drained)
    assert tg.state["pending"] == 0


@pytest.mark.parametrize("kind", ["429", "502", "reset", "500"])
async def test_polling_recovers(app: App, tg: FakeTelegram, kind: str) -> None:
    tg.fault(kind, "getUpdates", retry_after=1)
    await in_thread(talk_by_button, tg)
    assert kind in [c["fault"] for c in tg.calls("getUpdates")]


async def test_two_pollers_on_one_token_conflict(app: App, tg: FakeTelegram) -> None:
    await in_thread(tg.wait_polling)
    conflict = asyncio.get_running_loop().create_task(in_thread(tg.wait_calls, "getUpdates", status=409))
    async with new_bot(tg) as other:
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await other.get_updates(timeout=10)
    assert (await conflict)[0]["error"].startswith("Conflict: terminated by other getUpdates")


async def test_restarted_bot_gets_what_the_killed_one_had_not_confirmed(tg: FakeTelegram) -> None:
    tg.user(101).says("/start")
    async with new_bot(tg) as first:
        taken = await first.get_updates(timeout=10)  # taken, then "killed" before it asked for more
    async with polling(tg):
        await in_thread(tg.user(101).wait_for, "Báo cáo?")
    assert len(taken) == 1
    assert len(tg.user(101).received) == 1


async def test_poller_that_hung_up_is_forgotten(tg: FakeTelegram) -> None:
    async with new_bot(tg) as first:
        poll = asyncio.create_task(first.get_updates(timeout=50))
        await in_thread(tg.wait_polling)
        poll.cancel()
        ended = await in_thread(tg.wait_calls, "getUpdates")
    assert ended[0]["status"] == 200
    assert tg.state["polling"] is False


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.asynccontextmanager
async def webhook(tg: FakeTelegram, *, expected: str, sent: str) -> AsyncIterator[App]:
    """The app behind a webhook that expects one secret, told to the server as another."""
    app, port = new_app(tg), free_port()
    async with app:
        await app.start()
        assert app.updater
        url = f"http://127.0.0.1:{port}/hook"
        await app.updater.start_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token=expected)
        if sent != expected:
            await app.bot.set_webhook(url, secret_token=sent)
        try:
            yield app
        finally:
            await stop(app)


async def test_conversation_over_webhook(tg: FakeTelegram) -> None:
    async with webhook(tg, expected="s3cret", sent="s3cret"):
        await in_thread(talk_by_button, tg)
        await in_thread(tg.wait_drained)


async def test_webhook_post_is_repeated_until_it_is_taken(tg: FakeTelegram) -> None:
    async with webhook(tg, expected="right", sent="wrong") as app:
        an = tg.user(101).says("/start")
        await in_thread(tg.wait_webhook_error, "403")
        info = await app.bot.get_webhook_info()
        assert info.pending_update_count == 1
        assert str(info.last_error_message).startswith("Wrong response from the webhook: 403")
        await app.bot.set_webhook(info.url, secret_token="right")
        await in_thread(an.wait_for, "Báo cáo?")


async def test_held_call_waits_for_release(tg: FakeTelegram) -> None:
    an = tg.user(101).says("/start")
    tg.fault("hold_after")
    async with new_bot(tg) as bot:
        sending = asyncio.create_task(bot.send_message(101, "đã đến nhưng chưa báo"))
        await in_thread(an.wait_for, "đã đến")
        assert not sending.done()
        tg.release()
        assert (await sending).text == "đã đến nhưng chưa báo"


def test_server_in_this_process() -> None:
    with running_server(limits=False, token="42:OTHER") as url, FakeTelegram(url, "42:OTHER") as tg:
        tg.user(101).says("/start")
        answer = httpx.get(f"{url}/bot42:OTHER/getMe", trust_env=False).json()
        assert answer["result"]["id"] == 42
        assert tg.calls("getMe")[0]["status"] == 200
