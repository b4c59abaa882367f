"""A new channel is its own package and a row in the dict: a toy one carries a reminder and its answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.app import App
from bot.bootstrap import CHANNELS, RealChannel, build_app
from bot.channels.base import OutboundFile, OutboundMessage, SendError, Verdict
from bot.cli.diagnosing import _checks
from bot.clock import SteppedClock
from bot.registry.checks.example_officers import with_example_officers
from bot.registry.live import LiveRegistry
from bot.settings import Settings, load_settings
from bot.store.people.records import AccountState
from bot.web.shared.hosts import known_hosts
from bot.web.site import create_app
from bot.worker import work
from tests.contract.toy_channel import ToyNetwork, factory, signed
from tests.integration.whole_app import FIRST_REMINDER, ROOT

OFFICER = "vi-du-so-du-lich-ha-noi"
CHAT = "chim-1"


@pytest.fixture
def network() -> ToyNetwork:
    return ToyNetwork()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The shipped office with the toy channel enabled instead."""
    office = load_settings(ROOT / "config.yaml", {"DATABASE_URL": f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"})
    config = office.config.model_copy(update={"channels": ("toy",)})
    return Settings(config, office.environment, office.folder)


def made(settings: Settings) -> App:
    """As ``dondoc run --clock`` makes it, over example officers."""
    app = build_app(settings, clock=SteppedClock(FIRST_REMINDER - timedelta(days=1)))
    app.live = LiveRegistry(settings.schedules, settings.policies, extend=with_example_officers)
    return app


@pytest.fixture
async def app(settings: Settings, network: ToyNetwork, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[App]:
    """Started, with one linked officer."""
    monkeypatch.setitem(CHANNELS, "toy", factory(network))
    app = made(settings)
    await app.start()
    with app.database.transaction() as uow:
        uow.accounts.link(OFFICER, "toy", CHAT, "1", app.clock.now())
    app.clock.advance_to(FIRST_REMINDER)  # type: ignore[attr-defined]
    yield app
    await app.stop()


async def call(app: App, headers: dict[str, str], body: bytes, path: str = "/goi/bo-cau") -> int:
    """The network calls; waits until the answer is out."""
    transport = httpx.ASGITransport(create_app(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://dondoc.example") as client:
        status = (await client.post(path, content=body, headers=headers)).status_code
    await app.intake.drain()
    await app.dispatcher.replies_sent()
    return status


async def test_a_reminder_goes_out_as_the_channel_can_carry_it(app: App, network: ToyNetwork) -> None:
    await app.tick()
    parts = [text for address, text in network.delivered if address == CHAT]
    assert len(parts) > 1, "longer than one of its messages"
    assert "15/09/2024" in " ".join(parts)
    assert not any("<b>" in part or "&amp;" in part for part in parts)


async def test_an_answer_comes_in_by_webhook_and_is_recorded(app: App, network: ToyNetwork) -> None:
    await app.tick()
    for said in ("xong 80%, còn chờ kinh phí", "1", "1"):
        assert await call(app, *network.call((CHAT, said))) == 200
    receipt = " ".join(text for _, text in network.delivered[-3:])
    assert "Đã ghi nhận" in receipt
    assert "còn 02 nhiệm vụ" in receipt
    await call(app, *network.call((CHAT, "/lichsu")))
    assert "80%" in network.delivered[-1][1]


async def test_what_no_database_takes_is_left_out_of_what_comes_in(app: App, network: ToyNetwork) -> None:
    await app.tick()
    assert await call(app, *network.call((CHAT, "xong\0 80% \ud83d, còn chờ"))) == 200
    assert "xong 80% \N{REPLACEMENT CHARACTER}, còn chờ" in network.delivered[-1][1]


async def test_several_people_in_one_call_are_answered_each(app: App, network: ToyNetwork) -> None:
    await call(app, *network.call((CHAT, "/viec"), ("chim-la", "xin chào")))
    assert {address for address, _ in network.delivered} == {CHAT, "chim-la"}


@pytest.mark.parametrize("path", ["/goi/bo-cau", "/toy", "/toy/abc"])
async def test_only_a_call_that_proves_itself_is_heard(app: App, network: ToyNetwork, path: str) -> None:
    headers, body = network.call((CHAT, "/viec"))
    assert await call(app, {}, body, path) == 403
    assert await call(app, headers, body + b" ", path) == 403
    assert network.delivered == []
    assert await call(app, headers, body, path) == 200
    assert network.delivered


async def test_what_cannot_be_read_is_set_aside(app: App, network: ToyNetwork) -> None:
    body = json.dumps({"messages": [{"id": "x", "from": CHAT}]}).encode()
    assert await call(app, signed(body), body) == 200
    (said,) = [check.text for check in app.health().checks if check.name == "set_aside.toy"]
    assert said.startswith("Kênh Bồ câu: 01 tin")


async def test_an_edit_is_sent_anew_and_a_file_that_cannot_go_is_said(app: App, network: ToyNetwork) -> None:
    with app.database.transaction() as uow:
        file = OutboundFile("lich<1>.ics", "text/calendar", b"BEGIN:VCALENDAR")
        uow.replies.queue("toy", CHAT, OutboundMessage("Lịch báo cáo", file=file), at=app.clock.now())
        uow.replies.queue("toy", CHAT, OutboundMessage("Đã chọn", edits="77"), at=app.clock.now())
    await app.answer()
    assert network.delivered == [
        (CHAT, "Lịch báo cáo\n(Tệp “lich<1>.ics” không gửi được qua kênh này.)"),
        (CHAT, "Đã chọn"),
    ]


async def test_whoever_may_not_be_written_to_is_unreachable_until_they_write(app: App, network: ToyNetwork) -> None:
    network.failures = [SendError(Verdict.RECIPIENT_GONE, "Đã quá 48 giờ từ tin cuối của người nhận.")]
    await app.tick()
    with app.database.read() as uow:
        (account,) = uow.accounts.all_accounts()
    assert (account.state, account.reason) == (
        AccountState.UNREACHABLE, "Đã quá 48 giờ từ tin cuối của người nhận.",
    )  # fmt: skip
    await call(app, *network.call((CHAT, "/viec")))
    with app.database.read() as uow:
        assert uow.accounts.all_accounts()[0].state is AccountState.ACTIVE
    assert "việc đang chờ báo cáo" in network.delivered[-1][1]


async def test_a_worker_over_a_channel_without_polling_runs_untroubled(app: App, network: ToyNetwork) -> None:
    stop = asyncio.Event()
    working = asyncio.create_task(work(app, stop))
    await network.asked.wait()
    assert app.troubles == {}
    stop.set()
    await working
    checks = {check.name: check for check in app.health().checks}
    assert checks["toy"].text == "Kênh Bồ câu đang hoạt động."


async def test_a_token_that_was_refreshed_is_found_after_a_restart(
    app: App, network: ToyNetwork, settings: Settings
) -> None:
    await app.stop()
    again = made(settings)
    await again.start()
    again.clock.advance_to(FIRST_REMINDER)  # type: ignore[attr-defined]
    await again.tick()
    await again.stop()
    assert network.token != "token-1"
    assert network.delivered


def test_doctor_asks_every_channel_and_names_one_without_access(
    settings: Settings, network: ToyNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CHANNELS, "toy", factory(network))
    config = settings.config.model_copy(update={"channels": ("toy", "telegram")})
    checks = _checks(Settings(config, settings.environment, settings.folder))
    assert [(c.ok, c.text) for c in checks if c.name == "token"] == [
        (True, "Bồ câu: đã sẵn sàng."),
        (False, "Kênh telegram được bật trong config.yaml nhưng chưa có mã bot; xem docs/settings.md."),
    ]
    assert network.token == "token-0", "looking changes nothing"


async def test_its_public_name_and_link_are_known(app: App, settings: Settings) -> None:
    assert "dondoc.example" in known_hosts(settings, "127.0.0.1", app.channels.values())
    assert await app.channels["toy"].invitation_link("ABC") == "https://bo-cau.example/ABC"


def test_a_rehearsal_never_reaches_its_real_server(
    settings: Settings, network: ToyNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CHANNELS, "toy", factory(network, "https://bo-cau.example"))
    with pytest.raises(RealChannel):
        made(settings)
