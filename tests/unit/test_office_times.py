"""Times as offices write them: hours and weekdays beside a date, weeks, rhythms, and what is bound to an event."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.dates.time_phrase import TimeKind, TimePhrase, read_time_phrase
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Agency, Lead, Plan, Registry, Task
from bot.domain.schedule.expansion import expand
from bot.registry.loader import load_registry
from tests.data import shipped

SIGNED = date(2026, 7, 22)


def _read(text: str) -> TimePhrase:
    phrase = read_time_phrase(text, plan_year=2026, signed_on=SIGNED)
    assert isinstance(phrase, TimePhrase), phrase
    return phrase


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("17 giờ 00 ngày 15/3/2026", date(2026, 3, 15)),
        ("bắt đầu từ 13h30 thứ Hai ngày 06/7/2026", date(2026, 7, 6)),
        ("thứ Sáu, 15/5/2026", date(2026, 5, 15)),
        ("trước thứ Sáu ngày 15/5/2026", date(2026, 5, 14)),
        ("trước 17 giờ 00 ngày 18/3/2026", date(2026, 3, 18)),
        ("từ nay đến 30/6/2026", date(2026, 6, 30)),
        ("Quý II/2026 (trước 15/6)", date(2026, 6, 14)),
        ("trong vòng 05 ngày làm việc kể từ ngày ban hành Thông báo này", date(2026, 7, 29)),
        ("trong thời hạn 10 ngày kể từ ngày ban hành Công điện này", date(2026, 8, 3)),
        ("trong vòng 15 ngày, kể từ ngày ký", date(2026, 8, 6)),
    ],
)
def test_the_last_day(text: str, last: date) -> None:
    assert _read(text).windows[-1].end == last


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("Định kỳ hằng tuần, trước 16 giờ 00 ngày thứ Sáu", date(2026, 1, 2), 52),
        ("trước 15 giờ 00 thứ Sáu hằng tuần", date(2026, 1, 2), 52),
        ("trước thứ Sáu hằng tuần", date(2026, 1, 1), 52),
        ("chiều thứ 5 hàng tuần", date(2026, 1, 1), 53),
        ("hằng tuần", date(2026, 1, 4), 52),
        ("ngày cuối tháng", date(2026, 1, 31), 12),
        ("Định kỳ 6 tháng, hàng năm", date(2026, 6, 30), 2),
    ],
)
def test_what_comes_again(text: str, first: date, count: int) -> None:
    phrase = _read(text)
    assert (phrase.windows[0].end, len(phrase.windows), phrase.recurring) == (first, count, True)


@pytest.mark.parametrize(
    "text", ["sau khi Luật có hiệu lực", "theo kế hoạch của Bộ Nội vụ", "kể từ ngày ký", "khi được phê duyệt"]
)
def test_bound_to_an_event_there_is_no_date_and_no_error(text: str) -> None:
    phrase = _read(text)
    assert (phrase.kind, phrase.windows) == (TimeKind.NONE, ())


def test_a_period_from_an_unknown_day_has_no_date() -> None:
    assert _read("trong vòng 10 ngày kể từ ngày nhận được văn bản này").windows == ()


def test_working_days_from_the_signing_know_the_holidays() -> None:
    text = "trong vòng 05 ngày làm việc kể từ ngày ký"
    signed = date(2024, 4, 26)
    read = read_time_phrase(text, plan_year=2024, signed_on=signed)
    assert isinstance(read, TimePhrase)
    task = Task("1", "Rà soát", (Lead("so-y-te"),), when=text, time=read)
    plan = Plan("p", None, "Kế hoạch", "ubnd", "ha-noi", "ubnd", signed_on=signed, year=2024, tasks=(task,))
    agencies = {id_: Agency(id_, id_, "ha-noi") for id_ in ("so-y-te", "ubnd")}
    (found,) = expand(
        InUse(Registry({"p": plan}, agencies, {}), load_registry(shipped.SCHEDULES)[1]),
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    # 29/4 to 1/5 were days off, 4/5 was worked for 29/4: 2, 3, 4, 6 and 7/5 are the five.
    assert (read.windows[-1].end, found.last_day) == (date(2024, 5, 3), date(2024, 5, 7))
