"""The sweep finds what the dispatcher did not do, without asking it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.base import SendError, Verdict
from bot.domain.schedule.changes import ChangeSet
from bot.domain.schedule.reason import Reason
from bot.services.schedule.scheduling import apply
from bot.services.schedule.sweep import Findings, find, sweep
from bot.store.database import Database
from tests.integration.dispatching import Office, at
from tests.integration.schedule_rows import NOW, a_reminder

KEY = "ke-hoach/bao-cao/2024/so-a"


@pytest.fixture
def office(database: Database) -> Office:
    """With one linked contact, on Wednesday 04/09/2024 at 08:00."""
    made = Office(database)
    made.link("an")
    return made


def look(office: Office) -> Findings:
    """Sweep now."""
    with office.database.read() as uow:
        return find(uow, office.in_use(), office.clock.now())


def failing(office: Office) -> dict[str, str]:
    """The checks that are not well."""
    with office.database.read() as uow:
        checks = sweep(uow, office.in_use(), office.clock.now(), {"local": "thử nghiệm"})
    return {c.name: c.text for c in checks if not c.ok}


def planned(office: Office) -> ChangeSet:
    """Apply the registry as of a month earlier."""
    earlier = NOW - timedelta(days=33)
    return apply(office.database, office.in_use(), earlier, "thử", "digest")


async def test_all_is_well_when_everything_went_out(office: Office) -> None:
    planned(office)
    await office.dispatcher().tick()
    office.clock.advance(timedelta(hours=1))
    assert look(office) == Findings()
    assert failing(office) == {}


async def test_what_waits_past_its_time_is_late(office: Office) -> None:
    planned(office)
    office.clock.advance(timedelta(minutes=9))
    assert not [r for r in look(office).late if r.step.code == "T-7"]
    office.clock.advance(timedelta(minutes=2))
    assert [r.step.code for r in look(office).late if r.occurrence == KEY] == ["T-30", "T-15", "T-7"]
    assert "lượt nhắc đã quá giờ mà chưa gửi" in failing(office)["late"]


async def test_nothing_is_late_before_work_begins(office: Office) -> None:
    office.plan(a_reminder(send_at=at("30/08 08:00")))
    office.clock = type(office.clock)(at("04/09 07:35"))
    assert look(office).late == ()


async def test_cancelled_occasions_are_not_missed(office: Office) -> None:
    planned(office)
    with office.database.transaction() as uow:
        uow.reminders.cancel([r.id for r in uow.reminders.of_occurrence(KEY)], Reason.POLICY)
        uow.occurrences.close("ke-hoach/bao-cao/2024/so-b", Reason.REPORTED, NOW)
    office.clock.advance(timedelta(hours=1))
    assert look(office).missing == ()


async def test_an_empty_store_misses_todays_occasions(office: Office) -> None:
    office.clock.advance(timedelta(hours=1))
    assert {(r.occurrence, r.step.code) for r in look(office).missing} == {
        (KEY, "T-7"),
        ("ke-hoach/bao-cao/2024/so-b", "T-7"),
    }
    assert "dondoc apply" in failing(office)["missing"]


async def test_stuck_claims_are_found(office: Office) -> None:
    office.plan(a_reminder())
    with office.database.transaction() as uow:
        uow.claims.claim_due(NOW, 9, NOW + timedelta(minutes=3), "elsewhere/1/x")
    office.clock.advance(timedelta(minutes=20))
    assert [r.step.code for r in look(office).stuck] == ["T-7"]


async def test_a_stopped_channel_is_said_until_it_works_again(office: Office) -> None:
    office.channel.fail(SendError(Verdict.STOP_CHANNEL, "mã bot không còn hiệu lực"))
    office.plan(a_reminder())
    dispatcher = office.dispatcher()
    await dispatcher.tick()
    assert failing(office)["send.local"].startswith("Kênh thử nghiệm ngừng gửi:")
    office.clock.advance(timedelta(minutes=10))
    await dispatcher.tick()
    assert "send.local" not in failing(office)


async def test_what_may_have_arrived_is_shown(office: Office) -> None:
    office.channel.fail(SendError(Verdict.AMBIGUOUS, "timed out"))
    office.plan(a_reminder())
    await office.dispatcher().tick()
    assert look(office).unknown == 1
