"""Linking a chat: codes, phones, consent, strangers, groups, blocked accounts; on every database."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from bot.channels.base import EventKind, OutboundMessage
from bot.domain.plan.plan import Person, Plan, Registry
from bot.messages.people import linking_texts as say
from bot.messages.people.privacy_texts import PrivacyNotice, terms_version
from bot.services.people.invites import InviteError, create_invite, import_phones, looks_like_code
from bot.services.people.visit import notice_of
from bot.store.database import Database
from bot.store.people.records import AccountState
from tests.integration.linking_chat import NOW, REGISTRY, Office
from tests.integration.stored import everything_stored

NAMES = ("An", "Bình", "Du lịch", "Tổng hợp", "Chi")


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def text_of(answers: list[OutboundMessage] | None) -> str:
    assert answers is not None
    return "\n".join(m.text for m in answers)


def mentions_somebody(answers: list[OutboundMessage] | None) -> bool:
    return any(name in text_of(answers) for name in NAMES)


# --- invitations ---------------------------------------------------------------------------------------------------


def test_an_invitation_carries_code_and_end_and_stores_only_a_hash(office: Office) -> None:
    invite = office.invite("an")
    bare = invite.code.replace("-", "")
    assert invite.expires_at == NOW + timedelta(days=7)
    with office.database.read() as uow:
        assert uow.invites.by_hash(bare) is None
        assert bare not in str([e.detail for e in uow.audit.entries()])


@pytest.mark.parametrize(("person", "said"), [("khong-co", "Không có cán bộ"), ("cu", "an")])
def test_nobody_and_those_who_left_are_not_invited(office: Office, person: str, said: str) -> None:
    with pytest.raises(InviteError, match=said):
        office.invite(person)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("K7MC-9XQ4-RTEA", True), ("k7mc 9xq4 rtea", True), ("K7MC9XQ4RTEA", True), ("KMMC-XXQQ-RTEA", True),
     ("xin chào", False), ("báo cáo 2024", False), ("đã xong 80%", False), ("12345678", False), ("", False)],
)  # fmt: skip
def test_what_looks_like_a_code(typed: str, code: bool) -> None:
    assert looks_like_code(typed) is code


# --- consent -------------------------------------------------------------------------------------------------------


def test_a_code_leads_to_the_question_and_consent_to_the_link(office: Office) -> None:
    chat = office.chat("101")
    question = text_of(chat.command("start", office.invite("an").code))
    for part in ("Nguyễn Văn An", "Sở Du lịch &lt;mẫu&gt;", "tự động", "91/2025/QH15", "Trung tâm Tổng hợp", "Lê Chi"):
        assert part in question
    assert chat.buttons == ["Đồng ý", "Không đồng ý"]
    assert chat.account is None
    assert not chat.found.linked

    welcome = chat.taps("Đồng ý")
    assert "Đã liên kết" in text_of(welcome)
    assert chat.last.edits == "55"
    assert not chat.last.buttons
    assert chat.found.linked
    account = chat.account
    assert account is not None
    assert (account.person, account.state) == ("an", AccountState.ACTIVE)
    version = terms_version(notice_of(REGISTRY, REGISTRY.people["an"], NOW.date()))
    with office.database.read() as uow:
        (proof,) = uow.accounts.consents_of("an")
    assert (proof.action, proof.version, proof.at, proof.channel) == ("granted", version, NOW, "telegram")
    assert proof.purpose


def test_a_code_typed_as_text_works_too(office: Office) -> None:
    chat = office.chat("101")
    assert "Nguyễn Văn An" in text_of(chat.says(office.invite("an").code.lower().replace("-", " ")))


def test_declining_stores_nothing_and_leaves_the_code_good(office: Office) -> None:
    chat, invite = office.chat("101"), office.invite("an")
    chat.command("start", invite.code)
    assert "không đồng ý" in text_of(chat.taps("Không đồng ý"))
    assert chat.account is None
    with office.database.read() as uow:
        assert uow.accounts.consents_of("an") == []
    chat.command("start", invite.code)
    chat.taps("Đồng ý")
    assert chat.account is not None


def test_a_code_serves_once(office: Office) -> None:
    invite, first, second = office.invite("an"), office.chat("101"), office.chat("102")
    first.command("start", invite.code)
    second.command("start", invite.code)
    first.taps("Đồng ý")
    assert text_of(second.taps("Đồng ý")) == say.old_button_text()
    assert second.account is None
    assert text_of(second.command("start", invite.code)) == say.refused_text()


def test_a_code_expires_also_while_the_question_stands(office: Office) -> None:
    chat = office.chat("101")
    chat.command("start", office.invite("an", ttl=timedelta(hours=1)).code)
    office.later(timedelta(hours=1))
    assert text_of(chat.taps("Đồng ý")) == say.old_button_text()
    assert chat.account is None


def test_a_button_counts_only_in_its_own_chat(office: Office) -> None:
    chat, thief = office.chat("101"), office.chat("666")
    chat.command("start", office.invite("an").code)
    stolen = chat.last.buttons[0][0].data
    assert not mentions_somebody(thief.taps_data(stolen))
    assert thief.account is None


def test_another_chat_of_the_same_person_replaces_the_first_and_tells_it(office: Office) -> None:
    old = office.linked("an", "101")
    new = office.chat("202")
    assert "được thay bằng" in text_of(new.command("start", office.invite("an").code))
    assert old.account is not None
    assert old.account.state is AccountState.ACTIVE
    new.taps("Đồng ý")
    assert old.account.state is AccountState.WITHDRAWN
    assert say.account_reason(old.account.reason) == "đã chuyển sang tài khoản khác"
    assert new.account is not None
    assert office.replies_to("101") == [say.replaced_text()]


def test_a_replaced_chat_is_a_strangers_again(office: Office) -> None:
    old = office.linked("an", "101")
    office.linked("an", "202")
    for command in ("dulieucuatoi", "xoa", "start", "viec"):
        assert text_of(old.command(command)) == say.stranger_text()
    assert office.chat("202").account is not None


def test_a_chat_can_change_hands(office: Office) -> None:
    chat = office.linked("an", "101")
    chat.command("start", office.invite("binh").code)
    chat.taps("Đồng ý")
    assert chat.account is not None
    assert chat.account.person == "binh"
    assert chat.found.linked


def test_somebody_linked_is_greeted_and_keeps_the_code(office: Office) -> None:
    chat = office.linked("an", "101")
    invite = office.invite("an")
    assert "đã được liên kết" in text_of(chat.command("start", invite.code))
    assert "đã được liên kết" in text_of(chat.command("start"))
    assert not chat.found.linked


def test_what_linked_people_do_otherwise_is_not_ours(office: Office) -> None:
    chat = office.linked("an", "101")
    assert chat.says("xong 80%") is None
    assert chat.command("viec") is None
    assert chat.taps_data("c:1:x") is None


def test_a_code_for_a_predecessor_names_whoever_is_there_now(office: Office) -> None:
    registry = Registry(REGISTRY.plans, REGISTRY.agencies, {**REGISTRY.people, "cu": Person("cu", "Cũ", "so-du-lich")})
    with office.database.transaction() as uow:
        invite = create_invite(uow, registry, "cu", now=NOW, actor="thử")
    assert "Nguyễn Văn An" in text_of(office.chat("101").command("start", invite.code))


# --- strangers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [EventKind.TEXT, EventKind.FILE, EventKind.OTHER, EventKind.TAP])
def test_a_stranger_hears_one_neutral_answer(office: Office, kind: EventKind) -> None:
    chat = office.chat("666")
    assert text_of(chat.does(kind, text="chào", data="d:1:r")) == say.stranger_text()
    assert chat.last.asks_contact


@pytest.mark.parametrize("command", ["start", "viec", "quyenriengtu", "dulieucuatoi", "xoa", "rutdongy", "lich"])
def test_no_command_tells_a_stranger_more(office: Office, command: str) -> None:
    assert text_of(office.chat("666").command(command)) == say.stranger_text()


def test_wrong_used_and_expired_codes_get_the_same_answer(office: Office) -> None:
    used, expired = office.invite("an"), office.invite("binh", ttl=timedelta(seconds=1))
    chat = office.chat("101")
    chat.command("start", used.code)
    chat.taps("Đồng ý")
    office.later(timedelta(minutes=1))
    answers = [text_of(office.chat("666").says(code)) for code in ("K7MC-9XQ4-RTEA", used.code, expired.code)]
    assert set(answers) == {say.refused_text()}


def test_wrong_codes_of_a_chat_are_limited_with_a_growing_pause(office: Office) -> None:
    guesser, invite = office.chat("666"), office.invite("an")
    for hours in (1, 2, 4):
        for _ in range(5):
            assert text_of(guesser.says("K7MC-9XQ4-RTEA")) == say.refused_text()
        until = office.now + timedelta(hours=hours)
        for answers in (guesser.command("start", invite.code), guesser.says(invite.code)):
            assert text_of(answers) == say.too_many_text(until)
        assert guesser.last.quiet
        assert "Nguyễn Văn An" in text_of(office.chat("101").command("start", invite.code))
        office.later(timedelta(hours=hours))
    assert "Nguyễn Văn An" in text_of(guesser.command("start", invite.code))


def test_guessers_from_many_chats_do_not_close_linking_for_others(office: Office) -> None:
    with office.database.transaction() as uow:
        for number in range(1_500):
            uow.invites.add_attempt("telegram", f"9{number % 300:03d}", office.now)
    assert "Nguyễn Văn An" in text_of(office.chat("101").command("start", office.invite("an").code))


@pytest.mark.parametrize("said", ["{}", "mã: {}.", "THAT {}", "/start {} ạ", "MA MAT {}\nxin cảm ơn"])
@pytest.mark.parametrize("form", ["K7MC-9XQ4-RTEA", "K7MC9XQ4RTEA", "k7mc 9xq4 rtea", "K7MC – 9XQ4 – RTEA"])
def test_the_code_of_an_invitation_is_stored_nowhere(
    office: Office, monkeypatch: pytest.MonkeyPatch, said: str, form: str
) -> None:
    letters = iter("K7MC9XQ4RTEA")
    monkeypatch.setattr("bot.services.people.invites.secrets.choice", lambda _: next(letters))
    office.invite("an")
    chat = office.chat("101")
    chat.says(said.format(form))
    chat.command("start", form)
    assert "Nguyễn Văn An" in chat.last.text
    stored = re.sub(r"[^A-Z0-9]", "", everything_stored(office.database).upper())
    assert "K7MC9XQ4RTEA" not in stored
    chat.taps("Đồng ý")
    assert chat.account is not None


def test_what_only_looks_like_a_code_is_kept_as_typed(office: Office) -> None:
    chat = office.linked("binh", "102")
    chat.says("K7MC-9XQ4-RTEA là số phòng")
    assert "K7MC-9XQ4-RTEA là số phòng" in everything_stored(office.database)


# --- phones --------------------------------------------------------------------------------------------------------


@pytest.fixture
def phones(office: Office) -> None:
    with office.database.transaction() as uow:
        assert import_phones(uow, {"an": "0900000001"}) == 1


@pytest.mark.usefixtures("phones")
def test_the_own_number_the_office_knows_leads_to_the_question(office: Office) -> None:
    chat = office.chat("101")
    assert "Nguyễn Văn An" in text_of(chat.shares("+84 900000001"))
    assert chat.account is None
    chat.taps("Đồng ý")
    assert chat.account is not None
    assert chat.account.person == "an"


@pytest.mark.usefixtures("phones")
@pytest.mark.parametrize(("phone", "own"), [("0900000001", False), ("0900000002", True), ("không phải số", True)])
def test_other_numbers_tell_nothing(office: Office, phone: str, own: bool) -> None:
    assert text_of(office.chat("666").shares(phone, own=own)) == say.stranger_text()


@pytest.mark.usefixtures("phones")
def test_the_question_after_a_number_stands_for_a_day(office: Office) -> None:
    chat = office.chat("101")
    chat.shares("0900000001")
    office.later(timedelta(days=1))
    assert text_of(chat.taps("Đồng ý")) == say.old_button_text()


# --- groups, blocked accounts, moved chats -------------------------------------------------------------------------


def test_a_group_is_told_once_and_never_more(office: Office) -> None:
    group = office.chat("-50")
    invite = office.invite("an")
    assert text_of(group.does(EventKind.OTHER, group=True, extra={"what": "added"})) == say.group_text()
    assert text_of(group.does(EventKind.COMMAND, group=True, command="start", text=invite.code)) == say.group_text()
    assert group.does(EventKind.TEXT, group=True, text=invite.code) == []
    assert group.account is None


def test_blocked_is_unreachable_until_the_person_is_back(office: Office) -> None:
    chat = office.linked("an", "101")
    assert chat.does(EventKind.BLOCKED) == []
    assert chat.account is not None
    assert chat.account.state is AccountState.UNREACHABLE
    assert say.account_reason(chat.account.reason) == "đã chặn bot"
    assert chat.does(EventKind.UNBLOCKED) == []
    assert chat.account.state is AccountState.ACTIVE
    chat.does(EventKind.BLOCKED)
    assert chat.says("xin lỗi, nhầm") is None
    assert chat.account.state is AccountState.ACTIVE


def test_blocking_tells_nothing_about_strangers_and_does_not_undo_a_withdrawal(office: Office) -> None:
    assert office.chat("666").does(EventKind.BLOCKED) == []
    chat = office.linked("an", "101")
    chat.command("rutdongy")
    chat.taps("Rút đồng ý")
    chat.does(EventKind.BLOCKED)
    chat.does(EventKind.UNBLOCKED)
    assert chat.account is not None
    assert chat.account.state is AccountState.WITHDRAWN


def test_a_moved_chat_keeps_its_link(office: Office) -> None:
    chat = office.linked("an", "101")
    assert chat.does(EventKind.MIGRATED, text="-1009") == []
    moved = office.chat("-1009").account
    assert moved is not None
    assert moved.person == "an"


# --- the terms -----------------------------------------------------------------------------------------------------


def test_the_version_changes_with_every_word_agreed_to() -> None:
    first = PrivacyNotice("Sở A", "ông B")
    assert terms_version(first) == terms_version(PrivacyNotice("Sở A", "ông B"))
    assert terms_version(first) != terms_version(PrivacyNotice("Sở A", "bà C"))


def test_only_those_who_consolidate_the_persons_own_plans_answer_for_the_data() -> None:
    other = Plan("khac", "2/KH-UBND", "Khác", "ubnd", "ha-noi", "so-du-lich", signed_on=date(2024, 1, 2))
    registry = Registry({**REGISTRY.plans, "khac": other}, REGISTRY.agencies, REGISTRY.people)
    notice = notice_of(registry, registry.people["an"], NOW.date())
    assert (notice.controller, notice.contact) == ("Trung tâm Tổng hợp", "cán bộ tổng hợp Lê Chi")
    assert "Sở Du lịch" in notice_of(registry, None, NOW.date()).controller


def test_whoever_was_replaced_is_not_greeted_as_the_successor(office: Office) -> None:
    with office.database.transaction() as uow:
        uow.accounts.link("cu", "telegram", "77", "1", NOW)
    old = office.chat("77")
    for answer in (old.command("start"), old.shares("0900000001")):
        assert answer is not None
        assert "đã được thay" in answer[0].text
        assert "Nguyễn Văn An" not in answer[0].text
