"""Choices and corrections in a draft: what they change, and what the file says about them afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.documents.draft.draft_edit import EditRefused, choose, edit_plan, edit_task
from bot.documents.draft.draft_yaml import plan_yaml
from bot.documents.reading.source import Cell, Document, Paragraph, Row, Style, Table, Where
from bot.documents.understanding.draft import NoPlan, PlanDraft, ReviewItem
from bot.documents.understanding.importer import read_plan
from bot.registry.loader import load_registry

SCHEDULES = Path(__file__).resolve().parents[2] / "schedules"
_TEXTS = (
    "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
    "Số: 77/KH-UBND",
    "Hà Nội, ngày 12 tháng 3 năm 2024",
    "KẾ HOẠCH",
    "Xúc tiến thương mại của thành phố Hà Nội năm 2024",
    "TM. ỦY BAN NHÂN DÂN",
    "Nguyễn Văn A",
    "PHỤ LỤC",
)
_HEADER = ("TT", "Nội dung", "Cơ quan chủ trì", "Đầu mối liên hệ", "Thời gian")
_NEAR = "Sở Quy hoạch và Kiến trúc"


def _draft(*rows: tuple[str, ...]) -> PlanDraft:
    paragraphs = [Paragraph(text, Where(line=n), Style(bold=n > 3)) for n, text in enumerate(_TEXTS, start=1)]
    read = [
        Row(tuple(Cell(text, where=Where(line=20 + n)) for text in row), Where(line=20 + n))
        for n, row in enumerate((_HEADER, *rows))
    ]
    registry = load_registry(SCHEDULES)[0]
    answer = read_plan(Document((*paragraphs, Table(tuple(read))), "a.docx"), registry)
    assert not isinstance(answer, NoPlan)
    return answer


def _item(draft: PlanDraft, field: str) -> tuple[int, ReviewItem]:
    return next((i, d) for i, d in enumerate(draft.review) if d.field == field and d.alternatives)


@pytest.fixture(scope="module")
def near() -> PlanDraft:
    """Two tasks led by a body whose name nearly agrees with a known one."""
    return _draft(("1", "Lập đề án chợ.", _NEAR, "", "Quý II/2024"), ("2", "Rà soát chợ.", _NEAR, "", "Quý III/2024"))


def test_a_known_agency_takes_the_place_of_the_proposed_one_everywhere(near: PlanDraft) -> None:
    proposed = near.plan.task("1").leads[0].agency
    assert proposed in {agency.id for agency in near.new_agencies}
    index, item = _item(near, "lead")
    edited = choose(near, index, item.alternatives[0])
    assert {task.leads[0].agency for task in edited.plan.tasks} == {"so-quy-hoach-kien-truc-ha-noi"}
    assert not any(proposed in rule.senders for rule in edited.plan.reports)


def test_the_choice_is_noted_and_the_doubt_is_gone(near: PlanDraft) -> None:
    index, item = _item(near, "lead")
    edited = choose(near, index, item.alternatives[0])
    note = plan_yaml(edited)
    assert item.doubt not in note
    assert f"Văn bản in “{item.read}”" in " ".join(note.split())


def test_only_what_was_offered_can_be_chosen(near: PlanDraft) -> None:
    index, _ = _item(near, "lead")
    with pytest.raises(ValueError, match="bịa"):
        choose(near, index, "bịa")


def test_another_spelling_of_a_title_is_taken() -> None:
    contacts = (
        "Bà Lê Thị Cúc, Chuyên viên Phòng Lữ hành: 0900.000.001",
        "Bà Lê Thị Cúc, Chuyên viên Phòng Lễ hành: 0900.000.001",
    )
    draft = _draft(
        *((str(n), f"Việc số {n}.", "Sở Du lịch", text, "Cả năm") for n, text in enumerate(contacts, start=1))
    )
    index, item = _item(draft, "contacts")
    edited = choose(draft, index, item.alternatives[0])
    (person,) = edited.new_people
    assert f"{person.title} {person.unit}" == item.alternatives[0]
    assert edited.people[person.id] == person


def test_a_new_year_is_taken_to_the_times(near: PlanDraft) -> None:
    draft = edit_task(near, "1", {"when": "Tháng 9"})
    for year in (2024, 2026):
        draft = edit_plan(draft, {"year": str(year)})
        time = draft.plan.task("1").time
        assert time is not None
        assert time.windows[0].start.isoformat() == f"{year}-09-01"


def test_a_new_number_gives_a_new_file_and_the_people_follow() -> None:
    draft = _draft(("1", "Việc.", "Sở Du lịch", "Bà Lê Thị Cúc, Chuyên viên: 0900.000.001", "Cả năm"))
    edited = edit_plan(draft, {"code": "78/KH-UBND"})
    assert edited.plan.key == "78-kh-ubnd-2024"
    assert edited.new_people[0].plans == ("78-kh-ubnd-2024",)
    assert edit_plan(draft, {"title": "Khác"}).plan.key == draft.plan.key


def test_a_field_that_is_not_given_stays(near: PlanDraft) -> None:
    edited = edit_task(near, "2", {"deliverable": "Báo cáo"})
    assert edited.plan.task("2").content == near.plan.task("2").content
    assert edited.plan.task("1") == near.plan.task("1")


def test_refusals_leave_the_draft_alone(near: PlanDraft) -> None:
    before = near.plan
    with pytest.raises(EditRefused):
        edit_task(near, "1", {"lead": ""})
    assert near.plan is before
