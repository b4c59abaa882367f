"""Vietnamese phone numbers in one form, so that a shared contact and the office's list compare equal."""

from __future__ import annotations

import re

#: Ten digits, or eleven for old mobile numbers, with the leading zero.
_NUMBER = re.compile(r"0\d{9,10}")


def normal_phone(text: str) -> str | None:
    """The number as digits with a leading 0 ("+84 900.000.001" → "0900000001"); None when it is none."""
    digits = re.sub(r"[\s.()\-]", "", text)
    digits = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))0?", "0", digits)
    return digits if _NUMBER.fullmatch(digits) else None
