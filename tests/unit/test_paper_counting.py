"""The counter of ``make bench`` says right, asked, said, wrong, silent, invented and needless of a paper's reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from benchmarks.paper_counting import WORDS, Count, count
from benchmarks.paper_gold import HALVES, Gold, Item, Place, load
from benchmarks.paper_reading import Drafted, Reading, Said
from tests.fakes.gold_papers import as_file

DAY = date(2026, 9, 29)
DUTY = Item((Place("lập danh mục thiết bị", 5),), ("Sở Y tế",), (DAY,))
DRAFTED = Drafted("1", "Lập danh mục thiết bị trước ngày 30/9/2026", ("Sở Y tế",), frozenset({DAY}), frozenset({5}))
REPORT = Item(
    (Place("báo cáo kết quả", 9),), ("Các sở, ban, ngành",), (date(2026, 12, 14),), "year", "UBND tỉnh", ask=True
)
YEARLY = frozenset({date(2026, 12, 14), date(2027, 12, 14)})
RULE = Drafted("bao-cao", "trước ngày 15/12", ("Các sở, ban, ngành",), YEARLY, to="Ủy ban nhân dân tỉnh Lào Cai")
HEADER = {"issuer": "Ủy ban nhân dân tỉnh Lào Cai"}


def _count(*items: Item, drafted: tuple[Drafted, ...] = (), **more: object) -> Count:
    gold = Gold(Path("1.txt"), items, header=HEADER, undated=(Place("tuyên truyền", 7),))
    return count(gold, replace(Reading(drafted, header=HEADER), **more))  # type: ignore[arg-type]


def _word(item: Item, *drafted: Drafted, **more: object) -> str:
    found = _count(item, drafted=drafted, **more)
    return next(word for word in WORDS if found.items[word])


def test_a_duty_with_its_lead_and_day_is_right() -> None:
    assert _word(DUTY, DRAFTED) == "right"
    assert _word(DUTY, replace(DRAFTED, who=("Sở Y tế tỉnh Lào Cai",))) == "right"
    assert _word(replace(DUTY, who=()), replace(DRAFTED, who=())) == "right"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (replace(DRAFTED, who=("Sở Tài chính",)), "lead"),
        (replace(DRAFTED, who=("Chặt chẽ với Sở Y tế",)), "lead"),
        (replace(DRAFTED, last=frozenset({date(2026, 9, 30)})), "when"),
        (replace(DRAFTED, last=frozenset()), "when"),
    ],
)
def test_another_lead_or_day_is_wrong_unless_a_doubt_names_just_that(changed: Drafted, field: str) -> None:
    other = "when" if field == "lead" else "lead"
    assert _word(DUTY, changed) == "wrong"
    assert _word(DUTY, changed, doubts=(Said("?", item="1", field=other),)) == "wrong"
    doubts = (Said("?", item="1", field=field),)
    assert _word(DUTY, changed, doubts=doubts) == "asked"
    assert _word(replace(DUTY, ask=True), changed, doubts=doubts) == "right"


def test_what_is_not_drafted_is_silent_unless_it_is_said() -> None:
    assert _word(DUTY) == "silent"
    assert _word(DUTY, unused=(Said("…", line=5),)) == "said"
    assert _word(DUTY, unused=(Said("Sở Y tế lập danh mục thiết bị, xong trước ngày 30/9/2026"),)) == "said"
    assert _word(DUTY, unused=(Said("…", line=6),)) == "silent"
    assert _word(DUTY, reason="Không phải kế hoạch") == "silent"
    assert _word(DUTY, reason="Có thấy “lập danh mục thiết bị trước ngày 30/9/2026”") == "said"


def test_a_report_needs_its_receiver_and_its_rhythm() -> None:
    assert _word(REPORT, RULE) == "right"
    assert _word(REPORT, replace(RULE, to="Sở Tài chính")) == "wrong"
    assert _word(REPORT, replace(RULE, last=frozenset(REPORT.last))) == "wrong", "only once"
    monthly = frozenset({date(2026, 11, 14), date(2026, 12, 14), date(2027, 1, 14)})
    half = replace(REPORT, every="half", last=(date(2026, 6, 14), date(2026, 12, 14)))
    assert _word(half, replace(RULE, last=YEARLY | {date(2026, 6, 14)})) == "right"
    assert _word(half, replace(RULE, last=monthly | {date(2026, 6, 14)})) == "wrong"


def test_two_dates_of_one_report_may_be_two_rules() -> None:
    once = replace(REPORT, every="once", last=(date(2026, 6, 14), date(2026, 12, 14)))
    rules = [replace(RULE, id=str(day), last=frozenset({day})) for day in once.last]
    found = _count(once, drafted=tuple(rules))
    assert (found.items["right"], found.invented) == (1, 0)


def test_everybody_stands_for_a_group_of_all_but_not_for_another_group() -> None:
    everybody = replace(RULE, who=("Sở Y tế", "Sở Xây dựng"))
    item = replace(DUTY, who=("Sở Y tế", "Sở Xây dựng"))
    task = replace(DRAFTED, who=item.who)
    assert _count(item, REPORT, drafted=(task, everybody)).items["right"] == 2
    communes = replace(REPORT, who=("UBND các xã, phường",))
    assert _count(item, communes, drafted=(task, everybody)).items["right"] == 1


def test_what_the_paper_does_not_give_is_invented() -> None:
    other = Drafted("2", "Nơi nhận", ("Sở Tài chính",), frozenset(), frozenset({30}))
    assert _count(DUTY, drafted=(DRAFTED, other)).invented == 1
    told = replace(other, text="Tuyên truyền", lines=frozenset({7}))
    assert _count(DUTY, drafted=(DRAFTED, told)).invented == 0
    assert _count(DUTY, drafted=(DRAFTED, replace(told, last=frozenset({DAY})))).invented == 1, "a date of its own"
    double = replace(RULE, id="2", who=("Sở Y tế",), last=frozenset({DAY}))
    assert _count(DUTY, drafted=(DRAFTED, double)).invented == 1
    assert _count(DUTY, drafted=(DRAFTED, replace(double, same_as="1"))).invented == 0


def test_a_doubt_about_what_is_right_and_clear_is_needless() -> None:
    doubt = Said("?", item="1", field="when")
    assert _count(DUTY, drafted=(DRAFTED,), doubts=(doubt,)).needless == 1
    assert _count(replace(DUTY, ask=True), drafted=(DRAFTED,), doubts=(doubt,)).needless == 0
    assert _count(DUTY, drafted=(replace(DRAFTED, last=frozenset()),), doubts=(doubt,)).needless == 0
    assert _count(DUTY, drafted=(DRAFTED,), doubts=(Said("?", field="issuer"),)).needless == 1
    nobody = {"header": {"issuer": ""}, "doubts": (Said("?", field="issuer"),)}
    assert _count(DUTY, drafted=(DRAFTED,), **nobody).needless == 0


def test_a_paper_that_is_no_plan_is_refused_by_its_name() -> None:
    gold = Gold(Path("2.txt"), refused="giấy mời", refused_as="giấy mời")
    assert count(gold, Reading(reason="Đây là giấy mời.")).kinds == 1
    assert count(gold, Reading(reason="Có thể đây là bài báo.")).kinds == 0
    taken = count(gold, Reading((DRAFTED,)))
    assert (taken.kinds, taken.invented) == (0, 1)


@pytest.mark.parametrize("half", HALVES)
def test_the_gold_speaks_of_its_papers(half: str) -> None:
    papers = load(half)
    assert len(papers) == 20
    assert {int(gold.name[:2]) % 2 for gold in papers} == {HALVES.index(half) ^ 1}
    assert {path.with_suffix("").name for path in papers[0].source.parent.glob("*.txt")} == {g.name for g in papers}


def test_the_gold_of_the_field_speaks_of_its_papers() -> None:
    assert len(load("field")) == 31


def test_sources_become_word_and_excel_files_with_merged_cells(tmp_path: Path) -> None:
    source = tmp_path / "1.docx.txt"
    source.write_text("KẾ HOẠCH\n| TT | Việc | Ai |\n| I | Chung | < |\n| 1 | Một | Sở A |\n| 2 | Hai | ^ |\n", "utf-8")
    document = docx.Document(str(as_file(source, tmp_path)))
    assert [paragraph.text for paragraph in document.paragraphs] == ["KẾ HOẠCH"]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [["TT", "Việc", "Ai"], ["I", "Chung", "Chung"], ["1", "Một", "Sở A"], ["2", "Hai", "Sở A"]]
    sheets = source.rename(tmp_path / "2.xlsx.txt")
    sheets.write_text("=== Một\n| Tên | < |\n| a | |\n=== Hai\n| b |\n| ^ |\n", "utf-8")
    book = openpyxl.load_workbook(as_file(sheets, tmp_path))
    assert [[str(block) for block in sheet.merged_cells.ranges] for sheet in book] == [["A1:B1"], ["A1:A2"]]
    assert (book["Một"]["A2"].value, book["Một"]["B2"].value) == ("a", None)
