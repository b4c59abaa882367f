"""How many files of ``bot/`` one action enters, and how deep: counted by the interpreter, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

import bot
from bot.channels.base import EventKind, InboundEvent
from bot.domain.plan.in_use import InUse
from bot.services.inbox.intake import fit_to_store
from bot.services.inbox.receive import Inbox
from bot.store.database import Database
from tests.integration.inbox_chat import CALENDAR, REPORT, Chat, Office

_BOT = str(Path(bot.__file__).parent)
#: From the stored event to the queued answer, the store's own files not counted.
FILES = 16
FRAMES = 13


def walked(act: Callable[[], object]) -> tuple[set[str], int]:
    """Files of the package that ``act`` enters, and the most frames of it that were open at once."""
    files: set[str] = set()
    deepest = 0

    def entered(frame: FrameType, event: str, _arg: object) -> None:
        nonlocal deepest
        name = frame.f_code.co_filename
        if event != "call" or not name.startswith(_BOT):
            return
        files.add(name.removeprefix(_BOT))
        depth, outer = 0, frame
        while outer is not None:
            depth += outer.f_code.co_filename.startswith(_BOT)
            outer = outer.f_back  # type: ignore[assignment]
        deepest = max(deepest, depth)

    before = sys.getprofile()
    sys.setprofile(entered)
    try:
        act()
    finally:
        sys.setprofile(before)
    return files, deepest


def tap(office: Office, chat: Chat, label: str) -> InboundEvent:
    """A tap on the newest message, stored as the intake stores it."""
    data = next(b.data for row in chat.last.buttons for b in row if b.label.startswith(label))
    event = InboundEvent("telegram", label, chat.address, EventKind.TAP, office.now, data=data, message_id="55")
    with office.database.transaction() as uow:
        uow.events.add(fit_to_store(uow, event))
    return event


def test_a_tap_passes_few_rooms(sqlite_database: Database) -> None:
    office = Office(sqlite_database)
    an = office.linked("an")
    in_use = InUse(office.registry, CALENDAR)
    inbox: Inbox = replace(office.inbox, in_use=lambda: in_use)
    an.taps_on(office.remind("an", REPORT), "Báo cáo")
    # The first tap after the files have changed works out what all later ones use.
    inbox.receive(tap(office, an, "Tạm dừng"))
    with office.database.read() as uow:
        an.shown.append(uow.replies.unsent()[-1].message)
    event = tap(office, an, "Quay lại")

    files, deepest = walked(lambda: inbox.receive(event))

    beyond_store = sorted(f for f in files if not f.startswith("/store/"))
    assert len(beyond_store) <= FILES, beyond_store
    assert deepest <= FRAMES
    assert "/domain/schedule/recipients.py" not in files
    assert "/services/inbox/receive.py" in files
