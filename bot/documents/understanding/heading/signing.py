"""Who signed a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.documents.understanding.prose import ProseLine

_SIGNING = re.compile(
    r"^(?:TM|KT|TL|TUQ|Q)\.\s*\S|^(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|VIỆN TRƯỞNG|TRƯỞNG BAN"
    r"|CỤC TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|HIỆU TRƯỞNG|TỔNG GIÁM ĐỐC)\b"
)
_PERSON = re.compile(r"^(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]+\s+){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹđ]+$")
_PERSON_CAPS = re.compile(r"^(?:[A-ZĐÀ-Ỹ]{2,8}\s+){1,4}[A-ZĐÀ-Ỹ]{2,8}$")
_ACADEMIC = re.compile(r"^(?:GS|PGS|TS|ThS|BS|KS)[.\s]+(?:TS[.\s]+)?")


def signer_of(lines: Sequence[ProseLine]) -> str | None:
    """The name under the first signature block."""
    for index, line in enumerate(lines):
        if not _SIGNING.match(line.text):
            continue
        for following in lines[index + 1 : index + 10]:
            name = _ACADEMIC.sub("", following.text)
            if _PERSON.match(name) and not following.text.startswith(("Nơi nhận", "Phụ lục")):
                return name
            if _PERSON_CAPS.match(name) and not _SIGNING.match(following.text) and "NHÂN DÂN" not in name:
                return name.title()
    return None
