"""A visitor of the demo without a browser: reads pages, taps buttons by their label."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

import httpx

_BUBBLE = re.compile(r'<li class="bubble (mine|theirs)" data-message="([^"]+)">(.*?)</li>', re.S)
_BUTTON = re.compile(r'<button name="data" value="([^"]*)">(.*?)</button>')
_TAG = re.compile(r"<[^>]+>")

#: What to tap, the first that is offered, to answer every question of a report in the shortest way.
SHORTEST = (
    "Gửi",
    "Tất cả đang thực hiện",
    "Đang thực hiện",
    "50%",
    "Không có khó khăn",
    "Bỏ qua",
    "Không có kiến nghị",
    "Không có tệp",
    "Chưa có văn bản",
)


@dataclass(frozen=True)
class Bubble:
    """One message of a chat."""

    mine: bool
    id: str
    html: str

    @property
    def text(self) -> str:
        """What a person reads."""
        return unescape(_TAG.sub("", self.html))

    @property
    def buttons(self) -> dict[str, str]:
        """Label → data."""
        return {unescape(label): unescape(data) for data, label in _BUTTON.findall(self.html)}


@dataclass
class Visitor:
    """One open page."""

    client: httpx.AsyncClient
    person: str = ""
    date: str = ""
    page: str = field(default="", init=False)

    @property
    def where(self) -> dict[str, str]:
        """What the page's hidden form says."""
        return {"p": self.person, "d": self.date, "t": "people"}

    async def look(self) -> str:
        """Load the page."""
        self.page = (await self.client.get("/", params=self.where)).raise_for_status().text
        return self.page

    async def move(self, step: str) -> str:
        """Push the clock; returns the answer's parts."""
        answer = await self.client.post(
            "/demo/clock", data={"move": step, **self.where}, headers={"HX-Request": "true"}
        )
        self.page = answer.raise_for_status().text
        return self.page

    async def bubbles(self) -> list[Bubble]:
        """The chat as it stands."""
        return [Bubble(who == "mine", id_, html) for who, id_, html in _BUBBLE.findall(await self.look())]

    async def say(self, text: str) -> None:
        """Type a line."""
        await self._post("text", {"text": text})

    async def tap(self, label: str) -> None:
        """Tap the newest button with that label."""
        for bubble in reversed(await self.bubbles()):
            for shown, data in bubble.buttons.items():
                if shown.startswith(label):
                    await self._post("tap", {"message": bubble.id, "data": data})
                    return
        raise AssertionError(f"no button {label!r} in {[list(b.buttons) for b in await self.bubbles()]}")

    async def offered(self) -> set[str]:
        """Labels of the last message that has buttons."""
        return next((set(b.buttons) for b in reversed(await self.bubbles()) if b.buttons), set())

    async def _post(self, action: str, values: dict[str, str]) -> None:
        answer = await self.client.post(
            f"/demo/chat/{self.person}/{action}", data={**values, **self.where}, headers={"HX-Request": "true"}
        )
        answer.raise_for_status()
