"""Short ways: one answer for many single tasks, and the office's own document that went first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.answers.status_report import Status
from bot.domain.conversation import Notice, StateName
from bot.domain.conversation.events import DigestAction
from bot.domain.schedule.occurrence import ObligationKind
from tests.unit.conversation_desk import Chat, desk, last_answer, report, single

THREE = (single("2"), single("3"), single("4"))


def test_all_single_tasks_in_progress_are_confirmed_and_recorded_under_one_receipt() -> None:
    chat = Chat(desk(report(), *THREE)).reports()
    assert "Tất cả đang thực hiện (3)" in chat.labels
    chat.taps("all_in_progress")
    assert chat.state.name is StateName.CONFIRM_READING
    assert "Tất cả 03 nhiệm vụ: 2, 3, 4" in chat.text
    assert "Đồng chí đã gõ" not in chat.text
    assert not chat.recorded
    chat.taps("confirm")
    assert [(r.task, r.status, r.result) for r in chat.recorded] == [(t, Status.IN_PROGRESS, None) for t in "234"]
    assert [r.occurrence for r in chat.recorded] == [o.key for o in THREE]
    assert "Đã ghi nhận tình hình 03 nhiệm vụ." in chat.text
    assert chat.labels == ("Báo cáo tiếp: 12/KH-UBND, 15/09/2024",)


def test_typed_words_may_be_about_all_single_tasks() -> None:
    chat = Chat(desk(*THREE)).types("xong 80% roi, con cho kinh phi")
    assert "– <b>2.</b> Xúc tiến du lịch" in chat.text
    assert "Tất cả nhiệm vụ (3)" in chat.labels
    chat.taps("all").taps("confirm")
    assert {(r.status, r.percent, r.difficulty) for r in chat.recorded} == {
        (Status.IN_PROGRESS, 80, "con cho kinh phi")
    }
    assert len(chat.recorded) == 3


def test_all_is_not_offered_across_reports_and_single_tasks() -> None:
    chat = Chat(desk(report(), single())).types("đang triển khai theo kế hoạch")
    assert "all" not in chat.state.offered
    assert "all_in_progress" not in Chat(desk(*THREE[:2])).reports().state.offered


def test_going_back_from_all_records_nothing() -> None:
    chat = Chat(desk(*THREE)).reports().taps("all_in_progress").taps("back")
    assert chat.state.name is StateName.CHOOSE_OCCURRENCE
    chat.taps("cancel")
    assert not chat.recorded


def test_a_task_closed_meanwhile_is_left_out() -> None:
    chat = Chat(desk(*THREE)).reports().taps("all_in_progress")
    chat.desk = desk(*THREE[:2])
    chat.taps("confirm")
    assert [r.task for r in chat.recorded] == ["2", "3"]


def test_tasks_of_two_plans_are_told_apart() -> None:
    other = replace(single("3").plan, key="khac", code="99/KH-UBND")
    foreign = replace(single("3"), plan=other, occurrence=replace(single("3").occurrence, plan="khac"))
    chat = Chat(desk(single("2"), foreign)).types("đã xong")
    assert "Xúc tiến du lịch (12/KH-UBND)" in chat.text
    assert "Đào tạo cán bộ (99/KH-UBND)" in chat.text


def test_a_document_with_number_and_date_leaves_only_the_file_to_ask() -> None:
    chat = Chat(desk(report())).types("đã gửi công văn số 125/BC-SDL ngày 3/9 rồi")
    assert chat.prompt.kind is StateName.FILES
    chat.taps("done")
    assert "Văn bản: số 125/BC-SDL ngày 03/09/2024" in chat.text
    assert not chat.recorded
    chat.taps("send")
    (only,) = chat.recorded
    assert (only.task, only.document_number, only.document_date) == (None, "125/BC-SDL", date(2024, 9, 3))
    assert "Đã ghi nhận việc gửi báo cáo." in chat.text
    assert "Văn bản chính thức vẫn gửi" not in chat.text


@pytest.mark.parametrize("typed", ["tôi gửi báo cáo rồi", None])
def test_without_a_number_it_is_asked(typed: str | None) -> None:
    chat = Chat(desk(report()))
    if typed is None:
        chat.reports().taps("document_sent")
    else:
        chat.types(typed)
    assert chat.prompt.kind is StateName.DOCUMENT_NUMBER
    chat.types("125/BC-SDL").taps("today").taps("done").taps("send")
    assert chat.recorded[0].document_number == "125/BC-SDL"


def test_typed_at_the_first_question_it_is_understood_too() -> None:
    chat = Chat(desk(report())).reports().types("đã gửi báo cáo số 125/BC-SDL")
    assert chat.prompt.kind is StateName.DOCUMENT_DATE


def test_once_a_task_was_answered_the_document_is_asked_in_its_turn() -> None:
    chat = Chat(desk(report())).reports().taps("as_before")
    assert "document_sent" not in chat.state.offered


def test_with_several_reports_open_it_is_asked_which() -> None:
    gathering = report(kind=ObligationKind.CONSOLIDATION)
    chat = Chat(desk(report(), replace(gathering, occurrence=replace(gathering.occurrence, obligation="tong-hop"))))
    chat.types("đã gửi báo cáo số 7/BC-SKHDT")
    assert "Văn bản đã gửi là của báo cáo nào?" in chat.text
    chat.taps("o2")
    assert chat.prompt.kind is StateName.DOCUMENT_DATE
    assert chat.state.draft is not None
    assert chat.state.draft.document_number == "7/BC-SKHDT"


def test_a_single_task_has_no_report_to_send() -> None:
    chat = Chat(desk(single())).types("đã gửi báo cáo số 7/BC-SDL")
    assert chat.kinds == (Notice.NOT_UNDERSTOOD,)


def test_what_each_task_came_to_may_be_added_to_the_document_later() -> None:
    sent = replace(last_answer("1", report().key), task=None, status=None, result=None, document_number="9/BC-SDL")
    closed = report(closed=True, submitted=sent)
    chat = Chat(desk(answered=(closed,))).digest(DigestAction.REPORT, closed.key).taps("correct")
    assert chat.prompt.kind is StateName.REVIEW
    assert "9/BC-SDL" in chat.text
    chat.taps_all("edit", "edit_task", "all_in_progress", "skip", "skip", "done", "keep", "skip", "send")
    assert [r.task for r in chat.recorded] == ["1", "2", "3", None]
    assert chat.recorded[-1].document_number == "9/BC-SDL"


def test_snoozing_offers_no_answer() -> None:
    chat = Chat(desk(*THREE)).digest(DigestAction.SNOOZE)
    assert "all_in_progress" not in chat.state.offered
