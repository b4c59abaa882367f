"""What an import gives: a draft plan, what must be added to the registry, and every doubt about the reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.documents.reading.source import Where
from bot.documents.understanding.entries import Entry
from bot.domain.plan.plan import Agency, Person, Plan


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One place a person should look at before the draft is used."""

    where: Where
    #: What was taken, in words of the paper.
    read: str
    #: Vietnamese: why it may be wrong.
    doubt: str
    #: What else it could be; empty when the question is only yes or no.
    alternatives: tuple[str, ...] = ()
    #: From 0 (a guess) to 1 (nearly certain).
    confidence: float = 0.5
    #: The task or report rule it is about; None for the plan as a whole.
    item: str | None = None
    #: The field of the YAML file it is about: "lead", "when" ...
    field: str = ""
    #: Places in the picture of a page, as PNG in base64.
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as read from a document; nothing is written until an admin accepts it."""

    plan: Plan
    #: Bodies the plan names that the registry does not know.
    new_agencies: tuple[Agency, ...] = ()
    #: Officers the plan names that the registry does not know.
    new_people: tuple[Person, ...] = ()
    #: Person id → number as printed; never written to a versioned file.
    phones: Mapping[str, str] = field(default_factory=dict)
    review: tuple[ReviewItem, ...] = ()
    #: Parts of the file that are not the plan, one sentence each.
    left_out: tuple[str, ...] = ()
    #: Ids of the report rules whose senders are every agency of the plan (``from: [lead_agencies]``).
    asks_all: frozenset[str] = frozenset()
    #: Task id → the places it was read from, first one first.
    sources: Mapping[str, tuple[Where, ...]] = field(default_factory=dict)
    #: The registry's agencies and people together with the new ones.
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    #: What became of every date, assignment and row of the paper.
    ledger: tuple[Entry, ...] = ()

    @property
    def unused(self) -> tuple[Entry, ...]:
        """What of it nothing was made of."""
        return tuple(entry for entry in self.ledger if entry.used_by is None)


@dataclass(frozen=True, slots=True)
class NoPlan:
    """The document is readable but holds no tasks."""

    #: Vietnamese, whole sentences: why it is no plan, and the dated sentences it was seen to have.
    reason: str
    #: Every date, assignment and row of it.
    unused: tuple[Entry, ...] = ()


@dataclass(slots=True)
class Doubts:
    """Collects review items in the order of the document; the same doubt about the same item counts once."""

    found: list[ReviewItem] = field(default_factory=list)

    def add(
        self,
        where: Where,
        read: str,
        doubt: str,
        confidence: float,
        *,
        alternatives: Iterable[str] = (),
        item: str | None = None,
        field: str = "",
        pictures: tuple[str, ...] = (),
    ) -> None:
        new = ReviewItem(where, read, doubt, tuple(alternatives), confidence, item, field, pictures)
        if not any((d.item, d.field, d.doubt, d.read) == (item, field, doubt, read) for d in self.found):
            self.found.append(new)

    def in_order(self) -> tuple[ReviewItem, ...]:
        """All of them; those about the whole plan first, then as they stand in the document."""
        return tuple(sorted(self.found, key=_position))


def _position(item: ReviewItem) -> tuple[int, int, int, int, int]:
    where = item.where
    return (
        item.item is not None,
        where.page or 0,
        where.table or 0,
        where.line or 0,
        where.row or 0,
    )
