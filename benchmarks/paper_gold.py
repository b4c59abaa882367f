"""The gold of ``tests/data/papers``: what a careful officer reads in each paper (see the README there)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.domain.text import strip_marks

_DATA = Path(__file__).parents[1] / "tests" / "data"
HALVES = ("tune", "held")
#: Half or collection → its folder.
FOLDERS = {**{half: _DATA / "papers" / half for half in HALVES}, "field": _DATA / "field"}


@dataclass(frozen=True, slots=True)
class Place:
    """Words of the paper and the line of the source they begin on, from 1."""

    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """A dated duty or a report rule."""

    #: Where it stands; the first place names it.
    places: tuple[Place, ...]
    #: Nobody: the lead is left open.
    who: tuple[str, ...]
    #: The first last days; one for a duty, none for what comes every day.
    last: tuple[date, ...]
    #: None for a duty; else year, half, quarter, month, week, day or once.
    every: str | None = None
    to: str = ""
    #: A question is as right as an answer.
    ask: bool = False

    @property
    def words(self) -> str:
        return self.places[0].words


@dataclass(frozen=True, slots=True)
class Gold:
    """A paper and what is right of it."""

    source: Path
    items: tuple[Item, ...] = ()
    undated: tuple[Place, ...] = ()
    never: tuple[Place, ...] = ()
    doubts: tuple[Place, ...] = ()
    header: Mapping[str, str] | None = None
    #: Why the paper is no plan; None for a plan.
    refused: str | None = None
    #: Words a true reason names, where the paper is of a kind with a name.
    refused_as: str = ""

    @property
    def issuer(self) -> str:
        return (self.header or {}).get("issuer", "")

    @property
    def name(self) -> str:
        return self.source.name.removesuffix(".txt")


def load(half: str) -> list[Gold]:
    """The papers of ``tune``, ``held`` or ``field``, by name."""
    return [_gold(path) for path in sorted(FOLDERS[half].glob("*.yaml"))]


def words_of(text: str) -> list[str]:
    """Bare words for comparing; the usual short forms written out."""
    bare = strip_marks(text)
    for short, full in _SHORT:
        bare = short.sub(full, bare)
    return re.findall(r"\w+", bare)


_SHORT = tuple(
    (re.compile(rf"\b{short}\b"), full)
    for short, full in (
        ("ubnd", "uy ban nhan dan"),
        ("hdnd", "hoi dong nhan dan"),
        ("mttq", "mat tran to quoc"),
        (r"tp\.?", "thanh pho"),
    )
)


def _gold(path: Path) -> Gold:
    source = path.with_suffix(".txt")
    text = source.read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))

    def places(key: str) -> tuple[Place, ...]:
        return tuple(Place(words, _line(text, words)) for words in data.get(key, ()))

    items = [*data.get("duties", ()), *data.get("reports", ())]
    header = {key: str(value) for key, value in data.get("header", {}).items()}
    return Gold(
        source,
        tuple(_item(text, item) for item in items),
        places("undated"),
        places("never"),
        places("doubts"),
        header,
        data.get("refused"),
        data.get("refused_as", ""),
    )


def _item(text: str, data: Mapping[str, Any]) -> Item:
    last = data["last"] if isinstance(data["last"], list) else [data["last"]]
    return Item(
        tuple(Place(words, _line(text, words)) for words in (data["words"], data.get("also")) if words),
        tuple(data["who"]),
        tuple(last),
        data.get("every"),
        data.get("to", ""),
        bool(data.get("ask")),
    )


def _line(text: str, words: str) -> int:
    """Raises ValueError when the words do not stand in the text exactly once."""
    found = list(re.finditer(_spaced(words.split()), text))
    if len(found) != 1:
        raise ValueError(f"{words!r} stands {len(found)} times in the paper")
    return text.count("\n", 0, found[0].start()) + 1


def _spaced(words: Iterable[str]) -> str:
    return r"\s+".join(map(re.escape, words))
