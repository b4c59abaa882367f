"""One thing a person did: from the stored event to the queued answer, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.channels.base import Button, Capabilities, EventKind, InboundEvent, OutboundFile, OutboundMessage
from bot.channels.splitting import visible_units
from bot.domain.conversation import ConversationState, Notice, Outcome, Prompt, state_from_json, state_to_json, step
from bot.domain.conversation.command_names import read_command
from bot.domain.conversation.desk import DeskOccurrence
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
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.domain.schedule.sending_time import may_send
from bot.messages.conversation.lists import CALENDAR_FILE, CALENDAR_NAME, calendar_entry
from bot.messages.conversation.parts import choice_label
from bot.messages.conversation.prompts_text import chosen_line, prompts_text, rows
from bot.messages.digest.digest import BUTTONS
from bot.messages.people.linking_texts import stranger_text
from bot.messages.people.privacy_texts import PrivacyNotice
from bot.outputs.ics import MIME, DayEvent, calendar_file
from bot.services.button_data import sign, verify
from bot.services.inbox.arrival import fit_to_store
from bot.services.inbox.carry_out import Effects
from bot.services.inbox.desk_building import build_desk
from bot.services.people import linking
from bot.store.database import Database
from bot.store.people.records import Account
from bot.store.schedule.records import StoredReminder
from bot.store.sending.records import Delivery
from bot.store.unit_of_work import UnitOfWork

_MEGABYTE = 1024 * 1024
#: Labels of the digest's buttons, as they are shown where they were tapped.
_DIGEST_LABELS = {action: label for row in BUTTONS for label, action in row}
#: A tap nobody offered: the machine takes it for an old button.
_UNKNOWN_TAP = Chose(-1, "")


def receive(
    database: Database,
    event: InboundEvent,
    *,
    in_use: InUse,
    now: datetime,
    secret: bytes,
    capabilities: Capabilities,
    content: bytes | None = None,
    notice: PrivacyNotice | None = None,
    max_file_mb: int = 20,
) -> list[int]:
    """Handle one event; returns the ids of the replies queued. Safe to repeat: the second time nothing happens.

    ``now`` is aware, in Asia/Ho_Chi_Minh. ``content``: the bytes of the event's file, None when it is larger than the
    cap or could not be had. ``capabilities``: the channel's. Raises StoreError; then nothing has happened.
    """
    event = _with_known_command(event)
    with database.transaction() as uow:
        event = fit_to_store(uow, event)
        uow.events.add(event)
        if not uow.events.take(event.channel, event.external_id, now):
            return []
        account = uow.accounts.account_at(event.channel, event.address)
        own = linking.handle(uow, event, account, in_use.registry, now, secret=secret, notice=notice)
        desk = _Inbox(uow, event, in_use, now, secret, max_file_mb, capabilities)
        back = account if linking.is_back(uow, event, account) else None
        if back is not None and not desk.shows_at_once():
            desk.remind_again(back)
        if own is None:
            return desk.converse(account, content)
        ids = desk.queue(own)
        if linking.newly_linked(uow, event, account):
            ids += desk.show_open_work()
        elif back is not None and desk.shows_at_once() and desk.has_open_work(back):
            ids += desk.converse(back, None, "viec")
        return ids


@dataclass(frozen=True, slots=True)
class _Inbox:
    """What the handling of one event needs."""

    uow: UnitOfWork
    event: InboundEvent
    in_use: InUse
    now: datetime
    secret: bytes
    max_file_mb: int
    capabilities: Capabilities

    def queue(self, messages: Sequence[OutboundMessage]) -> list[int]:
        """Store the answers in order."""
        event = self.event
        return [
            self.uow.replies.queue(
                event.channel, event.address, replace(m, thread=event.thread), event.external_id, at=self.now
            )
            for m in messages
        ]

    def show_open_work(self) -> list[int]:
        """What waits for a person who has just agreed; whatever was said in this chat before is forgotten."""
        self.uow.conversations.save(self.event.channel, self.event.address, None, self.now)
        return self.converse(self.uow.accounts.account_at(self.event.channel, self.event.address), None, "viec")

    def shows_at_once(self) -> bool:
        """Whether somebody who is back is shown what is open now: they ask for it, or it is working time."""
        if self.event.kind is EventKind.COMMAND:
            return self.event.command == "start"
        working = may_send(self.now, self.in_use)
        return self.event.kind is EventKind.UNBLOCKED and working

    def has_open_work(self, account: Account) -> bool:
        """Whether anything waits for an answer."""
        return bool(self._open_work(account))

    def remind_again(self, account: Account) -> None:
        """What could not be told while the chat was blocked becomes due, for the dispatcher to look at."""
        keys = [o.key for o in self._open_work(account)]
        found = (r for rows in self.uow.reminders.of_occurrences(keys).values() for r in rows)
        untold = [r.id for r in found if r.recipient == account.person and _was_unreachable(r)]
        self.uow.reminders.postpone(untold, self.now, Reason.RETRY)

    def _open_work(self, account: Account) -> Sequence[DeskOccurrence]:
        person = self._person(account)
        if person is None:
            return ()
        return build_desk(self.uow, self.in_use, person, self.now).occurrences

    def converse(self, account: Account | None, content: bytes | None, command: str | None = None) -> list[int]:
        """One step of the conversation and everything that follows from it."""
        person = self._person(account)
        if person is None:
            return self.queue([OutboundMessage(stranger_text())])
        delivery = self._delivery(person)
        given = CommandGiven(command) if command else self._event(content, delivery)
        stored = self.uow.conversations.load(self.event.channel, self.event.address)
        state, lost = state_from_json(stored, self.now)
        told = (*(delivery.items.occurrences if delivery is not None else ()), *_spoken_of(state))
        desk = build_desk(self.uow, self.in_use, person, self.now, told=told)
        outcome = step(state, given, desk, self.now)
        if lost:
            outcome = replace(outcome, prompts=(Plain(Notice.STATE_LOST), *outcome.prompts))
        effects = Effects(self.uow, self.in_use.registry, desk, self.event.channel, self.now, self.secret)
        if outcome.effects:
            effects.carry_out(outcome.effects)
        self._save(state, outcome)
        given_now = {given.id} if isinstance(given, FileGiven) else set()
        self.uow.attachments.drop_unreported((state.files | given_now) - outcome.state.files)
        return self._answer(given, delivery, stored, state, outcome, effects.receipt)

    def _person(self, account: Account | None) -> Person | None:
        """Whose chat it is. Somebody who was replaced does not become the successor: their desk is empty."""
        return self.in_use.registry.people.get(account.person) if account is not None else None

    def _delivery(self, person: Person) -> Delivery | None:
        """The reminder whose button was tapped, if it went to this person in this chat."""
        payload = verify(self.event.data, self.event.address, self.secret) if self.event.data else None
        kind, _, rest = (payload or "").partition(":")
        number = rest.partition(":")[0]
        if self.event.kind is not EventKind.TAP or kind != "d" or not number.isdecimal():
            return None
        delivery = self.uow.deliveries.get(int(number))
        return delivery if delivery is not None and delivery.person == person.id else None

    def _event(self, content: bytes | None, delivery: Delivery | None) -> ConversationEvent:
        event = self.event
        match event.kind:
            case EventKind.TEXT:
                return Typed(event.text, numbered=not self.capabilities.buttons)
            case EventKind.COMMAND:
                return CommandGiven(event.command, event.text)
            case EventKind.TAP:
                return self._tap(delivery)
            case EventKind.FILE if event.file is not None:
                return self._file(content)
        return UnreadableMessage()

    def _tap(self, delivery: Delivery | None) -> ConversationEvent:
        payload = verify(self.event.data, self.event.address, self.secret) or ""
        kind, _, rest = payload.partition(":")
        number, _, choice = rest.partition(":")
        if kind == "c" and number.isdecimal():
            return Chose(int(number), choice)
        if delivery is not None and choice in {a.value for a in DigestAction}:
            return DigestTapped(DigestAction(choice), delivery.items.occurrences)
        return _UNKNOWN_TAP

    def _file(self, content: bytes | None) -> ConversationEvent:
        file = self.event.file
        if file is None:
            return UnreadableMessage()
        limit = self.max_file_mb * _MEGABYTE
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
            label, longest = _DIGEST_LABELS[given.action], self.capabilities.max_text
            first = _digest_answered(delivery, self.event.message_id, label, longest)
        reply = _ReplyContext(outcome, self.event.address, self.secret, self.now, receipt, self.max_file_mb)
        return self.queue([*first, *_replies(reply, edits=edits, chosen=chosen)])


def _was_unreachable(reminder: StoredReminder) -> bool:
    return reminder.state is ReminderState.FAILED and reminder.reason is Reason.UNREACHABLE


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
    secret: bytes
    now: datetime
    receipt: str | None
    max_file_mb: int


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
    return [message, *(_calendar(o, reply.now) for o in _dates(prompts))]


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
    return replace(prompt, max_mb=reply.max_file_mb) if isinstance(prompt, FileTooLarge) else prompt


def _data(choice: str, reply: _ReplyContext) -> str:
    return sign(f"c:{reply.outcome.state.turn}:{choice}", reply.address, reply.secret)


def _dates(prompts: Sequence[Prompt]) -> Iterator[tuple[DeskOccurrence, ...]]:
    """What goes into calendar files."""
    for prompt in prompts:
        if isinstance(prompt, OccurrenceList) and prompt.kind is Notice.CALENDAR and prompt.occurrences:
            yield prompt.occurrences


def _calendar(occurrences: Sequence[DeskOccurrence], now: datetime) -> OutboundMessage:
    events = [_event(o) for o in occurrences]
    content = calendar_file(CALENDAR_NAME, events, now=now)
    return OutboundMessage(CALENDAR_FILE, file=OutboundFile("lich-bao-cao.ics", MIME, content))


def _event(occurrence: DeskOccurrence) -> DayEvent:
    """On the day to hand in; the date on paper stands in the description."""
    held = occurrence.occurrence
    return DayEvent(f"{held.key}@dondoc", held.target, *calendar_entry(occurrence), sequence=occurrence.version - 1)
