"""A small office to send to: a registry, a database, a local channel and a clock that is pushed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.channels.base import Channel
from bot.channels.local import LocalChannel
from bot.clock import LOCAL_ZONE, SteppedClock
from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Agency, AgencyKind, Person, Plan, Registry, Role, Task
from bot.domain.plan.policy import Policies
from bot.domain.schedule.reminder import ReminderState
from bot.services.dispatch.dispatcher import Dispatcher
from bot.store.database import Database
from bot.store.reasons import reason_column
from bot.store.schedule.records import NewReminder, StoredReminder
from bot.store.sending.records import Delivery
from tests.integration.schedule_rows import NOW, an_occurrence, stored
from tests.unit.planning import calendar, plan, report, task

SECRET = b"k" * 32
#: Nobody is named for them, so every contact of the agency is told.
TASKS = (task("1", None, "so-a"), task("2", None, "so-a"))
#: "an" alone is named for them.
NAMED = (task("1", None, "so-a", contacts=["an"]), task("2", None, "so-a", contacts=["an"]))


def at(text: str) -> datetime:
    """ "04/09 08:00" of 2024, Asia/Ho_Chi_Minh."""
    return datetime.strptime(f"2024 {text}", "%Y %d/%m %H:%M").replace(tzinfo=LOCAL_ZONE)


def people(*ids: str, agency: str = "so-a") -> dict[str, Person]:
    """Contacts of one agency."""
    return {i: Person(i, f"Nguyễn {i.title()}", agency) for i in ids}


def a_plan(tasks: Iterable[Task] = TASKS) -> Plan:
    """Units report before 15/9, the consolidator before 25/9."""
    rules = [
        report("bao-cao", ["so-a", "so-b"], "khdt", "trước ngày 15/9/2024"),
        report("tong-hop", ["khdt"], "ubnd", "trước ngày 25/9/2024", consolidates="bao-cao"),
    ]
    return replace(plan(*tasks, reports=rules), short_title="Kế hoạch thử")


def a_registry(who: dict[str, Person] | None = None, tasks: Iterable[Task] = TASKS) -> Registry:
    """The plan, its agencies and by default one contact, "an"."""
    names = {"so-a": "Sở A", "so-b": "Sở B", "khdt": "Sở KHĐT", "ubnd": "UBND Thành phố"}
    agencies = {i: Agency(i, n, "ha-noi", AgencyKind.AGENCY, short=f"{n} Hà Nội") for i, n in names.items()}
    found = a_plan(tasks)
    return Registry({found.key: found}, agencies, people("an") if who is None else who)


@dataclass
class Office:
    """Everything a dispatch test touches."""

    database: Database
    registry: Registry = field(default_factory=a_registry)
    channels: dict[str, LocalChannel] = field(default_factory=lambda: {"local": LocalChannel()})
    clock: SteppedClock = field(default_factory=lambda: SteppedClock(NOW))
    calendar: WorkCalendar = field(default_factory=lambda: calendar(at("02/09 00:00").date(), at("03/09 00:00").date()))
    policies: Policies = field(default_factory=Policies)
    _in_use: InUse | None = None

    def in_use(self) -> InUse:
        """What is in use now; a registry put in its place makes a new one, as changed files do."""
        made = self._in_use
        if made is None or made.registry is not self.registry or made.calendar is not self.calendar:
            made = self._in_use = InUse(self.registry, self.calendar, self.policies)
        return made

    @property
    def channel(self) -> LocalChannel:
        return self.channels["local"]

    def dispatcher(self, *, pace: bool = False) -> Dispatcher:
        """A new one, as a new process would have."""
        channels: dict[str, Channel] = dict(self.channels)
        return Dispatcher(
            self.database,
            channels,
            self.in_use,
            self.clock,
            SECRET,
            pace=pace,
        )

    def link(self, *who: str, channel: str = "local") -> None:
        """Give each a chat of that name."""
        with self.database.transaction() as uow:
            for person in who:
                uow.accounts.link(person, channel, f"chat-{person}", "1", NOW - timedelta(days=9))

    def plan(self, *reminders: NewReminder, **changes: object) -> str:
        """Store the report of so-a with these reminders; its key."""
        occurrence = an_occurrence(**changes)  # type: ignore[arg-type]
        with self.database.transaction() as uow:
            uow.occurrences.save([stored(occurrence)])
            uow.reminders.insert(r._replace(occurrence=occurrence.key) for r in reminders)
        return occurrence.key

    def reminders(self, key: str | None = None) -> list[StoredReminder]:
        """Those of one occurrence, by default the report's."""
        with self.database.read() as uow:
            return uow.reminders.of_occurrence(key or an_occurrence().key)

    def states(self, key: str | None = None) -> dict[str, tuple[ReminderState, str | None]]:
        """State and reason by step."""
        return {r.step.code: (r.state, reason_column(r.reason, r.detail)) for r in self.reminders(key)}

    def deliveries(self) -> list[Delivery]:
        """All digests, oldest first."""
        with self.database.read() as uow:
            return sorted(uow.deliveries.find(), key=lambda d: d.id)

    def texts(self, person: str = "an") -> list[str]:
        """What stands on the person's phone."""
        return [m.message.text for m in self.channel.chat(f"chat-{person}")]

    def first_lines(self, person: str = "an") -> list[str]:
        """The headlines, without tags."""
        return [t.splitlines()[0].replace("<b>", "").replace("</b>", "") for t in self.texts(person)]


def a_head(agency: str = "so-a") -> dict[str, Person]:
    """The unit's leader."""
    return {"truong": Person("truong", "Trần Trưởng", agency, roles=(Role.LEADER,))}
