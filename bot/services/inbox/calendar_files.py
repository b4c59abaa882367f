"""Calendar files that go with the list of dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.channels.base import OutboundFile, OutboundMessage
from bot.domain.conversation.desk import DeskOccurrence
from bot.messages.conversation.lists import CALENDAR_FILE, CALENDAR_NAME, calendar_entry
from bot.outputs.ics import MIME, DayEvent, calendar_file


def calendar_message(occurrences: Sequence[DeskOccurrence], now: datetime) -> OutboundMessage:
    """The dates of all of them in one file."""
    events = [_event(o) for o in occurrences]
    content = calendar_file(CALENDAR_NAME, events, now=now)
    return OutboundMessage(CALENDAR_FILE, file=OutboundFile("lich-bao-cao.ics", MIME, content))


def _event(occurrence: DeskOccurrence) -> DayEvent:
    """On the day to hand in; the date on paper stands in the description."""
    held = occurrence.occurrence
    return DayEvent(f"{held.key}@dondoc", held.target, *calendar_entry(occurrence), sequence=occurrence.version - 1)
