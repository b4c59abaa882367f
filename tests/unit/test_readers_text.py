"""Reading plans pasted as text: tables inside running text, HTML remains, code pages, cut sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.documents.reading.markup import plain
from bot.documents.reading.refusals import Broken
from bot.documents.reading.source import Document, Paragraph, Table
from bot.documents.reading.text_reader import decode, read_text


def _read(text: str, folder: Path, name: str = "ke-hoach.txt") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_text(path)


def _texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_tables_stand_between_paragraphs_and_know_their_lines(tmp_path: Path) -> None:
    document = _read("Phụ lục\nTT\tNội dung\tChủ trì\n1\tViệc a\tSở Y tế\n\t\tSở Nội vụ\n\nHết", tmp_path)
    before, table, after = document.blocks
    assert isinstance(before, Paragraph)
    assert isinstance(table, Table)
    assert isinstance(after, Paragraph)
    assert [row.texts for row in table.rows] == [
        ("TT", "Nội dung", "Chủ trì"),
        ("1", "Việc a", "Sở Y tế"),
        ("", "", "Sở Nội vụ"),
    ]
    assert table.rows[1].where.label == "dòng 3"
    assert after.where.line == 6


def test_a_repeated_header_after_a_blank_line_opens_a_new_table(tmp_path: Path) -> None:
    document = _read("TT\tA\tB\n1\tx\ty\n\nTT\tA\tB\n2\tx\ty\n", tmp_path)
    assert [len(table.rows) for table in document.tables] == [2, 2]


def test_lines_inside_a_cell_are_joined_to_their_row(tmp_path: Path) -> None:
    text = 'TT\tNội dung\tChủ trì\n1\tViệc a\nphần sau\tSở X\nI\tMục\n2\tViệc\t"- Sở Y\n- Sở Z"\n\tTiếp\tSở K\n'
    rows = [row.texts for row in _read(text, tmp_path).tables[0].rows]
    assert rows[1:] == [
        ("1", "Việc a\nphần sau", "Sở X"),
        ("I", "Mục"),
        ("2", "Việc", "- Sở Y\n- Sở Z"),
        ("", "Tiếp", "Sở K"),
    ]


def test_markdown_tables_and_headings(tmp_path: Path) -> None:
    document = _read("## KẾ HOẠCH\n\n| TT | Nội dung |\n|---|:--|\n| 1 | **a**<br>b |\n", tmp_path, "a.md")
    (heading,) = document.paragraphs
    assert (heading.text, heading.style.heading) == ("KẾ HOẠCH", 2)
    assert [row.texts for row in document.tables[0].rows] == [("TT", "Nội dung"), ("1", "a\nb")]


def test_bold_text_over_two_lines_is_one_paragraph(tmp_path: Path) -> None:
    (paragraph,) = _read("**ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN**\n", tmp_path).paragraphs
    assert paragraph.text == "ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN"
    assert paragraph.style.bold


def test_a_sentence_cut_by_a_page_is_whole_and_the_page_number_is_gone(tmp_path: Path) -> None:
    cut = "Thủ trưởng các đơn vị định kỳ báo cáo hàng năm kết quả triển khai thực hiện (trước ngày"
    document = _read(f"{cut}\n\n3\n\n15/9) gửi Sở.\n\n{cut}\n\nngay sau đó gửi về Sở.\n", tmp_path)
    assert _texts(document) == [cut, "15/9) gửi Sở.", f"{cut} ngay sau đó gửi về Sở."]


_SENTENCE = "các sở ban ngành và đơn vị liên quan triển khai thực hiện kế hoạch này theo chức năng nhiệm vụ được giao"


def test_lines_broken_at_a_fixed_width_are_put_together(tmp_path: Path) -> None:
    words = _SENTENCE.split()
    lines, line = [], ""
    for word in words * 6:
        if len(line) + 1 + len(word) > 72:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    document = _read("\n".join([*lines, line]) + "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n", tmp_path)
    assert _texts(document) == [" ".join(words * 6), "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('<ul style="x"> <li>- Một;</li> <li>Hai</li></ul>', "- Một;\n- Hai"),
        ("<ul> - Một - Hai", "- Một - Hai"),
        ("<p>- Một</p><p>- Hai</p>", "- Một\n- Hai"),
        ("PCVP<sub>Đ.Q.Hùng</sub>", "PCVPĐ.Q.Hùng"),
        ("A<br/>B&nbsp;C &amp; D", "A\nB C & D"),
        ("5 < 6 và <ghi chú>", "5 < 6 và <ghi chú>"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("1\\. Mục", "1. Mục"),
    ],
)
def test_markup_is_reduced_to_text(raw: str, text: str) -> None:
    assert plain(raw).text == text


def test_italics_and_bold_are_hints() -> None:
    reading = plain("- Sở Nội vụ <i>(mô hình chính quyền)</i>")
    assert reading.italics == ("(mô hình chính quyền)",)
    assert not reading.italic
    assert plain("<b>TT</b>").bold
    assert plain("*Hx*").italic


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_any_form_is_read_unchanged(encoding: str) -> None:
    text = "Kế hoạch số 188 của Ủy ban\n"
    assert decode(text.encode(encoding)) == text


def test_the_old_windows_code_page_is_read() -> None:
    import unicodedata

    data = "Kê\u0301 hoa\u0323ch năm 2024".encode("cp1258")
    assert unicodedata.normalize("NFC", decode(data)) == "Kế hoạch năm 2024"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Broken):
        decode(bytes(range(32)) * 20)
