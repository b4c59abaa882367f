"""Small papers from the field, each of which shows one way an office writes; ``gold.json`` says what is right."""

from __future__ import annotations

import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.documents.draft.writing import write_draft
from bot.documents.reading.text_reader import read_text
from bot.documents.understanding.draft import PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.domain.dates.time_phrase import TimePhrase, read_time_phrase
from bot.domain.plan.plan import Registry, ReportRule, Task
from bot.domain.text import fold
from bot.registry.loader import load_registry
from tests.data import shipped

FOLDER = Path(__file__).parents[1] / "data" / "field"
GOLD: dict[str, dict[str, Any]] = json.loads((FOLDER / "gold.json").read_text(encoding="utf-8"))


@cache
def _draft(name: str) -> PlanDraft:
    draft = read_plan(read_text(FOLDER / f"{name}.txt"), Registry({}, {}, {}))
    assert isinstance(draft, PlanDraft), draft
    return draft


def _key(name: str) -> str:
    return fold(name).replace("ủy ban nhân dân", "ubnd")


def _names(draft: PlanDraft, ids: Any) -> list[str]:
    return [_key(draft.agencies[id_].name) for id_ in ids]


def _last_day(time: TimePhrase | None, *, first: bool = False) -> date | None:
    return time.windows[0 if first else -1].end if time and time.windows else None


def _task(draft: PlanDraft, task: Task) -> tuple[Any, ...]:
    read = task.time if task.when else _plan_time(draft)
    return (_names(draft, (lead.agency for lead in task.leads)), str(_last_day(read)), _names(draft, task.coordinating))


def _plan_time(draft: PlanDraft) -> TimePhrase | None:
    read = read_time_phrase(draft.plan.when or "", plan_year=draft.plan.year)
    # "Năm 2026" of the title is no day by which the duty is to be done.
    return read if isinstance(read, TimePhrase) and read.kind.value != "year" else None


def _rule(draft: PlanDraft, rule: ReportRule) -> tuple[Any, ...]:
    senders = "all" if rule.id in draft.asks_all else _names(draft, rule.senders)
    (to,) = _names(draft, [rule.to])
    return senders, to, str(_last_day(rule.time, first=True)), rule.every


@pytest.mark.parametrize("name", sorted(GOLD))
def test_a_paper_from_the_field_is_read_right(name: str) -> None:
    draft, gold = _draft(name), GOLD[name]
    tasks = [
        ([_key(n) for n in t["lead"]], str(t["last_day"]), [_key(n) for n in t.get("with", ())])
        for t in gold.get("tasks", ())
    ]
    assert sorted(_task(draft, t) for t in draft.plan.tasks) == sorted(tasks)
    rules = [
        (r["from"] if r["from"] == "all" else [_key(n) for n in r["from"]], _key(r["to"]), r["last_day"], r["every"])
        for r in gold.get("rules", ())
    ]
    assert [_rule(draft, r) for r in draft.plan.reports] == rules
    _check_heading(draft, gold)
    asked = {(i.item, i.field) for i in draft.review}
    for task, meant in zip(draft.plan.tasks, gold.get("tasks", ()), strict=True):
        assert "asked" not in meant or {(task.id, meant["asked"])} <= asked


def _check_heading(draft: PlanDraft, gold: dict[str, Any]) -> None:
    plan = draft.plan
    read = {"code": plan.code, "locality": plan.locality, "signer": plan.signer, "year": plan.year}
    assert {k: v for k, v in read.items() if k in gold} == {k: gold[k] for k in read if k in gold}
    if "issuer" in gold:
        assert _key(draft.agencies[plan.issuer].name) == _key(gold["issuer"])
    assert [p.name for p in draft.new_people] == gold.get("people", [])
    assert len(draft.left_out) == len(gold.get("forms", ()))
    for named, form in zip(draft.left_out, gold.get("forms", ()), strict=True):
        assert form in named


@pytest.mark.parametrize("name", sorted(GOLD))
def test_a_draft_is_written_read_back_and_the_same_when_imported_again(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "schedules"
    shutil.copytree(shipped.SCHEDULES / "calendar", folder / "calendar")
    (folder / "plans").mkdir()
    draft = _draft(name)
    write_draft(draft, folder)
    registry = load_registry(folder)[0]
    plan = registry.plans[draft.plan.key]
    assert [(t.id, t.time) for t in plan.tasks] == [(t.id, t.time) for t in draft.plan.tasks]
    assert [(r.id, r.time) for r in plan.reports] == [(r.id, r.time) for r in draft.plan.reports]
    again = read_plan(read_text(FOLDER / f"{name}.txt"), registry)
    assert isinstance(again, PlanDraft)
    assert write_draft(again, folder).files == ()
