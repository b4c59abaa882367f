"""Calendar files (RFC 5545): all-day events, written by hand because little of the format is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: Octets per line without the line end (RFC 5545 §3.1).
_LINE = 75
MIME = "text/calendar"


@dataclass(frozen=True, slots=True)
class DayEvent:
    """One all-day event; ``uid`` stays the same when the event is sent again with a moved date."""

    uid: str
    day: date
    summary: str
    description: str = ""


def calendar_file(name: str, events: Iterable[DayEvent], *, now: datetime) -> bytes:
    """An .ics file in UTF-8 with each event's reminder on the working morning itself; ``now`` (aware) stamps it."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//dondoc//Don Doc//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for event in events for line in _event(event, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(event: DayEvent, stamp: str) -> list[str]:
    after = event.day + timedelta(days=1)
    description = [f"DESCRIPTION:{escaped(event.description)}"] if event.description else []
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{escaped(event.summary)}",
        *description,
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(event.summary)}",
        "TRIGGER:PT8H",
        "END:VALARM",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A TEXT value (§3.3.11): backslash, comma, semicolon and line breaks escaped."""
    value = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """The line cut into pieces of at most 75 octets, never inside a character; later pieces start with a space."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > _LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces)
