"""Plans laid out in ways the shipped ones are not: other columns, numbering, words, or no table at all."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.documents.reading.source import Cell, Document, Paragraph, Row, Table
from bot.documents.reading.text_reader import read_text
from bot.documents.understanding.draft import NoPlan, PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.domain.plan.plan import Lead, Registry
from bot.registry.loader import load_registry
from tests.data import shipped

FOLDER = Path(__file__).parents[1] / "data" / "import_plans"
NOTHING = Registry({}, {}, {})


@cache
def _draft(name: str) -> PlanDraft:
    draft = read_plan(read_text(FOLDER / f"{name}.txt"), NOTHING)
    assert isinstance(draft, PlanDraft)
    return draft


def _leads(draft: PlanDraft, task: str) -> list[str]:
    return [draft.agencies[lead.agency].name for lead in draft.plan.task(task).leads]


def _helpers(draft: PlanDraft, task: str) -> list[str]:
    return [draft.agencies[a].name for a in draft.plan.task(task).coordinating]


def test_columns_in_another_order_under_other_words() -> None:
    draft = _draft("da-nang-chuyen-doi-so")
    plan = draft.plan
    assert (plan.code, plan.signed_on, plan.signer) == ("45/KH-UBND", date(2024, 2, 12), "Hồ Quang Bửu")
    assert plan.title == "Thực hiện Chương trình chuyển đổi số thành phố Đà Nẵng năm 2024"
    assert (plan.issuer, plan.locality) == ("ubnd-da-nang", "da-nang")
    assert [t.id for t in plan.tasks] == ["1.1", "1.2", "2.1", "2.2"]
    assert [t.section for t in plan.tasks] == ["Hạ tầng số", "Hạ tầng số", "Dữ liệu số", "Dữ liệu số"]
    assert _leads(draft, "1.1") == ["Sở Thông tin và Truyền thông"]
    assert _helpers(draft, "1.1") == ["Sở Tài chính", "Sở Kế hoạch và Đầu tư"]
    assert _leads(draft, "1.2") == ["Sở Xây dựng", "Ban Quản lý Khu công nghệ cao và các khu công nghiệp"]
    assert _helpers(draft, "2.1") == ["Các sở, ban, ngành", "UBND các quận, huyện"]
    assert _leads(draft, "2.2") == ["Sở Văn hóa và Thể thao", "Sở Du lịch"]
    assert [t.when for t in plan.tasks] == [
        "Trước ngày 30/6/2024",
        "Chậm nhất 30/9/2024",
        "Quý II/2024",
        "Tháng 8 - Tháng 10/2024",
    ]
    assert plan.task("1.1").time.due_before == date(2024, 6, 30)  # type: ignore[union-attr]


def test_quarterly_reports_are_gathered_and_difficulties_have_no_date() -> None:
    plan = _draft("da-nang-chuyen-doi-so").plan
    units, summary, trouble = plan.reports
    assert (units.to, units.due, units.yearly) == (
        "so-thong-tin-va-truyen-thong-da-nang",
        "chậm nhất ngày 20 tháng cuối quý",
        True,
    )
    assert (summary.senders, summary.to, summary.due) == ((units.to,), plan.issuer, "trước ngày 15/12/2024")
    assert summary.consolidates == units.id
    assert (trouble.due, trouble.on_request, trouble.to) == (None, True, units.to)
    assert plan.consolidator == units.to


def test_two_header_rows_letters_and_a_column_of_telephone_numbers() -> None:
    draft = _draft("so-du-lich-hue")
    plan = draft.plan
    assert (plan.code, plan.issuer, plan.signer) == ("310/KH-SDL", "so-du-lich-hue", "Nguyễn Thị Mai")
    assert [(t.id, t.section) for t in plan.tasks] == [
        ("1.a", "Sự kiện trong nước"),
        ("1.b", "Sự kiện trong nước"),
        ("2.a", "Sự kiện ngoài nước"),
    ]
    assert plan.task("1.a").when == "từ 01/3/2026 đến 15/4/2026"
    assert _leads(draft, "1.b") == ["Trung tâm Bảo tồn Di tích Cố đô Huế"]
    assert _helpers(draft, "1.b") == ["Phòng Quản lý lữ hành", "Công an thành phố"]
    assert _helpers(draft, "2.a") == ["Sở Ngoại vụ"]
    people = {p.id: (p.prefix, p.name, p.title) for p in draft.new_people}
    assert people["le-thi-hoa"] == ("Bà", "Lê Thị Hoa", "Phó Trưởng phòng")
    assert dict(draft.phones) == {"le-thi-hoa": "0900000021", "tran-van-binh": "0900000022"}


def test_assignments_in_numbered_paragraphs_instead_of_a_table() -> None:
    draft = _draft("nghe-an-an-toan-thuc-pham")
    plan = draft.plan
    assert plan.code is None
    assert plan.signed_on is None
    assert {i.field for i in draft.review} >= {"plan", "signed_on", "tasks"}
    assert [(t.id, t.when) for t in plan.tasks] == [
        ("1", "trước ngày 15/5/2025"),
        ("2", "Quý II, III/2025"),
        ("3", "trong Quý IV/2025"),
        ("4", "trước ngày 31/3/2025"),
    ]
    assert plan.task("1").content == "Tổ chức Tháng hành động vì an toàn thực phẩm"
    assert _leads(draft, "1") == ["Sở Y tế"]
    assert _helpers(draft, "1") == ["Sở Công Thương", "Sở Nông nghiệp và Môi trường"]
    assert _helpers(draft, "2") == ["Công an tỉnh", "Các đơn vị liên quan"]
    assert _helpers(draft, "3") == ["UBND các huyện, thành phố, thị xã"]
    assert _leads(draft, "4") == ["Sở Tài chính"]
    assert [(r.id, r.due, r.yearly, r.first_year) for r in plan.reports] == [
        ("bao-cao-don-vi", "trước ngày 10/12 hằng năm", True, 2025),
        ("tong-hop", "trước ngày 20/12 hằng năm", True, 2025),
    ]


def test_key_words_under_each_numbered_duty() -> None:
    draft = _draft("hai-phong-danh-sach")
    first, second = draft.plan.tasks
    assert (first.id, first.content) == ("1", "Rà soát phương án ứng phó bão mạnh")
    assert (first.when, first.deliverable) == ("trước ngày 30/6/2024", "Phương án được phê duyệt")
    assert _helpers(draft, "1") == ["Bộ Chỉ huy Quân sự thành phố", "Công an thành phố"]
    assert _helpers(draft, "2") == ["Sở Giao thông vận tải", "UBND quận Đồ Sơn"]
    assert second.when == "Tháng 7/2024"
    assert draft.plan.signer == "Nguyễn Đức Thọ"
    assert [(r.id, r.due) for r in draft.plan.reports] == [
        ("bao-cao-don-vi", "trước ngày 05/12/2024"),
        ("tong-hop", "trong tháng 12/2024"),
    ]


def test_a_plan_issued_by_a_decision_takes_its_number_date_and_signer() -> None:
    draft = _draft("can-tho-quyet-dinh")
    plan = draft.plan
    assert (plan.code, plan.signed_on, plan.signer) == ("1234/QĐ-UBND", date(2024, 4, 15), "Trần Việt Trường")
    assert plan.title == "Cải cách hành chính thành phố Cần Thơ năm 2024"
    assert draft.left_out == ()
    assert [t.id for t in plan.tasks] == ["I.1", "I.2", "II.1", "II.2"]
    assert _leads(draft, "II.1") == ["Sở Công Thương", "Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch"]
    assert _helpers(draft, "II.2") == ["Sở Nội vụ", "UBND quận Ninh Kiều", "UBND quận Cái Răng"]
    assert [t.id for t in plan.tasks if t.completed] == ["I.2"]
    assert [(r.to, r.due) for r in plan.reports] == [
        ("so-noi-vu-can-tho", "trước ngày 05/12/2024"),
        (plan.issuer, "trước ngày 15/12/2024"),
    ]


def _table(*rows: tuple[str, ...]) -> Document:
    cells = [Row(tuple(Cell(text) for text in row)) for row in rows]
    head = [Paragraph("Số: 9/KH-UBND"), Paragraph("Hà Nội, ngày 02 tháng 01 năm 2024"), Paragraph("KẾ HOẠCH")]
    return Document((*head, Paragraph("Công tác năm 2024"), Table(tuple(cells))), "a.txt")


def _read(document: Document, registry: Registry = NOTHING) -> PlanDraft:
    draft = read_plan(document, registry)
    assert isinstance(draft, PlanDraft)
    return draft


def test_leads_and_helpers_in_one_column() -> None:
    draft = _read(
        _table(
            ("STT", "Nội dung", "Cơ quan thực hiện", "Tiến độ"),
            ("1", "Việc A", "Sở Y tế chủ trì, phối hợp với Sở Tài chính và các đơn vị liên quan", "Quý I"),
            ("2", "Việc B", "Chủ trì: Sở Du lịch\nPhối hợp: Sở Văn hóa và Thể thao, UBND các quận", "Quý II"),
        )
    )
    assert (_leads(draft, "1"), _helpers(draft, "1")) == (["Sở Y tế"], ["Sở Tài chính", "Các đơn vị liên quan"])
    assert (_leads(draft, "2"), _helpers(draft, "2")) == (["Sở Du lịch"], ["Sở Văn hóa và Thể thao", "UBND các quận"])


def test_numbers_that_restart_in_two_appendices_get_the_appendix_in_front() -> None:
    rows = (("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"), ("1", "Việc A", "Sở Y tế", "Quý I"))
    table = _table(*rows).tables[0]
    head = (Paragraph("Số: 9/KH-UBND"), Paragraph("KẾ HOẠCH"), Paragraph("Công tác năm 2024"))
    blocks = (*head, Paragraph("PHỤ LỤC I"), table, Paragraph("PHỤ LỤC II"), table)
    assert [t.id for t in _read(Document(blocks)).plan.tasks] == ["PLI.1", "PLII.1"]


def test_a_cell_merged_over_rows_means_the_same_for_each() -> None:
    rows = (
        Row(tuple(Cell(t) for t in ("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"))),
        Row((Cell("1"), Cell("Việc A"), Cell("Sở Y tế"), Cell("Quý I"))),
        Row((Cell("2"), Cell("Việc B"), Cell(covered=True), Cell("Quý II"))),
        Row((Cell("3"), Cell("Việc C"), Cell(covered=True), Cell(covered=True))),
    )
    draft = _read(Document((Paragraph("KẾ HOẠCH"), Paragraph("Công tác năm 2024"), Table(rows))))
    assert {t.leads for t in draft.plan.tasks} == {(Lead(draft.plan.tasks[0].leads[0].agency),)}
    assert [t.when for t in draft.plan.tasks] == ["Quý I", "Quý II", "Quý II"]


def test_a_close_name_is_proposed_and_not_merged() -> None:
    registry, _, _ = load_registry(shipped.SCHEDULES)
    name = "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch thành phố Hà Nội"
    draft = _read(_table(("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"), ("1", "Việc A", name, "Quý I")), registry)
    (lead,) = draft.plan.task("1").leads
    assert lead.agency not in registry.agencies
    (item,) = [i for i in draft.review if i.item == "1" and i.field == "lead"]
    assert any("hpa" in a for a in item.alternatives)


def test_an_unreadable_time_keeps_its_words_and_is_asked_about() -> None:
    draft = _read(_table(("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"), ("1", "Việc A", "Sở Y tế", "sớm nhất có thể")))
    assert (draft.plan.task("1").when, draft.plan.task("1").time) == ("sớm nhất có thể", None)
    (item,) = [i for i in draft.review if i.field == "when" and i.item == "1"]
    assert item.confidence <= 0.3


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế chủ trì, phối hợp Sở Tài chính tổ chức hội nghị trước ngày 30/6/2024.",
        "1. Sở Y tế chủ trì tổ chức hội nghị trước ngày 30/6/2024.",
        "Kế hoạch nêu rõ 15 nhóm nội dung. Sở Công Thương sẽ tổ chức hội chợ trong Quý III.",
    ],
)
def test_text_that_is_no_official_paper_gives_no_tasks(text: str) -> None:
    assert isinstance(read_plan(Document((Paragraph(text),)), NOTHING), NoPlan)
    assert isinstance(read_plan(Document(()), NOTHING), NoPlan)


def test_letters_in_another_unicode_form_are_recognised() -> None:
    import unicodedata

    document = _table(("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"), ("1", "Việc A", "Sở Y tế", "Quý I"))
    table = document.tables[0]
    rows = tuple(Row(tuple(Cell(unicodedata.normalize("NFD", c.text)) for c in r.cells)) for r in table.rows)
    draft = _read(Document((Paragraph("KẾ HOẠCH"), Paragraph("Công tác năm 2024"), Table(rows))))
    assert _leads(draft, "1") == ["Sở Y tế"]


def test_the_issuer_may_call_itself_by_its_first_word() -> None:
    text = (FOLDER / "so-du-lich-hue.txt").read_text(encoding="utf-8")
    lines = [Paragraph(line) for line in text.split("\n") if line.strip() and "\t" not in line]
    last = Paragraph("Phòng Xúc tiến du lịch tổng hợp, báo cáo Sở trước ngày 20/12/2026.")
    at = next(i for i, line in enumerate(lines) if line.text.startswith("Các phòng"))
    table = _table(("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"), ("1", "Việc A", "Phòng Quản lý lữ hành", "Quý I/2026"))
    draft = _read(Document((*lines[: at + 1], last, *lines[at + 1 :], *table.tables)))
    (rule,) = [r for r in draft.plan.reports if r.consolidates]
    assert (rule.to, rule.due) == (draft.plan.issuer, "trước ngày 20/12/2026")
