"""Events, conversations, status reports, snoozes, the trail: on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.channels.base import EventKind, InboundEvent, InboundFile
from bot.domain.answers.status_report import Status, StatusReport
from bot.store.database import Database
from tests.integration.schedule_rows import LATER, NOW, known

EVENT = InboundEvent(
    "telegram",
    "42",
    "1",
    EventKind.FILE,
    NOW,
    text="kèm ảnh",
    message_id="7",
    file=InboundFile("ref", "ảnh.jpg", "image/jpeg", 3),
    own_contact=True,
    extra={"lang": "vi"},
)
KEY = "k/1/2024/so-a"
REPORT = StatusReport(
    KEY,
    "k",
    "so-a",
    "an",
    NOW,
    task="1",
    status=Status.IN_PROGRESS,
    percent=80,
    result="Đã tổ chức 02 đoàn",
    expected_on=date(2024, 9, 20),
    difficulty="thiếu kinh phí",
    beyond_authority=True,
    document_number="12/BC-SDL",
    document_date=date(2024, 9, 3),
    attachments=(1, 2),
    by="binh",
    channel="telegram",
)


def test_an_event_counts_once_and_keeps_its_order(database: Database) -> None:
    with database.transaction() as uow:
        assert uow.events.add(EVENT)
        assert uow.events.add(replace(EVENT, external_id="9", file=None))
        assert not uow.events.add(EVENT)
        assert uow.events.add(replace(EVENT, channel="zalo"))
    with database.transaction() as uow:
        waiting = uow.events.unprocessed()
        assert [e.event.external_id for e in waiting] == ["42", "9", "42"]
        assert waiting[0].event == EVENT
        assert uow.events.take("telegram", "42", LATER)
        assert [(e.event.channel, e.event.external_id) for e in uow.events.unprocessed()] == [
            ("telegram", "9"),
            ("zalo", "42"),
        ]
        assert not uow.events.add(EVENT)


def test_conversations_are_replaced_and_forgotten(database: Database) -> None:
    with database.transaction() as uow:
        uow.conversations.save("telegram", "1", {"câu": "một"}, NOW)
        uow.conversations.save("telegram", "1", {"câu": "hai"}, LATER)
        assert uow.conversations.load("telegram", "1") == {"câu": "hai"}
        uow.conversations.save("telegram", "1", None, LATER)
        assert uow.conversations.load("telegram", "1") is None


def test_answers_are_only_ever_added(database: Database) -> None:
    with database.transaction() as uow:
        known(uow, REPORT.occurrence)
        first = uow.reports.add(REPORT)
        corrected = uow.reports.add(replace(REPORT, at=LATER, percent=90))
        other = uow.reports.add(replace(REPORT, task="2", receipt=first.receipt))
        whole = uow.reports.add(replace(REPORT, task=None, status=None))
        assert first == replace(REPORT, id=first.id, receipt="BC-2024-000001")
        assert (corrected.receipt, other.receipt) == ("BC-2024-000002", "BC-2024-000001")
        assert uow.reports.of_occurrence(REPORT.occurrence) == [first, corrected, other, whole]
        assert uow.reports.latest_by_task("k", "so-a") == {"1": corrected, "2": other}
        assert uow.reports.latest_by_task("k", "so-b") == {}
        assert uow.reports.history("an", 2) == [whole, other]
        assert uow.reports.of_plan("k", NOW) == [first, other, whole]


def test_receipts_begin_anew_each_year(database: Database) -> None:
    with database.transaction() as uow:
        assert uow.reports.next_receipt(NOW) == "BC-2024-000001"
        assert uow.reports.next_receipt(NOW) == "BC-2024-000002"
        assert uow.reports.next_receipt(NOW + timedelta(days=365)) == "BC-2025-000001"


def test_attachments_keep_their_bytes(database: Database) -> None:
    with database.transaction() as uow:
        kept = uow.attachments.add("ảnh.jpg", "image/jpeg", b"\x00\xff\x00", NOW)
        assert uow.attachments.get(kept.id) == (kept, b"\x00\xff\x00")
        assert uow.attachments.find([kept.id, 999]) == [kept]
        assert uow.attachments.get(999) is None


def test_the_last_snooze_in_force_counts(database: Database) -> None:
    with database.transaction() as uow:
        known(uow, KEY)
        uow.snoozes.add("an", KEY, NOW + timedelta(days=3), NOW)
        uow.snoozes.add("an", KEY, NOW + timedelta(days=1), NOW)
        active = uow.snoozes.active_snooze("an", KEY, NOW)
        assert active is not None
        assert active.until == NOW + timedelta(days=1)
        assert uow.snoozes.active_snooze("binh", KEY, NOW) is None
        assert uow.snoozes.active_snooze("an", KEY, NOW + timedelta(days=3)) is None
        assert len(uow.snoozes.of_occurrence(KEY)) == 2


def test_disclaims_wait_for_a_decision(database: Database) -> None:
    with database.transaction() as uow:
        known(uow, "k_1/1/2024/a", "kx1/1/2024/a")
        first = uow.disclaims.add("k_1/1/2024/a", "1", "an", "không phụ trách", "binh", NOW)
        uow.disclaims.add("kx1/1/2024/a", None, "an", None, None, NOW)
        assert uow.disclaims.unresolved("k_1") == [first]
        assert len(uow.disclaims.unresolved()) == 2
        uow.disclaims.resolve(first.id, LATER)
        assert uow.disclaims.unresolved("k_1") == []


def test_the_trail_and_the_revisions(database: Database) -> None:
    with database.transaction() as uow:
        uow.audit.add("admin", "apply", {"thêm": 3}, NOW)
        uow.audit.add("an", "consent", {}, LATER)
        assert [e.actor for e in uow.audit.entries()] == ["an", "admin"]
        assert [e.detail for e in uow.audit.entries(action="apply")] == [{"thêm": 3}]
        assert [e.actor for e in uow.audit.entries(since=LATER)] == ["an"]
        assert uow.revisions.latest() is None
        uow.revisions.add("d1", {"added": 3}, NOW, "admin")
        second = uow.revisions.add("d2", {"added": 1}, LATER, "admin")
        assert uow.revisions.latest() == second
        assert [r.digest for r in uow.revisions.newest()] == ["d2", "d1"]


def test_a_setting_made_once_is_the_same_for_all(database: Database) -> None:
    with database.transaction() as uow:
        assert uow.settings.get_or_put("secret", "first") == "first"
        assert uow.settings.get_or_put("secret", "second") == "first"
        uow.settings.put("secret", "third")
        assert uow.settings.get("secret") == "third"
        assert uow.settings.with_prefix("sec") == {"secret": "third"}
        assert uow.settings.get("none") is None
