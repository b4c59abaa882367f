"""SIGKILL at the worst moments, then a restart: nothing is lost, at most the in-flight is repeated and says so."""

from __future__ import annotations

from bot.domain.schedule.reminder import ReminderState
from tests.acceptance.office import BEFORE_EIGHT, EIGHT, Office
from tests.fakes.bot_api_client import FakeTelegram, FakeUser

_REPEAT = "(gửi lại)"
_IN_FLIGHT = 16


def digests(person: FakeUser) -> list[str]:
    """The first lines of the reminders the person has, oldest first."""
    return [m.text.splitlines()[0] for m in person.received if "Đề nghị" in m.text or "chưa ghi nhận" in m.text]


def test_killed_between_claim_and_send(office: Office, fake_telegram: FakeTelegram) -> None:
    people = office.staff(40)
    fake_telegram.limits(False)
    running = office.run()
    # Held before they take effect and never released: these did not arrive.
    fake_telegram.fault("hold", times=_IN_FLIGHT)
    running.push_behind(EIGHT)
    fake_telegram.wait_calls("sendMessage", _IN_FLIGHT, started=True)
    running.kill()
    assert not any(person.received for person in people)

    office.run(BEFORE_EIGHT).push(EIGHT)
    told = [digests(person) for person in people]
    assert [len(lines) for lines in told] == [1] * 40
    assert sum(_REPEAT in lines[0] for lines in told) == _IN_FLIGHT, "only what was on its way says so"


def test_killed_between_send_and_mark(office: Office, fake_telegram: FakeTelegram) -> None:
    people = office.staff(40)
    fake_telegram.limits(False)
    running = office.run()
    # These arrive, but the process never learns it.
    fake_telegram.fault("hold_after", times=_IN_FLIGHT)
    running.push_behind(EIGHT)
    fake_telegram.wait_calls("sendMessage", _IN_FLIGHT, started=True)
    running.kill()
    arrived = [bool(person.received) for person in people]
    assert sum(arrived) == _IN_FLIGHT

    restarted = office.run(BEFORE_EIGHT)
    restarted.push(EIGHT)
    for person, before in zip(people, arrived, strict=True):
        lines = digests(person)
        assert len(lines) == 1 + before
        assert [_REPEAT in line for line in lines] == ([False, True] if before else [False])
    restarted.kill()
    office.run(EIGHT).push("2024-09-04T09:00+07:00")
    assert [len(digests(person)) for person in people] == [1 + before for before in arrived], "repeated once, not again"


def test_an_answer_lost_on_the_way_back_is_repeated_once(office: Office, fake_telegram: FakeTelegram) -> None:
    (person,) = office.staff(1)
    running = office.run()
    fake_telegram.fault("reset_after", times=2)
    running.push(EIGHT)
    running.push("2024-09-04T08:05+07:00")
    running.push("2024-09-04T08:30+07:00")
    assert [_REPEAT in line for line in digests(person)] == [False, True]
    assert office.reminder_states("can-bo-0")["T-7"] is ReminderState.UNKNOWN


def test_killed_between_receive_and_reply(office: Office, fake_telegram: FakeTelegram) -> None:
    mai = office.linked("nguyen-thi-mai", 101)
    running = office.run()
    fake_telegram.fault("hold", times=1)
    mai.says("/viec")
    fake_telegram.wait_calls("sendMessage", started=True)
    running.kill()
    assert not mai.received

    office.run(BEFORE_EIGHT)
    mai.wait_for("Hà Nội - TP.HCM", after=0)
    assert len(mai.received) == 1


def test_killed_while_an_event_is_being_handled(office: Office, fake_telegram: FakeTelegram) -> None:
    mai = office.linked("nguyen-thi-mai", 101)
    running = office.run()
    fake_telegram.fault("hold", "getFile", times=1)
    mai.sends_document("bao-cao.pdf", b"%PDF-1.4 noi dung", "application/pdf")
    fake_telegram.wait_calls("getFile", started=True)
    # Confirmed to the server, so nobody will send it again: it must have been stored.
    fake_telegram.wait_drained()
    running.kill()
    assert not mai.received

    office.run(BEFORE_EIGHT)
    assert "bao-cao.pdf" in mai.wait_for("tệp", after=0).text


def test_an_update_the_server_repeats_is_answered_once(office: Office, fake_telegram: FakeTelegram) -> None:
    mai = office.linked("nguyen-thi-mai", 101)
    running = office.run()
    # The call that would confirm the update does not take effect, so the server will hand it out again.
    fake_telegram.fault("hold", "getUpdates", times=1)
    mai.says("/viec").wait_for("Hà Nội - TP.HCM")
    running.kill()

    since = fake_telegram.state["calls"]
    restarted = office.run(BEFORE_EIGHT)
    fake_telegram.wait_drained()
    fake_telegram.wait_polling(since=since)
    mai.says("/trogiup").wait_for("/viec")
    # The kill may have come before the answer was marked; then it is repeated, and says so.
    answers = [m.text for m in mai.received if "01 việc" in m.text]
    assert [_REPEAT in text for text in answers].count(False) == 1
    assert restarted.stop() == 0


def test_after_two_weeks_each_person_gets_one_current_message(office: Office, fake_telegram: FakeTelegram) -> None:
    mai, du = office.linked("nguyen-thi-mai", 101), office.linked("pham-van-du", 102)
    running = office.run()
    running.kill()

    late = office.run("2024-09-18T07:59+07:00")
    late.push("2024-09-18T08:00+07:00")
    for person in (mai, du):
        (line,) = digests(person)
        assert "quá hạn" in line.casefold(), person.transcript()
    late.push("2024-09-18T17:00+07:00")
    assert [len(digests(person)) for person in (mai, du)] == [1, 1]
