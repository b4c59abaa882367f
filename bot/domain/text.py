"""Match keys for Vietnamese text: two spellings of one name give one key.

Keys are for comparing only; what people read is always the text as printed.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
#: Hyphen, non-breaking hyphen, figure, en, em dash, horizontal bar, minus.
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")
#: Eth and African d look like đ and arrive from old fonts and other keyboards.
_D_BARS = {0x00F0: "đ", 0x0256: "đ"}

#: Control, format (bidirectional, zero width), surrogate, private use, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})

_SPACES = re.compile(r"\s+")
_AROUND_JOINER = re.compile(r" ?([-/]) ?")
_TRAILING = " .,;:!?…"

#: Old typewriters and new keyboards differ only in open syllables: hoà/hóa, never hoàn.
_MOVED_TONE = re.compile(r"o([àáảãạ])(?![^\W\d_])|o([èéẻẽẹ])(?![^\W\d_])|(?<!q)u([ỳýỷỹỵ])(?![^\W\d_])")
_TONES = {
    **dict(zip("àáảãạ", ["òa", "óa", "ỏa", "õa", "ọa"], strict=True)),
    **dict(zip("èéẻẽẹ", ["òe", "óe", "ỏe", "õe", "ọe"], strict=True)),
    **dict(zip("ỳýỷỹỵ", ["ùy", "úy", "ủy", "ũy", "ụy"], strict=True)),
}


def fold(text: str) -> str:
    """The key under which spellings of the same Vietnamese text are equal.

    Ignores case, Unicode form, dash kind, spacing, tone placement (hoá/hóa), the look-alikes of đ and
    trailing punctuation. Diacritics stay: "Sở Tư pháp" and "Số Tư pháp" differ.
    """
    visible = unicodedata.normalize("NFD", text.translate(_INVISIBLE))
    key = unicodedata.normalize("NFC", visible.casefold().translate(_DASHES | _D_BARS))
    key = _AROUND_JOINER.sub(r"\1", _SPACES.sub(" ", key).strip())
    return unicodedata.normalize("NFC", _MOVED_TONE.sub(_move_tone, key)).rstrip(_TRAILING)


def strip_marks(text: str) -> str:
    """``fold`` without diacritics (đ → d), for searching what was typed without accents."""
    return without_marks(fold(text))


def without_marks(text: str) -> str:
    """The text without diacritics (đ → d); case and all else stay."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).replace("đ", "d").replace("Đ", "D")


def slug(text: str) -> str:
    """An id of ASCII letters, digits and single hyphens: "Sở Du lịch TP. HCM" → "so-du-lich-tp-hcm"."""
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(text)).strip("-")


def visible(name: str) -> str:
    """A name that came from outside, on one line and in the order it is stored: U+202E is shown as ‹U+202E›.

    Control, bidirectional and other invisible characters could make a program look like a report.
    """
    return "".join(f"‹U+{ord(c):04X}›" if unicodedata.category(c) in _UNSEEN else c for c in name)


def _move_tone(match: re.Match[str]) -> str:
    return _TONES[match[1] or match[2] or match[3]]


def storable(text: str) -> str:
    """Without what no database and no file takes: NUL is dropped, half of a surrogate pair shown as unreadable."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
