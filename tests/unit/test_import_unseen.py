"""Plans after 2025 by offices that are not in the registry, as text, Word, PDF and workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.documents.draft.difference import compare
from bot.documents.draft.draft_json import draft_json
from bot.documents.reading.docx.docx_reader import read_docx
from bot.documents.reading.pdf.pdf_reader import read_pdf
from bot.documents.reading.source import Document, Paragraph, Table
from bot.documents.reading.text_reader import read_text
from bot.documents.reading.xlsx_reader import read_xlsx
from bot.documents.understanding.draft import PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.domain.plan.plan import Registry
from tests.data.plan_texts import relaid
from tests.fakes import plan_documents as made
from tests.fakes.plan_papers import Paper

FOLDER = Path(__file__).parents[1] / "data" / "import_plans"
NOTHING = Registry({}, {}, {})
PLANS = (
    "da-nang-kinh-te-so-2026",
    "bac-ninh-so-thu-y-2026",
    "phuong-ninh-kieu-cai-cach-2026",
    "quang-ninh-nha-o-2026-2030",
    "hai-phong-so-y-te-2026",
    "lam-dong-du-lich-2026",
    "xa-dong-anh-chuyen-doi-so-2025",
    "ha-noi-pci-2026",
    "tp-hcm-so-du-lich-2026",
)


def _read(document: Document) -> PlanDraft:
    draft = read_plan(document, NOTHING)
    assert isinstance(draft, PlanDraft)
    return draft


@cache
def _draft(name: str) -> PlanDraft:
    return _read(read_text(FOLDER / f"{name}.txt"))


def _rules(draft: PlanDraft) -> list[tuple[str, str, str | None, str | None]]:
    """Id, receiver, date as printed, rhythm."""
    return [(r.id, draft.agencies[r.to].name, r.due, r.every) for r in draft.plan.reports]


def _leads(draft: PlanDraft) -> dict[str, list[str]]:
    return {t.id: [draft.agencies[lead.agency].name for lead in t.leads] for t in draft.plan.tasks}


def _helpers(draft: PlanDraft, task: str) -> list[str]:
    return [draft.agencies[a].name for a in draft.plan.task(task).coordinating]


_needs_font = pytest.mark.skipif(made.vietnamese_font() is None, reason=made.FONT_ADVICE)
Way = Callable[[Paper, Path], Document]
_WAYS: dict[str, Way] = {
    "word": lambda paper, folder: read_docx(made.write_docx(paper, folder / "a.docx", merged=False)),
    "word, merged, two rows a page": lambda paper, folder: read_docx(made.write_docx(paper, folder / "a.docx", 2)),
    "workbook": lambda paper, folder: read_xlsx(made.write_xlsx(paper, folder / "a.xlsx")),
    "pdf": lambda paper, folder: read_pdf(made.write_pdf(paper, folder / "a.pdf")),
    "pdf without lines": lambda paper, folder: read_pdf(made.write_pdf(paper, folder / "a.pdf", ruled=False)),
}
_ALL = [pytest.param(way, marks=_needs_font if way.startswith("pdf") else ()) for way in _WAYS]


@pytest.mark.parametrize("way", _ALL)
@pytest.mark.parametrize("name", PLANS)
def test_every_kind_of_file_gives_the_same_plan(name: str, way: str, tmp_path: Path) -> None:
    draft = _read(_WAYS[way](relaid(read_text(FOLDER / f"{name}.txt")), tmp_path))
    assert compare(_draft(name).plan, draft.plan).changes == ()
    assert draft.phones == _draft(name).phones


def test_a_decision_with_its_plan_and_three_rhythms_in_one_sentence() -> None:
    draft = _draft("da-nang-kinh-te-so-2026")
    plan = draft.plan
    assert (plan.code, plan.signed_on, plan.signer) == ("1520/QĐ-UBND", date(2026, 1, 10), "Hồ Kỳ Minh")
    assert (plan.issuer, plan.year, len(plan.legal_bases)) == ("ubnd-da-nang", 2026, 3)
    assert [t.id for t in plan.tasks] == ["I.1", "I.2", "II.1", "II.2", "II.3", "III.1", "III.2", "III.3"]
    assert _leads(draft)["II.2"] == ["Sở Văn hóa, Thể thao và Du lịch"]
    assert _helpers(draft, "I.1") == ["Các doanh nghiệp viễn thông", "UBND các phường, xã"]
    assert _helpers(draft, "III.1") == ["Thành Đoàn Đà Nẵng", "Hội Liên hiệp Phụ nữ thành phố"]
    assert plan.task("I.2").remark == "Chuyển tiếp từ năm 2025"
    times = {t.id: (t.time.kind.value, len(t.time.windows)) for t in plan.tasks if t.time}
    assert times == {
        "I.1": ("quarters", 1),
        "I.2": ("date", 1),
        "II.1": ("months", 4),
        "II.2": ("none", 0),
        "II.3": ("quarters", 2),
        "III.1": ("quarters", 4),
        "III.2": ("date", 1),
        "III.3": ("none", 0),
    }
    receiver = "Sở Khoa học và Công nghệ"
    assert _rules(draft) == [
        ("bao-cao-don-vi", receiver, "trước ngày 20 tháng cuối quý", "quarter"),
        ("bao-cao-don-vi-2", receiver, "trước ngày 15/6", "year"),
        ("bao-cao-don-vi-3", receiver, "trước ngày 15/12", "year"),
        ("tong-hop", "UBND thành phố Đà Nẵng", "trước ngày 25/12/2026", None),
        ("kho-khan-vuong-mac", receiver, None, None),
    ]
    assert {r.on_request for r in plan.reports if r.id.startswith("bao-cao-don-vi")} == {True}
    assert draft.agencies[plan.consolidator].name == receiver


def test_one_sentence_is_asked_about_once() -> None:
    asked = [i for i in _draft("da-nang-kinh-te-so-2026").review if i.field == "every"]
    assert len(asked) == 1
    assert "trước ngày 15/12" in asked[0].read


def test_a_department_with_begin_and_end_in_two_columns() -> None:
    draft = _draft("bac-ninh-so-thu-y-2026")
    plan = draft.plan
    assert (plan.code, plan.issuer) == ("87/KH-SNNMT", "so-nong-nghiep-va-moi-truong-bac-ninh")
    assert [t.when for t in plan.tasks] == ["từ 01/3/2026 đến 30/4/2026", "từ 01/9/2026 đến 31/10/2026", "15/12/2026"]
    assert _leads(draft) == {
        "1": ["Chi cục Chăn nuôi và Thú y"],
        "2": ["Chi cục Chăn nuôi và Thú y"],
        "3": ["Phòng Quản lý chất lượng"],
    }
    assert _helpers(draft, "3") == ["Chi cục Quản lý thị trường", "Công an tỉnh"]
    assert _rules(draft) == [
        ("bao-cao-don-vi", "Chi cục Chăn nuôi và Thú y", "trước ngày 10/6", "year"),
        ("bao-cao-don-vi-2", "Chi cục Chăn nuôi và Thú y", "trước ngày 01/12", "year"),
        ("tong-hop", "Sở Nông nghiệp và Môi trường", "trước ngày 10/12/2026", None),
    ]


def test_a_ward_reports_each_quarter_to_a_department() -> None:
    draft = _draft("phuong-ninh-kieu-cai-cach-2026")
    assert [t.id for t in draft.plan.tasks] == ["A.1", "A.2", "B.1", "B.2"]
    assert _leads(draft)["A.1"] == ["Phòng Kinh tế, Hạ tầng và Đô thị"]
    assert _leads(draft)["A.2"] == ["Văn phòng HĐND và UBND phường"]
    assert _rules(draft) == [
        ("bao-cao-don-vi", "Văn phòng HĐND và UBND phường", "trước ngày 10 tháng cuối quý", "quarter"),
        ("tong-hop", "Sở Nội vụ", "trước ngày 15 tháng cuối quý", "quarter"),
    ]
    assert draft.plan.reports[1].consolidates == "bao-cao-don-vi"
    after_an_event = draft.plan.task("B.1")
    assert (after_an_event.when, after_an_event.time and after_an_event.time.kind.value) == (
        "Sau khi có quyết định công bố",
        "none",
    )
    assert not [i for i in draft.review if i.item == "B.1"]


def test_a_plan_for_several_years_with_two_appendices() -> None:
    draft = _draft("quang-ninh-nha-o-2026-2030")
    plan = draft.plan
    assert (plan.year, plan.when, plan.signer) == (2026, "giai đoạn 2026 - 2030", "Vũ Văn Diện")
    assert [t.id for t in plan.tasks] == ["PLI.1", "PLI.2", "PLI.3", "PLII.1", "PLII.2"]
    assert _leads(draft)["PLI.3"] == ["Ngân hàng Nhà nước Chi nhánh Khu vực 12", "Ngân hàng Chính sách xã hội tỉnh"]
    assert _leads(draft)["PLII.1"] == ["UBND phường Hồng Hà"]
    assert _rules(draft) == [
        ("bao-cao-don-vi", "Sở Xây dựng", "trước ngày 10/6 và ngày 10/12 hằng năm", "half_year"),
        ("tong-hop", "UBND tỉnh Quảng Ninh", "trước ngày 20/12", "year"),
    ]
    assert {i.field for i in draft.review} == {"agencies", "every"}


def test_a_report_after_its_quarter_and_the_sum_in_the_same_sentence() -> None:
    draft = _draft("hai-phong-so-y-te-2026")
    assert draft.agencies[draft.plan.issuer].name == "Sở Y tế thành phố Hải Phòng"
    assert (draft.plan.code, draft.plan.signed_on) == (None, None)
    assert _rules(draft) == [
        ("bao-cao-don-vi", "Phòng Nghiệp vụ Y", "chậm nhất ngày 05 tháng đầu quý sau", "quarter"),
        ("bao-cao-don-vi-2", "Phòng Nghiệp vụ Y", "chậm nhất ngày 10/12/2026", None),
        ("tong-hop", "UBND thành phố", "trước ngày 20/12/2026", None),
    ]
    assert [(p.name, p.prefix, p.title) for p in draft.new_people] == [
        ("Phạm Văn An", "Ông", "Trưởng phòng"),
        ("Vũ Thị Lan", "Bà", "Phó Giám đốc"),
    ]
    assert {t.contacts for t in draft.plan.tasks} == {("pham-van-an",), ("vu-thi-lan",)}


def test_cooperation_of_provinces_keeps_the_others_as_partners() -> None:
    draft = _draft("lam-dong-du-lich-2026")
    assert [t.id for t in draft.plan.tasks] == ["1.1", "1.2", "2", "3"]
    assert draft.plan.task("2").partners == ("Sở Công Thương tỉnh Khánh Hòa",)
    assert (draft.plan.year, draft.plan.signed_on) == (2026, date(2025, 12, 12))
    assert _rules(draft) == [
        ("bao-cao-don-vi", "Sở Văn hóa, Thể thao và Du lịch", "trước ngày 15/6/2026", None),
        ("bao-cao-don-vi-2", "Sở Văn hóa, Thể thao và Du lịch", "trước ngày 15/12/2026", None),
        ("tong-hop", "UBND tỉnh Lâm Đồng", "trước ngày 20/6 và ngày 20/12", "half_year"),
    ]
    assert {a.locality for a in draft.new_agencies} == {"lam-dong"}


def test_a_commune_without_a_table_reports_each_month() -> None:
    draft = _draft("xa-dong-anh-chuyen-doi-so-2025")
    assert _helpers(draft, "2") == ["Công an xã", "Đoàn Thanh niên xã", "Các thôn, tổ dân phố"]
    assert _rules(draft) == [
        ("bao-cao-don-vi", "Phòng Văn hóa - Xã hội", "trước ngày 20 hằng tháng", "month"),
        ("tong-hop", "UBND xã Đông Anh", "trước ngày 25 hằng tháng", "month"),
    ]


def test_ditto_means_the_row_above_and_a_table_may_stand_inside_the_body() -> None:
    draft = _draft("ha-noi-pci-2026")
    assert [(t.id, t.section) for t in draft.plan.tasks] == [
        ("1.1", "Chỉ số Gia nhập thị trường"),
        ("1.2", "Chỉ số Gia nhập thị trường"),
        ("2.1", "Chỉ số Tiếp cận đất đai"),
        ("2.2", "Chỉ số Tiếp cận đất đai"),
    ]
    assert _helpers(draft, "2.1") == _helpers(draft, "1.2") == ["Các sở, ban, ngành", "UBND các xã, phường"]
    assert _leads(draft)["2.2"] == ["Sở Nông nghiệp và Môi trường"]
    assert _rules(draft) == [
        ("bao-cao-don-vi", "Sở Tài chính", "trước ngày 20/6 và 20/12", "half_year"),
        ("tong-hop", "UBND thành phố Hà Nội", "trước ngày 31/12/2026", None),
        ("ke-hoach-don-vi", "Sở Tài chính", "trước ngày 28/02/2026", None),
    ]
    assert draft.plan.signer == "Nguyễn Xuân Lưu"


def test_a_programme_with_time_and_place_in_one_column() -> None:
    draft = _draft("tp-hcm-so-du-lich-2026")
    plan = draft.plan
    assert (plan.code, plan.issuer) == ("210/CTr-SDL", "so-du-lich-tp-hcm")
    assert [t.when for t in plan.tasks] == ["Tháng 11/2026", "Từ 01/3 đến 08/3/2026", "Quý II, Quý III/2026"]
    (asked,) = [i for i in draft.review if i.item == "01"]
    assert (asked.read, asked.alternatives) == ("Tháng 11/2026, Công viên 23/9", ("Tháng 11/2026",))
    assert [(p.name, p.prefix) for p in draft.new_people] == [("Lê Trương Hiền Hoà", "Ông"), ("Nguyễn Cẩm Tú", "Bà")]
    assert set(draft.phones.values()) == {"0900000041", "0900000042"}
    assert _rules(draft)[1] == ("tong-hop", "UBND Thành phố", "trước ngày 20 của tháng cuối quý", "quarter")


@pytest.mark.parametrize("name", PLANS)
def test_the_json_has_the_keys_the_registry_prints(name: str) -> None:
    data = draft_json(_draft(name))
    assert {"where", "read", "doubt", "alternatives", "confidence"} <= set(data["review"][0])
    ids = {agency["id"] for agency in data["agencies"]}
    (plan,) = data["plans"]
    assert {lead for task in plan["tasks"] for lead in task["lead_ids"]} <= ids
    assert {plan["issuer_id"], plan["consolidator_id"]} <= ids


def test_what_the_reader_could_not_read_is_asked_about() -> None:
    document = read_text(FOLDER / f"{PLANS[0]}.txt")
    note = "Trang 2 là ảnh, không đọc được chữ."
    draft = _read(Document(document.blocks, document.name, (note,)))
    assert note in [i.doubt for i in draft.review]


def test_an_event_at_other_places_in_the_text_is_asked_about() -> None:
    document = read_text(FOLDER / f"{PLANS[5]}.txt")
    event = "Tổ chức đoàn khảo sát điểm đến cho doanh nghiệp tại các phường"
    blocks = [
        Paragraph(f"1. {event}: Xuân Hương, Cam Ly.", b.where) if isinstance(b, Paragraph) and "I. NỘI" in b.text else b
        for b in document.blocks
    ]
    for other, asked in (("Xuân Hương, Cam Ly", 0), ("Xuân Hương, Lang Biang", 1)):
        made_up = [_with_event(b, f"{event} {other}.") if isinstance(b, Table) else b for b in blocks]
        draft = _read(Document(tuple(made_up), document.name))
        found = [i for i in draft.review if (i.item, i.field) == ("3", "content")]
        assert len(found) == asked
        assert all("Cam Ly" in i.doubt for i in found)


def _with_event(table: Table, content: str) -> Table:
    """The table with another content in its last row."""
    *rows, last = table.rows
    cells = (last.cells[0], replace(last.cells[1], text=content), *last.cells[2:])
    return replace(table, rows=(*rows, replace(last, cells=cells)))


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Số: 60-KH/TU", "60-KH/TU"),
        ("Số 210 /CTr - SDL", "210/CTr-SDL"),
        ("Số: 15a/KHLT-SYT-SGDĐT", "15a/KHLT-SYT-SGDĐT"),
        ("Số:      /KH-UBND", None),
    ],
)
def test_numbers_and_signs_as_offices_print_them(printed: str, code: str | None) -> None:
    document = read_text(FOLDER / f"{PLANS[0]}.txt")
    plan = [b for b in document.blocks if isinstance(b, Table)][-1]
    head = (Paragraph(printed), Paragraph("Đà Nẵng, ngày 10 tháng 01 năm 2026"), Paragraph("KẾ HOẠCH"))
    assert _read(Document((*head, Paragraph("Công tác năm 2026"), plan))).plan.code == code
