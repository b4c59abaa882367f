"""Messages as JSON text."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any

from bot.channels.base import Button, OutboundFile, OutboundMessage
from bot.store.compact_json import compact


def message_to_json(message: OutboundMessage) -> str:
    """Compact; fields at their default are left out."""
    data: dict[str, Any] = {"text": message.text}
    if message.buttons:
        data["buttons"] = [[[b.label, b.data] for b in row] for row in message.buttons]
    if message.file is not None:
        content = b64encode(message.file.content).decode("ascii")
        data["file"] = {"name": message.file.name, "mime": message.file.mime, "content": content}
    if message.edits is not None:
        data["edits"] = message.edits
    if message.asks_contact:
        data["asks_contact"] = True
    if message.quiet:
        data["quiet"] = True
    if message.thread is not None:
        data["thread"] = message.thread
    if message.forget:
        data["forget"] = True
    return compact(data)


def message_from_json(text: str) -> OutboundMessage:
    """The message ``message_to_json`` was given."""
    data = json.loads(text)
    file = data.get("file")
    return OutboundMessage(
        text=data["text"],
        buttons=tuple(tuple(Button(label, value) for label, value in row) for row in data.get("buttons", ())),
        file=None if file is None else OutboundFile(file["name"], file["mime"], b64decode(file["content"])),
        edits=data.get("edits"),
        asks_contact=data.get("asks_contact", False),
        quiet=data.get("quiet", False),
        thread=data.get("thread"),
        forget=data.get("forget", False),
    )
