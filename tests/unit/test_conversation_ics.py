"""The calendar file, as its octets stand (RFC 5545) and as a calendar reads it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.outputs.ics import DayEvent, calendar_file

NOW = datetime(2024, 9, 4, 8, 30, tzinfo=timezone(timedelta(hours=7)))


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_an_event_is_a_whole_day_with_a_stable_id() -> None:
    event = DayEvent("kh/1@dondoc", date(2024, 12, 31), "Báo cáo, đợt 2; gấp", "Dòng 1\nDòng 2")
    lines = unfolded(calendar_file("Lịch", [event], now=NOW))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Lịch",
        "UID:kh/1@dondoc",
        "DTSTAMP:20240904T013000Z",
        "DTSTART;VALUE=DATE:20241231",
        "DTEND;VALUE=DATE:20250101",
        "SEQUENCE:0",
        "SUMMARY:Báo cáo\\, đợt 2\\; gấp",
        "DESCRIPTION:Dòng 1\\nDòng 2",
        "TRIGGER:PT8H",
    ):
        assert line in lines


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_lines_are_at_most_75_octets_and_lose_nothing(text: str) -> None:
    content = calendar_file("Lịch", [DayEvent("1", date(2024, 9, 15), text)], now=NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = Calendar.from_ical(content).events
    assert str(event["summary"]) == text


def test_a_moved_date_takes_the_place_of_the_event_it_was() -> None:
    first = calendar_file("Lịch", [DayEvent("1", date(2024, 9, 13), "Báo cáo")], now=NOW)
    moved = calendar_file("Lịch", [DayEvent("1", date(2024, 9, 20), "Báo cáo", sequence=1)], now=NOW)
    (before,), (after,) = Calendar.from_ical(first).events, Calendar.from_ical(moved).events
    assert (before["uid"], before["sequence"]) == (after["uid"], 0)
    assert (after["sequence"], after.start) == (1, date(2024, 9, 20))
