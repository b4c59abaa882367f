"""Reporting, from "Báo cáo" to the receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.answers.status_report import Status
from bot.domain.conversation import DeskTask, Notice, StateName
from bot.domain.conversation.effects import RecordStatus, SubmitReport
from bot.domain.conversation.events import Chose, DigestAction, FileRefused, UnreadableMessage
from bot.domain.schedule.occurrence import ObligationKind, Pursuit
from tests.unit.conversation_desk import NOW, Chat, desk, last_answer, report, single


@pytest.fixture
def chat() -> Chat:
    return Chat(desk(report()))


def answer_all(chat: Chat) -> Chat:
    """Three tasks: as before, done today, half way."""
    chat.reports().taps("as_before")
    chat.taps_all("completed", "today").types("Đã tổ chức 02 đoàn")
    return chat.taps_all("in_progress", "p50", "skip")


def to_review(chat: Chat) -> Chat:
    return answer_all(chat).taps_all("skip", "skip", "done", "skip")


def test_the_whole_report_is_walked_task_by_task_and_sent_once(chat: Chat) -> None:
    chat.reports()
    assert "Nhiệm vụ 1/3" in chat.text
    assert "Lần trước (14/06/2024): Đang thực hiện, 40%" in chat.text
    assert chat.labels[:6] == (
        "Đã hoàn thành",
        "Đang thực hiện",
        "Chưa thực hiện",
        "Tạm dừng",
        "Không thực hiện",
        "Như kỳ trước",
    )
    chat.taps("as_before").taps_all("completed", "today").types("Đã tổ chức 02 đoàn")
    chat.taps_all("in_progress", "p50", "skip")
    assert chat.state.name is StateName.DIFFICULTY
    chat.types("Thiếu kinh phí").taps_all("objective", "yes").types("Đề nghị bố trí thêm kinh phí").taps("a1")
    chat.files(7, "bang.xlsx").files(8).taps("done").types("125/BC-SDL").types("3/9/2024")
    assert chat.state.name is StateName.REVIEW
    assert not chat.effects
    for said in ("Thiếu kinh phí", "khách quan, vượt thẩm quyền", "gửi Sở KH&amp;ĐT", "bang.xlsx", "số 125/BC-SDL"):
        assert said in chat.text
    chat.taps("send")
    assert [type(e) for e in chat.effects] == [RecordStatus, RecordStatus, RecordStatus, SubmitReport]
    first, second, third, whole = chat.recorded
    assert (first.status, first.percent, first.result) == (Status.IN_PROGRESS, 40, "Đã có kế hoạch")
    assert (second.status, second.completed_on, second.result) == (
        Status.COMPLETED,
        NOW.date(),
        "Đã tổ chức 02 đoàn",
    )
    assert (third.status, third.percent) == (Status.IN_PROGRESS, 50)
    assert (whole.task, whole.cause, whole.beyond_authority, whole.proposal_to) == (None, "objective", True, "Sở KH&ĐT")
    assert (whole.attachments, whole.document_date) == ((7, 8), date(2024, 9, 3))
    assert chat.state.name is StateName.IDLE


def test_without_difficulty_the_questions_about_it_are_left_out(chat: Chat) -> None:
    answer_all(chat).taps("skip")
    assert chat.state.name is StateName.PROPOSAL
    chat.taps("skip")
    assert chat.state.name is StateName.FILES
    chat.taps("done").taps("skip")
    assert chat.state.name is StateName.REVIEW


def test_all_in_progress_answers_every_task_that_is_left(chat: Chat) -> None:
    chat.reports().taps("all_in_progress")
    assert chat.state.name is StateName.DIFFICULTY
    assert {a.status for a in chat.state.draft.answers.values()} == {Status.IN_PROGRESS}  # type: ignore[union-attr]


def test_all_as_before_asks_only_for_tasks_never_answered(chat: Chat) -> None:
    chat.reports().taps("all_as_before")
    assert "Nhiệm vụ 2/3" in chat.text
    assert "as_before" not in chat.state.offered


def test_nothing_done_yet_is_a_percentage_too(chat: Chat) -> None:
    chat.reports().taps("in_progress").types("0")
    assert chat.state.draft is not None
    assert chat.state.draft.answers["1"].percent == 0


def test_a_percentage_can_be_typed_and_hundred_means_completed(chat: Chat) -> None:
    chat.reports().taps("in_progress").types("khoảng 65%")
    assert chat.state.name is StateName.TASK_RESULT
    chat.taps("back").types("100")
    assert chat.state.name is StateName.TASK_COMPLETED_ON


def test_numbers_beyond_a_hundred_are_refused_aloud(chat: Chat) -> None:
    chat.reports().taps("in_progress").types("150")
    assert chat.kinds == (Notice.BAD_PERCENT, StateName.TASK_PERCENT)


@pytest.mark.parametrize("typed", ["31/9/2024", "15", "tuần sau"])
def test_a_date_that_cannot_be_read_is_refused_with_an_example(chat: Chat, typed: str) -> None:
    chat.reports().taps("completed").types(typed)
    assert chat.kinds == (Notice.BAD_DATE, StateName.TASK_COMPLETED_ON)
    assert "ví dụ" in chat.text


def test_nothing_is_completed_in_the_future(chat: Chat) -> None:
    chat.reports().taps("completed").types("15/9/2024")
    assert chat.kinds == (Notice.DATE_IN_FUTURE, StateName.TASK_COMPLETED_ON)


def test_an_unclear_year_is_asked_with_two_buttons() -> None:
    chat = Chat(desk(report()), NOW.replace(month=11, day=22))
    chat.reports().taps("completed").types("20/3")
    assert chat.state.name is StateName.CHOOSE_YEAR
    assert chat.labels == ("20/03/2024", "20/03/2025", "Gõ lại ngày", "Huỷ")
    chat.taps("y2")
    assert chat.kinds == (Notice.DATE_IN_FUTURE, StateName.TASK_COMPLETED_ON)
    chat.types("20/3").taps("y1")
    assert chat.state.draft.answers["1"].completed_on == date(2024, 3, 20)  # type: ignore[union-attr]


def test_a_year_only_one_of_which_makes_sense_is_not_asked_about() -> None:
    chat = Chat(desk(report()), NOW.replace(month=1, day=10))
    chat.reports().taps("completed").types("5/12")
    assert chat.state.draft.answers["1"].completed_on == date(2023, 12, 5)  # type: ignore[union-attr]


def test_today_on_a_button_of_yesterday_is_asked_again(chat: Chat) -> None:
    chat.reports().taps("completed")
    chat.now += timedelta(days=1)
    chat.taps("today")
    assert chat.kinds == (Notice.DAY_PASSED, StateName.TASK_COMPLETED_ON)
    chat.taps("today")
    assert chat.state.draft.answers["1"].completed_on == date(2024, 9, 5)  # type: ignore[union-attr]


def test_back_returns_to_each_question_with_its_answer_kept(chat: Chat) -> None:
    answer_all(chat)
    for expected in (StateName.TASK_RESULT, StateName.TASK_PERCENT, StateName.TASK_STATUS, StateName.TASK_RESULT):
        chat.taps("back")
        assert chat.state.name is expected
    assert "Đã tổ chức 02 đoàn" in chat.text


def test_cancel_asks_before_it_throws_answers_away(chat: Chat) -> None:
    chat.reports().taps("cancel")
    assert chat.kinds == (Notice.CANCELLED,)
    answer_all(chat).taps("cancel")
    assert chat.state.name is StateName.CONFIRM_CANCEL
    chat.taps("continue")
    assert chat.state.name is StateName.DIFFICULTY
    chat.commands("huy").taps("drop_draft")
    assert chat.state.name is StateName.IDLE
    assert not chat.effects


def test_a_second_tap_and_an_old_button_change_nothing(chat: Chat) -> None:
    chat.reports()
    first = chat.state.turn
    chat.taps("completed")
    kept = chat.state
    chat.send(Chose(first, "completed"))
    assert (chat.kinds, chat.state) == ((Notice.TAPPED_TWICE,), kept)
    chat.taps("today")
    kept = chat.state
    chat.send(Chose(first, "in_progress"))
    assert (chat.kinds, chat.state) == ((Notice.OLD_BUTTON,), kept)
    chat.send(Chose(kept.turn, "send"))
    assert (chat.kinds, chat.state) == ((Notice.OLD_BUTTON,), kept)


def test_text_typed_where_a_tap_was_asked_is_offered_a_place(chat: Chat) -> None:
    chat.reports().types("Đã mời 12 tỉnh tham gia")
    assert chat.state.name is StateName.PLACE_TEXT
    chat.types("và 03 hiệp hội").taps("result")
    assert chat.state.name is StateName.TASK_STATUS
    chat.taps_all("not_started")
    assert "Đã mời 12 tỉnh tham gia" in chat.text
    chat.taps("keep")
    assert chat.state.draft.answers["1"].result == "Đã mời 12 tỉnh tham gia\nvà 03 hiệp hội"  # type: ignore[union-attr]


def test_text_at_the_review_card_is_placed_too(chat: Chat) -> None:
    to_review(chat).types("Xin bổ sung một ý").taps("difficulty")
    assert chat.state.name is StateName.REVIEW
    assert "Xin bổ sung một ý" in chat.text


def test_a_task_answered_in_words_is_repeated_back_first(chat: Chat) -> None:
    chat.reports().types("xong 80% rồi, còn chờ kinh phí")
    assert chat.state.name is StateName.CONFIRM_READING
    assert "Đang thực hiện, 80%" in chat.text
    chat.taps("confirm")
    assert "Nhiệm vụ 2/3" in chat.text
    answer = chat.state.draft.answers["1"]  # type: ignore[union-attr]
    assert (answer.percent, answer.difficulty) == (80, "còn chờ kinh phí")
    chat.taps("back")
    assert "Nhiệm vụ 1/3" in chat.text


def test_a_reading_that_is_wrong_keeps_the_words(chat: Chat) -> None:
    chat.reports().types("đang làm, mời được 12 tỉnh").taps("pick_status")
    assert chat.state.name is StateName.PLACE_TEXT
    chat.taps("result")
    assert chat.state.draft.answers["1"].result == "đang làm, mời được 12 tỉnh"  # type: ignore[union-attr]


def test_a_photo_where_text_was_asked_is_kept_and_the_question_repeated(chat: Chat) -> None:
    chat.reports().taps("not_started").files(5, "anh.jpg")
    assert chat.kinds == (Notice.FILE_KEPT, StateName.TASK_RESULT)
    assert [f.id for f in chat.state.draft.files] == [5]  # type: ignore[union-attr]


def test_a_files_name_is_shown_as_it_is_wherever_it_is_said(chat: Chat) -> None:
    hidden, shown = "bao\u202excod.exe", "bao‹U+202E›xcod.exe"
    kept = chat.reports().taps("not_started").files(5, hidden).text
    refused = [chat.send(FileRefused(hidden, too_large)).text for too_large in (True, False)]
    assert all(shown in text and hidden not in text for text in (kept, *refused))


def test_what_cannot_be_kept_is_said_and_the_question_repeated(chat: Chat) -> None:
    chat.reports().send(FileRefused("phim.mp4"))
    assert chat.kinds == (Notice.FILE_TOO_LARGE, StateName.TASK_STATUS)
    chat.send(UnreadableMessage())
    assert chat.kinds == (Notice.NOT_TEXT, StateName.TASK_STATUS)


def test_ten_thousand_characters_cut_by_the_phone_are_one_answer(chat: Chat) -> None:
    words = "kết quả " * 1250
    parts = [words[:4096], words[4096:8192], words[8192:]]
    chat.reports().taps("not_started")
    for part in parts:
        chat.types(part)
        chat.now += timedelta(seconds=1)
    assert "Nhiệm vụ 2/3" in chat.text
    result = chat.state.draft.answers["1"].result  # type: ignore[union-attr]
    assert result is not None
    assert len(result.replace("\n", " ")) >= 9990
    chat.taps_all("not_started", "skip", "not_started", "skip")
    chat.taps_all("skip", "skip", "done", "skip")
    assert len(chat.text) < 2000
    assert "ký tự" in chat.text


def test_one_part_can_be_changed_from_the_card(chat: Chat) -> None:
    to_review(chat).taps_all("edit", "edit_task", "t2", "not_started").types("Chưa bố trí được")
    assert chat.state.name is StateName.REVIEW
    assert chat.state.draft.answers["2"].result == "Chưa bố trí được"  # type: ignore[union-attr]
    chat.taps_all("edit", "edit_difficulty").types("Thiếu người").taps_all("skip", "no")
    assert chat.state.name is StateName.REVIEW
    chat.taps_all("edit", "edit_document").types("9/BC-SDL").taps("today")
    assert chat.state.name is StateName.REVIEW
    chat.taps_all("edit", "edit_proposal", "back", "back").taps("send")
    assert len(chat.recorded) == 4


def test_several_occurrences_of_one_reminder_are_chosen_from_and_go_on_after_the_receipt() -> None:
    chat = Chat(desk(report(), single()))
    chat.reports()
    assert chat.state.name is StateName.CHOOSE_OCCURRENCE
    chat.taps("o2").taps_all("not_started", "skip", "skip", "send")
    assert [r.task for r in chat.recorded] == ["4"]
    assert chat.labels == ("Báo cáo tiếp: 12/KH-UBND, 15/09/2024",)
    chat.taps("o1")
    assert "Nhiệm vụ 1/3" in chat.text


def test_a_choice_stays_with_its_occurrence_when_another_one_closes_meanwhile() -> None:
    chat = Chat(desk(report(), single()))
    chat.reports()
    chat.desk = desk(single())
    chat.taps("o2")
    assert chat.state.draft.occurrence == single().key  # type: ignore[union-attr]


def test_a_single_task_is_one_record_with_everything_in_it() -> None:
    chat = Chat(desk(single()))
    chat.reports().taps_all("in_progress", "p75", "skip").types("Chờ phê duyệt").taps_all("objective", "no")
    chat.types("Đề nghị duyệt sớm").taps("skip").taps("send")
    (only,) = chat.recorded
    assert isinstance(chat.effects[0], RecordStatus)
    assert (only.task, only.percent, only.difficulty, only.proposal) == ("4", 75, "Chờ phê duyệt", "Đề nghị duyệt sớm")


@pytest.mark.parametrize("pursuit", [Pursuit.CHECK_POINT, Pursuit.ASK])
def test_check_points_ask_for_the_state_only(pursuit: Pursuit) -> None:
    chat = Chat(desk(single(pursuit=pursuit)))
    chat.reports().taps_all("in_progress", "p10", "skip")
    assert chat.state.name is StateName.REVIEW


def test_a_consolidator_sees_who_is_missing_and_marks_the_report_sent() -> None:
    gathering = report(kind=ObligationKind.CONSOLIDATION, missing_units=("Sở Y tế", "Sở Nội vụ"), units=13)
    chat = Chat(desk(gathering)).reports()
    assert "02/13" in chat.text
    assert "Sở Y tế" in chat.text
    chat.taps("sent").types("77/BC-SKHDT").taps("today").taps("done").taps("send")
    (whole,) = chat.recorded
    assert (whole.task, whole.document_number) == (None, "77/BC-SKHDT")
    assert isinstance(chat.effects[-1], SubmitReport)
    assert chat.effects[-1].closes


def test_a_consolidators_own_tasks_leave_the_report_open() -> None:
    chat = Chat(desk(report(kind=ObligationKind.CONSOLIDATION))).reports()
    chat.taps("own_tasks").taps_all("all_in_progress", "skip", "skip", "done", "send")
    assert isinstance(chat.effects[-1], SubmitReport)
    assert not chat.effects[-1].closes


def test_what_was_sent_can_be_corrected_and_only_the_change_is_recorded() -> None:
    key = report().key
    tasks = tuple(DeskTask(t, "Nội dung", last=last_answer(t, key)) for t in ("1", "2", "3"))
    sent = replace(last_answer("1", key), task=None, status=None, percent=None, result=None, difficulty="Cũ")
    answered = report(tasks=("1", "2", "3"), closed=True, submitted=sent)
    chat = Chat(desk(answered=(replace(answered, tasks=tasks),)))
    chat.digest(DigestAction.REPORT, key)
    assert "Đã báo cáo lúc 09 giờ 00 ngày 14/06/2024" in chat.text
    chat.taps("leave_as_is")
    assert chat.kinds == (Notice.NOTHING_CHANGED,)
    chat.digest(DigestAction.REPORT, key).taps("correct")
    assert "Cũ" in chat.text
    chat.taps_all("edit", "edit_task", "t3", "completed", "unknown", "keep", "send")
    assert [(r.task, r.status) for r in chat.recorded] == [("3", Status.COMPLETED), (None, None)]
    assert chat.recorded[-1].difficulty == "Cũ"


def test_a_stand_in_answers_for_the_other_and_is_named() -> None:
    chat = Chat(desk(single(answers_for="binh")))
    chat.reports().taps_all("not_started", "skip", "skip", "send")
    assert [(r.person, r.by) for r in chat.recorded] == [("binh", "an")]


def test_secret_tasks_are_neither_shown_nor_walked() -> None:
    hidden = DeskTask("2", "", secret=True)
    whole = report()
    chat = Chat(desk(replace(whole, tasks=(whole.tasks[0], hidden, whole.tasks[2])))).reports()
    assert "Nhiệm vụ 1/2" in chat.text
    assert "01 nhiệm vụ mật" in chat.text
    chat.taps_all("as_before", "not_started", "skip")
    assert chat.state.name is StateName.DIFFICULTY
    only = Chat(desk(replace(single(), tasks=(DeskTask("4", "", secret=True),)))).reports()
    assert only.kinds == (Notice.SECRET_ONLY,)


def test_another_reminder_does_not_throw_a_half_finished_report_away() -> None:
    chat = Chat(desk(report(), single()))
    chat.digest(DigestAction.REPORT, report().key).taps("as_before")
    chat.digest(DigestAction.REPORT, single().key)
    assert chat.state.name is StateName.INTERRUPTED
    chat.taps("continue")
    assert "Nhiệm vụ 2/3" in chat.text
    chat.digest(DigestAction.REPORT, report().key)
    assert chat.kinds == (Notice.RESUMED, StateName.TASK_STATUS)
    chat.digest(DigestAction.SNOOZE, single().key).taps("drop_and_switch")
    assert chat.state.name is StateName.SNOOZE_WHEN


def test_a_report_whose_occurrence_vanished_shows_what_was_typed() -> None:
    chat = Chat(desk(report()))
    chat.reports().taps("not_started").types("Chưa có nhà thầu")
    chat.desk = desk()
    chat.taps("completed")
    assert chat.kinds == (Notice.DRAFT_GONE,)
    assert "Chưa có nhà thầu" in chat.text
    assert not chat.effects


def test_numbers_choose_on_a_channel_without_buttons(chat: Chat) -> None:
    chat.reports().types("2", numbered=True)
    assert chat.state.name is StateName.TASK_PERCENT
    chat.types("60", numbered=True).types("1", numbered=True)
    assert chat.state.draft.answers["1"].percent == 60  # type: ignore[union-attr]
    assert "Nhiệm vụ 2/3" in chat.text


@pytest.mark.parametrize(
    ("word", "state"), [("huỷ", StateName.IDLE), ("Đang thực hiện", StateName.TASK_PERCENT), ("HUY", StateName.IDLE)]
)
def test_words_choose_too(chat: Chat, word: str, state: StateName) -> None:
    assert chat.reports().types(word).state.name is state


def test_one_task_alone_leaves_the_report_open_and_says_so() -> None:
    chat = Chat(desk(report())).types("nhiệm vụ 2 xong 80% rồi").taps("confirm")
    assert "Báo cáo trước ngày 15/09/2024 vẫn đang mở, còn 02 nhiệm vụ chưa cập nhật." in chat.text
    assert chat.labels == ("Báo cáo tiếp: 12/KH-UBND, 15/09/2024",)
    chat.taps("o1")
    assert chat.prompt.kind is StateName.TASK_STATUS


def test_tasks_answered_lately_are_not_asked_again_but_shown() -> None:
    lately = NOW - timedelta(days=2)
    whole = report()
    tasks = tuple(replace(t, last=last_answer(t.id, whole.key, at=lately)) if t.id != "2" else t for t in whole.tasks)
    chat = Chat(desk(replace(whole, tasks=tasks))).reports()
    assert "Đã có câu trả lời gần đây của 02/03 nhiệm vụ" in chat.text
    assert chat.prompt.task is not None
    assert chat.prompt.task.id == "2"
    chat.taps_all("on_hold", "skip", "skip", "skip", "done", "skip")
    assert chat.prompt.kind is StateName.REVIEW
    assert chat.text.count("Đang thực hiện, 40%") == 2
    chat.taps("send")
    assert [(r.task, r.status) for r in chat.recorded] == [("2", Status.ON_HOLD), (None, None)]


def test_with_every_task_answered_only_the_rest_is_asked() -> None:
    whole = report()
    tasks = tuple(replace(t, last=last_answer(t.id, whole.key, at=NOW)) for t in whole.tasks)
    chat = Chat(desk(replace(whole, tasks=tasks))).reports()
    assert chat.prompt.kind is StateName.DIFFICULTY
    chat.taps_all("skip", "skip", "done", "skip", "send")
    assert [r.task for r in chat.recorded] == [None]


def test_what_was_said_weeks_ago_is_asked_again() -> None:
    whole = report()
    tasks = tuple(replace(t, last=last_answer(t.id, whole.key)) for t in whole.tasks)
    chat = Chat(desk(replace(whole, tasks=tasks))).reports()
    assert chat.prompt.kind is StateName.TASK_STATUS
    assert "as_before" in chat.state.offered


def test_the_task_stands_in_full_only_where_its_state_is_asked() -> None:
    long = replace(report(tasks=("2",)).tasks[0], content="Xúc tiến " * 40)
    chat = Chat(desk(replace(report(tasks=("2",)), tasks=(long,)))).reports()
    assert chat.text.count("Xúc tiến") == 40
    assert chat.taps("in_progress").text.count("Xúc tiến") < 15
