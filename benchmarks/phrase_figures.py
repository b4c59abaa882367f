"""Figures about what officers type; ``python -m benchmarks.phrase_figures tune`` says what is not right.

The held half is for counting only: its phrases are not printed, so that nobody mends by them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache, partial
from typing import Any

from benchmarks.figure import Bench, Figure, Measured
from benchmarks.phrase_counting import UNPLACED, VERDICTS, Acts, verdict
from bot.domain.intent.intent import Reading, mentioned_tasks, read_answer
from tests.data.labelled_phrases import HALVES, LabelledPhrase, contexts, phrases


def acts(text: str, tasks: list[str], now: datetime) -> Acts:
    """What the conversation makes of a text typed while nothing is being asked, in the gold's vocabulary."""
    reading = read_answer(text, today=now.date())
    if reading.acknowledges:
        return {"ack": True}
    if reading.not_mine:
        return {"not_mine": True}
    if reading.extension:
        # The whole text is kept as a proposal, its date unread.
        return {"extension": True, UNPLACED: text}
    if reading.says_something:
        return _report(reading, mentioned_tasks(text, tasks) or tuple(tasks))
    if reading.sent:
        said = {"number": reading.document_number, "date": reading.document_date}
        return {"document": {key: value for key, value in said.items() if value} or True}
    return {"question": "deadline"} if reading.asks_when else {}


def _report(reading: Reading, tasks: tuple[str, ...]) -> Acts:
    """Of one task; of several it is asked which is meant."""
    said: dict[str, Any] = {
        "percent": reading.percent,
        "completed_on": reading.completed_on,
        "by": reading.expected_on,
        "difficulty": reading.difficulty,
        "proposal": reading.proposal,
    }
    said = {key: value for key, value in said.items() if value is not None}
    if len(tasks) != 1 or reading.status is None or reading.dates or reading.bad_date:
        return {"unclear": said or True}
    return {"report": {tasks[0]: {"status": reading.status.value, **said}}}


def judged(half: str) -> Iterator[tuple[str, LabelledPhrase, Acts]]:
    """Each phrase with its verdict and what was read."""
    known = contexts()
    now = datetime.fromisoformat(str(known["now"]))
    for phrase in phrases(half):
        tasks = list(known[phrase.context])
        read = acts(phrase.text, tasks, now)
        yield verdict(phrase, read, tasks), phrase, read


@cache
def counted(half: str) -> Counter[str]:
    """Phrases by verdict."""
    return Counter(found for found, _, _ in judged(half))


def summary(half: str) -> str:
    found = counted(half)
    return f"{found.total()} phrases: " + ", ".join(f"{found[word]} {word}" for word in VERDICTS)


def _right(half: str, _: Bench) -> Measured:
    found = counted(half)
    return Measured(100 * found["right"] / found.total(), summary(half))


def _wrong(half: str, _: Bench) -> Measured:
    found = counted(half)
    return Measured(found["wrong"], f"of {found.total()}")


def _figures(half: str, what: str) -> tuple[Figure, ...]:
    return (
        Figure(f"phrases-{half}-right", f"{what}: right", 92, "≥", "%", partial(_right, half)),
        Figure(f"phrases-{half}-wrong", f"{what}: wrong", 0, "≤", "phrases", partial(_wrong, half)),
    )


FIGURES = (*_figures("tune", "430 phrases to mend by"), *_figures("held", "429 phrases only measured"))


def main() -> None:
    """Prints the counts, and every fault of the phrases that may be mended by."""
    for half in sys.argv[1:] or HALVES:
        print(f"{half}: {summary(half)}")
        for found, phrase, read in judged(half):
            if half != "held" and found != "right":
                print(f"  {found}: [{phrase.context}] {phrase.text} → {dict(read)}, not {list(phrase.readings)}")


if __name__ == "__main__":
    main()
