"""From an event to its queued answers, on both databases: what people do to the schedule."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from icalendar import Calendar, Event

from bot.channels.base import EventKind, OutboundMessage
from bot.domain.answers.status_report import Status, StatusReport
from bot.domain.dates.time_phrase import TimePhrase, read_time_phrase
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Agency, Person, Role
from bot.domain.plan.policy import Policies
from bot.domain.schedule.reason import Reason
from bot.services.owing import what_is_owed
from bot.services.people.invites import create_invite
from bot.services.schedule.scheduling import apply
from bot.store.database import Database
from tests.integration.inbox_chat import (
    CALENDAR,
    GATHERING,
    PLAN,
    QUARTER_TASK,
    REGISTRY,
    REPORT,
    SECRET,
    Chat,
    Office,
    with_task,
)


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def an(office: Office) -> Chat:
    return office.linked("an")


def reports(office: Office, key: str) -> list[StatusReport]:
    with office.database.read() as uow:
        return uow.reports.of_occurrence(key)


def finish(chat: Chat) -> Chat:
    """The questions after the tasks, all skipped."""
    return chat.taps("Không có khó khăn", "Không có kiến nghị", "Không có tệp", "Chưa có văn bản", "Gửi")


def test_a_report_goes_from_the_reminder_to_the_receipt_and_closes(office: Office, an: Chat) -> None:
    digest = office.remind("an", REPORT)
    an.taps_on(digest, "Báo cáo")
    edited, question = an.shown
    assert edited.edits == "55"
    assert edited.text.startswith(digest.text)
    assert edited.text.endswith("<i>Đã chọn: Báo cáo</i>")
    assert not edited.buttons
    assert "Nhiệm vụ 1/4" in question.text
    an.taps("Đang thực hiện")
    assert an.last.edits == "55"
    assert an.text.startswith("Đã chọn: Đang thực hiện")
    an.taps("50%", "Bỏ qua", "Tất cả đang thực hiện")
    finish(an)
    assert "Số tiếp nhận: BC-2024-000001" in an.text
    stored = reports(office, REPORT)
    assert [(r.task, r.percent) for r in stored] == [
        ("I.1", 50),
        ("I.2", None),
        ("I.4", None),
        ("I.5", None),
        (None, None),
    ]
    assert {r.receipt for r in stored} == {"BC-2024-000001"}
    assert {(r.person, r.channel, r.by) for r in stored} == {("an", "telegram", None)}
    assert office.stored(REPORT).closed == "reported"


def test_an_event_handled_twice_has_its_effects_once(office: Office, an: Chat) -> None:
    an.says("nhiệm vụ I.4 đã xong hôm nay").taps("Đúng")
    event = an.last_event
    assert event is not None
    assert an.handle(event) == []
    assert len(reports(office, QUARTER_TASK)) == 1


def test_buttons_of_others_forged_or_old_change_nothing(office: Office, an: Chat) -> None:
    digest = office.remind("an", REPORT)
    an.taps_on(digest, "Báo cáo")
    question = an.last
    an.taps_on(question, "Tất cả đang thực hiện")
    before = an.last.text
    binh = office.linked("binh")
    binh.taps_on(digest, "Báo cáo")
    assert "không còn hiệu lực" in binh.text
    binh.taps_on(question, "Đã hoàn thành")
    assert "không còn hiệu lực" in binh.text
    an.taps_data("c:1:send" + "A" * 12)
    assert "không còn hiệu lực" in an.text
    an.taps_on(question, "Đã hoàn thành")
    assert "lựa chọn trước" in an.text
    assert not an.last.edits
    an.says("không").says("không")
    assert before != an.last.text
    assert "Tệp kèm theo" in an.text


def test_a_reminder_sent_to_somebody_else_is_not_theirs_to_answer(office: Office, an: Chat) -> None:
    from bot.services.button_data import sign

    office.remind("chi", GATHERING)
    an.taps_data(sign("d:1:r", an.address, SECRET))
    assert "không còn hiệu lực" in an.text


def test_a_completed_task_closes_all_its_periods_and_correcting_reopens_them(office: Office, an: Chat) -> None:
    final, check = "kh/I.5/2024/so-du-lich", "kh/I.5/2024-Q3/so-du-lich"
    an.says("nhiệm vụ I.5 đã hoàn thành").taps("Đúng")
    assert {office.stored(final).closed, office.stored(check).closed} <= {"completed", "reported"}
    assert office.stored(REPORT).closed is None
    an.command("lichsu").taps("Sửa: ", "Sửa báo cáo")
    an.taps("Sửa", "Nhiệm vụ", "Đang thực hiện", "25%", "Giữ nguyên", "Gửi")
    assert office.stored(final).closed is None
    with office.database.read() as uow:
        assert uow.reports.latest_by_task("kh", "so-du-lich")["I.5"].percent == 25


def test_progress_keeps_the_task_open_and_the_day_quiet(office: Office, an: Chat) -> None:
    with office.database.read() as uow:
        waiting = [r for r in uow.reminders.of_occurrence(QUARTER_TASK) if r.due_at is not None]
    office.now = min(r.send_at for r in waiting) - timedelta(minutes=30)
    an.says("nhiệm vụ I.4 xong 80% rồi, còn chờ kinh phí")
    assert "Đang thực hiện, 80%" in an.text
    assert not reports(office, QUARTER_TASK)
    an.taps("Đúng")
    (only,) = reports(office, QUARTER_TASK)
    assert (only.status, only.percent, only.difficulty) == (Status.IN_PROGRESS, 80, "còn chờ kinh phí")
    assert office.stored(QUARTER_TASK).open
    occurrence = office.stored(QUARTER_TASK).occurrence
    with office.database.read() as uow:
        for day, is_asked in ((office.now.date(), False), (occurrence.target, True)):
            unit = what_is_owed(uow, office.registry, [occurrence], day)[QUARTER_TASK]
            assert bool(unit.open_rows) is is_asked


def test_a_report_that_single_answers_have_closed_can_still_be_corrected(office: Office, an: Chat) -> None:
    digest = office.remind("an", REPORT)
    for task in ("I.1", "I.2", "I.4", "I.5"):
        an.says(f"nhiệm vụ {task} đang thực hiện 50%").taps("Đúng")
    assert not office.stored(REPORT).open
    an.taps_on(digest, "Báo cáo")
    assert "Đã báo cáo" in an.text
    an.taps("Sửa báo cáo")
    assert "cho biết tình trạng thực hiện" in an.text


def test_a_snooze_is_stored_and_plans_one_reminder(office: Office, an: Chat) -> None:
    an.taps_on(office.remind("an", REPORT), "Nhắc lại sau").taps("Ngày làm việc tiếp theo")
    assert "08 giờ 00 ngày 05/09/2024" in an.text
    with office.database.read() as uow:
        snooze = uow.snoozes.active_snooze("an", REPORT, office.now)
        reminders = [r for r in uow.reminders.of_occurrence(REPORT) if r.step.code.startswith("snooze")]
    assert snooze is not None
    assert [(r.recipient, r.send_at) for r in reminders] == [("an", snooze.until)]
    an.taps_on(office.remind("an", REPORT), "Nhắc lại sau").taps("Ngày làm việc tiếp theo")
    apply(office.database, InUse(REGISTRY, CALENDAR, Policies()), office.now, "thử", "1")
    with office.database.read() as uow:
        (again,) = (r for r in uow.reminders.of_occurrence(REPORT) if r.step.code.startswith("snooze"))
    assert again.due_at == snooze.until


def test_a_disclaim_goes_to_the_coordinator_with_a_suggestion(office: Office, an: Chat) -> None:
    an.taps_on(office.remind("an", QUARTER_TASK), "Không phải việc")
    an.says("Phòng khác phụ trách").taps("Trần Thị Bình", "Gửi")
    with office.database.read() as uow:
        (disclaim,) = uow.disclaims.unresolved("kh")
    assert (disclaim.person, disclaim.reason, disclaim.suggested) == ("an", "Phòng khác phụ trách", "binh")


def test_a_tapped_reason_is_recorded_in_the_words_the_coordinator_reads(office: Office, an: Chat) -> None:
    chi = office.linked("chi")
    an.taps_on(office.remind("an", QUARTER_TASK), "Không phải việc").taps("Đã chuyển người khác", "Bỏ qua", "Gửi")
    with office.database.read() as uow:
        (disclaim,) = uow.disclaims.unresolved("kh")
    assert disclaim.reason == "Đã chuyển cho người khác phụ trách"
    (notice,) = told(office, chi)
    assert f"Lý do: “{disclaim.reason}”" in notice


def told(office: Office, chat: Chat) -> list[str]:
    """What was queued for that chat by others, without markup."""
    with office.database.read() as uow:
        waiting = [r.message.text for r in uow.replies.unsent() if r.address == chat.address]
    return [re.sub(r"<[^>]+>", "", text) for text in waiting]


def test_a_disclaim_is_told_to_the_coordinator_at_once(office: Office, an: Chat) -> None:
    chi, binh = office.linked("chi"), office.linked("binh")
    an.taps_on(office.remind("an", REPORT), "Không phải việc").taps("I.2").says("Đã <bàn giao>")
    an.taps("Trần Thị Bình")
    assert not told(office, chi)
    an.taps("Gửi")
    (notice,) = told(office, chi)
    assert "Nguyễn Văn An, Sở Du lịch Hà Nội báo không phụ trách:\nBáo cáo tình hình thực hiện" in notice
    assert "trước ngày 15/09/2024" in notice
    assert "Nhiệm vụ I.2. Xúc tiến du lịch\nLý do: “Đã &lt;bàn giao&gt;”" in notice
    assert "Người phụ trách theo đề xuất: Trần Thị Bình" in notice
    assert not told(office, binh)


def test_a_secret_tasks_disclaim_names_nothing(office: Office, an: Chat) -> None:
    chi = office.linked("chi")
    office.registry = replace(REGISTRY, plans={"kh": with_task(PLAN, "I.4", secret=True)})
    an.taps_on(office.remind("an", QUARTER_TASK), "Không phải việc").says("Việc đào tạo đã giao phòng khác")
    an.taps("Bỏ qua", "Gửi")
    (notice,) = told(office, chi)
    assert "Nhiệm vụ mật" in notice
    assert not any(word in notice for word in ("I.4", "Đào tạo", "đào tạo"))
    assert "Chưa có đề xuất" in notice


def test_without_a_coordinator_the_consolidators_contacts_are_told(office: Office, an: Chat) -> None:
    people = {**REGISTRY.people, "chi": Person("chi", "Lê Chi", "so-khdt"), "cu": REGISTRY.people["cu"]}
    office.registry = replace(REGISTRY, people=people)
    chi = office.linked("chi")
    an.taps_on(office.remind("an", QUARTER_TASK), "Không phải việc").taps("Không thuộc", "Bỏ qua", "Gửi")
    assert len(told(office, chi)) == 1


def test_the_successor_of_the_consolidator_is_told(office: Office, an: Chat) -> None:
    agencies = {
        **REGISTRY.agencies,
        "so-khdt": replace(REGISTRY.agencies["so-khdt"], until=date(2024, 9, 1), succeeded_by="so-tc"),
        "so-tc": Agency("so-tc", "Sở Tài chính", "ha-noi"),
    }
    moved = Person("dung", "Phạm Dung", "so-tc", roles=(Role.COORDINATOR,))
    former = replace(REGISTRY.people["chi"], until=date(2024, 9, 1))
    office.registry = replace(REGISTRY, agencies=agencies, people={**REGISTRY.people, "chi": former, "dung": moved})
    chi, dung = office.linked("chi"), office.linked("dung")
    an.taps_on(office.remind("an", QUARTER_TASK), "Không phải việc").taps("Không thuộc", "Bỏ qua", "Gửi")
    assert (len(told(office, chi)), len(told(office, dung))) == (0, 1)


def test_leave_with_a_stand_in_whose_answers_are_recorded_as_such(office: Office, an: Chat) -> None:
    binh = office.linked("binh")
    an.command("nghiphep", "4/9 đến 6/9/2024").taps("Trần Thị Bình", "Đúng")
    with office.database.read() as uow:
        told = [r.message.text for r in uow.replies.unsent() if r.address == binh.address]
        leave = uow.leaves.leave_on("an", date(2024, 9, 5))
    assert leave is not None
    assert "Nguyễn Văn An báo nghỉ" in told[0]
    binh.says("nhiệm vụ I.4 chưa làm").taps("Đúng")
    assert "trả lời thay đồng chí Nguyễn Văn An" in binh.text
    binh.command("lichsu")
    assert "(trả lời thay đồng chí Nguyễn Văn An)" in binh.text
    binh.command("huy")
    an.command("lichsu")
    assert "(do người nhận thay gửi)" in an.text
    (only,) = reports(office, QUARTER_TASK)
    assert (only.person, only.by) == ("an", "binh")
    office.now += timedelta(days=5)
    binh.command("viec")
    assert "không có việc nào" in binh.text
    an.command("nghiphep")
    office.now -= timedelta(days=5)
    an.command("huy").command("nghiphep").taps("Huỷ đợt nghỉ này")
    with office.database.read() as uow:
        assert uow.leaves.leave_on("an", date(2024, 9, 5)) is None


def test_the_consolidator_sees_the_missing_units_and_marks_the_report_sent(office: Office, an: Chat) -> None:
    chi = office.linked("chi")
    chi.taps_on(office.remind("chi", GATHERING), "Báo cáo")
    assert "Sở Du lịch" in chi.text
    an.taps_on(office.remind("an", REPORT), "Báo cáo").taps("Tất cả đang thực hiện")
    finish(an)
    chi.command("huy").taps_on(office.remind("chi", GATHERING), "Báo cáo")
    assert "tất cả 01 đơn vị" in chi.text
    chi.taps("Đã gửi báo cáo tổng hợp").says("99/BC-SKHDT").taps("Hôm nay", "Không có tệp", "Gửi")
    assert office.stored(GATHERING).closed == "reported"


def test_files_are_stored_and_large_ones_refused(office: Office, an: Chat) -> None:
    an.taps_on(office.remind("an", QUARTER_TASK), "Báo cáo").sends_file("anh.pdf", b"noi dung")
    assert "anh.pdf" in an.text
    an.sends_file("phim.mp4", None, size=21 * 1024 * 1024)
    assert "tối đa 20 MB" in an.text
    an.sends_file("mat.pdf", None, size=10)
    assert "Chưa tải được" in an.text
    an.taps("Chưa thực hiện", "Bỏ qua", "Không có khó khăn", "Gửi")
    (only,) = reports(office, QUARTER_TASK)
    with office.database.read() as uow:
        found = uow.attachments.get(only.attachments[0])
    assert found is not None
    assert (found[0].name, found[1]) == ("anh.pdf", b"noi dung")


def test_secret_tasks_never_reach_a_chat(office: Office, an: Chat) -> None:
    digest = office.remind("an", REPORT)
    an.command("viec").command("lich").taps_on(digest, "Xem chi tiết").taps_on(digest, "Báo cáo")
    an.says("nhiệm vụ I.3 xong").command("huy")
    said = [m.text + "".join(b.label for row in m.buttons for b in row) for m in an.shown]
    said += [m.file.content.decode() for m in an.shown if m.file is not None]
    assert said
    assert not any("không được nêu" in text or "I.3." in text for text in said)
    assert any("mật" in text for text in said)


def test_the_calendar_comes_with_a_file(an: Chat) -> None:
    an.command("lich")
    assert an.last.file is not None
    assert an.last.file.name.endswith(".ics")
    assert an.last.file.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_moved_date_takes_the_place_of_the_old_one_in_the_officers_calendar(office: Office, an: Chat) -> None:
    before = _event(an.command("lich"), REPORT)
    due = "trước ngày 20/9/2024"
    time = read_time_phrase(due, plan_year=2024)
    assert isinstance(time, TimePhrase)
    unit, *others = PLAN.reports
    plan = replace(PLAN, reports=(replace(unit, due=due, time=time), *others))
    moved = Office(office.database, registry=replace(REGISTRY, plans={"kh": plan}))
    after = _event(Chat(moved, an.address).command("lich"), REPORT)
    assert (before["uid"], before["sequence"], after["sequence"]) == (after["uid"], 0, 1)
    assert (before.start, after.start) == (date(2024, 9, 13), date(2024, 9, 19))


def test_a_half_finished_report_survives_a_restart(office: Office, an: Chat) -> None:
    an.taps_on(office.remind("an", REPORT), "Báo cáo").taps("Chưa thực hiện").says("Chờ nhà thầu")
    again = Chat(Office(office.database), an.address, shown=[an.last])
    again.taps("Tất cả đang thực hiện")
    finish(again)
    assert reports(office, REPORT)[0].result == "Chờ nhà thầu"


def test_a_state_that_cannot_be_read_is_said_and_begun_anew(office: Office, an: Chat) -> None:
    an.taps_on(office.remind("an", REPORT), "Báo cáo")
    question = an.last
    with office.database.transaction() as uow:
        uow.conversations.save("telegram", an.address, {"version": 99}, office.now)
    an.command("viec")
    assert "không đọc lại được" in an.text
    an.taps_on(question, "Đã hoàn thành")
    assert "không còn hiệu lực" in an.text


def test_strangers_and_people_replaced_see_nothing_of_the_work(office: Office) -> None:
    stranger = Chat(office, "ai-do")
    stranger.command("viec")
    assert "12/KH-UBND" not in stranger.text
    gone = office.linked("cu")
    gone.command("viec")
    assert "không có việc nào" in gone.text


def test_a_plan_changed_during_a_report_keeps_the_words_readable(office: Office, an: Chat) -> None:
    an.taps_on(office.remind("an", QUARTER_TASK), "Báo cáo").taps("Chưa thực hiện").says("Chờ nhà thầu")
    plan = with_task(PLAN, "I.4", completed=True)
    office.registry = replace(REGISTRY, plans={"kh": plan})
    with office.database.transaction() as uow:
        uow.occurrences.withdraw([QUARTER_TASK])
    an.taps("Không có khó khăn")
    assert "Chờ nhà thầu" in an.text
    assert not reports(office, QUARTER_TASK)


def test_whoever_has_just_agreed_sees_their_open_work(office: Office) -> None:
    with office.database.transaction() as uow:
        invite = create_invite(uow, REGISTRY, "an", now=office.now, ttl=timedelta(days=7), actor="thử")
        uow.conversations.save("telegram", "moi", {"version": 1, "name": "task_status"}, office.now)
    chat = Chat(office, "moi")
    chat.command("start", invite.code)
    assert "12/KH-UBND" not in chat.text
    assert chat.received.linked is None
    chat.taps("Đồng ý")
    assert chat.received.linked is not None
    assert chat.received.linked.person == "an"
    assert "việc đang chờ báo cáo" in chat.text
    assert any(label.startswith("Báo cáo: ") for label in chat.buttons)
    chat.taps("Báo cáo: 12/KH-UBND")
    assert chat.received.linked is None
    assert "Nhiệm vụ 1/4" in chat.text


def test_numbers_answer_where_a_channel_has_no_buttons(office: Office) -> None:
    office.linked("an")
    chat = Chat(office, "chat-an", numbered=True)
    chat.says("nhiệm vụ I.4 đang làm").says("1")
    assert reports(office, QUARTER_TASK)[0].status is Status.IN_PROGRESS


def test_ten_thousand_characters_are_stored_whole(office: Office, an: Chat) -> None:
    words = "kết quả thực hiện " * 560
    an.taps_on(office.remind("an", QUARTER_TASK), "Báo cáo").taps("Chưa thực hiện").says(words)
    an.taps("Không có khó khăn")
    assert "10.079 ký tự" in an.text
    an.taps("Gửi")
    assert reports(office, QUARTER_TASK)[0].result == words.strip()


class TestBackAfterABlock:
    """Somebody who had blocked the chat gets what is open, once."""

    @staticmethod
    def states(office: Office) -> dict[str, str]:
        with office.database.read() as uow:
            return {r.step.code: r.state.value for r in uow.reminders.of_occurrence(REPORT) if r.recipient == "an"}

    @pytest.fixture
    def blocked(self, office: Office, an: Chat) -> Chat:
        """Blocked, and meanwhile a reminder failed."""
        an.does(EventKind.BLOCKED)
        with office.database.transaction() as uow:
            row = next(r for r in uow.reminders.of_occurrence(REPORT) if r.recipient == "an")
            uow.reminders.fail([row.id], Reason.UNREACHABLE)
        return an

    def test_in_working_hours_at_once(self, office: Office, blocked: Chat) -> None:
        failed = self.states(office)
        blocked.does(EventKind.UNBLOCKED)
        assert (blocked.received.back, blocked.received.linked) == (True, None)
        assert len(blocked.shown) == 1
        assert "15/09/2024" in blocked.text
        assert self.states(office) == failed
        blocked.command("start")
        assert not blocked.received.back
        assert len(blocked.shown) == 2
        assert "15/09/2024" not in blocked.text

    def test_by_start_alone_at_any_hour(self, office: Office, blocked: Chat) -> None:
        office.now += timedelta(hours=14)
        blocked.command("start")
        assert len(blocked.shown) == 2
        assert "15/09/2024" in blocked.text
        blocked.does(EventKind.UNBLOCKED)
        assert len(blocked.shown) == 2

    def test_at_night_with_the_mornings_reminder(self, office: Office, blocked: Chat) -> None:
        office.now += timedelta(hours=14)
        blocked.does(EventKind.UNBLOCKED)
        assert blocked.shown == []
        assert "failed" not in self.states(office).values()

    def test_whatever_else_was_written_is_answered_and_the_reminder_follows(
        self, office: Office, blocked: Chat
    ) -> None:
        blocked.says("/viec")
        assert "failed" not in self.states(office).values()

    def test_an_answer_then_ends_the_asking(self, office: Office, blocked: Chat) -> None:
        digest = office.remind("an", REPORT)
        finish(blocked.taps_on(digest, "Báo cáo").taps("Tất cả đang thực hiện"))
        assert not office.stored(REPORT).open

    def test_nothing_open_nothing_said(self, office: Office, blocked: Chat) -> None:
        with office.database.transaction() as uow:
            for stored in uow.occurrences.find(plan="kh"):
                uow.occurrences.close(stored.occurrence.key, Reason.REPORTED, office.now)
        blocked.does(EventKind.UNBLOCKED)
        assert blocked.shown == []

    def test_a_withdrawal_stands(self, office: Office, an: Chat) -> None:
        an.command("rutdongy").taps("Rút đồng ý")
        said = len(an.shown)
        an.does(EventKind.BLOCKED).does(EventKind.UNBLOCKED)
        assert len(an.shown) == said

    def test_a_draft_survives(self, office: Office, an: Chat) -> None:
        an.taps_on(office.remind("an", REPORT), "Báo cáo").taps("Đang thực hiện")
        with office.database.read() as uow:
            before = uow.conversations.load("telegram", an.address)
        an.does(EventKind.BLOCKED).does(EventKind.UNBLOCKED)
        with office.database.read() as uow:
            after = uow.conversations.load("telegram", an.address)
        assert before is not None
        assert after is not None
        assert after["draft"] == before["draft"]


class TestDisclaimSettled:
    """Who decides whose the work is, and that it is then over."""

    @staticmethod
    def open(office: Office) -> list[tuple[str, str | None]]:
        with office.database.read() as uow:
            return [(d.occurrence, d.task) for d in uow.disclaims.unresolved()]

    @staticmethod
    def put_off(office: Office) -> None:
        """As the dispatcher does with what was disclaimed."""
        with office.database.transaction() as uow:
            rows = [r.id for r in uow.reminders.of_occurrence(QUARTER_TASK) if r.recipient == "an"]
            uow.reminders.postpone(rows, office.now + timedelta(days=1), Reason.DISCLAIMED)

    @staticmethod
    def is_due(office: Office) -> bool:
        with office.database.read() as uow:
            rows = [r for r in uow.reminders.of_occurrence(QUARTER_TASK) if r.recipient == "an"]
        return bool(rows) and all(r.due_at == office.now for r in rows)

    @pytest.fixture
    def chi(self, office: Office) -> Chat:
        return office.linked("chi")

    @pytest.fixture
    def disclaimed(self, office: Office, an: Chat, chi: Chat) -> Chat:
        an.taps_on(office.remind("an", QUARTER_TASK), "Không phải việc").taps("Không thuộc", "Bỏ qua", "Gửi")
        self.put_off(office)
        assert self.open(office) == [(QUARTER_TASK, None)]
        return an

    @pytest.mark.parametrize("words", ["Đúng là việc của tôi", "vẫn là việc của tôi", "dung la viec cua toi", "button"])
    def test_taken_back(self, office: Office, disclaimed: Chat, words: str) -> None:
        disclaimed.taps("Đúng là việc") if words == "button" else disclaimed.says(words)
        assert "Đã ghi nhận đồng chí phụ trách" in disclaimed.text
        assert self.open(office) == []
        assert self.is_due(office)

    def test_taking_back_twice_is_harmless(self, office: Office, disclaimed: Chat) -> None:
        before = disclaimed.last
        disclaimed.says("đúng là việc của tôi")
        disclaimed.taps_on(before, "Đúng là việc")
        assert self.open(office) == []

    def test_answered_after_all(self, office: Office, disclaimed: Chat) -> None:
        disclaimed.taps_on(office.remind("an", QUARTER_TASK), "Báo cáo").taps("Đang thực hiện")
        while disclaimed.buttons and self.open(office):
            disclaimed.taps(
                next(
                    b for b in ("Bỏ qua", "Gửi", "50%", "Không có") if any(x.startswith(b) for x in disclaimed.buttons)
                )
            )
        assert self.open(office) == []

    @pytest.mark.parametrize("who", ["replaced", "removed"])
    def test_replaced_in_the_files(self, office: Office, disclaimed: Chat, who: str) -> None:
        apply(office.database, InUse(REGISTRY, CALENDAR), office.now, "thử", "1")
        assert self.open(office) == [(QUARTER_TASK, None)]
        heirs = {"dung": Person("dung", "Phạm Dung", "so-du-lich")}
        gone = replace(REGISTRY.people["an"], until=date(2024, 9, 4), replaced_by="dung")
        people = {k: v for k, v in REGISTRY.people.items() if k not in ("an", "cu")}
        people |= heirs | ({"an": gone} if who == "replaced" else {})
        apply(office.database, InUse(replace(REGISTRY, people=people), CALENDAR), office.now, "thử", "2")
        assert self.open(office) == []

    def test_gone_from_the_plan(self, office: Office, disclaimed: Chat) -> None:
        plan = replace(PLAN, tasks=tuple(t for t in PLAN.tasks if t.id != "I.4"))
        apply(office.database, InUse(replace(REGISTRY, plans={"kh": plan}), CALENDAR), office.now, "thử", "2")
        assert self.open(office) == []

    @staticmethod
    def notice(office: Office, chi: Chat) -> OutboundMessage:
        with office.database.read() as uow:
            return next(r.message for r in uow.replies.unsent() if r.address == chi.address and r.message.buttons)

    def test_the_coordinator_says_it_stays(self, office: Office, disclaimed: Chat, chi: Chat) -> None:
        chi.taps_on(self.notice(office, chi), "Vẫn do")
        assert "Nguyễn Văn An tiếp tục phụ trách" in chi.text
        assert self.open(office) == []
        assert self.is_due(office)
        assert any("tiếp tục phụ trách" in text for text in told(office, disclaimed))
        chi.taps_on(self.notice(office, chi), "Vẫn do")
        assert "đã được giải quyết" in chi.text

    def test_nobody_else_decides(self, office: Office, disclaimed: Chat, chi: Chat) -> None:
        (button,) = (b for row in self.notice(office, chi).buttons for b in row)
        disclaimed.taps_data(button.data)
        assert self.open(office) == [(QUARTER_TASK, None)]
        former = replace(REGISTRY.people["chi"], roles=(Role.CONTACT,))
        other = Person("dung", "Phạm Dung", "so-khdt", roles=(Role.COORDINATOR,))
        office.registry = replace(REGISTRY, people={**REGISTRY.people, "chi": former, "dung": other})
        chi.taps_data(button.data)
        assert self.open(office) == [(QUARTER_TASK, None)]

    def test_said_twice_stands_once(self, office: Office, disclaimed: Chat) -> None:
        disclaimed.taps_on(office.remind("an", QUARTER_TASK), "Không phải việc").taps("Không thuộc", "Bỏ qua", "Gửi")
        assert self.open(office) == [(QUARTER_TASK, None)]

    def test_without_a_disclaim_the_words_change_nothing(self, office: Office, an: Chat) -> None:
        an.says("đúng là việc của tôi")
        assert "Đã ghi nhận" not in an.text


@pytest.mark.parametrize("odd", ["\0", "\ud800", "a\0\udfffb"], ids=["nul", "surrogate", "both"])
def test_what_no_database_takes_is_left_out_and_the_rest_is_answered(office: Office, odd: str) -> None:
    an = office.linked("an")
    an.taps_on(office.remind("an", QUARTER_TASK), "Báo cáo").sends_file(f"bao{odd}cao.pdf", b"noi dung")
    an.says(f"xong{odd} 80%, còn chờ{odd} kinh phí")
    an.command(f"bao{odd}cao", odd).taps_data(f"c:{odd}")
    assert all("\0" not in m.text for m in an.shown)
    assert len(an.shown) >= 5


def _event(chat: Chat, key: str) -> Event:
    assert chat.last.file is not None
    events = Calendar.from_ical(chat.last.file.content).events
    return next(event for event in events if event["uid"] == f"{key}@dondoc")
