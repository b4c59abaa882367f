"""The calendar file, read back by the rules of RFC 5545."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.outputs.ics import DayEvent, calendar_file, escaped, folded

NOW = datetime(2024, 9, 4, 8, 30, tzinfo=timezone(timedelta(hours=7)))


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_an_event_is_a_whole_day_with_a_stable_id() -> None:
    event = DayEvent("kh/1@dondoc", date(2024, 12, 31), "Báo cáo, đợt 2; gấp", "Dòng 1\nDòng 2")
    lines = unfolded(calendar_file("Lịch", [event], now=NOW))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "UID:kh/1@dondoc",
        "DTSTAMP:20240904T013000Z",
        "DTSTART;VALUE=DATE:20241231",
        "DTEND;VALUE=DATE:20250101",
        "SUMMARY:Báo cáo\\, đợt 2\\; gấp",
        "DESCRIPTION:Dòng 1\\nDòng 2",
    ):
        assert line in lines


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_lines_are_at_most_75_octets_and_lose_nothing(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    cut = folded(line)
    assert all(len(part.encode()) <= 75 for part in cut.split("\r\n"))
    assert cut.replace("\r\n ", "") == line


def test_line_breaks_and_backslashes_are_escaped() -> None:
    assert escaped("a\\b\r\nc\rd") == "a\\\\b\\nc\\nd"
