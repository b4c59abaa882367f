"""Failures, crashes, stops and two dispatchers at once: nothing lost, at most what was in flight repeated."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.base import OutboundMessage, SendError, Verdict
from bot.channels.local import PHONES, LocalChannel
from bot.clock import RunningClock
from bot.domain.schedule.failed_send import MOST_MOVES
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.services.dispatch.claims import LEASE, ProcessToken, lease_until
from bot.services.dispatch.digests import CHANNEL_RETRY
from bot.store.database import Database
from bot.store.people.records import AccountState
from bot.store.sending.delivery_repository import DeliveryRepository
from bot.store.sending.records import Delivery, DeliveryItems, DeliveryKind
from bot.store.store_errors import DiskFull
from tests.integration.dispatching import Office, a_registry, at, people
from tests.integration.schedule_rows import NOW, a_reminder

SENT = (ReminderState.SENT, None)
RETRY = SendError(Verdict.RETRY, "502")
AMBIGUOUS = SendError(Verdict.AMBIGUOUS, "timed out")
GONE = SendError(Verdict.RECIPIENT_GONE, "blocked")


@pytest.fixture
def office(database: Database) -> Office:
    """One linked contact with one reminder due now."""
    made = Office(database)
    made.link("an")
    made.plan(a_reminder())
    return made


def crowd(office: Office, count: int) -> list[str]:
    """So many linked contacts, each with a reminder due now."""
    who = [f"p{i:03}" for i in range(count)]
    office.registry = a_registry(people(*who))
    office.link(*who)
    office.plan(*(a_reminder(p) for p in who))
    return who


def states(office: Office) -> list[tuple[ReminderState, int]]:
    """State and repeat mark of every digest."""
    return [(d.state, d.repeat) for d in office.deliveries()]


class TestVerdicts:
    """What a failed send means."""

    async def test_a_temporary_error_is_tried_again_later_with_longer_waits(self, office: Office) -> None:
        office.channel.fail(RETRY, RETRY)
        dispatcher = office.dispatcher()
        waits = []
        for _ in range(3):
            await dispatcher.tick()
            (row,) = office.reminders()
            if row.due_at is not None:
                waits.append((row.due_at - office.clock.now()).total_seconds())
                assert row.state is ReminderState.ERRORED
                office.clock.advance_to(row.due_at)
        assert waits == [5, 10]
        assert office.states() == {"T-7": SENT}
        assert states(office) == [(ReminderState.SENT, 0)]
        assert office.deliveries()[0].attempts == 3

    async def test_wait_is_obeyed_for_the_whole_channel(self, database: Database) -> None:
        office = Office(database)
        crowd(office, 3)
        office.channel.capabilities = replace(PHONES, in_flight=1)
        office.channel.fail(SendError(Verdict.RETRY, "flood", retry_after=120.0))
        await office.dispatcher().tick()
        assert len(office.channel.calls) == 1
        waiting = [r.due_at for r in office.reminders() if r.due_at is not None]
        assert len(waiting) == 3
        assert min(waiting) > NOW + timedelta(seconds=60)

    async def test_a_short_wait_is_waited_for(self, database: Database) -> None:
        office = Office(database)
        crowd(office, 3)
        office.channel.capabilities = replace(PHONES, in_flight=1)
        office.channel.fail(SendError(Verdict.RETRY, "flood", retry_after=0.05))
        tally = await office.dispatcher().tick()
        assert (tally.sent, tally.errored) == (2, 1)

    async def test_blocked_means_unreachable_and_failed(self, office: Office) -> None:
        office.channel.fail(GONE)
        await office.dispatcher().tick()
        assert office.states() == {"T-7": (ReminderState.FAILED, "unreachable")}
        with office.database.read() as uow:
            (account,) = uow.accounts.accounts_of("an")
        assert (account.state, account.reason) == (AccountState.UNREACHABLE, "blocked")

    async def test_blocked_here_is_told_on_the_next_channel(self, office: Office) -> None:
        office.channels["zalo"] = LocalChannel("zalo")
        office.link("an", channel="zalo")
        office.channel.fail(GONE)
        await office.dispatcher().tick()
        assert office.states() == {"T-7": SENT}
        assert len(office.channels["zalo"].chat("chat-an")) == 1
        (delivery,) = office.deliveries()
        assert (delivery.channel, delivery.state) == ("zalo", ReminderState.SENT)

    async def test_a_moved_chat_is_followed(self, office: Office) -> None:
        office.channel.fail(SendError(Verdict.MOVED, "migrated", new_address="new"))
        await office.dispatcher().tick()
        assert office.states() == {"T-7": SENT}
        assert len(office.channel.chat("new")) == 1
        with office.database.read() as uow:
            assert uow.accounts.account_at("local", "new") is not None

    async def test_a_chat_that_keeps_moving_is_given_up(self, office: Office) -> None:
        office.channel.fail(*(SendError(Verdict.MOVED, "migrated", new_address=f"n{i}") for i in range(20)))
        await office.dispatcher().tick()
        assert office.states()["T-7"][0] is ReminderState.FAILED
        assert len(office.channel.calls) == MOST_MOVES + 1, "moved so often, and once too often"

    async def test_may_have_arrived_is_repeated_once_and_says_so(self, office: Office) -> None:
        office.channel.fail(AMBIGUOUS, arrives=True)
        dispatcher = office.dispatcher()
        assert (await dispatcher.tick()).unknown == 1
        assert office.states() == {"T-7": (ReminderState.UNKNOWN, "ambiguous: timed out")}
        office.clock.advance(timedelta(minutes=1))
        await dispatcher.tick()
        assert office.states() == {"T-7": SENT}
        assert states(office) == [(ReminderState.UNKNOWN, 0), (ReminderState.SENT, 1)]
        first, second = office.first_lines()
        assert second == f"(gửi lại) {first}"

    async def test_a_repeat_that_may_have_arrived_stays_unknown(self, office: Office) -> None:
        office.channel.fail(AMBIGUOUS, AMBIGUOUS)
        dispatcher = office.dispatcher()
        for _ in range(4):
            await dispatcher.tick()
            office.clock.advance(timedelta(minutes=2))
        assert len(office.channel.calls) == 2
        assert office.states()["T-7"][0] is ReminderState.UNKNOWN

    async def test_an_answered_one_is_not_repeated_and_stays_unknown(self, office: Office) -> None:
        office.channel.fail(AMBIGUOUS)
        dispatcher = office.dispatcher()
        await dispatcher.tick()
        with office.database.transaction() as uow:
            uow.occurrences.close(office.reminders()[0].occurrence, Reason.REPORTED, NOW)
        office.clock.advance(timedelta(minutes=2))
        await dispatcher.tick()
        assert len(office.channel.calls) == 1
        assert office.states()["T-7"][0] is ReminderState.UNKNOWN

    async def test_an_unexpected_error_may_have_arrived(self, office: Office) -> None:
        office.channel.fail(ZeroDivisionError())
        await office.dispatcher().tick()
        assert office.states()["T-7"] == (ReminderState.UNKNOWN, "ambiguous: ZeroDivisionError")

    async def test_out_of_quota_waits_for_the_next_morning(self, office: Office) -> None:
        office.channel.fail(SendError(Verdict.QUOTA, "monthly limit"))
        await office.dispatcher().tick()
        (row,) = office.reminders()
        assert (row.state, row.due_at) == (ReminderState.ERRORED, at("05/09 08:00"))

    async def test_out_of_quota_the_whole_channel_rests_until_then(self, office: Office) -> None:
        office.channel.fail(SendError(Verdict.QUOTA, "monthly limit"))
        dispatcher = office.dispatcher()
        await dispatcher.tick()
        with office.database.transaction() as uow:
            uow.replies.queue("local", "khac", OutboundMessage("trả lời"), at=office.clock.now())
        office.clock.advance_to(at("05/09 07:59"))
        assert await dispatcher.send_replies() == 0
        assert len(office.channel.calls) == 1
        office.clock.advance_to(at("05/09 08:00"))
        assert await dispatcher.send_replies() == 1

    async def test_a_dead_token_stops_the_channel_and_loses_nothing(self, office: Office) -> None:
        office.channel.fail(SendError(Verdict.STOP_CHANNEL, "401"))
        dispatcher = office.dispatcher()
        await dispatcher.tick()
        (row,) = office.reminders()
        assert row.state is ReminderState.PLANNED
        assert row.due_at is not None
        office.clock.advance(timedelta(seconds=30))
        await dispatcher.tick()
        assert len(office.channel.calls) == 1, "a channel that was stopped rests"
        office.clock.advance(CHANNEL_RETRY)
        await dispatcher.tick()
        assert office.states() == {"T-7": SENT}


class TestCrashes:
    """States a killed process leaves."""

    def claim(self, office: Office, token: str = "elsewhere/1/x") -> Delivery:
        """Claim the reminder and store its digest, as far as another process got."""
        with office.database.transaction() as uow:
            (reminder,) = uow.claims.claim_due(NOW, 9, NOW + LEASE, token)
            (number,) = uow.deliveries.next_ids(1)
            delivery = Delivery(
                number,
                "an",
                "local",
                "chat-an",
                "2024-09-04am",
                DeliveryKind.DIGEST,
                OutboundMessage("cũ"),
                DeliveryItems((reminder.id,), (reminder.occurrence,)),
                ReminderState.CLAIMED,
                at=NOW,
            )
            uow.deliveries.save([delivery], token, NOW + LEASE)
        return delivery

    async def test_between_claim_and_write_up(self, office: Office) -> None:
        with office.database.transaction() as uow:
            uow.claims.claim_due(NOW, 9, NOW + LEASE, "elsewhere/1/x")
        dispatcher = office.dispatcher()
        await dispatcher.tick()
        assert office.texts() == []
        office.clock.advance(LEASE + timedelta(seconds=1))
        await dispatcher.tick()
        assert office.states() == {"T-7": SENT}

    async def test_between_claim_and_send(self, office: Office) -> None:
        self.claim(office)
        office.clock.advance(LEASE + timedelta(seconds=1))
        await office.dispatcher().tick()
        assert states(office) == [(ReminderState.SENT, 0)]
        assert "gửi lại" not in office.texts()[0]

    async def test_between_send_and_mark(self, office: Office) -> None:
        delivery = self.claim(office)
        with office.database.transaction() as uow:
            uow.deliveries.mark_sending([delivery.id], "elsewhere/1/x", NOW + LEASE)
        office.clock.advance(LEASE + timedelta(seconds=1))
        await office.dispatcher().tick()
        assert states(office) == [(ReminderState.UNKNOWN, 0), (ReminderState.SENT, 1)]
        assert office.first_lines()[0].startswith("(gửi lại) Báo cáo")

    async def test_a_dead_process_of_this_machine_is_not_waited_for(self, office: Office) -> None:
        mine = ProcessToken.new()
        self.claim(office, f"{mine.host}/{mine.pid}/an-earlier-run")
        await office.dispatcher().tick()
        assert office.states() == {"T-7": SENT}

    async def test_a_living_process_keeps_what_it_claimed(self, office: Office) -> None:
        mine = ProcessToken.new()
        assert not mine.knows_dead(mine.digests)
        assert not mine.knows_dead("another-host/1/x")
        assert not mine.knows_dead("odd")
        assert not mine.knows_dead(f"{mine.host}/1/x")

    async def test_a_repeat_the_next_day_is_still_marked(self, office: Office) -> None:
        delivery = self.claim(office)
        with office.database.transaction() as uow:
            uow.deliveries.mark_sending([delivery.id], "elsewhere/1/x", NOW + LEASE)
        office.clock.advance_to(at("05/09 08:00"))
        await office.dispatcher().tick()
        assert office.first_lines() == ["(gửi lại) Báo cáo trước ngày 15/09/2024 – còn 06 ngày làm việc"]

    async def test_a_later_step_replaces_the_repeat(self, office: Office) -> None:
        delivery = self.claim(office)
        with office.database.transaction() as uow:
            uow.deliveries.mark_sending([delivery.id], "elsewhere/1/x", NOW + LEASE)
            uow.reminders.insert([a_reminder(step="T-3", send_at=at("10/09 08:00"))])
        office.clock.advance_to(at("10/09 08:00"))
        await office.dispatcher().tick()
        assert office.first_lines() == ["Báo cáo trước ngày 15/09/2024 – còn 03 ngày làm việc"]
        assert {step: state for step, (state, _) in office.states().items()} == {
            "T-7": ReminderState.UNKNOWN,
            "T-3": ReminderState.SENT,
        }

    async def test_an_unwritable_database_loses_no_outcome(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dispatcher = office.dispatcher()
        real = DeliveryRepository.mark_outcomes
        broken = [DiskFull(), DiskFull(), DiskFull()]

        def full(self: DeliveryRepository, outcomes: list[object]) -> None:
            if outcomes and broken:
                raise broken.pop()
            real(self, outcomes)  # type: ignore[arg-type]

        monkeypatch.setattr(DeliveryRepository, "mark_outcomes", full)
        with pytest.raises(DiskFull):
            await dispatcher.tick()
        assert len(office.texts()) == 1
        with pytest.raises(DiskFull):
            await dispatcher.tick()
        await dispatcher.tick()
        assert office.states() == {"T-7": SENT}
        assert len(office.texts()) == 1

    async def test_a_claim_that_cannot_be_written_up_is_given_back(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dispatcher = office.dispatcher()

        def full(*_: object) -> None:
            raise DiskFull

        with monkeypatch.context() as broken:
            broken.setattr(DeliveryRepository, "save", full)
            with pytest.raises(DiskFull):
                await dispatcher.tick()
        assert office.states()["T-7"][0] is ReminderState.PLANNED
        await dispatcher.tick()
        assert office.states() == {"T-7": SENT}


class TestStopping:
    """SIGTERM."""

    async def test_finishes_what_is_in_flight_and_gives_back_the_rest(self, database: Database) -> None:
        office = Office(database)
        crowd(office, 40)
        office.channel.capabilities = replace(PHONES, in_flight=4)
        office.channel.hold()
        dispatcher = office.dispatcher()
        tick = asyncio.create_task(dispatcher.tick())
        await office.channel.called(4)
        stopping = asyncio.create_task(dispatcher.stop())
        await asyncio.sleep(0)
        office.channel.let_go()
        await asyncio.gather(tick, stopping)
        found = [r.state for r in office.reminders()]
        assert found.count(ReminderState.SENT) == 4
        assert found.count(ReminderState.PLANNED) == 36
        assert {d.state for d in office.deliveries()} <= {ReminderState.SENT, ReminderState.PLANNED}
        await office.dispatcher().tick()
        assert {r.state for r in office.reminders()} == {ReminderState.SENT}
        assert len(office.channel.calls) == 40

    async def test_a_stopped_dispatcher_does_nothing_more(self, office: Office) -> None:
        dispatcher = office.dispatcher()
        await dispatcher.stop()
        assert not await dispatcher.tick()
        assert await dispatcher.send_replies() == 0
        assert office.texts() == []

    async def test_long_waits_for_a_turn_are_cut_short(self, database: Database) -> None:
        office = Office(database)
        crowd(office, 8)
        office.channel.capabilities = replace(PHONES, in_flight=4, per_second=0.01)
        dispatcher = office.dispatcher(pace=True)
        tick = asyncio.create_task(dispatcher.tick())
        await office.channel.called(1)
        async with asyncio.timeout(300):
            await dispatcher.stop()
            await tick
        assert [r.state for r in office.reminders()].count(ReminderState.PLANNED) == 7


async def test_two_dispatchers_on_one_database_double_nothing(database: Database) -> None:
    office = Office(database)
    who = crowd(office, 150)
    await asyncio.gather(office.dispatcher().tick(), office.dispatcher().tick())
    assert sorted(address for address, _ in office.channel.calls) == sorted(f"chat-{p}" for p in who)
    assert {r.state for r in office.reminders()} == {ReminderState.SENT}


@pytest.mark.parametrize(("speed", "times"), [(0, 1), (1, 1), (60, 60)])
def test_a_lease_is_as_long_for_those_who_wait_whatever_the_clock_shows(speed: float, times: int) -> None:
    clock = RunningClock(NOW, elapsed=lambda: 0.0, speed=speed)
    assert lease_until(clock) == NOW + times * LEASE
