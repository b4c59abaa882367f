"""The phrases of ``tests/data/phrases`` with their gold; see the README there for what a reading says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "phrases"
HALVES = ("tune", "held")


@dataclass(frozen=True, slots=True)
class LabelledPhrase:
    """What an officer typed, and every reading that is right."""

    kind: str
    #: Name in ``contexts.yaml``.
    context: str
    text: str
    #: Act → what it says, as YAML gives it.
    readings: tuple[Mapping[str, Any], ...]


def phrases(half: str) -> list[LabelledPhrase]:
    """Those of ``tune`` or ``held``."""
    found = []
    kind = context = ""
    for line in (FOLDER / f"{half}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kind = line.removeprefix("# ")
        elif line.startswith("@"):
            context = line.removeprefix("@")
        elif line:
            text, _, readings = line.partition(" => ")
            found.append(LabelledPhrase(kind, context, text, tuple(map(yaml.safe_load, readings.split(" || ")))))
    return found


def contexts() -> dict[str, Any]:
    """``now``, ``last_day``, and by name the open tasks: number → what it is."""
    data: dict[str, Any] = yaml.safe_load((FOLDER / "contexts.yaml").read_text(encoding="utf-8"))
    return data
