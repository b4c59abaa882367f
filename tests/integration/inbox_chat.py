"""An office with two linked officers, for the inbox tests: events go through ``receive`` one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.channels.base import Button, EventKind, InboundEvent, InboundFile, OutboundMessage
from bot.channels.local import PHONES
from bot.domain.dates.time_phrase import TimePhrase, read_time_phrase
from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Agency, Lead, Person, Plan, Registry, ReportRule, Role, Task
from bot.domain.plan.policy import Policies
from bot.domain.schedule.reminder import ReminderState
from bot.services.button_data import sign
from bot.services.inbox.intake import fit_to_store
from bot.services.inbox.receive import Inbox, Received
from bot.services.schedule.scheduling import apply
from bot.store.database import Database
from bot.store.schedule.records import StoredOccurrence
from bot.store.sending.records import Delivery, DeliveryItems, DeliveryKind

NOW = datetime(2024, 9, 4, 8, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SECRET = b"bi mat cua kho du lieu"
CALENDAR = WorkCalendar([])

_contents = ("Tổ chức hội chợ", "Xúc tiến du lịch", "Nội dung không được nêu", "Đào tạo cán bộ", "Khảo sát tuyến")


def _time(text: str) -> TimePhrase:
    read = read_time_phrase(text, plan_year=2024)
    assert isinstance(read, TimePhrase), read
    return read


def _task(number: int, *, secret: bool = False, when: str | None = None) -> Task:
    time = _time(when) if when else None
    lead = (Lead("so-du-lich"),)
    return Task(f"I.{number}", _contents[number - 1], lead, when=when, time=time, secret=secret)


PLAN = Plan(
    key="kh",
    code="12/KH-UBND",
    title="Hợp tác phát triển",
    issuer="ubnd",
    locality="ha-noi",
    consolidator="so-khdt",
    signed_on=date(2024, 1, 15),
    year=2024,
    tasks=(_task(1), _task(2), _task(3, secret=True), _task(4, when="Quý III/2024"), _task(5, when="Quý III, IV/2024")),
    reports=(
        ReportRule("don-vi", ("so-du-lich",), "so-khdt", "trước ngày 15/9/2024", _time("trước ngày 15/9/2024")),
        ReportRule(
            "tong-hop",
            ("so-khdt",),
            "ubnd",
            "trước ngày 25/9/2024",
            _time("trước ngày 25/9/2024"),
            consolidates="don-vi",
        ),
    ),
)
REGISTRY = Registry(
    plans={"kh": PLAN},
    agencies={
        "so-du-lich": Agency("so-du-lich", "Sở Du lịch", "ha-noi"),
        "so-khdt": Agency("so-khdt", "Sở Kế hoạch và Đầu tư", "ha-noi"),
        "ubnd": Agency("ubnd", "UBND Thành phố", "ha-noi"),
    },
    people={
        "an": Person("an", "Nguyễn Văn An", "so-du-lich"),
        "binh": Person("binh", "Trần Thị Bình", "so-du-lich", roles=(Role.LEADER,)),
        "chi": Person("chi", "Lê Chi", "so-khdt", roles=(Role.COORDINATOR,)),
        "cu": Person("cu", "Người Cũ", "so-du-lich", until=date(2024, 6, 1), replaced_by="an"),
    },
)
REPORT = "kh/don-vi/2024/so-du-lich"
GATHERING = "kh/tong-hop/2024/so-khdt"
QUARTER_TASK = "kh/I.4/2024-Q3/so-du-lich"

_ids = count(1)


@dataclass
class Office:
    """A planned schedule and the time all chats share."""

    database: Database
    now: datetime = NOW
    registry: Registry = REGISTRY

    def __post_init__(self) -> None:
        apply(self.database, InUse(self.registry, CALENDAR, Policies()), NOW - timedelta(days=30), "thử", "1")

    @property
    def inbox(self) -> Inbox:
        """As it is made for one office."""
        return Inbox(
            self.database,
            lambda: InUse(self.registry, CALENDAR),
            lambda: self.now,
            SECRET,
            capabilities={"telegram": PHONES},
        )

    def linked(self, person: str, address: str = "") -> Chat:
        """The person's chat, after consent."""
        with self.database.transaction() as uow:
            uow.accounts.link(person, "telegram", address or f"chat-{person}", "1", self.now)
        return Chat(self, address or f"chat-{person}")

    def stored(self, key: str) -> StoredOccurrence:
        """An occurrence as it stands."""
        with self.database.read() as uow:
            found = uow.occurrences.get(key)
        assert found is not None, key
        return found

    def remind(self, person: str, *keys: str) -> OutboundMessage:
        """A digest that has gone to the person's chat, with its four buttons."""
        return self.remind_at(f"chat-{person}", person, *keys)

    def remind_at(self, address: str, person: str, *keys: str) -> OutboundMessage:
        """The same, to a chat of any address."""
        with self.database.transaction() as uow:
            (number,) = uow.deliveries.next_ids(1)
            labels = {"r": "Báo cáo", "s": "Nhắc lại sau", "n": "Không phải việc của tôi", "v": "Xem chi tiết"}
            buttons = tuple((Button(t, sign(f"d:{number}:{a}", address, SECRET)),) for a, t in labels.items())
            message = OutboundMessage("<b>Báo cáo trước ngày 15/09/2024</b>", buttons)
            items = DeliveryItems((), keys)
            sent = Delivery(
                number, person, "telegram", address, f"2024-09-{number:02d}am",
                DeliveryKind.DIGEST, message, items, ReminderState.SENT, at=self.now,
            )  # fmt: skip
            uow.deliveries.save([sent], "token", self.now)
        return message


@dataclass
class Chat:
    """One person's chat; ``shown`` is everything queued for it, edits included."""

    office: Office
    address: str
    shown: list[OutboundMessage] = field(default_factory=list)
    last_event: InboundEvent | None = None
    #: What came of the newest event.
    received: Received = field(default_factory=Received)
    #: A channel without buttons: choices are answered by number.
    numbered: bool = False

    @property
    def last(self) -> OutboundMessage:
        """The newest message."""
        return self.shown[-1]

    @property
    def text(self) -> str:
        """The newest message without markup."""
        return re.sub(r"<[^>]+>", "", self.last.text)

    @property
    def buttons(self) -> list[str]:
        """Labels of the newest message."""
        return [b.label for row in self.last.buttons for b in row]

    def says(self, text: str) -> Chat:
        """Free text."""
        return self.does(EventKind.TEXT, text=text)

    def command(self, name: str, words: str = "") -> Chat:
        """A command."""
        return self.does(EventKind.COMMAND, command=name, text=words)

    def taps(self, *labels: str) -> Chat:
        """Buttons of the newest message, one after the other; the label may be only its beginning."""
        for label in labels:
            self.taps_on(self.last, label)
        return self

    def taps_on(self, message: OutboundMessage, label: str) -> Chat:
        """A button of any message."""
        data = [b.data for row in message.buttons for b in row if b.label.startswith(label)]
        assert data, f"no {label!r} among {[b.label for row in message.buttons for b in row]}"
        return self.taps_data(data[0])

    def taps_data(self, data: str) -> Chat:
        """A tap with this data, genuine or not."""
        return self.does(EventKind.TAP, data=data, message_id="55", tap_id="t")

    def sends_file(self, name: str, content: bytes | None, *, size: int = 0, caption: str = "") -> Chat:
        """A document; ``content`` None: the worker could not or would not fetch it."""
        file = InboundFile("ref", name, "application/pdf", size or len(content or b""))
        return self.does(EventKind.FILE, content, file=file, text=caption)

    def does(self, kind: EventKind, content: bytes | None = None, **fields: object) -> Chat:
        """Any event, handled once."""
        event = InboundEvent("telegram", str(next(_ids)), self.address, kind, self.office.now, **fields)  # type: ignore[arg-type]
        self.last_event = event
        self.shown += self.handle(event, content)
        return self

    def handle(self, event: InboundEvent, content: bytes | None = None) -> list[OutboundMessage]:
        """Hand the event over; what was queued for this chat by it."""
        office = self.office
        with office.database.transaction() as uow:
            event = fit_to_store(uow, event)
            uow.events.add(event)
        inbox = office.inbox
        if self.numbered:
            inbox = replace(inbox, capabilities={event.channel: replace(PHONES, button_data=0)})
        self.received = inbox.receive(event, content)
        with office.database.read() as uow:
            return [r.message for r in uow.replies.unsent() if r.id in self.received.replies]


def with_task(plan: Plan, task: str, **changes: object) -> Plan:
    """The plan with one task changed."""
    return replace(plan, tasks=tuple(replace(t, **changes) if t.id == task else t for t in plan.tasks))  # type: ignore[arg-type]
