"""The main job over Telegram, as the people in it see it: the real command against a strict Bot API server."""

from __future__ import annotations

import pytest

from bot.domain.schedule.reminder import ReminderState
from tests.acceptance.office import BEFORE_EIGHT, EIGHT, PLAN, Office
from tests.fakes.bot_api_client import FakeTelegram, FakeUser


def linked_and_reminded(office: Office) -> FakeUser:
    """The contact person of the health department on the morning of 04/9."""
    mai = office.linked("nguyen-thi-mai", 101)
    running = office.run()
    running.push(EIGHT)
    mai.wait_for("còn 07 ngày làm việc", after=0)
    return mai


def answer_both_tasks(mai: FakeUser) -> None:
    """From the digest to the review card: task 16 under way at 75 %, task 17 not begun, no difficulty."""
    mai.taps("Báo cáo").wait_for("Nhiệm vụ 1/2")
    mai.taps("Đang thực hiện").wait_for("bao nhiêu phần trăm")
    mai.taps("75%").wait_for("Tình trạng: Đang thực hiện, 75%")
    mai.says("Đã ký kế hoạch phối hợp <với> các trạm y tế & bệnh viện").wait_for("Nhiệm vụ 2/2")
    mai.taps("Chưa thực hiện").wait_for("lý do")
    mai.taps("Bỏ qua").wait_for("khó khăn")
    mai.taps("Không có khó khăn").wait_for("kiến nghị")
    mai.taps("Không có kiến nghị").wait_for("tệp")
    mai.taps("Không có tệp").wait_for("văn bản")
    mai.taps("Chưa có văn bản")


@pytest.mark.parametrize("office", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_from_the_invitation_to_the_receipt(office: Office, fake_telegram: FakeTelegram) -> None:
    running = office.run(BEFORE_EIGHT)
    made = office.invite("nguyen-thi-mai")
    assert made["person"] == "nguyen-thi-mai"
    assert made["link"].startswith("https://t.me/dondoc_test_bot?start=")

    mai = fake_telegram.user(101, "Mai")
    asked = mai.says(f"/start {made['code']}").wait_for("Đề nghị xác nhận liên kết")
    assert "Nguyễn Thị Mai" in asked.text
    assert "Sở Y tế Hà Nội" in asked.text
    assert "15/09/2024" not in mai.transcript(), "no task before consent"
    mai.taps("Đồng ý").wait_for("Đã liên kết")

    running.push(EIGHT)
    digest = mai.wait_for("còn 07 ngày làm việc")
    assert digest.text.startswith("Báo cáo trước ngày 15/09/2024")
    assert "thứ Sáu 13/09/2024" in digest.text
    assert digest.buttons[0] == "Báo cáo"

    answer_both_tasks(mai)
    review = mai.wait_for("75%")
    assert {"Gửi", "Sửa", "Huỷ"} <= set(review.buttons)
    assert "<với> các trạm y tế & bệnh viện" in review.text
    receipt = mai.taps("Gửi").wait_for("BC-2024-")
    assert not receipt.buttons or "Gửi" not in receipt.buttons

    running.push("2024-09-10T08:00+07:00")
    running.push("2024-09-13T08:00+07:00")
    assert "còn 03 ngày" not in mai.transcript(), "an answered report is not chased"
    states = office.reminder_states("nguyen-thi-mai")
    assert states["T-7"] is ReminderState.SENT
    assert states["T-3"] is ReminderState.CANCELLED
    assert running.stop() == 0


def test_free_text_is_repeated_back_and_recorded_only_when_confirmed(office: Office) -> None:
    du = office.linked("pham-van-du", 102)
    running = office.run()
    running.push(EIGHT)
    du.wait_for("còn 07 ngày làm việc", after=0)

    du.says("xong 80% rồi, còn chờ kinh phí").wait_for("nhiệm vụ nào")
    asked = du.taps("14. Trao đổi kinh nghiệm").wait_for("80%")
    assert "chờ kinh phí" in asked.text
    assert not recorded(office, "so-du-lich-ha-noi")
    du.taps("Đúng, ghi nhận").wait_for("ghi nhận")
    assert recorded(office, "so-du-lich-ha-noi") == {"14": 80}


def recorded(office: Office, agency: str) -> dict[str, int | None]:
    """Task → percent, as last reported under the plan."""
    with office.opened() as database, database.read() as uow:
        return {task: report.percent for task, report in uow.reports.latest_by_task(PLAN, agency).items()}


def test_a_half_finished_report_survives_a_restart(office: Office) -> None:
    mai = office.linked("nguyen-thi-mai", 101)
    first = office.run()
    first.push(EIGHT)
    mai.taps("Báo cáo").wait_for("Nhiệm vụ 1/2")
    mai.taps("Đang thực hiện").wait_for("bao nhiêu phần trăm")
    assert first.stop() == 0

    office.run(EIGHT)
    mai.taps("75%").wait_for("Tình trạng: Đang thực hiện, 75%")


def test_old_and_made_up_buttons_change_nothing(office: Office) -> None:
    mai = linked_and_reminded(office)
    digest = mai.last
    button = digest.data("Báo cáo")
    mai.taps("Báo cáo").wait_for("Nhiệm vụ 1/2")
    offered = mai.last
    completed = offered.data("Đã hoàn thành")
    mai.taps("Đang thực hiện").wait_for("bao nhiêu phần trăm")

    mai.taps_old(offered, completed).wait_for("không làm thay đổi gì")
    assert not recorded(office, "so-y-te-ha-noi")

    du = office.telegram.user(555)
    du.says("/start").wait_for("mã mời")
    du.taps_old(du.last, button).wait_for("mã mời")
    mai.taps_old(digest, "d:1:r:giamao")
    mai.says("/viec").wait_for("đang")
    assert not recorded(office, "so-y-te-ha-noi")


def test_a_stranger_learns_nothing(office: Office) -> None:
    linked_and_reminded(office)
    stranger = office.telegram.user(900, "Người lạ")
    for said in ("/start", "/viec", "/lich", "/lichsu", "/dulieucuatoi", "xong 80% rồi", "/nghiphep"):
        stranger.says(said).wait_for("mã mời")
    stranger.sends_document("bao-cao.pdf", b"%PDF-1.4", "application/pdf").wait_for("mã mời")
    seen = stranger.transcript()
    for secret in ("Sở Y tế", "Nguyễn Thị Mai", "15/09/2024", "Hà Nội - TP.HCM"):
        assert secret not in seen


def test_wrong_codes_are_limited(office: Office) -> None:
    office.run()
    code = office.invite("nguyen-thi-mai")["code"]
    guesser = office.telegram.user(900)
    for attempt in range(20):
        guesser.says(f"/start AAAA-BBBB-{attempt:04d}").wait_for("Đề nghị đồng chí")
        if "nhiều lần" in guesser.last.text:
            break
    else:
        pytest.fail("twenty wrong codes and no limit")
    guesser.says(f"/start {code}").wait_for("nhiều lần")
    assert "Nguyễn Thị Mai" not in guesser.transcript()


def test_a_code_works_once(office: Office) -> None:
    office.run()
    code = office.invite("nguyen-thi-mai")["code"]
    mai = office.telegram.user(101)
    mai.says(f"/start {code}").wait_for("Đề nghị xác nhận liên kết")
    mai.taps("Đồng ý").wait_for("Đã liên kết")
    other = office.telegram.user(102)
    other.says(f"/start {code}").wait_for("Mã chưa dùng được")


def test_who_has_blocked_the_bot_is_shown_and_the_others_are_served(office: Office) -> None:
    mai, du = office.linked("nguyen-thi-mai", 101), office.linked("pham-van-du", 102)
    running = office.run()
    office.telegram.fault("403", match={"chat_id": 101}, times=None)
    running.push(EIGHT)
    du.wait_for("còn 07 ngày làm việc")
    assert not mai.received
    assert office.reminder_states("nguyen-thi-mai")["T-7"] is ReminderState.FAILED
    with office.opened() as database, database.read() as uow:
        assert [a.state for a in uow.accounts.accounts_of("nguyen-thi-mai")] == ["unreachable"]
    shown = office.command("status", "--json")
    assert "unreachable" in shown.stdout or "không liên lạc" in shown.stdout.casefold()


def test_in_a_group_nothing_is_told(office: Office) -> None:
    mai = linked_and_reminded(office)
    group = office.telegram.group(-5000, "Phòng Kế hoạch", by=mai)
    group.says(mai, "/viec")
    group.wait_for("trò chuyện riêng")
    assert "15/09/2024" not in group.transcript()


def test_a_message_too_many_is_sent_later_not_lost(office: Office) -> None:
    people = office.staff(3)
    running = office.run()
    office.telegram.fault("429", times=2, retry_after=1)
    running.push(EIGHT)
    for seconds in (5, 30, 60):
        running.push(f"2024-09-04T08:{seconds // 60:02d}:{seconds % 60:02d}+07:00")
    for person in people:
        assert sum("còn 07 ngày làm việc" in m.text for m in person.received) == 1
