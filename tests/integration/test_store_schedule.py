"""Occurrences, reminders and claims, on both databases."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest

from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.store.database import Database
from bot.store.store_errors import StoreError
from tests.integration.schedule_rows import LATER, NOW, a_reminder, an_occurrence, plan, stored


def test_an_occurrence_comes_back_as_it_went_in(database: Database) -> None:
    full = an_occurrence(
        window_start=date(2024, 1, 1),
        due_text="trước ngày 15/9",
        on_paper=("so-cu",),
        units_due=date(2024, 9, 15),
        gathers=("k",),
    )
    with database.transaction() as uow:
        uow.occurrences.save([stored(full)])
    with database.read() as uow:
        (found,) = uow.occurrences.find()
    assert found == stored(full)


def test_occurrences_are_found_by_plan_agency_key_and_day(database: Database) -> None:
    first, second = an_occurrence(), an_occurrence(agency="so-b", last_day=date(2024, 12, 31))
    with database.transaction() as uow:
        uow.occurrences.save([stored(first), stored(second), stored(an_occurrence("bo"), withdrawn=True)])
    with database.read() as uow:
        find = uow.occurrences.find
        assert [s.occurrence for s in find(agency="so-b")] == [second]
        assert [s.occurrence for s in find(keys=[first.key, "none"])] == [first]
        assert [s.occurrence for s in find(plan="ke-hoach", last_day_to=date(2024, 10, 1))] == [first]
        assert [s.occurrence for s in find(last_day_from=date(2024, 10, 1))] == [second]
        assert len(find(include_withdrawn=True)) == 3
        assert find(plan="other") == []


def test_replanning_keeps_what_was_closed_and_every_date(database: Database) -> None:
    before, after = an_occurrence(), an_occurrence(target=date(2024, 9, 20))
    with database.transaction() as uow:
        uow.occurrences.save([stored(before)])
        uow.occurrences.close(before.key, Reason.REPORTED, NOW)
        uow.occurrences.save([stored(after, version=2)])
    with database.read() as uow:
        found = uow.occurrences.get(before.key)
        assert found is not None
        assert (found.closed, found.closed_at, found.version, found.open) == ("reported", NOW, 2, False)
        assert [(v.version, v.target) for v in uow.occurrences.due_versions(before.key)] == [
            (1, date(2024, 9, 13)),
            (2, date(2024, 9, 20)),
        ]
    with database.transaction() as uow:
        uow.occurrences.reopen(before.key)
        assert uow.occurrences.find()[0].open


def test_claiming_takes_whole_people_the_longest_waiting_first(database: Database) -> None:
    with database.transaction() as uow:
        plan(
            uow,
            [
                a_reminder("an", "T-7"),
                a_reminder("an", "T-3", NOW - timedelta(days=2)),
                a_reminder("an", "due", NOW + timedelta(seconds=1)),
                a_reminder("binh", "T-7", NOW - timedelta(days=1)),
                a_reminder("chi", "T-7"),
            ],
        )
    with database.transaction() as uow:
        claimed = uow.claims.claim_due(NOW, 2, LATER, "me")
    assert sorted((r.recipient, r.step.code) for r in claimed) == [("an", "T-3"), ("an", "T-7"), ("binh", "T-7")]
    assert {r.state for r in claimed} == {ReminderState.CLAIMED}
    with database.transaction() as uow:
        assert [r.recipient for r in uow.claims.claim_due(NOW, 2, LATER, "me")] == ["chi"]
        assert uow.claims.claim_due(NOW, 2, LATER, "me") == []
        assert uow.claims.next_send_at() == NOW + timedelta(seconds=1)
        assert uow.claims.next_send_at(after=NOW + timedelta(seconds=1)) is None


def test_people_can_be_claimed_by_name(database: Database) -> None:
    with database.transaction() as uow:
        plan(uow, [a_reminder("an"), a_reminder("binh")])
        assert [r.recipient for r in uow.claims.claim_due_of(["binh"], NOW, LATER, "me")] == ["binh"]
        assert uow.claims.claim_due_of([], NOW, LATER, "me") == []
        assert uow.claims.has_due(NOW)


def test_nobody_named_is_claimed_as_one(database: Database) -> None:
    with database.transaction() as uow:
        plan(uow, [a_reminder(None), a_reminder(None, occurrence="other/1/2024/so-b")])
        claimed = uow.claims.claim_due(NOW, 1, LATER, "me")
    assert [r.recipient for r in claimed] == [None, None]


def test_the_same_reminder_cannot_be_planned_twice(database: Database) -> None:
    with database.transaction() as uow:
        plan(uow, [a_reminder(None)])
    with pytest.raises(StoreError), database.transaction() as uow:
        plan(uow, [a_reminder("an"), a_reminder(None)])
    with database.read() as uow:
        assert len(uow.reminders.of_occurrence(an_occurrence().key)) == 1


def test_claims_of_two_threads_never_overlap(database: Database) -> None:
    with database.transaction() as uow:
        people = ((f"p{i:03}", NOW - timedelta(minutes=i)) for i in range(120))
        plan(uow, [a_reminder(who, step, at) for who, at in people for step in ("T-7", "T-3")])
    taken: dict[str, list[tuple[str | None, int]]] = {"a": [], "b": [], "c": []}
    start = threading.Barrier(len(taken))

    def claim(name: str) -> None:
        start.wait()
        while True:
            with database.transaction() as uow:
                claimed = uow.claims.claim_due(NOW, 7, LATER, name)
            if not claimed:
                return
            taken[name] += [(r.recipient, r.id) for r in claimed]

    threads = [threading.Thread(target=claim, args=(name,)) for name in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = [id_ for rows in taken.values() for _, id_ in rows]
    assert sorted(ids) == sorted(set(ids))
    assert len(ids) == 240
    people = [{person for person, _ in rows} for rows in taken.values()]
    assert sum(len(p) for p in people) == 120


def test_a_lapsed_claim_is_planned_again(database: Database) -> None:
    with database.transaction() as uow:
        plan(uow, [a_reminder("an"), a_reminder("binh")])
        uow.claims.claim_due(NOW, 9, LATER, "dead")
    with database.transaction() as uow:
        assert not uow.claims.release_expired(LATER)
        assert uow.claims.tokens() == {"dead"}
        released = uow.claims.release_expired(LATER + timedelta(seconds=1))
        assert (released.planned, released.unknown) == (2, 0)
        assert len(uow.claims.claim_due(LATER + timedelta(seconds=1), 9, LATER, "me")) == 2


def test_a_dead_process_is_not_waited_for(database: Database) -> None:
    with database.transaction() as uow:
        plan(uow, [a_reminder("an"), a_reminder("binh")])
        uow.claims.claim_due_of(["an"], NOW, LATER, "dead")
        uow.claims.claim_due_of(["binh"], NOW, LATER, "alive")
        assert uow.claims.release_expired(NOW, ["dead"]).planned == 1
        assert [r.recipient for r in uow.claims.claim_due(NOW, 9, LATER, "me")] == ["an"]


def test_cancelling_spares_what_was_sent(database: Database) -> None:
    with database.transaction() as uow:
        plan(uow, [a_reminder(step="T-7"), a_reminder(step="T-3")])
        first, second = uow.reminders.of_occurrence(an_occurrence().key)
        uow.reminders.fail([first.id], Reason.NOT_LINKED)
        uow.reminders.cancel([first.id, second.id], Reason.MOVED)
        states = [(r.state, r.reason, r.due_at) for r in uow.reminders.of_occurrence(an_occurrence().key)]
    assert states == [(ReminderState.FAILED, "not_linked", None), (ReminderState.CANCELLED, "moved", None)]


def test_postponed_and_rescheduled_reminders_wait_for_the_later_hour(database: Database) -> None:
    with database.transaction() as uow:
        plan(uow, [a_reminder()])
        (row,) = uow.reminders.of_occurrence(an_occurrence().key)
        uow.reminders.postpone([row.id], NOW + timedelta(days=3), Reason.ON_LEAVE)
        uow.reminders.reschedule({row.id: NOW + timedelta(days=1)})
        (moved,) = uow.reminders.get([row.id])
        assert (moved.send_at, moved.due_at) == (NOW + timedelta(days=1), NOW + timedelta(days=3))
        uow.reminders.reschedule({row.id: NOW + timedelta(days=9)})
        (moved,) = uow.reminders.get([row.id])
        assert (moved.send_at, moved.due_at) == (NOW + timedelta(days=9), NOW + timedelta(days=9))


def test_a_cancelled_reminder_can_be_planned_again(database: Database) -> None:
    with database.transaction() as uow:
        plan(uow, [a_reminder()])
        (row,) = uow.reminders.of_occurrence(an_occurrence().key)
        uow.reminders.cancel([row.id], Reason.POLICY)
        uow.reminders.reschedule({row.id: NOW})
        assert [r.state for r in uow.claims.claim_due(NOW, 1, LATER, "me")] == [ReminderState.CLAIMED]


def test_counts_and_what_waits_too_long(database: Database) -> None:
    with database.transaction() as uow:
        plan(uow, [a_reminder(), a_reminder("binh", send_at=LATER), a_reminder("chi", occurrence="kh2/1/2024/so-a")])
        uow.claims.claim_due_of(["chi"], NOW, LATER, "me")
        assert uow.reminders.counts() == {ReminderState.PLANNED: 2, ReminderState.CLAIMED: 1}
        assert uow.reminders.counts("kh2") == {ReminderState.CLAIMED: 1}
        assert [r.recipient for r in uow.reminders.waiting_since(LATER)] == ["an"]
        assert [r.recipient for r in uow.claims.stuck(LATER + timedelta(seconds=1))] == ["chi"]
