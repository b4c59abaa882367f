"""The demo as a page sees it: who is chosen, what the phones show, what the board says; and what a visitor does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from bot.clock import LOCAL_ZONE
from bot.demo import Demo
from bot.domain.answers.standing import Board, ReportDate, RowState
from bot.domain.plan.plan import Registry
from bot.messages import web
from bot.messages.board import board_texts as say
from bot.messages.common import plan_short
from bot.messages.web import COMMAND_HINTS, NOTHING_AHEAD, clock_day, day_note, started_over
from bot.services.board.board_rows import board, find_report_date, report_dates
from bot.store.people.records import Account, AccountState
from bot.store.unit_of_work import UnitOfWork
from bot.web.demo.chats import Chats
from bot.web.demo.outbox import past_sends, planned_sends
from bot.web.demo.people_list import people_groups, person_view
from bot.web.shared.live_changes import Changes

#: Seconds between looks at the pages while the clock is walking.
_WALK_PULSE = 0.4


@dataclass(frozen=True, slots=True)
class Jump:
    """A day worth seeing."""

    moment: datetime
    label: str
    title: str

    @property
    def value(self) -> str:
        """As posted by its button."""
        return self.moment.date().isoformat()


#: In the middle of the morning: what goes out at 08:00 that day has gone out.
JUMPS = (
    Jump(datetime(2024, 9, 15, 9, tzinfo=LOCAL_ZONE), "15/9/2024", web.LAST_DAY_OF_HN_HCM),
    Jump(datetime(2022, 12, 15, 9, tzinfo=LOCAL_ZONE), "15/12/2022", web.LAST_DAY_OF_188),
    Jump(datetime(2023, 12, 25, 9, tzinfo=LOCAL_ZONE), "25/12/2023", web.LAST_WEEK_OF_4778),
)
_STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page looks at; all of it stands in the address."""

    person: str = ""
    date: str = ""
    tab: str = "people"
    search: str = ""

    @staticmethod
    def read(values: Mapping[str, Any]) -> Shown:
        """From a query or a form; anything unknown falls back."""
        tab = str(values.get("t") or "people")
        return Shown(
            person=str(values.get("p") or ""),
            date=str(values.get("d") or ""),
            tab=tab if tab in dict(web.TABS) else "people",
            search=str(values.get("q") or "")[:100],
        )

    def link(self, *, p: str | None = None, d: str | None = None, t: str | None = None) -> str:
        """The address of this place with some of it changed."""
        values = {"p": self.person if p is None else p, "d": self.date if d is None else d, "t": t or self.tab}
        query = urlencode({k: v for k, v in values.items() if v and (k, v) != ("t", "people")})
        return f"/?{query}" if query else "/"


class DemoBoard:
    """One demo, its chats and its open pages."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.changes = Changes()
        self.chats = Chats(demo)
        #: Set while the demo can be read; cleared while it starts over.
        self._readable = asyncio.Event()
        self._readable.set()
        #: One push of the clock after the other, each counted from where the last one ended.
        self._pushing = asyncio.Lock()

    async def ready(self) -> None:
        """Wait while the demo starts over."""
        await self._readable.wait()

    async def move(self, step: str) -> str:
        """Push the clock; returns a sentence for the visitor where there is something to say. KeyError if unknown."""
        async with self._pushing, self._telling_pages():
            if step == "next":
                upcoming = await asyncio.to_thread(self.demo.next_send_at)
                if upcoming is None:
                    return NOTHING_AHEAD
                await self.demo.advance_to(upcoming)
            elif step in _STEPS:
                await self.demo.advance_to(self.demo.clock.now() + _STEPS[step])
            else:
                return await self._jump({jump.value: jump for jump in JUMPS}[step])
        return ""

    async def _jump(self, jump: Jump) -> str:
        before = self.demo.clock.now()
        if jump.moment >= before:
            await self.demo.advance_to(jump.moment)
            return ""
        self._readable.clear()
        try:
            await self.demo.jump_to(jump.moment)
        finally:
            self._readable.set()
        return started_over(jump.label)

    @asynccontextmanager
    async def _telling_pages(self) -> AsyncIterator[None]:
        """Pages follow a long walk of the clock as it goes."""

        async def pulse() -> None:
            while True:
                await asyncio.sleep(_WALK_PULSE)
                self.changes.bump()

        pulsing = asyncio.create_task(pulse())
        try:
            yield
        finally:
            pulsing.cancel()
            with suppress(asyncio.CancelledError):
                await pulsing
            self.changes.bump()

    async def values(self, where: Shown) -> dict[str, object]:
        """Everything the templates need."""
        await self.ready()
        return await asyncio.to_thread(self._values, where)

    def has_chat(self, person: str) -> bool:
        """True for somebody of the registry in use."""
        return person in self.demo.app.in_use.registry.people

    def _values(self, where: Shown) -> dict[str, object]:
        app, now = self.demo.app, self.demo.clock.now()
        chat = self._chat(where, now)
        with app.database.read() as uow:
            dates = report_dates(uow, app.in_use.registry, now)
            chosen = find_report_date(dates, where.date) or next(iter(dates), None)
            shown = board(uow, app.in_use, chosen, now) if chosen else None
            accounts = _accounts(uow, self.demo.channel.name)
            registry = app.in_use.registry
            sends = {"planned": planned_sends(uow, registry, now), "sent": past_sends(uow, registry)}
        return {
            "version": self.changes.version,
            "oob": "",
            **self._clock(now),
            **chat,
            **self._people(where, now, accounts, chosen.plan.key if chosen else None),
            **_place(where),
            **_board_values(shown, dates, app.in_use.registry),
            **_target(shown, self.demo),
            **sends,
        }

    def _clock(self, now: datetime) -> dict[str, object]:
        return {
            "now": now,
            "clock_day": clock_day(now),
            "day_note": day_note(now.date(), self.demo.app.in_use.calendar),
            "next_send": self.demo.next_send_at(),
            "jumps": JUMPS,
        }

    def _chat(self, where: Shown, now: datetime) -> dict[str, object]:
        """The chosen person's phone; looking at it makes its messages read."""
        registry = self.demo.app.in_use.registry
        person = registry.people.get(where.person)
        if person is None:
            return {"person": None, "bubbles": [], "commands": COMMAND_HINTS}
        self.chats.mark_seen(person.id)
        return {
            "person": person_view(person, registry, now.date()),
            "bubbles": self.chats.bubbles(person.id),
            "commands": COMMAND_HINTS,
        }

    def _people(
        self, where: Shown, now: datetime, accounts: Mapping[str, Account], plan: str | None
    ) -> dict[str, object]:
        unread = sum(self.chats.unread(person) for person in accounts)
        registry = self.demo.app.in_use.registry
        return {
            "groups": people_groups(
                registry, now.date(), accounts, unread=self.chats.unread, first=plan, search=where.search
            ),
            "shown": accounts,
            "tabs": [(code, label, unread if code == "people" else 0) for code, label in web.TABS],
        }


def _place(where: Shown) -> dict[str, object]:
    return {"tab": where.tab, "q": where.search, "link": where.link, "chosen_key": where.date}


def _accounts(uow: UnitOfWork, channel: str) -> dict[str, Account]:
    """Each person's newest chat on the channel, a working one before any other."""
    accounts = [a for a in uow.accounts.all_accounts() if a.channel == channel]
    return {a.person: a for a in sorted(accounts, key=lambda a: a.state is AccountState.ACTIVE)}


def _target(shown: Board | None, demo: Demo) -> dict[str, object]:
    if shown is None:
        return {"target": ""}
    today = demo.clock.now().date()
    left = demo.app.in_use.calendar.working_days_between(today, shown.date.target)
    return {"target": say.target_text(shown.date, today, left)}


def _board_values(shown: Board | None, dates: tuple[ReportDate, ...], registry: Registry) -> dict[str, object]:
    order = list(registry.plans)
    by_plan = sorted(dates, key=lambda d: (order.index(d.plan.key), d.target, d.key))
    return {
        "board": shown,
        "board_key": shown.date.key if shown else "",
        "dates_by_plan": [
            (plan_short(group[0].plan), group)
            for _, found in groupby(by_plan, key=lambda d: d.plan.key)
            if (group := list(found))
        ],
        "counts": say.counts_items(shown.counts) if shown else (),
        "counts_line": say.counts_line(shown.counts) if shown else "",
        "official_line": say.official_line(shown.official) if shown else "",
        "shares": _shares(shown) if shown else [],
    }


def _shares(shown: Board) -> list[tuple[str, int, int]]:
    """(state, first, number) of the bar over all agencies."""
    order = (RowState.ANSWERED, RowState.PARTIAL, RowState.SILENT, RowState.UNREACHABLE, RowState.NOT_ASKED)
    shares, start = [], 0
    for state in order:
        number = sum(row.state is state for row in shown.rows)
        shares.append((state.value, start, number))
        start += number
    return shares
