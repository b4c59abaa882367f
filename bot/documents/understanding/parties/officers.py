"""The officers of a plan: one person however often and however differently printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.documents.reading.source import Where
from bot.documents.understanding.draft import Doubts
from bot.documents.understanding.parties.contacts import Contact
from bot.domain.plan.plan import Person, Role
from bot.domain.text import fold, slug
from bot.messages.importing import doubts as texts
from bot.phone import normal_phone


@dataclass(slots=True)
class _Seen:
    person: str
    agency: str
    contacts: list[Contact] = field(default_factory=list)
    wheres: list[Where] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)


@dataclass(slots=True)
class PeopleBook:
    """The people a plan names, known ones recognised by name and agency."""

    known: Mapping[str, Person]
    doubts: Doubts
    _seen: dict[str, _Seen] = field(default_factory=dict)

    def add(self, contact: Contact, agency: str, where: Where, role: Role = Role.CONTACT) -> str:
        """The person's id."""
        id_ = self._id(contact, agency, where)
        seen = self._seen.setdefault(id_, _Seen(id_, agency))
        seen.contacts.append(contact)
        seen.wheres.append(where)
        if role not in seen.roles:
            seen.roles.append(role)
        return id_

    def new_people(self, plan: str) -> tuple[Person, ...]:
        """Those the registry does not know, as printed most often."""
        return tuple(self._person(seen, plan) for seen in self._seen.values() if seen.person not in self.known)

    def phones(self) -> dict[str, str]:
        """Person id → number in normal form; a number of two people goes to the first."""
        numbers: dict[str, str] = {}
        for seen in self._seen.values():
            printed = list(dict.fromkeys(n for c in seen.contacts if c.phone and (n := normal_phone(c.phone))))
            if len(printed) > 1:
                self.doubts.add(seen.wheres[0], seen.contacts[0].name, texts.PHONE_DIFFERS, 0.5, field="contacts")
            if printed and printed[0] not in numbers.values():
                numbers[seen.person] = printed[0]
        return numbers

    def ask(self) -> None:
        """Doubts about people printed in different ways."""
        for seen in self._seen.values():
            spellings = _spellings(seen)
            if len(spellings) > 1:
                taken = _most(spellings, seen)
                self.doubts.add(
                    seen.wheres[0],
                    f"{seen.contacts[0].name}: {taken}",
                    texts.SPELLED_DIFFERENTLY,
                    0.7,
                    alternatives=[s for s in spellings if s != taken],
                    field="contacts",
                )
            elif (known := self.known.get(seen.person)) and _differs(known, self._person(seen, "")):
                self.doubts.add(
                    seen.wheres[0], seen.contacts[0].shown, texts.KNOWN_PERSON_DIFFERS, 0.6, field="contacts"
                )

    def _id(self, contact: Contact, agency: str, where: Where) -> str:
        name, stem = contact.name, slug(contact.name)
        for id_, person in self.known.items():
            if fold(person.name) == fold(name) and person.agency == agency:
                return id_
        for id_, seen in self._seen.items():
            if fold(seen.contacts[0].name) == fold(name) and (seen.agency == agency or _same_phone(seen, contact)):
                return id_
        if stem not in self._seen and stem not in self.known:
            return stem
        self.doubts.add(where, name, texts.TWO_PEOPLE_ONE_NAME, 0.6, field="contacts")
        return f"{stem}-{agency}"

    def _person(self, seen: _Seen, plan: str) -> Person:
        first = seen.contacts[0]
        return Person(
            id=seen.person,
            name=first.name,
            agency=seen.agency,
            prefix=next((c.prefix for c in seen.contacts if c.prefix), None),
            title=_commonest([c.title for c in seen.contacts]),
            unit=_commonest([c.unit for c in seen.contacts]),
            roles=tuple(seen.roles),
            plans=(plan,) if plan else (),
        )


def _same_phone(seen: _Seen, contact: Contact) -> bool:
    """One number under one name is one person, whichever body leads the row."""
    number = normal_phone(contact.phone) if contact.phone else None
    return number is not None and any(c.phone and normal_phone(c.phone) == number for c in seen.contacts)


def _commonest(printed: list[str | None]) -> str | None:
    """The reading printed most often, spelling aside; among its spellings the commonest, then the last."""
    filled = [text for text in printed if text]
    if not filled:
        return None
    key = Counter(fold(t) for t in filled).most_common(1)[0][0]
    same = [t for t in filled if fold(t) == key]
    counts = Counter(same)
    most = max(counts.values())
    return [t for t in same if counts[t] == most][-1]


def _spellings(seen: _Seen) -> list[str]:
    """Different units or titles printed for the person as a contact."""
    both = [" ".join(filter(None, (c.title, c.unit))) for c in seen.contacts]
    return list(dict.fromkeys(b for b in both if b)) if len({fold(b) for b in both if b}) > 1 else []


def _most(spellings: list[str], seen: _Seen) -> str:
    best = _commonest([" ".join(filter(None, (c.title, c.unit))) or None for c in seen.contacts])
    return best or spellings[0]


def _differs(known: Person, read: Person) -> bool:
    ours = replace(read, prefix=read.prefix or known.prefix)
    pairs = ((known.title, ours.title), (known.unit, ours.unit), (known.prefix, ours.prefix))
    return any(fold(a or "") != fold(b or "") for a, b in pairs if b)
