"""Plans without a table: assignments in numbered paragraphs.

"1. Sở A chủ trì, phối hợp Sở B …: hoàn thành trước ngày …", or key words below the text ("Đơn vị chủ trì: …"), or
bullets under the name of a body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.reading.source import Where
from bot.documents.understanding.parties.agency_names import HEADS, begins_with_body, is_group
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.receivers import body_at
from bot.documents.understanding.prose import Item
from bot.documents.understanding.tables.columns import Column
from bot.documents.understanding.tables.table_rows import TableRow
from bot.documents.understanding.task_times import find_time
from bot.domain.plan.task_fields import TASK_FIELDS

_VERB = (
    r"(?:tổ chức|xây dựng|triển khai|tham mưu|hướng dẫn|rà soát|thực hiện|hoàn thiện|hoàn thành|cung cấp"
    r"|đẩy mạnh|tăng cường|kiểm tra"
    r"|nghiên cứu|đề xuất|hỗ trợ|lập|trình|theo dõi|tổng hợp|bố trí|tuyên truyền|chuẩn bị|ban hành|đăng tải"
    r"|chỉ đạo|tiếp tục|xúc tiến"
    r"|kết nối|quảng bá|quản lý|cập nhật|phát động|đôn đốc|thẩm định|khảo sát|giám sát|vận động|thông tin"
    r"|giới thiệu|tập huấn|bồi dưỡng"
    r"|đào tạo|công bố|đánh giá|số hóa|số hoá|ký kết|mời|đón|cân đối|phân bổ|thống kê|phối hợp|nâng cấp|mở"
    r"|thành lập|kiện toàn|báo cáo)"
)
_VERB_AT = re.compile(rf"(?<=[\w),])[\s,:]+(?=(?i:{_VERB})\s)")
_LEADS = re.compile(
    r"^(?:Giao\s+|- |\+ )*(?P<leads>.+?)\s*,?\s+(?:có trách nhiệm\s+|là (?:cơ quan|đơn vị)\s+)?chủ trì\b\s*[,;:]?\s*"
)
_WITH = re.compile(r"^(?:và\s+)?phối hợp(?: (?:với|cùng(?: với)?))?\s*:?\s+")
_HANDED = re.compile(r"^Giao\s+(?P<leads>[^:;.]{3,140}?)\s*(?::\s*|\s+(?=(?i:" + _VERB + r")\s))")
_ACTOR = re.compile(r"^(?:Giao\s+)?(?P<who>[^:;.]{3,140})\s*:?$")
_KEY_WORDS = tuple((field.key, field.listed) for field in TASK_FIELDS if field.listed)
_KEYS = tuple(
    (
        column,
        re.compile(rf"(?i)(?:^|[.;]\s+|\(\s*)[-+•]?\s*(?:{words})\s*:\s*(?P<value>[^;\n]+?)(?=\s*(?:[;)]|\.\s|\.$|$))"),
    )
    for column, words in _KEY_WORDS
)
_LINE_KEYS = tuple(
    (column, re.compile(rf"(?i)^[-+•]\s*(?:{words})\s*:\s*(?P<value>.+)$")) for column, words in _KEY_WORDS
)
_BULLET = re.compile(r"^[-+•]\s*")
_BEFORE_TIME = re.compile(
    r"(?i)[\s,;:(.–-]*(?:(?:thời (?:gian|hạn)|tiến độ)(?: (?:thực hiện|hoàn thành))?\s*:?\s*)?(?:(?:xong"
    r"|hoàn thành|thực hiện)\s*)*$"
)
_DUTIES = re.compile(r"(?i)tổ chức thực hiện|phân công|nhiệm vụ|nội dung|trách nhiệm|giải pháp|giao việc")
_ASIDE = re.compile(r"(?i)mục đích|yêu cầu|kết quả|kinh phí")
_REPORT = re.compile(
    r"(?i)\bbáo cáo\b.{0,160}(?:gửi|tổng hợp|về|UBND|Ủy ban)|(?:gửi|tổng hợp,?) báo cáo|kịp thời báo cáo"
    r"|khó khăn, vướng mắc"
)
_LED_IN_BRACKETS = re.compile(r"\((?P<lead>[^()]{4,120}?) chủ trì\)")
_YEAR_HEADING = re.compile(r"^Năm (?P<year>20\d\d)\s*:?$")
_PREVIEW = 70


@dataclass(frozen=True, slots=True)
class Assignment:
    """Something the running text hands to somebody."""

    path: str
    text: str
    where: Where


def list_rows(items: Sequence[Item], book: AgencyBook, year: int | None) -> list[TableRow]:
    """Tasks of the running text as rows of a table; report rules are not tasks."""
    rows: list[TableRow] = []
    open_row: TableRow | None = None
    for index, item in enumerate(items):
        keys = _keyed(item.text)
        if open_row is not None and keys and not item.number and not _lead_form(item.text, book):
            open_row.cells.update({k: v for k, v in keys.items() if not open_row.cells.get(k)})
            continue
        row = _row(item, items[index + 1 : index + 5], book, year, keys)
        if row is not None:
            rows.append(row)
        open_row = row
    return rows


def assignments(items: Sequence[Item], year: int | None) -> list[Assignment]:
    """What the body hands out without a date, beside the rows of the table."""
    found: list[Assignment] = []
    for item in items:
        handed = _HANDED.match(item.text) or (_LEADS.match(item.text) if item.text.startswith("Giao ") else None)
        if (
            handed
            and not is_group(handed["leads"])
            and not _REPORT.search(item.text)
            and len(item.text) > len(handed.group()) + 8
        ):
            found.append(Assignment(item.path, _shortened(item.text), item.where))
        elif _LED_IN_BRACKETS.search(item.text) and _of_other_year(item, year):
            found.append(Assignment(item.path, _shortened(_BULLET.sub("", item.text)), item.where))
    return found


def _of_other_year(item: Item, year: int | None) -> bool:
    last = item.headings[-1] if item.headings else ""
    match = _YEAR_HEADING.match(last)
    return bool(match and year and int(match["year"]) != year)


def _shortened(text: str) -> str:
    return text if len(text) <= _PREVIEW else text[:_PREVIEW].rsplit(" ", 1)[0] + " …"


def _row(
    item: Item, following: Sequence[Item], book: AgencyBook, year: int | None, keys: dict[str, str]
) -> TableRow | None:
    if any(_ASIDE.search(h) for h in item.headings[:1]):
        return None
    text = _BULLET.sub("", item.text)
    cells = _led(text, book) or _handed(text, book) or _bracketed(text) or _keyed_row(item, text, keys, following)
    cells = cells or _under_actor(item, text, book)
    if cells is None or (_REPORT.search(text) and Column.DELIVERABLE not in cells):
        return None
    content, when = (
        _without_time(cells[Column.CONTENT], year) if not cells.get(Column.TIME) else (cells[Column.CONTENT], "")
    )
    if len(content) < 8:
        return None
    cells = {**cells, Column.CONTENT: content, Column.TIME: cells.get(Column.TIME) or when}
    cells.setdefault(Column.COORDINATING, "")
    return TableRow(_own_number(item), cells, [item.where], section=_roman(item), heading=_heading(item, book))


def _lead_form(text: str, book: AgencyBook) -> bool:
    return _led(_BULLET.sub("", text), book) is not None


def _led(text: str, book: AgencyBook) -> dict[str, str] | None:
    """ "Sở A chủ trì, phối hợp với Sở B, Sở C tổ chức …"."""
    match = _LEADS.match(text)
    if match is None or not begins_with_body(match["leads"]) or len(match["leads"]) > 160:
        return None
    rest = text[match.end() :]
    helping = ""
    if with_match := _WITH.match(rest):
        helping, rest = _bodies(rest[with_match.end() :], book)
    return {Column.LEAD: match["leads"], Column.COORDINATING: helping, Column.CONTENT: _capital(rest)}


def _handed(text: str, book: AgencyBook) -> dict[str, str] | None:
    match = _HANDED.match(text)
    if match is None or not begins_with_body(match["leads"]):
        return None
    rest = text[match.end() :]
    return {Column.LEAD: match["leads"], Column.CONTENT: _capital(rest)} if rest.strip() else None


def _bracketed(text: str) -> dict[str, str] | None:
    match = _LED_IN_BRACKETS.search(text)
    if match is None or not begins_with_body(match["lead"]):
        return None
    return {
        Column.LEAD: match["lead"],
        Column.CONTENT: " ".join((text[: match.start()] + text[match.end() :]).split()).rstrip(" .;"),
    }


def _keyed_row(item: Item, text: str, keys: dict[str, str], following: Sequence[Item]) -> dict[str, str] | None:
    """ "1. Tổ chức …" with "Đơn vị chủ trì: …" behind it or in the lines below."""
    if Column.LEAD in keys:
        starts = [m.start() for _, pattern in _KEYS for m in pattern.finditer(text)]
        return {**keys, Column.CONTENT: text[: min(starts)].strip(" .;(-")} if starts and min(starts) > 5 else None
    below = [_keyed(f.text) for f in following if not f.number]
    if item.number and len(text) > 12 and below and any(Column.LEAD in k for k in below[:3]):
        return {**keys, Column.LEAD: "", Column.CONTENT: text.rstrip(" .:;")}
    return None


def _under_actor(item: Item, text: str, book: AgencyBook) -> dict[str, str] | None:
    """A bullet or letter under "1. Sở A:"."""
    headings = item.headings if item.number is None or item.number.isalpha() else ()
    if not headings or not (_BULLET.match(item.text) or item.number) or not any(_DUTIES.search(h) for h in headings):
        return None
    match = _ACTOR.match(headings[-1])
    who = match["who"].strip() if match else ""
    if not who or is_group(who) or not begins_with_body(who):
        return None
    id_, name = body_at(who, book)
    if id_ is None and not (who.startswith(HEADS) and len(who.split()) <= 14):
        return None
    return {Column.LEAD: name if id_ else who, Column.CONTENT: text.rstrip(" ;.")}


def _bodies(text: str, book: AgencyBook) -> tuple[str, str]:
    """The bodies a text opens with, and the rest from the first verb on."""
    verb = next((m for m in _VERB_AT.finditer(text) if not _inside_name(text, m, book)), None)
    colon = text.find(":")
    if 0 <= colon < (verb.start() if verb else len(text)):
        return text[:colon].strip(" ,"), text[colon + 1 :].strip()
    if verb is None:
        return "", text
    return text[: verb.start()].strip(" ,"), text[verb.end() :].strip()


def _inside_name(text: str, match: re.Match[str], book: AgencyBook) -> bool:
    """ "Viện nghiên cứu …": the verb belongs to a name."""
    before = text[: match.start()].rsplit(",", 1)[-1].strip()
    return (
        before in HEADS
        or before.rsplit(" ", 1)[-1] in ("Viện", "Ban", "Trung tâm", "Hội", "Quỹ")
        or before.endswith(("Ban ", "tâm"))
    )


def _keyed(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    alone = next(((c, m) for c, p in _LINE_KEYS if (m := p.match(text))), None)
    if alone:
        return {alone[0]: alone[1]["value"].strip(" .;")}
    for column, pattern in _KEYS:
        match = pattern.search(text)
        if match:
            found[column] = match["value"].strip()
    return found


def _without_time(text: str, year: int | None) -> tuple[str, str]:
    """The content without its deadline, and the deadline."""
    phrase = find_time(text, year, deadlines_only=False)
    if phrase is None:
        return text.rstrip(" ;."), ""
    start = text.find(phrase)
    before, after = text[:start], text[start + len(phrase) :]
    cut = _BEFORE_TIME.search(before)
    kept = before[: cut.start()] if cut else before
    if kept.count("(") > kept.count(")"):
        kept = f"{kept})"
    tail = after.strip(" .;,)(")
    if tail:
        # The time stands inside the sentence: the sentence stays whole.
        return text.rstrip(" ;."), phrase
    return kept.strip(" ,;:.-"), phrase


def _own_number(item: Item) -> str | None:
    if item.number is None or re.fullmatch(r"[IVX]+", item.number):
        parts = [p for p in item.path.split(".") if p.isdigit()]
        return ".".join(parts) or None
    return (
        item.number
        if not item.number.isalpha()
        else ".".join([p for p in item.path.split(".") if not re.fullmatch(r"[IVX]+", p)])
    )


def _roman(item: Item) -> str | None:
    first = item.path.split(".")[0]
    return first if re.fullmatch(r"[IVX]+", first) else None


def _heading(item: Item, book: AgencyBook) -> str | None:
    """The nearest heading that is not the name of who acts."""
    for heading in reversed(item.headings):
        clean = heading.strip(" :.")
        if len(clean) < 160 and not begins_with_body(re.sub(r"^Giao\s+", "", clean)):
            return clean
    return None


def _capital(text: str) -> str:
    text = text.strip(" ,:;-")
    return text[:1].upper() + text[1:]
