"""Who is at the other end: invitations, consent, and what a stranger is told (nothing about anybody).

The inbox asks here first. Until a person has agreed, nothing but the neutral answers, the consent question and its
result ever goes to a chat.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.base import EventKind, InboundEvent, OutboundMessage
from bot.domain.plan.plan import Person
from bot.messages.people import linking_texts as say
from bot.messages.people.privacy_texts import PURPOSE, terms_version
from bot.phone import normal_phone
from bot.services import disclaims
from bot.services.people import privacy
from bot.services.people.invites import ALPHABET, CODE_LENGTH, SEALED, code_hash, looks_like_code
from bot.services.people.visit import PREFIX, Visit
from bot.store.people.records import Account, AccountState, Consent, ConsentAction, StoredInvite

#: Wrong codes of one chat before codes from it are not looked at for a while. There is no limit over all chats: one
#: guesser would close linking for everybody, and with 2^55 codes many guessers get nowhere either.
ATTEMPTS_PER_CHAT = 5
#: The first pause; each further round of wrong codes doubles it.
FIRST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=1)
#: How long wrong codes are remembered.
ATTEMPTS_KEPT = timedelta(days=7)
#: How long the question after a shared phone number stays open.
CONTACT_TTL = timedelta(days=1)

#: Who "created" the invitation that stands for a shared phone number.
CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Identified:
    """Who is at the other end, as far as it is known after the event."""

    #: None when the event is from a linked, consenting person and none of our business.
    answers: list[OutboundMessage] | None
    #: The chat's, None for an unknown one.
    account: Account | None = None
    #: The chat has just been linked to its person: time to show what is open.
    linked: bool = False
    #: The chat could not be written to before the event, and can be again.
    back: bool = False


def identify(visit: Visit) -> Identified:
    """Write consents, links and refusals into the unit of work, and tell what came of the event."""
    before = visit.account
    if before is not None and before.reason == say.REPLACED:
        # Whoever is there now, the person moved to another chat: nothing of theirs may be shown or changed here.
        visit = replace(visit, account=None)
    answers = _answers(visit)
    if answers is None and before is not None and before.state is AccountState.ACTIVE:
        return Identified(None, before)
    after = visit.uow.accounts.account_at(visit.event.channel, visit.event.address)
    if after is None or after.state is not AccountState.ACTIVE:
        return Identified(answers, after)
    linked = before is None or before.person != after.person or before.state is AccountState.WITHDRAWN
    back = before is not None and before.state is AccountState.UNREACHABLE
    return Identified(answers, after, linked, back)


def _answers(visit: Visit) -> list[OutboundMessage] | None:
    event = visit.event
    if event.kind is EventKind.MIGRATED:
        visit.uow.accounts.move_address(event.channel, event.address, event.text)
        return []
    if event.group:
        return _in_group(event)
    if event.kind in (EventKind.BLOCKED, EventKind.UNBLOCKED):
        return _reachability(visit)
    _heard_from(visit)
    if event.kind is EventKind.TAP:
        return _tap(visit)
    if event.kind is EventKind.COMMAND and event.command == "start":
        return _start(visit)
    if visit.account is None:
        return _stranger(visit)
    return _known(visit, visit.account)


def _in_group(event: InboundEvent) -> list[OutboundMessage]:
    """A word when called or added; silence for what people say among themselves."""
    called = event.kind is EventKind.COMMAND or event.extra.get("what") == "added"
    return [OutboundMessage(say.group_text(), quiet=True)] if called else []


def _reachability(visit: Visit) -> list[OutboundMessage]:
    account = visit.account
    if account is None or account.state is AccountState.WITHDRAWN:
        return []
    blocked = visit.event.kind is EventKind.BLOCKED
    state = AccountState.UNREACHABLE if blocked else AccountState.ACTIVE
    visit.uow.accounts.set_state(account.id, state, say.BLOCKED if blocked else None)
    return []


def _heard_from(visit: Visit) -> None:
    """Whoever writes can be written to again."""
    if visit.account is not None and visit.account.state is AccountState.UNREACHABLE:
        visit.uow.accounts.set_state(visit.account.id, AccountState.ACTIVE)


def _known(visit: Visit, account: Account) -> list[OutboundMessage] | None:
    event = visit.event
    if event.kind is EventKind.COMMAND and event.command in privacy.COMMANDS:
        return privacy.command(visit, account)
    if account.state is AccountState.WITHDRAWN:
        if _is_code(event):
            return _code(visit)
        if event.kind is EventKind.CONTACT:
            return _contact(visit)
        return [OutboundMessage(say.withdrawn_again_text())]
    if event.kind is EventKind.CONTACT:
        return _greeting(visit, account)
    return None


def _stranger(visit: Visit) -> list[OutboundMessage]:
    event = visit.event
    if _is_code(event):
        return _code(visit)
    if event.kind is EventKind.CONTACT:
        return _contact(visit)
    return _neutral()


def _is_code(event: InboundEvent) -> bool:
    return event.kind is EventKind.TEXT and (SEALED in event.extra or looks_like_code(event.text))


def _neutral() -> list[OutboundMessage]:
    return [OutboundMessage(say.stranger_text(), asks_contact=True)]


def _start(visit: Visit) -> list[OutboundMessage]:
    if visit.event.text:
        return _code(visit)
    if visit.account is None:
        return _neutral()
    if visit.account.state is AccountState.WITHDRAWN:
        return [OutboundMessage(say.withdrawn_again_text())]
    return _greeting(visit, visit.account)


def _greeting(visit: Visit, account: Account) -> list[OutboundMessage]:
    person = visit.holder(account)
    if person is None:
        return [OutboundMessage(say.left_text())]
    return [OutboundMessage(say.already_linked_text(person, visit.agency(person)))]


def _code(visit: Visit) -> list[OutboundMessage]:
    """Ask for consent where the code is good; otherwise one answer for every reason, and not too often."""
    until = _paused_until(visit)
    if until is not None:
        return [OutboundMessage(say.too_many_text(until), quiet=True)]
    typed = visit.event.extra.get(SEALED) or code_hash(visit.event.text)
    invite = _usable(visit, visit.uow.invites.by_hash(typed))
    person = visit.person(invite.person) if invite else None
    if invite is None or person is None:
        visit.uow.invites.add_attempt(visit.event.channel, visit.event.address, visit.now)
        return [OutboundMessage(say.refused_text())]
    if visit.account and visit.account.state is AccountState.ACTIVE and visit.account.person == person.id:
        return _greeting(visit, visit.account)
    return _ask_consent(visit, person, invite)


def _paused_until(visit: Visit) -> datetime | None:
    """While a pause runs, when it ends: counted from the last wrong code, longer with each round of them."""
    wrong = visit.uow.invites.link_attempts(visit.event.channel, visit.event.address, visit.now - ATTEMPTS_KEPT)
    rounds, begun = divmod(len(wrong), ATTEMPTS_PER_CHAT)
    if rounds == 0 or begun:
        return None
    until = wrong[-1] + min(FIRST_PAUSE * 2 ** min(rounds - 1, 10), LONGEST_PAUSE)
    return until if visit.now < until else None


def _usable(visit: Visit, invite: StoredInvite | None) -> StoredInvite | None:
    return invite if invite is not None and invite.usable(visit.now) else None


def _invited(visit: Visit, number: str) -> StoredInvite | None:
    """The usable invitation a consent button stands for: buttons are stored, so they never carry a code."""
    known = visit.uow.invites.get(int(number)) if number.isdecimal() and len(number) < 19 else None
    return _usable(visit, known)


def _contact(visit: Visit) -> list[OutboundMessage]:
    """The person's own number, where the office has it: the same question as for a code. Else the neutral answer."""
    phone = normal_phone(visit.event.text) if visit.event.own_contact else None
    if phone is None or _paused_until(visit) is not None:
        return _neutral()
    known = visit.uow.phones.owner_of(phone)
    person = visit.person(known) if known else None
    if person is None:
        visit.uow.invites.add_attempt(visit.event.channel, visit.event.address, visit.now)
        return _neutral()
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    expires_at = visit.now + CONTACT_TTL
    invite = visit.uow.invites.create(person.id, code_hash(code), expires_at, CONTACT, visit.now)
    return _ask_consent(visit, person, invite)


def _ask_consent(visit: Visit, person: Person, invite: StoredInvite) -> list[OutboundMessage]:
    replaces = any(a.address != visit.event.address for a in _active_here(visit, person))
    text = say.consent_text(person, visit.agency(person), visit.notice(person), replaces=replaces)
    number = str(invite.id)
    buttons = ((visit.button(say.AGREE, "agree", number), visit.button(say.DECLINE, "decline", number)),)
    return [OutboundMessage(text, buttons)]


def _active_here(visit: Visit, person: Person) -> list[Account]:
    accounts = visit.uow.accounts.accounts_of(person.id)
    return [a for a in accounts if a.channel == visit.event.channel and a.state is not AccountState.WITHDRAWN]


def _tap(visit: Visit) -> list[OutboundMessage] | None:
    if visit.tapped is None or not visit.tapped.startswith(PREFIX):
        return _foreign_tap(visit)
    action, _, argument = visit.tapped.removeprefix(PREFIX).partition(":")
    if action == "agree":
        return _agree(visit, argument)
    if action == "decline":
        return _decline(visit, argument)
    if action == disclaims.STAYS:
        return disclaims.stays(visit, argument)
    answer = privacy.tap(visit, visit.account, action) if visit.account else None
    return visit.in_place(say.old_button_text()) if answer is None else answer


def _foreign_tap(visit: Visit) -> list[OutboundMessage] | None:
    """Somebody else's button, or one of ours that was forged: for the inbox only where the chat is linked."""
    if visit.event.data.startswith(PREFIX):
        return visit.in_place(say.old_button_text())
    if visit.account is None:
        return _neutral()
    if visit.account.state is AccountState.WITHDRAWN:
        return [OutboundMessage(say.withdrawn_again_text())]
    return None


def _agree(visit: Visit, number: str) -> list[OutboundMessage]:
    """Consent: use the code, keep the proof, link the chat, let go of the person's previous one."""
    invite = _invited(visit, number)
    person = visit.person(invite.person) if invite else None
    if invite is None or person is None:
        return visit.in_place(say.old_button_text())
    accounts, event = visit.uow.accounts, visit.event
    if not visit.uow.invites.use(invite.id, visit.now):
        return visit.in_place(say.old_button_text())
    for previous in _active_here(visit, person):
        if previous.address != event.address:
            _replace(visit, previous)
    version = terms_version(visit.notice(person))
    accounts.link(person.id, event.channel, event.address, version, visit.now)
    accounts.add_consent(
        Consent(person.id, event.channel, event.address, ConsentAction.GRANTED, visit.now, version, PURPOSE)
    )
    visit.uow.audit.add(person.id, "consent_granted", {"channel": event.channel}, visit.now)
    return visit.in_place(say.welcome_text(person, visit.agency(person)))


def _replace(visit: Visit, previous: Account) -> None:
    visit.uow.accounts.set_state(previous.id, AccountState.WITHDRAWN, say.REPLACED)
    message = OutboundMessage(say.replaced_text())
    visit.uow.replies.queue(previous.channel, previous.address, message, at=visit.now)


def _decline(visit: Visit, number: str) -> list[OutboundMessage]:
    invite = _invited(visit, number)
    until = invite.expires_at if invite and invite.created_by != CONTACT else None
    if visit.account is not None:
        return visit.in_place(say.still_linked_text(until))
    visit.uow.person_data.forget_chat(visit.event.channel, visit.event.address)
    return visit.goodbye(say.declined_text(until))
