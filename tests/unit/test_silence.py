"""Secret and completed tasks: what of an occurrence is not told."""

from __future__ import annotations

import pytest

from bot.domain.plan.plan import Lead, Task
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.silence import silenced_by

_LEADS = (Lead("so-a"),)
OPEN = Task("1", "Tổ chức hội chợ", _LEADS)
SECRET = Task("2", "Mật", _LEADS, secret=True)
DONE = Task("3", "Đã xong", _LEADS, completed=True)
BOTH = Task("4", "Mật, đã xong", _LEADS, secret=True, completed=True)


@pytest.mark.parametrize(
    ("tasks", "reason"),
    [
        ((), None),
        ((OPEN,), None),
        ((OPEN, SECRET, DONE), None),
        ((SECRET,), Reason.SECRET),
        ((SECRET, BOTH), Reason.SECRET),
        ((DONE,), Reason.COMPLETED),
        ((DONE, SECRET), Reason.COMPLETED),
        ((BOTH,), Reason.SECRET),
    ],
)
def test_it_is_told_while_one_of_its_tasks_may_be(tasks: tuple[Task, ...], reason: Reason | None) -> None:
    assert silenced_by(tasks) is reason
