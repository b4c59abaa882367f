"""The head and foot of a plan: number, date, place, issuer, signer, title, legal bases, year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.documents.reading.source import Where
from bot.documents.understanding.clauses.vocabulary import HEAD_OF_OFFICE
from bot.documents.understanding.heading.heading_words import BASIS_WORD, OFFICE, SECTION
from bot.documents.understanding.heading.legal_bases import legal_bases
from bot.documents.understanding.heading.segments import KIND_LINE
from bot.documents.understanding.heading.signing import signer_of
from bot.documents.understanding.parties.agency_names import FIELDS
from bot.documents.understanding.parties.places import Place, district_of, place_of, plain_place
from bot.documents.understanding.prose import ProseLine, joined
from bot.documents.understanding.task_times import find_time
from bot.domain.dates.day_mark import read_full_day
from bot.domain.text import fold
from bot.messages.importing import doubts as texts
from bot.registry.provinces import take_province

#: Behind a "/" any letters are the sign, as printed: "13/CT-TTg", "15a/KHLT-SYT-SGDĐT"; without it only capitals.
_NUMBER = re.compile(
    r"^Số\s*:?\s*(?P<number>\d+[A-Za-z]?)?\s*(?:[./…\s]*/\s*(?P<sign>[A-ZĐ][A-ZĐa-z]{0,7}(?:\s*-\s*[A-ZĐ][A-ZĐa-z&.]{0,12})*)"
    r"|[.…\s]*(?P<bare>[A-ZĐ][A-ZĐa-z]{0,5}(?:\s*-\s*(?:TTg|[A-ZĐ&.]{1,12}))+|[A-ZĐ]{2,8}[0-9]*))"
)
#: The Party's own form: "60-KH/TU".
_PARTY_NUMBER = re.compile(
    r"^Số\s*:?\s*(?P<number>\d+[A-Za-z]?)\s*-\s*(?P<sign>[A-ZĐ][A-ZĐa-z]{0,5}/[A-ZĐ]{2,8}(?:-[A-ZĐ]{2,8})?)"
)
_DATE_LINE = re.compile(
    r"(?<!\w)(?P<place>(?:TP\.? ?)?[A-ZĐÀ-Ỹ][a-zà-ỹđ]*(?:\.?[ -]+(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]*|phố)){0,5}),\s*"
    r"(?P<date>ngày[\s\d.…]{0,40}tháng(?P<month>[\s\d.…]{0,40})năm\s{0,9}(?P<year>\d{4}))"
)
_ATTACHED = re.compile(
    r"\(?\s*(?:(?:Kèm|Đính kèm|Ban hành|Được ban hành)(?: kèm)?(?: theo)?)\s+(?:Kế hoạch|Chương trình|Quyết định"
    r"|Phương án|Đề án|Văn bản)\s+số\s*:?\s*(?P<rest>[^)]*)",
    re.IGNORECASE,
)
_ATTACHED_NUMBER = re.compile(
    r"^(?P<number>\d+[A-Za-z]?)\s*/?\s*(?P<sign>[A-ZĐ][A-ZĐa-z]{1,5}\s*-\s*(?:TTg|[A-ZĐ&.]{1,12}))"
)
_ATTACHED_DATE = re.compile(r"(?P<date>ngày[\s\d]{0,20}(?:[/.-]|tháng)?[\s\d]{0,20}(?:[/.-]|năm)\s{0,9}\d{4})")
_ISSUES = re.compile(
    rf"(?:^|[,;.]\s+)(?P<issuer>{OFFICE}[^,;.:()]{{2,90}}?)\s+(?:ban hành|xây dựng|triển khai|đề ra"
    rf"|lập)\s+(?:[Kk]ế hoạch|[Cc]hương trình|[Pp]hương án)"
)
_CAPS_OFFICE = re.compile(
    r"^(?:ỦY BAN NHÂN DÂN|UBND|ỦY BAN|SỞ|BAN|CỤC|CHI CỤC|TRUNG TÂM|VIỆN|CÔNG AN|BỘ|VĂN PHÒNG|TRƯỜNG|ĐẠI HỌC|LIÊN ĐOÀN"
    r"|TỔNG LIÊN ĐOÀN|HỘI|HỘI ĐỒNG NHÂN DÂN|HĐND|LIÊN MINH|TỈNH ĐOÀN|THÀNH ĐOÀN|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY"
    r"|QUẬN ỦY|ĐẢNG ỦY"
    r"|ĐẢNG BỘ|CHI BỘ|TỔNG CÔNG TY|BẢO HIỂM|THỦ TƯỚNG|CHÍNH PHỦ|THANH TRA|PHÒNG|TẬP ĐOÀN|NGÂN HÀNG|KHO BẠC|THUẾ|TÒA ÁN"
    r"|VIỆN KIỂM SÁT|MẶT TRẬN|BỆNH VIỆN|ĐOÀN)\b"
)
#: What stands beside the issuer where two columns came as one line.
_BESIDE = re.compile(r"\s*(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập - Tự do).*$")
#: The standing body of a Party committee decides in its name.
_DECIDES = re.compile(r"^(?:CỦA )?(?P<body>BAN THƯỜNG VỤ|BAN CHẤP HÀNH)(?= |$)")
_PARTY = re.compile(r"^(?P<head>TỈNH|THÀNH|HUYỆN|QUẬN) ỦY(?: (?P<place>\S.*))?$")
_CAPS_PLACE = re.compile(r"^(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG)\s+\S")
_TITLE_STOP = re.compile(rf"^(?:{BASIS_WORD}\s|Nhằm|Để |Trong |Kính gửi|\(|_{{2,}}|-{{2,}})|^{OFFICE}.*ban hành")
#: "Thực hiện …" may open a title, "Căn cứ …" never does.
_NO_TITLE = re.compile(rf"^(?:Căn cứ\s|Kính gửi|\(|_{{2,}}|-{{2,}})|{SECTION.pattern}")
_LONGEST_LINE = 90
#: "Thời gian thực hiện: …" beside "Đơn vị chủ trì: …" is that of one task.
_OF_A_TASK = re.compile(
    r"(?i)^[-+•]?\s*(?:(?:cơ quan|đơn vị)[^:]{0,30}|chủ trì|phối hợp|sản phẩm[^:]{0,20}|kết quả)\s*:"
)
_YEAR = re.compile(r"năm\s+(?P<year>20\d\d)(?!\s*[-–]\s*20)", re.IGNORECASE)
_YEARS = re.compile(r"[Gg]iai đoạn (?:năm )?(?P<first>20\d\d)\s*[-–]\s*20\d\d")
_PERIOD = re.compile(
    r"^[-\s]*Thời (?:gian|hạn)(?P<of> (?:thực hiện|triển khai"
    r"|tổ chức)(?: [Kk]ế hoạch)?)?\s*:\s*(?P<when>.{4,90}?)\s*[.;]?$"
)

_SHEET_TITLE = re.compile(
    r"^(?:PHỤ LỤC.{0,12}?)?(?:KẾ HOẠCH|CHƯƠNG TRÌNH|DANH MỤC|DANH SÁCH|BẢNG|BIỂU|TỔNG HỢP|PHÂN CÔNG|NHIỆM VỤ|TIẾN ĐỘ"
    r"|LỊCH|ĐỀ ÁN|DỰ ÁN)\s+\S+\s+\S",
    re.IGNORECASE,
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
    #: The lines that are number, date or title: the body begins behind the last of them.
    lines: frozenset[str] = frozenset()


def read_heading(head: Sequence[ProseLine], everything: Sequence[ProseLine], captions: Sequence[str]) -> Heading:
    """The heading of the plan.

    ``head`` are the lines before the first task table, ``everything`` all lines outside task tables, ``captions`` the
    titles over those tables.
    """
    attached = _attached(everything)
    code, damaged = _code(head, attached)
    signed_on, date_where, place = _date(head, attached)
    title, title_where, title_lines = _title(head)
    issuer = _issuer(head, place, attached)
    date_line = next((m for line in head[:40] if (m := _DATE_LINE.search(line.text))), None)
    year, source = _year(captions, title, signed_on, attached, date_line)
    when = _when(head)
    if when is None and source != texts.FROM_APPENDIX and (years := _YEARS.search(title)) and not _YEAR.search(title):
        when, year, source = Found(years.group(), title_where), int(years["first"]), texts.FROM_TITLE
    return Heading(
        code=code,
        signed_on=signed_on,
        date_where=date_where,
        issuer=issuer,
        place=(place_of(issuer.text) if issuer else None) or place,
        signer=signer_of(everything),
        title=title,
        title_where=title_where,
        legal_bases=legal_bases(head),
        when=when,
        year=year,
        year_source=source,
        damaged=damaged,
        lines=frozenset([*title_lines, *(line.text for line in head[:40] if _is_head_line(line.text))]),
        damaged_date=date_line.group() if date_line else None,
    )


def is_attachment(text: str) -> bool:
    """ "(Kèm theo Kế hoạch số … ngày …)"."""
    return bool(_ATTACHED.search(text))


def tidy_code(number: str, sign: str) -> str:
    """ "4778" and "KH - UBND" → "4778/KH-UBND"."""
    return f"{number}/{''.join(sign.split())}"


def _attached(lines: Sequence[ProseLine]) -> list[tuple[str, Where]]:
    """What "(Kèm theo Kế hoạch số …)" says after "số"."""
    found = []
    for line in joined(lines):
        match = _ATTACHED.search(line.text)
        if match:
            found.append((match["rest"], line.where))
    return found


def _code(head: Sequence[ProseLine], attached: Sequence[tuple[str, Where]]) -> tuple[Found | None, str | None]:
    damaged: str | None = None
    for line in head[:40]:
        if party := _PARTY_NUMBER.match(line.text):
            return Found(f"{party['number']}-{party['sign']}", line.where), None
        match = _NUMBER.match(line.text)
        if match and match["number"]:
            return Found(tidy_code(match["number"], match["sign"] or match["bare"]), line.where), None
        damaged = damaged or (line.text if match else None)
    for rest, where in attached:
        match = _ATTACHED_NUMBER.match(rest.strip())
        if match:
            return Found(tidy_code(match["number"], match["sign"]), where), None
        damaged = damaged or rest
    return None, damaged


def _date(head: Sequence[ProseLine], attached: Sequence[tuple[str, Where]]) -> tuple[date | None, Where, Place | None]:
    place: Place | None = None
    where = Where()
    for line in head[:40]:
        match = _DATE_LINE.search(line.text)
        if match is None:
            continue
        place, where = plain_place(match["place"]), line.where
        day = read_full_day(match["date"])
        if day:
            return day, where, place
    for rest, attached_where in attached:
        match = _ATTACHED_DATE.search(rest)
        if match and (day := read_full_day(match["date"])):
            return day, attached_where, place
        where = attached_where if where == Where() else where
    return None, where, place


def _title(head: Sequence[ProseLine]) -> tuple[str, Where, list[str]]:
    for index, line in enumerate(head[:60]):
        match = KIND_LINE.match(line.text)
        if match is None:
            continue
        first = line.text[match.end() :].strip()
        lines = [first] if first else []
        taken = [line.text]
        for following in head[index + 1 : index + 7]:
            if (lines and _TITLE_STOP.match(following.text)) or _NO_TITLE.match(following.text):
                break
            if lines and not _title_goes_on(lines[-1], following):
                break
            lines.append(following.text)
            taken.append(following.text)
        title = " ".join(lines).strip(" .;")
        if title:
            return re.sub(r"^(?:V/v|Về việc)\s+", "", title), line.where, taken
    subject = next((line for line in head[:40] if line.text.startswith(("V/v", "Về việc"))), None)
    if subject is not None:
        return re.sub(r"^(?:V/v|Về việc)\s+", "", subject.text), subject.where, [subject.text]
    sheet = next((line for line in head[:3] if _is_sheet_title(line)), None)
    return (sheet.text, sheet.where, [sheet.text]) if sheet else ("", Where(), [])


def _is_head_line(text: str) -> bool:
    """Number or date of the paper."""
    return bool(
        _NUMBER.match(text) or _PARTY_NUMBER.match(text) or (_DATE_LINE.search(text) and len(text) < _LONGEST_LINE)
    )


def _is_sheet_title(line: ProseLine) -> bool:
    """A line at the top of a sheet that says what the sheet is; sheets print no line of the kind of paper alone."""
    return line.where.table is not None and line.where.row is None and bool(_SHEET_TITLE.match(line.text))


def _title_goes_on(before: str, line: ProseLine) -> bool:
    if before.endswith((".", ";", ":")) or len(line.text) > 200:
        return False
    opens_lower = line.text[0].islower() or line.text[0].isdigit()
    return line.style.bold or line.style.centered or line.style.heading is not None or opens_lower


def _issuer(head: Sequence[ProseLine], place: Place | None, attached: Sequence[tuple[str, Where]]) -> Found | None:
    for line in joined(head):
        if SECTION.match(line.text) or line.text.startswith("Điều "):
            break
        match = _ISSUES.search(line.text)
        if match:
            return _with_place(Found(match["issuer"].strip(), line.where), place)
    caps = _letterhead(head)
    if caps:
        return _with_place(caps, place)
    for rest, where in attached:
        match = re.search(rf"của\s+(?P<issuer>{OFFICE}[^,;.()]{{2,80}})", rest)
        if match:
            return _with_place(Found(_office_of(match["issuer"].strip()), where), place)
    return None


def _office_of(issuer: str) -> str:
    """ "Bộ trưởng Bộ Y tế" signs for that ministry."""
    return re.sub(rf"^{HEAD_OF_OFFICE}\s+(?=[A-ZĐỦ])", "", issuer)


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


def _letterhead(head: Sequence[ProseLine]) -> Found | None:
    """The lowest office in capitals at the top, its place joined; above a title only."""
    found: Found | None = None
    lines = [(_BESIDE.sub("", line.text.replace("UỶ", "ỦY")).strip(" *-_"), line.where) for line in head[:14]]
    for index, (text, where) in enumerate(lines):
        if KIND_LINE.match(text):
            break
        if not text.isupper() or not _CAPS_OFFICE.match(text):
            continue
        following = lines[index + 1][0] if index + 1 < len(lines) else ""
        joins = _CAPS_PLACE.match(following) and following.isupper()
        found = Found(_under(_office_case(f"{text} {following}" if joins else text), found), where)
    decides = next((m for line in head[:14] if (m := _DECIDES.match(line.text.replace("UỶ", "ỦY")))), None)
    if found and decides and "ủy" in found.text:
        return Found(f"{decides['body'].capitalize()} {found.text}", found.where)
    return found


def _under(office: str, above: Found | None) -> str:
    """ "VĂN PHÒNG" under "UBND TỈNH LÀO CAI" is the office of that committee."""
    return f"{office} {above.text}" if above and office in ("Văn phòng", "Hội đồng", "Ban biên tập") else office


def _office_case(text: str) -> str:
    """ "UBND TỈNH NGHỆ AN" → "UBND tỉnh Nghệ An"; the field of a department gets capitals word by word."""
    if party := _PARTY.match(text):
        return " ".join(filter(None, (f"{party['head'].capitalize()} ủy", (party["place"] or "").title())))
    place, district = place_of(text), district_of(text)
    lowest = district or place
    stem = (
        re.sub(r"\s*(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU)\s+\S.*$", "", text) if lowest else text
    )
    bare = take_province(fold(stem))
    # "UBND HÀ NỘI": the place without its kind.
    stem = " ".join(stem.split()[: len(bare[0].split())]) if bare and lowest is place else stem
    stem = "UBND" if stem == "UBND" else _proper(stem)
    field = next((f for f in FIELDS if fold(stem) == f"sở {fold(f)}"), None)
    stem = f"Sở {field}" if field else stem
    return f"{stem} {lowest.name}" if lowest else stem


def _proper(stem: str) -> str:
    """ "BỘ Y TẾ" → "Bộ Y tế", "THỦ TƯỚNG CHÍNH PHỦ" → "Thủ tướng Chính phủ", "ĐẢNG ỦY" → "Đảng ủy"."""
    for head in ("Bộ", "Sở", "Thủ tướng", "Văn phòng", "Phòng", "Ban", "Trường", "Cục", "Chi cục", "Viện", "Đảng ủy"):
        if stem.startswith(f"{head.upper()} "):
            return f"{head} {_capitals(stem[len(head) + 1 :])}"
    return stem.capitalize()


def _capitals(text: str) -> str:
    """Each part of a field begins with a capital: "VĂN HÓA, THỂ THAO VÀ DU LỊCH"."""
    parts = re.split(r"(, | VÀ | - )", text)
    return "".join(p.casefold() if p.strip() in ("VÀ", "-", ",") else p.capitalize() for p in parts)


def _when(head: Sequence[ProseLine]) -> Found | None:
    lines = joined(head)
    for index, line in enumerate(lines):
        if any(_OF_A_TASK.search(near.text) for near in lines[max(0, index - 2) : index + 3] if near is not line):
            continue
        text = re.sub(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]+\.)\s*", "", line.text)
        match = _PERIOD.match(text)
        if match:
            day = find_time(match["when"], None, deadlines_only=False)
            if match["of"] or day:
                return Found(match["when"] if match["of"] or day is None else day, line.where)
    return None


def _year(
    captions: Sequence[str],
    title: str,
    signed_on: date | None,
    attached: Sequence[tuple[str, Where]],
    date_line: re.Match[str] | None,
) -> tuple[int | None, str]:
    for caption in captions:
        printed = _YEAR.search(_ATTACHED.sub("", caption))
        if printed:
            return int(printed["year"]), texts.FROM_APPENDIX
    printed = _YEAR.search(title)
    if printed:
        return int(printed["year"]), texts.FROM_TITLE
    if signed_on:
        return signed_on.year, texts.FROM_SIGNING
    if date_line is not None:
        # "ngày      tháng 6 năm 2026": the day is still to be filled in, the year is printed.
        return int(date_line["year"]), texts.FROM_SIGNING
    for rest, _ in attached:
        match = re.search(r"20\d\d", rest)
        if match:
            return int(match.group()), texts.FROM_ATTACHED
    return None, ""
