"""Files that are broken, locked, huge or made to do harm: one clear error, and nothing else happens."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from bot.documents.reading import refusals as errors
from bot.documents.reading.guard import MB, Limits
from bot.documents.reading.open_document import open_document
from bot.documents.reading.source import Document
from tests.fakes import hostile_files as hostile
from tests.fakes.plan_documents import write_docx, write_pdf, write_xlsx
from tests.fakes.plan_papers import Grid, Paper

_SHORT = Limits(cpu_seconds=2, wall_seconds=60.0, memory_bytes=400 * MB)
_PAPER = Paper("nho", ("Kế hoạch nhỏ", Grid(("TT", "Nội dung", "Chủ trì"), (("1", "Việc thứ nhất", "Sở Du lịch"),))))
Make = Callable[[Path], object]


def _failure(path: Path, limits: Limits | None = None) -> errors.ImportFailure:
    with pytest.raises(errors.ImportFailure) as caught:
        open_document(path, limits=limits)
    failure = caught.value
    assert str(failure).strip()
    assert failure.hint
    assert failure.id.startswith("DD.E06") or failure.id == "DD.E070"
    return failure


def _zip_bomb(path: Path) -> object:
    return hostile.package(path, {"word/document.xml": b"<a>" + b" " * (50 * MB) + b"</a>"})


def _many_parts(path: Path) -> object:
    return hostile.package(path, {f"word/{number}.bin": b"x" for number in range(3100)})


def _with_macros(path: Path) -> object:
    write_docx(_PAPER, path)
    return hostile.with_part(path, "word/vbaProject.bin", b"macro")


def _half(write: Callable[[Paper, Path], Path]) -> Make:
    def make(path: Path) -> object:
        data = write(_PAPER, path).read_bytes()
        return path.write_bytes(data[: len(data) * 2 // 3])

    return make


def _formula(path: Path) -> object:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["TT", "Nội dung", "Thời gian"])
    sheet.append([1, '=HYPERLINK("http://example.invalid","x")', "Quý I"])
    return book.save(path)


def _old_letters(text: str) -> Make:
    """A Word file typed before Unicode."""

    def make(path: Path) -> object:
        document = docx.Document()
        for line in text.split("\n"):
            document.add_paragraph(line)
        return document.save(str(path))

    return make


def _no_text(path: Path) -> object:
    return docx.Document().save(str(path))


def _entities_in_workbook(path: Path) -> object:
    write_xlsx(_PAPER, path)
    return hostile.with_part_replaced(path, "xl/worksheets/sheet1.xml", hostile.ENTITY_BOMB.encode())


def _bytes(content: bytes) -> Make:
    return lambda path: path.write_bytes(content)


_CASES: dict[str, tuple[str, Make, type[errors.ImportFailure]]] = {
    "zip bomb": ("a.docx", _zip_bomb, errors.Hostile),
    "thousands of parts": ("a.docx", _many_parts, errors.Hostile),
    "entity bomb": ("a.docx", lambda p: hostile.package(p, {"word/document.xml": hostile.ENTITY_BOMB}), errors.Hostile),
    "entity from a file": (
        "a.docx",
        lambda p: hostile.package(p, {"word/document.xml": hostile.FILE_ENTITY}),
        errors.Hostile,
    ),
    "entity in UTF-16": (
        "a.docx",
        lambda p: hostile.package(p, {"word/document.xml": hostile.FILE_ENTITY.encode("utf-16")}),
        errors.Hostile,
    ),
    "entity bomb in a workbook": ("a.xlsx", _entities_in_workbook, errors.Hostile),
    "locked Word file": ("a.docx", hostile.locked_package, errors.Encrypted),
    "locked workbook": ("a.xlsx", hostile.locked_package, errors.Encrypted),
    "locked zip": ("a.docx", hostile.locked_zip, errors.Encrypted),
    "locked PDF": ("a.pdf", hostile.locked_pdf, errors.Encrypted),
    "macro file by name": ("a.docm", lambda p: write_docx(_PAPER, p), errors.HasMacros),
    "macros inside": ("a.docx", _with_macros, errors.HasMacros),
    "empty": ("a.docx", _bytes(b""), errors.EmptyFile),
    "empty text": ("a.txt", _bytes(b""), errors.EmptyFile),
    "blank text": ("a.txt", _bytes(b" \n\n \t\n"), errors.EmptyFile),
    "Word without text": ("a.docx", _no_text, errors.EmptyFile),
    "cut Word file": ("a.docx", _half(write_docx), errors.Broken),
    "cut workbook": ("a.xlsx", _half(write_xlsx), errors.Broken),
    "cut PDF": ("a.pdf", _half(write_pdf), errors.Broken),
    "picture cut short, named pdf": ("a.pdf", _bytes(hostile.PNG[:40]), errors.Broken),
    "page of the web": ("a.html", _bytes(b"<html><p>x</p></html>"), errors.UnknownFormat),
    "rich text": ("a.docx", _bytes(b"{\\rtf1 x}"), errors.UnknownFormat),
    "old Word": ("a.doc", _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)), errors.UnknownFormat),
    "some zip": ("a.docx", lambda p: hostile.package(p, {"x.txt": "x"}), errors.UnknownFormat),
    "text named docx": ("a.docx", _bytes("Kế hoạch".encode()), errors.Broken),
    "program named txt": ("a.txt", _bytes(b"\x7fELF" + bytes(range(256)) * 8), errors.Broken),
    "Word that is no XML": ("a.docx", lambda p: hostile.package(p, {"word/document.xml": "not xml"}), errors.Broken),
    "Word without its main part": ("a.docx", lambda p: hostile.package(p, {"word/a.xml": "<a/>"}), errors.Broken),
    "formula": ("a.xlsx", _formula, errors.HasFormulas),
}


@pytest.mark.parametrize("name", _CASES)
def test_a_bad_file_gives_its_own_error(name: str, tmp_path: Path) -> None:
    file_name, make, expected = _CASES[name]
    path = tmp_path / file_name
    make(path)
    assert type(_failure(path)) is expected


def test_the_place_of_the_formula_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _formula(path)
    assert "B2" in str(_failure(path))


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "to.docx"
    with path.open("wb") as file:
        file.truncate(200 * MB)
    assert "200 MB" in str(_failure(path, Limits(memory_bytes=120 * MB)))


@pytest.mark.parametrize("make", [hostile.page_loop_pdf, hostile.drawing_loop_pdf, hostile.previous_loop_pdf])
def test_a_pdf_that_loops_ends(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    make(path)
    assert type(_failure(path)) in (errors.EmptyFile, errors.Broken, errors.Hostile)


def test_endless_work_is_stopped_by_the_processor_limit(tmp_path: Path) -> None:
    path = hostile.endless_pdf(tmp_path / "a.pdf", repeats=400_000)
    assert path.stat().st_size < MB
    assert type(_failure(path, _SHORT)) is errors.OverLimit


def test_a_swelling_pdf_is_stopped_by_the_memory_limit(tmp_path: Path) -> None:
    path = hostile.swelling_pdf(tmp_path / "a.pdf", megabytes=200)
    assert path.stat().st_size < MB
    assert type(_failure(path, Limits(memory_bytes=250 * MB))) is errors.OverLimit


def test_a_workbook_with_a_cell_in_its_last_corner_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(_PAPER, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(path)
    assert type(_failure(path)) is errors.TooBig


def test_a_workbook_merged_over_all_its_cells_is_stopped(tmp_path: Path) -> None:
    path = write_xlsx(_PAPER, tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    hostile.with_part_replaced(path, "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", merged))
    assert type(_failure(path, _SHORT)) is errors.OverLimit


def test_the_clock_stops_a_reader_that_does_not_end(tmp_path: Path) -> None:
    path = write_docx(_PAPER, tmp_path / "a.docx")
    assert type(_failure(path, Limits(wall_seconds=0.0))) is errors.OverLimit


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong.txt")
    for path in (tmp_path, tmp_path / "khong-co.docx", tmp_path / "ong.txt"):
        _failure(path)


def test_the_reading_process_gets_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.documents.reading import sandbox

    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc")
    monkeypatch.setenv("DATABASE_URL", "postgresql://x")
    assert not {"TELEGRAM_BOT_TOKEN", "DATABASE_URL"} & sandbox._environment().keys()


@pytest.mark.parametrize(("ending", "write"), [(".docx", write_docx), (".xlsx", write_xlsx), (".pdf", write_pdf)])
def test_damaged_bytes_give_a_document_or_a_clear_error(
    ending: str, write: Callable[[Paper, Path], Path], tmp_path: Path
) -> None:
    whole = write(_PAPER, tmp_path / f"whole{ending}").read_bytes()
    path = tmp_path / f"damaged{ending}"
    outcomes = []
    for part in range(8):
        data = bytearray(whole)
        at = len(data) * part // 8
        data[at : at + 40] = bytes(reversed(data[at : at + 40]))
        path.write_bytes(bytes(data))
        try:
            outcomes.append(type(open_document(path)))
        except errors.ImportFailure as failure:
            outcomes.append(type(failure))
    assert len(outcomes) == 8
    assert set(outcomes) - {Document}


@pytest.mark.parametrize("write", [write_docx, write_xlsx])
def test_a_cell_without_end_is_refused_with_its_place(write: Callable[[Paper, Path], Path], tmp_path: Path) -> None:
    table = Grid(("TT", "Nội dung", "Chủ trì"), (("1", "đơn vị " * 4000, "Sở Du lịch"),))
    path = write(Paper("dai", ("Kế hoạch", table)), tmp_path / f"dai.{write.__name__.removeprefix('write_')}")
    failure = _failure(path)
    assert isinstance(failure, errors.OverLimit)
    assert re.search(r"bảng 1, dòng \d", str(failure))


def test_a_paragraph_without_end_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "dai.txt"
    path.write_text("Kế hoạch\n\n" + "Sở Du lịch chủ trì " * 2000, encoding="utf-8")
    assert "dòng 3" in str(_failure(path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TCVN3", "KÕ ho¹ch ph¸t triÓn du lÞch, ®Çu t­ c¸c dù ¸n"),
        ("VNI", "Keá hoaïch phaùt trieån, baùo caùo Taøi chính"),
    ],
)
def test_an_old_encoding_is_refused_by_its_name(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    _old_letters(text)(path)
    assert name in str(_failure(path))


def _office(folder: Path, does: str) -> None:
    """A program that is called like LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)


def test_an_old_word_file_is_read_where_libreoffice_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = write_docx(_PAPER, tmp_path / "moi.docx")
    old = tmp_path / "cu.doc"
    old.write_bytes(hostile.OLE + "WordDocument".encode("utf-16-le") + bytes(900))
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    # Arguments: profile, --headless, --norestore, --convert-to docx, --outdir FOLDER, FILE.
    _office(tmp_path, f'test "$5" = docx && cp {new} "$7/cu.docx"')
    document = open_document(old)
    assert document.name == "cu.doc"
    assert document.tables[0].rows[1].texts[1] == "Việc thứ nhất"
    _office(tmp_path, "exit 1")
    assert "LibreOffice" in str(_failure(old).hint)
