"""Who acts: the bodies a clause or a heading opens with, however they are listed, and what stands behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.documents.understanding.clauses.vocabulary import ADVERB, GROUP_WORD, HANDS, HEAD_OF_OFFICE, VERB
from bot.documents.understanding.parties.agency_names import begins_with_body, is_group
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.receivers import body_at

_HANDED = re.compile(rf"^(?:- )?(?:Kính |Trân trọng )?(?:(?i:{HANDS})(?: cho)?|Riêng(?: đối với)?|Đối với)\s+(?=\S)")
#: "…; giao Sở A …", "UBND tỉnh yêu cầu các sở …": who is charged stands behind the word.
HANDED_INSIDE = re.compile(
    r"(?<!được )(?<!việc )(?<!đã )(?<!và )(?:(?<=[;,.:] )|(?<= ))(?:[Gg]iao|[Yy]êu cầu|[Đđ]ề nghị|[Pp]hân công)"
    r"(?: cho)?\s+(?=\S)"
)
_OFFICE_HEAD = re.compile(rf"^(?:{HEAD_OF_OFFICE}(?:, (?:{HEAD_OF_OFFICE}))*\s+)(?=[A-ZĐỦ])")
_HEADS_OF_ALL = re.compile(
    rf"^(?:(?i:{HEAD_OF_OFFICE}), )*(?:(?i:{HEAD_OF_OFFICE})|Đồng chí|đồng chí)\s+"
    rf"(?=(?i:các) |(?:cơ quan|đơn vị|sở|ban|bộ)\b|(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân) (?:quận|huyện|xã|phường),)"
)
_GROUP = re.compile(rf"(?:(?:[Cc]ác|[Nn]hững|[Mm]ỗi|[Tt]ừng|[Tt]oàn bộ) )(?=(?i:{GROUP_WORD})\b)|[Cc]hủ đầu tư\b")
_GROUP_GOES_ON = re.compile(
    rf"(?:,? và |, ?|; ?)(?=(?:(?i:{HEAD_OF_OFFICE}) )?(?i:các )?(?i:{GROUP_WORD})\b)"
    rf"| (?=(?i:các )?(?i:{GROUP_WORD})\b)"
)
_GROUP_PART = re.compile(
    rf"(?:(?i:{HEAD_OF_OFFICE}) )?(?i:các )?(?i:{GROUP_WORD})\b(?: (?:ngang bộ|chuyên môn|nghiệp vụ"
    rf"|trực thuộc(?: [A-ZĐ]\w*(?: (?:ủy|uỷ))?)?"
    r"|thuộc (?:[A-ZĐ]\w*(?: (?:[A-ZĐ]\w*|phố|phủ|nhân dân|ương))*|tỉnh|xã|phường|thành phố|sở)|cấp (?:xã|tỉnh"
    r"|huyện)))*"
)
_NO_NAME_WORD = frozenset(
    re.findall(
        r"\w+",
        """đã đang sẽ là có để trước trong theo với khi nếu tại từ đến về do bằng được không này sau trên qua nhằm cho
        phải cần còn chưa cũng rất hoặc như bởi vì mà thì nêu đó""",
    )
)
#: "có liên quan", "được giao nhiệm vụ", "trên địa bàn tỉnh", "chưa gửi báo cáo quý III" behind a group.
_WHICH = re.compile(
    r" (?:(?:có )?liên quan\b|trực thuộc(?: (?:trung ương|[A-ZĐ]\w*(?: (?:ủy|uỷ|ương|phố|phủ))?|\w+))?"
    r"|được (?:giao|phân công)"
    r"(?: nhiệm vụ| chủ trì| thực hiện)*|chủ trì(?= (?:báo cáo|gửi|có trách nhiệm))"
    r"|(?:của|trong) (?:Thành phố|[Tt]ỉnh|thành phố|xã|phường|hệ thống|cơ quan)(?!\w)"
    r"|trên địa bàn(?: (?:tỉnh|thành phố|xã|phường|Thành phố)(?: [A-ZĐ]\S*)*)?"
    r"|theo (?:chức năng|thẩm quyền|nhiệm vụ)[^;:.]*?(?=,| và | (?=" + VERB + r")|$)"
    r"|(?:chưa|có (?!trách nhiệm)|thuộc|tại|nêu|nói) ?(?:(?!" + VERB + r"(?!\w))[^\s;:.,]+ ?){1,6}?"
    r"(?=\s?(?:,|:|;|$| " + VERB + r"(?!\w)| báo cáo| gửi)))"
)
#: "UBND các xã, phường": no body of its own.
_PLURAL = re.compile(
    r"(?i)^(?:ubnd|[ủu][yỷ] ban nhân dân|uỷ ban nhân dân|ủy ban nhân dân|sở \w+ \w+|công an) (?:các|cấp)\b"
)
_JOINS = re.compile(r"\s*(?:;|,(?: và| cùng)?| và| cùng(?: với)?|&)\s+(?=\S)")
_BRACKET = re.compile(r" ?\([^()]{1,60}\)")
_FOLLOWS = re.compile(
    rf"^\s*,?\s*(?:(?P<colon>:)|(?P<leads>(?:có trách nhiệm |là (?:cơ quan|đơn vị) |làm )?chủ trì)\b"
    rf"|(?P<duty>có trách nhiệm|chịu trách nhiệm|(?i:{ADVERB})|(?i:{VERB})|là (?:cơ quan|đơn vị)|làm đầu mối"
    r"|định kỳ|hằng (?:năm|quý|tháng|tuần)|hàng (?:năm|quý|tháng|tuần)|theo|trước|chậm nhất|nếu|sau khi|trên cơ sở"
    r"|không|được|tự|trong|vào|phải)(?!\w)|(?P<end>[.;]?\s*$))"
)
#: "Phòng Quản lý" + "lữ hành": what the name of a small unit is for, in small letters up to the verb.
_SMALL_NAME = re.compile(
    r"(?: (?!(?:đã|đang|sẽ|là|còn|có|bị|và|của|theo|trong|trước|với)\b)[^\W\d_A-ZĐ]\w*){1,5}?"
    rf"(?=:| (?:{VERB}|{ADVERB}|chủ trì)(?!\w))"
)
#: What no duty begins with.
_ANY_WORD = re.compile(
    r"^ (?!(?:đã|đang|sẽ|là|còn|có|bị|vẫn|mới|và|của|nên|cho biết|khi|mà|để|cũng|rất|hoặc|chưa)\b)[^\W\d_A-ZĐ]"
)
#: Officers and small units that are charged like bodies.
_STAFF = re.compile(
    r"(?:Bộ phận|Giáo viên|Thư ký|Kế toán|Nhóm|Cán bộ|Công chức|Viên chức|Lãnh đạo|Nhà thầu|Đơn vị tư vấn|Khoa"
    r"|Hợp tác xã"
    r"|Ban giám (?:khảo|hiệu|sát)|Khối|Trưởng (?:phòng|ban|thôn|khoa))(?= \S)"
)
#: Small words inside the name of a body.
_INSIDE_NAME = frozenset(
    re.findall(
        r"\w+",
        """nhân dân tỉnh thành phố xã phường huyện quận thị đặc khu thôn của thuộc trực trung ương các và cấp nước phát
        triển nông môi trường công nghệ cao quân sự bộ đội biên phòng thương mại đầu tư du lịch xúc tiến nghiên cứu kinh
        tế hội quản lý dự án hàng kỹ thuật thông tin truyền hành chính kiểm lâm thú y chăn nuôi trồng trọt bảo vệ thực
        vật giáo dục đào tạo văn hóa hoá thể thao liên hợp tác chế xuất nghiệp đảng ủy uỷ đồng quan ngang ngành đoàn tổ
        chức mặt trận giúp việc quốc việt nam xây dựng giao tải khoa học chi nhánh sách gia thiên tai tìm kiếm
        cứu nạn phục vụ
        khai thác thủy lợi thuỷ giống dịch nhà máy điện lực chỉ huy phụ nữ thanh niên cựu chiến binh dân tộc tôn đất đai
        quỹ an toàn phẩm nghĩa chuyên ngừa bệnh tật hạ tầng đô ngoài vực""",
    )
)
_KEPT_VERB_AFTER = ("Viện", "Trung tâm", "Ban", "Hội", "Quỹ", "Chi cục", "Cục", "Phòng", "Đội", "Tổ", "Trạm", "Kho")
_MOST_WORDS = 22


@dataclass(frozen=True, slots=True)
class Opening:
    """The names at the front of a text and the text behind them."""

    #: As printed, without "Giao", without the office of a head; ``split_names`` takes them apart.
    names: str
    #: What follows: "hoàn thiện Đề án …"; empty for a line of names.
    rest: str
    #: "chủ trì" stands behind the names.
    leads: bool = False
    #: A colon, or nothing at all: what stands below is theirs.
    is_line: bool = False

    @property
    def is_group(self) -> bool:
        """True when no body is named on its own."""
        return is_group(self.names) or self.names[:1].islower() or self.names.startswith("Chủ đầu tư")


def opening(text: str, book: AgencyBook, *, loosely: bool = False) -> Opening | None:
    """Who a text opens with; None unless it opens with names and a verb, a colon or nothing follows them.

    ``loosely``: any small word may follow, as a clause with a deadline may have a verb nobody listed.
    """
    handed = _HANDED.match(text)
    start = handed.end() if handed else 0
    named = take_names(text[start:], book)
    if named is None:
        return None
    names, end = named
    rest = text[start + end :]
    follows = _FOLLOWS.match(rest)
    named_on = names.startswith(_KEPT_VERB_AFTER) or _GROUP.match(names)
    if follows is None and named_on and (more := _SMALL_NAME.match(rest)):
        names, rest = names + more.group(), rest[more.end() :]
        follows = _FOLLOWS.match(rest)
    if follows is None:
        any_word = loosely and _ANY_WORD.match(rest)
        return Opening(names, rest.strip(" ,")) if any_word else None
    if follows["colon"] is not None:
        return Opening(names, rest[follows.end() :].strip(), is_line=not rest[follows.end() :].strip())
    if follows["end"] is not None:
        return Opening(names, "", is_line=not handed or not rest.strip(" .;"))
    return Opening(names, rest.strip(" ,"), leads=bool(follows["leads"]))


def is_handed(text: str) -> bool:
    """ "Giao Sở A …"."""
    return bool(_HANDED.match(text))


def take_names(text: str, book: AgencyBook) -> tuple[str, int] | None:
    """The list of bodies and groups a text opens with and where it ends; None when it opens with none."""
    names: list[str] = []
    position, end = 0, 0
    while True:
        taken = _one(text[position:], book)
        if taken is None:
            break
        name, length = taken
        names.append((text[end:position] if names else "") + name)
        end = position + length
        join = _JOINS.match(text, end)
        if join is None:
            break
        position = join.end()
    return ("".join(names), end) if names else None


def _one(text: str, book: AgencyBook) -> tuple[str, int] | None:
    """One body or group, and how many letters it takes."""
    title = _HEADS_OF_ALL.match(text)
    skipped = title.end() if title else 0
    group = _GROUP.match(text, skipped) or (_GROUP_PART.match(text, skipped) if title else None)
    if group and title and not _GROUP.match(text, skipped):
        return _group(text, skipped, skipped)
    if group:
        return _group(text, skipped, group.end())
    if head := _OFFICE_HEAD.match(text):
        skipped = head.end()
    rest = text[skipped:]
    if _STAFF.match(rest):
        length = _staff_end(rest)
        return (rest[:length].strip(" ,"), skipped + length) if length else None
    if not begins_with_body(rest):
        return None
    id_, known = body_at(rest, book) if not _PLURAL.match(rest) else (None, "")
    if id_ is not None and rest.startswith(known):
        bracket = _BRACKET.match(rest, len(known))
        length = bracket.end() if bracket else len(known)
        return rest[:length], skipped + length
    length = _body_end(rest)
    if length == 0:
        return None
    bracket = _BRACKET.match(rest, length)
    if bracket and not begins_with_body(bracket.group().strip(" ()")):
        length = bracket.end()
    which = _WHICH.match(rest, length) if is_group(rest[:length]) else None
    length = which.end() if which else length
    return rest[:length].strip(" ,;"), skipped + length


def _staff_end(text: str) -> int:
    """Up to a colon, a bracket or the first verb."""
    match = re.match(rf"[^:;.,(]{{3,60}}?(?=:| \(| (?:{VERB}|{ADVERB}|chủ trì)(?!\w))", text)
    bracket = _BRACKET.match(text, match.end()) if match else None
    return bracket.end() if bracket else match.end() if match else 0


def _group(text: str, start: int, end: int) -> tuple[str, int]:
    """ "các sở, ban, ngành và UBND cấp xã", "Các Sở: Y tế, Tài chính", "các đơn vị có liên quan"."""
    position = end
    while part := _GROUP_PART.match(text, position):
        end = part.end()
        goes_on = _GROUP_GOES_ON.match(text, end)
        if goes_on is None:
            break
        position = goes_on.end()
    listed = re.match(r":\s+(?=[A-ZĐ][^:]{2,300}(?:[:;]|$| " + VERB + r"))", text[end:])
    after = text[end + listed.end() :] if listed else ""
    if listed and not begins_with_body(after) and not re.match(rf"(?i:{VERB})(?!\w)", after):
        close = re.search(rf"[:;]|\.?$|,? (?=(?:có trách nhiệm|chủ trì|(?:{VERB})) )", text[end + listed.end() :])
        end += listed.end() + (close.start() if close else 0)
        return text[start:end].strip(" ,"), end
    while which := _WHICH.match(text, end):
        if which.end() == end:
            break
        end = which.end()
    return text[start:end].strip(" ,;"), end


def _body_end(text: str) -> int:
    """Where the name of one body ends: at a verb, at a small word that stands in no name, at a mark."""
    end = 0
    taken: list[str] = []
    for match in re.finditer(r"\S+", text):
        word = match.group()
        bare = word.rstrip(",;:.)")
        joins = bare.casefold() in ("và", "cùng")
        if len(taken) >= _MOST_WORDS or (taken and joins and _opens_next(text[match.end() :].lstrip())):
            break
        if len(taken) >= 1 and _is_verb(text[match.start() :], " ".join(taken)):
            break
        if taken and bare[:1].islower() and not _is_name_word(bare, taken[-1]):
            break
        if word.startswith("("):
            break
        taken.append(bare)
        end = match.start() + len(bare)
        if word != bare and (word[-1] in ";:.)" or not _goes_on_behind_comma(text[match.end() :].lstrip())):
            break
    while taken and taken[-1].casefold() in ("và", "các", "của", "-", "–", "thuộc"):
        end = text.rfind(taken.pop(), 0, end)
        end = len(text[:end].rstrip())
    return end


def _is_name_word(word: str, before: str) -> bool:
    """ "hoạch" behind "Kế", "nhân" behind "ban": the second half of a capital word, or a small word of names."""
    return word not in _NO_NAME_WORD and (word in _INSIDE_NAME or before[:1].isupper())


def _opens_next(text: str) -> bool:
    return begins_with_body(text) or bool(_GROUP.match(text) or _OFFICE_HEAD.match(text) or _HEADS_OF_ALL.match(text))


def _goes_on_behind_comma(text: str) -> bool:
    """ "Sở Văn hóa, Thể thao và Du lịch", "UBND các xã, phường": the comma stands inside the name."""
    if _opens_next(text) or re.match(rf"(?i:{VERB})(?!\w)|chủ trì", text):
        return bool(re.match(rf"(?i:{GROUP_WORD})\b", text)) and not text[:1].isupper()
    return text[:1].isupper() or bool(re.match(rf"{GROUP_WORD}\b|cơ quan", text))


def _is_verb(text: str, before: str) -> bool:
    """A verb begins here, and not the middle of "Viện nghiên cứu …" or "Ban Quản lý …"."""
    match = re.match(rf"(?:{VERB}|{ADVERB}|chủ trì|căn cứ|có trách nhiệm)(?!\w)", text)
    if match is None:
        return False
    last = before.split(" ")
    tail = {" ".join(last[-n:]) for n in (1, 2)}
    if tail & set(_KEPT_VERB_AFTER) or last[-1] in ("Ban", "và", "Quản", "-", "hội", "các"):
        return False
    # "Hợp tác xã", "Ban Quản lý dự án đầu tư xây dựng": the small words of a name, behind small words of a name.
    chain = match.group() in ("đầu tư", "xây dựng", "phát triển", "quản lý", "đào tạo", "nghiên cứu", "thông tin")
    chain = chain and before.startswith((*_KEPT_VERB_AFTER, "Công ty", "Khu", "Nhà", "Ngân", "Liên", "Tổng"))
    return not (chain and (last[-1].islower() and last[-1] not in ("dân", "tỉnh", "phố", "xã", "phường", "tế")))
