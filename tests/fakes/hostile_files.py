"""Files that nobody should send: bombs, loops, passwords, macros; each made small, for tests only."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from reportlab.pdfgen import canvas

#: How an old Word file, or a locked one, begins.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ENTITY_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha ha ha ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 20}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><w:document>&i;</w:document>"
)
FILE_ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><w:document>&f;</w:document>'
)


def package(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip file with the given parts, as Word and Excel make them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"[Content_Types].xml": _TYPES, **parts}.items():
            made.writestr(name, content)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The package with one part more."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return path


def with_part_replaced(path: Path, name: str, content: bytes) -> Path:
    """The package with one part's content replaced."""
    with zipfile.ZipFile(path) as old:
        parts = {entry: old.read(entry) for entry in old.namelist()}
    assert name in parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for entry, was in parts.items():
            made.writestr(entry, content if entry == name else was)
    return path


def locked_package(path: Path) -> Path:
    """The outside of an encrypted Word file: an OLE file with a stream named EncryptedPackage."""
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1500) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    return path


def locked_zip(path: Path) -> Path:
    """A package whose parts say that they are encrypted with a zip password."""
    data = bytearray(package(path, {"word/document.xml": "<a/>"}).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    path.write_bytes(bytes(data))
    return path


def locked_pdf(path: Path) -> Path:
    """A PDF that asks for a password."""
    page = canvas.Canvas(str(path), encrypt="bi-mat")
    page.drawString(100, 700, "Ke hoach")
    page.save()
    return path


def raw_pdf(path: Path, objects: Sequence[bytes]) -> Path:
    """A PDF of the given objects, numbered from 1; the first is the catalogue."""
    data, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, data.rfind(b"xref"))
    path.write_bytes(data)
    return path


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A PDF stream object, packed."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800]"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page_loop_pdf(path: Path) -> Path:
    """A page tree that is its own child."""
    return raw_pdf(path, [_CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def drawing_loop_pdf(path: Path) -> Path:
    """A drawing that draws itself."""
    form = stream(b"/F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 4 0 R >> >>")
    page = _PAGE + b" /Contents 5 0 R /Resources << /XObject << /F 4 0 R >> >> >>"
    return raw_pdf(path, [_CATALOGUE, _ONE_PAGE, page, form, stream(b"/F Do")])


def previous_loop_pdf(path: Path) -> Path:
    """A table of contents that names itself as the one before."""
    path = raw_pdf(path, [_CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"])
    data = path.read_bytes()
    start = data.rfind(b"startxref")
    place = data[start:].split()[1]
    path.write_bytes(data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev " + place))
    return path


def endless_pdf(path: Path, repeats: int) -> Path:
    """A page that draws the same letters ``repeats`` times: small as a file, hours of work."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    )
    content = b"BT /F 9 Tf " + b"1 0 0 1 50 50 Tm (abcdefgh) Tj " * repeats + b"ET"
    return raw_pdf(path, [_CATALOGUE, _ONE_PAGE, page, stream(content), _FONT])


def swelling_pdf(path: Path, megabytes: int) -> Path:
    """A page whose content unpacks to that many megabytes."""
    page = _PAGE + b" /Contents 4 0 R >>"
    return raw_pdf(path, [_CATALOGUE, _ONE_PAGE, page, stream(b" " * (megabytes * 1024 * 1024))])


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
