"""Reads ``agencies.yaml`` and ``people.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from bot.domain.plan.plan import Agency, AgencyKind, Person, Role
from bot.messages.registry import folder_problems, record_problems
from bot.registry.agency_index import AgencyIndex
from bot.registry.problem import Problem
from bot.registry.yaml.nodes import read_yaml
from bot.registry.yaml.policy_fields import read_policy
from bot.registry.yaml.schema import AGENCY, PERSON, Record, Shape, Written, closest, records

_Item = TypeVar("_Item", Agency, Person)
_Choice = TypeVar("_Choice", bound=StrEnum)

#: A record as read, beside the lines it was read from.
AgencyEntry = tuple[Agency, Record]
PersonEntry = tuple[Person, Record]


@dataclass(frozen=True, slots=True)
class Directory:
    """Who can be named in a plan."""

    agencies: Mapping[str, Agency]
    people: Mapping[str, Person]
    index: AgencyIndex
    #: False when the file itself could not be read: then an unknown id is no finding of its own.
    agencies_known: bool = True
    people_known: bool = True

    @property
    def localities(self) -> tuple[str, ...]:
        """Every locality that has an agency, in the order of the file."""
        return tuple(dict.fromkeys(a.locality for a in self.agencies.values()))


def read_agencies(path: Path, problems: list[Problem]) -> dict[str, AgencyEntry] | None:
    """The agencies of the file by id, references still unchecked; None when the file cannot be read."""
    found = _read_list(path, AGENCY, problems)
    return None if found is None else _by_id((_agency(r), r) for r in found)


def read_people(path: Path, problems: list[Problem]) -> dict[str, PersonEntry] | None:
    """The people of the file by id, references still unchecked; None when the file cannot be read."""
    found = _read_list(path, PERSON, problems)
    return None if found is None else _by_id((_person(r), r) for r in found)


def _read_list(path: Path, shape: Shape, problems: list[Problem]) -> Iterable[Record] | None:
    if not path.is_file():
        problems.append(Problem(path.as_posix(), 0, folder_problems.missing_file(path.name, shape.name)))
        return None
    root, found = read_yaml(path)
    if root is None and _only_comments(path):
        return ()
    problems += found
    return None if root is None else records(root, shape, problems)


def _only_comments(path: Path) -> bool:
    """A list not begun yet, as ``dondoc init`` writes it. A blank file is none: something may have emptied it."""
    lines = {line.strip()[:1] for line in path.read_bytes().splitlines()}
    return b"#" in lines and lines <= {b"#", b""}


def _by_id(entries: Iterable[tuple[_Item | None, Record]]) -> dict[str, tuple[_Item, Record]]:
    found: dict[str, tuple[_Item, Record]] = {}
    for item, record in entries:
        if item is None:
            continue
        if item.id in found:
            first = found[item.id][1].node.line
            record.report(record_problems.id_taken(record.shape.name, item.id, first), "id")
            continue
        found[item.id] = (item, record)
    return found


def _agency(record: Record) -> Agency | None:
    id_, name, locality = record.id(), record.text("name"), record.text("locality")
    kind = _one_of(record, AgencyKind, record.written("kind"))
    optional = Agency(
        id=id_ or "",
        name=name or "",
        locality=locality or "",
        kind=kind or AgencyKind.AGENCY,
        short=record.text("short"),
        aliases=tuple(w.text for w in record.texts("aliases")),
        since=record.date("since"),
        until=record.date("until"),
        succeeded_by=record.text("succeeded_by"),
        members=tuple(w.text for w in record.texts("members")),
        policy=read_policy(record),
        note=record.text("note"),
    )
    return optional if id_ and name and locality else None


def _person(record: Record) -> Person | None:
    id_, name, agency = record.id(), record.text("name"), record.text("agency")
    roles = tuple(r for w in record.texts("roles") if (r := _one_of(record, Role, w)))
    person = Person(
        id=id_ or "",
        name=name or "",
        agency=agency or "",
        prefix=record.text("prefix"),
        title=record.text("title"),
        unit=record.text("unit"),
        roles=tuple(dict.fromkeys(roles)) or (Role.CONTACT,),
        plans=tuple(w.text for w in record.texts("plans")),
        until=record.date("until"),
        replaced_by=record.text("replaced_by"),
        note=record.text("note"),
    )
    return person if id_ and name and agency else None


def _one_of(record: Record, choices: type[_Choice], written: Written | None) -> _Choice | None:
    if written is None:
        return None
    known = [choice.value for choice in choices]
    if written.text in known:
        return choices(written.text)
    message = record_problems.not_among(written.text, closest(written.text, known), known)
    record.report_at(written.node.problem(message))
    return None
