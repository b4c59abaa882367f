"""The fields of a task as a form shows them and takes them back: every list one entry a line.

A value that cannot stand raises ``EditRefused``; agencies and people the draft lacks become proposals of the books.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.documents.reading.refusals import ImportFailure
from bot.documents.reading.source import Where
from bot.documents.understanding.draft import PlanDraft
from bot.documents.understanding.parties.contacts import split_contacts
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.officers import PeopleBook
from bot.domain.plan.plan import Lead, Person, Task, unique
from bot.domain.plan.task_fields import TASK_FIELDS, FieldKind
from bot.messages.importing import review_labels as texts

#: Between an agency and the part of the task it leads.
SCOPE = " | "


class EditRefused(ImportFailure):
    """Không ghi nhận được nội dung sửa."""

    id = "DD.E072"
    hint = "Xin sửa lại rồi lưu."


@dataclass(frozen=True, slots=True)
class TaskForm:
    """One task of a draft and the books in which new names are entered."""

    draft: PlanDraft
    task: Task
    book: AgencyBook
    people: PeopleBook

    def read(self, values: Mapping[str, str]) -> Task:
        """The task with the fields of ``values`` (by YAML key) as typed; ``time`` is left as it was."""
        new = self.task
        for field in FORM_FIELDS:
            if field.key in values:
                value = _FORM[field.kind].read(self, new, values[field.key])
                if field.required and not value:
                    raise EditRefused(texts.left_blank(field))
                new = replace(new, **{field.name: value})
        return new

    def leads(self, text: str) -> tuple[Lead, ...]:
        """ "Sở A | phần việc" a line."""
        pairs = (line.partition(SCOPE.strip()) for line in lines(text))
        return tuple(Lead(self.agency(name.strip()), scope.strip() or None) for name, _, scope in pairs)

    def agency(self, name: str) -> str:
        """An agency the task already has keeps its id; else the one of that name, or a proposal."""
        present = (*(lead.agency for lead in self.task.leads), *self.task.coordinating)
        same = next((id_ for id_ in present if self.draft.agencies[id_].name == name), None)
        return same or self.book.resolve(name, Where())

    def person(self, line: str, home: str) -> str:
        """A contact the task already has keeps their id; another is of the agency ``home``."""
        same = next((id_ for id_ in self.task.contacts if person_line(self.draft.people[id_]) == line), None)
        if same:
            return same
        read = split_contacts(line)
        if not read:
            raise EditRefused(texts.unknown_contact(line))
        return self.people.add(read[0], home, Where())


def task_values(draft: PlanDraft, task: Task) -> dict[str, str]:
    """What the form shows, by YAML key."""
    return {field.key: _FORM[field.kind].show(draft, getattr(task, field.name)) for field in FORM_FIELDS}


def person_line(person: Person) -> str:
    """ "Ông Trần Công Huy, Chuyên viên, Phòng Lữ hành"."""
    name = " ".join(filter(None, (person.prefix, person.name)))
    return ", ".join(filter(None, (name, person.title, person.unit)))


def lines(text: str) -> list[str]:
    """The lines that say something, white space evened out."""
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def _lead_line(draft: PlanDraft, lead: Lead) -> str:
    return f"{draft.agencies[lead.agency].name}{SCOPE}{lead.scope}" if lead.scope else draft.agencies[lead.agency].name


@dataclass(frozen=True, slots=True)
class _Input:
    show: Callable[[PlanDraft, Any], str]
    #: From the form, the task as edited so far, and what was typed.
    read: Callable[[TaskForm, Task, str], Any]


_TEXT = _Input(lambda draft, text: text or "", lambda form, new, typed: typed.strip() or None)
#: What is not here is not typed by hand.
_FORM: Mapping[FieldKind, _Input] = {
    FieldKind.TEXT: _TEXT,
    FieldKind.PROSE: _TEXT,
    FieldKind.TIME: _TEXT,
    FieldKind.TEXTS: _Input(lambda draft, texts: "\n".join(texts), lambda form, new, typed: tuple(lines(typed))),
    FieldKind.LEADS: _Input(
        lambda draft, leads: "\n".join(_lead_line(draft, lead) for lead in leads),
        lambda form, new, typed: form.leads(typed),
    ),
    FieldKind.AGENCIES: _Input(
        lambda draft, ids: "\n".join(draft.agencies[id_].name for id_ in ids),
        lambda form, new, typed: unique(map(form.agency, lines(typed))),
    ),
    FieldKind.PEOPLE: _Input(
        lambda draft, ids: "\n".join(person_line(draft.people[id_]) for id_ in ids),
        lambda form, new, typed: unique(form.person(line, new.leads[0].agency) for line in lines(typed)),
    ),
}
FORM_FIELDS = tuple(field for field in TASK_FIELDS if field.kind in _FORM and not field.editors)
