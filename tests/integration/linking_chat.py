"""A chat for the linking and privacy tests: events go through ``handle`` in one transaction each, as the inbox does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.channels.base import EventKind, InboundEvent, OutboundMessage
from bot.domain.plan.plan import Agency, Person, Plan, Registry, Role
from bot.services.button_data import verify
from bot.services.people.invites import Invite, create_invite, sealed
from bot.services.people.linking import Identified, identify
from bot.services.people.visit import Visit
from bot.store.database import Database
from bot.store.people.records import Account

NOW = datetime(2024, 9, 4, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SECRET = b"bi mat cua kho du lieu"

REGISTRY = Registry(
    plans={"kh": Plan("kh", "1/KH-UBND", "Kế hoạch mẫu", "ubnd", "tp-hcm", "tong-hop", signed_on=date(2024, 1, 2))},
    agencies={
        "so-du-lich": Agency("so-du-lich", "Sở Du lịch <mẫu>", "tp-hcm"),
        "tong-hop": Agency("tong-hop", "Trung tâm Tổng hợp", "tp-hcm"),
    },
    people={
        "an": Person("an", "Nguyễn Văn An", "so-du-lich", plans=("kh",)),
        "binh": Person("binh", "Trần Thị Bình", "so-du-lich"),
        "chi": Person("chi", "Lê Chi", "tong-hop", roles=(Role.COORDINATOR,)),
        "cu": Person("cu", "Người Cũ", "so-du-lich", until=date(2024, 1, 1), replaced_by="an"),
    },
)

_event_ids = count(1)


@dataclass
class Office:
    """The database and the time all chats share."""

    database: Database
    now: datetime = NOW

    def later(self, by: timedelta) -> None:
        self.now += by

    def invite(self, person: str, ttl: timedelta = timedelta(days=7)) -> Invite:
        with self.database.transaction() as uow:
            return create_invite(uow, REGISTRY, person, now=self.now, ttl=ttl, actor="thử")

    def chat(self, address: str) -> Chat:
        return Chat(self, address)

    def linked(self, person: str, address: str) -> Chat:
        chat = self.chat(address)
        chat.command("start", self.invite(person).code)
        chat.taps("Đồng ý")
        return chat

    def replies_to(self, address: str) -> list[str]:
        """What was told to a chat that had not asked."""
        with self.database.read() as uow:
            waiting = [r for r in uow.replies.unsent() if r.event_id is None]
            return [r.message.text for r in waiting if r.address == address]


@dataclass
class Chat:
    """One chat; every action returns the answers (None = passed on to the conversation)."""

    office: Office
    address: str
    shown: list[OutboundMessage] = field(default_factory=list)
    #: What was learnt from the newest event.
    found: Identified = field(default_factory=lambda: Identified(None))

    @property
    def account(self) -> Account | None:
        with self.office.database.read() as uow:
            return uow.accounts.account_at("telegram", self.address)

    @property
    def last(self) -> OutboundMessage:
        return self.shown[-1]

    @property
    def buttons(self) -> list[str]:
        return [b.label for row in self.last.buttons for b in row]

    def says(self, text: str) -> list[OutboundMessage] | None:
        return self.does(EventKind.TEXT, text=text)

    def command(self, name: str, words: str = "") -> list[OutboundMessage] | None:
        return self.does(EventKind.COMMAND, command=name, text=words)

    def taps(self, label: str, message: OutboundMessage | None = None) -> list[OutboundMessage] | None:
        rows = (message or self.last).buttons
        data = next(b.data for row in rows for b in row if b.label == label)
        return self.taps_data(data)

    def taps_data(self, data: str) -> list[OutboundMessage] | None:
        return self.does(EventKind.TAP, data=data, message_id="55", tap_id="t")

    def shares(self, phone: str, *, own: bool = True) -> list[OutboundMessage] | None:
        return self.does(EventKind.CONTACT, text=phone, own_contact=own)

    def does(self, kind: EventKind, **fields: object) -> list[OutboundMessage] | None:
        event = InboundEvent("telegram", str(next(_event_ids)), self.address, kind, self.office.now, **fields)  # type: ignore[arg-type]
        with self.office.database.transaction() as uow:
            event = sealed(uow, event)
            uow.events.add(event)
            before = uow.accounts.account_at(event.channel, event.address)
            tapped = verify(event.data, event.address, SECRET) if kind is EventKind.TAP else None
            self.found = identify(Visit(uow, event, before, REGISTRY, self.office.now, SECRET, tapped=tapped))
            answers = self.found.answers
            for answer in answers or []:
                uow.replies.queue(event.channel, event.address, answer, event.external_id, at=self.office.now)
        self.shown += answers or []
        return answers
