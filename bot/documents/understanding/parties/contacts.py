"""Officers named in a contact cell: prefix, name, title, unit, body and phone, one or several in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.documents.understanding.parties.agency_names import HEADS, begins_with_body
from bot.documents.understanding.parties.surnames import SURNAME
from bot.documents.understanding.prose import plain
from bot.domain.text import fold
from bot.registry.provinces import take_province

_PHONE = re.compile(r"(?<![\w.])(?:\(?\+?84\)?|0)[\s.\-]?\d{1,4}(?:[\s.\-]?\d{2,4}){2,3}(?!\d)")
_EMAIL = re.compile(r"\(?(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+\)?")
_PHONE_LABEL = re.compile(
    r"(?i)[,;.(\-–]*\s*(?:số điện thoại|điện thoại|sđt|đtdđ|đt|di động|email|e-mail|tel|mobile)\s*[:.]?\s*$"
)
#: What an e-mail address taken out leaves behind.
_LABEL_LEFT = re.compile(r"(?i)^(?:e-?mail|mail)\s*[:,;]*\s*")
_CIVIL = r"(?:Ông|Bà|Anh|Chị|Đồng chí|Đ/c|đồng chí|ông|bà)"
_ACADEMIC = r"(?:GS|PGS|TSKH|TS|ThS|Ths|BSCKII|BSCKI|BS CKII|BS CKI|BS|Bs|KTS|KS|CN|LS|DS)\.?(?=[\s.,])"
_PREFIX = re.compile(rf"^(?:{_CIVIL}\s+)?(?:{_ACADEMIC}[\s,]*)+|^{_CIVIL}\s+")
_TITLE = re.compile(
    r"(?i)(?:Quyền |Q\. ?)?(?:"
    r"Chuyên viên(?: cao cấp| chính)?|(?:Phó )?(?:Trưởng|trưởng) phòng|(?:Phó )?Trưởng ban|(?:Phó )?Trưởng khoa"
    r"|(?:Phó )?Trưởng bộ phận"
    r"|(?:Phó )?Tổng [Gg]iám đốc|(?:Phó )?Giám đốc|(?:Phó )?Chánh [Vv]ăn phòng|(?:Phó )?Chánh [Tt]hanh tra"
    r"|(?:Phó )?Chủ tịch(?: [Tt]hường trực)?(?: UBND| Ủy ban nhân dân)?|(?:Phó )?Viện trưởng|(?:Phó )?Hiệu trưởng"
    r"|(?:Phó )?(?:Chi [Cc]ục|Cục|Vụ|Tổng [Cc]ục) trưởng|(?:Phó )?(?:Đội|Tổ|Nhóm|Trạm) trưởng|(?:Phó )?Bí thư"
    r"|(?:Phó )?Trưởng Công an"
    r"|(?:Phó )?Chỉ huy trưởng|Kế toán trưởng|Kế toán|Cán bộ|Nhân viên|Công chức|Viên chức|Thư ký|Thanh tra viên|Kỹ sư"
    r"|Phó phòng|Phó ban|PTP|TP\.|CV)(?!\w)"
)
_UNIT = re.compile(
    r"^(?:Phòng|P\.\s?|Ban|Văn phòng|VP|Khoa|Bộ phận|Tổ|Đội|Trung tâm|Thanh tra|Chi cục|Viện|Bộ môn)(?:(?<=\.)"
    r"|\s+\S|\s*$)"
)
_BODY = re.compile(
    r",\s*(?=(?:"
    + "|".join(sorted((h for h in HEADS if h not in ("Phòng", "Ban", "Tổ", "Các")), key=len, reverse=True))
    + r") \S)"
)
_WORD = re.compile(r"[A-ZĐÀ-Ỹ][\wÀ-ỹ]*[,.;:]?$")
_MOST_NAME_WORDS = 6
_FEWEST_NAME_WORDS = 2
_FAMILY = re.compile(SURNAME)


@dataclass(frozen=True, slots=True)
class Contact:
    """One officer as printed; what is not printed is None."""

    name: str
    prefix: str | None = None
    title: str | None = None
    unit: str | None = None
    #: The body, where the cell names it.
    body: str | None = None
    #: As printed.
    phone: str | None = None
    #: The cell as printed, without the phone number: may be shown.
    shown: str = ""


def split_contacts(text: str) -> list[Contact]:
    """The officers of a cell, in order; a piece without a name is left out."""
    found: list[Contact] = []
    for piece, phone in _people(_flat(text)):
        contact = _contact(piece, phone)
        if contact is not None:
            found.append(contact)
    return found


def person_names(text: str) -> list[str]:
    """The persons a text consists of, also when nothing stands between them; empty when it names anything else."""
    names: list[str] = []
    for piece in re.split(r"[,;\n]+|\s+-\s+|\s+và\s+", text):
        words = _PREFIX.sub("", piece.strip(" -")).split()
        starts = [i for i, w in enumerate(words) if _FAMILY.fullmatch(w)]
        if not words or starts[:1] != [0] or begins_with_body(piece.strip()) or take_province(fold(piece)):
            return []
        if not all(_WORD.match(w) for w in words):
            return []
        begin = 0
        for start in [*starts[1:], len(words)]:
            if start - begin >= _FEWEST_NAME_WORDS and (
                len(words) - start >= _FEWEST_NAME_WORDS or start == len(words)
            ):
                names.append(" ".join(words[begin:start]))
                begin = start
        if begin != len(words):
            return []
    return names if all(_FEWEST_NAME_WORDS <= n.count(" ") + 1 <= _MOST_NAME_WORDS - 1 for n in names) else []


def without_numbers(text: str) -> str:
    """The text with phone numbers taken out, for lists that people pass on."""
    return plain(_PHONE.sub("…", text))


def phones_in(text: str) -> list[str]:
    """Phone numbers of a cell, as printed."""
    return [m.group().strip() for m in _PHONE.finditer(text)]


def _flat(text: str) -> str:
    """One line; a bullet at the start of a line stays as " - "."""
    return plain(re.sub(r"\n\s*[-+•*]\s*", " - ", text)).strip(" -")


def _people(text: str) -> list[tuple[str, str | None]]:
    """Pieces of one person each, with the phone that closes them."""
    pieces: list[tuple[str, str | None]] = []
    start = 0
    for match in _PHONE.finditer(text):
        before = _EMAIL.sub("", text[start : match.start()])
        start = match.end()
        if len(re.findall(r"[^\W\d_]", _PHONE_LABEL.sub("", before))) < 4:
            continue
        people = _without_phones(before)
        pieces += [(p, None) for p in people[:-1]]
        pieces.append((people[-1], match.group().strip()))
    rest = _EMAIL.sub("", text[start:]).strip(" -,;.()")
    pieces += [(p, None) for p in _without_phones(rest) if len(p) > 3]
    return pieces


def _without_phones(text: str) -> list[str]:
    """People listed with ";" or dashes before the number, or without numbers at all."""
    parts = re.split(rf";\s*|\s+-\s+(?={_CIVIL}\s|{_ACADEMIC})", text)
    return [p.strip(" -,;") for p in parts if p.strip(" -,;")] or [text]


def _contact(piece: str, phone: str | None) -> Contact | None:
    piece = _LABEL_LEFT.sub("", _PHONE_LABEL.sub("", piece.strip()).strip(" -–:,;.("))
    match = _PREFIX.match(piece)
    prefix = match.group().strip(" ,") if match else None
    rest = piece[match.end() :].lstrip(" .,") if match else piece
    if match is None and _UNIT.match(rest):
        return None
    name, rest = _name(rest)
    if not name:
        return None
    title, rest = _title(rest)
    unit, body = _unit(rest)
    return Contact(name, prefix, title, unit, body, phone, piece)


def _name(text: str) -> tuple[str, str]:
    """The words up to a comma, a dash, a bracket, a title or a unit."""
    words = text.split(" ")
    taken: list[str] = []
    for index, word in enumerate(words):
        left = " ".join(words[index:])
        if _TITLE.match(left) or (taken and len(taken) >= 2 and _UNIT.match(left)) or not _WORD.match(word):
            break
        taken.append(word.rstrip(",.;:"))
        if word[-1] in ",;:" or len(taken) == _MOST_NAME_WORDS:
            break
    if len(taken) < 2:
        return "", text
    return " ".join(taken), " ".join(words[len(taken) :]).strip(" ,-–(:;")


def _title(text: str) -> tuple[str | None, str]:
    match = _TITLE.match(text)
    if match is None:
        return None, text
    return match.group().strip(), text[match.end() :].strip(" ,-–)")


def _unit(text: str) -> tuple[str | None, str | None]:
    """The room or section, and the body behind it."""
    text = text.strip(" ,;.)(-–")
    if not text:
        return None, None
    at = _BODY.search(text)
    head, body = (text[: at.start()].strip(" ,"), text[at.end() :].strip()) if at else (text, None)
    if _UNIT.match(head):
        return re.sub(r"^P\.\s*", "Phòng ", head), body
    if body is None and re.match(r"(?:Sở|UBND|Ủy ban|Trung tâm|Công an|Cục|Đại học|Tổng [Cc]ông ty|Viện)\b", head):
        return None, head
    return None, body
