"""Whom a report goes to: names of bodies inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.documents.reading.source import Where
from bot.documents.understanding.parties.agency_names import FIELDS, HEADS, find_names, is_group
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.prose import ProseLine
from bot.domain.text import fold

_THROUGH = re.compile(r"(?i)\((?:thông )?qua\s+(?P<body>[^)]+)\)|(?:thông )?qua\s+(?=Sở|Văn phòng|Ban|Trung tâm)")
_SENDS_TO = re.compile(
    r"(?i)\b(?:gửi|thông tin|phản ánh|báo cáo)(?:\W+(?:\w+\W+){0,7}?)(?:về|cho|đến|tới)(?:\s+cho)?\s+(?=[A-ZĐỦ])"
)
_SENDS = re.compile(r"(?i:\bgửi)(?:\s+(?:báo cáo|nội dung|kết quả|văn bản))?\s+(?=[A-ZĐỦ])")
_REPORTS_TO = re.compile(r"(?i:\bbáo cáo)(?:,\s*(?:tham mưu|đề xuất)){0,3}\s+(?=[A-ZĐỦ])")
#: "tham mưu UBND tỉnh báo cáo Tỉnh ủy": the report goes to the one advised.
_ADVISES = re.compile(r"(?i:tham mưu)(?:,\s*\w+ \w+)?(?: cho| giúp)?\s+(?=[A-ZĐỦ][^;.]{3,60}? báo cáo )")
_ALSO = re.compile(r"(?i)đồng gửi|đồng thời gửi")
_NAME_ENDS = re.compile(
    r",| để | theo | trước | trong | định kỳ | tổng hợp| xem xét| tình hình| kết quả| và (?=[a-zà-ỹđ]|UBND|Sở )"
    r"| chậm nhất"
    r"| vào | về | chỉ đạo|[;.:()]|$"
)
#: The issuer without its name: "báo cáo Sở trước ngày …".
_ITSELF = re.compile(
    r"^(?:Sở|Bộ|Cục|Ban|Viện|Trung tâm|UBND)(?=\s+(?!các |cấp |xã |phường |huyện |quận |đặc khu |thị xã |tỉnh "
    r"|thành phố )[a-zà-ỹđ(]|[,.;]|$)"
)
#: "UBND" is the issuer's, "UBND phường …" is not.
_WHOLE_NAME = re.compile(r"(?:Tỉnh|Thành|Quận|Huyện|Đảng) (?:ủy|uỷ)|Chính phủ|Quốc hội")
#: A room of the receiver, not the body that gathers for it.
_ROOM = re.compile(
    r"^(?:Phòng|Ban|Bộ phận|Tổ|Văn phòng(?= Sở| [A-ZĐ]\w* (?:ủy|uỷ))|Văn thư|Đồng chí|Ông|Bà|đồng chí|ông|bà)\b"
)
_HIGHER = re.compile(
    r"(?:về|gửi|cho|báo cáo) (?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Chính phủ|Thủ tướng|Tỉnh|Thành ủy)"
)
#: A report to the head of an office goes to the office.
_HEAD_OF = re.compile(r"^(?:Phó )?(?:Giám đốc|Chủ tịch|Bộ trưởng|Cục trưởng) (?=Sở|UBND|Ủy ban|Uỷ ban|Bộ|Cục)")
_BARE_OFFICE = re.compile(r"(?i)ubnd|[uủ][yỷ] ban nhân dân|ủy ban nhân dân|uỷ ban nhân dân|văn phòng|đảng [uủ][yỷ]")
_LOWER_OFFICE = re.compile(r" (?:các|cấp|xã|phường|huyện|quận|đặc khu|thị xã|thị trấn)\b| [A-ZĐ]")
_LONGEST_FIELDS = sorted(FIELDS, key=len, reverse=True)
_MOST_WORDS = 18
_HEAD_LINES = 40
_ADDRESSED = re.compile(r"^(?:Kính )?[Gg]ửi\s*:|^[A-ZĐÀ-Ỹ][^.;:]{5,80}\s(?:điện|gửi)\s*:\s*$")


def body_at(text: str, book: AgencyBook) -> tuple[str | None, str]:
    """The body whose name opens ``text``: its id when known for certain, and the name as printed."""
    words = text.split()[:_MOST_WORDS]
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).strip(" ,;.:")
        bare = _BARE_OFFICE.fullmatch(name) and _LOWER_OFFICE.match(text, len(name))
        if not bare and name.count("(") == name.count(")") and (id_ := book.known_id(name)):
            return id_, name
    itself = _ITSELF.match(text)
    if itself and book.calls_itself(itself.group()):
        return book.issuer, itself.group()
    field = next((f for f in _LONGEST_FIELDS if fold(text).startswith(f"sở {fold(f)}")), None)
    if field:
        return None, text[: len(field) + 3]
    end = _NAME_ENDS.search(text)
    return None, text[: end.start() if end else len(text)].strip()


def receivers_of(sentence: str, where: Where, book: AgencyBook, *, in_letter: bool = False) -> list[str]:
    """Bodies the report goes to, the first one first in the chain ("gửi về Sở A để tổng hợp, báo cáo UBND").

    ``in_letter``: those who report are outside, so a room of the receiver ("qua Phòng B") only opens its mail.
    """
    through = _THROUGH.search(sentence)
    passed_on = (through["body"] or sentence[through.end() :]) if through else ""
    if through and not (_ROOM.match(passed_on) and (in_letter or not _within(sentence, book))):
        id_ = _named(through["body"] or sentence[through.end() :], where, book)
        if id_:
            return [id_]
    for pattern in (_SENDS_TO, _SENDS, _ADVISES, _REPORTS_TO):
        for match in pattern.finditer(sentence):
            before = sentence[max(0, match.start() - 14) : match.start() + 1]
            if _ALSO.search(before + match.group()):
                continue
            rest = _HEAD_OF.sub("", sentence[match.end() :])
            id_, name = body_at(rest, book)
            if id_ is None and not is_body(name):
                continue
            first = id_ or book.resolve(name, where, column="to")
            return [first, *_more(rest[len(name) :], book), *_copied(sentence, book)]
    return []


def _within(sentence: str, book: AgencyBook) -> bool:
    """The report goes to the issuer or to who stands above it, through somebody who gathers."""
    match = _SENDS_TO.search(sentence)
    return bool(_HIGHER.search(sentence)) or (
        match is not None and body_at(sentence[match.end() :], book)[0] == book.issuer
    )


def _named(text: str, where: Where, book: AgencyBook) -> str | None:
    id_, name = body_at(text, book)
    if id_ is None and is_body(name):
        return book.resolve(name, where, column="to")
    return id_


def is_body(name: str) -> bool:
    """The name of one body."""
    return bool(_WHOLE_NAME.fullmatch(name)) or (
        name.startswith(HEADS)
        and not is_group(name)
        and 1 < len(name.split()) <= _MOST_WORDS
        and bool(find_names(name))
    )


def _more(rest: str, book: AgencyBook) -> list[str]:
    """ "…, Sở B" behind the first receiver."""
    match = re.match(r"\s*(?:,|và)\s+", rest)
    if match is None:
        return []
    id_, name = body_at(rest[match.end() :], book)
    return [id_, *_more(rest[match.end() + len(name) :], book)] if id_ else []


def _copied(sentence: str, book: AgencyBook) -> list[str]:
    match = _ALSO.search(sentence)
    if match is None:
        return []
    rest = sentence[match.end() :].lstrip()
    id_, name = body_at(rest, book)
    return [id_, *_more(rest[len(name) :], book)] if id_ else []


def addressees(lines: Sequence[ProseLine]) -> str:
    """The names behind "Kính gửi:", or under "… điện:"; empty when the paper is addressed to nobody."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        match = _ADDRESSED.search(line.text)
        if match is None:
            continue
        names = [line.text[match.end() :].strip(" .;,:")]
        for following in lines[index + 1 : index + 30]:
            if not re.match(r"^[-–+•]\s*", following.text):
                break
            names.append(following.text.strip(" -–+•.;,"))
        return "; ".join(filter(None, names))
    return ""
