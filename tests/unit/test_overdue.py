""" "Quá hạn": when an occurrence is called overdue, and when never."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.schedule.occurrence import Pursuit
from bot.domain.schedule.overdue import is_overdue
from tests.unit.conversation_desk import report

CHASED = report().occurrence


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, False), (1, True), (400, True)])
def test_only_after_the_last_permitted_day(days: int, expected: bool) -> None:
    assert is_overdue(CHASED, CHASED.last_day + timedelta(days=days)) is expected


def test_before_the_day_named_with_truoc_counts_as_the_day_before() -> None:
    assert is_overdue(CHASED, CHASED.due)
    assert not is_overdue(replace(CHASED, last_day=CHASED.due), CHASED.due)


@pytest.mark.parametrize(
    "never", [{"pursuit": Pursuit.ASK}, {"pursuit": Pursuit.CHECK_POINT}, {"tentative": True}], ids=str
)
def test_what_is_only_asked_or_not_yet_confirmed_never_is(never: dict[str, object]) -> None:
    assert not is_overdue(replace(CHASED, **never), date(2099, 1, 1))  # type: ignore[arg-type]
