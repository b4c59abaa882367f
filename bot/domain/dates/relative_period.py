"""Periods counted from an event: "trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản"."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from bot.domain.dates.refusal import CannotRead, DateFault
from bot.domain.dates.work_calendar import WorkCalendar

PeriodUnit = Literal["ngày", "tuần", "tháng", "năm"]


@dataclass(frozen=True, slots=True)
class RelativePeriod:
    """A length of time from an event whose day is known only when it happens."""

    count: int
    unit: PeriodUnit
    #: "ngày làm việc": days off are skipped, make-up Saturdays count.
    working: bool
    #: What it is counted from, as printed: "ngày nhận được văn bản".
    event: str

    @property
    def from_signing(self) -> bool:
        """Counted from the day the paper itself is signed or issued, which it prints."""
        return bool(_SIGNING.fullmatch(self.event.strip(" .;,")))

    def end_without_holidays(self, event_day: date) -> date:
        """The end where no calendar is at hand: Saturdays and Sundays are off and nothing else."""
        day, left = event_day, self.count
        while self.working and left:
            day += timedelta(days=1)
            left -= day.weekday() < _SATURDAY
        day = day if self.working else self._calendar_end(event_day)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= _SATURDAY else 0)

    def end(self, event_day: date, calendar: WorkCalendar) -> date:
        """The last permitted day when the event falls on ``event_day`` (dates in Vietnam).

        The event's day is not counted (Bộ luật Dân sự 2015, Điều 147); a month without the matching day ends on its
        last day, and a period that ends on a day off ends on the next working day (Điều 148).
        """
        if self.working:
            return calendar.add_working_days(event_day, self.count)
        return calendar.first_working_day_on_or_after(self._calendar_end(event_day))

    def _calendar_end(self, event_day: date) -> date:
        if self.unit == "ngày":
            return event_day + timedelta(days=self.count)
        if self.unit == "tuần":
            return event_day + timedelta(weeks=self.count)
        return _add_months(event_day, self.count * (12 if self.unit == "năm" else 1))


_SATURDAY = 5
_PAPER = (
    r"(?:văn bản|kế hoạch|quyết định|chỉ thị|thông báo|công điện|kết luận|nghị quyết|chương trình|hướng dẫn|công văn)"
)
_SIGNING = re.compile(
    rf"(?:từ )?(?:khi |ngày )?(?:ký|ban hành|ký,? ban hành|ký,? ban hành và có hiệu lực)(?: {_PAPER})?(?: này)?"
    rf"|(?:khi |ngày ){_PAPER} này (?:được )?(?:ký|ban hành|ký,? ban hành)",
    re.IGNORECASE,
)
_LENGTH = r"(?P<count>\d{1,3})(?: \([^()\d]*\))? (?P<unit>ngày|tuần|tháng|năm)(?P<working> làm việc)?"
_PERIOD = re.compile(
    r"(?:(?:(?:chậm|muộn) nhất(?: là)?(?: sau| trong)?|không quá|(?:trong )?thời hạn|trong(?: vòng| thời gian)?) )?"
    rf"{_LENGTH},? (?:(?:tính )?kể từ|tính từ) (?P<event>.+)",
    re.IGNORECASE,
)
_WITHOUT_EVENT = re.compile(rf"(?:trong vòng|(?:trong )?thời hạn|không quá) {_LENGTH}", re.IGNORECASE)


def read_period(text: str) -> RelativePeriod | None:
    """The period ``text`` names, with the event as printed; None when it is another kind of phrase.

    Raises CannotRead for a period without an event or of no length.
    """
    tidy = " ".join(unicodedata.normalize("NFC", text).split()).rstrip(" .;,:")
    if _WITHOUT_EVENT.fullmatch(tidy):
        raise CannotRead(DateFault.PERIOD_WITHOUT_EVENT)
    match = _PERIOD.fullmatch(tidy)
    if match is None:
        return None
    count, unit, working = int(match["count"]), match["unit"].casefold(), match["working"] is not None
    if count == 0:
        raise CannotRead(DateFault.PERIOD_OF_NO_LENGTH)
    if working and unit != "ngày":
        raise CannotRead(DateFault.WORKING_MONTHS)
    return RelativePeriod(count, cast(PeriodUnit, unit), working, match["event"])


def _add_months(day: date, months: int) -> date:
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))
