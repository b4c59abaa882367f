"""One thing a person did: from the stored event to the queued answer, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.channels.base import Button, Capabilities, EventKind, InboundEvent, InboundFile, OutboundMessage
from bot.channels.splitting import visible_units
from bot.domain.conversation import ConversationState, Notice, Outcome, Prompt, state_from_json, state_to_json, step
from bot.domain.conversation.command_names import read_command
from bot.domain.conversation.events import (
    Chose,
    CommandGiven,
    ConversationEvent,
    DigestAction,
    DigestTapped,
    FileGiven,
    FileRefused,
    Typed,
    UnreadableMessage,
)
from bot.domain.conversation.prompts import FileTooLarge, OccurrenceList, Plain, Recorded, RecordedMany
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Person
from bot.messages.conversation.parts import choice_label
from bot.messages.conversation.prompts_text import chosen_line, prompts_text, rows
from bot.messages.digest.digest import BUTTONS
from bot.messages.people.linking_texts import stranger_text
from bot.messages.people.privacy_texts import PrivacyNotice
from bot.services.button_data import sign, verify
from bot.services.inbox.calendar_files import calendar_message
from bot.services.inbox.carry_out import Effects
from bot.services.inbox.desk_building import build_desk
from bot.services.inbox.unblocked import remind_again, shows_at_once
from bot.services.people import linking
from bot.services.people.visit import Visit
from bot.store.database import Database
from bot.store.people.records import Account
from bot.store.sending.records import Delivery
from bot.store.unit_of_work import UnitOfWork

_MEGABYTE = 1024 * 1024
#: Labels of the digest's buttons, as they are shown where they were tapped.
_DIGEST_LABELS = {action: label for row in BUTTONS for label, action in row}
#: A tap nobody offered: the machine takes it for an old button.
_UNKNOWN_TAP = Chose(-1, "")


@dataclass(frozen=True, slots=True)
class Received:
    """What came of one event."""

    #: Ids of the replies queued.
    replies: tuple[int, ...] = ()
    #: The account that this very event has linked to its chat.
    linked: Account | None = None
    #: The chat could not be written to before, and can be again.
    back: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """What is the same for every event of one office; made once."""

    database: Database
    #: What is in use at the moment it is asked.
    in_use: Callable[[], InUse]
    #: Aware, in Asia/Ho_Chi_Minh.
    now: Callable[[], datetime]
    #: Signs the buttons.
    secret: bytes
    notice: PrivacyNotice | None = None
    max_file_mb: int = 20
    #: By channel.
    capabilities: Mapping[str, Capabilities] = field(default_factory=dict)

    def receive(self, event: InboundEvent, content: bytes | None = None) -> Received:
        """Handle one event the intake has stored. Safe to repeat: the second time nothing happens.

        ``content``: the bytes of the event's file, None when it is larger than the cap or could not be had. Raises
        StoreError; then nothing has happened.
        """
        now = self.now()
        with self.database.transaction() as uow:
            if not uow.events.take(event.channel, event.external_id, now):
                return Received()
            tapped = verify(event.data, event.address, self.secret) if event.kind is EventKind.TAP else None
            handling = _Handling(self, uow, _with_known_command(event), self.in_use(), now, tapped)
            return handling.handle(content)


@dataclass(frozen=True, slots=True)
class _Handling:
    """One event, inside its transaction."""

    inbox: Inbox
    uow: UnitOfWork
    event: InboundEvent
    in_use: InUse
    now: datetime
    #: What stands behind the tapped button; None for any other event and for a button that is not this chat's.
    tapped: str | None

    def handle(self, content: bytes | None) -> Received:
        event, inbox = self.event, self.inbox
        account = self.uow.accounts.account_at(event.channel, event.address)
        who = linking.identify(
            Visit(self.uow, event, account, self.in_use.registry, self.now, inbox.secret, inbox.notice, self.tapped)
        )
        person = self._person(who.account)
        if who.back and person is not None and not shows_at_once(event, self.in_use, self.now):
            remind_again(self.uow, self.in_use, person, self.now)
        if who.answers is None:
            replies = self._converse(person, self._delivery(person), content)
        else:
            replies = self._queue(who.answers) + self._open_work_shown(person, who)
        return Received(tuple(replies), who.account if who.linked else None, who.back)

    def _queue(self, messages: Sequence[OutboundMessage]) -> list[int]:
        event = self.event
        return [
            self.uow.replies.queue(
                event.channel, event.address, replace(m, thread=event.thread), event.external_id, at=self.now
            )
            for m in messages
        ]

    def _open_work_shown(self, person: Person | None, who: linking.Identified) -> list[int]:
        """What waits for a person who has just agreed, or is back after a block."""
        if who.linked:
            # Whatever was said in this chat before is forgotten.
            self.uow.conversations.save(self.event.channel, self.event.address, None, self.now)
        elif not (who.back and person is not None and self._shows_what_waited(person)):
            return []
        return self._converse(person, None, None, CommandGiven("viec"))

    def _shows_what_waited(self, person: Person) -> bool:
        at_once = shows_at_once(self.event, self.in_use, self.now)
        return at_once and bool(build_desk(self.uow, self.in_use, person, self.now).occurrences)

    # The conversation

    def _converse(
        self,
        person: Person | None,
        delivery: Delivery | None,
        content: bytes | None,
        given: ConversationEvent | None = None,
    ) -> list[int]:
        """One step of the conversation and everything that follows from it; ``given`` in place of the event."""
        if person is None:
            return self._queue([OutboundMessage(stranger_text())])
        given = given or self._given(content, delivery)
        stored = self.uow.conversations.load(self.event.channel, self.event.address)
        state, lost = state_from_json(stored, self.now)
        told = (*(delivery.items.occurrences if delivery is not None else ()), *_spoken_of(state))
        desk = build_desk(self.uow, self.in_use, person, self.now, told=told)
        outcome = step(state, given, desk, self.now)
        if lost:
            outcome = replace(outcome, prompts=(Plain(Notice.STATE_LOST), *outcome.prompts))
        effects = Effects(self.uow, self.in_use.registry, desk, self.event.channel, self.now, self.inbox.secret)
        if outcome.effects:
            effects.carry_out(outcome.effects)
        self._save(state, outcome)
        given_now = {given.id} if isinstance(given, FileGiven) else set()
        dropped = (state.files | given_now) - outcome.state.files
        if dropped:
            self.uow.attachments.drop_unreported(dropped)
        return self._answer(given, delivery, stored, state, outcome, effects.receipt)

    def _person(self, account: Account | None) -> Person | None:
        """Whose chat it is. Somebody who was replaced does not become the successor: their desk is empty."""
        return self.in_use.registry.people.get(account.person) if account is not None else None

    def _delivery(self, person: Person | None) -> Delivery | None:
        """The reminder whose button was tapped, if it went to this person in this chat."""
        kind, _, rest = (self.tapped or "").partition(":")
        number = rest.partition(":")[0]
        if person is None or kind != "d" or not number.isdecimal():
            return None
        delivery = self.uow.deliveries.get(int(number))
        return delivery if delivery is not None and delivery.person == person.id else None

    def _given(self, content: bytes | None, delivery: Delivery | None) -> ConversationEvent:
        event = self.event
        match event.kind:
            case EventKind.TEXT:
                return Typed(event.text, numbered=not self.inbox.capabilities[event.channel].buttons)
            case EventKind.COMMAND:
                return CommandGiven(event.command, event.text)
            case EventKind.TAP:
                return self._tap(delivery)
            case EventKind.FILE if event.file is not None:
                return self._file(event.file, content)
        return UnreadableMessage()

    def _tap(self, delivery: Delivery | None) -> ConversationEvent:
        kind, _, rest = (self.tapped or "").partition(":")
        number, _, choice = rest.partition(":")
        if kind == "c" and number.isdecimal():
            return Chose(int(number), choice)
        if delivery is not None and choice in {a.value for a in DigestAction}:
            return DigestTapped(DigestAction(choice), delivery.items.occurrences)
        return _UNKNOWN_TAP

    def _file(self, file: InboundFile, content: bytes | None) -> ConversationEvent:
        limit = self.inbox.max_file_mb * _MEGABYTE
        if content is None or len(content) > limit:
            return FileRefused(file.name, too_large=max(file.size, len(content or b"")) > limit)
        kept = self.uow.attachments.add(file.name, file.mime, content, self.now)
        return FileGiven(kept.id, kept.name, self.event.text)

    def _save(self, before: ConversationState, outcome: Outcome) -> None:
        if outcome.state == before:
            return
        data: dict[str, Any] = {**state_to_json(outcome.state), "labels": _labels_of(outcome)}
        self.uow.conversations.save(self.event.channel, self.event.address, data, self.now)

    def _answer(
        self,
        given: ConversationEvent,
        delivery: Delivery | None,
        stored: dict[str, Any] | None,
        before: ConversationState,
        outcome: Outcome,
        receipt: str | None,
    ) -> list[int]:
        """Queue what is to be said; the message that was tapped loses its buttons first."""
        edits, chosen, first = None, None, []
        if isinstance(given, Chose) and outcome.state != before:
            edits, chosen = self.event.message_id, _label(stored, before, given.choice)
        elif isinstance(given, DigestTapped) and delivery is not None and given.action is not DigestAction.VIEW:
            label, longest = _DIGEST_LABELS[given.action], self.inbox.capabilities[self.event.channel].max_text
            first = _digest_answered(delivery, self.event.message_id, label, longest)
        reply = _ReplyContext(outcome, self.event.address, self.inbox, self.now, receipt)
        return self._queue([*first, *_replies(reply, edits=edits, chosen=chosen)])


def _with_known_command(event: InboundEvent) -> InboundEvent:
    """However the command was spelt."""
    if event.kind is not EventKind.COMMAND:
        return event
    command, words = read_command(event.command, event.text)
    return replace(event, command=command, text=words)


def _spoken_of(state: ConversationState) -> tuple[str, ...]:
    """Keys of the occurrences the conversation is about."""
    draft = (state.draft.occurrence,) if state.draft is not None else ()
    return (*draft, *state.form.keys, *state.form.chosen, *state.form.pending_keys, *(k for k, _ in state.form.pairs))


def _label(stored: dict[str, Any] | None, before: ConversationState, choice: str) -> str | None:
    """What stood on the button, as it was shown."""
    labels = (stored or {}).get("labels", [])
    if choice not in before.offered or len(labels) != len(before.offered):
        return None
    return str(labels[before.offered.index(choice)])


# What is said, as messages with signed buttons


@dataclass(frozen=True, slots=True)
class _ReplyContext:
    """What one step said, and what its messages need."""

    outcome: Outcome
    address: str
    inbox: Inbox
    now: datetime
    receipt: str | None


def _replies(reply: _ReplyContext, *, edits: str | None, chosen: str | None) -> list[OutboundMessage]:
    """One message with everything said and the buttons of the last prompt; files follow.

    ``edits``: the tapped message it takes the place of; ``chosen``: the label that was tapped.
    """
    prompts = [_completed(p, reply) for p in reply.outcome.prompts]
    if not prompts:
        return []
    buttons = tuple(
        tuple(Button(choice_label(c), _data(c.id, reply)) for c in row) for row in rows(prompts[-1].choices)
    )
    message = OutboundMessage(prompts_text(prompts, chosen=chosen), buttons, edits=edits)
    dates = (p.occurrences for p in prompts if isinstance(p, OccurrenceList) and p.kind is Notice.CALENDAR)
    return [message, *(calendar_message(listed, reply.now) for listed in dates if listed)]


def _labels_of(outcome: Outcome) -> list[str]:
    return [choice_label(c) for c in outcome.prompts[-1].choices] if outcome.prompts else []


def _digest_answered(delivery: Delivery, message_id: str | None, label: str, longest: int) -> list[OutboundMessage]:
    """The reminder itself, its buttons gone and, where it fits, what was tapped shown instead.

    ``longest``: UTF-16 units in one message of the channel.
    """
    text = delivery.message.text
    if message_id is None or not text:
        return []
    told = f"{text}\n\n{chosen_line(label)}"
    return [OutboundMessage(told if visible_units(told) <= longest else text, edits=message_id)]


def _completed(prompt: Prompt, reply: _ReplyContext) -> Prompt:
    """The prompt with what only the inbox knows."""
    if isinstance(prompt, Recorded | RecordedMany):
        return replace(prompt, receipt=reply.receipt)
    return replace(prompt, max_mb=reply.inbox.max_file_mb) if isinstance(prompt, FileTooLarge) else prompt


def _data(choice: str, reply: _ReplyContext) -> str:
    return sign(f"c:{reply.outcome.state.turn}:{choice}", reply.address, reply.inbox.secret)
