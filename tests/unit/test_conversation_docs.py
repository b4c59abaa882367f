"""The drawing in docs/conversation.md against the machine."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from bot.domain.conversation import QUESTIONS, Notice, Prompt, StateName
from bot.domain.conversation.desk import Absence
from bot.domain.conversation.events import DigestAction
from bot.domain.conversation.kinds import PlainKind
from bot.domain.schedule.occurrence import ObligationKind, Pursuit
from bot.messages.conversation.notices import PLAIN
from tests.unit.conversation_desk import NOW, Chat, desk, last_answer, report, single

DRAWING = (Path(__file__).parents[2] / "docs" / "conversation.md").read_text(encoding="utf-8")
#: "Huỷ", "Quay lại" and the detours lead from and to everywhere; the drawing says so once.
ASIDE = {StateName.PLACE_TEXT, StateName.INTERRUPTED, StateName.CHOOSE_YEAR, StateName.CONFIRM_CANCEL}


def drawn() -> set[tuple[str, str]]:
    """Arrows of the drawing."""
    return set(re.findall(r"^    (\w+) --> (\w+)", DRAWING, re.MULTILINE))


def test_every_state_is_drawn_and_no_other() -> None:
    names = {name for arrow in drawn() for name in arrow} - {"any"}
    assert names == {s.value for s in StateName}


def test_every_state_is_a_question() -> None:
    assert set(QUESTIONS) == set(StateName) - {StateName.IDLE}


def _kinds(prompt: type) -> list[object]:
    """Kinds a prompt class is for."""
    named = get_args(get_type_hints(prompt)["kind"])
    return list(named) if named else [prompt.kind]  # type: ignore[attr-defined]


def test_every_kind_is_said_by_one_prompt() -> None:
    kinds = [kind for prompt in get_args(Prompt) for kind in _kinds(prompt)]
    assert Counter(kinds) == Counter([*QUESTIONS, *Notice])
    assert set(PLAIN) == set(get_args(PlainKind))


def _desks() -> Iterator[Chat]:
    gathering = report(kind=ObligationKind.CONSOLIDATION)
    sent = report(closed=True, submitted=replace(last_answer("1", report().key), task=None))
    sent = replace(sent, tasks=tuple(replace(t, last=last_answer(t.id, sent.key)) for t in sent.tasks))
    away = (Absence(NOW.date(), NOW.date()),)
    for occurrences in ((report(),), (single(),), (single(pursuit=Pursuit.ASK),), (report(), single()), (gathering,)):
        yield Chat(desk(*occurrences, absences=away))
    yield Chat(desk(single(), answered=(sent,)))


def _walk(chat: Chat, choices: random.Random) -> Iterator[StateName]:
    """States passed by tapping and typing, starting over at each rest."""
    texts = (
        "100",
        "đã xong",
        "một ý khác",
        "10/9",
        "10/9 đến 12/9",
        "125/BC",
        "đề nghị thêm người",
        "50",
        "không phải việc của tôi",
    )
    for _ in range(60):
        yield chat.state.name
        forward = [c for c in chat.state.offered if c not in ("cancel", "back")]
        if chat.state.name is StateName.IDLE:
            start = choices.choice(["r", "s", "n", "leave", "leave 10/9 đến 12/9", "type"])
            known = tuple(o.key for o in (*chat.desk.occurrences, *chat.desk.answered))
            if start == "type":
                chat.types(choices.choice(texts))
            elif start.startswith("leave"):
                chat.commands("nghiphep", start.removeprefix("leave").strip())
            else:
                chat.digest(DigestAction(start), *choices.sample(known, choices.randint(1, len(known))))
        elif forward and choices.random() < 0.7:
            chat.taps(choices.choice(forward))
        else:
            chat.types(choices.choice(texts))


@pytest.mark.parametrize("seed", range(3))
def test_the_ways_taken_are_drawn(seed: int) -> None:
    arrows, choices = drawn(), random.Random(seed)
    for chat in _desks():
        for _ in range(6):
            for one, other in pairwise(list(_walk(chat, choices))):
                if one is other or {one, other} & ASIDE:
                    continue
                assert (one.value, other.value) in arrows
