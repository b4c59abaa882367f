"""The review page: a plan document beside what was read from it, for the admin on the machine the program runs on.

Nothing is written before the admin says so; drafts live in memory only.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path, PurePath
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.documents.draft.task_form import FORM_FIELDS
from bot.documents.draft.writing import difference_to, write_draft
from bot.documents.reading.guard import Limits
from bot.documents.reading.open_document import ENDINGS, open_document
from bot.documents.reading.pasted import pasted_text
from bot.documents.reading.refusals import ImportFailure
from bot.documents.reading.source import Document
from bot.documents.understanding.draft import NoPlan
from bot.documents.understanding.importer import read_plan
from bot.domain.text import visible
from bot.messages.importing import doubts as imported
from bot.messages.importing import review_labels as texts
from bot.messages.web import UNREADABLE
from bot.registry.loader import load_registry
from bot.web.importing.review_session import Review, Reviews
from bot.web.shared.bodies import read_form, with_file
from bot.web.shared.templating import page

_LONG = frozenset({"title", *(field.key for field in FORM_FIELDS if field.kind in texts.MANY_LINES)})


def review_routes(schedules: Path, *, host: str) -> list[Route]:
    """The routes under ``/nhap`` for the folder ``schedules``; none unless the server's ``host`` is loopback."""
    if not is_loopback(host):
        return []
    desk = _Desk(schedules)
    return [
        Route("/nhap", desk.start),
        Route("/nhap", desk.upload, methods=["POST"]),
        Route("/nhap/{name}", desk.show),
        Route("/nhap/{name}/chon", desk.settle, methods=["POST"]),
        Route("/nhap/{name}/sua", desk.edit, methods=["POST"]),
        Route("/nhap/{name}/ghi", desk.write, methods=["POST"]),
    ]


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class _Desk:
    """Answers for one folder of schedules."""

    def __init__(self, schedules: Path) -> None:
        self._schedules = schedules
        self._reviews = Reviews()

    async def start(self, request: Request) -> Response:
        """Where a file is chosen."""
        _only_here(request)
        return _start_page("")

    async def upload(self, request: Request) -> Response:
        """Read the file and go to its draft; says why when there is none."""
        _only_here(request)
        try:
            async with read_form(request, most=with_file(Limits().file_bytes), max_files=1) as form:
                document = await _sent(form)
                if document is None:
                    return _start_page(texts.NO_FILE, 422)
                issuer = _typed(form, "co-quan").strip() or None
        except ImportFailure as failure:
            return _start_page(str(failure), 422)
        except HTTPException as refused:
            return _start_page(texts.UPLOAD_TOO_BIG if refused.status_code == 413 else UNREADABLE, refused.status_code)
        registry, _, _ = await asyncio.to_thread(load_registry, self._schedules)
        answer = await asyncio.to_thread(read_plan, document, registry, issuer=issuer)
        if isinstance(answer, NoPlan):
            return _start_page(answer.reason, 422)
        return RedirectResponse(f"/nhap/{self._reviews.add(Review(document, answer))}", status_code=303)

    async def show(self, request: Request) -> Response:
        """The draft beside its source."""
        return await self._page(request, self._review(request))

    async def settle(self, request: Request) -> Response:
        """A review item: another reading taken, or the reading accepted."""
        review, form = self._review(request), await _fields(request)
        try:
            index = int(form.get("muc", ""))
            if form.get("lua-chon"):
                review.take(index, form["lua-chon"])
            else:
                review.accept(index)
        except (IndexError, ValueError):
            raise HTTPException(400) from None
        except ImportFailure as failure:
            return await self._page(request, review, str(failure), 422)
        return _back(request, form)

    async def edit(self, request: Request) -> Response:
        """Fields typed anew."""
        review, form = self._review(request), await _fields(request)
        values = {name: text for name, text in form.items() if name in texts.FORM_LABELS}
        try:
            review.edit(form.get("loai", ""), form.get("ma", ""), values)
        except (KeyError, StopIteration):
            raise HTTPException(400) from None
        except ImportFailure as failure:
            return await self._page(request, review, str(failure), 422)
        return _back(request, form)

    async def write(self, request: Request) -> Response:
        """Write the draft into the folder of schedules."""
        review = self._review(request)
        try:
            written = await asyncio.to_thread(write_draft, review.draft, self._schedules)
        except ImportFailure as failure:
            return await self._page(request, review, str(failure), 422)
        review.written = tuple(path.relative_to(self._schedules).as_posix() for path in written.files)
        return await self._page(request, review, written=True)

    def _review(self, request: Request) -> Review:
        _only_here(request)
        review = self._reviews.get(request.path_params["name"])
        if review is None:
            raise HTTPException(404, texts.NO_DRAFT)
        return review

    async def _page(
        self, request: Request, review: Review, refused: str = "", status: int = 200, written: bool = False
    ) -> Response:
        difference = await asyncio.to_thread(difference_to, review.draft, self._schedules)
        changes = () if difference is None or written else difference.changes
        values = {
            "base": f"/nhap/{request.path_params['name']}",
            "review": review,
            "draft": review.draft,
            "labels": texts.FORM_LABELS,
            "long": _LONG,
            "refused": refused,
            "written": written,
            "exists": difference is not None,
            "changes": [
                imported.change_line(change.kind, change.what, change.id, change.printed_id, change.content)
                for change in changes
            ],
        }
        return page("review.html", values, status)


def _start_page(refused: str, status: int = 200) -> Response:
    return page("review_start.html", {"refused": refused, "endings": ",".join(ENDINGS)}, status)


async def _sent(form: FormData) -> Document | None:
    """The file that was chosen, otherwise what was pasted; None without either."""
    file = form.get("tep")
    if isinstance(file, UploadFile) and file.filename:
        return await _read(file)
    markup, words = _typed(form, "dan-html"), _typed(form, "dan")
    text = pasted_text(markup) if markup.strip() else words
    return await asyncio.to_thread(_read_pasted, text) if text.strip() else None


def _read_pasted(text: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "van-ban.md"
        path.write_text(text, encoding="utf-8")
        return replace(open_document(path), name=texts.PASTED)


async def _read(file: UploadFile) -> Document:
    """The uploaded file read in the sandbox, under its own name."""
    name = PurePath((file.filename or "").replace("\\", "/")).name
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"van-ban{PurePath(name).suffix[:12]}"
        with path.open("wb") as target:
            while piece := await file.read(1024 * 1024):
                target.write(piece)
        document = await asyncio.to_thread(open_document, path)
    return replace(document, name=visible(name))


async def _fields(request: Request) -> dict[str, str]:
    async with read_form(request) as form:
        return {name: _typed(form, name).replace("\r\n", "\n") for name in form}


def _typed(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _back(request: Request, form: Mapping[str, str]) -> Response:
    """To the place in the page that was changed."""
    place = quote(form.get("cho", ""), safe="-.")
    return RedirectResponse(f"/nhap/{request.path_params['name']}#{place}", status_code=303)


def _only_here(request: Request) -> None:
    """Refuse whoever comes from elsewhere, also under a foreign name that leads to this machine."""
    client = request.client.host if request.client else ""
    try:
        named = request.url.hostname or ""
    except ValueError:
        named = ""
    if not is_loopback(named) or not is_loopback(client):
        raise HTTPException(403, texts.NOT_A_MACHINE)
