"""Which bodies a cell names: the list taken apart, commas inside names and scopes in brackets left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.documents.understanding.prose import plain
from bot.domain.text import fold

#: How the name of a body begins, with a capital; longer ones first.
_HEADS = (
    "Ủy ban nhân dân", "Uỷ ban nhân dân", "Ủy ban Mặt trận", "Uỷ ban Mặt trận", "Ủy ban MTTQ", "Ủy ban", "Uỷ ban",
    "UBND", "UBMTTQ", "Thường trực", "Thường vụ", "Chính phủ", "Thủ tướng", "Tạp chí", "Chi bộ", "Chi đoàn", "Đảng bộ",
    "Trạm", "Hạt", "Kho", "Ban Thường vụ", "Tổng đội", "Báo và Phát thanh", "Báo và phát thanh",
    "HĐND", "Hội đồng nhân dân", "Văn phòng", "VP UBND",
    "VPUBND", "Sở", "Ban", "Bộ", "Viện",
    "Trung tâm", "Công an", "Cục", "Chi cục", "Tổng cục", "Vụ", "Ngân hàng", "NHNN", "Đại học", "Trường",
    "Học viện", "Tổng công ty", "Tổng Công ty", "Công ty", "Tập đoàn", "Thanh tra", "Hội", "Hiệp hội", "Liên minh",
    "Liên hiệp", "Liên đoàn", "Đài", "Báo", "Bảo hiểm", "Kho bạc", "Tòa án", "Toà án", "Mặt trận", "Thành đoàn",
    "Tỉnh đoàn", "Đoàn", "Thành ủy", "Tỉnh ủy", "Quận ủy", "Huyện ủy", "Đảng ủy", "Bệnh viện", "Phòng", "Thuế",
    "Hải quan", "Quỹ", "Điện lực", "Bưu điện", "Chi nhánh", "Huyện", "Quận", "Thị xã", "Thành phố Thủ Đức",
    "Phường", "Xã", "Tổ", "Đội", "Nhà hát", "Bảo tàng", "Thư viện", "Khu", "Làng", "BQL", "BCH", "BCĐ",
    "LĐLĐ", "TAND", "VKSND", "BHXH", "KBNN", "MTTQ", "Công đoàn", "Cơ quan", "Đơn vị", "Thủ trưởng",
        "Giám đốc", "Chủ tịch", "Các",
)  # fmt: skip
#: "Tỉnh ủy" and "Tỉnh uỷ" alike.
HEADS = tuple(dict.fromkeys(s for h in _HEADS for s in (h, h.replace("ủy", "uỷ"), h.replace("Ủy", "Uỷ"))))
_HEAD = r"(?:" + "|".join(sorted(HEADS, key=len, reverse=True)) + r")"
#: A head followed by a name: "Ban Quản lý", but not the "Ban" of "Sở, Ban, ngành".
_NO_BODY = (
    r"(?:Xã hội|Báo cáo|Báo chí|Hội (?:nghị|thảo|chợ|đàm|nhập|viên|thi)|Bộ (?:máy|tiêu chí|luật)|Tổ chức|Đội ngũ"
    r"|Ban hành"
    r"|Khu vực|Đoàn kết|Phòng (?:chống|ngừa)|Làng nghề|Quỹ đất|Các (?:bước|nội|hoạt|nhiệm)|Trường hợp)\b"
)
_NAME = rf"(?!{_NO_BODY}){_HEAD}(?= (?!ngành\b|và\b|Ngành\b)\S)"
_GROUP_WORD = (
    r"(?:sở|ban|ngành|đơn vị|cơ quan|địa phương|tỉnh|doanh nghiệp|hội|đoàn thể|tổ chức|quận|huyện|thị xã|xã"
    r"|phường|phòng"
    r"|trường|bộ|chi nhánh|trung tâm|bệnh viện|tập đoàn|cấp|công ty|hiệp hội|viện|ubnd|chủ đầu tư|đồng chí|thành viên)"
)
_A_GROUP = rf"(?:[Cc]ác|[Mm]ột số|[Nn]hững) (?i:{_GROUP_WORD})"
_SPLITS = (
    re.compile(rf"\s*;\s*(?:và\s+)?|\n+(?=[-+•*]\s*|{_NAME}|{_A_GROUP})"),
    re.compile(rf"\s*,\s*(?:và\s+|cùng\s+)?(?={_NAME}|{_A_GROUP})"),
    re.compile(rf"(?<!HĐND)(?<!Hội đồng nhân dân)\s+(?:và|cùng(?: với)?|&)\s+(?={_NAME}|{_A_GROUP})"),
)
#: "- Sở A - Sở B" on one line; "Cục X - Bộ Y" is one body.
_DASHED = re.compile(rf"\s+-\s+(?=(?!Bộ ){_NAME}|{_A_GROUP})")
_BULLET = re.compile(r"^[-+•*]\s*")
_SCOPE = re.compile(r"^(?P<name>[^()]+?)\s*\(\s*(?P<scope>[^()]*(?:\([^()]*\)[^()]*)*)\s*\)?\s*$", re.DOTALL)
_ACRONYM = re.compile(r"^[A-ZĐ][A-ZĐ&.-]{1,11}$")
_GROUP = re.compile(
    rf"^(?:{_A_GROUP}|(?i:ubnd|ủy ban nhân dân|uỷ ban nhân dân|chủ tịch ubnd|lãnh đạo|thủ trưởng"
    rf"|giám đốc) (?i:các|cấp)\b"
    r"|(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân) (?:quận|huyện|xã|phường), |[Cc]hủ đầu tư\b"
    r"|(?:Sở|Công an|Ban) (?:\S+ ){0,6}các (?:tỉnh|xã|phường|địa phương)"
    r"|(?:UBND |Ủy ban nhân dân )?\d+ (?:sở|ban|ngành|huyện|quận|xã|phường|tỉnh|đơn vị|địa phương)\b)"
)
_GENERIC = re.compile(
    rf"^(?i:(?:cơ quan|đơn vị)(?:, (?:cơ quan|đơn vị|địa phương))* (?:có )?liên quan"
    rf"|{_GROUP_WORD}, (?:{_GROUP_WORD})\b)"
)
_LIST_OF = re.compile(
    r"^(?:[Cc]ác )(?P<head>[Ss]ở|UBND (?:huyện|quận|xã|phường))(?:, ngành)?\s*:\s*(?P<rest>.+)$", re.DOTALL
)
_PLACES_OF = re.compile(
    r"^(?P<office>UBND|Ủy ban nhân dân) các (?P<kind>huyện|quận|xã|phường|thị xã|tỉnh)\s*:\s*(?P<rest>.+)$", re.DOTALL
)
#: Fields of provincial departments; those with a comma or an "và" inside decide where a short list is cut.
FIELDS = (
    "Kế hoạch và Đầu tư", "Tài chính", "Công Thương", "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường", "Tài nguyên và Môi trường", "Xây dựng", "Giao thông vận tải",
    "Giao thông công chánh", "Khoa học và Công nghệ", "Thông tin và Truyền thông",
    "Lao động - Thương binh và Xã hội", "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thể thao", "Du lịch", "Y tế",
    "Giáo dục và Đào tạo", "Tư pháp", "Nội vụ", "Ngoại vụ", "Quy hoạch - Kiến trúc", "An toàn thực phẩm",
    "Dân tộc và Tôn giáo",
)  # fmt: skip
_ABBREVIATIONS = {
    "khđt": "Kế hoạch và Đầu tư", "kh&đt": "Kế hoạch và Đầu tư", "kh-đt": "Kế hoạch và Đầu tư", "tc": "Tài chính",
    "ct": "Công Thương", "nn&ptnt": "Nông nghiệp và Phát triển nông thôn",
    "nnptnt": "Nông nghiệp và Phát triển nông thôn", "nn&mt": "Nông nghiệp và Môi trường",
    "nnmt": "Nông nghiệp và Môi trường", "tn&mt": "Tài nguyên và Môi trường", "tnmt": "Tài nguyên và Môi trường",
    "xd": "Xây dựng", "gtvt": "Giao thông vận tải", "kh&cn": "Khoa học và Công nghệ",
    "khcn": "Khoa học và Công nghệ", "tt&tt": "Thông tin và Truyền thông", "tttt": "Thông tin và Truyền thông",
    "lđtbxh": "Lao động - Thương binh và Xã hội", "lđ-tb&xh": "Lao động - Thương binh và Xã hội",
    "lđtb&xh": "Lao động - Thương binh và Xã hội", "vhttdl": "Văn hóa, Thể thao và Du lịch",
    "vhtt&dl": "Văn hóa, Thể thao và Du lịch", "vh,tt&dl": "Văn hóa, Thể thao và Du lịch",
    "vhtt": "Văn hóa và Thể thao", "vh&tt": "Văn hóa và Thể thao", "dl": "Du lịch", "yt": "Y tế",
    "gdđt": "Giáo dục và Đào tạo", "gd&đt": "Giáo dục và Đào tạo", "tp": "Tư pháp", "nv": "Nội vụ",
    "ngv": "Ngoại vụ", "qh-kt": "Quy hoạch - Kiến trúc", "qhkt": "Quy hoạch - Kiến trúc",
}  # fmt: skip
_ABBREVIATED = re.compile(r"^[Ss]ở (?P<short>[A-ZĐ][A-ZĐa-z&,-]{1,9})(?P<rest>(?: .*)?)$")

_LABEL = r"(?:(?:[Cc]ơ quan|[Đđ]ơn vị|CQ|ĐV) )?"
_LEAD_LABEL = re.compile(rf"{_LABEL}[Cc]hủ trì(?: (?:thực hiện|tham mưu))?\s*:\s*")
_WITH_LABEL = re.compile(rf"[;,.\n]?\s*(?:- )?{_LABEL}[Pp]hối hợp(?: thực hiện)?\s*:\s*")
_LEADS_AFTER = re.compile(r"\s*,?\s+(?:là (?:cơ quan|đơn vị) )?chủ trì\b(?: (?:thực hiện|tham mưu))?")
_WITH = re.compile(r"[,;.\n]?\s*(?:- )?[Pp]hối hợp(?: (?:với|cùng(?: với)?|thực hiện))?\s*:?\s+")
_LEADS_BEFORE = re.compile(r"^(?:Giao |- )*[Cc]hủ trì\s*(?:là )?")


@dataclass(frozen=True, slots=True)
class Named:
    """One body as a cell names it."""

    name: str
    #: The part of the task it leads, from brackets behind the name.
    scope: str | None = None

    @property
    def is_group(self) -> bool:
        """True for several bodies under one name ("các sở, ban, ngành")."""
        return is_group(self.name)


def is_group(name: str) -> bool:
    """True when the name stands for several bodies that it does not list."""
    return bool(_GROUP.match(name) or _GENERIC.match(name))


def split_names(text: str) -> list[Named]:
    """The bodies named in a cell, in order, each as printed.

    Cuts at ";" and line ends, and at a comma, "và" or dash only where the next word opens the name of a body: so the
    commas of "Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch" stay.
    """
    text = _unwrapped(text)
    pieces = _pieces(text)
    names = [named for piece in pieces for named in _listed(piece)]
    return [n for n in names if n.name]


def split_roles(text: str) -> tuple[list[Named], list[Named]]:
    """Leading and coordinating bodies of a cell that holds both ("Sở A chủ trì, phối hợp với Sở B").

    Without such words every body leads.
    """
    text = _unwrapped(text)
    label = _WITH_LABEL.search(text) or _WITH.search(text)
    if label is None:
        return split_names(_without_lead_words(text)), []
    return split_names(_without_lead_words(text[: label.start()])), split_names(text[label.end() :])


def expanded(name: str) -> str:
    """ "Sở KH&ĐT" → "Sở Kế hoạch và Đầu tư"; the name itself when nothing is known."""
    name = re.sub(r"\bPTNT\b", "Phát triển nông thôn", name)
    match = _ABBREVIATED.match(name)
    full = _ABBREVIATIONS.get(match["short"].casefold()) if match else None
    return f"Sở {full}{match['rest']}" if match and full else name


def begins_with_body(text: str) -> bool:
    """True when the text opens with the name of a body or a group."""
    return bool(re.match(rf"{_NAME}|{_A_GROUP}", text))


def find_names(text: str) -> list[tuple[int, int]]:
    """Where in running text the name of a body may begin and end at the latest, left to right."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(rf"(?<![\w-])(?:{_NAME}|{_A_GROUP})", text):
        stop = re.search(r"[;:.]|\.$|\s\(|\)", text[match.end() :])
        found.append((match.start(), match.end() + stop.start() if stop else len(text)))
    return found


def _unwrapped(text: str) -> str:
    """Lines that only wrap in a narrow column joined; a line that opens a new body stays."""
    lines = [plain(line) for line in text.split("\n") if line.strip()]
    listed = bool(lines) and bool(_BULLET.match(lines[0]))
    result: list[str] = []
    for line in lines:
        # "kinh tế" over "- xã hội": the dash of a name, not of a list.
        bullet = bool(_BULLET.match(line)) and (listed or begins_with_body(_BULLET.sub("", line)))
        opens = bullet or begins_with_body(line)
        wrapped = bool(result) and (not opens or _open_ended(result[-1]))
        if wrapped and not bullet:
            result[-1] = f"{result[-1]} {line}"
        else:
            result.append(line)
    return "\n".join(result)


def _open_ended(line: str) -> bool:
    """The line cannot be the end of a name."""
    return bool(re.search(r"(?:,|-|\bvà|\bcác|\bQuản lý|\bcủa|\bthuộc|\btại)$", line)) or line.count("(") > line.count(
        ")"
    )


def _pieces(text: str) -> list[str]:
    pieces = [text]
    patterns = [*_SPLITS, _DASHED] if _BULLET.match(text) or ";" in text else [*_SPLITS]
    for pattern in patterns:
        pieces = [part for piece in pieces for part in _cut(pattern, piece)]
    return [_BULLET.sub("", p).strip() for p in pieces if p.strip(" -;,.\n")]


def _cut(pattern: re.Pattern[str], text: str) -> list[str]:
    """The text cut at the pattern where it stands outside brackets."""
    parts, start = [], 0
    for match in pattern.finditer(text):
        before = text[: match.start()]
        if before.count("(") > before.count(")"):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]


def _listed(piece: str) -> Iterable[Named]:
    """ "Các sở: Tài chính, Xây dựng" as one name each."""
    of_sections, of_places = _LIST_OF.match(piece), _PLACES_OF.match(piece)
    if of_sections and of_sections["head"].casefold() == "sở":
        yield from (Named(f"Sở {name}") for name in _fields(of_sections["rest"]))
    elif of_places or of_sections:
        match = of_places or of_sections
        head = f"{of_places['office']} {of_places['kind']}" if of_places else (match["head"] if match else "")
        rest = match["rest"] if match else ""
        yield from (Named(f"{head} {place.strip(' .')}") for place in re.split(r",| và ", rest) if place.strip(" ."))
    else:
        yield _named(piece)


def _fields(text: str) -> list[str]:
    """The fields of a short list, cut where a known field ends."""
    known = sorted(FIELDS, key=len, reverse=True)
    fields: list[str] = []
    rest = text.strip(" .")
    while rest:
        match = next((f for f in known if fold(rest).startswith(fold(f))), None)
        end = len(match) if match else (rest.find(",") if "," in rest else len(rest))
        fields.append(rest[:end].strip())
        rest = re.sub(r"^\s*(?:,|;|và)\s*", "", rest[end:].strip()).strip()
    return fields


def _named(piece: str) -> Named:
    piece = plain(piece).strip(" ,;-")
    match = _SCOPE.match(piece)
    if match is None:
        return Named(piece.rstrip(" ."))
    scope = match["scope"].strip(" .;,")
    if begins_with_body(scope) and not is_group(scope):
        return Named(piece)
    if not scope or _ACRONYM.match(scope):
        return Named(piece.rstrip(" ."))
    if fold(scope) in ("chủ trì", "cơ quan chủ trì", "đầu mối", "thường trực"):
        return Named(match["name"].strip())
    return Named(match["name"].strip(" ,"), scope)


def _without_lead_words(text: str) -> str:
    text = _LEAD_LABEL.sub("", text)
    text = _LEADS_BEFORE.sub("", text.strip())
    text = text.removeprefix("Giao ") if begins_with_body(text.removeprefix("Giao ")) else text
    return _LEADS_AFTER.sub("", text).strip(" ,;.\n")
