"""Bot API methods that send, change and remove messages. Each takes (world, params) and returns the `result`."""

from __future__ import annotations

from tests.fakes.bot_api_calls import UploadedFile
from tests.fakes.bot_api_chats import Chat, Content, Json, Message, StoredFile
from tests.fakes.bot_api_errors import ApiError, bad_request
from tests.fakes.bot_api_html import formatted
from tests.fakes.bot_api_params import (
    Params,
    check_length,
    flag,
    inline_markup,
    integer,
    markup,
    structure,
    text,
    uploaded,
)
from tests.fakes.bot_api_world import World

_PHOTO_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"RIFF")
_LARGEST_UPLOAD = 50 * 1024 * 1024
_LARGEST_PHOTO = 10 * 1024 * 1024
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)


def send_message(world: World, params: Params) -> Json:
    chat = _sendable(world, params)
    return world.post(chat, world.bot, _text_content(params, markup(params)), _reply_to(chat, params)).as_api()


def send_document(world: World, params: Params) -> Json:
    chat = _sendable(world, params)
    stored = _stored(world, params, "document", _LARGEST_UPLOAD)
    document = {**stored.as_api(), "file_name": stored.name, "mime_type": stored.mime}
    return _send_file(world, chat, params, {"document": document})


def send_photo(world: World, params: Params) -> Json:
    chat = _sendable(world, params)
    stored = _stored(world, params, "photo", _LARGEST_PHOTO)
    if stored.data and not stored.data.startswith(_PHOTO_STARTS):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return _send_file(world, chat, params, {"photo": photo_sizes(stored)})


def photo_sizes(stored: StoredFile) -> list[Json]:
    """The PhotoSize list of a photo, largest last, as Telegram orders it."""
    thumb = {**stored.as_api(), "file_id": f"{stored.file_id}-s", "file_unique_id": f"{stored.unique_id}-s"}
    return [{**thumb, "width": 90, "height": 90}, {**stored.as_api(), "width": 1280, "height": 960}]


def _send_file(world: World, chat: Chat, params: Params, attachment: Json) -> Json:
    content = _caption_content(params, attachment, markup(params))
    return world.post(chat, world.bot, content, _reply_to(chat, params)).as_api()


def edit_message_text(world: World, params: Params) -> Json:
    message = _editable(world, params)
    if message.content.text is None:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, _text_content(params, inline_markup(params)))


def edit_message_caption(world: World, params: Params) -> Json:
    message = _editable(world, params)
    if not message.content.attachment:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, _caption_content(params, message.content.attachment, inline_markup(params)))


def edit_message_reply_markup(world: World, params: Params) -> Json:
    message = _editable(world, params)
    old = message.content
    changed = Content(old.text, old.caption, old.entities, inline_markup(params), old.attachment)
    return _edit(world, message, changed)


def delete_message(world: World, params: Params) -> bool:
    chat = world.chat(params.get("chat_id"))
    message = chat.messages.pop(integer(params, "message_id"), None)
    if message is None:
        raise bad_request("message to delete not found")
    chat.deleted.append(message.message_id)
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    query = world.query(text(params, "callback_query_id"))
    shown = text(params, "text")
    check_length(shown, 200, "MESSAGE_TOO_LONG")
    query.answered = True
    query.message.chat.toasts.append({
        "query_id": query.query_id, "message_id": query.message.message_id, "text": shown,
        "alert": flag(params, "show_alert"),
    })  # fmt: skip
    return True


def _sendable(world: World, params: Params) -> Chat:
    chat = world.chat(params.get("chat_id"))
    world.limits.admit(chat.chat_id, is_group=chat.is_group)
    return chat


def _text_content(params: Params, buttons: Json | None) -> Content:
    shown, entities = formatted(text(params, "text"), text(params, "parse_mode"), structure(params, "entities"))
    if not shown:
        raise bad_request("message text is empty")
    check_length(shown, 4096, "message is too long")
    return Content(text=shown, entities=entities, markup=buttons)


def _caption_content(params: Params, attachment: Json, buttons: Json | None) -> Content:
    given = structure(params, "caption_entities")
    shown, entities = formatted(text(params, "caption"), text(params, "parse_mode"), given)
    check_length(shown, 1024, "message caption is too long")
    return Content(caption=shown or None, entities=entities, markup=buttons, attachment=attachment)


def _stored(world: World, params: Params, kind: str, limit: int) -> StoredFile:
    given = uploaded(params, kind)
    if isinstance(given, UploadedFile):
        _check_size(given, limit)
        return world.store(kind, given.name, given.mime, given.data)
    known = world.files.get(given.removesuffix("-s"))
    if known is None or known.kind != kind:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known


def _check_size(given: UploadedFile, limit: int) -> None:
    if not given.data:
        raise bad_request("file must be non-empty")
    if len(given.data) > _LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if len(given.data) > limit:
        raise bad_request("PHOTO_SAVE_FILE_INVALID")


def _reply_to(chat: Chat, params: Params) -> int | None:
    reply = structure(params, "reply_parameters") or {
        "message_id": integer(params, "reply_to_message_id"),
        "allow_sending_without_reply": flag(params, "allow_sending_without_reply"),
    }
    message_id = int(reply.get("message_id") or 0)
    if not message_id or message_id in chat.messages:
        return message_id or None
    if not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return None


def _editable(world: World, params: Params) -> Message:
    chat = world.chat(params.get("chat_id"))
    message = chat.messages.get(integer(params, "message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or (message.content.markup and not message.content.inline):
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, message: Message, content: Content) -> Json:
    if content == message.content:
        raise bad_request(_NOT_MODIFIED)
    world.edit(message, content)
    return message.as_api()
