"""Free text, snooze, "not mine", leave, lists and commands."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.answers.status_report import Status
from bot.domain.conversation import ConversationState, Notice, StateName, state_from_json, state_to_json
from bot.domain.conversation.desk import Absence
from bot.domain.conversation.effects import CancelLeave, Disclaim, Snooze, TakeLeave
from bot.domain.conversation.events import Chose, DigestAction
from bot.domain.conversation.prompts import BadDate
from bot.domain.conversation.states import Form
from bot.domain.dates.refusal import DateFault, DateRefusal
from bot.domain.intent.intent import Reading
from bot.messages.conversation.prompts_text import prompt_text
from tests.unit.conversation_desk import NOW, Chat, HistoryLine, desk, last_answer, report, single

# Free text


def test_a_text_about_the_only_task_is_repeated_back_and_recorded_after_a_button() -> None:
    chat = Chat(desk(single())).types("xong 80% roi, con cho kinh phi")
    assert chat.state.name is StateName.CONFIRM_READING
    assert "Đang thực hiện, 80%" in chat.text
    assert not chat.effects
    chat.taps("confirm")
    (only,) = chat.recorded
    assert (only.status, only.percent, only.difficulty) == (Status.IN_PROGRESS, 80, "con cho kinh phi")
    assert only.result == "xong 80% roi, con cho kinh phi"


def test_with_several_tasks_the_bot_asks_which_one() -> None:
    chat = Chat(desk(report(), single())).types("đã xong hôm qua")
    assert chat.state.name is StateName.CHOOSE_TASK
    assert chat.labels == ("1. Tổ chức hội chợ", "2. Xúc tiến du lịch", "3. Đào tạo cán bộ", "4. Khảo sát tuyến", "Huỷ")
    chat.types("3")
    assert "Đào tạo cán bộ" in chat.text
    chat.taps("confirm")
    (only,) = chat.recorded
    assert (only.task, only.completed_on) == ("3", date(2024, 9, 3))


def test_a_task_that_went_while_it_was_asked_about_is_said_to_be_gone_and_the_words_are_kept() -> None:
    chat = Chat(desk(report(), single())).types("đã xong hôm qua")
    chat.desk = desk(report())
    chat.taps("t4")
    assert chat.kinds == (Notice.CLOSED,)
    assert "đã xong hôm qua" in chat.reports().text


def test_a_task_named_in_the_text_is_not_asked_for() -> None:
    chat = Chat(desk(report(), single())).types("nhiệm vụ 2 chưa triển khai")
    assert chat.state.name is StateName.CONFIRM_READING
    assert "Xúc tiến du lịch" in chat.text


def test_one_answer_for_all_tasks_of_a_report_goes_on_with_the_rest() -> None:
    chat = Chat(desk(report())).types("đang triển khai theo kế hoạch").taps("all").taps("confirm")
    assert chat.state.name is StateName.DIFFICULTY
    chat.taps_all("skip", "skip", "done", "skip", "send")
    assert [r.task for r in chat.recorded] == ["1", "2", "3", None]


@pytest.mark.parametrize("text", ["xin gia hạn đến 30/9", "đề nghị bố trí thêm kinh phí"])
def test_an_extension_is_explained_and_becomes_a_proposal(text: str) -> None:
    chat = Chat(desk(single(addressees=("Sở KH&ĐT",)))).types(text)
    assert (Notice.EXTENSION_NOTE in chat.kinds) is ("gia hạn" in text)
    chat.taps_all("in_progress", "p50", "skip")
    assert chat.state.name is StateName.DIFFICULTY
    chat.taps("skip").taps("keep").taps("a1").taps("send")
    (only,) = chat.recorded
    assert (only.proposal, only.proposal_to) == (text, "Sở KH&ĐT")


def test_not_my_task_in_words_starts_the_disclaim() -> None:
    chat = Chat(desk(single())).types("tôi không phụ trách việc này")
    assert chat.state.name is StateName.DISCLAIM_PERSON
    chat.taps("skip").taps("send")
    assert chat.effects == [Disclaim(single().key, None, "tôi không phụ trách việc này")]


def test_a_text_not_understood_gets_help_and_is_offered_later() -> None:
    chat = Chat(desk(single())).types("số liệu ở phòng bên")
    assert chat.kinds == (Notice.NOT_UNDERSTOOD,)
    assert "Ví dụ" in chat.text
    chat.taps("report")
    assert chat.state.name is StateName.PLACE_TEXT
    assert "số liệu ở phòng bên" in chat.text


def test_thanks_need_no_answer_and_leave_the_buttons_alone() -> None:
    chat = Chat(desk(single())).commands("viec")
    chat.types("vâng, cảm ơn đồng chí")
    assert chat.kinds == (Notice.ACKNOWLEDGED,)
    chat.taps("o1")
    assert chat.state.name is StateName.TASK_STATUS


def test_an_expected_date_without_a_clear_year_is_asked_about() -> None:
    chat = Chat(desk(single())).types("dự kiến 20/3 xong")
    assert chat.state.name is StateName.CHOOSE_YEAR
    assert chat.labels[:2] == ("20/03/2024", "20/03/2025")
    chat.taps("y2").taps("confirm")
    assert chat.recorded[0].expected_on == date(2025, 3, 20)


def test_a_date_that_is_none_is_refused_aloud_and_the_rest_kept() -> None:
    chat = Chat(desk(single())).types("dự kiến 31/9 xong")
    assert chat.kinds == (Notice.BAD_DATE, StateName.CONFIRM_READING)
    chat.taps("confirm")
    assert chat.recorded[0].expected_on is None


def test_a_second_text_before_the_first_is_confirmed_loses_neither() -> None:
    chat = Chat(desk(single())).types("đang làm").types("đã xong rồi").taps("confirm")
    (only,) = chat.recorded
    assert (only.status, only.result) == (Status.COMPLETED, "đang làm\nđã xong rồi")


def test_a_photo_with_words_goes_with_the_answer() -> None:
    chat = Chat(desk(single())).files(9, "hoi-cho.jpg", caption="đã tổ chức hội chợ xong")
    chat.taps("confirm")
    assert chat.recorded[0].attachments == (9,)


def test_a_photo_alone_asks_for_its_report() -> None:
    chat = Chat(desk(report(), single())).files(9)
    assert chat.kinds == (Notice.FILE_HELD, StateName.CHOOSE_OCCURRENCE)
    chat.taps("o2")
    assert [f.id for f in chat.state.draft.files] == [9]  # type: ignore[union-attr]


# Snooze


def test_a_snooze_offers_only_what_the_target_allows() -> None:
    chat = Chat(desk(report())).digest(DigestAction.SNOOZE)
    assert chat.labels == (
        "Chiều nay, 14 giờ",
        "Ngày làm việc tiếp theo, 05/09/2024",
        "Sau 03 ngày làm việc, 09/09/2024",
        "Chọn ngày khác",
        "Huỷ",
    )
    chat.taps("next_day")
    assert chat.effects == [Snooze(report().key, NOW.replace(day=5, hour=8, minute=0))]
    late = Chat(desk(report()), NOW.replace(day=12)).digest(DigestAction.SNOOZE)
    assert "three_days" not in late.state.offered


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("14/9/2024", Notice.DATE_PAST_TARGET), ("1/9/2024", Notice.DATE_IN_PAST), ("31/9", Notice.BAD_DATE)],
)
def test_a_date_past_the_target_is_refused_aloud(typed: str, kind: Notice) -> None:
    chat = Chat(desk(report())).digest(DigestAction.SNOOZE).taps("pick_day").types(typed)
    assert chat.kinds == (kind, StateName.SNOOZE_DATE)
    chat.types("13/9")
    assert chat.effects == [Snooze(report().key, NOW.replace(day=13, hour=8, minute=0))]


def test_a_day_off_moves_to_the_working_day_before() -> None:
    chat = Chat(desk(report())).digest(DigestAction.SNOOZE).types("chủ nhật")
    assert chat.effects == [Snooze(report().key, NOW.replace(day=6, hour=8, minute=0))]


def test_on_the_target_day_nothing_can_be_put_off() -> None:
    chat = Chat(desk(report()), NOW.replace(day=13)).digest(DigestAction.SNOOZE)
    assert chat.kinds == (Notice.SNOOZE_TOO_LATE,)
    assert not chat.effects


def test_all_of_a_reminder_can_be_put_off_together() -> None:
    chat = Chat(desk(report(), single())).digest(DigestAction.SNOOZE).taps("all").taps("next_day")
    assert [e.occurrence for e in chat.effects if isinstance(e, Snooze)] == [report().key, single().key]


# Not mine


def test_a_disclaim_names_task_reason_and_person() -> None:
    chat = Chat(desk(report())).digest(DigestAction.NOT_MINE).taps("t2").taps("reason_moved")
    chat.types("đồng chí Bình phòng Lữ hành")
    assert "Nhiệm vụ <b>2.</b> Xúc tiến du lịch" in chat.text
    chat.types("đã bàn giao từ tháng 6")
    assert "Đã chuyển cho người khác phụ trách\nđã bàn giao từ tháng 6" in chat.text
    chat.taps("send")
    reason = "reason_moved\nđã bàn giao từ tháng 6"
    assert chat.effects == [Disclaim(report().key, "2", reason, None, "đồng chí Bình phòng Lữ hành")]


def test_a_colleague_can_be_tapped() -> None:
    chat = Chat(desk(single())).digest(DigestAction.NOT_MINE).taps_all("reason_other_unit", "c1", "send")
    assert chat.effects == [Disclaim(single().key, None, "reason_other_unit", "binh", "Trần Thị Bình")]


# Leave


def test_leave_is_asked_step_by_step() -> None:
    chat = Chat(desk()).commands("nghiphep").types("10/9").types("9/9/2024")
    assert chat.kinds == (Notice.LEAVE_ENDS_EARLY, StateName.LEAVE_END)
    chat.types("12/9/2024")
    assert chat.labels == ("Trần Thị Bình", "Không có người thay", "Quay lại", "Huỷ")
    chat.taps_all("c1", "back", "c1", "confirm")
    assert chat.effects == [TakeLeave(date(2024, 9, 10), date(2024, 9, 12), "binh")]


@pytest.mark.parametrize("args", ["10/9 đến 12/9", "từ ngày 10/9/2024 đến ngày 12/9/2024", "10/9 - 12/9"])
def test_leave_in_one_line(args: str) -> None:
    chat = Chat(desk()).commands("nghiphep", args)
    assert chat.state.name is StateName.LEAVE_STAND_IN
    chat.taps_all("skip", "confirm")
    assert chat.effects == [TakeLeave(date(2024, 9, 10), date(2024, 9, 12))]


def test_leave_does_not_begin_in_the_past() -> None:
    chat = Chat(desk()).commands("nghiphep").types("1/9/2024")
    assert chat.kinds == (Notice.DATE_IN_PAST, StateName.LEAVE_START)


def test_leave_announced_can_be_taken_back() -> None:
    away = Absence(date(2024, 9, 10), date(2024, 9, 12))
    chat = Chat(desk(absences=(away,))).commands("nghiphep").taps("cancel_leave")
    assert chat.effects == [CancelLeave(away.start, away.end)]


# Lists


def test_open_work_is_listed_with_a_way_into_each() -> None:
    chat = Chat(desk(report(), single())).commands("viec")
    assert "02 việc đang chờ báo cáo" in chat.text
    assert "trước ngày 15/09/2024 (nên gửi chậm nhất thứ Sáu 13/09/2024)" in chat.text
    chat.taps("o2")
    assert chat.state.name is StateName.TASK_STATUS


def test_a_list_in_the_middle_of_a_report_asks_the_question_again() -> None:
    chat = Chat(desk(report())).reports().taps("as_before")
    for command in ("viec", "lich", "lichsu", "trogiup", "khonglenh"):
        chat.commands(command)
        assert chat.kinds[-1] is StateName.TASK_STATUS
        assert len(chat.kinds) == 2
    chat.taps("not_started")
    assert chat.state.name is StateName.TASK_RESULT


def test_history_shows_answers_and_opens_them_for_correction() -> None:
    answered = single(closed=True, submitted=last_answer("4", single().key))
    lines = (HistoryLine(last_answer("4", single().key), answered.plan), HistoryLine(last_answer("1", "kỳ cũ")))
    chat = Chat(desk(answered=(answered,), history=lines)).commands("lichsu")
    assert "nhiệm vụ 4: Đang thực hiện, 40%" in chat.text
    chat.taps("o1")
    assert chat.state.name is StateName.ANSWERED_ALREADY


def test_details_show_the_whole_task() -> None:
    chat = Chat(desk(single())).digest(DigestAction.VIEW)
    assert "Khảo sát tuyến" in chat.text
    assert chat.labels == ("Báo cáo: nhiệm vụ 4, 12/KH-UBND, 31/12/2024",)


def test_what_a_reminder_named_and_is_gone_is_said_kindly() -> None:
    for action in DigestAction:
        chat = Chat(desk()).digest(action, "gone")
        assert chat.kinds == (Notice.CLOSED,)
        assert not chat.effects


def test_cancel_without_anything_to_cancel() -> None:
    assert Chat(desk()).commands("huy").kinds == (Notice.NOTHING_TO_CANCEL,)


def test_a_button_offered_at_rest_is_old_after_something_else_was_done() -> None:
    chat = Chat(desk(single())).commands("viec")
    turn = chat.state.turn
    chat.digest(DigestAction.SNOOZE).taps("next_day")
    chat.send(Chose(turn, "o1"))
    assert chat.kinds == (Notice.OLD_BUTTON,)


# The stored state


def test_a_state_of_another_version_is_replaced_by_a_fresh_one_whose_turns_are_later() -> None:
    chat = Chat(desk(single())).reports()
    stored = {**state_to_json(chat.state), "version": 0}
    fresh, lost = state_from_json(stored, chat.now + timedelta(days=1))
    assert lost
    assert fresh.turn > chat.state.turn
    assert state_from_json(None, chat.now) == (ConversationState.fresh(chat.now), False)


@pytest.mark.parametrize(
    "broken", [{"version": 1}, {"version": 1, "name": "nowhere"}, [], "x", {"version": 1, "name": 3}]
)
def test_a_broken_state_is_never_an_error(broken: object) -> None:
    assert state_from_json(broken, NOW) == (ConversationState.fresh(NOW), True)


def test_markup_in_what_people_type_stays_text() -> None:
    chat = Chat(desk(single())).reports().taps("not_started").types("<b>a & b</b>")
    assert "<b>a" not in chat.types("<i>x").text.replace("<b>4", "")
    assert "&lt;i&gt;x" in chat.text


def test_the_officer_is_never_addressed_informally() -> None:
    chat = Chat(desk(report(), replace(single(), addressees=("Sở KH&ĐT",))))
    said = [chat.commands(c).text for c in ("viec", "lich", "lichsu", "trogiup", "nghiphep", "huy")]
    said += [chat.reports().text, chat.taps("o1").text, chat.types("gì đó").text]
    words = " ".join(said).casefold().split()
    assert not {"bạn", "em", "mình", "mày"} & set(words)


def test_why_a_date_is_none_waits_with_the_reading() -> None:
    refusal = DateRefusal(DateFault.TYPED_NO_SUCH_DAY, ("31/09",))
    state = ConversationState(form=Form(reading=Reading("dự kiến 31/9 xong", bad_date=refusal)))
    stored = json.loads(json.dumps(state_to_json(state)))

    assert state_from_json(stored, NOW) == (state, False)
    # Earlier versions stored the sentence.
    stored["form"]["reading"]["bad_date"] = "không có ngày 31/09"
    kept, lost = state_from_json(stored, NOW)
    assert not lost
    assert kept.form.reading == Reading("dự kiến 31/9 xong")


def test_a_date_that_is_none_is_said_with_what_to_write() -> None:
    refusal = DateRefusal(DateFault.TYPED_NO_SUCH_DAY, ("31/09",))

    assert prompt_text(BadDate(refusal)) == (
        "Chưa đọc được ngày: không có ngày 31/09; đề nghị ghi ngày và tháng, ví dụ 15/9 hoặc 15/9/2024."
    )
