"""The control side: what people do, what the server shall do to the bot, what tests may look at and wait for."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.bot_api_calls import CallFilter
from tests.fakes.bot_api_chats import Chat, Content, Json, Message
from tests.fakes.bot_api_faults import Fault
from tests.fakes.bot_api_messages import photo_sizes
from tests.fakes.bot_api_world import World

Action = Callable[[World, Json], Json]


def _chat(world: World, body: Json) -> Chat:
    chat_id = int(body["chat_id"])
    if chat_id > 0:
        return world.private_chat(chat_id)
    if chat_id not in world.chats:
        raise LookupError(f"group {chat_id} does not exist: add the bot to it first")
    return world.chats[chat_id]


def _sender(world: World, chat: Chat, body: Json) -> Json:
    if chat.is_group and "from" not in body:
        raise ValueError("in a group, say who: from")
    return world.meet(body.get("from") or chat.chat_id)


def _say(world: World, body: Json, content: Content) -> Json:
    chat = _chat(world, body)
    message, update_id = world.says(chat, _sender(world, chat, body), content, body.get("reply_to"))
    return {"message_id": message.message_id, "rev": message.rev, "update_id": update_id}


def message(world: World, body: Json) -> Json:
    return _say(world, body, Content(text=str(body["text"])))


def contact(world: World, body: Json) -> Json:
    """`own` (the default) is Telegram's own button: the contact carries the sender's user id."""
    sender = _sender(world, _chat(world, body), body)
    card = {"phone_number": body["phone"], "first_name": body.get("name", sender["first_name"])}
    if body.get("own", True):
        card["user_id"] = sender["id"]
    return _say(world, body, Content(attachment={"contact": card}))


def document(world: World, body: Json) -> Json:
    data = base64.b64decode(body.get("data", ""))
    mime = body.get("mime", "application/octet-stream")
    stored = world.store("document", body["name"], mime, data, body.get("size"))
    api = {**stored.as_api(), "file_name": stored.name, "mime_type": stored.mime}
    return _say(world, body, Content(caption=body.get("caption"), attachment={"document": api}))


def photo(world: World, body: Json) -> Json:
    stored = world.store("photo", "photo.jpg", "image/jpeg", base64.b64decode(body["data"]), body.get("size"))
    return _say(world, body, Content(caption=body.get("caption"), attachment={"photo": photo_sizes(stored)}))


def voice(world: World, body: Json) -> Json:
    stored = world.store("voice", "voice.oga", "audio/ogg", b"OggS", body.get("size"))
    return _say(world, body, Content(attachment={"voice": {**stored.as_api(), "duration": 3}}))


def sticker(world: World, body: Json) -> Json:
    stored = world.store("sticker", "sticker.webp", "image/webp", b"RIFF")
    api = {**stored.as_api(), "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return _say(world, body, Content(attachment={"sticker": api}))


def tap(world: World, body: Json) -> Json:
    """Press a button by `button` (its text) or `data`; without message_id the newest message that has it.

    With `force` and `data`, a button that is no longer shown: old clients can still send it.
    """
    chat = _chat(world, body)
    rev = world.rev
    pressed, data = _find_button(chat, body)
    query, update_id = world.taps(pressed, data, _sender(world, chat, body))
    return {"query_id": query.query_id, "message_id": pressed.message_id, "rev": rev, "update_id": update_id}


def _find_button(chat: Chat, body: Json) -> tuple[Message, str]:
    message_id = body.get("message_id")
    if message_id is not None and message_id not in chat.messages:
        raise LookupError(f"no message {message_id} in chat {chat.chat_id}")
    shown = [chat.messages[message_id]] if message_id is not None else list(reversed(chat.messages.values()))
    if body.get("force"):
        return shown[0], str(body["data"])
    for exact in (True, False):
        for candidate in shown:
            for button in (b for row in candidate.content.buttons for b in row):
                if "callback_data" in button and _is_meant(button, body, exact=exact):
                    return candidate, button["callback_data"]
    there = [b["text"] for m in shown for row in m.content.buttons for b in row]
    raise LookupError(f"no button {body.get('button') or body.get('data')!r} in chat {chat.chat_id}; there are {there}")


def _is_meant(button: Json, body: Json, *, exact: bool) -> bool:
    if "data" in body:
        return bool(button["callback_data"] == body["data"])
    return bool(button["text"] == body["button"] if exact else body["button"] in button["text"])


def group(world: World, body: Json) -> Json:
    """`event`: add (creates the group where needed), kick, or migrate (to `new_chat_id`)."""
    chat_id, event = int(body["chat_id"]), body["event"]
    if event == "migrate":
        return {"chat_id": world.migrate(world.chats[chat_id], int(body["new_chat_id"])).chat_id}
    if event not in ("add", "kick"):
        raise ValueError(f"unknown event {event!r}; one of add, kick, migrate")
    chat = world.chats.setdefault(chat_id, Chat(chat_id, body.get("kind", "group"), body.get("title", "Nhóm")))
    by = world.meet(body["from"])
    added = event == "add"
    chat.kicked = not added
    update_id = world.membership(chat, by, "left" if added else "member", "member" if added else "kicked")
    if added:
        world.says(chat, by, Content(attachment={"new_chat_members": [world.bot]}))
    return {"chat_id": chat_id, "update_id": update_id}


def block(world: World, body: Json) -> Json:
    """Block the bot (`on`: false unblocks)."""
    chat, on = _chat(world, body), body.get("on", True)
    chat.blocked = on
    before, after = ("member", "kicked") if on else ("kicked", "member")
    return {"update_id": world.membership(chat, world.meet(chat.chat_id), before, after)}


def deactivate(world: World, body: Json) -> Json:
    """The person deletes the Telegram account."""
    _chat(world, body).deactivated = True
    return {}


def meet(world: World, body: Json) -> Json:
    """Make a person known by name; does not start a chat."""
    return world.meet(body)


def chats(world: World, body: Json) -> Json:
    """Private chats with people `first` … `first` + `count` - 1, as if they had written to the bot long ago."""
    for user_id in range(int(body["first"]), int(body["first"]) + int(body["count"])):
        world.private_chat(user_id)
    return {}


def fault(world: World, body: Json) -> Json:
    world.faults.faults.append(Fault(**body))
    return {}


def update(world: World, body: Json) -> Json:
    """An update of `kind` with any `payload`."""
    return {"update_id": world.updates.push(body["kind"], body["payload"])}


def release(world: World, body: Json) -> Json:
    world.faults.release()
    return {}


def limits(world: World, body: Json) -> Json:
    """`on`, and the numbers `overall`, `private`, `group`, `query_seconds` (life of a button press)."""
    for name in ("on", "overall", "private", "group"):
        if name in body:
            setattr(world.limits, name, body[name])
    world.query_seconds = float(body.get("query_seconds", world.query_seconds))
    return {}


def latency(world: World, body: Json) -> Json:
    world.latency = float(body["ms"]) / 1000
    return {}


def reset(world: World, body: Json) -> Json:
    world.reset()
    return {}


ACTIONS: dict[str, Action] = {
    action.__name__: action
    for action in (message, contact, document, photo, voice, sticker, tap, group, block, deactivate, meet, chats,
                   fault, update, release, limits, latency, reset)
}  # fmt: skip


def _number(request: Request, name: str, default: float) -> float:
    return float(request.query_params.get(name, default))


def _call_filter(request: Request) -> CallFilter:
    query = request.query_params
    return CallFilter(
        query.get("method"), int(_number(request, "since", 0)), query.get("status"), query.get("chat_id"),
        query.get("started") == "1",
    )  # fmt: skip


async def _calls(world: World, request: Request) -> object:
    return [call.view() for call in world.log.select(_call_filter(request))]


async def _show_chat(world: World, request: Request) -> object:
    chat = world.chats.get(int(request.path_params["chat_id"]))
    return chat.view() if chat else Chat(int(request.path_params["chat_id"])).view()


async def _state(world: World, request: Request) -> object:
    return {
        "rev": world.rev, "calls": len(world.log.calls), "pending": len(world.updates.pending),
        "polling": world.updates.polling, "webhook": world.updates.webhook and world.updates.webhook.url,
        "chats": sorted(world.chats),
    }  # fmt: skip


async def _wait(world: World, request: Request) -> object:
    """With `text`: a bot message of `chat_id` newer than rev `after` that contains it; with `drained`: the bot has
    taken every update; with `webhook_error`: a post to the webhook failed with these words; else `count` calls.
    Answers {"ok": false} after `timeout` seconds."""
    seconds = _number(request, "timeout", 10)
    if "text" in request.query_params:
        return await _wait_text(world, request, seconds)
    if "drained" in request.query_params:
        updates = world.updates
        return {"ok": await updates.sizes.wait([len(updates.pending)], lambda size: size == 0, 1, seconds)}
    if error := request.query_params.get("webhook_error"):
        hook = world.updates.webhook
        past = [hook.last_error[1]] if hook and hook.last_error else []
        return {"ok": await world.updates.failures.wait(past, lambda text: error in text, 1, seconds)}
    wanted = _call_filter(request)
    return {"ok": await world.log.wait(wanted, int(_number(request, "count", 1)), seconds)}


async def _wait_text(world: World, request: Request, seconds: float) -> object:
    chat_id, text = int(request.query_params["chat_id"]), request.query_params["text"]
    after = int(_number(request, "after", 0))

    def shown(m: Message) -> bool:
        seen = m.content.text if m.content.text is not None else m.content.caption
        return m.chat.chat_id == chat_id and m.from_bot and m.rev > after and text in (seen or "")

    def past() -> list[Message]:
        chat = world.chats.get(chat_id)
        return list(chat.messages.values()) if chat else []

    if not await world.changes.wait(past(), shown, 1, seconds):
        return {"ok": False}
    # Edited away or deleted in the very same moment: then nothing is there to be seen.
    found = [m.view() for m in past() if shown(m)]
    return {"ok": bool(found), "message": found[-1] if found else None}


def control_app(world: World) -> Starlette:
    """The /control pages. Misuse by a test answers 400 {"error": …}."""

    async def act(request: Request) -> Response:
        action = ACTIONS.get(request.path_params["action"])
        if action is None:
            return JSONResponse({"error": f"no action {request.path_params['action']!r}"}, 404)
        try:
            return JSONResponse(action(world, await request.json() if await request.body() else {}))
        except (LookupError, ValueError, TypeError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    async def show_file(request: Request) -> Response:
        stored = world.files.get(request.path_params["file_id"].removesuffix("-s"))
        return Response(stored.data, media_type=stored.mime) if stored else Response(status_code=404)

    def page(show: Callable[[World, Request], Awaitable[object]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return JSONResponse(await show(world, request))

        return endpoint

    pages: dict[str, Any] = {"calls": _calls, "chats/{chat_id}": _show_chat, "state": _state, "wait": _wait}
    routes = [Route(f"/control/{path}", page(show)) for path, show in pages.items()]
    routes.append(Route("/control/files/{file_id}", show_file))
    routes.append(Route("/control/{action}", act, methods=["POST"]))
    return Starlette(routes=routes)
