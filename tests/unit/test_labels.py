"""Whatever state a row can be in, a person reads it in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

import pytest

from bot.channels.base import EventKind
from bot.domain.answers.standing import Reach, RowState
from bot.domain.answers.status_report import Status, Timeliness
from bot.domain.conversation.states import StateName
from bot.domain.schedule.occurrence import ObligationKind
from bot.domain.schedule.reminder import ReminderState
from bot.messages.board.board_texts import _KIND_LABEL, REACH_LABEL, ROW_STATE_LABEL, SEND_STATE_LABEL
from bot.messages.labels import CAUSE_LABEL, STATUS_LABEL, TIMELINESS_LABEL
from bot.messages.people.privacy_copy import readable_copy
from bot.services.people.privacy import LIMIT_DAYS
from bot.store.people.records import AccountState


def is_vietnamese(text: str) -> bool:
    """Some letter with a mark; none of our labels can do without."""
    return any(ord(letter) > 127 for letter in text)


@pytest.mark.parametrize(
    ("members", "labels"),
    [
        (RowState, ROW_STATE_LABEL),
        (Reach, REACH_LABEL),
        (ReminderState, SEND_STATE_LABEL),
        (ObligationKind, _KIND_LABEL),
        (Status, STATUS_LABEL),
        (Timeliness, TIMELINESS_LABEL),
    ],
)
def test_every_member_has_a_label_of_its_own(members: type[Enum], labels: Mapping[Enum, str]) -> None:
    assert set(labels) == set(members)
    assert len(set(labels.values())) == len(labels)
    assert all(map(is_vietnamese, labels.values()))


def codes(*members: Iterable[str]) -> list[str]:
    return [str(m) for group in members for m in group]


@pytest.mark.parametrize(
    ("section", "field", "values"),
    [
        ("accounts", "state", codes(AccountState)),
        ("messages", "state", codes(ReminderState)),
        ("replies", "state", codes(ReminderState)),
        ("received", "kind", codes(EventKind)),
        ("status_reports", "status", codes(Status)),
        ("status_reports", "cause", codes(CAUSE_LABEL)),
        ("status_reports", "beyond_authority", ["True", "False"]),
        ("consents", "action", ["granted", "withdrawn"]),
        ("requests", "kind", codes(LIMIT_DAYS)),
        ("messages", "kind", ["digest"]),
        ("accounts", "reason", ["blocked", "replaced", "consent_withdrawn", "Forbidden: bot was blocked by the user"]),
    ],
)
def test_the_copy_shows_no_code(section: str, field: str, values: list[str]) -> None:
    shown = [readable_copy({section: [{field: value}]}, date(2024, 9, 4)).splitlines()[-1] for value in values]
    assert len(set(shown)) == len(values)
    for value, line in zip(values, shown, strict=True):
        label = line.partition(": ")[2]
        assert label != value
        assert is_vietnamese(label), line


def test_one_code_means_different_things_in_different_places() -> None:
    def shown(section: str, field: str) -> str:
        return readable_copy({section: [{field: "cancelled"}]}, date(2024, 9, 4))

    assert "không thực hiện" in shown("status_reports", "status")
    assert "không thực hiện" not in shown("messages", "state")
    assert "đã huỷ" in shown("messages", "state")


@pytest.mark.parametrize("name", StateName)
def test_a_draft_shows_what_was_typed_and_nothing_of_the_machine(name: StateName) -> None:
    draft = {
        "version": 1,
        "name": name.value,
        "turn": 7,
        "offered": ["confirm"],
        "trail": [{"name": "task_status"}],
        "form": {"purpose": "r", "keys": ["k"], "reading": {"text": "xong 50%", "status": "in_progress"}},
        "draft": {
            "part": "whole",
            "answers": {"I.1": {"status": "on_hold", "changed": True}},
            "files": [{"name": "a.pdf"}],
        },
    }
    text = readable_copy({"drafts": [draft]}, date(2024, 9, 4))
    for part in ("I.1:", "Tình hình: tạm dừng", "Nội dung: xong 50%", "Tình hình: đang thực hiện", "Tên: a.pdf"):
        assert part in text
    for code in (name.value, "task_status", "confirm", "whole", "changed", "offered", "Mục đích"):
        assert code not in text.split()
