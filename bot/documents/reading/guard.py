"""What a file really is and whether it may be opened: looked at before any library reads it."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from bot.documents.reading.refusals import (
    Broken,
    EmptyFile,
    Encrypted,
    HasMacros,
    Hostile,
    ImportFailure,
    TooBig,
    UnknownFormat,
)

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may cost; generous for an honest plan of several hundred pages."""

    file_bytes: int = 60 * MB
    #: All parts of a Word file or workbook together, unpacked.
    unpacked_bytes: int = 250 * MB
    #: One XML part, unpacked.
    xml_bytes: int = 60 * MB
    #: Unpacked to packed size, asked only of parts of more than 5 MB.
    ratio: int = 200
    entries: int = 3000
    pages: int = 600
    #: Pages that are pictures and must be recognised, at half a second of processor time each and many by the clock.
    scanned_pages: int = 60
    #: One paragraph or cell; what is longer is no plan, and the time to look through it grows with its length.
    text_characters: int = 20_000
    #: Processor time of the reading process, and time by the clock without a page read, in seconds.
    cpu_seconds: int = 90
    wall_seconds: float = 300.0
    #: Address space of the reading process.
    memory_bytes: int = 640 * MB


class FileKind(StrEnum):
    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    PICTURE = "picture"


_TEXT_ENDINGS = frozenset({".txt", ".md", ".markdown", ".text", ".tsv", ""})
_ENDINGS = {".docx": FileKind.DOCX, ".pdf": FileKind.PDF, ".xlsx": FileKind.XLSX}
_MACRO_ENDINGS = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".xlsb"})
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_GIF, _HEIC = b"GIF8", b"ftyphe"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def check_file(path: Path, limits: Limits) -> FileKind:
    """The kind of the file by its content, after every check that needs no reader.

    Raises an ``ImportFailure`` for a file that is missing, empty, too big, encrypted, hostile, cut short or unknown.
    """
    _check_size(path, limits)
    with path.open("rb") as file:
        head = file.read(4096)
    kind = _kind(path, head)
    if kind in (FileKind.DOCX, FileKind.XLSX):
        _check_package(path, kind, limits)
    elif kind is FileKind.PDF:
        _check_pdf_end(path)
    return kind


def _check_size(path: Path, limits: Limits) -> None:
    try:
        status = path.stat()
    except OSError:
        raise ImportFailure(f"Không mở được tệp {path.name}.", hint="Xin kiểm tra lại đường dẫn.") from None
    if not stat.S_ISREG(status.st_mode):
        raise ImportFailure(f"{path.name} không phải là tệp.", hint="Xin chọn một tệp văn bản.")
    if status.st_size == 0:
        raise EmptyFile
    if status.st_size > limits.file_bytes:
        raise TooBig(f"Tệp nặng {status.st_size // MB} MB, quá {limits.file_bytes // MB} MB.")


def _kind(path: Path, head: bytes) -> FileKind:
    ending = path.suffix.lower()
    if ending in _MACRO_ENDINGS:
        raise HasMacros
    if head.startswith(_PICTURES):
        return FileKind.PICTURE
    if head.startswith(_GIF) or head[4:10] == _HEIC:
        raise UnknownFormat("Tệp này là ảnh loại chưa đọc được.", hint="Xin lưu lại thành ảnh .jpg hoặc .png.")
    if head.startswith(_OLE):
        raise _ole_failure(path)
    if head.startswith(b"PK"):
        return _package_kind(path)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(b"{\\rtf") or ending not in _TEXT_ENDINGS | _ENDINGS.keys():
        raise UnknownFormat
    if ending in _ENDINGS:
        raise Broken(f"Tệp có đuôi {ending} nhưng nội dung không phải loại đó, hoặc đã bị hỏng.")
    return FileKind.TEXT


def _ole_failure(path: Path) -> ImportFailure:
    """An encrypted Word file or workbook is an OLE file with one part; else it is an old format."""
    if _ENCRYPTED_PACKAGE in path.read_bytes():
        return Encrypted()
    return UnknownFormat("Tệp Word hoặc Excel loại cũ (.doc, .xls).")


def _package_kind(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as package:
            names = {name.lstrip("/").lower() for name in package.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Broken from None
    if any(name.endswith("vbaproject.bin") for name in names):
        raise HasMacros
    if any(name.startswith("word/") for name in names):
        return FileKind.DOCX
    if any(name.startswith("xl/") for name in names):
        return FileKind.XLSX
    raise UnknownFormat("Tệp nén này không phải văn bản Word hay bảng tính Excel.")


def _check_package(path: Path, kind: FileKind, limits: Limits) -> None:
    """Read every part once in small pieces: sizes as they really are, sums right, no entities declared in XML."""
    with zipfile.ZipFile(path) as package:
        entries = package.infolist()
        if len(entries) > limits.entries or sum(entry.compress_size for entry in entries) > path.stat().st_size:
            raise Hostile
        total = 0
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise Encrypted
            total += _check_entry(package, entry, limits, limits.unpacked_bytes - total)


def _check_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, left: int) -> int:
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    most = min(left, limits.xml_bytes) if is_xml else left
    if entry.file_size > most or _swells(entry.file_size, entry.compress_size, limits):
        raise Hostile("Tệp nén phình ra quá lớn khi mở.")
    try:
        with package.open(entry) as part:
            return _read_part(part, most, _parser() if is_xml else None)
    except DefusedXmlException:
        raise Hostile("Tệp có khai báo thực thể XML, thường chỉ gặp trong tệp phá hoại.") from None
    except (zipfile.BadZipFile, ParseError, EOFError, OSError, NotImplementedError, zlib.error):
        raise Broken from None


def _swells(unpacked: int, packed: int, limits: Limits) -> bool:
    return unpacked > 5 * MB and unpacked > limits.ratio * max(1, packed)


class _Nothing:
    """A target that keeps nothing of the tree."""

    def close(self) -> None:
        """Called at the end of the part."""


def _parser() -> DefusedXMLParser:
    return DefusedXMLParser(target=_Nothing(), forbid_dtd=True)


def _read_part(part: IO[bytes], most: int, parser: DefusedXMLParser | None) -> int:
    size = 0
    while piece := part.read(64 * 1024):
        size += len(piece)
        if size > most:
            raise Hostile("Tệp nén phình ra quá lớn khi mở.")
        if parser is not None:
            parser.feed(piece)
    if parser is not None and size:
        parser.close()
    return size


def _check_pdf_end(path: Path) -> None:
    """A PDF that was cut off may still show its first pages; half a plan is worse than none."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 4096))
        if b"%%EOF" not in file.read():
            raise Broken("Tệp PDF thiếu phần cuối.")
