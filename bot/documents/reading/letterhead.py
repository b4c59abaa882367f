"""Tables that only place text on the page: the letterhead and the signature block of an administrative document."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Words of the elements of Nghị định 30/2020/NĐ-CP that stand in such tables.
_ELEMENT = re.compile(
    r"CỘNG\s+H[OÒ]\S*\s+XÃ|Độc lập\s*[-–]\s*Tự do|^Số\s*:|^Nơi nhận|^\s*(?:TM|KT|TL|TUQ|Q)\s*\.\s?[A-ZĐÂƯỦ]|^Kính gửi",
    re.MULTILINE,
)
_NUMBER_HEADER = re.compile(r"^\s*(?:S?TT|Số\s*TT|Số thứ tự)\s*$", re.IGNORECASE)


def is_layout_table(rows: Sequence[Sequence[str]]) -> bool:
    """True when the table holds running text: one column, or the few cells of a letterhead or signature block."""
    if not rows:
        return True
    columns = max(len(row) for row in rows)
    if columns <= 1:
        return True
    if columns > 3 or len(rows) > 6 or _NUMBER_HEADER.match(rows[0][0]):
        return False
    return any(_ELEMENT.search(text.strip()) for row in rows for text in row)
