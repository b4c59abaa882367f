"""Telegram updates as ``InboundEvent``: what is not for us is None, what cannot be read an ``OddUpdate``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from telegram import Bot, CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update

from bot.channels.base import RAW_KEPT, EventKind, Inbound, InboundEvent, InboundFile, OddUpdate
from bot.channels.telegram.client import update_id

#: What we ask Telegram for; anything else is never delivered to us.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

_COMMAND = re.compile(r"/([^\s@/]{1,64})(?:@(\w{1,64}))?(?:\s+(.*))?", re.DOTALL)
_GONE = (ChatMember.BANNED, ChatMember.LEFT)
#: Sent, but nothing we can read: answered kindly.
_OTHER = ("sticker", "voice", "video_note", "location", "venue", "poll", "dice", "animation", "story")
#: What Telegram itself writes into a chat about the chat; nobody awaits an answer to it.
_ABOUT_THE_CHAT = (
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "channel_chat_created", "message_auto_delete_timer_changed",
    "migrate_from_chat_id", "pinned_message", "write_access_allowed", "proximity_alert_triggered", "boost_added",
    "chat_background_set", "connected_website", "forum_topic_created", "forum_topic_edited", "forum_topic_closed",
    "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "video_chat_scheduled",
    "video_chat_started", "video_chat_ended", "video_chat_participants_invited", "giveaway_created",
    "giveaway_completed", "users_shared", "chat_shared",
)  # fmt: skip
_NUMBER = re.compile(r"-?\d{1,20}")


@dataclass(frozen=True, slots=True)
class Normaliser:
    """Turns updates into events; ``moment`` dates an event, given Telegram's own date where it has one."""

    channel: str
    moment: Callable[[datetime | None], datetime]
    bot: Bot
    #: The bot's own name without ``@``; commands for other bots in a group are ignored. Empty = not known yet.
    username: str = ""

    def read(self, raw: object) -> Inbound | None:
        """The event in an update as it came; None when it is not for us. Raises nothing, whatever came."""
        try:
            if not isinstance(raw, dict):
                raise TypeError("an update is an object")
            update = Update.de_json(raw, self.bot)
            if update_id(raw) is None:
                raise ValueError("no update_id")
            event = self.event(update)
            return None if event is None else _checked(event)
        except Exception as error:
            return self.set_aside(raw, type(error).__name__)

    def set_aside(self, raw: object, reason: str) -> OddUpdate:
        """What came, as far as it is kept. Without a number of its own it is known by its content."""
        try:
            kept = json.dumps(raw, ensure_ascii=True, default=str)
        except (ValueError, RecursionError):
            kept = ascii(type(raw))
        number = update_id(raw)
        name = f"odd-{sha256(kept.encode()).hexdigest()[:24]}" if number is None else str(number)
        return OddUpdate(self.channel, name, reason, kept[:RAW_KEPT])

    def event(self, update: Update) -> InboundEvent | None:
        """The event, or None for an update that is not for us. Trips over updates of another form than Telegram's."""
        number = str(update.update_id)
        if update.message is not None:
            return self._message(number, update.message, self._content(update.message))
        if update.edited_message is not None:
            return self._message(number, update.edited_message, self._edited(update.edited_message))
        if update.callback_query is not None:
            return self._tap(number, update.callback_query)
        if update.my_chat_member is not None:
            return self._membership(number, update.my_chat_member)
        return None

    def _message(self, external_id: str, message: Message, content: _Content | None) -> InboundEvent | None:
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
            thread=_thread(message),
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
        return self._other(message)

    def _other(self, message: Message) -> _Content | None:
        """Something we cannot read; in private also what this library does not know yet."""
        what = next((name for name in _OTHER if getattr(message, name, None) is not None), None)
        unknown = not _is_group(message.chat) and not any(getattr(message, name, None) for name in _ABOUT_THE_CHAT)
        if what is None and not unknown:
            return None
        return _Content(EventKind.OTHER, extra={"what": what or "unknown"})

    def _edited(self, message: Message) -> _Content | None:
        """An edited text counts as typed anew; of anything else the words under it, if there are any.

        Telegram also "edits" a live location as it moves.
        """
        words = message.text if message.text is not None else message.caption
        return self._text(words) if words is not None else None

    def _text(self, text: str) -> _Content | None:
        match = _COMMAND.fullmatch(text.rstrip())
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
            thread=_thread(query.message) if isinstance(query.message, Message) else None,
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


def _thread(message: Message) -> str | None:
    """The forum topic it stands in; a mere reply has a thread too, to which nothing can be sent."""
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else None


def _checked(event: InboundEvent) -> InboundEvent:
    """The event; raises where a part is not what Telegram says it is. What is no text in it, the inbox takes out."""
    ids = (event.address, event.message_id or "0", event.thread or "0")
    if not all(_NUMBER.fullmatch(number) for number in ids):
        raise ValueError("an id that is no number")
    texts: list[object] = [event.text, event.command, event.data, event.tap_id or ""]
    if event.file is not None:
        if not isinstance(event.file.size, int) or not event.file.ref:
            raise TypeError("a file without its size or id")
        texts += [event.file.name, event.file.mime]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a text that is none")
    return event


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
