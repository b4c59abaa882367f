"""Telegram updates as ``InboundEvent``: what is not for us, or not known, is None."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update

from bot.channels.base import EventKind, InboundEvent, InboundFile

#: What we ask Telegram for; anything else is never delivered to us.
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")

_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:\s+(.*))?\s*", re.ASCII | re.DOTALL)
_GONE = (ChatMember.BANNED, ChatMember.LEFT)
#: Sent, but nothing we can read: answered kindly.
_OTHER = ("sticker", "voice", "video_note", "location", "venue", "poll", "dice", "animation", "story")


@dataclass(frozen=True, slots=True)
class Normaliser:
    """Turns updates into events; ``moment`` dates an event, given Telegram's own date where it has one."""

    channel: str
    moment: Callable[[datetime | None], datetime]
    #: The bot's own name without ``@``; commands for other bots in a group are ignored. Empty = not known yet.
    username: str = ""

    def event(self, update: Update) -> InboundEvent | None:
        """The event, or None for an update that is not for us."""
        if update.message is not None:
            return self._message(str(update.update_id), update.message)
        if update.callback_query is not None:
            return self._tap(str(update.update_id), update.callback_query)
        if update.my_chat_member is not None:
            return self._membership(str(update.update_id), update.my_chat_member)
        return None

    def _message(self, external_id: str, message: Message) -> InboundEvent | None:
        content = self._content(message)
        if content is None:
            return None
        return InboundEvent(
            channel=self.channel,
            external_id=external_id,
            address=str(message.chat.id),
            kind=content.kind,
            at=self.moment(message.date),
            text=content.text,
            command=content.command,
            message_id=str(message.message_id),
            file=content.file,
            group=_is_group(message.chat),
            own_contact=content.own_contact,
            extra=content.extra,
        )

    def _content(self, message: Message) -> _Content | None:
        if message.migrate_to_chat_id is not None:
            return _Content(EventKind.MIGRATED, str(message.migrate_to_chat_id))
        if message.text is not None:
            return self._text(message.text)
        if message.contact is not None:
            sender = message.from_user
            own = sender is not None and message.contact.user_id == sender.id
            return _Content(EventKind.CONTACT, message.contact.phone_number, own_contact=own)
        file = _file(message)
        if file is not None:
            return _Content(EventKind.FILE, message.caption or "", file=file)
        what = next((name for name in _OTHER if getattr(message, name, None) is not None), None)
        return _Content(EventKind.OTHER, extra={"what": what}) if what else None

    def _text(self, text: str) -> _Content | None:
        match = _COMMAND.fullmatch(text)
        if match is None:
            return _Content(EventKind.TEXT, text)
        command, bot, words = match.groups()
        if bot and self.username and bot.casefold() != self.username.casefold():
            return None
        return _Content(EventKind.COMMAND, (words or "").strip(), command=command.lower())

    def _tap(self, external_id: str, query: CallbackQuery) -> InboundEvent | None:
        if query.message is None or query.data is None:
            return None
        return InboundEvent(
            channel=self.channel,
            external_id=external_id,
            address=str(query.message.chat.id),
            kind=EventKind.TAP,
            at=self.moment(None),
            data=query.data,
            message_id=str(query.message.message_id),
            tap_id=query.id,
            group=_is_group(query.message.chat),
        )

    def _membership(self, external_id: str, change: ChatMemberUpdated) -> InboundEvent | None:
        kind = _membership_kind(change)
        if kind is None:
            return None
        return InboundEvent(
            channel=self.channel,
            external_id=external_id,
            address=str(change.chat.id),
            kind=kind,
            at=self.moment(change.date),
            group=_is_group(change.chat),
            extra={"what": "added"} if kind is EventKind.OTHER else {},
        )


@dataclass(frozen=True, slots=True)
class _Content:
    kind: EventKind
    text: str = ""
    command: str = ""
    file: InboundFile | None = None
    own_contact: bool = False
    extra: dict[str, str] = field(default_factory=dict)


def _membership_kind(change: ChatMemberUpdated) -> EventKind | None:
    """Blocked, let in again, or (in a group) added; a first start in private is told by its /start."""
    was_out = change.old_chat_member.status in _GONE
    is_out = change.new_chat_member.status in _GONE
    if is_out:
        return EventKind.BLOCKED
    if not was_out:
        return None
    return EventKind.OTHER if _is_group(change.chat) else EventKind.UNBLOCKED


def _is_group(chat: Chat) -> bool:
    return chat.type != Chat.PRIVATE


def _file(message: Message) -> InboundFile | None:
    if message.photo:
        largest = message.photo[-1]
        name = f"anh-{message.message_id}.jpg"
        return InboundFile(largest.file_id, name, "image/jpeg", largest.file_size or 0)
    if message.animation is not None:
        # Telegram repeats an animation as a document; it is no evidence of anything.
        return None
    sent = message.document or message.video or message.audio
    if sent is None:
        return None
    name = sent.file_name or f"tep-{message.message_id}"
    return InboundFile(sent.file_id, name, sent.mime_type or "application/octet-stream", sent.file_size or 0)
