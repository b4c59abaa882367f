"""From a channel into the store: what cannot be stored or handled is set aside, and holds nobody up."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.base import EventKind, Inbound, InboundEvent, OddUpdate, SendError, Verdict
from bot.channels.local import LocalChannel
from bot.services.inbox.intake import PATIENT_TRIES, TRIES, Intake
from bot.store.database import Database
from tests.integration.dispatching import at

NOON = at("04/09 12:00")


def typed(text: str, number: int, address: str = "an") -> InboundEvent:
    return InboundEvent("local", str(number), address, EventKind.TEXT, NOON, text=text)


class Handling:
    """Stands where the conversation is: fails on some texts, remembers the others."""

    def __init__(self, *bad: str, error: Exception | None = None) -> None:
        self.bad = bad
        self.error = error or RuntimeError("hỏng")
        self.tried: list[str] = []

    async def __call__(self, event: InboundEvent, content: bytes | None) -> None:
        self.tried.append(event.text)
        if event.text in self.bad:
            raise self.error


def an_intake(database: Database, handling: Handling) -> Intake:
    return Intake(database, {"local": LocalChannel()}, handling, max_file_bytes=1000, now=lambda: NOON)


async def accept(intake: Intake, *inbound: Inbound) -> None:
    await intake.accept(inbound)
    await intake.drain()


def aside(database: Database) -> dict[str, int]:
    with database.read() as uow:
        return uow.events.set_aside_counts(NOON - timedelta(days=1))


async def test_an_odd_update_is_kept_once_and_the_rest_is_handled(database: Database) -> None:
    handling = Handling()
    intake = an_intake(database, handling)
    odd = OddUpdate("local", "8", "TypeError", json.dumps({"update_id": 8}))
    for _ in range(2):
        await accept(intake, typed("một", 7), odd, typed("hai", 9))
    assert handling.tried == ["một", "hai"]
    assert aside(database) == {"local": 1}


async def test_an_event_that_no_database_takes_is_set_aside(database: Database) -> None:
    handling = Handling()
    odd = replace(typed("hai", 2), extra={"what": object()})  # type: ignore[dict-item]
    await accept(an_intake(database, handling), typed("một", 1), odd, typed("ba", 3))
    assert handling.tried == ["một", "ba"]
    assert aside(database) == {"local": 1}


async def test_an_event_that_cannot_be_handled_is_given_up_and_its_sender_told(database: Database) -> None:
    handling = Handling("hỏng")
    intake = an_intake(database, handling)
    await accept(intake, typed("hỏng", 1), typed("sau", 2), typed("chat khác", 3, "binh"))
    for _ in range(TRIES + 3):
        await intake.resume()
        await intake.drain()
    assert handling.tried.count("hỏng") == TRIES
    assert {"sau", "chat khác"} <= set(handling.tried), "nobody waits for it"
    assert aside(database) == {"local": 1}
    with database.read() as uow:
        (reply,) = uow.replies.unsent()
    assert reply.address == "an"
    assert "chưa xử lý được" in reply.message.text


@pytest.mark.parametrize("error", [SendError(Verdict.RETRY, "không tải được tệp")])
async def test_what_only_wants_patience_gets_it(database: Database, error: Exception) -> None:
    handling = Handling("tệp", error=error)
    intake = an_intake(database, handling)
    await accept(intake, typed("tệp", 1))
    for _ in range(PATIENT_TRIES):
        await intake.resume()
        await intake.drain()
    assert handling.tried.count("tệp") == PATIENT_TRIES


async def test_events_of_a_channel_that_is_switched_off_wait_for_it(database: Database) -> None:
    handling = Handling()
    other = Intake(database, {}, handling, max_file_bytes=1000, now=lambda: NOON)
    with database.transaction() as uow:
        uow.events.add(typed("đợi", 1))
    await other.resume()
    assert handling.tried == []
    intake = an_intake(database, handling)
    await intake.resume()
    await asyncio.wait_for(intake.drain(), 60)
    assert handling.tried == ["đợi"]


async def test_what_is_set_aside_goes_with_its_chat_and_after_a_while(database: Database) -> None:
    intake = an_intake(database, Handling())
    of_chat = OddUpdate("local", "1", "TypeError", '{"message": {"chat": {"id": 90017}, "text": 5}}')
    await accept(intake, of_chat, OddUpdate("local", "2", "TypeError", '{"chat": 80016}'))
    with database.transaction() as uow:
        uow.person_data.forget_chat("local", "90017")
    assert aside(database) == {"local": 1}
    with database.transaction() as uow:
        uow.retention.drop_set_aside(NOON + timedelta(seconds=1))
    assert aside(database) == {}
