"""Reading parameters of a Bot API call: from JSON they have types, from a form everything is text."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.bot_api_calls import UploadedFile
from tests.fakes.bot_api_errors import bad_request
from tests.fakes.bot_api_html import utf16_len

Params = dict[str, Any]
Json = dict[str, Any]


def text(params: Params, name: str) -> str:
    value = params.get(name)
    return value if isinstance(value, str) else "" if value is None else str(value)


def integer(params: Params, name: str, default: int = 0) -> int:
    """Raises ApiError 400 for what is no whole number."""
    value = params.get(name)
    if value is None or value == "":
        return default
    try:
        return int(float(value))  # PTB sends timeouts as "10.0"
    except (TypeError, ValueError):
        raise bad_request(f"{name} must be a number") from None


def flag(params: Params, name: str) -> bool:
    return str(params.get(name, "")).lower() in ("true", "1", "yes")


def structure(params: Params, name: str) -> Any:
    """A parameter that is an object or list, or JSON text of one; None when absent; ApiError 400 for bad JSON."""
    value = params.get(name)
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None


def uploaded(params: Params, name: str) -> UploadedFile | str:
    """The file part sent under `name` (directly or as attach://part), or the file_id given instead."""
    value = params.get(name)
    if isinstance(value, str) and value.startswith("attach://"):
        value = params.get(value.removeprefix("attach://"))
    if isinstance(value, UploadedFile):
        return value
    if isinstance(value, str) and value:
        return value
    raise bad_request(f"there is no {name} in the request")


def markup(params: Params) -> Json | None:
    """The reply_markup, checked: at most 100 inline buttons with a text and one action, callback_data of 1-64 bytes."""
    value = structure(params, "reply_markup")
    if not value:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in value:
        return value
    rows = [row for row in value["inline_keyboard"] if row]
    if sum(map(len, rows)) > 100:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def inline_markup(params: Params) -> Json | None:
    """The same where only inline buttons are allowed (edits)."""
    value = markup(params)
    if value and "inline_keyboard" not in value:
        raise bad_request("inline keyboard expected")
    return value


_ACTIONS = frozenset(
    ("callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
     "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay")
)  # fmt: skip


def _check_button(button: Json) -> None:
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if len(_ACTIONS & button.keys()) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise bad_request("BUTTON_URL_INVALID")


def check_length(value: str, limit: int, reason: str) -> None:
    """Raises ApiError 400 with `reason` when the text has more than `limit` UTF-16 units."""
    if len(value) * 2 > limit and utf16_len(value) > limit:
        raise bad_request(reason)
