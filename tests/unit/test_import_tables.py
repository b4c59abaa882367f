"""The rules for appendix tables one by one: columns, rows, sections, numbers, what is read from a row."""

from __future__ import annotations

from datetime import date

import pytest

from bot.documents.reading.source import Cell, Paragraph, Row, Table, Where
from bot.documents.understanding.draft import Doubts
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.officers import PeopleBook
from bot.documents.understanding.tables.columns import Column, Header, read_header, role_of
from bot.documents.understanding.tables.numbering import assign_ids
from bot.documents.understanding.tables.table_rows import TableRow
from bot.documents.understanding.tables.table_sections import with_sections
from bot.documents.understanding.tables.task_reading import TaskReader
from bot.documents.understanding.tables.task_tables import extract, is_task_table
from bot.domain.plan.plan import Agency, Lead, Task

HEAD = ("TT", "Nội dung", "Cơ quan chủ trì", "Thời gian")


def _row(*texts: str) -> Row:
    return Row(tuple(Cell(text) for text in texts))


def _wide(text: str, columns: int = 4) -> Row:
    return Row((Cell(text, span=columns), *[Cell(covered=True)] * (columns - 1)))


def _rows(*rows: Row | tuple[str, ...]) -> list[TableRow]:
    made = tuple(row if isinstance(row, Row) else _row(*row) for row in (HEAD, *rows))
    return list(extract([Table(made)]).rows)


# Columns


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("STT", Column.NUMBER),
        ("S TT", Column.NUMBER),
        ("NỘI DUNG CÔNG VIỆC", Column.CONTENT),
        ("Tên nhiệm vụ, giải pháp", Column.CONTENT),
        ("Đơn vị chủ trì", Column.LEAD),
        ("Cơ quan, đơn vị", Column.LEAD),
        ("Đơn vị thực hiện", Column.LEAD),
        ("Đơn vị được giao", Column.LEAD),
        ("Cơ quan chủ trì, phối hợp", Column.EXECUTING),
        ("Đơn vị phối hợp", Column.COORDINATING),
        ("Đơn vị phối hợp của tỉnh bạn", Column.PARTNER),
        ("Cán bộ đầu mối", Column.CONTACT),
        ("Số điện thoại", Column.PHONE),
        ("Thời hạn hoàn thành", Column.TIME),
        ("Tiến độ", Column.TIME),
        ("Thời gian bắt đầu", Column.START),
        ("Hoàn thành", Column.END),
        ("Kết quả, sản phẩm", Column.DELIVERABLE),
        ("Kinh phí (triệu đồng)", Column.OTHER),
        ("Lãnh đạo phụ trách", Column.OTHER),
        ("Ghi chú", Column.NOTE),
        ("Thời gian, địa điểm", Column.TIME),
        ("", None),
        ("Xanh", None),
        ("Nội dung " * 20, None),
    ],
)
def test_a_label_says_what_its_column_holds(label: str, column: Column | None) -> None:
    assert role_of(label) == column


def _header(*rows: tuple[str, ...] | Row) -> tuple[Header, int]:
    found = read_header([row if isinstance(row, Row) else _row(*row) for row in rows])
    assert found is not None
    return found


def test_a_header_knows_the_place_of_each_column() -> None:
    header, taken = _header(HEAD, ("1", "Rà soát chợ", "Sở Công Thương", "Quý II"))
    assert header.columns == {"number": 0, "content": 1, "lead": 2, "when": 3}
    assert (taken, header.width, header.has_parties) == (1, 4, True)


def test_two_rows_of_labels_are_one_header() -> None:
    wide = Row((Cell("TT"), Cell("Nội dung"), Cell("Cơ quan", span=2), Cell(covered=True), Cell("Thời gian")))
    header, taken = _header(wide, ("", "", "Chủ trì", "Phối hợp", ""), ("1", "Việc", "Sở A", "Sở B", "Quý I"))
    assert taken == 2
    assert header.columns == {"number": 0, "content": 1, "lead": 2, "coordinating": 3, "when": 4}


@pytest.mark.parametrize("counting", [("(1)", "(2)", "(3)", "(4)"), ("A", "B", "1", "2")])
def test_a_row_that_counts_the_columns_belongs_to_the_header(counting: tuple[str, ...]) -> None:
    assert _header(HEAD, counting, ("1", "Việc", "Sở A", "Quý I"))[1] == 2


def test_start_and_end_stand_side_by_side_and_an_end_alone_is_the_time() -> None:
    both, _ = _header(("TT", "Nội dung", "Chủ trì", "Bắt đầu", "Hoàn thành"))
    assert (both.columns["start"], both.columns["end"]) == (3, 4)
    alone, _ = _header(("TT", "Nội dung", "Chủ trì", "Hoàn thành"))
    assert alone.columns["when"] == 3


@pytest.mark.parametrize(
    "row",
    [
        ("1", "Nội dung", "Cơ quan chủ trì"),
        ("TT", "Họ và tên", "Chức vụ"),
        ("TT", "Nội dung", "Kinh phí"),
        ("Nội dung",),
        ("TT", "Nội dung" * 30, "Cơ quan chủ trì"),
    ],
)
def test_other_rows_are_no_header(row: tuple[str, ...]) -> None:
    assert read_header([_row(*row)]) is None


# Rows


def test_a_table_without_the_columns_of_tasks_is_passed_over() -> None:
    money = Table((_row("TT", "Nguồn vốn", "Số tiền"), _row("1", "Ngân sách", "500")))
    assert not is_task_table(money)
    assert extract([money]).rows == ()


def test_a_table_goes_on_behind_a_page_without_its_header() -> None:
    first = Table((_row(*HEAD), _row("1", "Rà soát chợ.", "Sở A", "Quý I")))
    second = Table((_row("2", "Lập đề án.", "Sở B", "Quý II"),))
    assert [row.text(Column.LEAD) for row in extract([first, Paragraph("Trang 2"), second]).rows] == ["Sở A", "Sở B"]


def test_a_cell_cut_by_the_page_is_put_together() -> None:
    first = Table((_row(*HEAD), _row("1", "Rà soát các chợ", "Sở A", "Quý I")))
    second = Table((_row(*HEAD), _row("", "dân sinh trên địa bàn.", "", ""), _row("2", "Lập đề án.", "Sở B", "Quý II")))
    contents = [row.text(Column.CONTENT) for row in extract([first, second]).rows]
    assert contents == ["Rà soát các chợ dân sinh trên địa bàn.", "Lập đề án."]


def test_a_number_broken_by_its_narrow_column_is_one_number() -> None:
    assert [row.number for row in _rows(("1.\n12", "Việc", "Sở A", "Quý I"))] == ["1.12"]


def test_a_number_in_front_of_the_content_is_the_rows_number() -> None:
    table = Table((_row("Nội dung", "Chủ trì", "Thời gian"), _row("3. Rà soát chợ.", "Sở A", "Quý I")))
    (row,) = extract([table]).rows
    assert (row.number, row.text(Column.CONTENT)) == ("3", "Rà soát chợ.")


def test_a_cell_merged_over_rows_is_known_as_merged_but_a_wide_one_is_not() -> None:
    lead = Row((Cell("2"), Cell("Lập đề án."), Cell(covered=True), Cell("Quý II")))
    merged = _rows(("1", "Rà soát chợ.", "Sở A", "Quý I"), lead)
    assert merged[1].merged == {"lead"}
    wide = Row((Cell("2"), Cell("Lập đề án cho mọi nơi.", span=2), Cell(covered=True), Cell("Quý II")))
    assert _rows(wide)[0].merged == set()


def test_titles_over_the_tables_are_kept_as_captions() -> None:
    title = [Paragraph("PHỤ LỤC II"), Paragraph("Danh mục nhiệm vụ năm 2024")]
    found = extract([*title, Table((_row(*HEAD), _row("1", "Việc", "Sở A", "Quý I")))])
    assert (found.captions, found.first_block) == (("PHỤ LỤC II Danh mục nhiệm vụ năm 2024",), 2)
    assert found.rows[0].appendix == "II"


# Sections


def test_each_task_stands_under_its_innermost_heading() -> None:
    rows = _rows(
        _row("I", "THƯƠNG MẠI", "", ""),
        ("1", "Rà soát chợ.", "Sở A", "Quý I"),
        _row("2", "Hội chợ", "", ""),
        ("2.1", "Tổ chức hội chợ xuân.", "Sở A", "Quý I"),
        _row("II", "DU LỊCH", "", ""),
        ("1", "Khảo sát tuyến.", "Sở B", "Quý II"),
    )
    assert [(row.section, row.heading) for row in rows] == [
        ("I", "THƯƠNG MẠI"), ("I", "Hội chợ"), ("II", "DU LỊCH"),
    ]  # fmt: skip


def test_letters_hang_on_the_number_above_them() -> None:
    rows = _rows(
        _row("1", "Hội chợ", "", ""),
        ("a", "Hội chợ xuân.", "Sở A", "Quý I"),
        ("b", "Hội chợ thu.", "Sở A", "Quý III"),
        ("2", "Khảo sát.", "Sở B", "Quý II"),
    )
    assert [(row.heading, row.parent) for row in rows] == [("Hội chợ", "1"), ("Hội chợ", "1"), (None, None)]
    assert assign_ids(rows) == ["1.a", "1.b", "2"]


def test_a_part_stands_before_the_roman_number_of_its_section() -> None:
    rows = _rows(
        _row("A", "NHIỆM VỤ CHUNG", "", ""),
        _row("I", "THƯƠNG MẠI", "", ""),
        ("1", "Rà soát chợ.", "Sở A", "Quý I"),
    )
    assert [row.section for row in rows] == ["A.I"]


def test_capitals_over_the_whole_width_are_a_heading_without_a_number() -> None:
    assert [row.heading for row in _rows(_wide("HẠ TẦNG SỐ"), ("1", "Việc.", "Sở A", "Quý I"))] == ["HẠ TẦNG SỐ"]


def test_a_new_appendix_forgets_the_headings_of_the_old_one() -> None:
    header = Header({"content": 0, "lead": 1}, ("Nội dung", "Chủ trì"))
    rows = [
        TableRow("I", {"content": "THƯƠNG MẠI", "lead": ""}, [Where()], appendix="I", header=header),
        TableRow("1", {"content": "Việc.", "lead": "Sở A"}, [Where()], appendix="I", header=header),
        TableRow("1", {"content": "Việc khác.", "lead": "Sở A"}, [Where()], appendix="II", header=header),
    ]
    assert [row.heading for row in with_sections(rows)] == ["THƯƠNG MẠI", None]


# Numbers


def _numbered(*rows: tuple[str | None, str | None, str | None]) -> list[str]:
    """(appendix, section, number) of each row."""
    return assign_ids(TableRow(n, {}, [Where()], appendix=a, section=s) for a, s, n in rows)


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        ([(None, None, "1"), (None, None, "2")], ["1", "2"]),
        ([(None, "I", "1"), (None, "I", "2"), (None, "II", "3")], ["1", "2", "3"]),
        ([(None, "I", "1"), (None, "II", "1")], ["I.1", "II.1"]),
        ([(None, "I", "1.1"), (None, "I", "1.2"), (None, "II", "2.1")], ["1.1", "1.2", "2.1"]),
        ([("I", None, "1"), ("II", None, "1")], ["PLI.1", "PLII.1"]),
        ([(None, None, "1"), (None, None, None), (None, None, "2")], ["1.1", "1.2", "2"]),
        ([(None, None, None), (None, None, None)], ["1", "2"]),
        ([(None, None, "1"), (None, None, "a"), (None, None, "b")], ["1", "1.a", "1.b"]),
    ],
)
def test_an_id_is_as_short_as_it_stays_unique(
    rows: list[tuple[str | None, str | None, str | None]], ids: list[str]
) -> None:
    assert _numbered(*rows) == ids


def test_ids_never_repeat_whatever_the_paper_prints() -> None:
    ids = _numbered(*[(None, "I", number) for number in ("1", "1", "1.1", "1.1", "a", None)] * 2)
    assert len(set(ids)) == len(ids)


# What is read from a row

TRADE = Agency("so-cong-thuong", "Sở Công Thương", "ha-noi")
FINANCE = Agency("so-tai-chinh", "Sở Tài chính", "ha-noi")


def _read(*rows: dict[str, str], merged: tuple[str, ...] = (), numbered: bool = True) -> tuple[list[Task], Doubts]:
    doubts = Doubts()
    book = AgencyBook({a.id: a for a in (TRADE, FINANCE)}, "ha-noi", date(2024, 3, 1), doubts)
    reader = TaskReader(book, PeopleBook({}, doubts), doubts, 2024, None, date(2024, 3, 1))
    made = [
        TableRow(str(n) if numbered or n == 1 else None, {"content": "Việc.", **cells}, [Where(line=n)], set(merged))
        for n, cells in enumerate(rows, start=1)
    ]
    return reader.read(made), doubts


def _fields(doubts: Doubts) -> set[tuple[str | None, str]]:
    return {(doubt.item, doubt.field) for doubt in doubts.found}


def test_leads_helpers_and_scopes() -> None:
    (task,), doubts = _read(
        {"lead": "Sở Công Thương; Sở Tài chính (kinh phí)", "coordinating": "Sở Du lịch", "when": "Quý II"}
    )
    assert task.leads == (Lead("so-cong-thuong"), Lead("so-tai-chinh", "kinh phí"))
    assert task.coordinating == ("so-du-lich-ha-noi",)
    assert ("1", "lead") in _fields(doubts)


def test_a_body_that_leads_does_not_also_help() -> None:
    (task,), _ = _read({"lead": "Sở Công Thương", "coordinating": "Sở Công Thương; Sở Tài chính", "when": "Quý II"})
    assert task.coordinating == ("so-tai-chinh",)


@pytest.mark.parametrize("same", ["nt", "NT", "như trên", "- nt -", '"', "”"])
def test_as_above_means_the_cell_above(same: str) -> None:
    tasks, _ = _read({"lead": "Sở Công Thương", "when": "Quý II"}, {"lead": same, "when": same})
    assert (tasks[1].leads, tasks[1].when) == (tasks[0].leads, "Quý II")


def test_a_merged_cell_holds_what_the_one_above_holds() -> None:
    tasks, _ = _read(
        {"lead": "Sở Công Thương", "deliverable": "Đề án"},
        {"lead": "", "deliverable": ""},
        merged=("lead", "deliverable"),
    )
    assert (tasks[1].leads, tasks[1].deliverable) == ((Lead("so-cong-thuong"),), "Đề án")


def test_a_blank_lead_is_taken_from_above_and_asked_about_where_the_row_has_its_own_number() -> None:
    tasks, doubts = _read({"lead": "Sở Công Thương", "when": "Quý I"}, {"lead": "", "when": "Quý II"})
    assert tasks[1].leads == (Lead("so-cong-thuong"),)
    assert ("2", "lead") in _fields(doubts)
    tasks, doubts = _read({"lead": "Sở Công Thương", "when": "Quý I"}, {"lead": "", "when": "Quý II"}, numbered=False)
    assert tasks[1].leads == (Lead("so-cong-thuong"),)
    assert not any(field == "lead" for _, field in _fields(doubts))


def test_no_lead_at_all_is_said() -> None:
    (task,), doubts = _read({"lead": "", "when": "Quý I"})
    assert (task.leads, ("1", "lead") in _fields(doubts)) == ((), True)


def test_start_and_end_make_one_phrase() -> None:
    (task,), _ = _read({"lead": "Sở Công Thương", "start": "tháng 3/2024", "end": "tháng 6/2024"})
    assert task.when == "từ tháng 3/2024 đến tháng 6/2024"
    assert task.time is not None
    assert task.time.due_on == date(2024, 6, 30)


def test_an_unreadable_time_is_kept_as_printed_and_asked_about() -> None:
    (task,), doubts = _read({"lead": "Sở Công Thương", "when": "Tùy ý kiến của ông Ba"})
    assert (task.when, task.time) == ("Tùy ý kiến của ông Ba", None)
    assert ("1", "when") in _fields(doubts)


@pytest.mark.parametrize(
    ("remark", "done"), [("Đã thực hiện", True), ("Đã hoàn thành tháng 1", True), ("Sẽ thực hiện", False)]
)
def test_what_was_done_before_the_plan_is_completed(remark: str, done: bool) -> None:
    (task,), doubts = _read({"lead": "Sở Công Thương", "when": "Quý I", "remark": remark})
    assert (task.completed, task.remark) == (done, remark)
    assert (("1", "completed") in _fields(doubts)) is done


def test_a_contact_of_another_body_is_put_there_and_a_phone_column_belongs_to_the_name() -> None:
    row = {
        "lead": "Sở Công Thương",
        "when": "Quý I",
        "contacts": "Ông Trần Văn A, Chuyên viên",
        "phone": "0900.000.001",
    }
    doubts = Doubts()
    book = AgencyBook({TRADE.id: TRADE}, "ha-noi", None, doubts)
    people = PeopleBook({}, doubts)
    reader = TaskReader(book, people, doubts, 2024, None, None)
    (task,) = reader.read([TableRow("1", {"content": "Việc.", **row}, [Where()])])
    assert task.contacts == ("tran-van-a",)
    assert people.phones() == {"tran-van-a": "0900000001"}
    (person,) = people.new_people("kh")
    assert (person.prefix, person.title, person.agency) == ("Ông", "Chuyên viên", "so-cong-thuong")


def test_partners_are_kept_as_printed_and_inherited_without_a_number() -> None:
    tasks, doubts = _read(
        {"lead": "Sở Công Thương", "when": "Quý I", "partners": "Sở Du lịch tỉnh Hà Nam; Hiệp hội (A; B)"},
        {"lead": "", "when": "Quý II", "partners": ""},
        numbered=False,
    )
    assert tasks[0].partners == ("Sở Du lịch tỉnh Hà Nam", "Hiệp hội (A; B)")
    assert tasks[1].partners == tasks[0].partners
    assert any(field == "partners" for _, field in _fields(doubts))


def test_a_body_of_another_place_in_the_column_of_leads_is_a_shifted_partner() -> None:
    tasks, doubts = _read(
        {"lead": "Sở Công Thương", "when": "Quý I", "partners": "Sở Du lịch tỉnh Hà Nam"},
        {"lead": "Sở Công Thương tỉnh Hà Nam", "when": "Quý II", "partners": ""},
        numbered=False,
    )
    assert (tasks[1].leads, tasks[1].partners) == ((Lead("so-cong-thuong"),), ("Sở Công Thương tỉnh Hà Nam",))
    assert any(field == "lead" for _, field in _fields(doubts))


def test_help_named_in_the_content_alone_is_asked_about() -> None:
    (task,), doubts = _read(
        {"lead": "Sở Công Thương", "when": "Quý I", "content": "Phối hợp với Sở Tài chính rà soát chợ."}
    )
    assert task.coordinating == ()
    assert ("1", "coordinating") in _fields(doubts)


def test_a_table_without_a_column_of_times_is_said_once() -> None:
    _, doubts = _read({"lead": "Sở Công Thương"}, {"lead": "Sở Tài chính"})
    assert [d.field for d in doubts.found] == ["when"]
