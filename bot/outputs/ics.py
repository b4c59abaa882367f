"""Calendar files (RFC 5545): all-day events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

MIME = "text/calendar"


@dataclass(frozen=True, slots=True)
class DayEvent:
    #: Stays the same when the event is sent again with a moved date.
    uid: str
    day: date
    summary: str
    description: str = ""
    #: How often the date was moved before: of two events with one uid a calendar keeps the higher (RFC 5545 §3.8.7.4).
    sequence: int = 0


def calendar_file(name: str, events: Iterable[DayEvent], *, now: datetime) -> bytes:
    """An .ics file in UTF-8 with each event's reminder on the morning itself; ``now`` (aware) stamps it."""
    from icalendar import Calendar  # 65 ms that no start should pay for

    calendar = Calendar()
    for key, value in (
        ("version", "2.0"),
        ("prodid", "-//dondoc//Don Doc//VI"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("x-wr-calname", name),
    ):
        calendar.add(key, value)
    for event in events:
        calendar.add_component(_event(event, now))
    content: bytes = calendar.to_ical()
    return content


def _event(event: DayEvent, now: datetime) -> Event:
    from icalendar import Alarm, Event

    item, alarm = Event(), Alarm()
    for key, value in (
        ("uid", event.uid),
        ("dtstamp", now),
        ("dtstart", event.day),
        ("dtend", event.day + timedelta(days=1)),
        ("sequence", event.sequence),
        ("summary", event.summary),
        ("transp", "TRANSPARENT"),
    ):
        item.add(key, value)
    if event.description:
        item.add("description", event.description)
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.summary)
    alarm.add("trigger", timedelta(hours=8))
    item.add_component(alarm)
    return item
