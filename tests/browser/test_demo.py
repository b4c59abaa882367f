"""The demo as a person uses it: one push of the clock, one report by taps, and a board that follows by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.integration.web_page import SHORTEST

pytestmark = pytest.mark.browser

OFFICER = "vi-du-so-noi-vu-ha-noi"
DESKTOP: ViewportSize = {"width": 1400, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def page(browser: Browser, demo_url: str) -> Iterator[Page]:
    """A desktop window on the demo; anything on the console that is an error fails the test."""
    opened = browser.new_page(viewport=DESKTOP)
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    # The event stream says "[object Event]" when the page it belongs to is left.
    opened.goto(demo_url)
    yield opened
    opened.close()
    assert [t for t in troubles if t != "[object Event]"] == []


def last_buttons(page: Page) -> Locator:
    """The newest message with buttons."""
    return page.locator("#chat-log form.keys").last


def tap(page: Page, label: str) -> None:
    """Tap a button of the newest message and wait until the chat has answered."""
    before = page.locator("#chat-log").text_content()
    last_buttons(page).get_by_role("button", name=re.compile(f"^{re.escape(label)}")).first.click()
    page.wait_for_function("before => document.querySelector('#chat-log').textContent !== before", arg=before)


def report_everything(page: Page) -> None:
    """From the digest to the receipt."""
    tap(page, "Báo cáo")
    for _ in range(40):
        offered = last_buttons(page).get_by_role("button").all_inner_texts()
        label = next(want for want in SHORTEST if any(o.startswith(want) for o in offered))
        tap(page, label)
        if label == "Gửi":
            return
    raise AssertionError("the report has no end")


def board_row(page: Page, agency: str) -> Locator:
    """The board's row of that agency."""
    return page.locator("li.agency", has=page.get_by_text(agency, exact=True))


def test_a_report_from_the_first_message_to_the_board(page: Page, browser: Browser, demo_url: str) -> None:
    onlooker = browser.new_page(viewport=DESKTOP)
    onlooker.goto(demo_url)
    page.locator(f"#person-{OFFICER}").click()
    expect(page).to_have_url(re.compile(f"p={OFFICER}"))
    page.get_by_role("button", name="Tin kế tiếp").click()
    expect(page.locator("#clock")).to_contain_text("04/09/2024")
    expect(page.locator("#chat-log .bubble.theirs")).to_have_count(1)
    expect(page.locator("#chat-log")).to_contain_text("15/09/2024")
    # The other window has touched nothing and yet shows the unread message and the changed board.
    expect(onlooker.locator("#person-vi-du-hpa .badge")).to_have_text("1")
    expect(board_row(onlooker, "Sở Nội vụ Hà Nội")).to_contain_text("Chưa trả lời")
    report_everything(page)
    for window in (page, onlooker):
        expect(board_row(window, "Sở Nội vụ Hà Nội")).to_contain_text("Đã báo cáo đủ")
        expect(board_row(window, "Sở Nội vụ Hà Nội")).to_contain_text(re.compile(r"BC-2024-\d{6}"))
        expect(window.locator(".count.answered dd")).to_have_text("1")
    onlooker.close()


def test_typing_sending_a_file_and_going_back(page: Page) -> None:
    page.locator(f"#person-{OFFICER}").click()
    page.get_by_role("button", name="Tin kế tiếp").click()
    expect(page.locator("#chat-log .bubble")).to_have_count(1)
    field = page.locator("#text")
    field.fill("xong 80% rồi, còn chờ kinh phí")
    field.press("Enter")
    expect(page.locator("#chat-log .bubble.mine")).to_have_count(1)
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    page.locator("#file").set_input_files({"name": "bao-cao.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(page.locator("#chat-log .bubble.mine .file")).to_contain_text("bao-cao.pdf")
    with page.expect_download() as download:
        page.locator("#chat-log .bubble.mine .file").click()
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.7"
    page.go_back()
    expect(page.locator("#chat-log")).to_have_count(0)
    expect(page.locator("#people-list")).to_contain_text("Trần Công Huy")


def test_people_are_found_while_typing(page: Page) -> None:
    page.locator("#q").press_sequentially("noi vu")
    expect(page.locator("#person-tran-cong-huy")).to_have_count(0)
    expect(page.locator(f"#person-{OFFICER}")).to_be_visible()


def test_another_board_is_chosen_and_stays_in_the_address(page: Page) -> None:
    page.locator("#date").select_option("ha-noi-tp-hcm-2024/tong-hop/2024")
    expect(page.locator("#board .aim")).to_contain_text("trước ngày 25/09/2024")
    expect(page).to_have_url(re.compile("d=ha-noi-tp-hcm-2024%2Ftong-hop%2F2024"))
    page.reload()
    expect(page.locator("#date")).to_have_value("ha-noi-tp-hcm-2024/tong-hop/2024")


def test_the_clock_jumps_back_to_2022(page: Page) -> None:
    page.get_by_role("button", name="15/12/2022").click()
    expect(page.locator("#notice")).to_contain_text("bắt đầu lại")
    expect(page.locator("#clock")).to_contain_text("15/12/2022")
    expect(page.locator("#board")).to_contain_text("Kế hoạch số 188/KH-UBND")


@pytest.mark.parametrize("width", [360, 390])
def test_nothing_is_wider_than_a_phone(browser: Browser, demo_url: str, width: int) -> None:
    phone = browser.new_page(viewport={"width": width, "height": 844}, has_touch=True)
    phone.goto(demo_url)
    phone.get_by_role("button", name="Tin kế tiếp").click()
    expect(phone.locator(f"#person-{OFFICER} .badge")).to_be_visible()
    for show in ("/", f"/?p={OFFICER}", "/?t=board", "/?t=outbox"):
        phone.goto(demo_url.rstrip("/") + show)
        assert phone.evaluate("document.documentElement.scrollWidth") <= width
    phone.close()


def test_on_a_phone_one_part_at_a_time(browser: Browser, demo_url: str) -> None:
    phone = browser.new_page(viewport=PHONE, has_touch=True)
    phone.goto(demo_url)
    expect(phone.locator("#people")).to_be_visible()
    expect(phone.locator("#board")).to_be_hidden()
    phone.get_by_role("link", name="Bảng theo dõi").click()
    expect(phone.locator("#board")).to_be_visible()
    expect(phone.locator("#people")).to_be_hidden()
    phone.get_by_role("link", name=re.compile("Người nhận")).click()
    phone.locator(f"#person-{OFFICER}").click()
    expect(phone.locator("#chat")).to_be_visible()
    phone.get_by_role("link", name="Về danh sách người nhận tin").click()
    expect(phone.locator("#people")).to_be_visible()
    phone.close()


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.locator(f"#person-{OFFICER}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_visible()
    expect(page.locator(f"#person-{OFFICER}")).to_be_focused()
    page.get_by_role("button", name="Tin kế tiếp").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chat-log .bubble")).to_have_count(1)
    page.get_by_role("button", name="Báo cáo").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chat-log .bubble")).not_to_have_count(1)
