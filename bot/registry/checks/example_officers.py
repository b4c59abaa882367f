"""Made-up officers for the demo, so that every agency of the real plans has somebody to talk to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.domain.plan.plan import Person, Registry, Role
from bot.domain.text import fold
from bot.registry.checks.gaps import agencies_of, holders, predecessors, succession

_MARK = "(ví dụ)"
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Đinh")
_MIDDLE_AND_GIVEN = (
    "Văn An",
    "Thị Bình",
    "Minh Châu",
    "Quốc Dũng",
    "Thu Hà",
    "Đức Hải",
    "Ngọc Hân",
    "Thanh Hương",
    "Gia Khánh",
    "Tuấn Kiệt",
    "Phương Lan",
    "Hải Long",
    "Xuân Mai",
    "Hoài Nam",
    "Kim Ngân",
    "Hữu Phúc",
    "Bích Phượng",
    "Anh Quân",
    "Diễm Quỳnh",
    "Trường Sơn",
    "Thiên Thanh",
    "Bảo Trâm",
    "Cẩm Vân",
)


@dataclass(slots=True)
class _Need:
    """What an agency lacks: an officer with these roles in these plans."""

    roles: set[Role] = field(default_factory=set)
    #: Plans for which somebody is lacking.
    plans: set[str] = field(default_factory=set)
    #: Plans for which a real person answers already.
    covered: set[str] = field(default_factory=set)


def with_example_officers(registry: Registry) -> Registry:
    """The registry with an officer marked "(ví dụ)" for every agency in a plan that names none, and one admin.

    The same registry always gives the same officers (``vi-du-<agency id>``); real people are left as they are. An
    agency that is replaced hands over to its successor's officer on the day of the change.
    """
    names = _names(registry)
    people = dict(registry.people)
    for agency, need in _needs(registry).items():
        person = _officer(registry, agency, need, next(names))
        people[person.id] = person
    people = {id_: _handing_over(p, registry, people) if p.example else p for id_, p in people.items()}
    if registry.plans and not any(Role.ADMIN in p.roles for p in people.values()):
        home = next(iter(registry.plans.values())).consolidator
        people["vi-du-quan-tri"] = Person(
            "vi-du-quan-tri", f"Quản trị {_MARK}", home, title="Văn phòng", roles=(Role.ADMIN,), example=True
        )
    return replace(registry, people=people)


def _needs(registry: Registry) -> dict[str, _Need]:
    """Agency id → what it lacks, in registry order, successors included."""
    found: dict[str, _Need] = {}
    for plan in registry.plans.values():
        for agency in agencies_of(plan):
            consolidates = agency == plan.consolidator
            for bearer in (agency, *succession(registry, agency)):
                _note_need(registry, found.setdefault(bearer, _Need()), bearer, plan.key, consolidates)
    return {id_: found[id_] for id_ in registry.agencies if id_ in found and found[id_].plans}


def _note_need(registry: Registry, need: _Need, agency: str, plan: str, consolidates: bool) -> None:
    accepted = (Role.CONTACT, Role.COORDINATOR) if consolidates else (Role.CONTACT,)
    if holders(registry, {agency, *predecessors(registry, agency)}, plan, accepted):
        need.covered.add(plan)
        return
    need.plans.add(plan)
    need.roles.update(accepted)


def _officer(registry: Registry, agency: str, need: _Need, name: str) -> Person:
    everywhere = not need.covered - need.plans
    return Person(
        id=f"vi-du-{agency}",
        name=name,
        agency=agency,
        title="Chuyên viên",
        roles=tuple(role for role in Role if role in need.roles),
        plans=() if everywhere else tuple(sorted(need.plans)),
        until=registry.agencies[agency].until if registry.agencies[agency].succeeded_by else None,
        example=True,
    )


def _handing_over(person: Person, registry: Registry, people: dict[str, Person]) -> Person:
    """The officer with the one who takes over, where the agency is replaced; otherwise they stay."""
    if person.until is None:
        return person
    for agency in succession(registry, person.agency):
        successor = f"vi-du-{agency}"
        if successor in people:
            return replace(person, replaced_by=successor)
    return replace(person, until=None)


def _names(registry: Registry) -> Iterator[str]:
    """Distinct names, none of them that of a real person in the registry."""
    taken = {fold(person.name) for person in registry.people.values()}
    for number in range(len(_SURNAMES) * len(_MIDDLE_AND_GIVEN)):
        name = f"{_SURNAMES[number % len(_SURNAMES)]} {_MIDDLE_AND_GIVEN[number % len(_MIDDLE_AND_GIVEN)]}"
        if fold(name) not in taken:
            yield f"{name} {_MARK}"
    number = 1
    while True:
        yield f"Cán bộ đầu mối số {number:02d} {_MARK}"
        number += 1
