"""The labelled phrases keep to their own vocabulary and speak of what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from bot.domain.answers.status_report import Status
from tests.data.labelled_phrases import HALVES, LabelledPhrase, contexts, phrases

ALL = [phrase for half in HALVES for phrase in phrases(half)]
CONTEXTS = contexts()
WORDS = {"difficulty", "proposal", "result", "to"}
FIELDS = {
    "document": {"number", "date", "task"},
    "later": {"when"},
    "leave": {"from", "to"},
    "extension": {"to", "task", "difficulty"},
    "not_mine": {"to", "task"},
    "unclear": WORDS,
    **{act: set[str]() for act in ("same", "person", "stop", "thanks", "ack", "anger", "cancel", "correct")},
}
OF_TASK = {"status", "percent", "completed_on", "by", *WORDS}
QUESTIONS = {
    *("deadline", "receiver", "form", "remaining", "content", "status", "contact", "bot"),
    *("how", "late", "others", "why", "cutoff", "extension", "less", "other"),
}
DAYS = {"completed_on", "by", "date", "when", "from"}


def _places(phrase: LabelledPhrase) -> set[str]:
    return {"all", "rest", "only"} | set(CONTEXTS[phrase.context])


def _check_values(phrase: LabelledPhrase, act: str, said: dict[str, object]) -> None:
    for name, value in said.items():
        if name in DAYS or (name == "to" and act in ("leave", "extension")):
            assert isinstance(value, date), (phrase.text, name)
        elif name in WORDS or name == "number":
            assert str(value) in phrase.text, (phrase.text, name)
        elif name == "task":
            assert str(value) in CONTEXTS[phrase.context], phrase.text
        elif name == "percent":
            assert isinstance(value, int | float), phrase.text
            assert 0 <= value <= 100, phrase.text


def _check_report(phrase: LabelledPhrase, report: dict[object, object]) -> None:
    assert "rest" not in report or len(report) > 1, phrase.text
    for target, said in report.items():
        but = re.sub(r"^all-but-", "", str(target)).split("-")
        assert str(target) in _places(phrase) or set(but) <= _places(phrase), phrase.text
        parts = said if isinstance(said, dict) else {"status": said}
        assert parts["status"] in set(Status), phrase.text
        assert set(parts) <= OF_TASK, phrase.text
        _check_values(phrase, "report", parts)


@pytest.mark.parametrize("half", HALVES)
def test_every_phrase_is_labelled_in_the_vocabulary(half: str) -> None:
    for phrase in phrases(half):
        assert phrase.context in CONTEXTS, phrase.text
        assert phrase.readings, phrase.text
        for reading in phrase.readings:
            for act, said in reading.items():
                if act == "report":
                    _check_report(phrase, said)
                elif act == "question":
                    assert said in QUESTIONS, phrase.text
                else:
                    for parts in said if isinstance(said, list) else [said]:
                        assert parts is True or set(parts) <= FIELDS[act], phrase.text
                        _check_values(phrase, act, {} if parts is True else parts)


def test_there_are_enough_and_the_halves_are_alike() -> None:
    assert len(ALL) >= 600
    assert len({(phrase.context, phrase.text) for phrase in ALL}) == len(ALL)
    tune, held = (Counter(phrase.kind for phrase in phrases(half)) for half in HALVES)
    assert set(tune) == set(held)
    assert all(abs(tune[kind] - held[kind]) <= 1 for kind in tune)
