"""Says right, refused or wrong of what was made of a phrase, in the vocabulary of ``tests/data/phrases/README.md``.

``right`` is one of the gold's readings; ``refused`` is to ask about what could be read, or to leave words unplaced that
are shown and kept; ``wrong`` is all else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.paper_gold import words_of
from tests.data.labelled_phrases import LabelledPhrase

VERDICTS = ("right", "refused", "wrong")
Acts = Mapping[str, Any]

#: Said beside something else they change nothing; one is as good as another.
_COURTESY = frozenset({"ack", "thanks", "anger"})
_WORDS = ("difficulty", "proposal", "result", "to")
#: Where the read words that were not understood but shown and kept are given.
UNPLACED = "unplaced"


def verdict(phrase: LabelledPhrase, read: Acts, tasks: Sequence[str]) -> str:
    """``read`` is acts as in the gold, and ``unplaced`` words; ``tasks`` are the numbers that are open, in order."""
    if any(_is_same(gold, read, tasks) for gold in phrase.readings):
        return "right"
    said = _essence(read)
    partly = UNPLACED in read and any(_is_part(said, gold, tasks) for gold in phrase.readings)
    return "refused" if set(said) <= {"unclear"} or partly else "wrong"


def _is_same(gold: Acts, read: Acts, tasks: Sequence[str]) -> bool:
    wanted, found = _essence(gold), _essence(read)
    if not found and set(wanted) == {"unclear"}:
        return wanted["unclear"] is True
    return set(wanted) == set(found) and all(_says(act, wanted[act], found[act], tasks) for act in wanted)


def _essence(acts: Acts) -> dict[str, Any]:
    """Without courtesies beside something else; alone they are one act."""
    essence = {act: said for act, said in acts.items() if act not in (*_COURTESY, UNPLACED)}
    return essence or ({"courtesy": True} if _COURTESY & set(acts) else {})


def _says(act: str, wanted: Any, found: Any, tasks: Sequence[str]) -> bool:
    if act == "report":
        spread, read = _spread(wanted, tasks), _spread(found, tasks)
        return set(spread) == set(read) and all(_agree(spread[task], read[task]) for task in spread)
    if act == "question":
        return bool(wanted == found)
    wanted, found = ([said] if not isinstance(said, list) else said for said in (wanted, found))
    if len(wanted) != len(found):
        return False
    return all(any(_agree(_fields(one), _fields(other)) for other in found) for one in wanted)


def _fields(said: Any) -> dict[str, Any]:
    return dict(said) if isinstance(said, Mapping) else {}


def _spread(report: Mapping[object, Any], tasks: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Every task of its own: what "tất cả", "còn lại", "trừ 4" stand for."""
    spread: dict[str, dict[str, Any]] = {}
    named = {str(target) for target in report} & set(tasks)
    for target, said in report.items():
        meant = {"all": tasks, "only": tasks, "rest": [t for t in tasks if t not in named]}.get(
            str(target), [str(target)]
        )
        if str(target).startswith("all-but-"):
            meant = [task for task in tasks if task not in str(target).removeprefix("all-but-").split("-")]
        for task in meant:
            if str(target) in tasks or task not in spread:
                spread[task] = _fields(said) or {"status": said}
    return spread


def _agree(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """The same fields with the same values; of words, one contains the other."""
    if wanted.get("status") == found.get("status") == "completed":
        # Completed is 100 %, said or not.
        wanted, found = ({k: v for k, v in one.items() if (k, v) != ("percent", 100)} for one in (wanted, found))
    if set(wanted) != set(found):
        return False
    return all(_same_words(wanted[k], found[k]) if k in _WORDS else str(wanted[k]) == str(found[k]) for k in wanted)


def _same_words(one: Any, other: Any) -> bool:
    if not isinstance(one, str) or not isinstance(other, str):
        return str(one) == str(other)
    first, second = (f" {' '.join(words_of(words))} " for words in (one, other))
    return first in second or second in first


def _is_part(read: Acts, gold: Acts, tasks: Sequence[str]) -> bool:
    """What was read is right as far as it goes."""
    return all(act in gold and _is_part_of_act(act, said, gold[act], tasks) for act, said in read.items())


def _is_part_of_act(act: str, said: Any, wanted: Any, tasks: Sequence[str]) -> bool:
    if act != "report":
        return said is True or _says(act, wanted, said, tasks)
    spread = _spread(wanted, tasks)
    return all(
        task in spread and _agree({k: v for k, v in spread[task].items() if k in fields}, fields)
        for task, fields in _spread(said, tasks).items()
    )
