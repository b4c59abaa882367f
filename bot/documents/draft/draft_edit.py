"""What an admin changes in a draft before it is written: choices among readings, and fields typed anew.

Every function gives a new draft; a value that cannot stand raises ``EditRefused`` with a Vietnamese message. Agencies
and people are given as a person writes them, one a line; what the registry does not know becomes a proposal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from bot.documents.draft.task_form import EditRefused, TaskForm
from bot.documents.reading.source import Where
from bot.documents.understanding.draft import Doubts, PlanDraft, ReviewItem
from bot.documents.understanding.importer import plan_key
from bot.documents.understanding.parties.contacts import split_contacts
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.officers import PeopleBook
from bot.domain.dates.day_mark import read_full_day
from bot.domain.dates.time_phrase import TimePhrase, read_time_phrase
from bot.domain.plan.plan import LONGEST_NUMBER, Plan, ReportRule, Task, unique
from bot.domain.text import fold
from bot.messages.importing import review_labels as texts

_ID_AT_END = re.compile(r"\s*\(([a-z0-9-]+)\)$")


def edit_plan(draft: PlanDraft, values: Mapping[str, str]) -> PlanDraft:
    """Heading fields: code, title, signed_on (day/month/year), signer, year, when, issuer, consolidator.

    Only the fields given are changed; a new year is taken to every time that prints none.
    """
    book = _book(draft)
    plan = draft.plan
    readers: Mapping[str, Callable[[str], object]] = {
        "code": _code,
        "title": lambda text: text or plan.title,
        "signed_on": _date,
        "signer": lambda text: text or None,
        "year": _year,
        "when": lambda text: text or None,
        "issuer": lambda text: _named(draft, plan.issuer, text, book),
        "consolidator": lambda text: _named(draft, plan.consolidator, text, book),
    }
    changed = {name: read(_line(values[name])) for name, read in readers.items() if name in values}
    new = _with_times(replace(plan, **changed))  # type: ignore[arg-type]
    edited = _with_book(draft, new, book)
    return edited if new.code == plan.code else _with_key(edited)


def edit_task(draft: PlanDraft, task_id: str, values: Mapping[str, str]) -> PlanDraft:
    """Fields of one task by YAML key (``FORM_FIELDS``). Raises KeyError for a task the draft lacks.

    ``lead`` is one agency a line, its part of the task behind `` | ``.
    """
    book, people = _book(draft), PeopleBook(draft.people, Doubts())
    new = TaskForm(draft, draft.plan.task(task_id), book, people).read(values)
    edited = _with_book(draft, _with_task(draft.plan, _timed(new, draft.plan.year)), book)
    added = people.new_people(edited.plan.key)
    return replace(
        edited,
        new_people=(*edited.new_people, *added),
        people={**edited.people, **{person.id: person for person in added}},
        phones={**people.phones(), **edited.phones},
    )


def edit_rule(draft: PlanDraft, rule_id: str, values: Mapping[str, str]) -> PlanDraft:
    """Fields of one report rule: due, content, to. Raises KeyError for a rule the draft lacks."""
    book = _book(draft)
    rule = next((rule for rule in draft.plan.reports if rule.id == rule_id), None)
    if rule is None:
        raise KeyError(rule_id)
    new = rule
    for name in ("due", "content"):
        if name in values:
            new = replace(new, **{name: _line(values[name]) or None})  # type: ignore[arg-type]
    if _line(values.get("to", "")):
        receiver = _named(draft, rule.to, values["to"], book)
        new = replace(new, to=receiver, senders=tuple(sender for sender in new.senders if sender != receiver))
    new = replace(new, time=_time(new.due, new.first_year or draft.plan.year, repeats=new.yearly))
    rules = tuple(new if rule.id == rule_id else rule for rule in draft.plan.reports)
    return _with_book(draft, replace(draft.plan, reports=rules), book)


def choose(draft: PlanDraft, index: int, alternative: str) -> PlanDraft:
    """Take another reading of the review item at ``index``; the item stays, saying what was chosen.

    Other doubts about the same field of the same task are gone: they were about the reading given up.
    Raises IndexError or ValueError for an item or an alternative that was not offered.
    """
    item = draft.review[index]
    if alternative not in item.alternatives:
        raise ValueError(alternative)
    edited = _take(draft, item, alternative)
    taken = _ID_AT_END.sub("", alternative)
    settled = replace(item, read=taken, doubt=texts.chosen(taken, item.read), alternatives=(), confidence=1.0)
    review = (
        settled if other is item else other for other in draft.review if other is item or not _same_field(other, item)
    )
    return replace(edited, review=tuple(review))


def _same_field(one: ReviewItem, other: ReviewItem) -> bool:
    return one.item is not None and (one.item, one.field) == (other.item, other.field)


def _take(draft: PlanDraft, item: ReviewItem, alternative: str) -> PlanDraft:
    if item.field == "contacts" and item.item is None:
        return _take_person(draft, item, alternative)
    if item.item is None:
        return edit_plan(draft, {item.field: _ID_AT_END.sub("", alternative)})
    if not draft.plan.has_task(item.item):
        return edit_rule(draft, item.item, {item.field: _ID_AT_END.sub("", alternative)})
    if item.field in ("lead", "coordinating"):
        return _take_agency(draft, draft.plan.task(item.item), item.field, alternative)
    return edit_task(draft, item.item, {item.field: alternative})


def _take_agency(draft: PlanDraft, task: Task, column: str, alternative: str) -> PlanDraft:
    """Put the other agency in the place of the one with the nearest name; of a proposed one, everywhere."""
    book = _book(draft)
    named = _ID_AT_END.search(alternative)
    name = _ID_AT_END.sub("", alternative)
    new = named[1] if named and named[1] in draft.agencies else book.resolve(name, Where())
    candidates = [lead.agency for lead in task.leads] if column == "lead" else list(task.coordinating)
    old = max(candidates, key=lambda id_: SequenceMatcher(None, draft.agencies[id_].name, name).ratio())
    proposed = {agency.id for agency in draft.new_agencies}
    tasks = tuple(
        _with_agency(other, old, new, name) if old in proposed or other.id == task.id else other
        for other in draft.plan.tasks
    )
    plan = replace(draft.plan, tasks=tasks)
    if old in proposed:
        plan = replace(plan, reports=tuple(_rule_with_agency(rule, old, new) for rule in plan.reports))
    return _with_book(draft, plan, book)


def _with_agency(task: Task, old: str, new: str, name: str) -> Task:
    """The task with one agency in the place of another; a partner of the same name is the agency itself."""
    leads = tuple(replace(lead, agency=new) if lead.agency == old else lead for lead in task.leads)
    coordinating = unique(new if agency == old else agency for agency in task.coordinating)
    partners = tuple(partner for partner in task.partners if fold(partner) != fold(name))
    return replace(task, leads=leads, coordinating=coordinating, partners=partners)


def _rule_with_agency(rule: ReportRule, old: str, new: str) -> ReportRule:
    senders = unique(new if sender == old else sender for sender in rule.senders)
    return replace(rule, senders=senders, to=new if rule.to == old else rule.to)


def _take_person(draft: PlanDraft, item: ReviewItem, alternative: str) -> PlanDraft:
    """Another spelling of a person's title and unit."""
    name = item.read.partition(":")[0].strip()
    person = next((person for person in draft.new_people if fold(person.name) == fold(name)), None)
    if person is None:
        raise EditRefused(texts.KNOWN_PERSON)
    title, unit = person.title, alternative
    if title and alternative.startswith(title):
        unit = alternative.removeprefix(title).strip(" ,")
    elif contacts := split_contacts(f"{name}, {alternative}"):
        title, unit = contacts[0].title or alternative, contacts[0].unit or ""
    new = replace(person, title=title, unit=unit or None)
    people = tuple(new if known.id == person.id else known for known in draft.new_people)
    return replace(draft, new_people=people, people={**draft.people, person.id: new})


def _book(draft: PlanDraft) -> AgencyBook:
    on = draft.plan.signed_on or (date(draft.plan.year, 1, 1) if draft.plan.year else None)
    return AgencyBook(draft.agencies, draft.plan.locality, on, Doubts())


def _with_book(draft: PlanDraft, plan: Plan, book: AgencyBook) -> PlanDraft:
    new = (*draft.new_agencies, *book.new.values())
    return replace(draft, plan=plan, new_agencies=new, agencies=book.agencies)


def _with_key(draft: PlanDraft) -> PlanDraft:
    """A plan whose number changed gets the file name of its number; people it adds are named in it."""
    plan = draft.plan
    key = plan_key(plan.code, plan.title, plan.year) if plan.code else plan.key
    people = tuple(
        replace(p, plans=tuple(key if known == plan.key else known for known in p.plans)) for p in draft.new_people
    )
    named = {**draft.people, **{person.id: person for person in people}}
    return replace(draft, plan=replace(plan, key=key), new_people=people, people=named)


def _with_task(plan: Plan, task: Task) -> Plan:
    return replace(plan, tasks=tuple(task if old.id == task.id else old for old in plan.tasks))


def _with_times(plan: Plan) -> Plan:
    return replace(plan, tasks=tuple(_timed(task, plan.year) for task in plan.tasks))


def _timed(task: Task, year: int | None) -> Task:
    return replace(task, time=_time(task.when, year))


def _time(text: str | None, year: int | None, *, repeats: bool = False) -> TimePhrase | None:
    read = read_time_phrase(text, plan_year=year, repeats=repeats) if text else None
    return read if isinstance(read, TimePhrase) else None


def _named(draft: PlanDraft, present: str, text: str, book: AgencyBook) -> str:
    """The agency of that name; the present one where the name is still its own."""
    name = _line(text)
    if present in draft.agencies and draft.agencies[present].name == name:
        return present
    return book.resolve(name, Where()) if name else ""


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return read_full_day(text) or date.fromisoformat(text)
    except ValueError:
        raise EditRefused(texts.unreadable_date(text)) from None


def _code(text: str) -> str | None:
    if len(text) > LONGEST_NUMBER:
        raise EditRefused(texts.number_too_long(LONGEST_NUMBER))
    return text or None


def _year(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"20\d\d", text):
        raise EditRefused(texts.unreadable_year(text))
    return int(text)


def _line(text: str) -> str:
    return " ".join(text.split())
