"""Answers of the conversation: in order per chat, once, whatever happens in between."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.channels.base import OutboundMessage, SendError, Verdict
from bot.channels.local import LocalChannel
from bot.domain.schedule.reminder import ReminderState
from bot.services.dispatch.claims import LEASE
from bot.services.dispatch.verdicts import STOPPED
from bot.store.database import Database
from bot.store.people.records import AccountState
from tests.integration.dispatching import Office, at


@pytest.fixture
def office(database: Database) -> Office:
    """With one linked contact and nothing due."""
    made = Office(database)
    made.link("an")
    return made


def queue(office: Office, *texts: str, address: str = "chat-an", edits: str | None = None) -> None:
    """Queue answers, as the inbox does."""
    with office.database.transaction() as uow:
        for text in texts:
            uow.replies.queue("local", address, OutboundMessage(text, edits=edits), "e", office.clock.now())


def waiting(office: Office) -> list[tuple[str, ReminderState]]:
    """Answers not settled yet."""
    with office.database.read() as uow:
        return [(r.message.text, r.state) for r in uow.replies.unsent()]


async def test_in_order_within_a_chat(office: Office) -> None:
    queue(office, *(f"{n}" for n in range(5)))
    queue(office, "khác", address="chat-binh")
    assert await office.dispatcher().send_replies() == 6
    assert office.texts() == ["0", "1", "2", "3", "4"]
    assert office.texts("binh") == ["khác"]
    assert waiting(office) == []


async def test_answered_at_any_hour(office: Office) -> None:
    office.clock.advance(timedelta(hours=14))
    queue(office, "đêm khuya")
    await office.dispatcher().send_replies()
    assert office.texts() == ["đêm khuya"]


async def test_a_temporary_error_keeps_the_order(office: Office) -> None:
    office.channel.fail(SendError(Verdict.RETRY, "502"))
    queue(office, "một", "hai")
    dispatcher = office.dispatcher()
    await dispatcher.send_replies()
    assert office.texts() == []
    office.clock.advance(timedelta(minutes=1))
    await dispatcher.send_replies()
    assert office.texts() == ["một", "hai"]


async def test_may_have_arrived_is_repeated_once(office: Office) -> None:
    office.channel.fail(*(SendError(Verdict.AMBIGUOUS, "timed out") for _ in range(2)), arrives=True)
    queue(office, "một")
    dispatcher = office.dispatcher()
    for _ in range(3):
        await dispatcher.send_replies()
        office.clock.advance(timedelta(minutes=1))
    assert office.texts() == ["một", "(gửi lại) một"]
    assert waiting(office) == []


async def test_a_process_killed_while_answering(office: Office) -> None:
    queue(office, "một", "hai")
    with office.database.transaction() as uow:
        uow.replies.claim(office.clock.now(), 9, office.clock.now() + LEASE, "elsewhere/1/x/replies")
    office.clock.advance(LEASE + timedelta(seconds=1))
    dispatcher = office.dispatcher()
    await dispatcher.tick()
    await dispatcher.send_replies()
    assert office.texts() == ["(gửi lại) một", "hai"]


async def test_blocked_marks_the_account(office: Office) -> None:
    office.channel.fail(SendError(Verdict.RECIPIENT_GONE, "blocked"))
    queue(office, "một")
    await office.dispatcher().send_replies()
    with office.database.read() as uow:
        assert uow.accounts.accounts_of("an")[0].state is AccountState.UNREACHABLE
    assert waiting(office) == []


async def test_a_chat_that_moves_takes_its_answers_along(office: Office) -> None:
    office.channel.fail(SendError(Verdict.MOVED, "migrated", new_address="new"))
    queue(office, "một", "hai")
    await office.dispatcher().send_replies()
    assert [m.message.text for m in office.channel.chat("new")] == ["một", "hai"]


async def test_a_refused_answer_does_not_hold_up_the_next(office: Office) -> None:
    office.channel.fail(SendError(Verdict.REJECTED, "bad markup"))
    queue(office, "một", "hai")
    await office.dispatcher().send_replies()
    assert office.texts() == ["hai"]


async def test_a_slow_chat_does_not_hold_up_another(office: Office) -> None:
    dispatcher = office.dispatcher()
    held = office.channel.hold()
    queue(office, "chậm")
    slow = asyncio.create_task(dispatcher.send_replies())
    await office.channel.called(1)
    office.channel.pass_new()
    queue(office, "nhanh", address="chat-binh")
    # Whichever of the two calls takes it.
    quick = asyncio.create_task(dispatcher.send_replies())
    await office.channel.called(2)
    assert (office.texts("binh"), office.texts()) == (["nhanh"], [])
    held.set()
    assert sum(await asyncio.gather(slow, quick)) == 2


async def test_calls_side_by_side_send_each_answer_once(office: Office) -> None:
    for n in range(30):
        queue(office, f"{n}", address=f"c{n % 7}")
    dispatcher = office.dispatcher()
    arrived = await asyncio.gather(*(dispatcher.send_replies() for _ in range(5)))
    assert sum(arrived) == len(office.channel.calls) == 30


async def test_editing_in_place_can_be_repeated_unseen(office: Office) -> None:
    queue(office, "hỏi")
    dispatcher = office.dispatcher()
    await dispatcher.send_replies()
    office.channel.fail(SendError(Verdict.AMBIGUOUS, "timed out"), arrives=True)
    queue(office, "đã chọn", edits="1")
    await dispatcher.send_replies()
    office.clock.advance(timedelta(minutes=1))
    await dispatcher.send_replies()
    assert office.texts() == ["đã chọn"]


def first_error(office: Office) -> str | None:
    """Why the first answer that waits has not gone out."""
    with office.database.read() as uow:
        return uow.replies.unsent()[0].error


async def test_out_of_quota_an_answer_waits_for_the_next_morning(office: Office) -> None:
    office.channel.fail(SendError(Verdict.QUOTA, "monthly limit"))
    queue(office, "một")
    dispatcher = office.dispatcher()
    await dispatcher.send_replies()
    assert waiting(office) == [("một", ReminderState.ERRORED)]
    assert first_error(office) == "monthly limit"
    office.clock.advance_to(at("05/09 07:59"))
    assert await dispatcher.send_replies() == 0
    office.clock.advance_to(at("05/09 08:00"))
    assert await dispatcher.send_replies() == 1
    assert office.texts() == ["một"]


async def test_a_dead_token_stops_the_channel_for_answers_too(office: Office) -> None:
    dispatcher = office.dispatcher()
    queue(office, "không")
    assert await dispatcher.send_replies() == 1
    office.channel.fail(SendError(Verdict.STOP_CHANNEL, "401"))
    queue(office, "một", "hai")
    await dispatcher.send_replies()
    assert first_error(office) == "401"
    with office.database.read() as uow:
        assert "401" in (uow.settings.get(f"{STOPPED}local") or "")
    tried = len(office.channel.calls)
    office.clock.advance(timedelta(seconds=59))
    assert await dispatcher.send_replies() == 0
    assert len(office.channel.calls) == tried, "a stopped channel is left alone for a minute"
    office.clock.advance(timedelta(minutes=1))
    assert await dispatcher.send_replies() == 2
    with office.database.read() as uow:
        assert uow.settings.get(f"{STOPPED}local") == ""


async def test_out_of_quota_other_chats_wait_too(office: Office) -> None:
    office.channel.fail(SendError(Verdict.QUOTA, "monthly limit"))
    queue(office, "một")
    dispatcher = office.dispatcher()
    await dispatcher.send_replies()
    queue(office, "hai", address="chat-binh")
    assert await dispatcher.send_replies() == 0
    assert len(office.channel.calls) == 1


async def test_an_answer_on_a_channel_that_is_not_in_use_waits(office: Office) -> None:
    with office.database.transaction() as uow:
        uow.replies.queue("zalo", "chat-an", OutboundMessage("một"), "e", office.clock.now())
    assert await office.dispatcher().send_replies() == 0
    assert waiting(office) == [("một", ReminderState.ERRORED)]
    with office.database.read() as uow:
        assert not uow.settings.get(f"{STOPPED}zalo"), "nothing has stopped; it was never in use"
    office.channels["zalo"] = LocalChannel("zalo")
    office.clock.advance(timedelta(minutes=1))
    assert await office.dispatcher().send_replies() == 1


async def test_an_unexpected_error_may_have_let_it_through(office: Office) -> None:
    office.channel.fail(ZeroDivisionError())
    queue(office, "một")
    dispatcher = office.dispatcher()
    await dispatcher.send_replies()
    assert waiting(office) == [("một", ReminderState.UNKNOWN)]
    assert first_error(office) == "ZeroDivisionError"
    office.clock.advance(timedelta(seconds=5))
    await dispatcher.send_replies()
    assert office.texts() == ["(gửi lại) một"]


async def test_why_a_chat_was_lost_is_kept(office: Office) -> None:
    office.channel.fail(SendError(Verdict.RECIPIENT_GONE, "bot was blocked"))
    queue(office, "một")
    await office.dispatcher().send_replies()
    with office.database.read() as uow:
        assert uow.accounts.accounts_of("an")[0].reason == "bot was blocked"


async def test_a_chat_that_withdrew_is_not_made_unreachable(office: Office) -> None:
    with office.database.transaction() as uow:
        uow.accounts.set_state(uow.accounts.accounts_of("an")[0].id, AccountState.WITHDRAWN)
    office.channel.fail(SendError(Verdict.RECIPIENT_GONE, "blocked"))
    queue(office, "tạm biệt")
    await office.dispatcher().send_replies()
    with office.database.read() as uow:
        assert uow.accounts.accounts_of("an")[0].state is AccountState.WITHDRAWN


async def test_a_temporary_error_is_said_where_the_answer_waits(office: Office) -> None:
    office.channel.fail(SendError(Verdict.RETRY, "502"))
    queue(office, "một")
    await office.dispatcher().send_replies()
    assert (waiting(office), first_error(office)) == ([("một", ReminderState.ERRORED)], "502")
