"""Whatever Telegram, or something in between, may answer or send: nothing ends, nothing is lost, it is said."""

from __future__ import annotations

import json
from contextlib import aclosing
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.base import EventKind, InboundEvent, OddUpdate, OutboundMessage, Verdict
from bot.channels.telegram import TelegramChannel, WebhookSettings
from bot.channels.telegram.request import OddAnswer, _plain
from bot.domain.text import storable
from tests.contract.telegram_kit import Sleeps, next_events, refused, started
from tests.fakes.bot_api_client import FakeTelegram, FakeUser

SECRET = "bi-mat-123"
ODD_BODIES = (
    "null", "[]", '"ok"', "7", "true", "{}", "", "<html>502</html>", "\x00", "{", '{"ok":true}',
    '{"ok":true,"result":null}', '{"ok":true,"result":"x"}',
    '{"ok":true,"result":{"message_id":"x"}}', '{"ok":false}', '{"ok":true,"result":[null]}',
    '{"ok":true,"result":[{"update_id":"x"}]}', "[" * 100_000,
)  # fmt: skip
ODD_WAITS = ("bao lâu", "", -5, 0, 1e300, [], {}, True)


# --- answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 401, 404, 429, 500, 502])
@pytest.mark.parametrize("body", ODD_BODIES)
async def test_receiving_goes_on_after_any_answer(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, body: str, status: int
) -> None:
    fake_telegram.fault("says", "getUpdates", status=status, body=body)
    an.says("còn đó không")
    assert [e.text for e in await next_events(channel)][-1] == "còn đó không"


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "setMyCommands"])
@pytest.mark.parametrize("body", ODD_BODIES)
async def test_a_start_amid_odd_answers_is_made_up_for(
    fake_telegram: FakeTelegram, an: FakeUser, sleeps: Sleeps, method: str, body: str
) -> None:
    fake_telegram.fault("says", method, body=body)
    an.says("còn đó không")
    async with started(fake_telegram, sleep=sleeps) as channel:
        assert [e.text for e in await next_events(channel)][-1] == "còn đó không"
        assert channel.health().ok


@pytest.mark.parametrize("body", [b for b in ODD_BODIES if b not in ('{"ok":true,"result":[null]}',)])
async def test_a_send_whose_answer_cannot_be_read_may_have_arrived(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, body: str
) -> None:
    fake_telegram.fault("says_after", "sendMessage", body=body)
    assert (await refused(channel)).verdict is Verdict.AMBIGUOUS


@pytest.mark.parametrize("wait", ODD_WAITS)
async def test_a_wait_that_is_no_number_is_a_short_one(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, wait: Any
) -> None:
    body = json.dumps({"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": wait}})
    fake_telegram.fault("says", "sendMessage", status=429, body=body)
    error = await refused(channel)
    assert error.verdict is Verdict.RETRY
    assert error.retry_after is not None
    assert 0 < error.retry_after <= 86_400


async def test_the_same_trouble_is_one_warning(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, caplog: pytest.LogCaptureFixture
) -> None:
    fake_telegram.fault("says", "getUpdates", times=6, body="null")
    an.says("còn đó không")
    await next_events(channel)
    assert len([r for r in caplog.records if r.name.startswith("bot.") and r.levelname == "WARNING"]) == 1


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=[]), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from([200, 201, 400, 401, 403, 404, 409, 429, 500, 502, 504]), json_values | st.binary(max_size=60))
def test_what_the_library_is_handed_has_the_form_it_expects(status: int, body: Any) -> None:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        plain = json.loads(_plain(status, raw))
    except OddAnswer:
        assert status < 300
        return
    assert isinstance(plain, dict)
    if status >= 300:
        assert isinstance(plain.get("description", ""), str)
        wait = plain.get("parameters", {}).get("retry_after", 1.0)
        assert 0 < wait <= 86_400


# --- updates -------------------------------------------------------------------------------------------------------


@cache
def hooked() -> TelegramChannel:
    webhook = WebhookSettings("https://dondoc.example.vn/telegram", SECRET)
    return TelegramChannel("123456:" + "a" * 35, "http://127.0.0.1:1", webhook=webhook)


def called(channel: TelegramChannel, body: bytes) -> InboundEvent | OddUpdate | None:
    return next(iter(channel.read_webhook({"x-telegram-bot-api-secret-token": SECRET}, body)), None)


MESSAGE: dict[str, Any] = {
    "message_id": 1,
    "date": 1725426000,
    "chat": {"id": 101, "type": "private"},
    "from": {"id": 101, "is_bot": False, "first_name": "An"},
}
CONTENTS: tuple[dict[str, Any], ...] = (
    {"text": "xong"},
    {"contact": {"phone_number": "+84900000001", "first_name": "An", "user_id": 101}},
    {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "a.pdf", "file_size": 9}, "caption": "đây"},
    {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "file_size": 9}]},
    {"sticker": {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "type": "regular"}},
)
UPDATES: tuple[dict[str, Any], ...] = (
    *({"update_id": 7, kind: MESSAGE | content} for kind in ("message", "edited_message") for content in CONTENTS),
    {"update_id": 7, "callback_query": {"id": "1", "from": MESSAGE["from"], "message": MESSAGE, "data": "d:1:r"}},
    {
        "update_id": 7,
        "my_chat_member": {
            "chat": MESSAGE["chat"],
            "from": MESSAGE["from"],
            "date": 1725426000,
            "old_chat_member": {"status": "kicked", "user": MESSAGE["from"], "until_date": 0},
            "new_chat_member": {"status": "member", "user": MESSAGE["from"]},
        },
    },
)


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in it, the whole included."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(path for key, part in inner for path in paths(part, (*here, key)))]


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with ``new`` at that place."""
    if not path:
        return new
    made = dict(value) if isinstance(value, dict) else list(value)
    made[path[0]] = put(value[path[0]], path[1:], new)
    return made


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    """An update with one place in it replaced by anything."""
    update = draw(st.sampled_from(UPDATES))
    return put(update, draw(st.sampled_from(paths(update))), draw(json_values))


@settings(max_examples=500)
@given(spoilt())
def test_any_update_is_an_event_that_can_be_stored_or_set_aside(update: Any) -> None:
    found = called(hooked(), json.dumps(update).encode())
    if isinstance(found, InboundEvent):
        file = (found.file.name, found.file.mime) if found.file else ()
        for text in (found.external_id, found.address, found.text, found.command, found.data, *file):
            assert storable(text).encode("utf-8") is not None
    elif found is not None:
        assert found.raw.isascii()
        assert len(found.raw) <= 4_096


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_set_aside(body: bytes) -> None:
    assert isinstance(called(hooked(), body), OddUpdate)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(spoilt().filter(lambda u: isinstance(u, dict)), min_size=1, max_size=5))
async def test_polling_goes_on_over_any_updates(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser, updates: list[dict[str, Any]]
) -> None:
    for update in updates:
        kind = next((k for k in update if k != "update_id"), "message")
        if update.get(kind) is not None:
            fake_telegram.update(kind, update[kind])
    an.says("đến đây")
    async with aclosing(channel.updates()) as batches:
        async for batch in batches:
            if any(isinstance(e, InboundEvent) and e.text == "đến đây" for e in batch):
                break


def test_what_the_library_does_not_know_yet_is_answered_kindly() -> None:
    for content in (
        {"checklist": {"title": "x", "tasks": []}},
        {"something_new": 1},
        {"dice": {"emoji": "🎲", "value": 1}},
    ):
        found = called(hooked(), json.dumps({"update_id": 7, "message": MESSAGE | content}).encode())
        assert isinstance(found, InboundEvent), content
        assert found.kind is EventKind.OTHER


def test_what_telegram_writes_about_the_chat_is_no_message_of_a_person() -> None:
    for content in ({"pinned_message": MESSAGE | {"text": "x"}}, {"new_chat_title": "Tổ"}):
        assert called(hooked(), json.dumps({"update_id": 7, "message": MESSAGE | content}).encode()) is None


def test_an_edited_text_counts_as_typed_anew_and_a_moving_location_does_not() -> None:
    edited = {"update_id": 8, "edited_message": MESSAGE | {"text": "xong 90%", "edit_date": 1725426060}}
    found = called(hooked(), json.dumps(edited).encode())
    assert isinstance(found, InboundEvent)
    assert (found.kind, found.text, found.external_id) == (EventKind.TEXT, "xong 90%", "8")
    moving = {"update_id": 9, "edited_message": MESSAGE | {"location": {"longitude": 105.8, "latitude": 21.0}}}
    assert called(hooked(), json.dumps(moving).encode()) is None


async def test_a_reply_in_a_forum_topic_stays_in_its_topic(
    fake_telegram: FakeTelegram, channel: TelegramChannel, an: FakeUser
) -> None:
    in_topic = MESSAGE | {"text": "/viec", "message_thread_id": 42, "is_topic_message": True}
    found = called(hooked(), json.dumps({"update_id": 7, "message": in_topic}).encode())
    assert isinstance(found, InboundEvent)
    assert found.thread == "42"
    reply = MESSAGE | {"text": "/viec", "message_thread_id": 42}
    found = called(hooked(), json.dumps({"update_id": 7, "message": reply}).encode())
    assert isinstance(found, InboundEvent)
    assert found.thread is None, "a mere reply has a thread nothing can be sent to"
    await channel.send("101", OutboundMessage("đây", thread="42"))
    assert str(fake_telegram.calls("sendMessage")[-1]["params"]["message_thread_id"]) == "42"
