"""Who signed a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.documents.understanding.parties.surnames import SURNAME
from bot.documents.understanding.prose import ProseLine

_OFFICE = (
    r"(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|VIỆN TRƯỞNG|TRƯỞNG BAN|CỤC TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|HIỆU TRƯỞNG"
    r"|TỔNG GIÁM ĐỐC|BÍ THƯ|THỦ TƯỚNG|TRƯỞNG PHÒNG|CHI CỤC TRƯỞNG|CHÁNH THANH TRA|TỔNG THANH TRA|THỐNG ĐỐC|TỔ TRƯỞNG)"
)
_SIGNING = re.compile(
    rf"^(?:(?:TM|KT|TL|TUQ|Q)\.|T/M|K/T|T/L)\s*\S|^(?:PHÓ )?(?:CHỦ NHIỆM|{_OFFICE})\b"
    rf"|^Nơi nhận\s*:\s*(?:(?:TM|KT|TL|TUQ|Q)\.\s*\S|(?:PHÓ )?{_OFFICE}\b)"
)
_WORD = r"[A-ZĐÀ-Ỹ][a-zà-ỹđ]+"
_PERSON = re.compile(rf"^(?:{_WORD}\s+){{1,4}}{_WORD}$")
_PERSON_CAPS = re.compile(r"^(?:[A-ZĐÀ-Ỹ]{2,8}\s+){1,4}[A-ZĐÀ-Ỹ]{2,8}$")
#: Behind the office on its line, or beside a line of "Nơi nhận".
_BESIDE = re.compile(rf"(?:[^a-zà-ỹđ]|[.;)]) (?P<name>(?:{SURNAME})(?: {_WORD}){{1,4}})$")
_ACADEMIC = re.compile(r"^(?:GS|PGS|TS|ThS|BS|KS)[.\s]+(?:TS[.\s]+)?")
_NO_PERSON = re.compile(
    r"(?i)^(?:nơi nhận|phụ lục|danh sách|danh mục|kế hoạch|biểu|mẫu|như trên|lưu|(?:phó )?(?:chủ tịch|giám đốc"
    r"|bí thư)|đã ký"
    r"|ủy ban|uỷ ban|hội đồng|ban |sở |bộ |quy chế|quyết định|chương trình|bảng|tỉnh|thành phố|văn phòng)"
)


def signer_of(lines: Sequence[ProseLine]) -> str | None:
    """The name under the first signature block."""
    for index, line in enumerate(lines):
        if not _SIGNING.match(line.text):
            continue
        for following in lines[index : index + 12]:
            if name := _name(following.text, is_office=following is line):
                return name
    return None


def _name(text: str, *, is_office: bool) -> str | None:
    """The person a line of the signature block names."""
    name = _ACADEMIC.sub("", text)
    if beside := _BESIDE.search(f" {name}"):
        return beside["name"]
    if is_office or _NO_PERSON.match(name) or _SIGNING.match(text):
        return None
    if _PERSON.match(name):
        return name
    return name.title() if _PERSON_CAPS.match(name) and "NHÂN DÂN" not in name else None
