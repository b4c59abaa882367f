"""The rules for the head and foot of a paper one by one: number, date, issuer, title, signer, year, parts of a file."""

from __future__ import annotations

from datetime import date

import pytest

from bot.documents.reading.source import Cell, Paragraph, Row, Style, Table, Where
from bot.documents.understanding.heading.heading import Heading, read_heading
from bot.documents.understanding.heading.legal_bases import legal_bases
from bot.documents.understanding.heading.segments import divide
from bot.documents.understanding.heading.signing import signer_of
from bot.documents.understanding.prose import ProseLine
from bot.messages.importing import doubts as texts


def _lines(*texts: str) -> list[ProseLine]:
    return [ProseLine(text, Where(line=n), Style(bold=text.isupper())) for n, text in enumerate(texts, start=1)]


def _heading(*texts: str, captions: tuple[str, ...] = (), below: tuple[str, ...] = ()) -> Heading:
    head = _lines(*texts)
    return read_heading(head, [*head, *_lines(*below)], captions)


# Number


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Số: 188/KH-UBND", "188/KH-UBND"),
        ("Số 188 /KH - UBND", "188/KH-UBND"),
        ("Số:4778/KH-UBND", "4778/KH-UBND"),
        ("Số: 12a/KH-SYT", "12a/KH-SYT"),
        ("Số: 60-KH/TU", "60-KH/TU"),
        ("Số: 45/QĐ-TTg", "45/QĐ-TTg"),
    ],
)
def test_a_number_is_read_however_it_is_spaced(line: str, code: str) -> None:
    heading = _heading(line)
    assert heading.code is not None
    assert (heading.code.text, heading.code.where.line, heading.damaged) == (code, 1, None)


@pytest.mark.parametrize("line", ["Số:      /KH-UBND", "Số: …/KH-UBND", "Số ....../KH-UBND"])
def test_a_blank_number_is_never_guessed(line: str) -> None:
    heading = _heading(line)
    assert (heading.code, heading.damaged) == (None, line)


def test_the_appendix_tells_the_number_and_the_date_that_the_head_lacks() -> None:
    heading = _heading("KẾ HOẠCH", below=("(Kèm theo Kế hoạch số 188/KH-UBND ngày 06/7/2022 của UBND Thành phố)",))
    assert heading.code is not None
    assert (heading.code.text, heading.signed_on) == ("188/KH-UBND", date(2022, 7, 6))


def test_no_number_line_is_not_damaged() -> None:
    heading = _heading("KẾ HOẠCH", "Rà soát chợ năm 2024")
    assert (heading.code, heading.damaged) == (None, None)


# Date and place


def test_the_date_line_says_when_and_where() -> None:
    heading = _heading("Nghệ An, ngày 12 tháng 3 năm 2024")
    assert heading.signed_on == date(2024, 3, 12)
    assert heading.place is not None
    assert heading.place.id == "nghe-an"


@pytest.mark.parametrize("line", ["Hà Nội, ngày    tháng 3 năm 2025", "Hà Nội, ngày ... tháng ... năm 2025"])
def test_a_date_without_a_day_is_left_open_and_shown(line: str) -> None:
    heading = _heading(line)
    assert (heading.signed_on, heading.damaged_date) == (None, line)


def test_a_day_that_is_none_is_left_open() -> None:
    assert _heading("Hà Nội, ngày 31 tháng 2 năm 2025").signed_on is None


# Issuer


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (("ỦY BAN NHÂN DÂN", "TỈNH NGHỆ AN"), "Ủy ban nhân dân tỉnh Nghệ An"),
        (("UBND THÀNH PHỐ HÀ NỘI",), "UBND thành phố Hà Nội"),
        (("UBND TỈNH BẮC NINH", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"), "Sở Nông nghiệp và Môi trường"),
        (("UỶ BAN NHÂN DÂN", "THÀNH PHỐ HẢI PHÒNG"), "Ủy ban nhân dân thành phố Hải Phòng"),
    ],
)
def test_the_lowest_office_of_the_letterhead_issues(lines: tuple[str, ...], issuer: str) -> None:
    heading = _heading(*lines, "Số: 1/KH-UBND")
    assert heading.issuer is not None
    assert heading.issuer.text == issuer


def test_the_sentence_that_issues_the_plan_goes_before_the_letterhead() -> None:
    heading = _heading("UBND TỈNH NGHỆ AN", "KẾ HOẠCH", "Căn cứ Luật A, Sở Y tế ban hành Kế hoạch như sau:")
    assert heading.issuer is not None
    assert heading.issuer.text.startswith("Sở Y tế")


def test_a_bare_issuer_is_of_the_place_of_the_date_line() -> None:
    heading = _heading("Hà Nội, ngày 6 tháng 7 năm 2022", "KẾ HOẠCH", "UBND Thành phố ban hành Kế hoạch như sau:")
    assert heading.issuer is not None
    assert heading.issuer.text == "UBND thành phố Hà Nội"


# Title and year


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("KẾ HOẠCH", "Rà soát chợ năm 2024"), "Rà soát chợ năm 2024"),
        (("KẾ HOẠCH Rà soát chợ năm 2024",), "Rà soát chợ năm 2024"),
        (("KẾ HOẠCH", "V/v rà soát chợ"), "rà soát chợ"),
        (("KẾ HOẠCH", "Rà soát chợ dân sinh", "trên địa bàn Thành phố"), "Rà soát chợ dân sinh trên địa bàn Thành phố"),
        (("KẾ HOẠCH", "Rà soát chợ", "Căn cứ Luật A;"), "Rà soát chợ"),
        (("V/v rà soát chợ",), "rà soát chợ"),
        (("Rà soát chợ",), ""),
    ],
)
def test_the_title_stands_under_the_kind_of_the_paper(lines: tuple[str, ...], title: str) -> None:
    assert _heading(*lines).title == title


@pytest.mark.parametrize(
    ("title", "signed", "captions", "year", "source"),
    [
        ("Rà soát chợ năm 2024", "2023", ("PHỤ LỤC Danh mục năm 2025",), 2025, texts.FROM_APPENDIX),
        ("Rà soát chợ năm 2024", "2023", (), 2024, texts.FROM_TITLE),
        ("Rà soát chợ", "2023", (), 2023, texts.FROM_SIGNING),
        ("Rà soát chợ giai đoạn 2026 - 2030", "2025", (), 2026, texts.FROM_TITLE),
    ],
)
def test_the_year_comes_from_the_nearest_place(
    title: str, signed: str, captions: tuple[str, ...], year: int, source: str
) -> None:
    heading = _heading(f"Hà Nội, ngày 5 tháng 12 năm {signed}", "KẾ HOẠCH", title, captions=captions)
    assert (heading.year, heading.year_source) == (year, source)


def test_the_year_of_the_plan_an_appendix_belongs_to_is_not_the_appendixs_own() -> None:
    caption = "PHỤ LỤC (Kèm theo Kế hoạch số 1/KH-UBND ngày 5 tháng 12 năm 2023)"
    assert _heading("KẾ HOẠCH", "Rà soát chợ năm 2024", captions=(caption,)).year == 2024


def test_a_period_in_the_title_is_the_plans_own_time() -> None:
    heading = _heading("KẾ HOẠCH", "Rà soát chợ giai đoạn 2026 - 2030")
    assert heading.when is not None
    assert heading.when.text == "giai đoạn 2026 - 2030"


def test_a_time_said_for_the_whole_plan() -> None:
    heading = _heading("KẾ HOẠCH", "Rà soát chợ", "2. Thời gian thực hiện: Từ tháng 3 đến tháng 6/2024.")
    assert heading.when is not None
    assert (heading.when.text, heading.when.where.line) == ("Từ tháng 3 đến tháng 6/2024", 3)


# Legal bases


def test_legal_bases_stand_between_title_and_first_section() -> None:
    lines = _lines(
        "Căn cứ trước tên;",
        "KẾ HOẠCH",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "- Thực hiện Nghị quyết số 1/NQ-CP,",
        "UBND Thành phố ban hành Kế hoạch như sau:",
        "I. MỤC ĐÍCH",
        "Căn cứ điều kiện thực tế;",
    )
    assert legal_bases(lines) == ("Căn cứ Luật Tổ chức chính quyền địa phương", "Thực hiện Nghị quyết số 1/NQ-CP")


def test_a_basis_inside_the_sentence_that_issues_the_plan() -> None:
    lines = _lines(
        "KẾ HOẠCH", "Thực hiện Nghị quyết số 1/NQ-CP ngày 5/1/2024, UBND Thành phố ban hành Kế hoạch như sau:"
    )
    assert legal_bases(lines) == ("Thực hiện Nghị quyết số 1/NQ-CP ngày 5/1/2024",)


# Signer


@pytest.mark.parametrize(
    ("lines", "signer"),
    [
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Hà Minh Hải"), "Hà Minh Hải"),
        (("GIÁM ĐỐC", "(đã ký)", "TS. Trần Thị Bình"), "Trần Thị Bình"),
        (("GIÁM ĐỐC", "NGUYỄN VĂN AN"), "Nguyễn Văn An"),
        (("TM. ỦY BAN NHÂN DÂN", "Nơi nhận:", "- Như trên;"), None),
        (("Hà Minh Hải",), None),
    ],
)
def test_the_name_under_the_signature_block(lines: tuple[str, ...], signer: str | None) -> None:
    assert signer_of(_lines(*lines)) == signer


# Several papers in one file

_TASKS = Table(
    tuple(
        Row(tuple(Cell(text) for text in row))
        for row in (("TT", "Nội dung", "Chủ trì", "Thời gian"), ("1", "Rà soát chợ.", "Sở A", "Quý I"))
    )
)


def _blocks(*parts: str | Table) -> list[Paragraph | Table]:
    return [part if isinstance(part, Table) else Paragraph(part, Where(line=n)) for n, part in enumerate(parts)]


LETTER = ("SỞ TÀI CHÍNH", "Số: 5/STC-QLNS", "V/v gửi kế hoạch", "Kính gửi: UBND quận.", "GIÁM ĐỐC", "Nơi nhận:")
PLAN = ("ỦY BAN NHÂN DÂN", "Số: 188/KH-UBND", "KẾ HOẠCH", "Rà soát chợ năm 2024", "Nội dung theo Phụ lục.")
DECISION = ("ỦY BAN NHÂN DÂN", "Số: 9/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc ban hành Kế hoạch", "Điều 1.", "Nơi nhận:")


def test_one_paper_is_the_whole_file() -> None:
    blocks = _blocks(*PLAN, _TASKS)
    division = divide(blocks)
    assert (list(division.plan.blocks), division.left_out, division.plan.kind) == (blocks, (), "KẾ HOẠCH")


def test_a_covering_letter_is_left_out_and_named() -> None:
    division = divide(_blocks(*LETTER, *PLAN, _TASKS))
    assert division.plan.lines[0].text == "ỦY BAN NHÂN DÂN"
    assert [part.opening for part in division.left_out] == ["Công văn 5/STC-QLNS (V/v gửi kế hoạch)"]


def test_a_decision_that_issues_the_plan_gives_it_its_number() -> None:
    attached = ("(Ban hành kèm theo Quyết định số 9/QĐ-UBND)",)
    division = divide(
        _blocks(*DECISION, "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", *PLAN[2:4], *attached, _TASKS)
    )
    assert division.issued_by is not None
    assert division.issued_by.kind == "QUYẾT ĐỊNH"
    assert division.left_out == ()


def test_no_block_is_lost_between_the_parts() -> None:
    blocks = _blocks(*LETTER, *PLAN, _TASKS)
    division = divide(blocks)
    parts = [*division.left_out, division.plan]
    assert sum(len(part.blocks) for part in parts) == len(blocks)
