"""The demo's phones: what a person sees on theirs, and what they type, tap and send.

The channel keeps what arrived; what the person said stands here, since no provider gives that back.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from markupsafe import Markup

from bot.channels.base import Button, EventKind, InboundEvent, InboundFile, OutboundFile
from bot.channels.local import LocalChannel, LocalMessage
from bot.demo import CHANNEL, Demo
from bot.domain.text import visible
from bot.messages.common import day_text
from bot.messages.web import size_text
from bot.web.shared.rich_text import safe_html


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file under a bubble."""

    name: str
    size: str
    url: str


@dataclass(frozen=True, slots=True)
class Bubble:
    id: str
    mine: bool
    html: Markup
    time: str
    #: Heading before the first message of a day, else empty.
    new_day: str
    edited: bool = False
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: FileLink | None = None
    asks_contact: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """Something the person did; stands after so many messages of the bot."""

    id: str
    after: int
    at: datetime
    text: str
    file: InboundFile | None = None


@dataclass(slots=True)
class _Run:
    """What belongs to one rehearsal; a new one has a new channel and begins empty."""

    channel: LocalChannel
    said: dict[str, list[_Said]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    times: dict[str, datetime] = field(default_factory=dict)


class Chats:
    """The chats of the demo's present rehearsal. Used from one event loop; reading is safe from other threads."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._run = self._begin()

    def _current(self) -> _Run:
        """The present rehearsal's; a new one begins empty."""
        if self._run.channel is not self._demo.channel:
            self._run = self._begin()
        return self._run

    def unread(self, person: str) -> int:
        """Messages that came since somebody looked at this phone."""
        run = self._current()
        return max(0, len(run.channel.chat(person)) - run.seen.get(person, 0))

    def mark_seen(self, person: str) -> None:
        """Somebody looks at this phone."""
        run = self._current()
        run.seen[person] = len(run.channel.chat(person))

    def bubbles(self, person: str) -> list[Bubble]:
        """Everything on this phone, oldest first."""
        run = self._current()
        said = list(run.said.get(person, ()))
        arrived = run.channel.chat(person)
        times = self._times(person, arrived)
        drawn: list[Bubble] = []
        shown_day: date | None = None
        for position in range(len(arrived) + 1):
            for own in (s for s in said if s.after == position):
                drawn.append(_own_bubble(own, person, _new_day(shown_day, own.at)))
                shown_day = own.at.date()
            if position < len(arrived):
                at = times[position]
                drawn.append(_bubble(arrived[position], person, at, _new_day(shown_day, at)))
                shown_day = at.date()
        return drawn

    # What a person does

    async def say(self, person: str, text: str) -> None:
        """Type a line: a command when it begins with a slash."""
        self._note(person, text)
        word, _, rest = text.strip().partition(" ")
        if word.startswith("/") and len(word) > 1:
            command = word[1:].split("@")[0].lower()
            await self._receive(person, EventKind.COMMAND, text=rest.strip(), command=command)
        else:
            await self._receive(person, EventKind.TEXT, text=text)

    async def tap(self, person: str, message_id: str, data: str) -> None:
        """Tap a button; the bot shows in its own message what was chosen."""
        await self._receive(person, EventKind.TAP, data=data, message_id=message_id, tap_id=uuid4().hex)

    async def send_file(self, person: str, name: str, mime: str, content: bytes) -> None:
        file = InboundFile(uuid4().hex, name, mime, len(content))
        self._current().channel.keep_file(file.ref, content)
        self._note(person, "", file)
        await self._receive(person, EventKind.FILE, file=file)

    async def file(self, person: str, item: str) -> OutboundFile | None:
        """A file under one of the person's bubbles, by the bubble's id."""
        run = self._current()
        for message in run.channel.chat(person):
            if message.id == item:
                return message.message.file
        for said in run.said.get(person, ()):
            if said.id == item and said.file is not None:
                return OutboundFile(said.file.name, said.file.mime, await run.channel.fetch(said.file))
        return None

    def _begin(self) -> _Run:
        run = _Run(self._demo.channel)
        run.channel.on_change = lambda address: self._stamp(run, address)
        return run

    def _stamp(self, run: _Run, address: str) -> None:
        """Remember when a message came; an edited one keeps its time."""
        for message in reversed(run.channel.chat(address)):
            if message.id in run.times:
                return
            run.times[message.id] = self._demo.clock.now()

    def _times(self, person: str, arrived: list[LocalMessage]) -> list[datetime]:
        """When each message came. What a fresh rehearsal sent before anybody listened is in its outbox."""
        known = dict(self._current().times)
        if any(message.id not in known for message in arrived):
            with self._demo.app.database.read() as uow:
                for delivery in uow.deliveries.find(person=person):
                    if delivery.message_id is not None and delivery.sent_at is not None:
                        known.setdefault(delivery.message_id, delivery.sent_at)
        times, later = [], self._demo.clock.now()
        for message in reversed(arrived):
            # Parts of a long message have the time of its last part.
            later = known.get(message.id, later)
            times.append(later)
        return times[::-1]

    def _note(self, person: str, text: str, file: InboundFile | None = None) -> None:
        run = self._current()
        own = run.said.setdefault(person, [])
        after = len(run.channel.chat(person))
        own.append(_Said(f"own-{len(own)}", after, self._demo.clock.now(), text, file))

    async def _receive(self, person: str, kind: EventKind, **what: object) -> None:
        event = InboundEvent(
            channel=CHANNEL,
            external_id=uuid4().hex,
            address=person,
            kind=kind,
            at=self._demo.clock.now(),
            **what,  # type: ignore[arg-type]
        )
        # A visitor who closes the page must not stop the answer half way.
        await asyncio.shield(self._demo.app.receive(event))


def _new_day(shown: date | None, at: datetime) -> str:
    return "" if at.date() == shown else day_text(at.date())


def _bubble(message: LocalMessage, person: str, at: datetime, new_day: str) -> Bubble:
    content = message.message
    return Bubble(
        id=message.id,
        mine=False,
        html=safe_html(content.text),
        time=f"{at:%H:%M}",
        new_day=new_day,
        edited=message.edits > 0,
        buttons=content.buttons,
        file=_link(content.file.name, len(content.file.content), person, message.id) if content.file else None,
        asks_contact=content.asks_contact,
    )


def _own_bubble(said: _Said, person: str, new_day: str) -> Bubble:
    file = _link(said.file.name, said.file.size, person, said.id) if said.file else None
    return Bubble(said.id, True, Markup.escape(said.text), f"{said.at:%H:%M}", new_day, file=file)


def _link(name: str, size: int, person: str, item: str) -> FileLink:
    return FileLink(visible(name), size_text(size), f"/demo/chat/{person}/file/{item}")
