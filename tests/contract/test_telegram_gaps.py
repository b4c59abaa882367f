"""Answers that are not Telegram's own, and update numbers that are none."""

from __future__ import annotations

import json

import pytest

from bot.channels.base import InboundFile, OutboundMessage, SendError, Verdict
from bot.channels.telegram import TelegramChannel, WebhookSettings
from bot.channels.telegram.polling import Confirmation
from tests.contract.telegram_kit import Sleeps, name_of, next_events, next_inbound, refused, started
from tests.fakes.bot_api_client import FakeTelegram, FakeUser

PAGES = ("<html>Forbidden</html>", "null", "", "{}", '{"ok":true,"result":null}', '{"ok":false,"error_code":403}')


@pytest.mark.parametrize("body", PAGES)
@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_refusal_that_is_not_telegrams_says_nothing_about_the_recipient(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, body: str, status: int
) -> None:
    fake_telegram.fault("says", "sendMessage", status=status, body=body)
    assert (await refused(channel)).verdict is Verdict.RETRY


async def test_a_file_is_never_read_from_this_machine(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser
) -> None:
    answer = {"ok": True, "result": {"file_id": "f", "file_unique_id": "u", "file_path": __file__}}
    fake_telegram.fault("says", "getFile", body=json.dumps(answer))
    with pytest.raises(SendError):
        await channel.fetch(InboundFile("f", "a", "b", 1))


async def test_a_refused_send_is_said_until_one_goes_through(fake_telegram: FakeTelegram, an: FakeUser) -> None:
    fake_telegram.limits(False)
    hook = WebhookSettings("http://127.0.0.1:9/telegram", "bi-mat-123")
    async with started(fake_telegram, webhook=hook) as channel:
        fake_telegram.fault("401", "sendMessage")
        await refused(channel)
        assert not channel.health().ok
        await channel.send("101", OutboundMessage("chào"))
        assert channel.health().ok


async def test_a_send_does_not_hide_that_nothing_comes_in(fake_telegram: FakeTelegram, an: FakeUser) -> None:
    fake_telegram.limits(False)
    seen: list[bool] = []

    async def sleep(seconds: float) -> None:
        await channel.send("101", OutboundMessage("chào"))
        seen.append(channel.health().ok)

    async with started(fake_telegram, sleep=sleep) as channel:
        fake_telegram.fault("409", "getUpdates")
        await next_events(channel)
        assert seen == [False]


@pytest.mark.parametrize("user", [{}, {"username": None}, {"username": ""}, {"username": 7}])
async def test_a_bot_without_a_name_is_asked_again(
    fake_telegram: FakeTelegram, an: FakeUser, sleeps: Sleeps, user: dict[str, object]
) -> None:
    me = {"id": 1, "is_bot": True, "first_name": "x", **user}
    fake_telegram.fault("says", "getMe", body=json.dumps({"ok": True, "result": me}), times=2)
    async with started(fake_telegram, sleep=sleeps) as channel:
        await next_events(channel)
        assert (await name_of(channel)).endswith("bot")
    fake_telegram.fault("says", "getMe", body=json.dumps({"ok": True, "result": me}))
    assert await name_of(TelegramChannel(fake_telegram.token, fake_telegram.url)) == ""


@pytest.mark.parametrize("said", ["Bad Request: message thread not found", "Bad Request: TOPIC_CLOSED"])
async def test_an_answer_finds_its_way_out_of_a_closed_topic(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, said: str
) -> None:
    body = json.dumps({"ok": False, "error_code": 400, "description": said})
    fake_telegram.fault("says", "sendMessage", status=400, body=body)
    await channel.send("101", OutboundMessage("đây", thread="42"))
    assert "message_thread_id" not in fake_telegram.calls("sendMessage")[-1]["params"]


# --- which updates are confirmed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("odd", [2**31 - 1, 2**40, 10**15])
async def test_an_odd_number_makes_the_server_forget_nothing(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, odd: int
) -> None:
    await next_events(channel)
    an.says("một")
    answer = json.dumps({"ok": True, "result": [{"update_id": odd, "message": {}}]})
    polled = channel.updates()
    await anext(polled)
    fake_telegram.fault("says", "getUpdates", body=answer)
    an.says("hai")
    seen: list[str] = []
    while "hai" not in seen:
        seen += [getattr(e, "text", "") for e in await anext(polled)]
    an.says("ba")
    while "ba" not in seen:
        seen += [getattr(e, "text", "") for e in await anext(polled)]
    await polled.aclose()  # type: ignore[attr-defined]


def numbered(*ids: object) -> list[object]:
    return [{"update_id": number} for number in ids]


def test_an_odd_number_confirms_nothing_until_it_is_told_twice() -> None:
    confirmed = Confirmation()
    assert confirmed.received(numbered(5, 7, None, "x", -3))
    assert confirmed.offset == 8
    assert not confirmed.received(numbered(2**40))
    assert confirmed.offset == 8
    assert confirmed.received(numbered(2**40))
    assert (confirmed.offset, confirmed.jumps) == (2**40 + 1, True)
    assert confirmed.received(numbered(9))
    assert (confirmed.offset, confirmed.jumps) == (10, False)


@pytest.mark.parametrize("ids", [[None], [-1], ["7"], [True], [2**70], [[]]])
def test_numbers_that_are_none_confirm_nothing(ids: list[object]) -> None:
    confirmed = Confirmation()
    assert not confirmed.received(numbered(*ids))
    assert not confirmed.received(numbered(*ids))
    assert confirmed.offset is None


async def test_answers_that_come_at_once_and_empty_do_not_spin(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, sleeps: Sleeps
) -> None:
    fake_telegram.fault("says", "getUpdates", body='{"ok":true,"result":[]}', times=4)
    assert len(await next_events(channel)) == 1
    assert sleeps.taken == [1.0, 2.0, 4.0, 8.0]


async def test_an_endless_number_spoils_its_own_update_only(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, caplog: pytest.LogCaptureFixture
) -> None:
    me = {"message_id": 1, "date": 1725426000, "chat": {"id": 101, "type": "private"}}
    good = json.dumps({"update_id": 6, "message": {**me, "text": "nghe rõ"}})
    odd = '{"update_id":5,"message":{"chat":{"id":' + "9" * 5_000 + "}}}"
    fake_telegram.fault("says", "getUpdates", body='{"ok":true,"result":[' + odd + "," + good + "]}")
    assert [getattr(e, "text", None) for e in await next_inbound(channel, 2)] == [None, "nghe rõ"]


async def test_an_unreadable_answer_is_not_logged(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, caplog: pytest.LogCaptureFixture
) -> None:
    fake_telegram.fault("says", "getUpdates", body='{"ok":true,"result":[{"text":"bí mật 0900 000 001"')
    await next_events(channel)
    assert "bí mật" not in "".join(r.getMessage() for r in caplog.records if r.levelname in ("WARNING", "ERROR"))
