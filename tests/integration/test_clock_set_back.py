"""A machine that ran ahead and was set right: nothing waits for the clock to catch up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import pytest

from bot.app import App
from bot.channels.base import OutboundMessage, SendError, Verdict
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.domain.schedule.step import snoozed
from bot.services.dispatch.claims import LEASE
from bot.services.schedule.health import SET_BACK, SILENCE
from bot.store.database import Database
from bot.store.schedule.records import NewReminder
from bot.worker import work
from tests.integration.dispatching import Office, at
from tests.integration.schedule_rows import NOW, a_reminder
from tests.integration.whole_app import FIRST_REMINDER, SetClock, an_app, channel_of, link, reply, texts

DAY = timedelta(days=1)


@pytest.fixture
def clock() -> SetClock:
    """A day ahead, before anything may be sent."""
    return SetClock(at("05/09 05:00"))


@pytest.fixture
async def app(sqlite_database: Database, clock: SetClock) -> AsyncIterator[App]:
    made = an_app(sqlite_database, clock)
    await made.start()
    yield made
    await made.stop()


def officer(app: App) -> str:
    """Somebody who is reminded at ``FIRST_REMINDER``."""
    with app.database.read() as uow:
        rows = [
            r.recipient
            for s in uow.occurrences.find(plan="ha-noi-tp-hcm-2024")
            for r in uow.reminders.of_occurrence(s.occurrence.key)
            if r.send_at == FIRST_REMINDER and r.recipient
        ]
    return rows[0]


async def test_the_running_worker_goes_on_at_once(app: App, clock: SetClock) -> None:
    clock.moment = at("04/09 05:00")
    await app.tick()
    person = officer(app)
    link(app, person)
    clock.moment = at("05/09 05:00")
    channel = channel_of(app)
    channel.fail(SendError(Verdict.RETRY, "502", retry_after=None))
    reply(app, person, "câu trả lời")
    stop = asyncio.Event()
    working = asyncio.create_task(work(app, stop))
    await channel.called(1)
    clock.moment = FIRST_REMINDER
    await channel.called(3)
    stop.set()
    await working
    await app.dispatcher.stop()
    assert sorted("còn 07 ngày làm việc" in text for text in texts(app, person)) == [False, True]
    assert "câu trả lời" in texts(app, person)


async def test_a_start_after_the_correction_goes_on_at_once(app: App, clock: SetClock) -> None:
    """The process of the wrong time has ended; its signs are all in the database."""
    channel_of(app).fail(SendError(Verdict.QUOTA, "quota"))
    reply(app, "chat", "câu trả lời")
    await app.watch()
    await app.answer()
    await app.dispatcher.stop()
    clock.moment -= DAY
    again = an_app(app.database, clock)
    await again.start()
    await again.dispatcher.replies_sent()
    assert texts(again, "chat") == ["câu trả lời"]
    await again.dispatcher.stop()


async def test_steps_between_the_true_time_and_the_wrong_one_are_not_missed(app: App, clock: SetClock) -> None:
    """First installed a day ahead: what lies in that day would count as missed before the start."""
    clock.moment -= DAY
    await app.tick()
    assert officer(app)


async def test_a_channel_that_rested_until_a_wrong_morning_is_tried_again(app: App, clock: SetClock) -> None:
    channel_of(app).fail(SendError(Verdict.QUOTA, "quota"))
    reply(app, "chat", "một")
    await app.answer()
    clock.moment -= DAY
    await app.answer()
    assert texts(app, "chat") == ["một"]


@pytest.mark.parametrize("ahead", [timedelta(minutes=2), DAY, timedelta(days=800)])
async def test_a_sign_of_life_from_the_future_is_a_fault(app: App, clock: SetClock, ahead: timedelta) -> None:
    await app.watch()
    assert next(c for c in app.health().checks if c.name == "worker").ok
    clock.moment -= ahead
    check = next(c for c in app.health().checks if c.name == "worker")
    assert not check.ok
    assert "Đồng hồ" in check.text
    await app.watch()
    assert next(c for c in app.health().checks if c.name == "worker").ok


async def test_the_ordinary_work_of_a_time_service_is_none(app: App, clock: SetClock) -> None:
    await app.watch()
    clock.moment -= SET_BACK
    assert next(c for c in app.health().checks if c.name == "worker").ok
    assert SET_BACK < SILENCE


class TestStored:
    """Each kind of stored time, on both databases: written a day ahead, then brought back."""

    @pytest.fixture
    def office(self, database: Database) -> Office:
        made = Office(database)
        made.link("an")
        made.plan(a_reminder())
        return made

    @staticmethod
    def ahead(office: Office, write: Callable[[datetime], None]) -> None:
        write(NOW + DAY)
        with office.database.transaction() as uow:
            uow.clock_set_back(NOW, NOW + LEASE)

    @pytest.mark.parametrize(
        "reason", [Reason.RETRY, Reason.DAILY_CAP, Reason.ON_LEAVE, Reason.CHANNEL_STOPPED, Reason.SNOOZED]
    )
    async def test_put_off(self, office: Office, reason: Reason) -> None:
        def put_off(now: datetime) -> None:
            with office.database.transaction() as uow:
                (row,) = uow.claims.claim_due(now, 9, now + LEASE, "elsewhere/1/x")
                uow.reminders.postpone([row.id], now + DAY, reason)

        self.ahead(office, put_off)
        await office.dispatcher().tick()
        assert office.states()["T-7"][0] is ReminderState.SENT

    async def test_claimed_by_another_machine(self, office: Office) -> None:
        def claim(now: datetime) -> None:
            with office.database.transaction() as uow:
                uow.claims.claim_due(now, 9, now + LEASE, "elsewhere/1/x")
                uow.replies.queue("local", "chat-an", _hello(), at=now)
                uow.replies.claim(now, 9, now + LEASE, "elsewhere/1/x/replies")

        self.ahead(office, claim)
        office.clock.advance(LEASE + timedelta(seconds=1))
        dispatcher = office.dispatcher()
        await dispatcher.tick()
        await dispatcher.send_replies()
        assert office.states()["T-7"][0] is ReminderState.SENT
        assert "(gửi lại) xin chào" in office.texts()

    async def test_asked_for_later(self, office: Office) -> None:
        """ "Chiều nay" is six hours after it was asked for, by whatever clock."""

        def snooze(now: datetime) -> None:
            until = now + timedelta(hours=6)
            key = office.reminders()[0].occurrence
            with office.database.transaction() as uow:
                uow.reminders.cancel([r.id for r in office.reminders()], Reason.REPORTED)
                uow.snoozes.add("an", key, until, now)
                uow.reminders.insert([NewReminder(key, 1, "an", snoozed(until), until)])

        self.ahead(office, snooze)
        dispatcher = office.dispatcher()
        office.clock.advance(timedelta(hours=5, minutes=59))
        await dispatcher.tick()
        assert office.texts() == []
        office.clock.advance(timedelta(minutes=1))
        await dispatcher.tick()
        assert len(office.texts()) == 1

    async def test_sent_on_a_day_that_is_still_ahead(self, office: Office) -> None:
        """Tomorrow's place stays free for tomorrow's message; today's share is counted today."""
        office.clock.advance(DAY)
        await office.dispatcher().tick()
        office.clock = type(office.clock)(NOW)
        self.ahead(office, lambda _: None)
        office.plan(a_reminder(step="T-6", send_at=NOW + DAY))
        office.clock.advance(DAY)
        await office.dispatcher().tick()
        assert len(office.texts()) == 2
        assert [d.slot[:10] for d in office.deliveries()] == ["2024-09-04", "2024-09-05"]

    def test_wrong_codes_of_the_future_do_not_close_linking(self, office: Office) -> None:
        def guess(now: datetime) -> None:
            with office.database.transaction() as uow:
                uow.invites.add_attempt("local", "x", now)

        self.ahead(office, guess)
        with office.database.read() as uow:
            assert uow.invites.link_attempts("local", "x", NOW - timedelta(hours=1)) == []

    async def test_what_was_right_stays(self, office: Office) -> None:
        office.plan(a_reminder(step="T-3", send_at=at("10/09 08:00")))
        before = office.reminders()
        self.ahead(office, lambda _: None)
        assert office.reminders() == before


def _hello() -> OutboundMessage:
    return OutboundMessage("xin chào")
