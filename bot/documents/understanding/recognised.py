"""Doubts about words that were recognised in a picture: asked where the draft uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.documents.reading.source import Block, Paragraph, Table, Unsure, Where
from bot.documents.understanding.draft import Doubts
from bot.documents.understanding.tables.columns import Column, read_header
from bot.domain.plan.plan import Agency, Plan
from bot.domain.text import fold
from bot.messages.common import date_text
from bot.messages.importing import scans as texts

#: As sure as one can be of a word that two readings see differently, and of one both see alike without being sure.
_DIFFERENT, _FAINT = 0.4, 0.6
#: Columns under another name as fields of a task.
_FIELDS = {
    Column.NUMBER: "id",
    Column.EXECUTING: "lead",
    Column.PHONE: "contacts",
    Column.START: "when",
    Column.END: "when",
}


@dataclass(frozen=True, slots=True)
class _Use:
    """Something of the draft that was read from running text."""

    item: str | None
    field: str
    text: str


def ask_unsure(
    blocks: Sequence[Block],
    plan: Plan,
    sources: Mapping[str, Sequence[Where]],
    agencies: Mapping[str, Agency],
    doubts: Doubts,
) -> None:
    """One doubt for each field of a task, rule or the plan that holds doubtful words."""
    tasks = {where: task for task, places in sources.items() for where in places}
    uses = list(_uses(plan, agencies))
    for block in blocks:
        if isinstance(block, Paragraph):
            _ask_paragraph(block, uses, doubts)
    _ask_tables((block for block in blocks if isinstance(block, Table)), tasks, doubts)


def _ask_tables(tables: Iterable[Table], tasks: Mapping[Where, str], doubts: Doubts) -> None:
    columns: dict[int, str] = {}
    for table in tables:
        header = read_header(table.rows)
        if header:
            columns = {
                at: _FIELDS.get(Column(name), name) if name in set(Column) else name
                for name, at in header[0].columns.items()
            }
        for row in table.rows[header[1] if header else 0 :]:
            task = tasks.get(row.where)
            alone = sum(1 for cell in row.cells if cell.text.strip()) <= 2 and task is None
            for at, cell in enumerate(row.cells):
                field = "section" if alone else columns.get(at, "tasks")
                _ask(cell.unsure, row.where, task, field, doubts)


def _ask_paragraph(paragraph: Paragraph, uses: Iterable[_Use], doubts: Doubts) -> None:
    """Words that went into a field; those of no field are of no consequence."""
    left = list(paragraph.unsure)
    for use in uses:
        words = set(fold(use.text).split())
        inside = [word for word in left if words & set(fold(word.text).split())]
        if inside and _shares(paragraph.text, use.text):
            _ask(inside, paragraph.where, use.item, use.field, doubts)
            left = [word for word in left if word not in inside]


def _shares(paragraph: str, text: str) -> bool:
    """The field was (partly) read from the paragraph."""
    return bool(set(fold(text).split()) & set(fold(paragraph).split()))


def _ask(unsure: Sequence[Unsure], where: Where, item: str | None, field: str, doubts: Doubts) -> None:
    if not unsure:
        return
    confidence = _DIFFERENT if any(word.other for word in unsure) else _FAINT
    read = "; ".join(dict.fromkeys(word.text for word in unsure))
    others = [word.other for word in unsure if word.other]
    pictures = tuple(word.picture for word in unsure if word.picture)
    doubts.add(where, read, texts.uncertain(others), confidence, item=item, field=field, pictures=pictures)


def _uses(plan: Plan, agencies: Mapping[str, Agency]) -> Iterator[_Use]:
    for rule in plan.reports:
        named = (agencies[id_].name for id_ in (rule.to, *rule.senders) if id_ in agencies)
        yield _Use(rule.id, "due", rule.due or "")
        yield _Use(rule.id, "content", rule.content or "")
        yield _Use(rule.id, "to", " ".join(named))
    yield _Use(None, "plan", plan.code or "")
    if plan.signed_on:
        yield _Use(
            None,
            "signed_on",
            f"{date_text(plan.signed_on).replace('/', ' ')} {plan.signed_on.day} {plan.signed_on.month}",
        )
    issuer = agencies.get(plan.issuer)
    yield _Use(None, "issuer", issuer.name if issuer else "")
    yield from (_Use(None, name, getattr(plan, name) or "") for name in ("signer", "when", "title"))
    yield _Use(None, "legal_bases", " ".join(plan.legal_bases))
