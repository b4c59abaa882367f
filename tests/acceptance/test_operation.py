"""The running process: how it starts, is watched, takes changed files, shares its database, and stops."""

from __future__ import annotations

import json
import signal
import socket

import httpx

from bot.domain.schedule.reminder import ReminderState
from tests.acceptance.office import BEFORE_EIGHT, EIGHT, Office
from tests.fakes.bot_api_client import FakeTelegram, FakeUser

_DIGEST = "còn 07 ngày làm việc"


def digests(people: list[FakeUser]) -> list[int]:
    """How many digests of 04/9 each has."""
    return [sum(_DIGEST in message.text for message in person.received) for person in people]


def test_a_refused_token_shows_in_healthz(office: Office, fake_telegram: FakeTelegram) -> None:
    running = office.run()
    assert running.health().status_code == 200, running.health().text
    fake_telegram.fault("401", "getUpdates", times=None)
    fake_telegram.user(101).says("/start")
    fake_telegram.wait_calls("getUpdates", status=401)
    running.push(EIGHT)
    answer = running.health()
    assert answer.status_code == 503
    assert "telegram" in answer.text
    assert fake_telegram.token not in answer.text
    assert fake_telegram.token not in running.said()


def test_a_second_poller_shows_in_healthz_and_passes(office: Office, fake_telegram: FakeTelegram) -> None:
    running = office.run()
    fake_telegram.fault("409", "getUpdates", times=1)
    since = fake_telegram.state["calls"]
    # The attempt that follows is held up, so that the trouble is not over before it is looked at.
    fake_telegram.fault("hold", "getUpdates", times=1)
    fake_telegram.user(101).says("/start")
    fake_telegram.wait_calls("getUpdates", status=409)
    running.push(EIGHT)
    answer = running.health()
    assert answer.status_code == 503
    assert "409" in answer.text
    fake_telegram.wait_calls("getUpdates", 2, since=since, started=True)
    fake_telegram.release()
    fake_telegram.user(101).says("/start").wait_for("mã mời")
    running.push("2024-09-04T08:01+07:00")
    assert running.health().status_code == 200, running.health().text


def test_webhook_mode_takes_only_calls_with_the_secret(office: Office, fake_telegram: FakeTelegram) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    office.environment["TELEGRAM_WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram/nhan-tin"
    office.environment["TELEGRAM_WEBHOOK_SECRET"] = "bi-mat-cua-buoi-thu"
    mai = office.linked("nguyen-thi-mai", 101)
    running = office.run(polling=False, options=("--port", str(port)))
    fake_telegram.wait_calls("setWebhook", status=200)
    running.push(EIGHT)
    mai.wait_for(_DIGEST, after=0)
    mai.taps("Báo cáo").wait_for("Nhiệm vụ 1/2")
    mai.says("/viec").wait_for("Hà Nội - TP.HCM")

    forged = {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": "/viec", "chat": {"id": 101}}}
    for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "doan-mo"}):
        url = office.environment["TELEGRAM_WEBHOOK_URL"]
        assert httpx.post(url, json=forged, headers=headers, timeout=300, trust_env=False).status_code in (401, 403)
    assert running.stop() == 0


def test_a_moved_date_is_taken_up_while_running(office: Office) -> None:
    mai = office.linked("nguyen-thi-mai", 101)
    running = office.run()
    office.edit("plans/ha-noi-tp-hcm-2024.yaml", "due: trước ngày 15/9\n", "due: trước ngày 20/9\n")
    running.push(EIGHT)
    assert not mai.received, "the reminder of 04/9 belonged to the old date"
    running.push("2024-09-10T08:00+07:00")
    assert "trước ngày 20/09/2024" in mai.wait_for(_DIGEST, after=0).text


def test_apply_beside_the_running_process(office: Office) -> None:
    mai = office.linked("nguyen-thi-mai", 101)
    running = office.run()
    office.edit("plans/ha-noi-tp-hcm-2024.yaml", "due: trước ngày 15/9\n", "due: trước ngày 20/9\n")
    done = office.command("apply")
    assert done.returncode == 0, done.stderr
    assert "lượt nhắc" in done.stdout
    running.push(EIGHT)
    told = mai.wait_for("trước ngày 20/09/2024", after=0)
    assert "15/09/2024" not in told.text
    assert len(mai.received) == 1


def test_a_broken_file_changes_nothing(office: Office) -> None:
    mai = office.linked("nguyen-thi-mai", 101)
    running = office.run()
    office.edit("plans/ha-noi-tp-hcm-2024.yaml", "due: trước ngày 15/9\n", "due: ngày nào cũng được\n")
    done = office.command("apply")
    assert done.returncode == 1
    assert "ha-noi-tp-hcm-2024.yaml:" in done.stdout + done.stderr
    running.push(EIGHT)
    mai.wait_for(_DIGEST, after=0)
    assert running.health().status_code == 503


def test_two_processes_on_one_database_double_nothing(office: Office) -> None:
    people = office.staff(30)
    first = office.run()
    second = office.run(polling=False)
    office.telegram.limits(False)
    passes = [first.push_behind(EIGHT), second.push_behind(EIGHT)]
    for one in passes:
        one.join(300)
    assert digests(people) == [1] * 30
    assert first.stop() == 0
    assert second.stop() == 0


def test_sigterm_finishes_what_is_under_way_and_returns_the_rest(office: Office, fake_telegram: FakeTelegram) -> None:
    people = office.staff(24)
    fake_telegram.limits(False)
    running = office.run()
    fake_telegram.fault("hold_after", times=4)
    running.push_behind(EIGHT)
    fake_telegram.wait_calls("sendMessage", 4, started=True)
    running.process.send_signal(signal.SIGTERM)
    fake_telegram.release()
    assert running.process.wait(300) == 0
    sent = digests(people)
    assert max(sent) == 1
    states = [office.reminder_states(f"can-bo-{n}")["T-7"] for n in range(24)]
    assert [s is ReminderState.SENT for s in states] == [bool(n) for n in sent]
    assert set(states) <= {ReminderState.SENT, ReminderState.PLANNED}

    office.run(BEFORE_EIGHT).push("2024-09-04T08:05+07:00")
    assert digests(people) == [1] * 24
    assert not any("gửi lại" in message.text for person in people for message in person.received)


def test_a_command_on_a_rehearsals_database_stands_at_its_time(office: Office) -> None:
    office.linked("nguyen-thi-mai", 101)
    assert office.run().stop() == 0
    office.edit("plans/ha-noi-tp-hcm-2024.yaml", "due: trước ngày 15/9\n", "due: trước ngày 20/9\n")
    moved = json.loads(office.command("apply", "--json").stdout)["moved"]
    assert {change["new"][:4] for change in moved if "/2024/" in change["occurrence"]} == {"2024"}
    assert office.invite("nguyen-thi-mai")["expires_at"].startswith("2024-09-1")


def test_sigterm_during_one_persons_backlog_leaves_it_for_the_next_start(
    office: Office, fake_telegram: FakeTelegram
) -> None:
    """Telegram asks for an hour's silence, so how much is left does not depend on how fast anything is."""
    mai, du = office.linked("nguyen-thi-mai", 101), office.linked("pham-van-du", 102)
    running = office.run()
    fake_telegram.fault("429", match={"chat_id": mai.chat_id}, retry_after=3600)
    for number in range(120):
        mai.says(f"xin chào {number}")
    fake_telegram.wait_drained()
    fake_telegram.wait_calls("sendMessage", status=429)
    assert running.stop() == 0
    assert mai.received == []
    with office.opened() as database, database.read() as uow:
        assert len(uow.replies.unsent()) + len(uow.events.unprocessed()) == 120

    again = office.run()
    du.says("/viec").wait_for("Hà Nội - TP.HCM")
    assert mai.received == []
    again.push_behind("2024-09-04T08:59+07:00")
    assert "gửi lại" not in mai.wait_for("chưa hiểu", after=0).text
