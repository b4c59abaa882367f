"""The head and foot of a plan: number, date, place, issuer, signer, title, legal bases, year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.documents.places import Place, district_of, place_of, plain_place
from bot.documents.prose import Line, joined
from bot.documents.segments import _KIND_LINE as KIND_LINE
from bot.documents.source import Where
from bot.domain.text import fold

_NUMBER = re.compile(
    r"^Số\s*:?\s*(?P<number>\d+[A-Za-z]?)?\s*[./…\s]*/?\s*(?P<sign>[A-ZĐ]{1,6}(?:\s*-\s*[A-ZĐ&.]{1,12})+"
    r"|[A-ZĐ]{2,8}[0-9]*)"
)
_DATE_LINE = re.compile(
    r"(?P<place>[A-ZĐÀ-Ỹ][^,;\d]{1,40}),\s*ngày\s*(?P<day>\d{1,2})?[\s.…]*tháng\s*(?P<month>\d{1,2})?[\s.…]*năm\s*(?P<year>\d{4})"
)
_ATTACHED = re.compile(
    r"\(?\s*(?:(?:Kèm|Đính kèm|Ban hành|Được ban hành)(?: kèm)?(?: theo)?)\s+(?:Kế hoạch|Chương trình|Quyết định"
    r"|Phương án|Đề án|Văn bản)\s+số\s*:?\s*(?P<rest>[^)]*)",
    re.IGNORECASE,
)
_ATTACHED_NUMBER = re.compile(r"^(?P<number>\d+[A-Za-z]?)\s*/?\s*(?P<sign>[A-ZĐ]{2,6}\s*-\s*[A-ZĐ&.]{1,12})")
_ATTACHED_DATE = re.compile(
    r"ngày\s*(?P<day>\d{1,2})?\s*(?:/|tháng)?\s*(?P<month>\d{1,2})?\s*(?:/|năm)\s*(?P<year>\d{4})"
)
_OFFICE = (
    r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Ban Quản lý|Ban Chỉ đạo|Ban Thường vụ|Sở|Cục|Chi cục"
    r"|Trung tâm|Viện|Công an|Thành ủy|Tỉnh ủy|Huyện ủy|Bộ|Văn phòng|Liên đoàn|Tổng công ty|Đại học|Trường)"
)
_ISSUES = re.compile(
    rf"(?:^|[,;.]\s+)(?P<issuer>{_OFFICE}[^,;.:()]{{2,90}}?)\s+(?:ban hành|xây dựng|triển khai|đề ra"
    rf"|lập)\s+(?:[Kk]ế hoạch|[Cc]hương trình|[Pp]hương án)"
)
_CAPS_OFFICE = re.compile(
    r"^(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|SỞ|BAN|CỤC|CHI CỤC|TRUNG TÂM|VIỆN|CÔNG AN|BỘ|VĂN PHÒNG|TRƯỜNG|ĐẠI HỌC)\b"
)
_CAPS_PLACE = re.compile(r"^(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG)\s+\S")
_BASIS_WORD = r"(?:Căn cứ|Thực hiện|Xét|Thi hành|Theo|Trên cơ sở|Triển khai)"
_BASIS = re.compile(rf"^-?\s*(?P<basis>{_BASIS_WORD}\s.*?)\s*[;.,]?$", re.DOTALL)
_BASIS_INSIDE = re.compile(
    rf"(?:^|[.;]\s+)(?P<basis>(?:Căn cứ|Thực hiện|Thi hành)\s+.{{5,600}}?)(?:;"
    rf"|,)\s+(?={_OFFICE}[^,;.:()]{{0,90}}?(?:ban hành|xây dựng|triển khai))"
)
_SECTION = re.compile(r"^(?:[IVX]{1,4}|[A-H]|\d{1,2})[.)]\s*\S|^(?:Phần|PHẦN|Chương|CHƯƠNG)\b")
_TITLE_STOP = re.compile(rf"^(?:{_BASIS_WORD}\s|Nhằm|Để |Trong |Kính gửi|\(|_{{2,}}|-{{2,}})|^{_OFFICE}.*ban hành")
#: "Thực hiện …" may open a title, "Căn cứ …" never does.
_NO_TITLE = re.compile(rf"^(?:Căn cứ\s|Kính gửi|\(|_{{2,}}|-{{2,}})|{_SECTION.pattern}")
_SIGNING = re.compile(
    r"^(?:TM|KT|TL|TUQ|Q)\.\s*\S|^(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|VIỆN TRƯỞNG|TRƯỞNG BAN"
    r"|CỤC TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|HIỆU TRƯỞNG|TỔNG GIÁM ĐỐC)\b"
)
_PERSON = re.compile(r"^(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]+\s+){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹđ]+$")
_PERSON_CAPS = re.compile(r"^(?:[A-ZĐÀ-Ỹ]{2,8}\s+){1,4}[A-ZĐÀ-Ỹ]{2,8}$")
_ACADEMIC = re.compile(r"^(?:GS|PGS|TS|ThS|BS|KS)[.\s]+(?:TS[.\s]+)?")
_YEAR = re.compile(r"năm\s+(?P<year>20\d\d)(?!\s*[-–]\s*20)")
_PERIOD = re.compile(
    r"^[-\s]*Thời (?:gian|hạn) (?:thực hiện|triển khai|tổ chức)(?: [Kk]ế hoạch)?\s*:\s*(?P<when>.{4,80}?)\s*[.;]?$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A text and the place it was read from."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head, the foot and the appendix titles of a plan say; None is not printed or unreadable."""

    code: Found | None
    signed_on: date | None
    date_where: Where
    issuer: Found | None
    place: Place | None
    signer: str | None
    title: str
    title_where: Where
    legal_bases: tuple[str, ...]
    #: The plan's own time, from "Thời gian thực hiện: …".
    when: Found | None
    year: int | None
    #: In words of the paper where ``year`` comes from.
    year_source: str
    #: A number line or reference is there but cannot be read ("số *H-UBND* ngày / /2024").
    damaged: str | None
    #: A date line is there but the day cannot be read ("ngày   tháng 3 năm 2025").
    damaged_date: str | None = None


def read_heading(head: Sequence[Line], everything: Sequence[Line], captions: Sequence[str]) -> Heading:
    """The heading of the plan.

    ``head`` are the lines before the first task table, ``everything`` all lines outside task tables, ``captions`` the
    titles over those tables.
    """
    attached = _attached(everything)
    code, damaged = _code(head, attached)
    signed_on, date_where, place = _date(head, attached)
    title, title_where = _title(head)
    issuer = _issuer(head, place, attached)
    year, source = _year(captions, title, signed_on, attached)
    return Heading(
        code=code,
        signed_on=signed_on,
        date_where=date_where,
        issuer=issuer,
        place=(place_of(issuer.text) if issuer else None) or place,
        signer=_signer(everything),
        title=title,
        title_where=title_where,
        legal_bases=_bases(head),
        when=_when(head),
        year=year,
        year_source=source,
        damaged=damaged,
        damaged_date=next((m.group() for line in head[:40] if (m := _DATE_LINE.search(line.text))), None),
    )


def tidy_code(number: str, sign: str) -> str:
    """ "4778" and "KH - UBND" → "4778/KH-UBND"."""
    return f"{number}/{''.join(sign.split())}"


def _attached(lines: Sequence[Line]) -> list[tuple[str, Where]]:
    """What "(Kèm theo Kế hoạch số …)" says after "số"."""
    found = []
    for line in joined(lines):
        match = _ATTACHED.search(line.text)
        if match:
            found.append((match["rest"], line.where))
    return found


def _code(head: Sequence[Line], attached: Sequence[tuple[str, Where]]) -> tuple[Found | None, str | None]:
    damaged: str | None = None
    for line in head[:40]:
        match = _NUMBER.match(line.text)
        if match and match["number"]:
            return Found(tidy_code(match["number"], match["sign"]), line.where), None
        damaged = damaged or (line.text if match else None)
    for rest, where in attached:
        match = _ATTACHED_NUMBER.match(rest.strip())
        if match:
            return Found(tidy_code(match["number"], match["sign"]), where), None
        damaged = damaged or rest
    return None, damaged


def _date(head: Sequence[Line], attached: Sequence[tuple[str, Where]]) -> tuple[date | None, Where, Place | None]:
    place: Place | None = None
    where = Where()
    for line in head[:40]:
        match = _DATE_LINE.search(line.text)
        if match is None:
            continue
        place, where = plain_place(match["place"]), line.where
        day = _day(match)
        if day:
            return day, where, place
    for rest, attached_where in attached:
        match = _ATTACHED_DATE.search(rest)
        if match and (day := _day(match)):
            return day, attached_where, place
        where = attached_where if where == Where() else where
    return None, where, place


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"] or 0), int(match["day"] or 0))
    except ValueError:
        return None


def _title(head: Sequence[Line]) -> tuple[str, Where]:
    for index, line in enumerate(head[:60]):
        match = KIND_LINE.match(line.text)
        if match is None:
            continue
        first = line.text[match.end() :].strip()
        lines = [first] if first else []
        for following in head[index + 1 : index + 7]:
            if (lines and _TITLE_STOP.match(following.text)) or _NO_TITLE.match(following.text):
                break
            if lines and not _title_goes_on(lines[-1], following):
                break
            lines.append(following.text)
        title = " ".join(lines).strip(" .;")
        if title:
            return re.sub(r"^(?:V/v|Về việc)\s+", "", title), line.where
    subject = next((line for line in head[:40] if line.text.startswith(("V/v", "Về việc"))), None)
    return (re.sub(r"^(?:V/v|Về việc)\s+", "", subject.text), subject.where) if subject else ("", Where())


def _title_goes_on(before: str, line: Line) -> bool:
    if before.endswith((".", ";", ":")) or len(line.text) > 200:
        return False
    opens_lower = line.text[0].islower() or line.text[0].isdigit()
    return line.style.bold or line.style.centered or line.style.heading is not None or opens_lower


def _issuer(head: Sequence[Line], place: Place | None, attached: Sequence[tuple[str, Where]]) -> Found | None:
    for line in joined(head):
        match = _ISSUES.search(line.text)
        if match:
            return _with_place(Found(match["issuer"].strip(), line.where), place)
    caps = _letterhead(head)
    if caps:
        return _with_place(caps, place)
    for rest, where in attached:
        match = re.search(rf"của\s+(?P<issuer>{_OFFICE}[^,;.()]{{2,80}})", rest)
        if match:
            return _with_place(Found(match["issuer"].strip(), where), place)
    return None


def _with_place(issuer: Found, place: Place | None) -> Found:
    """ "UBND Thành phố" of a paper dated at Hà Nội is that city's."""
    bare = re.sub(r"\s+(?:[Tt]hành phố|[Tt]ỉnh|[Hh]uyện)$", "", issuer.text)
    if place_of(issuer.text) or district_of(issuer.text) or place is None:
        return issuer
    kind_missing = " " not in place.name or place.name[0].isupper()
    name = place.name if not kind_missing or place.id in ("ha-noi", "tp-hcm") else f"tỉnh {place.name}"
    return (
        Found(f"{bare} {name}", issuer.where)
        if fold(bare) != fold(issuer.text) or bare.startswith(("Ủy", "UB"))
        else issuer
    )


def _letterhead(head: Sequence[Line]) -> Found | None:
    """The lowest office in capitals at the top, its place joined."""
    found: Found | None = None
    for index, line in enumerate(head[:14]):
        if not line.text.isupper() or not _CAPS_OFFICE.match(line.text):
            continue
        text = line.text
        following = head[index + 1].text if index + 1 < len(head) else ""
        if _CAPS_PLACE.match(following) and following.isupper():
            text = f"{text} {following}"
        found = Found(_office_case(text), line.where)
    return found


def _office_case(text: str) -> str:
    """ "UBND TỈNH NGHỆ AN" → "UBND tỉnh Nghệ An"; the field of a department gets capitals word by word."""
    place, district = place_of(text), district_of(text)
    lowest = district or place
    stem = re.sub(r"\s*(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG)\s+\S.*$", "", text) if lowest else text
    stem = "UBND" if stem == "UBND" else stem.capitalize()
    stem = stem.replace("Uỷ ban", "Ủy ban")
    return f"{stem} {lowest.name}" if lowest else stem


def _signer(lines: Sequence[Line]) -> str | None:
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


def _bases(head: Sequence[Line]) -> tuple[str, ...]:
    """The legal bases between the title and the first section."""
    bases: list[str] = []
    started = False
    for line in joined(head):
        if KIND_LINE.match(line.text):
            started = True
        elif not started:
            continue
        elif _SECTION.match(line.text):
            break
        else:
            bases += _bases_in(line.text)
    return tuple(bases)


def _bases_in(text: str) -> list[str]:
    inside = _BASIS_INSIDE.search(text)
    if inside:
        return [inside["basis"].strip()]
    whole = _BASIS.match(text)
    return (
        [whole["basis"].strip()] if whole and text.rstrip().endswith((";", ",", ".")) and "như sau" not in text else []
    )


def _when(head: Sequence[Line]) -> Found | None:
    for line in joined(head):
        text = re.sub(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]+\.)\s*", "", line.text)
        match = _PERIOD.match(text)
        if match:
            return Found(match["when"], line.where)
    return None


def _year(
    captions: Sequence[str], title: str, signed_on: date | None, attached: Sequence[tuple[str, Where]]
) -> tuple[int | None, str]:
    for caption in captions:
        printed = _YEAR.search(_ATTACHED.sub("", caption))
        if printed:
            return int(printed["year"]), "tên Phụ lục"
    printed = _YEAR.search(title)
    if printed:
        return int(printed["year"]), "tên Kế hoạch"
    if signed_on:
        return signed_on.year, "ngày ký"
    for rest, _ in attached:
        match = re.search(r"20\d\d", rest)
        if match:
            return int(match.group()), "dòng “Kèm theo …” của Phụ lục"
    return None, ""
