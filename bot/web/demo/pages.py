"""Addresses of the demo: the page, its live parts, and what a visitor does to the clock and on the phones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.domain.text import visible
from bot.messages import web as say
from bot.web.demo.demo_desk import DemoBoard, Shown
from bot.web.shared.bodies import read_form, with_file
from bot.web.shared.templating import page

Handler = Callable[[Request], Awaitable[Response]]


def demo_routes(desk: DemoBoard) -> list[Route]:
    """Everything below "/" and "/demo/"."""
    pages = _DemoPages(desk, desk.demo.app.settings.config.max_file_mb)
    return [
        Route("/", pages.show),
        Route("/demo/live", pages.live),
        Route("/demo/events", pages.events),
        Route("/demo/clock", pages.clock, methods=["POST"]),
        Route("/demo/chat/{person}/text", pages.text, methods=["POST"]),
        Route("/demo/chat/{person}/tap", pages.tap, methods=["POST"]),
        Route("/demo/chat/{person}/file", pages.file, methods=["POST"]),
        Route("/demo/chat/{person}/file/{item}", pages.download),
    ]


class _DemoPages:
    def __init__(self, desk: DemoBoard, max_file_mb: int) -> None:
        self._desk = desk
        self._max_file_mb = max_file_mb

    async def show(self, request: Request) -> Response:
        """The whole page; its changed parts when the page itself asks for another person, board or tab."""
        where = Shown.read(request.query_params)
        if _partial(request):
            return await self._parts(where, navigated=True)
        return page("demo.html", await self._desk.values(where))

    async def live(self, request: Request) -> Response:
        """What may have changed while the page stood open; leaves the typing field alone."""
        return await self._parts(Shown.read(request.query_params))

    async def events(self, request: Request) -> Response:
        """Server-sent events: "changed"."""
        return self._desk.changes.response(request)

    async def clock(self, request: Request) -> Response:
        """Push the clock: ``move`` is next, hour, day, week or an offered day."""
        async with read_form(request) as form:
            try:
                notice = await self._desk.move(_text(form, "move"))
            except KeyError:
                return PlainTextResponse(say.UNKNOWN_MOVE, status_code=400)
            return await self._done(request, form, notice)

    async def text(self, request: Request) -> Response:
        """Type a line or a command."""
        async with read_form(request) as form:
            text = _text(form, "text").replace("\r\n", "\n").strip()
        if not text:
            return PlainTextResponse(say.NOTHING_SENT, status_code=400)
        return await self._act(request, form, lambda person: self._desk.chats.say(person, text))

    async def tap(self, request: Request) -> Response:
        async with read_form(request) as form:
            message, data = _text(form, "message"), _text(form, "data")
        if not message or not data:
            return PlainTextResponse(say.NOTHING_SENT, status_code=400)
        return await self._act(request, form, lambda person: self._desk.chats.tap(person, message, data))

    async def file(self, request: Request) -> Response:
        limit = self._max_file_mb * 1024 * 1024
        async with read_form(request, most=with_file(limit), max_files=1) as form:
            upload = form.get("file")
            if not isinstance(upload, UploadFile) or not upload.filename:
                return PlainTextResponse(say.NOTHING_SENT, status_code=400)
            if (upload.size or 0) > limit:
                return PlainTextResponse(say.too_large(self._max_file_mb), status_code=413)
            name, mime = upload.filename, upload.content_type or "application/octet-stream"
            content = await upload.read()
            return await self._act(
                request, form, lambda person: self._desk.chats.send_file(person, name, mime, content)
            )

    async def download(self, request: Request) -> Response:
        """A file under a bubble; always saved, never opened in the page."""
        file = await self._desk.chats.file(request.path_params["person"], request.path_params["item"])
        if file is None:
            return PlainTextResponse(say.UNKNOWN_FILE, status_code=404)
        disposition = f"attachment; filename*=UTF-8''{quote(visible(file.name), safe='')}"
        return Response(file.content, media_type=file.mime, headers={"Content-Disposition": disposition})

    async def _act(self, request: Request, form: FormData, act: Callable[[str], Awaitable[None]]) -> Response:
        await self._desk.ready()
        person = request.path_params["person"]
        if not self._desk.has_chat(person):
            return PlainTextResponse(say.UNKNOWN_PERSON, status_code=404)
        await act(person)
        self._desk.changes.bump()
        return await self._done(request, form, person=person)

    async def _done(self, request: Request, form: FormData, notice: str = "", *, person: str = "") -> Response:
        """The changed parts; a browser without scripts goes back to the page."""
        values: Mapping[str, Any] = {"p": person, **form} if person else form
        where = Shown.read(values)
        if _partial(request):
            return await self._parts(where, acted=True, notice=notice)
        return RedirectResponse(where.link(), status_code=303)

    async def _parts(self, where: Shown, *, navigated: bool = False, acted: bool = False, notice: str = "") -> Response:
        """What a notice says stays until the visitor does something else."""
        values = await self._desk.values(where)
        return page("demo_live.html", {**values, "navigated": navigated, "acted": acted, "notice": notice})


def _partial(request: Request) -> bool:
    """Asked by the page's script for parts; a step back in the browser wants the whole page."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
