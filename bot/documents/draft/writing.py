"""Writes an accepted draft into the folder of schedules, only when the result passes the checks."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.documents.draft.difference import Difference, compare
from bot.documents.draft.draft_json import named_agencies
from bot.documents.draft.draft_yaml import agencies_yaml, people_yaml, phones_yaml, plan_yaml, updated_plan_yaml
from bot.documents.reading.refusals import ImportFailure
from bot.documents.understanding.draft import PlanDraft
from bot.domain.plan.plan import Registry
from bot.registry.loader import load_registry
from bot.registry.problem import Problem
from bot.regular_file import copy_schedules, read_regular

#: Beside the plans, kept out of version control.
PHONES = "phones.local.yaml"
#: A list without entries, perhaps below comments.
_EMPTY_LIST = re.compile(r"^\[\]\s*$", re.MULTILINE)


class DraftRejected(ImportFailure):
    """Bản nháp chưa qua được kiểm tra nên chưa ghi gì."""

    id = "DD.E071"
    hint = "Xin bổ sung các mục còn thiếu (ví dụ cơ quan ban hành) rồi nhập lại."

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        shown = "; ".join(p.message for p in problems[:3])
        super().__init__(f"Bản nháp chưa qua được kiểm tra nên chưa ghi gì: {shown}.")


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    files: tuple[Path, ...]
    #: For a plan that was there already.
    difference: Difference | None = None


def difference_to(draft: PlanDraft, folder: Path) -> Difference | None:
    """What the draft changes in the plan of the same key; None for a new plan."""
    registry, _, _ = load_registry(folder)
    old = registry.plans.get(draft.plan.key)
    return compare(old, draft.plan) if old else None


def write_draft(draft: PlanDraft, folder: Path) -> WrittenFiles:
    """Writes plan, agencies, people and phones under ``folder``; all of it or, with ``DraftRejected``, nothing.

    An existing plan is updated in place. Errors that stood in the folder before do not count.
    """
    texts, difference = _texts(draft, folder)
    problems = _new_errors(texts, folder)
    if problems:
        raise DraftRejected(problems)
    for path, text in texts.items():
        _replace(folder / path, text)
    return WrittenFiles(tuple(folder / path for path in texts), difference)


def _texts(draft: PlanDraft, folder: Path) -> tuple[dict[str, str], Difference | None]:
    difference = difference_to(draft, folder)
    draft = _only_missing(draft, load_registry(folder)[0])
    path = f"plans/{draft.plan.key}.yaml"
    if difference is None:
        plan = plan_yaml(draft)
    else:
        old = _read(folder / path)
        plan = updated_plan_yaml(old, draft, difference) if difference.changes else old
    name = draft.plan.code or draft.plan.key
    texts = {path: plan}
    for file, added in (
        ("agencies.yaml", agencies_yaml(draft.new_agencies, name)),
        ("people.yaml", people_yaml(draft.new_people, name)),
    ):
        before = _read(folder / file)
        if added or not before:
            texts[file] = _appended(before, added)
    if draft.phones:
        texts[PHONES] = phones_yaml(_read(folder / PHONES), draft.phones)
    return {p: t for p, t in texts.items() if t != _read(folder / p)}, difference


def _only_missing(draft: PlanDraft, registry: Registry) -> PlanDraft:
    """Without proposed agencies that nothing refers to, and without what an earlier writing has added already."""
    named = named_agencies(draft.plan) | {p.agency for p in draft.new_people}
    agencies = tuple(a for a in draft.new_agencies if a.id in named and a.id not in registry.agencies)
    return replace(
        draft, new_agencies=agencies, new_people=tuple(p for p in draft.new_people if p.id not in registry.people)
    )


def _appended(old: str, added: str) -> str:
    begun = _EMPTY_LIST.sub("", old).rstrip()
    if not begun:
        return added.lstrip("\n") or "[]\n"
    return f"{begun}\n{added}"


def _new_errors(texts: Mapping[str, str], folder: Path) -> list[Problem]:
    """Errors the checks would find after writing that they do not find now."""
    _, _, before = load_registry(folder)
    known = {p.message for p in before if p.level == "error"}
    with tempfile.TemporaryDirectory() as name:
        trial = Path(name) / "schedules"
        copy_schedules(folder, trial)
        for path, text in texts.items():
            if path != PHONES:
                _replace(trial / path, text)
        _, _, after = load_registry(trial)
    return [p for p in after if p.level == "error" and p.message not in known]


def _read(path: Path) -> str:
    try:
        return read_regular(path).decode("utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFailure(f"Không đọc được tệp {path.name} đang có nên chưa ghi gì.") from error


def _replace(path: Path, text: str) -> None:
    """Whole or not at all: written beside the file, then renamed over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(temporary, 0o600 if path.name == PHONES else 0o644)
    os.replace(temporary, path)
