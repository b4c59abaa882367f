"""Applying a registry: what is added, moved and cancelled, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.clock import LOCAL_ZONE
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Person, Registry, Task
from bot.domain.plan.policy import Policies, ReminderPolicy
from bot.domain.schedule.changes import ChangeSet, ChangeTally
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.messages.change_lines import NO_CHANGE, change_text
from bot.services.schedule.scheduling import apply, is_applied, preview
from bot.store.database import Database
from bot.store.schedule.records import StoredReminder
from tests.unit.planning import PLAN, calendar, person, plan, registry, report, task

CALENDAR = calendar(date(2024, 9, 2), date(2024, 9, 3))
POLICIES = Policies()
#: Before anything about 15/9/2024 is due.
AUGUST = datetime(2024, 8, 1, 9, 0, tzinfo=LOCAL_ZONE)


def a_registry(
    due: str = "trước ngày 15/9/2024", people: Iterable[Person] = (), tasks: Iterable[Task] = (), secret: bool = False
) -> Registry:
    """One unit, one task, one dated report; "an" is the contact unless others are given."""
    rows = tuple(tasks) or (replace(task("1", None, "so-a"), secret=secret),)
    people = tuple(people) or (person("an", "so-a"),)
    return registry(plan(*rows, reports=[report("bc", ["so-a"], "khdt", due)]), people=people)


KEY = f"{PLAN}/bc/2024/so-a"


def run(database: Database, of: Registry, now: datetime = AUGUST, policies: Policies = POLICIES) -> ChangeSet:
    """Apply it."""
    return apply(database, InUse(of, CALENDAR, policies), now, "admin", "digest")


def rows(database: Database, *states: ReminderState) -> list[StoredReminder]:
    """The stored reminders of the report in those states (all when none is given)."""
    with database.read() as uow:
        return [r for r in uow.reminders.of_occurrence(KEY) if not states or r.state in states]


def steps(reminders: Iterable[StoredReminder]) -> list[tuple[str | None, str, str]]:
    """(recipient, step, day and hour) of each."""
    return [(r.recipient, r.step.code, f"{r.send_at:%d/%m %H:%M}") for r in reminders]


def test_the_first_apply_plans_the_whole_year_ahead(database: Database) -> None:
    changes = run(database, a_registry())
    planned = rows(database)
    assert steps(planned)[:6] == [
        ("an", "T-30", "14/08 08:00"),
        ("an", "T-15", "21/08 08:00"),
        ("an", "T-7", "04/09 08:00"),
        ("an", "T-3", "10/09 08:00"),
        ("an", "T-1", "12/09 08:00"),
        ("an", "due", "13/09 08:00"),
    ]
    assert changes.total == ChangeTally(added=len(planned))
    assert changes.by_person() == {"an": ChangeTally(added=14)}


def test_applying_again_changes_nothing(database: Database) -> None:
    run(database, a_registry())
    for day in range(0, 60, 7):
        assert run(database, a_registry(), AUGUST + timedelta(days=day)).is_empty
    with database.read() as uow:
        assert len(uow.revisions.newest()) == 1


def test_preview_says_the_same_and_writes_nothing(database: Database) -> None:
    with database.read() as uow:
        promised = preview(uow, InUse(a_registry(), CALENDAR, POLICIES), AUGUST)
    assert rows(database) == []
    assert promised == run(database, a_registry())


def test_a_moved_date_is_a_new_version_and_the_old_one_keeps_what_was_sent(database: Database) -> None:
    run(database, a_registry())
    with database.transaction() as uow:
        claimed = uow.claims.claim_due(AUGUST + timedelta(days=14), 9, AUGUST, "me")
        assert [r.step.code for r in claimed] == ["T-30"]
        uow.reminders.fail([claimed[0].id], Reason.NOT_LINKED)
    changes = run(database, a_registry("trước ngày 30/9/2024"), AUGUST + timedelta(days=14))
    old = [r for r in rows(database) if r.version == 1]
    new = [r for r in rows(database) if r.version == 2]
    assert {(r.step.code, r.state, r.reason) for r in old if r.step.code in ("T-30", "T-7")} == {
        ("T-30", ReminderState.FAILED, "not_linked"),
        ("T-7", ReminderState.CANCELLED, "moved"),
    }
    assert steps(new)[0] == ("an", "T-30", "28/08 08:00")
    assert {r.state for r in new} == {ReminderState.PLANNED}
    # T-30 had gone out under the old date; everything else only moves.
    assert changes.total == ChangeTally(added=1, moved=13)
    with database.read() as uow:
        assert [v.due for v in uow.occurrences.due_versions(KEY)] == [date(2024, 9, 15), date(2024, 9, 30)]


def test_a_replaced_contact_hands_over_what_is_unsent(database: Database) -> None:
    run(database, a_registry())
    late = datetime(2024, 9, 4, 9, 0, tzinfo=LOCAL_ZONE)
    changes = run(database, a_registry(people=[person("binh", "so-a")]), late)
    waiting = rows(database, ReminderState.PLANNED)
    assert {r.recipient for r in waiting} == {"binh"}
    assert {r.reason for r in rows(database, ReminderState.CANCELLED)} == {"replaced"}
    # Nothing had been sent (the process stood still), so what was due goes to the new person as well.
    assert len(waiting) == 14
    assert changes.by_person() == {"binh": ChangeTally(added=14), "an": ChangeTally(cancelled=14)}


def test_what_was_sent_is_not_sent_again_to_a_new_contact(database: Database) -> None:
    run(database, a_registry())
    late = datetime(2024, 9, 4, 9, 0, tzinfo=LOCAL_ZONE)
    with database.transaction() as uow:
        uow.reminders.fail([r.id for r in uow.claims.claim_due(late, 9, late, "me")], Reason.NOT_LINKED)
    run(database, a_registry(people=[person("binh", "so-a")]), late)
    assert [r.step.code for r in rows(database, ReminderState.PLANNED)][:2] == ["T-3", "T-1"]


def test_a_vanished_obligation_is_withdrawn_and_can_come_back(database: Database) -> None:
    run(database, a_registry())
    empty = registry(plan(task("1", None, "so-a")), people=[person("an", "so-a")])
    assert run(database, empty).total == ChangeTally(cancelled=14)
    assert {r.reason for r in rows(database)} == {"withdrawn"}
    with database.read() as uow:
        assert uow.occurrences.find() == []
    assert run(database, empty).is_empty
    assert run(database, a_registry()).total == ChangeTally(added=14)
    assert {r.version for r in rows(database, ReminderState.PLANNED)} == {2}


def test_a_whole_plan_that_vanishes_is_withdrawn(database: Database) -> None:
    run(database, a_registry())
    assert run(database, Registry({}, {}, {})).total == ChangeTally(cancelled=14)


def test_a_task_done_on_paper_says_so(database: Database) -> None:
    dated = task("1", "Tháng 9/2024", "so-a", contacts=["an"])
    run(database, a_registry(tasks=[dated]))
    run(database, a_registry(tasks=[replace(dated, completed=True)]))
    with database.read() as uow:
        left = uow.reminders.of_occurrence(f"{PLAN}/1/2024-Q3/so-a")
    assert {(r.state, r.reason) for r in left} == {(ReminderState.CANCELLED, "completed")}


def test_a_task_turned_secret_is_never_sent(database: Database) -> None:
    run(database, a_registry())
    run(database, a_registry(secret=True))
    assert {(r.state, r.reason) for r in rows(database)} == {(ReminderState.CANCELLED, "secret")}
    run(database, a_registry())
    assert {r.state for r in rows(database)} == {ReminderState.PLANNED}


def test_a_closed_occurrence_asks_nothing_until_it_is_opened_again(database: Database) -> None:
    run(database, a_registry())
    with database.transaction() as uow:
        uow.occurrences.close(KEY, Reason.REPORTED, AUGUST)
    assert run(database, a_registry()).total == ChangeTally(cancelled=14)
    with database.transaction() as uow:
        uow.occurrences.reopen(KEY)
    assert run(database, a_registry()).total == ChangeTally(added=14)


def test_a_new_policy_adds_and_drops_steps(database: Database) -> None:
    run(database, a_registry())
    chase = ReminderPolicy(notice_days=(), before=(10, 3), overdue_max=2)
    changes = run(database, a_registry(), policies=Policies(chase=chase))
    assert {r.step.code for r in rows(database, ReminderState.PLANNED)} == {
        "T-10",
        "T-3",
        "due",
        "overdue-1",
        "overdue-2",
    }
    assert {r.reason for r in rows(database, ReminderState.CANCELLED)} == {"policy"}
    assert changes.total == ChangeTally(added=1, cancelled=10)
    assert run(database, a_registry()).total == ChangeTally(added=10, cancelled=1)


def test_a_day_off_declared_later_moves_reminders(database: Database) -> None:
    run(database, a_registry())
    with database.transaction() as uow:
        # Only T-1 on Thursday 12/9 is affected by a day off on Friday's eve.
        days_off = calendar(date(2024, 9, 2), date(2024, 9, 3), date(2024, 9, 12))
        changes = preview(uow, InUse(a_registry(), days_off, POLICIES), AUGUST)
    assert ("T-1", "12/09", "11/09") in {(c.step.code, f"{c.old:%d/%m}", f"{c.new:%d/%m}") for c in changes.moved}
    assert changes.total == ChangeTally(moved=4)


class TestFirstSeenLate:
    """What a new installation says about dates near and past."""

    def test_missed_steps_become_one_opening(self, database: Database) -> None:
        run(database, a_registry(), datetime(2024, 9, 5, 10, 0, tzinfo=LOCAL_ZONE))
        assert steps(rows(database))[:2] == [("an", "opening", "06/09 08:00"), ("an", "T-3", "10/09 08:00")]

    def test_no_opening_on_a_day_that_has_its_own_step(self, database: Database) -> None:
        run(database, a_registry(), datetime(2024, 9, 9, 10, 0, tzinfo=LOCAL_ZONE))
        assert steps(rows(database))[0] == ("an", "T-3", "10/09 08:00")

    def test_the_opening_stays_when_applied_again(self, database: Database) -> None:
        seen = datetime(2024, 9, 5, 10, 0, tzinfo=LOCAL_ZONE)
        run(database, a_registry(), seen)
        for hours in (1, 24, 200):
            assert run(database, a_registry(), seen + timedelta(hours=hours)).is_empty

    def test_just_overdue_is_still_chased(self, database: Database) -> None:
        run(database, a_registry(), datetime(2024, 9, 18, 10, 0, tzinfo=LOCAL_ZONE))
        assert [r.step.code for r in rows(database)][:2] == ["overdue-3", "overdue-4"]

    def test_long_overdue_is_left_in_peace(self, database: Database) -> None:
        seen = datetime(2024, 9, 30, 10, 0, tzinfo=LOCAL_ZONE)
        assert run(database, a_registry(), seen).is_empty
        assert run(database, a_registry(), seen + timedelta(days=1)).is_empty
        assert rows(database) == []


def test_a_failing_apply_changes_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run(database, a_registry())
    before = rows(database)

    def fail(*_: object) -> None:
        raise LookupError("broken half-way")

    monkeypatch.setattr("bot.store.audit.audit_repository.AuditRepository.add", fail)
    with pytest.raises(LookupError):
        run(database, a_registry("trước ngày 30/9/2024"))
    assert rows(database) == before


def test_an_applied_registry_is_recognised_the_same_day(database: Database) -> None:
    assert not is_applied(database, "digest", AUGUST)
    run(database, a_registry())
    assert is_applied(database, "digest", AUGUST)
    assert not is_applied(database, "other", AUGUST)
    assert not is_applied(database, "digest", AUGUST + timedelta(days=1))
    run(database, a_registry(), AUGUST + timedelta(days=1))
    assert is_applied(database, "digest", AUGUST + timedelta(days=1))


def test_the_summary_reads_well(database: Database) -> None:
    of = a_registry()
    changes = run(database, of)
    assert change_text(changes, of.people) == "Thêm 14 lượt nhắc.\n- Người an: thêm 14"
    assert change_text(ChangeSet(), of.people) == NO_CHANGE
    several = ChangeSet(changes.added[:12], (), tuple(replace(c, recipient=None) for c in changes.added[:3]))
    assert change_text(several, of.people) == (
        "Thêm 12, huỷ 03 lượt nhắc.\n- Người an: thêm 12\n- (chưa có đầu mối liên hệ): huỷ 03"
    )
