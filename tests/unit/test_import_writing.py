"""A draft becomes files the checks accept; a corrected document updates them in place."""

from __future__ import annotations

import json
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from bot.documents.draft.difference import ChangeKind, compare
from bot.documents.draft.draft_json import draft_json
from bot.documents.draft.writing import DraftRejected, write_draft
from bot.documents.reading.source import Cell, Document, Paragraph, Row, Table
from bot.documents.reading.text_reader import read_text
from bot.documents.understanding.draft import PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.domain.plan.plan import Lead, Plan, Registry
from bot.registry.loader import load_registry
from bot.registry.yaml.phones import read_phones
from tests.data import shipped

FOLDER = Path(__file__).parents[1] / "data" / "import_plans"
LAYOUTS = sorted(path.stem for path in FOLDER.glob("*.txt"))


@pytest.fixture
def schedules(tmp_path: Path) -> Path:
    """The shipped folder, to be written into."""
    return Path(shutil.copytree(shipped.SCHEDULES, tmp_path / "schedules"))


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder with a calendar and nothing else."""
    shutil.copytree(shipped.SCHEDULES / "calendar", tmp_path / "fresh" / "calendar")
    (tmp_path / "fresh" / "plans").mkdir()
    return tmp_path / "fresh"


def _draft(name: str, folder: Path) -> PlanDraft:
    draft = read_plan(read_text(FOLDER / f"{name}.txt"), load_registry(folder)[0])
    assert isinstance(draft, PlanDraft)
    return draft


def _errors(folder: Path) -> list[str]:
    return [str(p) for p in load_registry(folder)[2] if p.level == "error"]


def _meaning(plan: Plan) -> Plan:
    """The plan without what only the file or the editor knows."""
    # A time that cannot be read stands in the note alone.
    whens = {t.id: t.when if t.time else None for t in plan.tasks}
    tasks = tuple(
        replace(t, note=None, line=0, content=" ".join(t.content.split()), when=whens[t.id]) for t in plan.tasks
    )
    reports = tuple(replace(r, note=None, line=0) for r in plan.reports)
    return replace(plan, tasks=tasks, reports=reports, note=None, file="")


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_draft_is_accepted_by_the_checks_and_read_back_as_it_was(name: str, fresh: Path) -> None:
    draft = _draft(name, fresh)
    write_draft(draft, fresh)
    assert _errors(fresh) == []
    assert _meaning(load_registry(fresh)[0].plans[draft.plan.key]) == _meaning(draft.plan)


def test_several_plans_share_agencies_and_people(fresh: Path) -> None:
    for name in LAYOUTS * 2:
        write_draft(_draft(name, fresh), fresh)
    assert _errors(fresh) == []
    assert len(load_registry(fresh)[0].plans) == len(LAYOUTS)


@pytest.mark.parametrize("name", LAYOUTS)
def test_importing_again_changes_nothing(name: str, fresh: Path) -> None:
    write_draft(_draft(name, fresh), fresh)
    again = _draft(name, fresh)
    assert (again.new_agencies, again.new_people) == ((), ())
    written = write_draft(again, fresh)
    assert written.files == ()
    assert written.difference is not None
    assert written.difference.changes == ()


def test_a_time_the_admin_gave_for_an_unreadable_one_stays(fresh: Path) -> None:
    printed = (FOLDER / "phuong-ninh-kieu-cai-cach-2026.txt").read_text(encoding="utf-8")
    paper = fresh / "van-ban.txt"
    paper.write_text(printed.replace("Sau khi có quyết định công bố", "Sớm nhất có thể"), encoding="utf-8")

    def read() -> PlanDraft:
        answer = read_plan(read_text(paper), load_registry(fresh)[0])
        assert isinstance(answer, PlanDraft)
        return answer

    draft = read()
    write_draft(draft, fresh)
    file = fresh / "plans" / f"{draft.plan.key}.yaml"
    text = file.read_text(encoding="utf-8")
    assert "Thời gian in “Sớm nhất có thể”" in text
    deliverable = "    deliverable: Bảng niêm yết"
    file.write_text(text.replace(deliverable, f"    when: Quý II/2026\n{deliverable}"), encoding="utf-8")
    written = write_draft(read(), fresh)
    assert written.files == ()
    assert load_registry(fresh)[0].plans[draft.plan.key].task("B.1").when == "Quý II/2026"


def test_additions_keep_what_stood_in_the_files(schedules: Path) -> None:
    before = (schedules / "agencies.yaml").read_text(encoding="utf-8")
    write_draft(_draft("so-du-lich-hue", schedules), schedules)
    after = (schedules / "agencies.yaml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip())
    assert "# Thêm khi nhập kế hoạch 310/KH-SDL." in after
    assert _errors(schedules) == []


def test_phone_numbers_go_to_the_side_file_alone(fresh: Path) -> None:
    draft = _draft("so-du-lich-hue", fresh)
    write_draft(draft, fresh)
    side = fresh / "phones.local.yaml"
    numbers, problems = read_phones(side, load_registry(fresh)[0])
    assert problems == []
    assert numbers == {"le-thi-hoa": "0900000021", "tran-van-binh": "0900000022"}
    assert stat.S_IMODE(side.stat().st_mode) == 0o600
    others = [p for p in fresh.rglob("*.yaml") if p != side and p.parent.name != "calendar"]
    assert all("0900" not in p.read_text(encoding="utf-8") for p in others)
    assert "0900" not in json.dumps(draft_json(draft), ensure_ascii=False, default=str)


def test_a_draft_the_checks_refuse_leaves_the_folder_alone(fresh: Path) -> None:
    rows = [("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"), ("1", "Việc A", "Sở Y tế", "Quý I/2024")]
    table = Table(tuple(Row(tuple(Cell(t) for t in row)) for row in rows))
    draft = read_plan(Document((Paragraph("Kế hoạch năm 2024"), table), "bang.xlsx"), Registry({}, {}, {}))
    assert isinstance(draft, PlanDraft)
    assert "issuer" in {i.field for i in draft.review}
    with pytest.raises(DraftRejected, match="issuer"):
        write_draft(draft, fresh)
    assert not any((fresh / "plans").iterdir())
    assert not (fresh / "agencies.yaml").exists()


def test_the_admin_may_name_the_issuer_the_workbook_lacks(schedules: Path) -> None:
    rows = [("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"), ("1", "Việc A", "Sở Y tế", "Quý I/2024")]
    table = Table(tuple(Row(tuple(Cell(t) for t in row)) for row in rows))
    registry = load_registry(schedules)[0]
    draft = read_plan(Document((table,), "bang.xlsx"), registry, issuer="ubnd-tp-ha-noi")
    assert isinstance(draft, PlanDraft)
    assert draft.plan.task("1").leads == (Lead("so-y-te-ha-noi"),)
    write_draft(draft, schedules)
    assert _errors(schedules) == []


def test_an_unreadable_time_is_kept_in_the_note(fresh: Path) -> None:
    text = (FOLDER / "da-nang-chuyen-doi-so.txt").read_text(encoding="utf-8").replace("Quý II/2024", "sau hội nghị")
    (fresh / "a.txt").write_text(text, encoding="utf-8")
    draft = read_plan(read_text(fresh / "a.txt"), Registry({}, {}, {}))
    assert isinstance(draft, PlanDraft)
    write_draft(draft, fresh)
    assert _errors(fresh) == []
    task = load_registry(fresh)[0].plans[draft.plan.key].task("2.1")
    assert task.when is None
    assert "sau hội nghị" in (task.note or "")


def _corrected(old: Plan) -> Plan:
    """Task 7 is new, the later ones move down, 12 gets another lead, 17 is gone."""
    tasks = []
    for task in old.tasks:
        number = int(task.id)
        if number == 17:
            continue
        if number == 7:
            tasks.append(replace(task, id="7", content="Quản lý không gian ngầm đô thị.", coordinating=()))
        moved = replace(task, id=str(number + 1 if 7 <= number < 17 else number))
        tasks.append(replace(moved, leads=(Lead("so-tai-chinh-ha-noi"),)) if number == 12 else moved)
    return replace(old, tasks=tuple(tasks))


def test_a_corrected_plan_shows_what_was_added_moved_changed_and_removed() -> None:
    old = load_registry(shipped.SCHEDULES)[0].plans[shipped.HN_HCM]
    difference = compare(old, _corrected(old))
    kinds = {(c.kind, c.id, c.printed_id) for c in difference.changes if c.what == "task"}
    moved = {(ChangeKind.MOVED, str(n), str(n + 1)) for n in range(7, 17)}
    assert kinds == {(ChangeKind.ADDED, "7-2", "7"), (ChangeKind.REMOVED, "17", None), *moved}
    (change,) = [c for c in difference.changes if c.id == "12"]
    assert change.fields == (("leads", "so-du-lich-ha-noi", "so-tai-chinh-ha-noi"),)
    kept = {task.id: task.content for task in old.tasks}
    assert all(kept[t.id] == t.content for t in difference.plan.tasks if t.id != "7-2")


def test_an_update_in_place_touches_only_the_changed_lines(schedules: Path) -> None:
    path = schedules / "plans" / f"{shipped.HN_HCM}.yaml"
    before = path.read_text(encoding="utf-8").splitlines()
    registry = load_registry(schedules)[0]
    plan = _corrected(registry.plans[shipped.HN_HCM])
    asks_all = frozenset({"bao-cao-don-vi", "kho-khan-vuong-mac"})
    write_draft(PlanDraft(plan, asks_all=asks_all, agencies=registry.agencies, people=registry.people), schedules)
    after = path.read_text(encoding="utf-8").splitlines()
    assert _errors(schedules) == []
    gone = [line for line in before if line not in after]
    assert [line.strip() for line in gone] == [
        '- id: "17"',
        "content: Hợp tác, chia sẻ kinh nghiệm phát triển du lịch y tế gắn với du lịch sinh thái.",
        "coordinating: [so-y-te-ha-noi]",
    ]
    added = [line.strip() for line in after if line not in before]
    assert added == ["- id: 7-2", "content: Quản lý không gian ngầm đô thị."]
    new = load_registry(schedules)[0].plans[shipped.HN_HCM]
    assert new.task("8").note == registry.plans[shipped.HN_HCM].task("8").note
    assert new.task("12").leads == (Lead("so-tai-chinh-ha-noi"),)


def test_json_has_the_shape_of_the_registry_and_the_review() -> None:
    draft = read_plan(read_text(FOLDER / "hai-phong-danh-sach.txt"), Registry({}, {}, {}))
    assert isinstance(draft, PlanDraft)
    data = json.loads(json.dumps(draft_json(draft), default=str))
    (plan,) = data["plans"]
    assert (plan["code"], plan["issuer"]) == ("77/KH-UBND", "Ủy ban nhân dân thành phố Hải Phòng")
    assert plan["tasks"][0]["lead"] == ["Sở Nông nghiệp và Phát triển nông thôn"]
    assert plan["tasks"][0]["windows"] == [[None, "2024-06-29"]]
    assert {"where", "read", "doubt", "alternatives", "confidence"} <= set(data["review"][0])
    assert {a["id"] for a in data["agencies"]} >= {"ubnd-hai-phong", "ubnd-quan-do-son-hai-phong"}


def test_an_empty_list_below_comments_is_begun_not_followed(fresh: Path) -> None:
    for file in ("agencies.yaml", "people.yaml"):
        (fresh / file).write_text("# Của cơ quan.\n[]\n", encoding="utf-8")
    write_draft(_draft(LAYOUTS[0], fresh), fresh)
    assert _errors(fresh) == []
    assert (fresh / "agencies.yaml").read_text(encoding="utf-8").startswith("# Của cơ quan.\n")
