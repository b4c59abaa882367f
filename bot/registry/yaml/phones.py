"""The side file of phone numbers: ``person-id: number``, one a line, kept out of version control.

The numbers go into the database (``dondoc apply``) and nowhere else; problems never repeat one in full.
"""

from __future__ import annotations

from pathlib import Path

from bot.domain.plan.plan import Registry
from bot.messages.registry import directory_problems
from bot.phone import normal_phone
from bot.registry.problem import Problem
from bot.registry.yaml.nodes import Node, read_yaml


def read_phones(path: Path, registry: Registry) -> tuple[dict[str, str], list[Problem]]:
    """Person id → normal number, and what is wrong. A file that is not there means no numbers."""
    if not path.exists():
        return {}, []
    root, problems = read_yaml(path)
    if root is None:
        return {}, problems
    if not root.is_mapping:
        return {}, [*problems, root.problem(directory_problems.PHONES_SHAPE)]
    numbers: dict[str, str] = {}
    for person, node in root.mapping.items():
        number = _number(root, person, node, registry, set(numbers.values()))
        if isinstance(number, Problem):
            problems.append(number)
        else:
            numbers[person] = number
    return numbers, problems


def _number(root: Node, person: str, node: Node, registry: Registry, taken: set[str]) -> str | Problem:
    if person not in registry.people:
        return root.problem(directory_problems.phone_of_nobody(person), key=person)
    number = normal_phone(node.scalar or "")
    if number is None:
        return root.problem(directory_problems.unreadable_phone(person), key=person)
    if number in taken:
        return root.problem(directory_problems.phone_taken(person), key=person)
    return number
