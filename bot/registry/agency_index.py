"""Which agency a printed name means.

The same bare name is a different body in each city ("Sở Du lịch" of Hà Nội and of Thành phố Hồ Chí Minh), so a name is
looked up in a locality: the one it prints itself, otherwise the one of the plan it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from bot.domain.plan.plan import Agency
from bot.domain.text import fold, slug, strip_marks
from bot.registry.provinces import take_province

#: National bodies may be named bare in every city's plans.
NATIONAL = "trung-uong"

#: "TP.", "TPHCM" and the like, so that the endings below need one spelling each.
_ABBREVIATIONS = (
    (re.compile(r"(?<!\S)tp(?:\.|(?= |$|hcm|hn)) ?"), "thành phố "),
    (re.compile(r"(?<!\S)hcm$"), "hồ chí minh"),
    (re.compile(r"(?<=thành phố )hn$"), "hà nội"),
    (re.compile(r"(?<!\S)ủy ban nhân dân(?!\S)"), "ubnd"),
)
#: How a name ends that prints its own locality, the slip "Thành phố Chí Minh" included.
_PLACES = (
    ("tp-hcm", re.compile(r" thành phố chí minh$")),
    ("ha-noi", re.compile(r" thủ đô hà nội$")),
)
_BARE_CITY = re.compile(r" thành phố$")
_PROVINCE = re.compile(r" tỉnh (?!ủy\b|đoàn\b)(?P<name>.+)$")
_ACRONYM = re.compile(r" ?\([a-zđ]{2,12}\)$")

_LONGEST_COMPARED = 200
_SUGGESTIONS = 3
_SIMILAR = 0.6


@dataclass(frozen=True, slots=True)
class Match:
    agency: Agency | None
    #: Likely meanings when there is no certain one, best first; for a "did you mean", never to be taken silently.
    candidates: tuple[Agency, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """A name that means two agencies of one locality at the same time."""

    name: str
    first: Agency
    second: Agency


class AgencyIndex:
    """Finds agencies by id or by any spelling of their names."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._by_id: dict[str, Agency] = {}
        self._by_name: dict[tuple[str, str], list[Agency]] = {}
        self.clashes: list[Clash] = []
        for agency in agencies:
            self._by_id[agency.id] = agency
            for name in _names(agency):
                self._add(name, agency)

    def find(self, name: str, locality: str, on: date | None = None) -> Match:
        """The agency that ``name`` (an id or a printed name) means in a plan of ``locality``.

        Case, dash kind, spacing, tone placement and Unicode form do not matter; "… Thành phố" alone is the plan's
        city. ``on`` decides between agencies that bore the name one after the other. Bodies of another locality are
        found only when the name prints it; otherwise they are candidates.
        """
        if name.strip() in self._by_id:
            return Match(self._by_id[name.strip()])
        base, place = split_place(name, locality)
        keys = [(name_key(name), locality), (base, place or locality)]
        if place is None:
            keys.append((base, NATIONAL))
        for key in keys:
            bearers = self._by_name.get(key, [])
            if bearers:
                return _choose(bearers, on)
        return Match(None, self._similar(name, base, place or locality))

    def _add(self, name: str, agency: Agency) -> None:
        base, place = split_place(name, agency.locality)
        key = (base, agency.locality) if place in (None, agency.locality) else (name_key(name), agency.locality)
        bearers = self._by_name.setdefault(key, [])
        if agency in bearers:
            return
        self.clashes += [Clash(name, other, agency) for other in bearers if _same_time(other, agency)]
        bearers.append(agency)

    def _similar(self, name: str, base: str, locality: str) -> tuple[Agency, ...]:
        if slug(name) in self._by_id:
            return (self._by_id[slug(name)],)
        elsewhere = [a for (known, _), bearers in self._by_name.items() if known == base for a in bearers]
        local: dict[str, Agency] = {}
        for (known, place), bearers in self._by_name.items():
            if place in (locality, NATIONAL):
                local.setdefault(strip_marks(known), bearers[0])
        ids = get_close_matches(slug(name)[:_LONGEST_COMPARED], self._by_id, _SUGGESTIONS, _SIMILAR)
        names = get_close_matches(strip_marks(base), local, _SUGGESTIONS, _SIMILAR)
        found = [*elsewhere, *(self._by_id[i] for i in ids), *(local[n] for n in names)]
        return tuple({a.id: a for a in found}.values())[:_SUGGESTIONS]


def name_key(name: str) -> str:
    """Match key of a whole printed name: spelling differences, commas and a trailing "(ITPC)" do not count."""
    key = " ".join(_ACRONYM.sub("", fold(name)).replace(",", " ").split())
    for pattern, full in _ABBREVIATIONS:
        key = pattern.sub(full, key)
    return key.rstrip()


def split_place(name: str, locality: str) -> tuple[str, str | None]:
    """The match key without the place the name ends with, and that place's locality (None when it prints none).

    ``locality`` is what "Thành phố" alone means.
    """
    key = name_key(name)
    for place, pattern in _PLACES:
        base = pattern.sub("", key)
        if base and base != key:
            return base, place
    if (found := take_province(key)) and found[0]:
        return found[0], found[1].id
    if bare := _BARE_CITY.search(key):
        return key[: bare.start()], locality
    if province := _PROVINCE.search(key):
        return key[: province.start()], slug(province["name"])
    return key, None


def _names(agency: Agency) -> list[str]:
    return [agency.name, *([agency.short] if agency.short else []), *agency.aliases]


def _choose(bearers: list[Agency], on: date | None) -> Match:
    alive = [a for a in bearers if on is None or a.exists_on(on)] or bearers
    return Match(alive[0]) if len(alive) == 1 else Match(None, tuple(alive))


def _same_time(one: Agency, other: Agency) -> bool:
    starts, ends = one.since or date.min, one.until or date.max
    return starts < (other.until or date.max) and (other.since or date.min) < ends
