"""Messages and inbound events as JSON text."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

from bot.channels.base import Button, EventKind, InboundEvent, InboundFile, OutboundFile, OutboundMessage

#: Made once: ``json.dumps`` would make an encoder for every message.
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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
    return _compact(data)


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


def event_to_json(event: InboundEvent) -> str:
    """Everything but what has its own column (channel, external id, address, kind, time)."""
    file = event.file
    data = {
        "text": event.text,
        "command": event.command,
        "data": event.data,
        "message_id": event.message_id,
        "tap_id": event.tap_id,
        "file": None if file is None else [file.ref, file.name, file.mime, file.size],
        "group": event.group,
        "own_contact": event.own_contact,
        "thread": event.thread,
        "extra": event.extra,
    }
    return _compact({k: v for k, v in data.items() if v})


def event_from_json(
    channel: str, external_id: str, address: str, kind: str, at: datetime, payload: str
) -> InboundEvent:
    """The event ``event_to_json`` was given, with the columns beside it."""
    data = json.loads(payload)
    file = data.pop("file", None)
    return InboundEvent(
        channel=channel,
        external_id=external_id,
        address=address,
        kind=EventKind(kind),
        at=at,
        file=None if file is None else InboundFile(*file),
        **data,
    )
