"""Reasons as the database keeps them: read as they were written, and nothing lost of what older versions wrote."""

from __future__ import annotations

import pytest

from bot.domain.schedule.reason import Reason
from bot.store.reasons import reason_column, reason_from


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("detail", ["", "502 Bad Gateway", "chat: not found"])
def test_it_is_read_as_it_was_written(reason: Reason, detail: str) -> None:
    assert reason_from(reason_column(reason, detail)) == (reason, detail)


def test_without_one_the_column_stays_empty() -> None:
    assert reason_column(None) is None
    assert reason_from(None) == reason_from("") == (None, "")


def test_a_text_without_a_code_is_all_detail() -> None:
    assert reason_from("lạ: lùng") == (None, "lạ: lùng")
    assert reason_column(None, "lạ: lùng") == "lạ: lùng"
