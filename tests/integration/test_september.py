"""Random Septembers: officers answer in every way, and every place that speaks of a report says the same."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from bot.app import App
from bot.channels.base import EventKind, InboundEvent
from bot.channels.local import LocalMessage
from bot.domain.answers.owed import Owed, ReportState
from bot.domain.answers.standing import RowState
from bot.services.board.board_rows import board, report_dates
from bot.services.owing import what_is_owed
from bot.store.database import Database
from tests.integration.dispatching import at
from tests.integration.whole_app import SetClock, an_app, channel_of, link, said

PLAN = "ha-noi-tp-hcm-2024"
OFFICERS = (
    "vi-du-so-noi-vu-ha-noi",
    "vi-du-so-du-lich-ha-noi",
    "vi-du-so-van-hoa-va-the-thao-ha-noi",
    "vi-du-so-ke-hoach-va-dau-tu-ha-noi",
)
FIRST, LAST = date(2024, 9, 3), date(2024, 10, 2)
SAID = (
    "nhiệm vụ {task} xong 80% rồi, còn chờ kinh phí",
    "nhiệm vụ {task} đã hoàn thành",
    "nv {task} đang làm",
    "tất cả đang thực hiện",
    "đã gửi công văn số 125/BC-S ngày 03/9/2024",
    "cảm ơn",
)
#: Leads away from answering, or out of the test.
AVOIDED = ("Xem chi tiết", "Không phải việc của tôi", "Quay lại", "Huỷ")


@dataclass
class September:
    """One office on a clock that is set; what is owed is asked of the store at each moment."""

    app: App
    clock: SetClock
    chance: random.Random

    def owed(self) -> dict[str, Owed]:
        with self.app.database.read() as uow:
            stored = uow.occurrences.find(plan=PLAN)
            found = (s.occurrence for s in stored)
            return what_is_owed(uow, self.app.in_use.registry, found, self.clock.now().date())

    def phone(self, officer: str) -> list[LocalMessage]:
        return channel_of(self.app).chat(officer)

    async def says(self, officer: str, text: str) -> None:
        await self.app.receive(said(self.app, officer, text))

    async def taps(self, officer: str) -> bool:
        """Any button of the newest message; False where it has none to go on with."""
        shown = self.phone(officer)
        buttons = [b for row in (shown[-1].message.buttons if shown else ()) for b in row]
        wanted = [b for b in buttons if not b.label.startswith(AVOIDED)]
        if not wanted:
            return False
        tap = self.chance.choice(wanted)
        number = f"tap{self.chance.random()}"
        event = InboundEvent(
            "local", number, officer, EventKind.TAP, self.clock.now(), data=tap.data, message_id=shown[-1].id
        )
        await self.app.receive(event)
        return True

    async def answers(self, officer: str) -> None:
        """In one of the ways, or not at all."""
        way = self.chance.choice(("silent", "sentence", "taps", "both"))
        if way in ("sentence", "both"):
            tasks = [row.task.id for unit in self.mine(officer) for row in unit.rows] or ["1"]
            await self.says(officer, self.chance.choice(SAID).format(task=self.chance.choice(tasks)))
        if way != "silent":
            for _ in range(self.chance.randrange(1, 12)):
                if not await self.taps(officer):
                    break

    def mine(self, officer: str) -> list[Owed]:
        agency = self.app.in_use.registry.people[officer].agency
        return [unit for unit in self.owed().values() if unit.occurrence.agency == agency]

    def check_board(self) -> None:
        """The board of each report date says of each unit what the rows say."""
        owed, now = self.owed(), self.clock.now()
        with self.app.database.read() as uow:
            for chosen in report_dates(uow, self.app.in_use.registry, now):
                if chosen.plan.key != PLAN or chosen.target > LAST:
                    continue
                for row in board(uow, self.app.in_use, chosen, now).rows:
                    units = [owed[key] for key in row.occurrences]
                    complete = all(unit.state is ReportState.COMPLETE for unit in units)
                    assert (row.state is RowState.ANSWERED) is complete, row
                    assert (row.answered, row.total) == (sum(u.filled for u in units), sum(len(u.rows) for u in units))
                    assert not (complete and row.next_ask and row.overdue_days), row

    async def morning(self) -> None:
        """The digests of the day name what was open before they were written, and nothing else."""
        before = self.owed()
        await self.app.tick()
        with self.app.database.read() as uow:
            sent = [d for d in uow.deliveries.find() if d.person in OFFICERS and d.at.date() == self.clock.now().date()]
        for digest in sent:
            units = [before[key] for key in digest.items.occurrences if key in before]
            assert not [unit for unit in units if unit.state is ReportState.COMPLETE], digest.message.text
            named = set(re.findall(r"^• (?:Nhiệm vụ )?([\d.]+(?:, [\d.]+)*)\. ", digest.message.text, re.M))
            tasks = {task for names in named for task in names.split(", ")}
            still = {row.task.id for unit in units for row in unit.open_rows}
            assert tasks <= still or not units, digest.message.text


@pytest.mark.parametrize("seed", range(4))
async def test_a_random_september(sqlite_database: Database, seed: int) -> None:
    clock = SetClock(datetime.combine(FIRST, at("03/09 07:00").timetz()))
    app = an_app(sqlite_database, clock)
    await app.start()
    for officer in OFFICERS:
        link(app, officer)
    office = September(app, clock, random.Random(seed))
    day = FIRST
    while day <= LAST:
        clock.moment = datetime.combine(day, at("03/09 08:00").timetz())
        await office.morning()
        for officer in OFFICERS:
            clock.moment += timedelta(minutes=20)
            known = {r.id for r in _answers(app)}
            await office.answers(officer)
            assert known <= {r.id for r in _answers(app)}
            office.check_board()
        day += timedelta(days=1)
    assert _answers(app), "nobody answered anything"
    await app.stop()


def _answers(app: App) -> list[object]:
    with app.database.read() as uow:
        return list(uow.reports.of_plan(PLAN))
