"""Steps and their codes: what the store keeps must be read as it was written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.schedule.step import (
    CHECK_POINT,
    COLLECT,
    DUE,
    OPENING,
    Step,
    before,
    escalation,
    overdue,
    snoozed,
    step_of,
)

_CODES = {
    OPENING: "opening",
    before(15): "T-15",
    DUE: "due",
    CHECK_POINT: "checkpoint",
    COLLECT: "collect",
    overdue(2): "overdue-2",
    escalation(1): "escalation-1",
    snoozed(datetime(2024, 9, 5, 8, 30, tzinfo=UTC)): "snooze-2024090508",
}


@pytest.mark.parametrize(("step", "code"), _CODES.items())
def test_a_step_is_read_as_it_was_written(step: Step, code: str) -> None:
    assert step.code == code
    assert step_of(code) == step


def test_only_a_snooze_is_asked_for() -> None:
    assert [code for step, code in _CODES.items() if step.is_asked_for] == ["snooze-2024090508"]


@pytest.mark.parametrize("code", ["", "T", "later", "overdue-x", "due-1", "overdue-0"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        step_of(code)
