"""The counter of ``make bench`` says right, refused or wrong of a phrase."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.phrase_counting import verdict
from tests.data.labelled_phrases import LabelledPhrase

TASKS = ("2", "3", "4")
DONE: dict[str, Any] = {"report": {"2": "completed"}}
ALL: dict[str, Any] = {"report": {"all": "completed"}}
REST: dict[str, Any] = {"report": {"2": "completed", "3": "on_hold", "4": "on_hold"}}
STUCK: dict[str, Any] = {"report": {"2": {"status": "in_progress", "difficulty": "thiếu kinh phí"}}}


def _verdict(read: dict[str, Any], *gold: dict[str, Any], tasks: tuple[str, ...] = TASKS) -> str:
    return verdict(LabelledPhrase("", "three", "…", gold), read, tasks)


@pytest.mark.parametrize(
    ("read", "gold"),
    [
        ({"report": {"2": {"status": "completed"}}}, {"report": {2: "completed"}}),
        ({"report": {"2": {"status": "completed", "percent": 100}}}, DONE),
        ({"report": dict.fromkeys(TASKS, "completed")}, ALL),
        (REST, {"report": {2: "completed", "rest": "on_hold"}}),
        ({"report": {"2": "completed", "3": "completed"}}, {"report": {"all-but-4": "completed"}}),
        ({"report": {"2": {"status": "in_progress", "difficulty": "do thiếu kinh phí"}}}, STUCK),
        ({}, {"unclear": True}),
        ({"thanks": True}, {"ack": True}),
        (DONE, {**DONE, "anger": True}),
        ({"extension": [{"to": "2026-09-25", "task": "4"}, {"to": "2026-09-25", "task": "3"}]},
         {"extension": [{"to": "2026-09-25", "task": 3}, {"to": "2026-09-25", "task": 4}]}),
    ],
)  # fmt: skip
def test_the_same_said_otherwise_is_right(read: dict[str, Any], gold: dict[str, Any]) -> None:
    assert _verdict(read, gold) == "right"
    assert _verdict(read, {"stop": True}, gold) == "right", "any of the readings"


def test_where_one_task_is_open_it_is_all() -> None:
    for target in ("16", "only", "all"):
        assert _verdict({"report": {"16": "completed"}}, {"report": {target: "completed"}}, tasks=("16",)) == "right"


@pytest.mark.parametrize(
    ("read", "gold"),
    [
        (DONE, ALL),
        (ALL, DONE),
        (DONE, {"report": {"3": "completed"}}),
        (DONE, {"report": {"2": "in_progress"}}),
        (DONE, {"unclear": True}),
        (DONE, {"question": "deadline"}),
        ({"question": "form"}, {"question": "deadline"}),
        ({"report": {"2": "in_progress"}}, STUCK),
        (STUCK, {"report": {"2": "in_progress"}}),
        (DONE, {**DONE, "later": {"when": "2026-09-10"}}),
        ({"thanks": True}, DONE),
        ({"later": {"when": "2026-09-11"}}, {"later": {"when": "2026-09-10"}}),
    ],
)
def test_another_task_status_day_or_act_and_a_dropped_clause_are_wrong(
    read: dict[str, Any], gold: dict[str, Any]
) -> None:
    assert _verdict(read, gold) == "wrong"


def test_to_ask_about_what_could_be_read_is_to_refuse() -> None:
    assert _verdict({}, DONE) == "refused"
    assert _verdict({"unclear": True}, DONE) == "refused"
    assert _verdict({}, {"thanks": True}) == "refused"


def test_words_shown_as_unplaced_are_not_dropped_but_what_was_read_must_be_right() -> None:
    rest = {"unplaced": "thiếu kinh phí"}
    assert _verdict({"report": {"2": "in_progress"}, **rest}, STUCK) == "refused"
    assert _verdict({"report": {"2": "completed"}, **rest}, STUCK) == "wrong"
    assert _verdict({"report": {"3": "in_progress"}, **rest}, STUCK) == "wrong"
