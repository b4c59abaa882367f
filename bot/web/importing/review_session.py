"""One plan document under review: the source beside the draft, what the admin has settled, kept in memory."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.documents.draft.draft_edit import choose, edit_plan, edit_rule, edit_task
from bot.documents.draft.task_form import FORM_FIELDS, task_values
from bot.documents.reading.source import Cell, Document, Paragraph, Table, Where
from bot.documents.understanding.draft import PlanDraft, ReviewItem
from bot.documents.understanding.entries import Entry
from bot.domain.plan.plan import ReportRule, Task
from bot.messages.common import date_text
from bot.messages.importing import review_labels as texts

#: Drafts kept at a time; the oldest is forgotten first.
_KEPT = 5
#: Fields of a task that have a place of their own in the page.
_PLACED = frozenset({"section", "content", "leads", "when"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """A review item as the page shows it."""

    index: int
    item: ReviewItem
    settled: bool
    anchor: str | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A paragraph (one cell) or a table row of the source."""

    anchor: str
    label: str
    cells: tuple[tuple[str, int], ...]
    doubtful: bool
    heading: bool = False
    #: "used" or "unused" where the ledger has the place; "unused" as soon as one sentence of it is.
    mark: str = ""
    #: For the reader's pointer: the place and what it was used for.
    told: str = ""


@dataclass(slots=True)
class Review:
    document: Document
    draft: PlanDraft
    settled: set[ReviewItem] = field(default_factory=set)
    written: tuple[str, ...] = ()
    _anchors: frozenset[str] = frozenset()
    _ledger: dict[str, list[Entry]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.draft.ledger:
            self._ledger.setdefault(anchor(entry.where), []).append(entry)
        self._anchors = frozenset(row.anchor for _, rows in self.source() for row in rows)

    def take(self, index: int, alternative: str) -> None:
        """Another reading of an item; raises what ``choose`` raises."""
        before = set(self.draft.review)
        self.draft = choose(self.draft, index, alternative)
        self.settled |= set(self.draft.review) - before

    def accept(self, index: int) -> None:
        """The reading of the item stands; raises IndexError."""
        if index < 0:
            raise IndexError(index)
        self.settled.add(self.draft.review[index])

    def edit(self, what: str, id_: str, values: Mapping[str, str]) -> None:
        """Fields typed anew: of the plan, a task or a report rule; doubts about fields that changed are gone."""
        before = self.draft
        if what == "plan":
            edited = edit_plan(before, values)
        elif what == "task":
            edited = edit_task(before, id_, values)
        else:
            edited = edit_rule(before, id_, values)
        shown, now = self._values(before, what, id_), self._values(edited, what, id_)
        changed = {name for name, text in now.items() if shown.get(name) != text}
        changed |= {"plan"} if "code" in changed else set()
        item = None if what == "plan" else id_
        kept = (doubt for doubt in edited.review if doubt.item != item or doubt.field not in changed)
        self.draft = replace(edited, review=tuple(kept))

    @property
    def open_count(self) -> int:
        """Items nobody has settled yet."""
        return sum(1 for doubt in self.draft.review if doubt not in self.settled)

    @property
    def next_open(self) -> int | None:
        """Place in the list of the first item nobody has settled; None when all are."""
        return next((index for index, doubt in enumerate(self.draft.review) if doubt not in self.settled), None)

    def doubts(self, item: str | None) -> list[Doubt]:
        """The review items of one task or rule; None = all that are about neither."""
        plan = self.draft.plan
        known = {task.id for task in plan.tasks} | {rule.id for rule in plan.reports}
        return [
            Doubt(index, doubt, doubt in self.settled, self._place(doubt.where))
            for index, doubt in enumerate(self.draft.review)
            if (doubt.item if doubt.item in known else None) == item
        ]

    def agency(self, id_: str) -> str:
        """The agency's name; empty where the plan names none."""
        return _agency(self.draft, id_)

    def source(self) -> list[tuple[bool, list[SourceRow]]]:
        """The document in order: (is it a table, its rows)."""
        return [self._block_rows(block) for block in self.document.blocks]

    def plan_values(self) -> dict[str, str]:
        """What the heading's form shows."""
        return self._values(self.draft, "plan", "")

    def task_values(self, task: Task) -> dict[str, str]:
        """What a task's form shows."""
        return task_values(self.draft, task)

    def other_fields(self, task: Task) -> list[tuple[str, str]]:
        """Name and text of every filled field the page shows without a place of its own."""
        shown = self.task_values(task)
        fields = (field for field in FORM_FIELDS if field.name not in _PLACED)
        return [(field.label, "; ".join(shown[field.key].splitlines())) for field in fields if shown[field.key]]

    def rule_values(self, rule: ReportRule) -> dict[str, str]:
        """What a report rule's form shows."""
        return self._values(self.draft, "rule", rule.id)

    def unused(self) -> list[tuple[str | None, Entry]]:
        """What of the paper nothing was made of, each with its place in the page."""
        return [(self._place(entry.where), entry) for entry in self.draft.unused]

    def task_anchor(self, task: Task) -> str | None:
        """Where the task stands in the source."""
        places = self.draft.sources.get(task.id, ())
        return self._place(places[0]) if places else None

    def _place(self, where: Where) -> str | None:
        return anchor(where) if anchor(where) in self._anchors else None

    def _values(self, draft: PlanDraft, what: str, id_: str) -> dict[str, str]:
        plan = draft.plan
        if what == "task":
            return task_values(draft, plan.task(id_))
        if what == "rule":
            rule = next(rule for rule in plan.reports if rule.id == id_)
            return {"due": rule.due or "", "content": rule.content or "", "to": _agency(draft, rule.to)}
        return {
            "code": plan.code or "",
            "title": plan.title,
            "signed_on": date_text(plan.signed_on) if plan.signed_on else "",
            "signer": plan.signer or "",
            "year": str(plan.year or ""),
            "when": plan.when or "",
            "issuer": _agency(draft, plan.issuer),
            "consolidator": _agency(draft, plan.consolidator),
        }

    def _block_rows(self, block: Paragraph | Table) -> tuple[bool, list[SourceRow]]:
        doubtful = {anchor(doubt.where) for doubt in self.draft.review if doubt not in self.settled}
        if isinstance(block, Paragraph):
            name = anchor(block.where)
            heading = block.style.heading is not None or block.style.bold
            shown = SourceRow(name, block.where.label, ((block.text, 1),), name in doubtful, heading)
            return False, [self._marked(shown)]
        rows = []
        for row in block.rows:
            name = anchor(row.where)
            rows.append(self._marked(SourceRow(name, row.where.label, _shown(row.cells), name in doubtful)))
        return True, rows

    def _marked(self, row: SourceRow) -> SourceRow:
        """The row with what the ledger says of it."""
        found = self._ledger.get(row.anchor)
        if not found:
            return replace(row, told=row.label)
        used = list(dict.fromkeys(entry.used_by for entry in found if entry.used_by))
        mark = "used" if all(entry.used_by for entry in found) else "unused"
        return replace(row, mark=mark, told=texts.told(row.label, used))


def _shown(cells: Sequence[Cell]) -> tuple[tuple[str, int], ...]:
    """Texts and spans: places to the right of a merged cell belong to its span, places below one are drawn blank."""
    shown: list[tuple[str, int]] = []
    right = 0
    for cell in cells:
        if right and cell.covered:
            right -= 1
            continue
        shown.append((cell.text, cell.span))
        right = cell.span - 1
    return tuple(shown)


def _agency(draft: PlanDraft, id_: str) -> str:
    return draft.agencies[id_].name if id_ in draft.agencies else ""


def anchor(where: Where) -> str:
    """The name of a place in the page."""
    return "s-" + "-".join(str(number or 0) for number in (where.page, where.table, where.row, where.line))


class Reviews:
    """The drafts under review, by a name nobody can guess. Used from one event loop."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Review] = OrderedDict()

    def add(self, review: Review) -> str:
        """Keep a review; returns its name."""
        name = secrets.token_urlsafe(12)
        self._kept[name] = review
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return name

    def get(self, name: str) -> Review | None:
        """The review of that name, if it is still kept."""
        return self._kept.get(name)
