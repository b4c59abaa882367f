"""What a request brings, read no further than its limit and refused where no page of ours could have sent it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from bot.messages.web import BODY_TOO_LARGE, UNREADABLE

#: For everything but uploads: a call of a messaging network and a form of ours are a few kilobytes.
SMALL = 1_000_000
#: What a form adds to the file it carries.
_AROUND_A_FILE = 100_000


def with_file(most: int) -> int:
    """The limit of a form whose file may have ``most`` bytes."""
    return most + _AROUND_A_FILE


def limited(request: Request, most: int = SMALL) -> Request:
    """The same request, whose body ends in a 413 as soon as it is longer; nothing beyond that is kept anywhere."""
    stated = request.headers.get("content-length", "0")
    if not stated.isdecimal() or len(stated) > 18 or int(stated) > most:
        raise HTTPException(413, BODY_TOO_LARGE)
    read = 0

    async def receive() -> Message:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        if read > most:
            raise HTTPException(413, BODY_TOO_LARGE)
        return message

    return Request(request.scope, receive)


@asynccontextmanager
async def read_form(request: Request, *, most: int = SMALL, max_files: int = 0) -> AsyncIterator[FormData]:
    """The form, its files closed afterwards; 400 for text that no database takes."""
    async with limited(request, most).form(max_files=max_files, max_fields=40) as form:
        if any(_is_unfit(text) for text in _texts(form)):
            raise HTTPException(400, UNREADABLE)
        yield form


def _texts(form: FormData) -> Iterator[str]:
    for name, value in form.multi_items():
        yield name
        if isinstance(value, UploadFile):
            yield value.filename or ""
            yield value.content_type or ""
        else:
            yield value


def _is_unfit(text: str) -> bool:
    """NUL, or half of a pair that no encoding writes."""
    return "\0" in text or (not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text))
