"""Deliveries and replies, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.base import Button, OutboundFile, OutboundMessage
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.store.database import Database
from bot.store.sending.records import Delivery, DeliveryItems, DeliveryKind, SendOutcome
from bot.store.store_errors import StoreError
from bot.store.unit_of_work import UnitOfWork
from tests.integration.schedule_rows import LATER, NOW, a_reminder, an_occurrence, plan

MESSAGE = OutboundMessage(
    text="<b>Báo cáo</b> trước ngày 15/09/2024",
    buttons=((Button("Báo cáo", "d:1:r"), Button("Nhắc lại sau", "d:1:s")),),
    file=OutboundFile("lich.ics", "text/calendar", b"BEGIN\x00"),
    quiet=True,
)


def a_delivery(uow: UnitOfWork, person: str = "an", **changes: object) -> Delivery:
    """A digest of the person's claimed reminders, stored as claimed by "me"."""
    plan(uow, [a_reminder(person)])
    (reminder,) = uow.claims.claim_due_of([person], NOW, LATER, "me")
    (number,) = uow.deliveries.next_ids(1)
    delivery = Delivery(
        id=number,
        person=person,
        channel="local",
        address=f"chat-{person}",
        slot="2024-09-04am",
        kind=DeliveryKind.DIGEST,
        message=MESSAGE,
        items=DeliveryItems((reminder.id,), (reminder.occurrence,)),
        state=ReminderState.CLAIMED,
        at=NOW,
    )
    delivery = replace(delivery, **changes)  # type: ignore[arg-type]
    uow.deliveries.save([delivery], "me", LATER)
    return delivery


def outcome(delivery: Delivery, state: ReminderState, **more: object) -> SendOutcome:
    """What became of it."""
    return SendOutcome(delivery.id, delivery.items.reminders, state, NOW, **more)  # type: ignore[arg-type]


def test_a_delivery_comes_back_as_it_went_in(database: Database) -> None:
    with database.transaction() as uow:
        delivery = a_delivery(uow)
        assert uow.deliveries.find(person="an") == [delivery]
        assert uow.deliveries.find(occurrence=an_occurrence().key) == [delivery]
        assert uow.deliveries.get(delivery.id) == delivery
        assert uow.deliveries.find(since=NOW + timedelta(seconds=1)) == []
        (row,) = uow.deliveries.of_day(["an", "binh"], "2024-09-04")
        assert (row.person, row.slot, row.id, row.state) == ("an", "2024-09-04am", delivery.id, "claimed")


def test_one_person_gets_one_digest_in_a_slot(database: Database) -> None:
    with database.transaction() as uow:
        first = a_delivery(uow)
    with pytest.raises(StoreError), database.transaction() as uow:
        uow.deliveries.save([replace(first, id=first.id + 1)], "me", LATER)


def test_sent_is_marked_on_digests_and_reminders(database: Database) -> None:
    with database.transaction() as uow:
        both = [a_delivery(uow), a_delivery(uow, "binh")]
        assert uow.deliveries.mark_sending([d.id for d in both], "me", LATER) == {d.id for d in both}
        uow.deliveries.mark_outcomes([outcome(d, ReminderState.SENT, message_id=f"m{d.id}") for d in both])
    with database.read() as uow:
        found = uow.deliveries.find()
        assert {(d.state, d.message_id, d.attempts, d.sent_at) for d in found} == {
            (ReminderState.SENT, f"m{d.id}", 1, NOW) for d in both
        }
        assert {r.state for r in uow.reminders.of_occurrence(an_occurrence().key)} == {ReminderState.SENT}
        assert uow.claims.tokens() == set()


def test_only_the_holder_may_send(database: Database) -> None:
    with database.transaction() as uow:
        delivery = a_delivery(uow)
        assert uow.deliveries.mark_sending([delivery.id], "somebody else", LATER) == set()
        assert uow.deliveries.mark_sending([delivery.id], "me", LATER) == {delivery.id}
        assert uow.deliveries.mark_sending([delivery.id], "me", LATER) == set()


def test_an_error_is_tried_again_at_its_time(database: Database) -> None:
    with database.transaction() as uow:
        delivery = a_delivery(uow)
        uow.deliveries.mark_sending([delivery.id], "me", LATER)
        uow.deliveries.mark_outcomes(
            [outcome(delivery, ReminderState.ERRORED, reason=Reason.RETRY, detail="timeout", retry_at=LATER)]
        )
        (reminder,) = uow.reminders.get(delivery.items.reminders)
        assert (reminder.state, reminder.due_at, reminder.reason, reminder.detail) == (
            ReminderState.ERRORED,
            LATER,
            Reason.RETRY,
            "timeout",
        )
        assert uow.claims.claim_due(NOW, 1, LATER, "me") == []
        assert len(uow.claims.claim_due(LATER, 1, LATER, "me")) == 1


def test_what_was_being_sent_becomes_unknown_and_is_repeated_once(database: Database) -> None:
    after = LATER + timedelta(seconds=1)
    with database.transaction() as uow:
        delivery = a_delivery(uow)
        uow.deliveries.mark_sending([delivery.id], "me", LATER)
        assert uow.claims.release_expired(after).unknown == 1
        (again,) = uow.claims.claim_due(after, 1, after, "me")
        assert again.repeats == 1
        (number,) = uow.deliveries.next_ids(1)
        uow.deliveries.save([replace(delivery, id=number, repeat=1)], "me", after)
        uow.deliveries.mark_sending([number], "me", after)
    with database.transaction() as uow:
        assert uow.claims.release_expired(after + timedelta(seconds=1)).unknown == 1
        (left,) = uow.reminders.get([again.id])
        assert (left.state, left.due_at, left.repeats) == (ReminderState.UNKNOWN, None, 2)
        assert {d.state for d in uow.deliveries.find()} == {ReminderState.UNKNOWN}


def test_claimed_work_given_back_waits_again(database: Database) -> None:
    with database.transaction() as uow:
        kept, back = a_delivery(uow), a_delivery(uow, "binh")
        uow.deliveries.mark_sending([kept.id], "me", LATER)
        uow.deliveries.give_back([kept.id, back.id], NOW)
        assert [r.recipient for r in uow.claims.claim_due(NOW, 9, LATER, "other")] == ["binh"]
        assert uow.deliveries.counts(NOW) == {ReminderState.SENDING: 1, ReminderState.PLANNED: 1}
        uow.deliveries.drop([kept.id, back.id], Reason.CLOSED)
        assert uow.deliveries.counts(NOW) == {ReminderState.SENDING: 1, ReminderState.CANCELLED: 1}


def test_replies_leave_in_order_within_a_chat(database: Database) -> None:
    with database.transaction() as uow:
        ids = [
            uow.replies.queue("local", chat, OutboundMessage(text), "e1", NOW)
            for chat, text in (("1", "một"), ("1", "hai"), ("2", "ba"))
        ]
    with database.transaction() as uow:
        taken = uow.replies.claim(NOW, 9, LATER, "me")
        assert [(r.id, r.message.text) for r in taken] == [(ids[0], "một"), (ids[2], "ba")]
        assert uow.replies.claim(NOW, 9, LATER, "me") == []
        uow.replies.mark_failed(ids[0], "timeout", state=ReminderState.ERRORED, retry_at=LATER)
        uow.replies.mark_sent(ids[2], "m3")
        assert uow.replies.claim(NOW, 9, LATER, "me") == []
        assert [r.id for r in uow.replies.claim(LATER, 9, LATER, "me")] == [ids[0]]
        uow.replies.mark_sent(ids[0], "m1")
        assert [r.id for r in uow.replies.claim(LATER, 9, LATER, "me")] == [ids[1]]
        assert [r.id for r in uow.replies.unsent()] == [ids[1]]


def test_a_reply_cut_off_while_being_sent_is_repeated_once(database: Database) -> None:
    after = LATER + timedelta(seconds=1)
    with database.transaction() as uow:
        uow.replies.queue("local", "1", OutboundMessage("một"))
        uow.replies.claim(NOW, 9, LATER, "me")
        uow.claims.release_expired(after)
        (again,) = uow.replies.claim(after, 9, after, "me")
        assert (again.repeats, again.attempts) == (1, 1)
        uow.claims.release_expired(after + timedelta(seconds=1))
        assert uow.replies.unsent() == []


def test_waiting_replies_follow_a_chat_that_moves(database: Database) -> None:
    with database.transaction() as uow:
        uow.replies.queue("local", "old", OutboundMessage("một"))
        uow.replies.readdress("local", "old", "new")
        assert [r.address for r in uow.replies.unsent()] == ["new"]
