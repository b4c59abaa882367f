"""Chats, messages, files and button presses as the fake server keeps them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api_errors import bad_request, blocked_by_user, forbidden
from tests.fakes.bot_api_html import Entity

Json = dict[str, Any]


@dataclass(slots=True)
class StoredFile:
    """A file on the server. `size` may be larger than `data`, to play a big file without its bytes."""

    file_id: str
    kind: str
    name: str
    mime: str
    data: bytes
    size: int

    @property
    def unique_id(self) -> str:
        return f"u{self.file_id}"

    @property
    def path(self) -> str:
        return f"{self.kind}s/{self.file_id}/{self.name}"

    def as_api(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


@dataclass(slots=True)
class Content:
    """What a message shows: text or an attachment with a caption, and buttons."""

    text: str | None = None
    caption: str | None = None
    entities: list[Entity] = field(default_factory=list)
    markup: Json | None = None
    attachment: Json = field(default_factory=dict)  # {"document": {...}}, {"contact": {...}}, service fields …

    @property
    def inline(self) -> Json | None:
        return self.markup if self.markup and "inline_keyboard" in self.markup else None

    @property
    def buttons(self) -> list[list[Json]]:
        rows: list[list[Json]] = self.inline["inline_keyboard"] if self.inline else []
        return rows


@dataclass(slots=True)
class Message:
    """One message of a chat. `rev` grows with every message sent or edited anywhere on the server."""

    chat: Chat
    message_id: int
    sender: Json
    content: Content
    rev: int
    reply_to: int | None = None
    date: int = field(default_factory=lambda: int(time.time()))
    edit_date: int | None = None

    @property
    def from_bot(self) -> bool:
        return bool(self.sender["is_bot"])

    def as_api(self) -> Json:
        """The Message object of the Bot API."""
        content = self.content
        api: Json = {"message_id": self.message_id, "date": self.date, "chat": self.chat.as_api(), "from": self.sender}
        if content.text is not None:
            api["text"] = content.text
        elif content.caption is not None:
            api["caption"] = content.caption
        if content.entities:
            api["entities" if content.text is not None else "caption_entities"] = content.entities
        if content.inline:
            api["reply_markup"] = content.inline
        if self.edit_date:
            api["edit_date"] = self.edit_date
        api.update(content.attachment)
        replied = self.chat.messages.get(self.reply_to) if self.reply_to else None
        if replied:
            api["reply_to_message"] = {k: v for k, v in replied.as_api().items() if k != "reply_to_message"}
        return api

    def view(self) -> Json:
        """The message as the person sees it, for tests."""
        content = self.content
        return {
            "message_id": self.message_id, "from": "bot" if self.from_bot else self.sender["id"], "date": self.date,
            "text": content.text if content.text is not None else content.caption, "entities": content.entities,
            "buttons": [[_shown_button(b) for b in row] for row in content.buttons],
            "keyboard": content.markup if content.markup and not content.inline else None,
            "edited": self.edit_date is not None, "reply_to": self.reply_to, "rev": self.rev, **content.attachment,
        }  # fmt: skip


def _shown_button(button: Json) -> Json:
    return {"data" if key == "callback_data" else key: value for key, value in button.items()}


@dataclass(slots=True)
class Chat:
    """A private chat that its user started, or a group. Reachability is checked with `refuse_if_unreachable`."""

    chat_id: int
    kind: str = "private"
    title: str = ""
    user: Json = field(default_factory=dict)
    blocked: bool = False
    deactivated: bool = False
    kicked: bool = False
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)
    last_id: int = 0
    keyboard: Json | None = None  # the reply keyboard under the input line
    toasts: list[Json] = field(default_factory=list)  # answers to button presses

    @property
    def is_group(self) -> bool:
        return self.kind != "private"

    def as_api(self) -> Json:
        if self.is_group:
            return {"id": self.chat_id, "type": self.kind, "title": self.title}
        names: Json = {k: self.user[k] for k in ("first_name", "last_name", "username") if k in self.user}
        return {"id": self.chat_id, "type": "private", **names}

    def refuse_if_unreachable(self) -> None:
        """Raises the ApiError Telegram gives when the bot may not write here."""
        if self.migrated_to:
            error = bad_request("group chat was upgraded to a supergroup chat")
            error.parameters["migrate_to_chat_id"] = self.migrated_to
            raise error
        if self.blocked:
            raise blocked_by_user()
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.kicked:
            raise forbidden(f"bot was kicked from the {'group' if self.kind == 'group' else 'supergroup'} chat")

    def view(self) -> Json:
        return {
            "chat": self.as_api(), "messages": [m.view() for m in self.messages.values()], "deleted": self.deleted,
            "keyboard": self.keyboard, "toasts": self.toasts, "blocked": self.blocked, "migrated_to": self.migrated_to,
        }  # fmt: skip


@dataclass(slots=True)
class CallbackQuery:
    """A pressed button waiting for its answer; `pressed` in seconds of the monotonic clock."""

    query_id: str
    message: Message
    pressed: float
    answered: bool = False
