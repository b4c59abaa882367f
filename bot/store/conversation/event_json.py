"""Inbound events as JSON text."""

from __future__ import annotations

import json
from datetime import datetime

from bot.channels.base import EventKind, InboundEvent, InboundFile
from bot.store.compact_json import compact


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
    return compact({k: v for k, v in data.items() if v})


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
