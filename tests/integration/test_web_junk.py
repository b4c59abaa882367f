"""Junk in every place a stranger can put it, at every route: refused, never a failure of ours, never without end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from bot.app import App
from bot.bootstrap import build_channels
from bot.clock import LOCAL_ZONE, SteppedClock
from bot.demo import Demo
from bot.registry.live import LiveRegistry
from bot.services.inbox.intake import Intake
from bot.settings import load_settings
from bot.store.database import Database
from bot.web.demo.rehearsal_page import rehearsal_routes
from bot.web.importing.review_pages import review_routes
from bot.web.shared.connection import ConnectionLimits
from bot.web.shared.server import serve
from bot.web.site import create_app
from tests.integration.test_web_app import ENVIRONMENT, ROOT, SECRET

NOW = datetime(2024, 9, 3, 8, tzinfo=LOCAL_ZONE)
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
QUERY = ("p", "d", "t", "q", "since")
FIELDS = [
    "move",
    "text",
    "message",
    "data",
    "file",
    "tep",
    "co-quan",
    "muc",
    "lua-chon",
    "loai",
    "ma",
    "cho",
    "p",
    "d",
    "t",
    "q",
    "code",
    "title",
    "signed_on",
    "year",
    "when",
    "due",
    "to",
    "lead",
    "contacts",
    "content",
]
#: As they stand in an address or a form; percent-encoded where they must be.
JUNK = {
    "5,000 digits": "9" * 5_000,
    "digits of another script": "٣" * 30,
    "negative": "-1",
    "a fraction": "1e309",
    "NUL": "a%00b",
    "a lone surrogate": "%ED%A0%80",
    "no UTF-8": "%ff%fe",
    "nothing": "",
    "long": "x" * 9_000,
    "dots": "..%2f..%2f..%2fetc%2fpasswd",
    "markup": "%3Cscript%3E%22%27",
    "line ends": "a%0d%0aSet-Cookie:b",
    "JSON": "%7B%22a%22%3A%5B1%2C%7B%7D%5D%7D",
    "none": "None",
    "control": "%1b%07%7f%C2%85",
    "bidi": "%E2%80%AE%E2%81%A6",
}
BODIES = {
    "no form": (b"\xff\xfe\0\0", "application/octet-stream"),
    "half a form": (b"a=%", "application/x-www-form-urlencoded"),
    "separators only": (b"&;&=&=;" * 500, "application/x-www-form-urlencoded"),
    "many fields": (b"&".join(b"f%d=1" % n for n in range(5_000)), "application/x-www-form-urlencoded"),
    "no boundary": (b"--x\r\n\r\n", "multipart/form-data"),
    "a broken part": (b"--x\r\nContent-Disposition: form-data\r\n\r\n", "multipart/form-data; boundary=x"),
    "NUL in a file name": (
        b'--x\r\nContent-Disposition: form-data; name="tep"; filename="a\0.txt"\r\n\r\nA\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "a surrogate by charset": (
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n+2AA-\r\n--x--\r\n',
        "multipart/form-data; boundary=x; charset=utf-7",
    ),
    "a list": (b"[1, 2]", "application/json"),
    "null": (b"null", "application/json"),
    "deep JSON": (b"[" * 100_000, "application/json"),
    "a far day": (b'{"to": "9999-12-31T23:59+07:00"}', "application/json"),
    "huge number": (b'{"to": 1e999, "update_id": ' + b"9" * 5_000 + b"}", "application/json"),
}


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    show = Demo(load_settings(ROOT / "config.yaml", {}), NOW)
    await show.start()
    yield show
    await show.stop()


@pytest.fixture
async def office(sqlite_database: Database) -> App:
    """As ``dondoc run`` with webhook, without a network."""
    settings = load_settings(ROOT / "config.yaml", ENVIRONMENT)
    clock = SteppedClock(NOW)
    live = LiveRegistry(settings.schedules, settings.policies)
    live.reload()
    channels = build_channels(settings, clock, sqlite_database)
    app = App(settings, clock=clock, database=sqlite_database, live=live, channels=channels)

    async def drop(_event: object, _content: object) -> None:
        return

    app.intake = Intake(sqlite_database, app.channels, drop, max_file_bytes=1_000, now=clock.now)
    return app


@pytest.fixture(params=["demo", "office"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Starlette:
    """Everything that is ever served, in two apps."""
    if request.param == "demo":
        demo = request.getfixturevalue("demo")
        app = create_app(demo.app, demo=demo, extra=review_routes(demo.schedules, host="127.0.0.1"))
    else:
        office = request.getfixturevalue("office")
        extra: list[BaseRoute] = [*review_routes(tmp_path, host="127.0.0.1"), *rehearsal_routes(office, office.clock)]
        app = create_app(office, extra=extra)
    for stream in app.state.streams:
        stream.close()
    return app


@pytest.fixture
async def client(served: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(served, raise_app_exceptions=False, client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=HEADERS) as opened:
        yield opened


def routes(app: Starlette) -> Iterator[tuple[str, str]]:
    """(method, path pattern) of everything, static files included."""
    for route in app.routes:
        if isinstance(route, Route):
            yield from ((method, route.path) for method in sorted(route.methods or ()))
        else:
            yield "GET", f"{getattr(route, 'path', '')}/{{file}}"


def fill(pattern: str, value: str) -> str:
    """The path with every parameter replaced."""
    parts = (value if part.startswith("{") else part for part in pattern.split("/"))
    return "/".join(parts)


@pytest.mark.parametrize("kind", JUNK)
async def test_junk_in_address_and_form_is_no_failure(served: Starlette, client: httpx.AsyncClient, kind: str) -> None:
    value = JUNK[kind]
    query, form = ("&".join(f"{name}={value}" for name in names) for names in (QUERY, FIELDS))
    for method, pattern in routes(served):
        for person in (value, "vi-du-so-noi-vu-ha-noi"):
            path = fill(pattern, person)
            for url in (path, f"{path}?{query}"):
                answers = [await client.request(method, httpx.URL(f"http://127.0.0.1{url}"))]
                if method == "POST":
                    answers.append(
                        await client.post(
                            url, content=form, headers={"Content-Type": "application/x-www-form-urlencoded"}
                        )
                    )
                for answer in answers:
                    assert answer.status_code < 500 or "/healthz" in url, (method, url[:200], answer.text[:300])


@pytest.mark.parametrize("kind", BODIES)
async def test_a_body_of_another_kind_is_refused(served: Starlette, client: httpx.AsyncClient, kind: str) -> None:
    content, content_type = BODIES[kind]
    for method, pattern in routes(served):
        if method == "POST":
            path = fill(pattern, "vi-du-so-noi-vu-ha-noi")
            answer = await client.post(path, content=content, headers={"Content-Type": content_type})
            assert answer.status_code < 500, (path, answer.text[:300])
            if "telegram" not in path:
                assert answer.status_code >= 400, path


@pytest.mark.parametrize("since", ["9" * 5_000, "-1", "1.5", "٣" * 30, "abc", "%00", "%ED%A0%80"])
@pytest.mark.parametrize("served", ["demo"], indirect=True)
async def test_a_place_in_the_stream_that_is_no_number_is_refused(client: httpx.AsyncClient, since: str) -> None:
    assert (await client.get(f"/demo/events?since={since}")).status_code == 400
    if since.isascii() and "%" not in since:
        assert (await client.get("/demo/events", headers={"Last-Event-ID": since})).status_code == 400


HEADER_NAMES = [
    "Origin",
    "Host",
    "Content-Length",
    "Range",
    "If-None-Match",
    "If-Modified-Since",
    "Accept",
    "Content-Type",
    "HX-Request",
    "Sec-Fetch-Site",
    "Last-Event-ID",
]
HEADER_JUNK = ["http://[", "[::", "9" * 5_000, "-1", "bytes=-9999999999999999999-", "a" * 9_000, "\x7f\xff"]


@pytest.mark.parametrize("name", HEADER_NAMES)
@pytest.mark.parametrize("value", HEADER_JUNK)
async def test_junk_in_a_header_is_no_failure(
    served: Starlette, client: httpx.AsyncClient, name: str, value: str
) -> None:
    for method, pattern in routes(served):
        path = fill(pattern, "style.css" if "static" in pattern else "x")
        answer = await client.request(method, path, headers={name: value.encode("latin-1")})
        assert answer.status_code < 500 or "/healthz" in path, (method, path, answer.text[:300])


async def test_a_body_without_end_stops_at_the_limit(served: Starlette, client: httpx.AsyncClient) -> None:
    sent = 0

    async def forever() -> AsyncIterator[bytes]:
        nonlocal sent
        head = b'--x\r\nContent-Disposition: form-data; name="tep"; filename="a.txt"\r\n\r\n'
        piece = head + b"x" * 1_000_000
        while True:
            sent += len(piece)
            yield piece
            piece = b"x" * 1_000_000

    for method, pattern in routes(served):
        if method == "POST" and "{" not in pattern.replace("{person}", ""):
            sent = 0
            path = fill(pattern, "vi-du-so-noi-vu-ha-noi")
            answer = await client.post(
                path, content=forever(), headers={"Content-Type": "multipart/form-data; boundary=x"}
            )
            assert answer.status_code in (400, 413), path
            assert sent < 70_000_000
            assert sent < 5_000_000 or path == "/nhap" or path.endswith("/file")


# --- the server itself ---------------------------------------------------------------------------------------------


async def answered(reader: asyncio.StreamReader) -> bytes:
    """Everything until the server closes."""
    return await reader.read()


async def running(
    app: Starlette, limits: ConnectionLimits, stop: asyncio.Event, capsys: pytest.CaptureFixture[str]
) -> tuple[asyncio.Task[None], int]:
    task = asyncio.create_task(serve(app, "127.0.0.1", 0, stop, limits))
    await asyncio.sleep(0)
    return task, int(capsys.readouterr().out.strip().rstrip("/").rpartition(":")[2])


@pytest.fixture
def plain(office: App) -> Starlette:
    return create_app(office)


async def test_no_server_is_named_and_long_headers_are_refused(
    plain: Starlette, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = asyncio.Event()
    task, port = await running(plain, ConnectionLimits(), stop, capsys)
    async with httpx.AsyncClient(trust_env=False) as client:
        for path in ("/", "/healthz", "/nowhere", "/static/x"):
            assert "server" not in (await client.get(f"http://127.0.0.1:{port}{path}")).headers
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000)
    assert b" 400 " in await answered(reader)
    writer.close()
    stop.set()
    await task


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"POST /telegram HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n{",
    ],
    ids=["nothing", "half a line", "half the headers", "half a body"],
)
async def test_who_says_nothing_more_is_hung_up_on(
    plain: Starlette, capsys: pytest.CaptureFixture[str], begun: bytes
) -> None:
    stop = asyncio.Event()
    task, port = await running(plain, ConnectionLimits(headers=0.05, body=0.05), stop, capsys)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(begun)
    with suppress(ConnectionResetError):
        await answered(reader)
    writer.close()
    stop.set()
    await task


async def test_silent_connections_make_room_for_who_asks(plain: Starlette, capsys: pytest.CaptureFixture[str]) -> None:
    stop = asyncio.Event()
    task, port = await running(plain, ConnectionLimits(connections=8, headers=3_600), stop, capsys)
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(30)]
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"http://127.0.0.1:{port}/")).status_code == 200
    for _, writer in silent:
        writer.close()
    stop.set()
    await task
