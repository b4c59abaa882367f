"""Counts what of a paper's gold was read right, asked about, said, read wrong or lost, and what was made up.

Every item of the gold gets one word:

- ``right``: drafted with its lead and its last day (a report also with its receiver), or, where the gold says that a
  question is as right, asked about;
- ``asked``: not right, but a doubt about that very lead or date stands in the review;
- ``said``: not drafted, but listed as not used or quoted in the refusal;
- ``wrong``: drafted wrongly without a doubt;
- ``silent``: lost without a word.

``invented`` are drafted tasks and rules that the paper does not give, or not with that date; ``needless`` are doubts
about what was read right and needed no question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from benchmarks.paper_gold import Gold, Item, Place, words_of
from benchmarks.paper_reading import Drafted, Reading, Said

WORDS = ("right", "asked", "said", "wrong", "silent")
#: Fields a doubt about the lead, and about the date, may have.
_OF_WHO = frozenset({"lead", "from", "senders", "leads", "agency", ""})
_OF_WHEN = frozenset({"when", "due", "every", "year", ""})
_OF_HEADER = {"number": "number", "code": "number", "plan": "number", "signed_on": "date", "issuer": "issuer"} | {
    "signer": "signer"
}
#: What an importer may add to a name or leave out of it without making it another.
_FILLER = frozenset(words_of("các của và những tỉnh thành phố trực thuộc trung ương nêu trên đồng chí thủ trưởng"))
#: A party committee's bureau signs in its stead.
_BUREAU = frozenset(words_of("Ban Thường vụ, Thường trực"))
_HEADS = tuple(map(words_of, ("Bộ trưởng", "Giám đốc", "Chủ tịch", "Hiệu trưởng", "Lãnh đạo")))
_PLACE = re.compile(r"(?:tỉnh|thành phố|xã|phường|đặc khu|Tỉnh ủy|Thành ủy) (.+)")
#: Groups that mean everybody who has a part in the plan.
_ANYBODY = re.compile(r"các (?:sở|bộ|cơ quan|đơn vị|phòng|khoa|thành viên)\b", re.IGNORECASE)
#: Closeness below which a drafted thing is another than the item.
_ENOUGH = 3


@dataclass(slots=True)
class Count:
    """One paper counted, or several added up."""

    #: Number of items by word of ``WORDS``.
    items: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WORDS, 0))
    invented: int = 0
    doubts: int = 0
    needless: int = 0
    #: Fields of the header read right, of those the paper gives.
    header: int = 0
    header_given: int = 0
    #: Papers refused or taken in rightly, and refused by the right name.
    kinds: int = 0
    papers: int = 0
    #: One line for each thing that is not right.
    faults: list[str] = field(default_factory=list)

    @property
    def all_items(self) -> int:
        return sum(self.items.values())

    def add(self, other: Count) -> None:
        for word in WORDS:
            self.items[word] += other.items[word]
        for name in ("invented", "doubts", "needless", "header", "header_given", "kinds", "papers"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.faults += [*other.faults]


def count(gold: Gold, reading: Reading) -> Count:
    """The paper's reading against its gold."""
    found = Count(papers=1)
    if gold.refused is not None:
        _refusal(gold, reading, found)
        return found
    found.kinds = int(reading.reason is None)
    matched = _matched(gold, reading)
    for item in gold.items:
        word = _word(item, matched.get(item, []), reading, gold)
        found.items[word] += 1
        if word != "right":
            found.faults.append(f"{word}: {item.words} {_shown(matched.get(item, []))}".rstrip())
    _made_up(gold, reading, matched, found)
    _header(gold, reading, found)
    _needless(gold, reading, matched, found)
    return found


def _refusal(gold: Gold, reading: Reading, found: Count) -> None:
    found.invented = len(reading.drafted)
    found.faults += [f"invented: {_shown([drafted])}" for drafted in reading.drafted]
    if reading.reason is None:
        found.faults.append(f"taken for a plan: {gold.refused}")
    elif gold.refused_as and not _within(gold.refused_as, reading.reason):
        found.faults.append(f"refused, but not as {gold.refused_as}: {reading.reason}")
    else:
        found.kinds = 1


# which drafted thing is which item

Matches = dict[Item, list[Drafted]]


def _matched(gold: Gold, reading: Reading) -> Matches:
    """The drafted things of each item; the closest pairs first, then the further dates of a report."""
    pairs = [(_closeness(i, d, gold), i, d) for i in gold.items for d in reading.drafted]
    matched: Matches = {}
    taken: set[str] = set()
    for close, item, drafted in sorted(pairs, key=lambda pair: -pair[0]):
        if close >= _ENOUGH and item not in matched and drafted.id not in taken:
            matched[item] = [drafted]
            taken.add(drafted.id)
    for item, first in matched.items():
        more = [d for d in reading.drafted if d.id not in taken and _further(item, first[0], d)]
        matched[item] += more
        taken |= {d.id for d in more}
    return matched


def _closeness(item: Item, drafted: Drafted, gold: Gold) -> int:
    words = 4 * any(_within(place.words, drafted.text) for place in item.places)
    line = 2 * any(place.line in drafted.lines for place in item.places)
    # A rule has no line of its own to be known by.
    day = (2 if drafted.to is None else 3) * bool(drafted.last & set(item.last))
    who = bool(item.who) and _same(item.who, drafted.who, _local(gold))
    if not words and not line and drafted.to is None:
        return 0
    receiver = drafted.to is not None and bool(item.to) and _reaches(item.to, drafted.to, gold)
    return words + line + day + who + receiver + (who and receiver)


def _further(item: Item, first: Drafted, drafted: Drafted) -> bool:
    """A second rule or task for a further date of the same report."""
    if item.every is None or (drafted.who, drafted.to) != (first.who, first.to):
        return False
    return bool(drafted.last) and bool(drafted.last & (set(item.last) - first.last))


# what became of it


def _word(item: Item, drafted: Sequence[Drafted], reading: Reading, gold: Gold) -> str:
    if not drafted:
        return "said" if _is_said(item, reading) else "silent"
    wrong = _wrong_fields(item, drafted, reading, gold)
    if not wrong:
        return "right"
    if all(_doubted(item, drafted, reading.doubts, fields) for fields in wrong):
        return "right" if item.ask else "asked"
    return "wrong"


def _wrong_fields(item: Item, drafted: Sequence[Drafted], reading: Reading, gold: Gold) -> list[frozenset[str]]:
    """The fields of the lead or of the date or of both, where they are not right."""
    who = not item.who or any(_same(item.who, d.who, _local(gold)) or _is_everyone(item, d, reading) for d in drafted)
    rules = [d.to for d in drafted if d.to is not None]
    reached = not item.to or not rules or any(_reaches(item.to, to, gold) for to in rules)
    day = _right_days(item, frozenset().union(*(d.last for d in drafted)))
    return [*([] if who and reached else [_OF_WHO]), *([] if day else [_OF_WHEN])]


def _right_days(item: Item, days: frozenset[date]) -> bool:
    if not item.last:
        return True
    if item.every is None:
        return bool(days) and max(days) == item.last[-1]
    if item.every == "once":
        return days == set(item.last)
    among = {day for day in days if item.last[0] <= day <= item.last[-1]}
    return among == set(item.last) and (item.every != "year" or len(days) > 1)


def _is_said(item: Item, reading: Reading) -> bool:
    if reading.reason is not None and any(_within(place.words, reading.reason) for place in item.places):
        return True
    return any(_about(said, *item.places) for said in (*reading.unused, *(d for d in reading.doubts if d.item is None)))


def _about(said: Said, *places: Place) -> bool:
    return any(said.line == place.line or _within(place.words, said.text) for place in places)


def _doubted(item: Item, drafted: Sequence[Drafted], doubts: Iterable[Said], fields: frozenset[str]) -> bool:
    ids = {d.id for d in drafted}
    return any(
        doubt.field in fields and (doubt.item in ids or (doubt.item is None and _about(doubt, *item.places)))
        for doubt in doubts
    )


# what was made up


def _made_up(gold: Gold, reading: Reading, matched: Matches, found: Count) -> None:
    used = {d.id for drafted in matched.values() for d in drafted}
    for drafted in reading.drafted:
        if drafted.id not in used and drafted.same_as not in used and not _is_fair(gold, drafted):
            found.invented += 1
            found.faults.append(f"invented: {_shown([drafted])}")


def _is_fair(gold: Gold, drafted: Drafted) -> bool:
    """A duty without a date, or a further part of one with a date, that the paper does give."""
    if _at(gold.never, drafted):
        return False
    if drafted.last:
        return _at(gold.doubts, drafted)
    return (
        _at(gold.undated, drafted)
        or _at(gold.doubts, drafted)
        or _at((place for item in gold.items for place in item.places), drafted)
    )


def _at(places: Iterable[Place], drafted: Drafted) -> bool:
    return any(place.line in drafted.lines or _within(place.words, drafted.text) for place in places)


# header and doubts


def _header(gold: Gold, reading: Reading, found: Count) -> None:
    for name, value in (gold.header or {}).items():
        found.header_given += 1
        right = _right_header(name, value, reading, gold)
        found.header += right
        if not right:
            found.faults.append(f"header: {name} {reading.header.get(name, '')!r}, not {value!r}")


def _right_header(name: str, value: str, reading: Reading, gold: Gold) -> bool:
    read = reading.header.get(name, "")
    return _same([value], [read], _local(gold) | _BUREAU) if name == "issuer" else words_of(value) == words_of(read)


def _needless(gold: Gold, reading: Reading, matched: Matches, found: Count) -> None:
    doubts = [doubt for doubt in reading.doubts if doubt.field != "agencies"]
    found.doubts = len(doubts)
    for doubt in doubts:
        if not _is_needed(doubt, gold, reading, matched):
            found.needless += 1
            found.faults.append(f"needless: {doubt.item or ''} {doubt.field}: {doubt.text}")


def _is_needed(doubt: Said, gold: Gold, reading: Reading, matched: Matches) -> bool:
    if doubt.item is None:
        return _is_needed_of_the_whole(doubt, gold, reading)
    drafted = next((d for d in reading.drafted if d.id == doubt.item), None)
    item = next((item for item, those in matched.items() if drafted in those), None)
    if drafted is None or item is None:
        # About what is made up any doubt is welcome; about a plain duty without a date only whose it is.
        return drafted is None or doubt.field == "lead" or not _is_fair(gold, drafted) or _at(gold.doubts, drafted)
    return item.ask or bool(_wrong_fields(item, matched[item], reading, gold)) or _named(gold, doubt)


def _is_needed_of_the_whole(doubt: Said, gold: Gold, reading: Reading) -> bool:
    name = _OF_HEADER.get(doubt.field)
    if name is not None:
        given = (gold.header or {}).get(name)
        return given is None or not _right_header(name, given, reading, gold)
    if doubt.field in ("reports", "consolidator") and doubt.line is None:
        return not any(item.every for item in gold.items)
    return _named(gold, doubt) or any(item.ask and _about(doubt, *item.places) for item in gold.items)


def _named(gold: Gold, doubt: Said) -> bool:
    return any(_about(doubt, place) for place in gold.doubts)


# names


def _same(right: Sequence[str], read: Sequence[str], local: frozenset[str]) -> bool:
    """The same bodies, whatever the order, the short forms and the name of the place."""
    wanted, found = set(words_of(" ".join(right))), set(words_of(" ".join(read)))
    free = _FILLER | local
    return bool(found) and wanted - found <= free and found - wanted <= free


def _is_everyone(item: Item, drafted: Drafted, reading: Reading) -> bool:
    """ "Các sở, ban, ngành" asked to report may be drafted as all who lead in the plan, other groups beside them."""
    if not item.ask or item.every is None or drafted.to is None:
        return False
    leads = {name for other in reading.drafted if other.to is None for name in other.who} - {drafted.to}
    others = [name for name in item.who if not _ANYBODY.match(name)]
    named = set(words_of(" ".join(others))) <= set(words_of(" ".join(drafted.who)))
    return len(others) < len(item.who) and bool(leads) and leads <= set(drafted.who) and named


def _reaches(right: str, read: str, gold: Gold) -> bool:
    """One of the receivers; a body stands for its head ("Bộ trưởng", "Giám đốc")."""
    wanted, found, own = set(words_of(right)), set(words_of(read)), set(words_of(gold.issuer))
    if words_of(right)[0:2] in _HEADS and found and found <= own:
        return True
    return bool(wanted & found) and found - wanted <= _FILLER | own


def _local(gold: Gold) -> frozenset[str]:
    """The issuer's place: an importer may write out whose "Ủy ban nhân dân" it is."""
    place = _PLACE.search(gold.issuer)
    return frozenset(words_of(place[1])) if place else frozenset()


def _within(part: str, whole: str) -> bool:
    return f" {' '.join(words_of(part))} " in f" {' '.join(words_of(whole))} "


def _shown(drafted: Sequence[Drafted]) -> str:
    return "; ".join(
        f"[{', '.join(d.who)} | {', '.join(sorted(map(str, d.last))[:3])} | {d.to or ''} | {d.text[:60]}]"
        for d in drafted
    )
