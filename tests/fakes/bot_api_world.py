"""The whole state of the fake server, and what people do in it (type, tap, share, upload, block)."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api_calls import CallLog, Watch
from tests.fakes.bot_api_chats import CallbackQuery, Chat, Content, Message, StoredFile
from tests.fakes.bot_api_errors import ApiError, bad_request, chat_not_found, forbidden
from tests.fakes.bot_api_faults import FaultBook
from tests.fakes.bot_api_html import Entity, utf16_len
from tests.fakes.bot_api_limits import RateLimits
from tests.fakes.bot_api_updates import Updates

Json = dict[str, Any]
TOKEN = "123456789:TEST-bot-token-of-the-fake-server-00"
_COMMAND = re.compile(r"(?:(?<=\s)|^)/\w{1,64}(?:@\w+)?")
_STALE = bad_request("query is too old and response timeout expired or query ID is invalid")
# Seconds. Telegram gives a quarter of a minute; a busy machine may need it all, so tests of a stale press say when.
PRESS_LIFE = 3600.0


def bot_user(token: str) -> Json:
    return {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Đôn Đốc", "username": "dondoc_test_bot"}


@dataclass(slots=True)
class World:
    """Everything the server knows. `query_seconds` is the time in which a button press must be answered,
    `latency` the seconds every call waits first; `limits_on` is what a reset goes back to."""

    token: str = TOKEN
    limits_on: bool = True
    query_seconds: float = PRESS_LIFE
    latency: float = 0.0
    updates: Updates = field(default_factory=Updates)
    log: CallLog = field(default_factory=CallLog)
    faults: FaultBook = field(default_factory=FaultBook)
    users: dict[int, Json] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    queries: dict[str, CallbackQuery] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profile: dict[str, str] = field(default_factory=dict)
    changes: Watch[Message] = field(default_factory=Watch)
    rev: int = 0
    serial: int = 0
    bot: Json = field(init=False)
    limits: RateLimits = field(init=False)

    def __post_init__(self) -> None:
        self.bot = bot_user(self.token)
        self.limits = RateLimits(on=self.limits_on)

    # --- what the bot may see and do -------------------------------------------------------------------------

    def chat(self, raw: object) -> Chat:
        """The chat the bot may write to; raises the ApiError Telegram would give."""
        if raw is None or raw == "":
            raise bad_request("chat_id is empty")
        try:
            chat_id = int(str(raw))
        except ValueError:
            raise chat_not_found() from None
        chat = self.chats.get(chat_id)
        if chat is None:
            if chat_id in self.users:
                raise forbidden("bot can't initiate conversation with a user")
            raise chat_not_found()
        chat.refuse_if_unreachable()
        return chat

    def post(self, chat: Chat, sender: Json, content: Content, reply_to: int | None = None) -> Message:
        """Put a message into the chat and wake whoever waits for it."""
        self.rev += 1
        chat.last_id += 1
        message = Message(chat, chat.last_id, sender, content, self.rev, reply_to)
        chat.messages[message.message_id] = message
        self._take_keyboard(chat, content.markup)
        self.changes.offer(message)
        return message

    @staticmethod
    def _take_keyboard(chat: Chat, markup: Json | None) -> None:
        if markup and "keyboard" in markup:
            chat.keyboard = markup
        elif markup and markup.get("remove_keyboard"):
            chat.keyboard = None

    def edit(self, message: Message, content: Content) -> None:
        self.rev += 1
        message.content, message.rev, message.edit_date = content, self.rev, int(time.time())
        self.changes.offer(message)

    def store(self, kind: str, name: str, mime: str, data: bytes, size: int | None = None) -> StoredFile:
        self.serial += 1
        size = len(data) if size is None else size
        stored = StoredFile(f"{kind[:3].upper()}{self.serial:06d}", kind, name, mime, data, size)
        self.files[stored.file_id] = stored
        return stored

    def query(self, query_id: str) -> CallbackQuery:
        """The unanswered button press; raises ApiError 400 when it is unknown, answered or too old."""
        query = self.queries.get(query_id)
        if query is None or query.answered or time.monotonic() - query.pressed > self.query_seconds:
            raise ApiError(_STALE.code, _STALE.description)
        return query

    # --- what people do --------------------------------------------------------------------------------------

    def meet(self, user: int | Json) -> Json:
        """The user by id or by (partial) User object; later details replace earlier ones."""
        given = {"id": user} if isinstance(user, int) else user
        known = self.users.setdefault(given["id"], {"id": given["id"], "is_bot": False, "first_name": "Người dùng"})
        known.update(given)
        known.setdefault("language_code", "vi")
        return known

    def private_chat(self, user_id: int) -> Chat:
        """The user's chat with the bot; writing in it is what starts it."""
        if user_id not in self.chats:
            self.chats[user_id] = Chat(user_id, user=self.meet(user_id))
        return self.chats[user_id]

    def says(self, chat: Chat, user: Json, content: Content, reply_to: int | None = None) -> tuple[Message, int | None]:
        """A message from a person; the update id, or None when the bot does not get it (group privacy, unwanted)."""
        if chat.blocked or chat.kicked or chat.migrated_to:
            raise ValueError(f"chat {chat.chat_id}: nobody can write to the bot here now")
        if content.text is not None:
            content.entities = _commands(content.text)
        message = self.post(chat, user, content, reply_to)
        heard = not chat.is_group or self._heard_in_group(message)
        return message, self.updates.push("message", message.as_api()) if heard else None

    def _heard_in_group(self, message: Message) -> bool:
        # Privacy mode, Telegram's default: in groups a bot gets commands, mentions, replies to it and service messages.
        if message.content.text is None:
            return True
        replied = message.chat.messages.get(message.reply_to or 0)
        text = message.content.text
        return text.startswith("/") or f"@{self.bot['username']}" in text or bool(replied and replied.from_bot)

    def taps(self, message: Message, data: str, user: Json) -> tuple[CallbackQuery, int | None]:
        """Press a button; `data` is not checked, an old client can send what is no longer shown."""
        self.serial += 1
        query = CallbackQuery(f"{self.serial:018d}", message, time.monotonic())
        self.queries[query.query_id] = query
        payload = {"id": query.query_id, "from": user, "message": message.as_api(), "data": data,
                   "chat_instance": str(message.chat.chat_id)}  # fmt: skip
        return query, self.updates.push("callback_query", payload)

    def membership(self, chat: Chat, user: Json, before: str, after: str) -> int | None:
        """Tell the bot that its own membership changed (added, kicked, blocked, unblocked)."""

        def member(status: str) -> Json:
            return {"user": self.bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})

        return self.updates.push("my_chat_member", {
            "chat": chat.as_api(), "from": user, "date": int(time.time()),
            "old_chat_member": member(before), "new_chat_member": member(after),
        })  # fmt: skip

    def migrate(self, chat: Chat, new_id: int) -> Chat:
        """Turn the group into a supergroup with a new id, with the two service messages Telegram sends."""
        chat.migrated_to = new_id
        new = self.chats[new_id] = Chat(new_id, kind="supergroup", title=chat.title)
        for where, what in ((chat, {"migrate_to_chat_id": new_id}), (new, {"migrate_from_chat_id": chat.chat_id})):
            message = self.post(where, self.bot, Content(attachment=what))
            self.updates.push("message", message.as_api())
        return new

    def reset(self) -> None:
        """Back to an empty server; update ids and revisions go on counting."""
        self.updates.set_webhook(None)
        self.updates.clear()
        self.updates.allowed = None
        for store in (self.users, self.chats, self.files, self.queries, self.commands, self.profile):
            store.clear()
        self.log.calls.clear()
        self.faults.faults.clear()
        self.faults.release()
        self.limits = RateLimits(on=self.limits_on)
        self.latency, self.query_seconds = 0.0, PRESS_LIFE


def _commands(text: str) -> list[Entity]:
    return [
        {"type": "bot_command", "offset": utf16_len(text[: found.start()]), "length": len(found[0])}
        for found in _COMMAND.finditer(text)
    ]
