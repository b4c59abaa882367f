"""A small good set of schedules that tests copy and then spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.domain.plan.plan import Registry
from bot.registry.loader import load_registry

GOOD = Path(__file__).parents[1] / "data" / "registry" / "good"
SHIPPED = Path(__file__).parents[2] / "schedules"
PLAN = "plans/ke-hoach-thu.yaml"


def copied(tmp_path: Path) -> Path:
    """A copy of the good folder that may be spoiled."""
    return Path(shutil.copytree(GOOD, tmp_path / "schedules"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the one place where ``old`` stands in ``file``."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def lines(folder: Path, *levels: str) -> list[str]:
    """``check``'s lines for the folder, file names relative to it, of the given levels (default: errors)."""
    _, _, problems = load_registry(folder)
    wanted = levels or ("error",)
    return [str(p).removeprefix(f"{folder.as_posix()}/") for p in problems if p.level in wanted]


def assert_linked(registry: Registry) -> None:
    """Every id in the registry resolves."""
    agencies, people = registry.agencies, registry.people
    for agency in agencies.values():
        assert agency.succeeded_by is None or agency.succeeded_by in agencies
        assert set(agency.members) <= set(agencies)
    for person in people.values():
        assert person.agency in agencies
        assert person.replaced_by is None or person.replaced_by in people
    for plan in registry.plans.values():
        named = [plan.issuer, plan.consolidator]
        for task in plan.tasks:
            named += [*(lead.agency for lead in task.leads), *task.coordinating]
            assert set(task.contacts) <= set(people)
        for rule in plan.reports:
            named += [rule.to, *rule.senders]
            assert rule.to not in rule.senders
            assert rule.same_as is None or plan.has_task(rule.same_as)
            assert rule.consolidates is None or rule.consolidates in {r.id for r in plan.reports}
        assert set(named) <= set(agencies)
