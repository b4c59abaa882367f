"""What a unit owes for a report date: which answers fill a row, when the report is complete, what ends the asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answers.owed import FINAL, Owed, ReportState, owed
from bot.domain.answers.status_report import Status, StatusReport
from bot.domain.dates.local_time import LOCAL
from bot.domain.plan.plan import Task
from bot.domain.schedule.occurrence import ObligationKind, Occurrence, Pursuit
from tests.unit import planning as build

TARGET, LAST_DAY = date(2024, 9, 13), date(2024, 9, 14)
ASKED = datetime(2024, 9, 4, 8, 0, tzinfo=LOCAL)
FIRST_NOTICE = ASKED.date()
TASKS = tuple(build.task(n, "Cả năm", "so-a") for n in ("1", "2", "3"))
REPORT = build.occurrence(TARGET, LAST_DAY, kind=ObligationKind.REPORT, obligation="bc", tasks=("1", "2", "3"))
OWN = build.occurrence(TARGET, LAST_DAY)


def said(
    task: str | None, status: Status | None = Status.IN_PROGRESS, at: datetime = ASKED, **more: object
) -> StatusReport:
    base = StatusReport("another", build.PLAN, "so-a", "an", at, task, status)
    return replace(base, **more)  # type: ignore[arg-type]


def stand(
    answers: Sequence[StatusReport],
    occurrence: Occurrence = REPORT,
    tasks: Sequence[Task] = TASKS,
    *,
    asked: date | None = FIRST_NOTICE,
    today: date = TARGET,
) -> Owed:
    return owed(occurrence, tasks, answers, asked_since=asked, today=today)


def open_tasks(found: Owed) -> list[str]:
    return [row.task.id for row in found.open_rows]


def test_nothing_said_is_unanswered() -> None:
    found = stand([])
    assert (found.state, open_tasks(found)) == (ReportState.UNANSWERED, ["1", "2", "3"])


def test_an_answer_fills_its_row_under_whatever_date_it_was_given() -> None:
    found = stand([said("2", occurrence="ke-hoach/2/2024/so-a")])
    assert (found.state, found.filled, open_tasks(found)) == (ReportState.PARTIAL, 1, ["1", "3"])


def test_every_row_filled_is_complete_and_closes_by_itself() -> None:
    found = stand([said(n) for n in ("1", "2", "3")])
    assert found.state is ReportState.COMPLETE
    assert found.closes


def test_an_older_answer_is_offered_again_and_fills_nothing() -> None:
    older = said("1", at=ASKED - timedelta(days=30))
    row = stand([older]).rows[0]
    assert (row.newest, row.filled) == (older, False)


@pytest.mark.parametrize("status", sorted(FINAL))
def test_what_was_completed_or_given_up_is_not_asked_again_however_long_ago(status: Status) -> None:
    found = stand([said("1", status, ASKED - timedelta(days=200))])
    assert open_tasks(found) == ["2", "3"]


def test_completed_in_june_and_taken_back_in_july_is_asked_in_september() -> None:
    july = said("1", Status.IN_PROGRESS, ASKED - timedelta(days=60))
    found = stand([said("1", Status.COMPLETED, ASKED - timedelta(days=90)), july])
    assert open_tasks(found) == ["1", "2", "3"]


def test_a_task_that_comes_again_is_asked_again_though_it_was_completed_last_time() -> None:
    monthly = (build.task("1", "chậm nhất ngày 15 hằng tháng", "so-a"),)
    last_time = said("1", Status.COMPLETED, ASKED - timedelta(days=20))
    again = replace(OWN, window_start=date(2024, 9, 1))
    assert open_tasks(stand([last_time], again, monthly)) == ["1"]
    assert not open_tasks(stand([said("1", Status.COMPLETED, datetime(2024, 9, 2, 9, tzinfo=LOCAL))], again, monthly))


def test_a_document_hands_everything_in() -> None:
    document = said(None, Status.COMPLETED, occurrence=REPORT.key, document_number="12/BC-SDL")
    found = stand([said("1"), document])
    assert (found.state, found.filled, found.closes) == (ReportState.COMPLETE, 3, True)


def test_a_note_or_the_document_of_another_date_hands_nothing_in() -> None:
    note = said(None, None, occurrence=REPORT.key, difficulty="Chờ kinh phí")
    other = said(None, Status.COMPLETED, occurrence="ke-hoach/bc/2023/so-a")
    assert stand([note, other]).state is ReportState.UNANSWERED


def test_an_answer_given_under_the_report_before_its_first_notice_counts() -> None:
    found = stand([said(n, occurrence=REPORT.key) for n in ("1", "2", "3")], asked=None)
    assert found.state is ReportState.COMPLETE


def test_secret_tasks_and_those_done_before_the_plan_are_not_asked() -> None:
    tasks = (TASKS[0], replace(TASKS[1], secret=True), replace(TASKS[2], completed=True))
    assert open_tasks(stand([], tasks=tasks)) == ["1"]


def test_a_consolidation_is_complete_when_it_was_handed_in_not_by_the_own_tasks() -> None:
    consolidation = replace(REPORT, kind=ObligationKind.CONSOLIDATION)
    own = [said(n) for n in ("1", "2", "3")]
    sent = said(None, Status.COMPLETED, occurrence=consolidation.key)
    assert stand(own, consolidation).state is ReportState.PARTIAL
    assert stand([*own, sent], consolidation).state is ReportState.COMPLETE


def test_a_unit_without_tasks_is_complete_when_it_handed_something_in() -> None:
    bare = replace(REPORT, tasks=())
    assert stand([], bare).state is ReportState.UNANSWERED
    assert stand([said(None, Status.COMPLETED, occurrence=bare.key)], bare).state is ReportState.COMPLETE


# A task at its own deadline

IN_PROGRESS = said("1", Status.IN_PROGRESS, ASKED + timedelta(days=1))


@pytest.mark.parametrize(
    ("today", "is_open"),
    [(date(2024, 9, 10), False), (TARGET, True), (date(2024, 9, 16), True)],
)
def test_a_task_in_progress_is_asked_again_by_its_own_deadline_and_not_before(today: date, is_open: bool) -> None:
    found = stand([IN_PROGRESS], OWN, today=today)
    assert bool(found.open_rows) is is_open
    assert not found.closes


def test_what_was_said_on_the_day_stands_until_the_day_has_passed() -> None:
    on_the_day = said("1", at=datetime(2024, 9, 13, 9, tzinfo=LOCAL))
    assert not stand([on_the_day], OWN, today=TARGET).open_rows
    assert not stand([on_the_day], OWN, today=LAST_DAY).open_rows
    assert stand([on_the_day], OWN, today=date(2024, 9, 16)).open_rows


def test_nobody_is_asked_before_the_day_they_expect_to_be_done() -> None:
    expecting = replace(IN_PROGRESS, expected_on=date(2024, 9, 20))
    assert not stand([expecting], OWN, today=date(2024, 9, 20)).open_rows
    assert stand([expecting], OWN, today=date(2024, 9, 23)).open_rows


def test_only_a_final_answer_closes_it() -> None:
    assert stand([said("1", Status.COMPLETED)], OWN).closes
    assert stand([said("1", Status.IN_PROGRESS)], replace(OWN, pursuit=Pursuit.ASK)).closes
    assert stand([said("1", Status.IN_PROGRESS)], replace(OWN, pursuit=Pursuit.CHECK_POINT)).closes


# Whatever is said

answers = st.lists(
    st.builds(
        said,
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(list(Status)),
        st.integers(-100, 60).map(lambda days: ASKED + timedelta(days=days, hours=1)),
        occurrence=st.sampled_from(["another", REPORT.key, OWN.key]),
    ),
    max_size=8,
).map(lambda found: sorted(found, key=lambda a: a.at))
days = st.integers(-5, 80).map(lambda n: ASKED.date() + timedelta(days=n))


@given(answers, days, st.sampled_from([REPORT, OWN]))
def test_the_three_states_say_what_the_rows_say(
    said_so_far: list[StatusReport], today: date, occurrence: Occurrence
) -> None:
    found = stand([a for a in said_so_far if a.at.date() <= today], occurrence, today=today)
    filled = [row for row in found.rows if row.filled]
    assert found.filled == len(filled) == len(found.rows) - len(found.open_rows)
    assert (found.state is ReportState.COMPLETE) is (not found.open_rows)
    assert (found.state is ReportState.UNANSWERED) is (not filled)
    assert not found.closes or found.state is ReportState.COMPLETE


@given(answers, days)
def test_a_complete_report_stays_complete_until_something_new_is_said(
    said_so_far: list[StatusReport], today: date
) -> None:
    known = [a for a in said_so_far if a.at.date() <= today]
    if stand(known, today=today).state is ReportState.COMPLETE:
        assert stand(known, today=today + timedelta(days=90)).state is ReportState.COMPLETE


@given(answers, days, st.sampled_from(["1", "2", "3"]), st.sampled_from(list(Status)))
def test_answering_now_fills_the_row_and_opens_no_other(
    said_so_far: list[StatusReport], today: date, task: str, status: Status
) -> None:
    known = [a for a in said_so_far if a.at.date() < today]
    now = datetime(today.year, today.month, today.day, 9, tzinfo=LOCAL)
    before = set(open_tasks(stand(known, today=today)))
    after = set(open_tasks(stand([*known, said(task, status, now, occurrence=REPORT.key)], today=today)))
    assert after == before - {task}
