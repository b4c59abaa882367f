"""The one table of task fields: complete, and walked by everything that reads, writes or shows tasks."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.documents.draft.draft_yaml import plan_yaml
from bot.documents.draft.task_form import task_values
from bot.documents.understanding.draft import PlanDraft
from bot.documents.understanding.tables.columns import role_of
from bot.domain.plan.plan import Task
from bot.domain.plan.task_fields import TASK_FIELDS, FieldKind, TaskField
from bot.messages.importing.review_labels import FORM_LABELS
from bot.registry.loader import load_registry
from bot.registry.normalised import registry_json
from bot.registry.yaml.schema import TASK
from tests.unit.registry_folders import copied

PAPER = """ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI
Số: 98/KH-UBND
Hà Nội, ngày 12 tháng 3 năm 2024
KẾ HOẠCH
Rà soát chợ năm 2024
PHỤ LỤC
TT\tNội dung\tCơ quan chủ trì\tThời gian\tKinh phí thực hiện
1\tRà soát chợ dân sinh\tSở Công Thương\tQuý II/2024\t500 triệu đồng
"""
WRITTEN = {
    FieldKind.TEXT: ("Một dòng chữ", "Một dòng chữ"),
    FieldKind.TEXTS: ("[Sở X, Sở Y]", ("Sở X", "Sở Y")),
    FieldKind.AGENCIES: ("[so-du-lich-tp-hcm]", ("so-du-lich-tp-hcm",)),
    FieldKind.PEOPLE: ("[tran-thi-a]", ("tran-thi-a",)),
    FieldKind.TIME: ("Quý II/2024", "Quý II/2024"),
    FieldKind.FLAG: ("true", True),
    FieldKind.POLICY: ("{before: [5]}", {"before": (5,)}),
}
OPTIONAL = [field for field in TASK_FIELDS if not field.required]


def _by_name(field: TaskField) -> str:
    return field.name


def test_the_table_has_every_attribute_of_a_task() -> None:
    names = [field.name for field in TASK_FIELDS]
    assert sorted([*names, "time", "line"]) == sorted(field.name for field in dataclasses.fields(Task))
    assert len({field.key for field in TASK_FIELDS}) == len({field.json for field in TASK_FIELDS}) == len(names)


def test_what_documents_say_has_a_name_for_officers() -> None:
    assert all(field.label for field in TASK_FIELDS if not field.editors)


@pytest.mark.parametrize("field", [f for f in TASK_FIELDS if f.columns], ids=_by_name)
def test_a_column_under_the_fields_own_name_is_recognised(field: TaskField) -> None:
    assert role_of(field.label) == field.key


@pytest.mark.parametrize("field", OPTIONAL, ids=_by_name)
def test_each_field_is_read_written_and_shown(field: TaskField, tmp_path: Path) -> None:
    typed, meant = WRITTEN[field.kind]
    folder = copied(tmp_path)
    _emptied(folder)
    _write(folder, f"    {field.key}: {typed}\n")
    registry, _, problems = load_registry(folder)
    assert [str(p) for p in problems if p.level == "error"] == []
    plan = registry.plans["mot"]
    task = plan.tasks[0]
    assert field.key in TASK.optional
    assert getattr(task, field.name) == meant
    draft = PlanDraft(plan, agencies=registry.agencies, people=registry.people)
    assert (f"    {field.key}:" in plan_yaml(draft)) is not field.editors
    assert (field.json in registry_json(registry, ())["plans"][0]["tasks"][0]) is (field.kind is not FieldKind.POLICY)
    if field.key in task_values(draft, task):
        assert task_values(draft, task)[field.key]
        assert FORM_LABELS[field.key].startswith(field.label)


def test_a_field_added_to_the_table_needs_nothing_else(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    _emptied(folder)
    (tmp_path / "ke-hoach.txt").write_text(PAPER, encoding="utf-8")
    command = [sys.executable, "-m", "tests.unit.toy_field", str(tmp_path / "ke-hoach.txt"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["errors"], found["imported"], found["read"], found["json"]) == ([], *["500 triệu đồng"] * 3)
    assert found["form"]["Kinh phí thực hiện"] == "500 triệu đồng"
    assert found["changed"] == "kinh phí thực hiện: “500 triệu đồng” → “600 triệu đồng”"
    assert found["updated"] == "600 triệu đồng"


def _emptied(folder: Path) -> None:
    """Nobody is named for a plan that is not there."""
    (folder / "plans" / "ke-hoach-thu.yaml").unlink()
    people = folder / "people.yaml"
    people.write_text(people.read_text(encoding="utf-8").replace("plans: [ke-hoach-thu]", ""), encoding="utf-8")


def _write(folder: Path, line: str) -> None:
    head = "plan: 1/KH\ntitle: Một\nlocality: ha-noi\nissuer: ubnd-ha-noi\nconsolidator: so-du-lich-ha-noi\n"
    task = '  - id: "1"\n    content: Việc\n    lead: [so-du-lich-ha-noi]\n'
    (folder / "plans" / "mot.yaml").write_text(f"{head}tasks:\n{task}{line}", encoding="utf-8")
