"""The web server answers only to its own names: a foreign page cannot reach it by a name that leads here."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.bootstrap import build_channels
from bot.clock import SystemClock
from bot.settings import Settings, load_settings
from bot.store.database import Database
from bot.web.shared.hosts import KnownHostsOnly, known_hosts

CALLED = "https://dondoc.example.vn/telegram/abc"


def settings(tmp_path: Path, text: str = "", **environ: str) -> Settings:
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    return load_settings(tmp_path / "config.yaml", environ)


async def answer(known: frozenset[str], host: str, path: str = "/", method: str = "GET", at: str = "10.1.2.3") -> int:
    """The status for a request under that name to a server whose own address is ``at``."""

    async def page(_request: Request) -> Response:
        return PlainTextResponse("trang")

    routes = [Route(p, page, methods=["GET", "POST"]) for p in ("/", "/healthz", "/telegram/abc", "/hook")]
    app = Starlette(routes=routes, middleware=[Middleware(KnownHostsOnly, known, ["/hook", "/telegram/*"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{at}") as client:
        got = await client.request(method, path, headers={"Host": host})
    if got.status_code == 421:
        assert "web.hosts" in got.text
        assert host not in got.text or not host
    return got.status_code


@pytest.mark.parametrize(
    ("listening", "host", "status"),
    [
        ("127.0.0.1", "127.0.0.1:8000", 200),
        ("127.0.0.1", "localhost", 200),
        ("127.0.0.1", "LOCALHOST:8000", 200),
        ("127.0.0.1", "[::1]:8000", 200),
        ("::1", "localhost:8000", 200),
        ("127.0.0.1", "evil.example", 421),
        ("127.0.0.1", "evil.example:8000", 421),
        ("127.0.0.1", "localhost.evil.example", 421),
        ("127.0.0.1", "127.0.0.1.evil.example", 421),
        ("127.0.0.1", "evil.example@127.0.0.2", 421),
        ("127.0.0.1", "10.9.9.9", 421),
        ("127.0.0.1", "", 421),
        ("127.0.0.1", "[::1", 421),
        ("0.0.0.0", "localhost:8000", 200),
        ("0.0.0.0", "10.1.2.3:8000", 200),
        ("0.0.0.0", "evil.example", 421),
        ("0.0.0.0", "0.0.0.0", 421),
        ("10.1.2.3", "10.1.2.3", 200),
        ("may-chu.noi-bo", "may-chu.noi-bo:80", 200),
        ("may-chu.noi-bo", "localhost", 421),
    ],
)
async def test_only_names_of_its_own(tmp_path: Path, listening: str, host: str, status: int) -> None:
    assert await answer(known_hosts(settings(tmp_path), listening), host) == status


async def test_names_the_admin_gives_and_the_webhooks(tmp_path: Path, sqlite_database: Database) -> None:
    environ = {"TELEGRAM_BOT_TOKEN": "123456:AAAA", "TELEGRAM_WEBHOOK_URL": CALLED, "TELEGRAM_WEBHOOK_SECRET": "x"}
    office = settings(tmp_path, "web: {hosts: [DonDoc.haiphong.gov.vn]}", **environ)
    known = known_hosts(office, "127.0.0.1", build_channels(office, SystemClock(), sqlite_database).values())
    assert await answer(known, "dondoc.haiphong.gov.vn") == 200
    assert await answer(known, "dondoc.haiphong.gov.vn.") == 200
    assert await answer(known, "dondoc.example.vn:443") == 200
    assert await answer(known, "haiphong.gov.vn") == 421


async def test_machines_may_come_by_any_name(tmp_path: Path) -> None:
    known = known_hosts(settings(tmp_path), "127.0.0.1")
    assert await answer(known, "10.9.9.9", "/healthz") == 200
    assert await answer(known, "noi-bo:8000", "/telegram/abc", "POST") == 200
    assert await answer(known, "noi-bo:8000", "/hook", "POST") == 200
    assert await answer(known, "noi-bo:8000", "/telegram/abc") == 421
    assert await answer(known, "noi-bo:8000", "/", "POST") == 421
