"""What is gone after /xoa, and after the time the privacy notice names: in every column and in the raw files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.people.privacy_texts import DRAFT_DAYS
from bot.services.people.retention import MESSAGES_KEPT, tidy
from bot.store.database import Database
from tests.integration.inbox_chat import QUARTER_TASK, Chat, Office
from tests.integration.stored import everything_stored, raw_bytes

CHAT, PHONE = "9812345670", "0900000123"
MARKS = ("dấu-một-đã-gõ", "dấu-hai-trong-nháp", "dấu-ba-trong-tệp", "dấu-tên-tệp.pdf", "dấu-lệnh")


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def stored_files(office: Office) -> int:
    with office.database.read() as uow:
        return len(uow.attachments.find(range(100)))


def send_waiting(office: Office) -> list[str]:
    """Deliver what waits, as the dispatcher does; the texts in order."""
    told = []
    for _ in range(100):
        with office.database.transaction() as uow:
            claimed = uow.replies.claim(office.now, 16, office.now + timedelta(minutes=1), "t")
            told += [r.message.text for r in claimed]
            for reply in claimed:
                uow.replies.mark_sent(reply.id, "77")
        if not claimed:
            break
    return told


@pytest.fixture
def busy(office: Office) -> Chat:
    """An officer's chat with something in every drawer."""
    an = office.linked("an", CHAT)
    with office.database.transaction() as uow:
        uow.phones.put("an", PHONE)
        uow.invites.add_attempt("telegram", CHAT, office.now)
    an.says(MARKS[0])
    an.command("nghiphep", MARKS[4])
    an.command("huy")
    an.command("baocao")
    an.sends_file(MARKS[3], MARKS[2].encode())
    an.says(f"xong 80%, {MARKS[1]}")
    send_waiting(office)
    assert stored_files(office) == 1
    return an


def delete_all(an: Chat) -> None:
    an.command("xoa").taps("Xoá dữ liệu")


def test_after_deletion_nothing_of_the_person_is_left_and_the_last_word_arrives(
    office: Office, busy: Chat, tmp_path: Path
) -> None:
    before = everything_stored(office.database)
    assert all(mark in before for mark in (CHAT, PHONE, *MARKS[:2], MARKS[3]))
    delete_all(busy)
    (goodbye,) = send_waiting(office)
    assert "Đã xoá dữ liệu cá nhân" in goodbye
    after = everything_stored(office.database)
    for mark in (CHAT, PHONE, *MARKS):
        assert mark not in after
        # Text is stored as UTF-8 or escaped in JSON; the ASCII parts of the marks stand as they are in both.
        assert mark.encode() not in raw_bytes(tmp_path)
    assert stored_files(office) == 0
    assert "personal_data_deleted" in after


def test_the_last_word_is_tried_again_and_goes_in_the_end(office: Office, busy: Chat) -> None:
    delete_all(busy)
    with office.database.transaction() as uow:
        (goodbye,) = uow.replies.claim(office.now, 16, office.now + timedelta(minutes=1), "t")
        uow.replies.mark_failed(goodbye.id, "503", retry_at=office.now + timedelta(seconds=5))
    assert CHAT in everything_stored(office.database)
    tidy(office.database, office.now)
    assert CHAT in everything_stored(office.database)
    tidy(office.database, office.now + timedelta(days=2))
    assert CHAT not in everything_stored(office.database)


def test_a_refused_last_word_is_not_kept(office: Office, busy: Chat) -> None:
    delete_all(busy)
    with office.database.transaction() as uow:
        (goodbye,) = uow.replies.claim(office.now, 16, office.now + timedelta(minutes=1), "t")
        uow.replies.mark_failed(goodbye.id, "Forbidden")
    assert CHAT not in everything_stored(office.database)


def test_a_reported_file_stays_with_its_report(office: Office) -> None:
    an = office.linked("an", CHAT)
    an.taps_on(office.remind_at(CHAT, "an", QUARTER_TASK), "Báo cáo").sends_file("bao-cao.pdf", b"noi dung")
    an.taps("Đã hoàn thành")
    for _ in range(12):
        if "Gửi" in an.buttons:
            break
        an.taps(next(b for b in an.buttons if b.startswith(("Không có", "Bỏ qua", "Xong", "Tiếp", "Hôm nay", "Đúng"))))
    an.taps("Gửi")
    delete_all(an)
    assert stored_files(office) == 1


def test_files_go_with_their_draft(office: Office) -> None:
    an = office.linked("an", CHAT)
    an.command("baocao").sends_file("nham.pdf", b"gui nham")
    assert stored_files(office) == 1
    an.command("huy")
    while "Có" in an.buttons or any(b.startswith("Huỷ") for b in an.buttons):
        an.taps(next(b for b in an.buttons if b == "Có" or b.startswith("Huỷ")))
    assert stored_files(office) == 0


def test_who_declines_is_forgotten_at_once(office: Office, tmp_path: Path) -> None:
    from bot.services.people.invites import create_invite

    with office.database.transaction() as uow:
        code = create_invite(uow, office.registry, "an", now=office.now, actor="thử").code
    stranger = Chat(office, CHAT)
    stranger.command("start", code).taps("Không đồng ý")
    assert "không đồng ý" in send_waiting(office)[-1]
    assert CHAT not in everything_stored(office.database)
    assert CHAT.encode() not in raw_bytes(tmp_path)


# --- after a while -------------------------------------------------------------------------------------------------


def daily(office: Office, days: int) -> None:
    """The passing of days, with the daily look."""
    for _ in range(0, days, 20):
        office.now += timedelta(days=20)
        tidy(office.database, office.now)


def test_messages_go_after_a_year_and_an_idle_chat_is_unlinked(office: Office, busy: Chat) -> None:
    tidy(office.database, office.now)
    busy.says("tin cuối")
    send_waiting(office)
    daily(office, 340)
    assert MARKS[0] in everything_stored(office.database)
    daily(office, 40)
    left = everything_stored(office.database)
    for mark in (CHAT, *MARKS):
        assert mark not in left
    with office.database.read() as uow:
        assert uow.accounts.accounts_of("an") == []
        assert uow.phones.of("an") == PHONE


def test_a_chat_that_is_still_written_to_stays_linked(office: Office, busy: Chat) -> None:
    tidy(office.database, office.now)
    daily(office, 200)
    office.remind_at(CHAT, "an", QUARTER_TASK)
    daily(office, 200)
    with office.database.read() as uow:
        assert [a.address for a in uow.accounts.accounts_of("an")] == [CHAT]
    assert MARKS[0] not in everything_stored(office.database)


def test_an_unfinished_report_and_its_files_go_after_their_time(office: Office, busy: Chat) -> None:
    tidy(office.database, office.now)
    daily(office, DRAFT_DAYS - 10)
    assert stored_files(office) == 1
    daily(office, 20)
    assert stored_files(office) == 0
    with office.database.read() as uow:
        assert uow.conversations.load("telegram", CHAT) is None


def test_a_clock_that_jumps_removes_nothing_before_it_is_believed(office: Office, busy: Chat) -> None:
    tidy(office.database, office.now)
    ahead = office.now + MESSAGES_KEPT + timedelta(days=400)
    assert not tidy(office.database, ahead)
    assert not tidy(office.database, ahead + timedelta(minutes=30))
    assert not tidy(office.database, office.now + timedelta(minutes=31))
    assert MARKS[0] in everything_stored(office.database)
    assert not tidy(office.database, ahead)
    assert tidy(office.database, ahead + timedelta(hours=1))
    assert MARKS[0] not in everything_stored(office.database)
