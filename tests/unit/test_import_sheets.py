"""Workbooks as offices keep them: a title in the first line, a list on each sheet, months as Excel keeps them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from bot.documents.reading.xlsx_reader import read_xlsx
from bot.documents.understanding.draft import PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.domain.plan.plan import Registry

_HEADER = ["TT", "Nội dung", "Cơ quan chủ trì", "Thời gian hoàn thành"]


def test_two_sheets_with_the_same_numbers_stay_apart_and_a_month_is_a_month(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheets = [book.worksheets[0], book.create_sheet("Phần 2")]
    for sheet, office in zip(sheets, ("Sở Du lịch", "Sở Tài chính"), strict=True):
        sheet.append(["KẾ HOẠCH CÔNG TÁC NĂM 2026 CỦA ỦY BAN NHÂN DÂN TỈNH LÀO CAI"])
        sheet.append(_HEADER)
        sheet.append([1, "Lập danh mục dự án", office, date(2026, 10, 1)])
        sheet.append([2, "Tổ chức hội nghị", office, "Quý II/2026"])
        sheet["D3"].number_format = "mmm-yy"
    book.save(tmp_path / "hai-trang.xlsx")
    draft = read_plan(read_xlsx(tmp_path / "hai-trang.xlsx"), Registry({}, {}, {}))
    assert isinstance(draft, PlanDraft)
    tasks = draft.plan.tasks
    assert [task.id for task in tasks] == ["PL1-1", "PL1-2", "PL2-1", "PL2-2"]
    assert tasks[0].when == "10/2026"
    assert tasks[0].time is not None
    assert tasks[0].time.windows[0].end == date(2026, 10, 31)
    assert "công tác năm 2026" in draft.plan.title.lower()
