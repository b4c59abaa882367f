"""The board over a small plan: who was asked, answered, silent or out of reach, and the four official figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.channels.base import OutboundMessage
from bot.clock import LOCAL_ZONE
from bot.domain.answers.standing import Board, BoardRow, Reach, RowState
from bot.domain.answers.status_report import Status, StatusReport, Timeliness
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Registry, ReportRule, Role
from bot.domain.plan.policy import Policies
from bot.domain.schedule.occurrence import ObligationKind
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.messages.board import board_texts as say
from bot.services.board.board_rows import board, find_report_date, report_dates
from bot.services.schedule.scheduling import apply
from bot.store.database import Database
from bot.store.people.records import AccountState, Leave
from bot.store.sending.records import Delivery, DeliveryItems, DeliveryKind, SendOutcome
from tests.unit.planning import PLAN, agency, calendar, person, plan, registry, report, task

CALENDAR = calendar(date(2024, 9, 2), date(2024, 9, 3))
AUGUST = datetime(2024, 8, 1, 9, 0, tzinfo=LOCAL_ZONE)
#: T-7 of the report due before 15/9.
ASKED = datetime(2024, 9, 4, 8, 0, tzinfo=LOCAL_ZONE)
UNITS = f"{PLAN}/bc/2024"


def a_registry() -> Registry:
    """Three units and the office that gathers; "so-b" has two contacts, "so-c" has nobody."""
    tasks = (
        task("1", None, "so-a"),
        task("2", None, "so-a", coordinating=["so-b"]),
        task("3", "Quý II/2024", "so-b"),
        task("4", "Quý IV/2024", "so-c"),
        task("5", None, "khdt", completed=True),
    )
    reports = (
        report("bc", ["so-a", "so-b", "so-c"], "khdt", "trước ngày 15/9/2024"),
        report("th", ["khdt"], "ubnd", "trước ngày 25/9/2024", consolidates="bc"),
    )
    people = (
        person("an", "so-a"),
        person("binh", "so-b"),
        person("chi", "so-b"),
        person("khoa", "khdt", Role.COORDINATOR),
    )
    return registry(plan(*tasks, reports=reports), people=people)


def _tentative() -> ReportRule:
    """The units' report on a date still to be confirmed."""
    return report("bc", ["so-a"], "khdt", "dự kiến ngày 15/9/2024")


@pytest.fixture
def store(sqlite_database: Database) -> Database:
    """The plan applied in August; everybody linked."""
    apply(sqlite_database, InUse(a_registry(), CALENDAR, Policies()), AUGUST, "admin", "digest")
    with sqlite_database.transaction() as uow:
        for name in a_registry().people:
            uow.accounts.link(name, "local", name, "v1", AUGUST)
    return sqlite_database


def look(store: Database, now: datetime = ASKED, wanted: str = UNITS) -> Board:
    """The board of that date."""
    with store.read() as uow:
        chosen = find_report_date(report_dates(uow, a_registry(), now), wanted)
        assert chosen is not None
        return board(uow, InUse(a_registry(), CALENDAR), chosen, now)


def row(shown: Board, of: str) -> BoardRow:
    """The agency's row."""
    return next(r for r in shown.rows if r.agency.id == of)


def send(store: Database, people: Collection[str], now: datetime, state: ReminderState = ReminderState.SENT) -> None:
    """What the dispatcher does to the store for these people."""
    lease = now + timedelta(minutes=5)
    with store.transaction() as uow:
        claimed = uow.claims.claim_due_of(people, now, lease, "t")
        assert claimed, people
        outcomes = []
        for name, id_ in zip(people, uow.deliveries.next_ids(len(people)), strict=True):
            ours = [r for r in claimed if r.recipient == name]
            items = DeliveryItems(tuple(r.id for r in ours), tuple(r.occurrence for r in ours))
            slot = f"{now:%Y-%m-%d}am"
            message = OutboundMessage("Nhắc việc")
            delivery = Delivery(
                id_, name, "local", name, slot, DeliveryKind.DIGEST, message, items, ReminderState.CLAIMED, at=now
            )
            uow.deliveries.save([delivery], "t", lease)
            outcomes.append(
                SendOutcome(
                    id_, items.reminders, state, now, reason=None if state is ReminderState.SENT else Reason.REJECTED
                )
            )
        uow.deliveries.mark_outcomes(outcomes)


def answer(store: Database, key: str, tasks: Iterable[str], at: datetime, status: Status, **more: object) -> None:
    """Answers as the inbox stores them."""
    unit = key.rsplit("/", 1)[1]
    with store.transaction() as uow:
        for number in tasks:
            given = StatusReport(key, PLAN, unit, "an", at, task=number, status=status, receipt="BC-2024-000007")
            uow.reports.add(replace(given, **more))  # type: ignore[arg-type]


def test_before_the_first_reminder_nobody_counts_as_asked(store: Database) -> None:
    shown = look(store, AUGUST)
    assert {r.agency.id: r.state for r in shown.rows} == {
        "so-a": RowState.NOT_ASKED,
        "so-b": RowState.NOT_ASKED,
        "so-c": RowState.UNREACHABLE,
    }
    assert row(shown, "so-a").next_ask == datetime(2024, 8, 14, 8, tzinfo=LOCAL_ZONE)
    assert say.contacts_text(row(shown, "so-c")) == "chưa có đầu mối"
    assert shown.counts.asked == 0


def test_a_sent_reminder_makes_a_silent_agency(store: Database) -> None:
    send(store, ["an"], ASKED)
    later = ASKED + timedelta(days=6)
    send(store, ["an"], later)
    unit = row(look(store, later), "so-a")
    assert (unit.state, unit.delivered, unit.first_asked, unit.last_asked) == (RowState.SILENT, True, ASKED, later)
    assert say.asked_text(unit) == "nhắc 08:00 04/09/2024, gần nhất 08:00 10/09/2024"


def test_a_failed_send_never_counts_as_asked(store: Database) -> None:
    send(store, ["an"], ASKED, ReminderState.FAILED)
    unit = row(look(store), "so-a")
    assert (unit.state, unit.delivered, unit.first_asked) == (RowState.NOT_ASKED, False, None)


def test_a_send_of_unknown_fate_is_asked_but_not_delivered(store: Database) -> None:
    send(store, ["an"], ASKED, ReminderState.UNKNOWN)
    unit = row(look(store), "so-a")
    assert (unit.state, unit.delivered, unit.uncertain) == (RowState.SILENT, False, True)
    assert "không rõ đã tới" in say.asked_text(unit)


@pytest.mark.parametrize(
    ("registry_of", "expected"),
    [
        (a_registry(), "đã quá hạn"),
        (
            registry(plan(*a_registry().plans[PLAN].tasks, reports=(_tentative(),)), people=[person("an", "so-a")]),
            "đã qua",
        ),
    ],
    ids=["chased", "tentative"],
)
def test_a_date_is_headed_overdue_only_where_something_can_be(
    sqlite_database: Database, registry_of: Registry, expected: str
) -> None:
    apply(sqlite_database, InUse(registry_of, CALENDAR, Policies()), AUGUST, "admin", "digest")
    november = datetime(2024, 11, 4, 9, 0, tzinfo=LOCAL_ZONE)
    with sqlite_database.read() as uow:
        chosen = find_report_date(report_dates(uow, registry_of, november), UNITS)
    assert chosen is not None
    assert say.target_text(chosen, november.date(), -30).endswith(f"({expected})")


def test_a_date_on_which_everybody_has_answered_is_over_and_not_overdue(store: Database) -> None:
    november = datetime(2024, 11, 4, 9, 0, tzinfo=LOCAL_ZONE)
    with store.transaction() as uow:
        for unit in ("so-a", "so-b", "so-c"):
            uow.occurrences.close(f"{UNITS}/{unit}", Reason.REPORTED, ASKED)
    chosen = look(store, november).date
    assert (chosen.overdue, chosen.last_day < november.date()) == (False, True)
    assert say.target_text(chosen, november.date(), -30).endswith("(đã qua)")


def test_one_of_two_tasks_is_a_part(store: Database) -> None:
    send(store, ["an"], ASKED)
    answer(store, f"{UNITS}/so-a", ["1"], ASKED, Status.IN_PROGRESS, percent=80)
    unit = row(look(store), "so-a")
    assert (unit.state, unit.answered, unit.total) == (RowState.PARTIAL, 1, 2)
    assert say.answer_text(unit) == "08:00 04/09/2024, BC-2024-000007, 01/02 nhiệm vụ"


def test_a_submitted_report_is_answered_even_if_a_task_was_skipped(store: Database) -> None:
    answer(store, f"{UNITS}/so-a", ["1"], ASKED, Status.COMPLETED)
    with store.transaction() as uow:
        uow.occurrences.close(f"{UNITS}/so-a", Reason.REPORTED, ASKED)
    shown = look(store)
    unit = row(shown, "so-a")
    assert (unit.state, unit.next_ask) == (RowState.ANSWERED, None)
    assert shown.counts.answered == 1


def test_blocked_withdrawn_and_unlinked_people_are_told_apart(store: Database) -> None:
    with store.transaction() as uow:
        (account,) = uow.accounts.accounts_of("an")
        uow.accounts.set_state(account.id, AccountState.UNREACHABLE, reason="blocked")
        (account,) = uow.accounts.accounts_of("binh")
        uow.accounts.set_state(account.id, AccountState.WITHDRAWN, reason=None)
    shown = look(store)
    assert [c.reach for c in row(shown, "so-a").contacts] == [Reach.BLOCKED]
    assert row(shown, "so-a").state is RowState.UNREACHABLE
    assert [c.reach for c in row(shown, "so-b").contacts] == [Reach.CONSENT_WITHDRAWN, Reach.REACHABLE]
    assert row(shown, "so-b").state is RowState.NOT_ASKED
    assert "đã rút đồng ý nhận tin" in say.contacts_text(row(shown, "so-b"))


def test_overdue_counts_working_days_after_the_last_permitted_day(store: Database) -> None:
    assert row(look(store, datetime(2024, 9, 14, 20, tzinfo=LOCAL_ZONE)), "so-a").overdue_days == 0
    # 14/9 is the last day: Monday 16/9 and Tuesday 17/9 are late.
    assert row(look(store, datetime(2024, 9, 17, 9, tzinfo=LOCAL_ZONE)), "so-a").overdue_days == 2


def test_leave_snooze_and_disclaim_are_shown(store: Database) -> None:
    until = datetime(2024, 9, 6, 8, tzinfo=LOCAL_ZONE)
    with store.transaction() as uow:
        uow.leaves.add(Leave("binh", date(2024, 9, 3), date(2024, 9, 10), "chi", ASKED))
        uow.snoozes.add("an", f"{UNITS}/so-a", until, ASKED)
        uow.disclaims.add(f"{UNITS}/so-a", "2", "an", "đã chuyển phòng", "chi", ASKED)
    shown = look(store)
    assert say.contacts_text(row(shown, "so-b")).startswith(
        "Người binh – nghỉ đến hết 10/09/2024, người thay: Người chi"
    )
    assert say.contact_text(row(shown, "so-a").contacts[0]) == "Người an – hẹn nhắc lại 08:00 06/09/2024"
    (disclaim,) = row(shown, "so-a").disclaims
    assert say.disclaim_text(disclaim) == (
        "Người an báo không phụ trách nhiệm vụ 2 (đã chuyển phòng); đề nghị chuyển: Người chi; "
        "trong khi chờ chưa hỏi ai"
    )


def test_the_official_figures(store: Database) -> None:
    day = date(2024, 6, 20)
    answer(store, f"{UNITS}/so-a", ["1"], ASKED, Status.IN_PROGRESS, percent=50, difficulty="thiếu vốn")
    answer(store, f"{PLAN}/3/2024-Q2/so-b", ["3"], ASKED, Status.COMPLETED, completed_on=day)
    official = look(store, datetime(2025, 1, 6, 9, tzinfo=LOCAL_ZONE)).official
    # 1, 2: no time limit; 3: done in June; 4: Quý IV passed without an answer; 5: done before the plan.
    assert (official.total, official.done_on_time, official.open_in_time, official.open_overdue) == (5, 2, 2, 1)
    assert say.official_line(official) == (
        "Tổng số 05 nhiệm vụ: đã hoàn thành 02 (đúng hạn 02, quá hạn 00); "
        "chưa hoàn thành 03 (trong hạn 02, quá hạn 01)."
    )


def test_the_task_table_shows_the_last_answer(store: Database) -> None:
    answer(store, f"{UNITS}/so-a", ["1"], ASKED, Status.NOT_STARTED)
    answer(
        store,
        f"{UNITS}/so-a",
        ["1"],
        ASKED + timedelta(hours=1),
        Status.IN_PROGRESS,
        percent=80,
        difficulty="chờ kinh phí",
        beyond_authority=True,
    )
    first = look(store, ASKED + timedelta(hours=2)).tasks[0]
    assert say.task_status_text(first) == "Đang thực hiện 80%"
    assert say.task_flags(first) == ("có khó khăn, vướng mắc", "vượt thẩm quyền")
    # As it was then: a board of an earlier moment does not know the later answer.
    assert say.task_status_text(look(store, ASKED).tasks[0]) == "Chưa thực hiện"


def test_tasks_due_on_one_day_are_one_date_to_look_at(store: Database) -> None:
    shown = look(store, datetime(2024, 12, 20, 9, tzinfo=LOCAL_ZONE), f"{PLAN}/nhiem-vu/2024-12-31")
    assert shown.date.kind is ObligationKind.TASK
    assert [(r.agency.id, r.total) for r in shown.rows] == [("so-c", 1)]
    assert next(t for t in shown.tasks if t.task.id == "4").timeliness is not Timeliness.NONE


def test_dates_are_offered_nearest_first_and_found_by_plan(store: Database) -> None:
    with store.read() as uow:
        dates = report_dates(uow, a_registry(), ASKED)
    assert [d.key for d in dates][:2] == [UNITS, f"{PLAN}/th/2024"]
    assert find_report_date(dates, "01/KH-UBND") == dates[0]
    assert find_report_date(dates, None) == dates[0]
    assert find_report_date(dates, "no-such-plan") is None


def test_a_successor_stands_for_the_agency_on_paper(sqlite_database: Database) -> None:
    merged = a_registry()
    agencies = {
        **merged.agencies,
        "so-a": replace(merged.agencies["so-a"], until=date(2024, 9, 1), succeeded_by="so-m"),
        "so-m": agency("so-m"),
    }
    merged = replace(merged, agencies=agencies)
    apply(sqlite_database, InUse(merged, CALENDAR, Policies()), AUGUST, "admin", "digest")
    with sqlite_database.read() as uow:
        chosen = find_report_date(report_dates(uow, merged, ASKED), UNITS)
        assert chosen is not None
        shown = board(uow, InUse(merged, CALENDAR), chosen, ASKED)
    unit = row(shown, "so-m")
    assert say.agency_on_paper(unit).startswith("theo Kế hoạch: Cơ quan so-a")
    assert [c.person.id for c in unit.contacts] == ["an"]


def test_difficulties_and_proposals_reach_whoever_looks(store: Database) -> None:
    key = f"{UNITS}/so-a"
    answer(store, key, ["1"], ASKED, Status.IN_PROGRESS, difficulty="cũ")
    answer(store, key, ["1"], ASKED, Status.IN_PROGRESS, difficulty="chờ kinh phí", beyond_authority=True,
           proposal="bố trí kinh phí", proposal_to="Sở Tài chính")  # fmt: skip
    answer(store, key, ["2"], ASKED, Status.COMPLETED)
    assert say.notes_lines(look(store)) == [
        f"{say.agency_label(row(look(store), 'so-a').agency)} – nhiệm vụ 1: khó khăn: chờ kinh phí (vượt thẩm quyền); "
        "kiến nghị: bố trí kinh phí (gửi Sở Tài chính)"
    ]
