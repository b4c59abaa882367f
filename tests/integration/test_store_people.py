"""Accounts, invites, phones, leave, privacy: on both databases."""

from __future__ import annotations

from datetime import date, timedelta

from bot.channels.base import EventKind, InboundEvent, OutboundMessage
from bot.domain.answers.status_report import StatusReport
from bot.store.database import Database
from bot.store.people.records import AccountState, Consent, ConsentAction, Leave, PrivacyRequestKind
from tests.integration.schedule_rows import LATER, NOW, known


def test_linking_again_gives_the_chat_to_the_new_person(database: Database) -> None:
    with database.transaction() as uow:
        first = uow.accounts.link("an", "telegram", "1", "v1", NOW)
        uow.accounts.set_state(first.id, AccountState.WITHDRAWN, "asked")
        second = uow.accounts.link("binh", "telegram", "1", "v2", LATER)
        assert (second.id, second.person, second.state, second.reason) == (first.id, "binh", AccountState.ACTIVE, None)
        assert (second.consent_at, second.consent_version) == (LATER, "v2")
        assert uow.accounts.accounts_of("an") == []
        assert uow.accounts.account_at("zalo", "1") is None
        assert [a.person for a in uow.accounts.all_accounts()] == ["binh"]


def test_a_chat_that_moves_replaces_who_was_there(database: Database) -> None:
    with database.transaction() as uow:
        uow.accounts.link("an", "telegram", "old", "v1", NOW)
        uow.accounts.link("an", "telegram", "new", "v1", NOW)
        uow.accounts.move_address("telegram", "old", "new")
        uow.accounts.move_address("telegram", "nowhere", "new")
        assert [a.address for a in uow.accounts.accounts_of("an")] == ["new"]


def test_an_invite_is_used_once(database: Database) -> None:
    with database.transaction() as uow:
        invite = uow.invites.create("an", "hash", LATER, "admin", NOW)
        assert uow.invites.by_hash("hash") == invite
        assert uow.invites.by_hash("other") is None
        assert (invite.usable(NOW), invite.usable(LATER)) == (True, False)
        assert uow.invites.use(invite.id, NOW)
        assert not uow.invites.use(invite.id, NOW)
        used = uow.invites.by_hash("hash")
        assert used is not None
        assert not used.usable(NOW)


def test_wrong_codes_are_counted_per_chat_and_channel(database: Database) -> None:
    with database.transaction() as uow:
        for address, at in (("1", NOW), ("1", LATER), ("2", LATER)):
            uow.invites.add_attempt("telegram", address, at)
        assert uow.invites.link_attempts("telegram", "1", NOW) == [NOW, LATER]
        assert uow.invites.link_attempts("telegram", "1", LATER) == [LATER]
        assert uow.invites.link_attempts("zalo", "1", NOW) == []


def test_a_phone_of_two_people_names_nobody(database: Database) -> None:
    with database.transaction() as uow:
        uow.phones.put("an", "0900000001")
        uow.phones.put("an", "0900000002")
        assert uow.phones.owner_of("0900000001") is None
        assert uow.phones.owner_of("0900000002") == "an"
        uow.phones.put("binh", "0900000002")
        assert uow.phones.owner_of("0900000002") is None
        assert uow.phones.of("binh") == "0900000002"


def test_leave_covers_both_its_ends_until_it_is_cancelled(database: Database) -> None:
    with database.transaction() as uow:
        leave = uow.leaves.add(Leave("an", date(2024, 9, 4), date(2024, 9, 6), "binh", NOW))
        days = [date(2024, 9, day) for day in (3, 4, 6, 7)]
        assert [uow.leaves.leave_on("an", day) is not None for day in days] == [False, True, True, False]
        assert uow.leaves.leaves_of("an", date(2024, 9, 6)) == [leave]
        assert uow.leaves.leaves_of("an", date(2024, 9, 7)) == []
        assert leave.id is not None
        uow.leaves.cancel(leave.id, NOW)
        assert uow.leaves.leave_on("an", date(2024, 9, 5)) is None


def test_privacy_requests_stand_until_they_are_answered(database: Database) -> None:
    with database.transaction() as uow:
        later = uow.privacy_requests.add(PrivacyRequestKind.DELETE, "an", NOW, date(2024, 9, 24))
        sooner = uow.privacy_requests.add(PrivacyRequestKind.COPY, "binh", NOW, date(2024, 9, 14))
        assert [r.id for r in uow.privacy_requests.logged()] == [sooner, later]
        uow.privacy_requests.finish(sooner, LATER)
        (left,) = uow.privacy_requests.logged(open_only=True)
        assert (left.kind, left.person, left.due_by, left.done_at) == ("delete", "an", date(2024, 9, 24), None)


def test_a_copy_holds_everything_and_deleting_leaves_the_offices_record(database: Database) -> None:
    with database.transaction() as uow:
        uow.accounts.link("an", "telegram", "1", "v1", NOW)
        uow.accounts.link("binh", "telegram", "2", "v1", NOW)
        uow.accounts.add_consent(Consent("an", "telegram", "1", ConsentAction.GRANTED, NOW, "v1", "nhắc việc"))
        uow.phones.put("an", "0900000001")
        for chat in ("1", "2"):
            uow.events.add(InboundEvent("telegram", f"e{chat}", chat, EventKind.TEXT, NOW, text="xong"))
            uow.replies.queue("telegram", chat, OutboundMessage("đã ghi"), None, NOW)
        uow.conversations.save("telegram", "1", {"state": "idle"}, NOW)
        known(uow, "k/1/2024/a")
        uow.reports.add(StatusReport("k/1/2024/a", "k", "a", "an", NOW, result="tốt"))
    with database.transaction() as uow:
        copy = uow.person_data.export("an")
        assert {name: len(rows) for name, rows in copy.items() if rows and name != "person"} == {
            "accounts": 1,
            "consents": 1,
            "phones": 1,
            "status_reports": 1,
            "received": 1,
            "replies": 1,
        }
        uow.person_data.delete("an")
    with database.read() as uow:
        left = uow.person_data.export("an")
        assert {name for name, rows in left.items() if rows} == {"person", "consents", "status_reports"}
        assert uow.conversations.load("telegram", "1") is None
        assert len(uow.person_data.export("binh")["received"]) == 1


def test_consents_are_kept_in_order(database: Database) -> None:
    granted = Consent("an", "telegram", "1", ConsentAction.GRANTED, NOW, "v1", "nhắc việc")
    withdrawn = Consent("an", "telegram", "1", ConsentAction.WITHDRAWN, NOW + timedelta(days=1))
    with database.transaction() as uow:
        uow.accounts.add_consent(granted)
        uow.accounts.add_consent(withdrawn)
        assert uow.accounts.consents_of("an") == [granted, withdrawn]
