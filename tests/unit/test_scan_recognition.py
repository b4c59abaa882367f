"""Scans and photographs read by Tesseract: every field right or doubted, with the picture of the place."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.documents.reading.open_document import open_document
from bot.documents.reading.source import Document
from bot.documents.understanding.draft import PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.domain.plan.plan import Registry
from tests.fakes.plan_documents import FONT_ADVICE, vietnamese_font, write_pdf
from tests.fakes.plan_papers import Grid, Heading, Paper
from tests.fakes.scanned_pages import TESSERACT_ADVICE, Scanner, has_tesseract, scan_pdf, scanned, task_fields

pytestmark = [
    pytest.mark.skipif(vietnamese_font() is None, reason=FONT_ADVICE),
    pytest.mark.skipif(not has_tesseract(), reason=TESSERACT_ADVICE),
]

_ROWS = (
    ("1", "Lập danh mục tuyến du lịch cần kêu gọi đầu tư", "Sở Du lịch", "Sở Tài chính", "Quý III/2026"),
    ("2", "Tổ chức hội nghị kết nối cung cầu nông sản", "Sở Công Thương", "", "Trước ngày 15/9/2026"),
    ("3", "Tổng hợp kết quả thực hiện Kế hoạch", "Sở Tài chính", "Sở Du lịch", "Quý II, III/2026"),
)
PAPER = Paper(
    "quet",
    (
        "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
        "Số: 99/KH-UBND",
        "Hà Nội, ngày 12 tháng 3 năm 2026",
        Heading("KẾ HOẠCH"),
        Heading("Phát triển du lịch trên địa bàn thành phố Hà Nội năm 2026"),
        Heading("I. NHIỆM VỤ"),
        "1. Các sở, ngành báo cáo kết quả thực hiện gửi Sở Du lịch trước ngày 15/12/2026 để tổng hợp.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn An",
        Heading("PHỤ LỤC"),
        Grid(("TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện"), _ROWS),
    ),
)


def _draft(document: Document) -> PlanDraft:
    draft = read_plan(document, Registry({}, {}, {}))
    assert isinstance(draft, PlanDraft)
    return draft


def test_a_stamped_scan_gives_the_plan_and_doubts_whatever_is_wrong(tmp_path: Path) -> None:
    printed = write_pdf(PAPER, tmp_path / "giay.pdf")
    scan = scan_pdf(printed, tmp_path / "quet.pdf", Scanner(seed=4, stamped=True))
    pages: list[tuple[int, int]] = []
    document = open_document(scan, lambda done, total: pages.append((done, total)))
    right, read = task_fields(_draft(open_document(printed))), task_fields(_draft(document))
    assert pages == [(1, 1)]
    assert read.keys() == right.keys()
    doubts = _draft(document).review
    wrong = {key for key in right if read[key] != right[key]}
    assert wrong <= {(doubt.item, doubt.field) for doubt in doubts}
    assert len(wrong) <= 0.05 * len(right)
    assert any("ảnh quét" in note for note in document.notes)
    pictures = [picture for doubt in doubts for picture in doubt.pictures]
    assert all(base64.b64decode(picture).startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.parametrize("ending", [".jpg", ".png"])
def test_a_photograph_of_a_page_gives_the_same_tasks(ending: str, tmp_path: Path) -> None:
    printed = write_pdf(PAPER, tmp_path / "giay.pdf")
    page = tmp_path / f"anh{ending}"
    page.write_bytes(next(scanned(printed, Scanner(seed=9))))
    tasks = _draft(open_document(page)).plan.tasks
    assert [(task.id, task.when) for task in tasks] == [(row[0], row[4]) for row in _ROWS]


def test_a_page_that_lies_on_its_side_is_set_upright(tmp_path: Path) -> None:
    printed = write_pdf(PAPER, tmp_path / "giay.pdf")
    page = tmp_path / "ngang.png"
    with Image.open(BytesIO(next(scanned(printed, Scanner(seed=9))))) as upright:
        upright.rotate(90, expand=True).save(page)
    tasks = _draft(open_document(page)).plan.tasks
    assert [(task.id, task.when) for task in tasks] == [(row[0], row[4]) for row in _ROWS]
