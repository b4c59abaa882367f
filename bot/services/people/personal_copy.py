"""The stored rows about a person, made fit to hand over: times in words of the calendar, messages as their text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from html import unescape
from typing import Any

from bot.clock import LOCAL_ZONE

#: Columns that hold an instant as seconds since 1970.
_INSTANT = re.compile(r"at|until|.+_at")
#: Columns that hold JSON as text.
_PACKED = ("payload", "message", "items", "value", "attachments")
#: What is of the machine, not of the person.
_LEFT_OUT = ("id", "seq", "repeat", "attempts", "waiting_since", "due_at", "edits", "buttons", "data", "tap_id")
_TAG = re.compile(r"<[^<>]*>")


def personal_copy(data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` as exported from the store, JSON-ready: instants as ISO text in Asia/Ho_Chi_Minh, markup gone."""
    return {name: _value(name, value) for name, value in data.items() if name not in _LEFT_OUT}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return personal_copy(value)
    if isinstance(value, list | tuple):
        return [_value("", item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and _INSTANT.fullmatch(name):
        return datetime.fromtimestamp(value, LOCAL_ZONE).isoformat()
    if isinstance(value, str) and name in _PACKED:
        return _unpacked(name, value)
    return value


def _unpacked(name: str, text: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    if name == "message" and isinstance(found, Mapping):
        file = found.get("file")
        words = unescape(_TAG.sub("", str(found.get("text", ""))))
        return {"text": words, "file": file.get("name")} if isinstance(file, Mapping) else {"text": words}
    return _value("", found)
