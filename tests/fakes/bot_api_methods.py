"""The other Bot API methods (the bot itself, webhook, files, commands), and the table of all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.fakes import bot_api_messages as messages
from tests.fakes.bot_api_chats import Json
from tests.fakes.bot_api_errors import bad_request
from tests.fakes.bot_api_params import Params, check_length, flag, integer, structure, text
from tests.fakes.bot_api_updates import Webhook
from tests.fakes.bot_api_world import World

_LARGEST_DOWNLOAD = 20 * 1024 * 1024
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ACTIONS = frozenset(
    ("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
     "choose_sticker", "find_location", "record_video_note", "upload_video_note")
)  # fmt: skip
_PROFILE_LIMITS = {"description": 512, "short_description": 120, "name": 64}


def get_me(world: World, params: Params) -> Json:
    rights = ("can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business", "has_main_web_app")
    return {**world.bot, "can_join_groups": True, **dict.fromkeys(rights, False)}


def set_webhook(world: World, params: Params) -> bool:
    url, secret = text(params, "url"), text(params, "secret_token")
    if not url:
        return delete_webhook(world, params)
    if urlsplit(url).hostname not in _LOOPBACK:
        # Telegram takes https anywhere; a fake must never reach out of this machine.
        raise bad_request("bad webhook: only loopback addresses are served here")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    _drop_pending(world, params)
    world.updates.allow(structure(params, "allowed_updates"))
    world.updates.set_webhook(Webhook(url, secret, integer(params, "max_connections", 40)))
    return True


def delete_webhook(world: World, params: Params) -> bool:
    _drop_pending(world, params)
    world.updates.set_webhook(None)
    return True


def _drop_pending(world: World, params: Params) -> None:
    if flag(params, "drop_pending_updates"):
        world.updates.clear()


def get_webhook_info(world: World, params: Params) -> Json:
    hook = world.updates.webhook
    info: Json = {"url": hook.url if hook else "", "has_custom_certificate": False,
                  "pending_update_count": len(world.updates.pending)}  # fmt: skip
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    if hook:
        info["max_connections"] = hook.max_connections
        if hook.last_error:
            info["last_error_date"], info["last_error_message"] = hook.last_error
    return info


def get_file(world: World, params: Params) -> Json:
    stored = world.files.get(text(params, "file_id").removesuffix("-s"))
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > _LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.as_api(), "file_path": stored.path}


def get_chat(world: World, params: Params) -> Json:
    # Far from all fields of ChatFullInfo: those clients insist on.
    chat = world.chat(params.get("chat_id"))
    return {**chat.as_api(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )}  # fmt: skip


def send_chat_action(world: World, params: Params) -> bool:
    world.chat(params.get("chat_id"))
    if text(params, "action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _scope(params: Params) -> tuple[str, str]:
    scope = structure(params, "scope") or {"type": "default"}
    key = ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)
    return key, text(params, "language_code")


def set_my_commands(world: World, params: Params) -> bool:
    commands = structure(params, "commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "").removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    scope = structure(params, "scope") or {}
    if "chat_id" in scope:
        world.chat(scope["chat_id"])
    world.commands[_scope(params)] = commands
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.commands.get(_scope(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.commands.pop(_scope(params), None)
    return True


def _set_profile(name: str) -> Method:
    def method(world: World, params: Params) -> bool:
        check_length(text(params, name), _PROFILE_LIMITS[name], f"BOT_{name.upper()}_INVALID")
        world.profile[name] = text(params, name)
        return True

    return method


def _get_profile(name: str) -> Method:
    return lambda world, params: {name: world.profile.get(name, "")}


def _agree(world: World, params: Params) -> bool:
    return True


def log_out(world: World, params: Params) -> bool:
    world.updates.set_webhook(None)
    return True


Method = Callable[[World, Params], Any]

# Method names are case-insensitive on the wire: the keys are in lower case. getUpdates is served by the HTTP layer.
METHODS: dict[str, Method] = {
    "getme": get_me,
    "logout": log_out,
    "close": log_out,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": messages.send_message,
    "senddocument": messages.send_document,
    "sendphoto": messages.send_photo,
    "editmessagetext": messages.edit_message_text,
    "editmessagecaption": messages.edit_message_caption,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "answercallbackquery": messages.answer_callback_query,
    "sendchataction": send_chat_action,
    "getfile": get_file,
    "getchat": get_chat,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setchatmenubutton": _agree,
    **{f"setmy{name.replace('_', '')}": _set_profile(name) for name in _PROFILE_LIMITS},
    **{f"getmy{name.replace('_', '')}": _get_profile(name) for name in _PROFILE_LIMITS},
}
