"""Two hundred messages of one person: nobody else waits behind them, and a stop leaves them for next time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.app import App
from bot.channels.base import InboundEvent, OutboundMessage
from bot.channels.local import PHONES
from bot.domain.schedule.reminder import ReminderState
from bot.services.dispatch.replies import AT_ONCE
from bot.services.inbox.intake import Intake
from bot.store.database import Database
from tests.integration.dispatching import Office, at
from tests.integration.whole_app import SetClock, an_app, channel_of, link, reply, said, texts

MANY = 200
#: One message an hour to each chat: a test never sees the second one go.
SLOW = replace(PHONES, per_second=1_000_000.0, per_chat_second=1 / 3600)


@pytest.fixture
async def app(sqlite_database: Database) -> AsyncIterator[App]:
    """Started, outside working hours."""
    made = an_app(sqlite_database, SetClock(at("04/09 05:00")), pace=True)
    channel_of(made).capabilities = SLOW
    await made.start()
    yield made
    await made.stop()


def waiting(database: Database) -> list[tuple[str, ReminderState]]:
    with database.read() as uow:
        return [(r.message.text, r.state) for r in uow.replies.unsent()]


class TestAnswers:
    """What goes out."""

    async def test_a_backlog_keeps_nobody_else(self, app: App) -> None:
        people = [p.id for p in app.in_use.registry.people.values()][:2]
        for person in people:
            link(app, person)
        reply(app, people[0], *(f"{n}" for n in range(MANY)))
        app.dispatcher.wake_replies()
        await app.intake.accept([said(app, people[1], "/viec"), said(app, people[1], "xin chào")])
        await app.intake.drain()
        with app.database.read() as uow:
            assert uow.events.unprocessed() == []
        while not texts(app, people[1]):
            await channel_of(app).called(len(channel_of(app).calls) + 1)
        assert texts(app, people[0]) in ([], ["0"])

    async def test_chats_that_wait_for_their_turn_take_no_room(self, app: App) -> None:
        for number in range(2 * AT_ONCE):
            reply(app, f"c{number}", "một", "hai")
        app.dispatcher.wake_replies()
        await channel_of(app).called(2 * AT_ONCE)
        reply(app, "khác", "nhanh")
        app.dispatcher.wake_replies()
        await channel_of(app).called(2 * AT_ONCE + 1)
        assert texts(app, "khác") == ["nhanh"]

    async def test_a_backlog_longer_than_any_look_hides_nobody(self, database: Database) -> None:
        office = Office(database)
        with database.transaction() as uow:
            for number in range(1_200):
                uow.replies.queue("local", "a", OutboundMessage(f"{number}"))
            uow.replies.queue("local", "b", OutboundMessage("khác"))
            taken = uow.replies.claim(office.clock.now(), 9, office.clock.now(), "t")
        assert [r.message.text for r in taken] == ["0", "khác"]

    async def test_a_stop_gives_back_what_was_not_handed_over(self, app: App) -> None:
        reply(app, "chat", *(f"{n}" for n in range(MANY)))
        sending = asyncio.create_task(app.answer())
        await channel_of(app).called(1)
        await app.dispatcher.stop()
        await sending
        assert texts(app, "chat") == ["0"]
        assert waiting(app.database) == [(f"{n}", ReminderState.PLANNED) for n in range(1, MANY)]
        again = an_app(app.database, SetClock(at("04/09 05:01")))
        await again.start()
        await again.dispatcher.replies_sent()
        assert texts(again, "chat") == [f"{n}" for n in range(1, MANY)]
        await again.dispatcher.stop()

    async def test_a_start_does_not_wait_for_what_is_to_be_sent(self, app: App) -> None:
        reply(app, "chat", *(f"{n}" for n in range(MANY)))
        again = an_app(app.database, SetClock(at("04/09 05:01")), pace=True)
        channel_of(again).capabilities = SLOW
        await again.start()
        await again.watch()
        assert len(waiting(app.database)) >= MANY - 1
        await again.dispatcher.stop()


class TestEvents:
    """What comes in."""

    async def test_a_stop_finishes_the_event_in_hand_and_leaves_the_rest(self, database: Database, app: App) -> None:
        handled: list[str] = []
        begun, go = asyncio.Event(), asyncio.Event()

        async def process(event: InboundEvent, _content: bytes | None) -> None:
            begun.set()
            await go.wait()
            with database.transaction() as uow:
                uow.events.take(event.channel, event.external_id, event.at)
            handled.append(event.text)

        intake = Intake(database, app.channels, process, max_file_bytes=0, now=app.clock.now)
        await intake.accept([said(app, "chat", f"{n}") for n in range(MANY)])
        await begun.wait()
        intake.stop()
        go.set()
        await intake.drain()
        assert handled == ["0"]
        again = Intake(database, app.channels, process, max_file_bytes=0, now=app.clock.now)
        await again.resume()
        await again.drain()
        assert handled == [f"{n}" for n in range(MANY)]

    async def test_nothing_begins_after_a_stop(self, app: App) -> None:
        app.wind_down()
        await app.intake.accept([said(app, "chat", "xin chào")])
        await app.intake.drain()
        with app.database.read() as uow:
            assert len(uow.events.unprocessed()) == 1

    async def test_stored_events_of_one_chat_hide_no_other(self, database: Database, app: App) -> None:
        with database.transaction() as uow:
            for number in range(300):
                uow.events.add(replace(said(app, "a", "x"), external_id=f"a{number}"))
            uow.events.add(said(app, "b", "khác"))
        with database.read() as uow:
            found = uow.events.unprocessed(limit=250)
        assert {e.event.address for e in found} == {"a", "b"}
        assert [e.seq for e in found] == sorted(e.seq for e in found)
