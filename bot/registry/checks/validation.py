"""Checks that need more than one record: references, succession, names that mean two agencies.

Each function gives back what can be linked and reports the rest, so that every id in a registry resolves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.domain.plan.plan import Agency, Person
from bot.registry.agency_index import AgencyIndex
from bot.registry.problem import Problem
from bot.registry.yaml.directory_files import AgencyEntry, PersonEntry
from bot.registry.yaml.schema import Record, did_you_mean
from bot.regular_file import read_regular

#: 0900.000.001, 0900 000 001, +84900000001, 02438250000.
_PHONE = re.compile(r"(?<![\d/.-])(?:\+?84[ .-]?|0)\d{2,3}[ .-]?\d{3}[ .-]?\d{3,4}(?![\d/])")


def link_agencies(entries: Mapping[str, AgencyEntry]) -> dict[str, Agency]:
    """The agencies with broken references taken out; loops of succession are cut at their first agency."""
    names = {id_: agency.name for id_, (agency, _) in entries.items()}
    linked = {id_: _link_agency(agency, record, names) for id_, (agency, record) in entries.items()}
    followers = {id_: agency.succeeded_by for id_, agency in linked.items()}
    for id_ in _loops(followers):
        entries[id_][1].report(_loop_message(id_, followers), "succeeded_by")
        linked[id_] = replace(linked[id_], succeeded_by=None)
    return linked


def check_names(index: AgencyIndex, entries: Mapping[str, AgencyEntry]) -> None:
    """Reports names that mean two agencies of one locality at the same time."""
    for clash in index.clashes:
        entries[clash.second.id][1].report(
            f"tên “{clash.name}” đã là tên của “{clash.first.id}” ({clash.first.name}) ở cùng địa phương; "
            "đề nghị bỏ một trong hai hoặc ghi tên đầy đủ hơn",
            "aliases",
        )


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
        entries[id_][1].report(_loop_message(id_, followers), "replaced_by")
        linked[id_] = replace(linked[id_], replaced_by=None)
    return linked


def phone_numbers(path: Path) -> list[Problem]:
    """A finding for each line of the file that looks like it holds a phone number, comments included."""
    try:
        lines = read_regular(path).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return []  # reported where the file is read
    message = "có vẻ là số điện thoại; không ghi số điện thoại trong tệp này (chỉ lưu trong cơ sở dữ liệu), đề nghị xóa"
    return [Problem(path.as_posix(), n, message) for n, line in enumerate(lines, start=1) if _PHONE.search(line)]


def _link_agency(agency: Agency, record: Record, names: Mapping[str, str]) -> Agency:
    if agency.since and agency.until and agency.until <= agency.since:
        record.report(f"“until” ({_day(agency.until)}) phải sau “since” ({_day(agency.since)})", "until")
    if agency.succeeded_by and agency.until is None and not record.has("until"):
        record.report("có “succeeded_by” nhưng thiếu “until” nên chưa có tác dụng; đề nghị bổ sung", level="warning")
    successor = agency.succeeded_by
    if successor and not _known(record, "succeeded_by", successor, names):
        successor = None
    members = tuple(m for m in agency.members if _known(record, "members", m, names))
    return replace(agency, succeeded_by=successor, members=members)


def _link_person(person: Person, record: Record, people: Mapping[str, PersonEntry], plans: Collection[str]) -> Person:
    names = {id_: entry[0].name for id_, entry in people.items()}
    if person.replaced_by and person.until is None and not record.has("until"):
        record.report("có “replaced_by” nhưng thiếu “until” nên chưa có tác dụng; đề nghị bổ sung", level="warning")
    successor = person.replaced_by
    if successor and not _known(record, "replaced_by", successor, names):
        successor = None
    known_plans = tuple(p for p in person.plans if _known(record, "plans", p, dict.fromkeys(plans, "")))
    return replace(person, replaced_by=successor, plans=known_plans)


def _known(record: Record, key: str, value: str, names: Mapping[str, str]) -> bool:
    if value in names:
        return True
    what = {"plans": "kế hoạch", "replaced_by": "cán bộ"}.get(key, "cơ quan")
    advice = did_you_mean(value, names, names) or f"đề nghị bổ sung {what} này hoặc sửa lại"
    record.report(f"“{key}”: không có {what} “{value}”; {advice}", key)
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


def _loop_message(start: str, followers: Mapping[str, str | None]) -> str:
    chain, here = [start], followers[start]
    while here is not None and here != start:
        chain.append(here)
        here = followers[here]
    return f"kế thừa vòng tròn: {' → '.join([*chain, start])}; đề nghị bỏ một mắt xích"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
