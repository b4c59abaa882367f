"""Turns printed names into agency ids: known ones by the registry, unknown ones as proposals, near ones as doubts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from bot.documents.reading.source import Where
from bot.documents.understanding.draft import Doubts
from bot.documents.understanding.parties.agency_names import expanded, is_group
from bot.documents.understanding.parties.places import NATIONAL_BODY, place_of
from bot.domain.plan.plan import Agency, AgencyKind
from bot.domain.text import fold, slug, strip_marks
from bot.messages.importing import doubts as texts
from bot.registry.agency_index import NATIONAL, AgencyIndex, name_key, split_place

#: So alike that one letter of a word may be a slip; "Bình" and "Ninh" are two names.
_NEAR = 0.8
_SMALL_WORDS = frozenset({"va", "cac", "cua", "thuoc", "-"})
#: A name with fewer words says too little to be taken for another one.
_TELLING_WORDS = 3
_MOST_ALTERNATIVES = 3
_LONGEST_ID = 70
_PLACE_END = re.compile(r" (?:tỉnh|thành phố) [^,]{2,40}$")
#: "UBND các tỉnh, thành phố" prints no place.
_PLURAL = re.compile(
    r"(?i)\b(?:các|cấp) (?:tỉnh|thành phố)(?:,? (?:và )?(?:tỉnh|thành phố))?(?: trực thuộc trung ương)?$"
)
#: Departments of several provinces.
_OTHER_PLACES = re.compile(r"(?i)\b(?:các|\d+) (?:tỉnh|thành phố|địa phương)\b")


@dataclass(slots=True)
class AgencyBook:
    """The agencies a plan may name, growing by those it adds.

    ``locality`` is the issuer's: a bare name means a body there, "Thành phố" alone the issuer's city.
    """

    known: Mapping[str, Agency]
    locality: str
    on: date | None
    doubts: Doubts
    #: "quận Hoàn Kiếm" where a district issues the plan: its bodies print that or nothing.
    district: str | None = None
    #: Id of the issuer, which its own plan may call just "Sở" or "UBND".
    issuer: str = ""
    new: dict[str, Agency] = field(default_factory=dict)
    _index: AgencyIndex = field(init=False)
    _keys: set[str] = field(init=False)
    _found: dict[tuple[str, str], str] = field(default_factory=dict)
    _places: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _looked_up: dict[str, str | None] = field(default_factory=dict)
    _words: dict[str, list[frozenset[str]]] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._index = AgencyIndex(self.known.values())
        self._keys = set(self.known)
        for agency in self.known.values():
            for name in filter(None, (agency.name, agency.short, *agency.aliases)):
                self._keys |= {name_key(name), split_place(name, agency.locality)[0]}

    @property
    def agencies(self) -> dict[str, Agency]:
        """Known and new ones by id."""
        return {**self.known, **self.new}

    def known_id(self, name: str) -> str | None:
        """The id of a body that is certainly this one; None when there is none."""
        if name not in self._looked_up:
            self._looked_up[name] = self._in_registry(name)
        return self._looked_up[name] or self._found.get(self._key(expanded(name), self.locality))

    def resolve(self, name: str, where: Where, item: str | None = None, column: str = "lead") -> str:
        """The id for the printed name; an unknown body becomes a proposal, said once in the review list."""
        id_ = self.known_id(name)
        if id_ is None:
            id_ = self._propose(expanded(name), name, where, item, column)
        elif id_ in self.known:
            self._ask_about_twin(id_, name, where, item, column)
        return id_

    def calls_itself(self, word: str) -> bool:
        """True when the issuer's name begins with that word ("Sở")."""
        issuer = self.agencies.get(self.issuer)
        return issuer is not None and issuer.name.startswith(f"{word} ")

    def is_elsewhere(self, name: str) -> bool:
        """True when the name prints a locality that is not the issuer's."""
        place = place_of(name)
        if place is None:
            return bool(_OTHER_PLACES.search(name))
        return place.id not in (self.locality, NATIONAL)

    def _in_registry(self, name: str) -> str | None:
        for spelling in (name, expanded(name)):
            if self._may_be_known(spelling):
                match = self._index.find(spelling, self.locality, self.on)
                if match.agency is not None:
                    return match.agency.id
        return self._by_place(self._key(expanded(name), self.locality))

    def _may_be_known(self, name: str) -> bool:
        """False when no known name has this key: spares the index its search for similar ones."""
        return not self._keys.isdisjoint((name_key(name), split_place(name, self.locality)[0], name.strip()))

    def _by_place(self, key: tuple[str, str]) -> str | None:
        """A known body under a place the registry's own index does not take off ("… thành phố Đà Nẵng")."""
        if not self._places:
            for agency in self.known.values():
                for name in (agency.name, *agency.aliases):
                    self._places.setdefault(self._key(name, agency.locality), set()).add(agency.id)
        found = [i for i in self._places.get(key, ()) if self.on is None or self.known[i].exists_on(self.on)]
        return found[0] if len(found) == 1 else None

    def _key(self, name: str, locality: str) -> tuple[str, str]:
        """The name without its place, and the place's locality (``locality`` for a bare name)."""
        base, place = (name_key(name), None) if _PLURAL.search(name) else split_place(name, locality)
        if NATIONAL_BODY.match(name):
            return base, NATIONAL
        printed = place_of(name)
        if printed is not None:
            base = _PLACE_END.sub("", base) or base
        elif self.district:
            own = fold(self.district)
            base = base.removesuffix(f" {own}").removesuffix(f" {own.split(' ')[0]}")
        elif base.endswith(" tỉnh"):
            base = base.removesuffix(" tỉnh")
        return base, place or (printed.id if printed else locality)

    def _propose(self, name: str, printed: str, where: Where, item: str | None, column: str) -> str:
        base, locality = self._key(name, self.locality)
        near = self._near(base, locality)
        agency = self._new_agency(name, base, locality)
        self.new[agency.id] = agency
        self._found[(base, locality)] = agency.id
        if near:
            self.doubts.add(
                where,
                printed,
                texts.near_agency(printed, near[0].name),
                0.5,
                alternatives=[f"{a.name} ({a.id})" for a in near],
                item=item,
                field=column,
            )
        return agency.id

    def _new_agency(self, name: str, base: str, locality: str) -> Agency:
        clean = re.sub(r"\s+", " ", name).strip()
        kind = AgencyKind.GROUP if is_group(clean) else AgencyKind.AGENCY
        stem = slug(base)[:_LONGEST_ID].rstrip("-")
        wanted = stem if not locality or locality == NATIONAL or stem.endswith(locality) else f"{stem}-{locality}"
        id_, number = wanted, 2
        while id_ in self.known or id_ in self.new:
            id_, number = f"{wanted}-{number}", number + 1
        return Agency(id_, clean[:1].upper() + clean[1:], locality or NATIONAL, kind)

    def _near(self, base: str, locality: str) -> list[Agency]:
        """Known bodies of the same place, or national, whose names nearly agree; best first."""
        wanted = _words(base)
        near = []
        for agency in self.agencies.values():
            if agency.locality not in (locality, NATIONAL):
                continue
            if agency.id not in self._words:
                names = (agency.name, *agency.aliases)
                self._words[agency.id] = [_words(split_place(n, agency.locality)[0]) for n in names]
            if any(_nearly_same(wanted, words) for words in self._words[agency.id]):
                near.append(agency)
        return near[:_MOST_ALTERNATIVES]

    def _ask_about_twin(self, id_: str, printed: str, where: Where, item: str | None, column: str) -> None:
        """Another city has a body of nearly the same name: say once which was taken."""
        if id_ in self._asked:
            return
        self._asked.add(id_)
        agency = self.known[id_]
        base = split_place(agency.name, agency.locality)[0]
        twins = [
            a
            for a in self.known.values()
            if a.locality != agency.locality and a.kind is AgencyKind.AGENCY and _is_twin(base, a)
        ]
        if twins:
            self.doubts.add(
                where,
                printed if printed == agency.name else f"{printed} → {agency.name}",
                texts.twin_agency(twins[0].name),
                0.8,
                alternatives=[f"{a.name} ({a.id})" for a in twins],
                item=item,
                field=column,
            )


def _is_twin(base: str, other: Agency) -> bool:
    """The same words but for "và" and the like: "…, Du lịch" and "… và Du lịch"."""
    ours, theirs = _words(base), _words(split_place(other.name, other.locality)[0])
    return ours != theirs and ours ^ theirs <= _SMALL_WORDS and len(ours) >= _TELLING_WORDS


def _words(base: str) -> frozenset[str]:
    return frozenset(strip_marks(base).split())


def _nearly_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """One word is a letter off, or only small words differ; another number or place name is another body."""
    ours, theirs = (one - other) - _SMALL_WORDS, (other - one) - _SMALL_WORDS
    if not ours and not theirs:
        return True
    if len(ours) != 1 or len(theirs) != 1 or len(one) < _TELLING_WORDS:
        return False
    a, b = next(iter(ours)), next(iter(theirs))
    return not any(c.isdigit() for c in a + b) and SequenceMatcher(None, a, b).ratio() >= _NEAR
