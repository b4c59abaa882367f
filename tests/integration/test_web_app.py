"""The web server without the demo: health for machines and people, and Telegram's calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App
from bot.bootstrap import build_channels
from bot.channels.base import InboundEvent
from bot.clock import LOCAL_ZONE, SteppedClock
from bot.registry.live import LiveRegistry
from bot.services.inbox.intake import Intake
from bot.settings import load_settings
from bot.store.database import Database
from bot.web.site import create_app

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2024, 9, 4, 8, tzinfo=LOCAL_ZONE)
SECRET = "bi-mat-cua-webhook"
ENVIRONMENT = {
    "TELEGRAM_BOT_TOKEN": "123456:AAAA",
    "TELEGRAM_BASE_URL": "http://127.0.0.1:9",
    "TELEGRAM_WEBHOOK_URL": "https://dondoc.example/telegram/abc",
    "TELEGRAM_WEBHOOK_SECRET": SECRET,
}
UPDATE = {
    "update_id": 77,
    "message": {
        "message_id": 5,
        "date": 1725411600,
        "chat": {"id": 42, "type": "private", "first_name": "An"},
        "from": {"id": 42, "is_bot": False, "first_name": "An"},
        "text": "xong 80% rồi",
    },
}


@pytest.fixture
def handled() -> list[InboundEvent]:
    """What reached the inbox."""
    return []


@pytest.fixture
async def app(sqlite_database: Database, handled: list[InboundEvent]) -> App:
    """Wired for webhooks; the network is never touched, since nothing is started."""
    settings = load_settings(ROOT / "config.yaml", ENVIRONMENT)
    clock = SteppedClock(NOW)
    channels = build_channels(settings, clock, sqlite_database)
    live = LiveRegistry(settings.schedules, settings.policies)
    live.reload()
    wired = App(settings, clock=clock, database=sqlite_database, live=live, channels=channels)

    async def keep(event: InboundEvent, _content: bytes | None) -> None:
        handled.append(event)

    wired.intake = Intake(sqlite_database, channels, keep, max_file_bytes=1_000, now=clock.now)
    return wired


@pytest.fixture
async def client(app: App) -> AsyncIterator[httpx.AsyncClient]:
    """Telegram, a browser or a monitor."""
    transport = httpx.ASGITransport(create_app(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://dondoc.test") as opened:
        yield opened


async def call(client: httpx.AsyncClient, secret: str = SECRET, **more: Any) -> httpx.Response:
    """A webhook call."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    return await client.post("/telegram/abc", headers=headers, **({"json": UPDATE} | more))


async def test_an_update_is_stored_before_it_is_answered(
    app: App, client: httpx.AsyncClient, handled: list[InboundEvent], sqlite_database: Database
) -> None:
    app.intake.stop()
    assert (await call(client)).status_code == 200
    with sqlite_database.read() as uow:
        assert [stored.event.external_id for stored in uow.events.unprocessed()] == ["77"]
    assert handled == []


async def test_the_same_update_twice_is_handled_once(
    app: App, client: httpx.AsyncClient, handled: list[InboundEvent]
) -> None:
    assert [(await call(client)).status_code for _ in range(2)] == [200, 200]
    await app.intake.drain()
    assert [(e.address, e.text) for e in handled] == [("42", "xong 80% rồi")]


@pytest.mark.parametrize("secret", ["", "sai"])
async def test_a_wrong_secret_is_refused(client: httpx.AsyncClient, handled: list[InboundEvent], secret: str) -> None:
    assert (await call(client, secret)).status_code == 403
    assert handled == []


async def test_nonsense_is_taken_and_dropped(client: httpx.AsyncClient, handled: list[InboundEvent]) -> None:
    assert (await call(client, json={"update_id": 1, "new_kind": {}})).status_code == 200
    assert handled == []


async def test_a_huge_call_is_refused(client: httpx.AsyncClient) -> None:
    assert (await call(client, json=None, content=b"x" * 1_000_001)).status_code == 413


async def test_without_a_worker_health_is_bad_and_says_why(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz")
    assert answer.status_code == 503
    body = answer.json()
    assert body["ok"] is False
    assert {c["name"]: c["ok"] for c in body["checks"]}["worker"] is False


async def test_the_front_page_shows_the_same_to_people_and_nobody_by_name(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    assert "Hệ thống cần được kiểm tra." in page
    assert "Tiến trình gửi tin" in page
    assert "Trần Công Huy" not in page


async def test_a_lost_page_is_said_in_the_visitors_form(client: httpx.AsyncClient) -> None:
    person = await client.get("/khong-co", headers={"Accept": "text/html"})
    assert (person.status_code, "<main" in person.text) == (404, True)
    assert (await client.get("/khong-co")).text == "Không có trang này."


async def test_the_demo_is_not_there(client: httpx.AsyncClient) -> None:
    assert (await client.get("/demo/live")).status_code == 404
    assert (await client.post("/demo/clock", data={"move": "day"})).status_code == 404
