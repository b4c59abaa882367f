"""The rights of a linked person by command: notice, copy, withdrawal, deletion; on every database."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from bot.channels.base import OutboundFile
from bot.domain.answers.status_report import Status, StatusReport
from bot.messages.people import linking_texts as linking_say
from bot.messages.people import privacy_texts as say
from bot.services.people.invites import import_phones
from bot.store.database import Database
from bot.store.people.records import AccountState, Leave
from tests.integration.linking_chat import NOW, Chat, Office
from tests.integration.schedule_rows import known


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def chat(office: Office) -> Chat:
    """An's chat, with something in every drawer."""
    chat = office.linked("an", "101")
    with office.database.transaction() as uow:
        import_phones(uow, {"an": "0900000001"})
        uow.leaves.add(Leave("an", date(2024, 9, 5), date(2024, 9, 6), "binh", NOW))
        uow.conversations.save("telegram", "101", {"draft": "dở dang"}, NOW)
        uow.replies.queue("telegram", "101", chat.last, at=NOW)
        known(uow, "kh/1/2024/so-du-lich")
        uow.reports.add(
            StatusReport(occurrence="kh/1/2024/so-du-lich", plan="kh", agency="so-du-lich", person="an", at=NOW,
                         task="1", status=Status.COMPLETED, result="đã xong hội chợ")
        )  # fmt: skip
    return chat


def file_of(chat: Chat, ending: str) -> OutboundFile:
    return next(m.file for m in chat.shown if m.file and m.file.name.endswith(ending))


def test_the_notice_names_controller_rights_limits_and_the_consent(chat: Chat) -> None:
    (answer,) = chat.command("quyenriengtu") or []
    for part in ("Trung tâm Tổng hợp", "02 ngày làm việc", "10 ngày", "15 ngày", "20 ngày", "khiếu nại", "/xoa",
                 "đã đồng ý ngày 04/09/2024", "356/2025/NĐ-CP"):  # fmt: skip
        assert part in answer.text


def test_the_copy_is_readable_by_people_and_machines(office: Office, chat: Chat) -> None:
    chat.says("xong 80% rồi")
    chat.command("dulieucuatoi")
    data = json.loads(file_of(chat, ".json").content)
    assert data["phones"] == [{"person": "an", "phone": "0900000001"}]
    assert data["accounts"][0]["linked_at"] == "2024-09-04T08:00:00+07:00"
    assert "xong 80% rồi" in json.dumps(data["received"], ensure_ascii=False)
    text = file_of(chat, ".txt").content.decode()
    for part in (
        "Số: 0900000001",
        "Kết quả: đã xong hội chợ",
        "Liên kết lúc: 08 giờ 00 ngày 04/09/2024",
        "Trạng thái: đang dùng",
        "Đến ngày: 06/09/2024",
        "Tình hình: đã hoàn thành",
        "Nghỉ phép:",
        "dở dang",
    ):
        assert part in text
    assert "<b>" not in text
    with office.database.read() as uow:
        (request,) = uow.privacy_requests.logged()
    assert (request.kind, request.due_by, request.done_at) == ("copy", date(2024, 9, 14), NOW)


def test_the_copy_holds_nobody_elses_data(office: Office, chat: Chat) -> None:
    other = office.linked("binh", "909090")
    other.says("chuyện riêng của Bình")
    chat.command("dulieucuatoi")
    copies = b"".join(m.file.content for m in chat.shown if m.file).decode()
    assert "chuyện riêng" not in copies
    assert "909090" not in copies


def test_withdrawing_asks_first_then_stops_everything(office: Office, chat: Chat) -> None:
    chat.command("rutdongy")
    assert chat.buttons == ["Rút đồng ý", "Giữ nguyên"]
    assert chat.account is not None
    assert chat.account.state is AccountState.ACTIVE
    chat.taps("Rút đồng ý")
    assert chat.last.text == say.withdrawn_text()
    assert chat.account.state is AccountState.WITHDRAWN
    assert linking_say.account_reason(chat.account.reason) == "đã rút đồng ý nhận tin"
    with office.database.read() as uow:
        assert [c.action for c in uow.accounts.consents_of("an")] == ["granted", "withdrawn"]
        assert [(r.kind, r.due_by) for r in uow.privacy_requests.logged()] == [("withdraw", date(2024, 9, 19))]
        assert uow.audit.entries(action="consent_withdrawn")


def test_who_withdrew_sees_no_tasks_but_keeps_the_rights_and_can_come_back(office: Office, chat: Chat) -> None:
    chat.command("rutdongy")
    question = chat.last
    chat.taps("Rút đồng ý")
    for answers in (chat.command("viec"), chat.says("xong"), chat.command("start"), chat.taps_data("d:1:v")):
        assert answers is not None
        assert answers[0].text == linking_say.withdrawn_again_text()
    assert chat.command("quyenriengtu") is not None
    assert "đã đồng ý ngày" not in chat.last.text
    chat.command("dulieucuatoi")
    assert file_of(chat, ".json")
    chat.taps("Rút đồng ý", question)
    with office.database.read() as uow:
        assert [r.kind for r in uow.privacy_requests.logged()].count("withdraw") == 1
    chat.says(office.invite("an").code)
    chat.taps("Đồng ý")
    assert chat.found.linked
    assert chat.account is not None
    assert chat.account.state is AccountState.ACTIVE


def test_deletion_keeps_the_offices_record_and_the_proofs_only(office: Office, chat: Chat) -> None:
    chat.says("nội dung riêng tư")
    chat.command("xoa")
    assert chat.buttons == ["Xoá dữ liệu", "Giữ nguyên"]
    chat.taps("Xoá dữ liệu")
    assert "24/09/2024" in chat.last.text
    assert chat.account is None
    with office.database.read() as uow:
        assert uow.phones.of("an") is None
        assert uow.leaves.leaves_of("an", NOW.date()) == []
        assert uow.conversations.load("telegram", "101") is None
        assert [r.result for r in uow.reports.history("an")] == ["đã xong hội chợ"]
        assert uow.accounts.consents_of("an")
        assert [(r.kind, r.due_by) for r in uow.privacy_requests.logged()] == [("delete", date(2024, 9, 24))]
        assert "riêng tư" not in str(uow.person_data.export("an"))
    assert office.replies_to("101") == []
    answers = chat.command("viec")
    assert answers is not None
    assert answers[0].text == linking_say.stranger_text()


@pytest.mark.parametrize("command", ["rutdongy", "xoa"])
def test_keeping_changes_nothing(office: Office, chat: Chat, command: str) -> None:
    chat.command(command)
    chat.taps("Giữ nguyên")
    assert chat.last.text == say.kept_text()
    assert chat.account is not None
    assert chat.account.state is AccountState.ACTIVE
    with office.database.read() as uow:
        assert uow.privacy_requests.logged() == []


def test_a_forged_confirmation_changes_nothing(chat: Chat) -> None:
    for data in ("l:delete:", "l:delete:" + "A" * 12):
        answers = chat.taps_data(data)
        assert answers is not None
        assert answers[0].text == linking_say.old_button_text()
    assert chat.account is not None


def test_an_old_confirmation_after_deletion_is_harmless(office: Office, chat: Chat) -> None:
    chat.command("xoa")
    question = chat.last
    chat.taps("Xoá dữ liệu")
    office.later(timedelta(days=1))
    answers = chat.taps("Xoá dữ liệu", question)
    assert answers is not None
    assert answers[0].text == linking_say.old_button_text()
