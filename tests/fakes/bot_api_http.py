"""The Bot API over HTTP: reads calls as clients send them, carries them out (or disturbs them) and records them.

Plain ASGI without routing: benchmarks measure through this path.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from tests.fakes.bot_api_calls import Call, UploadedFile
from tests.fakes.bot_api_errors import ApiError, bad_request, unauthorized
from tests.fakes.bot_api_faults import DISTURBANCES, ODD_ANSWERS, REFUSALS, Fault
from tests.fakes.bot_api_methods import METHODS
from tests.fakes.bot_api_params import Params, integer, structure
from tests.fakes.bot_api_world import World

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_LARGEST_BODY = 55 * 1024 * 1024
_BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
_NOT_FOUND = ApiError(404, "Not Found")


@dataclass(slots=True)
class Outcome:
    """An HTTP answer ready to send."""

    status: int
    body: bytes
    error: str | None = None
    content_type: bytes = b"application/json"


def _dumped(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _refused(error: ApiError) -> Outcome:
    return Outcome(error.code, _dumped(error.body()), error.description)


@dataclass(slots=True)
class Exchange:
    """One request on its connection."""

    receive: Receive
    send: Send

    async def reply(self, outcome: Outcome) -> None:
        headers = [(b"content-type", outcome.content_type), (b"content-length", str(len(outcome.body)).encode())]
        await self.send({"type": "http.response.start", "status": outcome.status, "headers": headers})
        await self.send({"type": "http.response.body", "body": outcome.body})

    async def gone(self) -> None:
        """Returns when the client has hung up."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def reset(self) -> None:
        """Break the connection with a TCP reset, as a failing network does."""
        # ASGI has no word for it: uvicorn's `send` is a method of the request cycle, which knows its transport.
        transport: asyncio.Transport = self.send.__self__.transport  # type: ignore[attr-defined]
        sock: socket.socket = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
        await self.gone()


async def read_params(scope: Scope, receive: Receive) -> Params:
    """Parameters from the query string and the body (JSON, form or multipart); raises ApiError 400/413."""
    params: Params = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    headers = dict(scope["headers"])
    body = await _body(receive)
    if not body:
        return params
    kind = headers.get(b"content-type", b"")
    if kind.startswith(b"application/json"):
        params.update(_json_object(body))
    elif kind.startswith(b"multipart/form-data"):
        params.update(await _multipart(scope, body))
    elif kind.startswith(b"application/x-www-form-urlencoded"):
        params.update(parse_qsl(body.decode(), keep_blank_values=True))
    return params


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    chunks, size = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > _LARGEST_BODY:
            raise ApiError(413, "Request Entity Too Large")
    return b"".join(chunks)


def _json_object(body: bytes) -> Params:
    try:
        value = json.loads(body)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise bad_request("can't parse JSON object")
    return value


async def _multipart(scope: Scope, body: bytes) -> Params:
    async def stream() -> Any:
        yield body

    try:
        form = await MultiPartParser(Headers(scope=scope), stream(), max_part_size=_LARGEST_BODY).parse()
    except MultiPartException:
        raise bad_request("can't parse multipart form") from None
    return {name: await _part(value) for name, value in form.multi_items()}


async def _part(value: UploadFile | str) -> UploadedFile | str:
    if isinstance(value, str):
        return value
    return UploadedFile(value.filename or "file", value.content_type or "application/octet-stream", await value.read())


class BotApi:
    """ASGI app for /bot<token>/<method> and /file/bot<token>/<path>."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(receive, send)
        kind, _, rest = scope["path"][1:].partition("bot")
        token, _, name = rest.partition("/")
        if token != self.world.token:
            # Telegram: 404 for what is no token at all, 401 for one it does not know.
            await exchange.reply(_refused(unauthorized() if re.fullmatch(r"\d+:[\w-]+", token) else _NOT_FOUND))
        elif kind == "file/":
            await exchange.reply(self._download(name))
        else:
            await self._call(name, exchange, scope)

    def _download(self, path: str) -> Outcome:
        parts = path.split("/")
        stored = self.world.files.get(parts[1]) if len(parts) == 3 else None
        if stored is None or stored.path != path:
            return _refused(_NOT_FOUND)
        return Outcome(200, stored.data, content_type=b"application/octet-stream")

    async def _call(self, name: str, exchange: Exchange, scope: Scope) -> None:
        world, key = self.world, name.lower()
        try:
            params = await read_params(scope, exchange.receive)
        except ApiError as error:
            await exchange.reply(_refused(error))
            return
        call = world.log.start(name, params)
        fault = world.faults.take(key, params)
        if world.latency:
            await asyncio.sleep(world.latency)
        if fault:
            call.fault = fault.kind
            await self._disturb(fault, call, key, exchange)
        else:
            await self._answer(call, await self._carry_out(call, key, exchange), exchange)

    async def _answer(self, call: Call, outcome: Outcome, exchange: Exchange) -> None:
        self.world.log.finish(call, outcome.status, outcome.error)
        await exchange.reply(outcome)

    async def _carry_out(self, call: Call, key: str, exchange: Exchange) -> Outcome:
        try:
            if key == "getupdates":
                result = await self._poll(call.params, exchange)
            elif key in METHODS:
                result = METHODS[key](self.world, call.params)
            else:
                raise _NOT_FOUND
        except ApiError as error:
            return _refused(error)
        return Outcome(200, b'{"ok":true,"result":' + _dumped(result) + b"}")

    async def _poll(self, params: Params, exchange: Exchange) -> Any:
        updates = self.world.updates
        updates.allow(structure(params, "allowed_updates"))
        offset, limit = integer(params, "offset"), integer(params, "limit", 100)
        return await updates.poll(offset, limit, integer(params, "timeout"), exchange.gone)

    async def _disturb(self, fault: Fault, call: Call, key: str, exchange: Exchange) -> None:
        if fault.kind in REFUSALS:
            await self._answer(call, _refused(REFUSALS[fault.kind](fault)), exchange)
        elif fault.kind in DISTURBANCES:
            first, ending = DISTURBANCES[fault.kind]
            if first:
                await self._carry_out(call, key, exchange)
            await self._break_off(ending, call, exchange)
        elif fault.kind in ODD_ANSWERS:
            if ODD_ANSWERS[fault.kind]:
                await self._carry_out(call, key, exchange)
            await self._answer(call, Outcome(fault.status, fault.body.encode("utf-8", "surrogatepass")), exchange)
        else:
            await self._delay(fault, call, key, exchange)

    async def _break_off(self, ending: str, call: Call, exchange: Exchange) -> None:
        if ending == "bad_gateway":
            await self._answer(call, Outcome(502, _BAD_GATEWAY, "Bad Gateway", b"text/html"), exchange)
        elif ending == "reset":
            self.world.log.finish(call, "reset")
            await exchange.reset()
        else:
            self.world.log.finish(call, "hung")
            await exchange.gone()

    async def _delay(self, fault: Fault, call: Call, key: str, exchange: Exchange) -> None:
        released = self.world.faults.released
        if fault.kind == "slow":
            await asyncio.sleep(fault.delay)
        elif fault.kind == "hold":
            await released.wait()
        outcome = await self._carry_out(call, key, exchange)
        if fault.kind == "hold_after":
            await released.wait()
        await self._answer(call, outcome, exchange)
