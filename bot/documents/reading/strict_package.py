"""Word files and workbooks saved as "Strict Open XML": the same content under other names."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

_STRICT = b"http://purl.oclc.org/ooxml/"
_KINDS = rb"(officeDocument|wordprocessingml|spreadsheetml|drawingml|presentationml)/"
_KINDS = rb"(officeDocument|wordprocessingml|spreadsheetml|drawingml|presentationml)/"
_NAMES = (
    (re.compile(_STRICT + rb"officeDocument/extendedProperties"), rb"officeDocument/2006/extended-properties"),
    (re.compile(_STRICT + rb"officeDocument/customProperties"), rb"officeDocument/2006/custom-properties"),
    (re.compile(_STRICT + _KINDS), rb"\1/2006/"),
)
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
#: Parts that name the others; nothing else is looked at in a file that is not strict.
_FIRST = "_rels/.rels"


def transitional(path: Path) -> Path | BytesIO:
    """The file under the usual names; itself when it has them."""
    with zipfile.ZipFile(path) as package:
        if _FIRST not in package.namelist() or _STRICT not in package.read(_FIRST):
            return path
        changed = BytesIO()
        with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as copy:
            for entry in package.infolist():
                data = package.read(entry)
                is_xml = entry.filename.lower().endswith((".xml", ".rels"))
                copy.writestr(entry.filename, _renamed(data) if is_xml else data)
    changed.seek(0)
    return changed


def _renamed(data: bytes) -> bytes:
    for pattern, name in _NAMES:
        data = pattern.sub(_TRANSITIONAL + name, data)
    return data
