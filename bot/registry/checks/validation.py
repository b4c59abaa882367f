"""Checks that need more than one record: references, succession, names that mean two agencies.

Each function gives back what can be linked and reports the rest, so that every id in a registry resolves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from bot.domain.plan.plan import Agency, Person
from bot.messages.registry import directory_problems, folder_problems, record_problems
from bot.registry.agency_index import AgencyIndex
from bot.registry.problem import Problem
from bot.registry.yaml.directory_files import AgencyEntry, PersonEntry
from bot.registry.yaml.schema import Record, closest
from bot.regular_file import read_regular

#: 0900.000.001, 0900 000 001, +84900000001, 02438250000.
_PHONE = re.compile(r"(?<![\d/.-])(?:\+?84[ .-]?|0)\d{2,3}[ .-]?\d{3}[ .-]?\d{3,4}(?![\d/])")

#: What stands under a key, where it is no agency.
_REFERRED = {"plans": record_problems.PLAN, "replaced_by": record_problems.PERSON}


def link_agencies(entries: Mapping[str, AgencyEntry]) -> dict[str, Agency]:
    """The agencies with broken references taken out; loops of succession are cut at their first agency."""
    names = {id_: agency.name for id_, (agency, _) in entries.items()}
    linked = {id_: _link_agency(agency, record, names) for id_, (agency, record) in entries.items()}
    followers = {id_: agency.succeeded_by for id_, agency in linked.items()}
    for id_ in _loops(followers):
        entries[id_][1].report(directory_problems.succession_loop(_loop(id_, followers)), "succeeded_by")
        linked[id_] = replace(linked[id_], succeeded_by=None)
    return linked


def check_names(index: AgencyIndex, entries: Mapping[str, AgencyEntry]) -> None:
    """Reports names that mean two agencies of one locality at the same time."""
    for clash in index.clashes:
        message = directory_problems.name_taken(clash.name, clash.first.id, clash.first.name)
        entries[clash.second.id][1].report(message, "aliases")


def link_people(
    entries: Mapping[str, PersonEntry], agencies: Mapping[str, Agency] | None, plans: Collection[str]
) -> dict[str, Person]:
    """The people with broken references taken out; someone of an unknown agency is left out altogether.

    ``agencies`` None: the agencies could not be read, so nobody can be placed and nobody is blamed for it.
    """
    linked: dict[str, Person] = {}
    for id_, (person, record) in entries.items():
        if agencies is not None and _known(record, "agency", person.agency, {a.id: a.name for a in agencies.values()}):
            linked[id_] = _link_person(person, record, entries, plans)
    linked = {i: p if p.replaced_by in linked else replace(p, replaced_by=None) for i, p in linked.items()}
    followers = {id_: person.replaced_by for id_, person in linked.items()}
    for id_ in _loops(followers):
        entries[id_][1].report(directory_problems.succession_loop(_loop(id_, followers)), "replaced_by")
        linked[id_] = replace(linked[id_], replaced_by=None)
    return linked


def phone_numbers(path: Path) -> list[Problem]:
    """A finding for each line of the file that looks like it holds a phone number, comments included."""
    try:
        lines = read_regular(path).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return []  # reported where the file is read
    found = (number for number, line in enumerate(lines, start=1) if _PHONE.search(line))
    return [Problem(path.as_posix(), number, folder_problems.PHONE_NUMBER) for number in found]


def _link_agency(agency: Agency, record: Record, names: Mapping[str, str]) -> Agency:
    if agency.since and agency.until and agency.until <= agency.since:
        record.report(directory_problems.ends_before_start(agency.until, agency.since), "until")
    if agency.succeeded_by and agency.until is None and not record.has("until"):
        record.report(directory_problems.successor_without_end("succeeded_by"), level="warning")
    successor = agency.succeeded_by
    if successor and not _known(record, "succeeded_by", successor, names):
        successor = None
    members = tuple(m for m in agency.members if _known(record, "members", m, names))
    return replace(agency, succeeded_by=successor, members=members)


def _link_person(person: Person, record: Record, people: Mapping[str, PersonEntry], plans: Collection[str]) -> Person:
    names = {id_: entry[0].name for id_, entry in people.items()}
    if person.replaced_by and person.until is None and not record.has("until"):
        record.report(directory_problems.successor_without_end("replaced_by"), level="warning")
    successor = person.replaced_by
    if successor and not _known(record, "replaced_by", successor, names):
        successor = None
    known_plans = tuple(p for p in person.plans if _known(record, "plans", p, dict.fromkeys(plans, "")))
    return replace(person, replaced_by=successor, plans=known_plans)


def _known(record: Record, key: str, value: str, names: Mapping[str, str]) -> bool:
    if value in names:
        return True
    what = _REFERRED.get(key, record_problems.AGENCY)
    close = closest(value, names, names)
    record.report(record_problems.unknown_reference(key, what, value, close, names.get(close, "")), key)
    return False


def _loops(followers: Mapping[str, str | None]) -> list[str]:
    """One member of each loop, the same one at every reading."""
    found: list[str] = []
    settled: set[str] = set()
    for start in followers:
        path: list[str] = []
        here: str | None = start
        while here is not None and here not in settled and here not in path:
            path.append(here)
            here = followers.get(here)
        if here in path:
            found.append(here)
        settled.update(path)
    return found


def _loop(start: str, followers: Mapping[str, str | None]) -> list[str]:
    chain, here = [start], followers[start]
    while here is not None and here != start:
        chain.append(here)
        here = followers[here]
    return [*chain, start]
