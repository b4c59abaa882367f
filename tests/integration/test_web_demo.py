"""The demo over HTTP: the real plans, planner, dispatcher and conversation behind the page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from bot.clock import LOCAL_ZONE
from bot.demo import Demo
from bot.settings import load_settings
from bot.web.shared.live_changes import Changes
from bot.web.site import create_app
from tests.integration.web_page import SHORTEST, Visitor

ROOT = Path(__file__).resolve().parents[2]
OFFICER = "vi-du-so-noi-vu-ha-noi"
UNITS = "ha-noi-tp-hcm-2024/bao-cao-don-vi/2024"


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    """The demo as ``dondoc demo`` starts it."""
    show = Demo(load_settings(ROOT / "config.yaml", {}), datetime(2024, 9, 3, 8, tzinfo=LOCAL_ZONE))
    await show.start()
    yield show
    await show.stop()


@pytest.fixture
async def client(demo: Demo) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without scripts."""
    transport = httpx.ASGITransport(create_app(demo.app, demo=demo))
    async with httpx.AsyncClient(transport=transport, base_url="http://demo.test") as opened:
        yield opened


@pytest.fixture
def officer(client: httpx.AsyncClient) -> Visitor:
    """Somebody who looks at one officer's phone and the board of the units' reports."""
    return Visitor(client, OFFICER, UNITS)


def row_of(page: str, agency: str) -> str:
    """The board's row of that agency."""
    rows = [r for r in re.findall(r'<li class="agency .*?</li>', page, re.S) if f"<b>{agency}</b>" in r]
    assert len(rows) == 1, re.findall(r'<li class="agency .*?<b>(.*?)</b>', page, re.S)
    return str(rows[0])


async def report_everything(officer: Visitor) -> None:
    """From the digest to the receipt, every task in progress."""
    await officer.tap("Báo cáo")
    for _ in range(40):
        offered = await officer.offered()
        label = next((want for want in SHORTEST if any(o.startswith(want) for o in offered)), None)
        assert label is not None, offered
        await officer.tap(label)
        if label == "Gửi":
            return
    raise AssertionError("the report has no end")


async def test_the_page_stands_on_the_holiday_and_knows_everybody(officer: Visitor) -> None:
    page = await officer.look()
    assert "thứ Ba, 03/09/2024" in page
    assert "không gửi tin" in page
    assert "Trần Công Huy" in page
    assert page.count("(ví dụ)") > 10
    assert "Chưa có tin nhắn nào" in page
    assert "Chưa đến kỳ nhắc" in row_of(page, "Sở Nội vụ Hà Nội")


async def test_the_next_message_comes_on_the_fourth(officer: Visitor) -> None:
    changed = await officer.move("next")
    assert "thứ Tư, 04/09/2024" in changed
    assert "Chưa trả lời" in row_of(changed, "Sở Nội vụ Hà Nội")
    (digest,) = await officer.bubbles()
    assert "15/09/2024" in digest.text
    assert "Nội vụ" in digest.text
    assert any(label.startswith("Báo cáo") for label in digest.buttons)


async def test_who_gathers_the_answers_is_led_to_the_board(officer: Visitor) -> None:
    assert 'class="to-board"' not in await officer.look()
    officer.person = "vi-du-so-ke-hoach-va-dau-tu-ha-noi"
    page = await officer.look()
    link = re.search(r'class="to-board"><a href="([^"]+)"', page)
    assert link
    assert "t=board" in link[1]
    assert "Sở KH&amp;ĐT Hà Nội · tổng hợp" in page
    assert "Sở Tài chính Hà Nội · tổng hợp" not in page, "it takes over in March 2025"


async def test_a_disclaim_reaches_the_coordinators_chat(officer: Visitor) -> None:
    await officer.move("next")
    for label in ("Không phải việc của tôi", "Không thuộc cơ quan tôi", "Bỏ qua", "Gửi"):
        await officer.tap(label)
    officer.person = "vi-du-so-ke-hoach-va-dau-tu-ha-noi"
    (notice,) = await officer.bubbles()
    assert "Sở Nội vụ Hà Nội báo không phụ trách" in notice.text


async def test_unread_messages_are_counted_until_the_phone_is_looked_at(officer: Visitor) -> None:
    officer.person = ""
    await officer.move("next")
    unread = re.search(rf'id="person-{OFFICER}"[^>]*class="person unread"', officer.page)
    assert unread
    officer.person = OFFICER
    assert not re.search(rf'id="person-{OFFICER}"[^>]*class="person unread"', await officer.look())


async def test_reporting_by_taps_changes_the_board(officer: Visitor) -> None:
    await officer.move("next")
    await report_everything(officer)
    row = row_of(await officer.look(), "Sở Nội vụ Hà Nội")
    assert "Đã báo cáo đủ" in row
    receipt = re.search(r"BC-2024-\d{6}", row)
    assert receipt
    assert receipt[0] in (await officer.bubbles())[-1].text


async def test_what_is_typed_stands_in_the_chat_and_is_answered(officer: Visitor) -> None:
    await officer.move("next")
    await officer.say("xong 80% rồi <b>&</b> còn chờ kinh phí")
    own, answer = (await officer.bubbles())[-2:]
    assert own.mine
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in own.html
    assert not answer.mine
    assert answer.buttons


async def test_the_calendar_file_can_be_saved(officer: Visitor) -> None:
    await officer.move("next")
    await officer.say("/lich")
    link = re.search(r'class="file" href="([^"]+)" download="([^"]+\.ics)"', await officer.look())
    assert link
    answer = await officer.client.get(link[1])
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert answer.headers["content-disposition"].startswith("attachment")


async def test_a_file_is_sent_and_shown(officer: Visitor) -> None:
    await officer.move("next")
    address = f"/demo/chat/{OFFICER}/file"
    sent = await officer.client.post(address, files={"file": ("báo cáo.pdf", b"%PDF-1.7", "application/pdf")})
    assert sent.status_code == 303
    link = re.search(r'class="file" href="([^"]+)" download="báo cáo.pdf"', await officer.look())
    assert link
    assert (await officer.client.get(link[1])).content == b"%PDF-1.7"


async def test_a_file_over_the_limit_is_refused(officer: Visitor) -> None:
    big = b"x" * (20 * 1024 * 1024 + 1)
    answer = await officer.client.post(f"/demo/chat/{OFFICER}/file", files={"file": ("to.bin", big)})
    assert answer.status_code == 413
    assert "20 MB" in answer.text


async def test_setting_the_clock_back_starts_over_and_says_so(officer: Visitor) -> None:
    await officer.move("next")
    officer.person, officer.date = "vi-du-so-du-lich-ha-noi", ""
    changed = await officer.move("2022-12-15")
    assert "thứ Năm, 15/12/2022" in changed
    assert "bắt đầu lại với dữ liệu mới" in changed
    assert "Kế hoạch số 188/KH-UBND" in changed
    assert "quá hạn 01 ngày làm việc" in row_of(changed, "Sở Du lịch Hà Nội")
    chat = (await officer.look()).partition('id="chat"')[2].partition("</section>")[0]
    # The days are those of the new run, also for what was sent before anybody looked.
    days = re.findall(r'class="day-mark"><span>(.*?)</span>', chat)
    assert days == sorted(days, key=lambda day: day.split()[-1].split("/")[::-1])
    assert days[-1] == "thứ Năm 15/12/2022"
    assert len(days) > 3


async def test_a_week_forward_walks_through_every_slot(officer: Visitor) -> None:
    await officer.move("week")
    changed = await officer.move("hour")
    assert "thứ Ba, 10/09/2024" in changed
    assert "09:00" in changed
    assert len(await officer.bubbles()) == 2


async def test_two_windows_push_the_clock_one_after_the_other(officer: Visitor) -> None:
    pushes = (officer.client.post("/demo/clock", data={"move": step}) for step in ("next", "day", "next", "hour"))
    answers = await asyncio.gather(*pushes)
    assert [a.status_code for a in answers] == [303] * 4
    assert "10/09/2024" in await officer.look()


@pytest.mark.parametrize("search", ["noi vu", "Nội Vụ", "so noi vu"])
async def test_people_are_found_without_accents(client: httpx.AsyncClient, search: str) -> None:
    found = (await client.get("/demo/live", params={"q": search})).text
    assert f'id="person-{OFFICER}"' in found
    assert 'id="person-tran-cong-huy"' not in found


async def test_without_scripts_a_form_leads_back_to_the_page(officer: Visitor) -> None:
    answer = await officer.client.post(f"/demo/chat/{OFFICER}/text", data={"text": "/viec"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/?p={OFFICER}"


@pytest.mark.parametrize(
    ("address", "data", "status"),
    [
        ("/demo/clock", {"move": "yesterday"}, 400),
        ("/demo/chat/nobody/text", {"text": "a"}, 404),
        (f"/demo/chat/{OFFICER}/text", {"text": "   "}, 400),
        (f"/demo/chat/{OFFICER}/tap", {"message": "1"}, 400),
        (f"/demo/chat/{OFFICER}/file", {"file": "no file"}, 400),
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx.AsyncClient, address: str, data: dict[str, str], status: int
) -> None:
    answer = await client.post(address, data=data)
    assert answer.status_code == status
    assert answer.text


async def test_a_forged_button_is_answered_kindly_and_changes_nothing(officer: Visitor) -> None:
    await officer.move("next")
    (digest,) = await officer.bubbles()
    await officer.client.post(
        f"/demo/chat/{OFFICER}/tap", data={"message": digest.id, "data": "d:1:rAAAAAAAAAAAA", **officer.where}
    )
    assert "Chưa trả lời" in row_of(await officer.look(), "Sở Nội vụ Hà Nội")


async def test_another_site_cannot_push_the_clock(client: httpx.AsyncClient) -> None:
    foreign = await client.post("/demo/clock", data={"move": "day"}, headers={"Origin": "https://evil.test"})
    assert foreign.status_code == 403
    own = await client.post("/demo/clock", data={"move": "day"}, headers={"Origin": "http://demo.test"})
    assert own.status_code == 303


async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient) -> None:
    for address in ("/", "/healthz", "/static/dondoc.css", "/no-such-page"):
        headers = (await client.get(address)).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert (await client.get("/")).headers["cache-control"] == "no-store"


async def test_the_page_brings_no_script_or_style_of_its_own(officer: Visitor) -> None:
    await officer.move("next")
    page = await officer.look()
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", page)


async def test_health_is_said_without_personal_data(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["ok"] is True
    assert {"database", "files"} <= {check["name"] for check in answer.json()["checks"]}
    assert "Trần" not in answer.text


async def test_open_pages_are_told_of_a_change() -> None:
    changes = Changes()
    stream = changes.stream(since=0)
    assert await anext(stream) == "retry: 1000\n\n"
    changes.bump()
    assert "event: changed" in await anext(stream)
    behind = changes.stream(since=-1)
    await anext(behind)
    assert "data: 1" in await anext(behind)
