"""Nothing in a paper goes unaccounted: each date, assignment and row is used by an item of the draft or listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.documents.draft.draft_json import draft_json
from bot.documents.reading.source import Document, Paragraph, Table
from bot.documents.reading.text_reader import read_text
from bot.documents.understanding.draft import NoPlan, PlanDraft
from bot.documents.understanding.entries import Entry
from bot.documents.understanding.importer import read_plan
from bot.domain.plan.plan import Registry
from bot.messages.importing import doubts as texts
from tests.data.plan_texts import PAPERS, SOURCES, plan_text
from tests.unit.test_import_random import Meant, Printing, plans
from tests.unit.test_import_random import _document as printed_document

_DATA = Path(__file__).parents[1] / "data"
_FILES = sorted([*(_DATA / "field").glob("*.txt"), *(_DATA / "import_plans").glob("*.txt")])
NOTHING = Registry({}, {}, {})
#: Counted here by simpler words than the importer's own.
_TIMES = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|ngày \d{1,2} tháng \d{1,2} năm \d{4}|[Qq]uý [IV]+/\d{4}|(?:hằng|hàng) (?:năm|quý|tháng)"
)
_HANDS = re.compile(
    r"(?:Giao|giao|Yêu cầu|yêu cầu|Đề nghị|đề nghị) (?:Sở|Ủy ban|UBND|các sở|Bộ|Ban) |có trách nhiệm|chủ trì"
)


def _ledger(document: Document) -> tuple[tuple[Entry, ...], set[str]]:
    """The ledger, and the ids an entry may be used by."""
    answer = read_plan(document, NOTHING)
    if isinstance(answer, NoPlan):
        return answer.unused, set()
    ids = {t.id for t in answer.plan.tasks} | {r.id for r in answer.plan.reports}
    return answer.ledger, ids | {"plan", "form"}


def _texts(document: Document) -> list[str]:
    """Every paragraph and row, on one line each."""
    found = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found += block.text.split("\n")
        else:
            found += [" | ".join(" ".join(t.split()) for t in row.texts if t.strip()) for row in block.rows]
    return [" ".join(re.sub(r"[*_]{2,}|<[^<>]*>", " ", text).split()) for text in found if text.strip()]


def _check(document: Document) -> None:
    ledger, ids = _ledger(document)
    whole = " ".join(" ".join(entry.text.split()) for entry in ledger)
    for text in _texts(document):
        for mark in [*_TIMES.findall(text), *_HANDS.findall(text)]:
            assert mark.strip() in whole, (mark, text)
    for entry in ledger:
        assert entry.used_by is None or entry.used_by in ids, entry
    rows = [row for block in document.blocks if isinstance(block, Table) for row in block.rows]
    placed = {entry.where for entry in ledger}
    assert all(row.where in placed for row in rows if any(t.strip() for t in row.texts))


@pytest.mark.parametrize("file", _FILES, ids=lambda path: path.stem)
def test_of_every_paper_nothing_is_left_out(file: Path) -> None:
    _check(read_text(file))


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("key", PAPERS)
def test_of_the_shipped_papers_nothing_is_left_out(key: str, source: str) -> None:
    _check(plan_text(key, source))


@given(plans())
@settings(max_examples=60)
def test_of_random_papers_nothing_is_left_out(printed: tuple[list[Meant], Printing]) -> None:
    _check(printed_document(*printed))


def _draft(*lines: str) -> PlanDraft:
    head = (
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        "Số: 15/KH-UBND",
        "Lào Cai, ngày 05 tháng 01 năm 2026",
        "KẾ HOẠCH",
        "Số hóa năm 2026",
    )
    answer = read_plan(Document(tuple(Paragraph(line) for line in (*head, *lines))), NOTHING)
    assert isinstance(answer, PlanDraft)
    return answer


def test_a_date_beside_the_one_a_rule_took_is_listed() -> None:
    draft = _draft(
        "1. Sở Y tế chủ trì rà soát kho dữ liệu, hoàn thành trước ngày 15/8/2026.",
        "2. Sở Y tế báo cáo UBND tỉnh trước ngày 20/12/2026, số liệu chốt đến ngày 14/11/2026.",
    )
    assert [(e.used_by, e.date) for e in draft.ledger if "20/12" in e.text] == [
        (draft.plan.reports[0].id, "ngày 20/12/2026; ngày 14/11/2026"),
        (None, "ngày 14/11/2026"),
    ]


def test_what_was_only_told_is_listed_and_becomes_no_task() -> None:
    draft = _draft(
        "1. Sở Y tế chủ trì rà soát kho dữ liệu, hoàn thành trước ngày 15/8/2026.",
        "2. Đến nay các đơn vị đã bàn giao hồ sơ, chậm so với yêu cầu trước ngày 31/12/2025.",
    )
    assert [t.id for t in draft.plan.tasks] == ["1"]
    assert [e.date for e in draft.unused] == ["ngày 31/12/2025"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("VĂN PHÒNG", "Số: 4/LCT-VP", "LỊCH CÔNG TÁC", "Thứ Hai, ngày 07/9/2026", "- Sở Y tế họp."), "lịch công tác"),
        (("Số: 4/GM-UBND", "GIẤY MỜI", "UBND tỉnh trân trọng kính mời dự họp ngày 07/9/2026."), "giấy mời"),
        (("Sở Y tế sẽ tổ chức hội nghị ngày 07/9/2026, theo phóng viên.",), "bài báo"),
        (("SỞ Y TẾ", "Số: 4/TB-SYT", "THÔNG BÁO", "Nghỉ lễ từ ngày 07/9/2026."), "không có yêu cầu gửi báo cáo"),
    ],
)
def test_a_refusal_says_why_and_quotes_what_is_dated(lines: tuple[str, ...], words: str) -> None:
    answer = read_plan(Document(tuple(Paragraph(line) for line in lines)), NOTHING)
    assert isinstance(answer, NoPlan)
    assert words in answer.reason
    assert "07/9/2026" in answer.reason


def test_the_json_lists_what_is_unused_without_telephone_numbers() -> None:
    draft = _draft(
        "1. Sở Y tế chủ trì rà soát kho dữ liệu, hoàn thành trước ngày 15/8/2026.",
        "2. Đến nay hạn trước ngày 31/12/2025 đã qua, liên hệ 0900.000.001.",
    )
    (unused,) = draft_json(draft)["unused"]  # type: ignore[misc]
    assert unused == {
        "where": "",
        "text": "2. Đến nay hạn trước ngày 31/12/2025 đã qua, liên hệ ….",
        "date": "ngày 31/12/2025",
    }


@pytest.mark.parametrize(
    ("line", "doubt", "date"),
    [
        ("1. Sở Y tế rà soát kho dữ liệu, hoàn thành trước ngày 15/1.", texts.YEAR_UNSURE, None),
        ("1. Sở Y tế rà soát kho dữ liệu, hoàn thành trong nửa đầu tháng 10/2026.", texts.ROUGH_TIME, "2026-10-15"),
        ("1. Sở Y tế rà soát kho dữ liệu, hoàn thành đầu tháng 10/2026.", texts.ROUGH_TIME, "2026-10-01"),
    ],
)
def test_a_day_that_is_not_said_plainly_is_asked_about(line: str, doubt: str, date: str | None) -> None:
    head = (
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        "Số: 15/UBND-KT",
        "Lào Cai, ngày 20 tháng 12 năm 2025",
        "V/v rà soát dữ liệu",
    )
    draft = read_plan(Document(tuple(Paragraph(text) for text in (*head, line))), NOTHING)
    assert isinstance(draft, PlanDraft)
    (task,) = draft.plan.tasks
    assert (str(task.time.windows[-1].end) if task.time else None) == date
    assert [i.doubt for i in draft.review if (i.item, i.field) == (task.id, "when")][:1] == [doubt]
