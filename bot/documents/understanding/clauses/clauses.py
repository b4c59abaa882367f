"""A paper's paragraphs as clauses: each says who acts, by its own words or by the line it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.documents.understanding.clauses.key_words import is_key_line
from bot.documents.understanding.clauses.vocabulary import ANNOUNCES, ANYBODY, BASIS, NARRATIVE, SENTENCE
from bot.documents.understanding.parties.actors import HANDED_INSIDE, Opening, opening, take_names
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.prose import Item
from bot.documents.understanding.task_times import find_times

_BULLET = re.compile(r"^[-–+•*]\s*")
_LEAD_IN = re.compile(r"^(?:Đối với|Về|Riêng|Liên quan|Đồng ý|Thống nhất|Nhất trí|Trường hợp)\b")
_ADVERBIAL = re.compile(
    r"(?i)^(?:định kỳ|(?:hằng|hàng|mỗi) (?:năm|quý|tháng|tuần)|trước|chậm nhất|muộn nhất|trong (?:quý|tháng"
    r"|tuần|năm|vòng"
    r"|thời hạn)|đối với|trường hợp|nếu|khi |sau khi|trên cơ sở|căn cứ|theo |kết thúc|cuối |đến |từ )"
)
_THEN_REPORT = re.compile(r"[,;] (?:và )?(?=(?:(?:gửi|kết quả|tổng hợp) )?báo cáo )")
_DUTY_AND_REPORT = 2
#: "Chế độ báo cáo: Các đơn vị …".
_LABEL = re.compile(r"^[A-ZĐÀ-Ỹ][^:;,.]{3,60}:\s+(?=\S)")
_REPORTED = re.compile(r"(?i)\b(?:báo cáo|gửi|trình)\b")
_LONGEST_LEAD_IN = 160
_LONGEST_FRONT = 500
_SECTION_LEVEL = re.compile(r"^[IVX]+$")


@dataclass(frozen=True, slots=True)
class BodyClause:
    """A sentence of the body, or the part of one that charges somebody else than the part before it."""

    #: As printed.
    text: str
    item: Item
    #: What is to be done: ``text`` without who acts.
    action: str
    #: Who acts as printed; empty when neither the clause nor a line above it says so.
    names: str = ""
    #: The clause itself names who acts.
    own: bool = False
    #: "chủ trì" stands behind the names.
    leads: bool = False
    #: "Đối với kho dữ liệu số 5": what stands before "giao Sở A …".
    lead_in: str = ""
    #: Time phrases that set a deadline, in order.
    dues: tuple[str, ...] = ()
    #: What was or what is so.
    narrative: bool = False
    #: The names are those of "Kính gửi".
    addressed: bool = False
    #: The paper is a letter, addressed to somebody.
    in_letter: bool = False
    #: It only says that something follows ("ban hành Kế hoạch như sau:").
    announces: bool = False

    @property
    def is_group(self) -> bool:
        """Several bodies under one name."""
        return Opening(self.names, "").is_group


@dataclass(slots=True)
class _Context:
    """Who is charged by a line above the items."""

    book: AgencyBook
    year: int | None
    addressees: str
    #: "… yêu cầu các sở, ngành thực hiện các nhiệm vụ sau:".
    preface: str = ""

    def above(self, item: Item) -> str:
        """Names of the nearest line over the item that charges somebody."""
        below = bool(_BULLET.match(item.text)) or (item.number is not None and item.number.isalpha())
        for heading in reversed(item.headings):
            found = _opening(heading, self.book)[0]
            if found and (found.is_line or heading.rstrip().endswith(":") or below):
                return found.names
            if found or not below:
                break
        return self.preface


def clauses_of(items: Sequence[Item], book: AgencyBook, year: int | None, addressees: str = "") -> list[BodyClause]:
    """Every clause of the body in order. ``addressees``: the names behind "Kính gửi"."""
    context = _Context(book, year, addressees)
    found: list[BodyClause] = []
    for item in items:
        if item.number and _SECTION_LEVEL.match(item.number):
            context.preface = ""
        clauses = list(_of_item(item, context))
        found += clauses
        last = clauses[-1] if clauses else None
        if last and last.own and item.number is None and item.text.rstrip().endswith(":") and not last.narrative:
            context.preface = last.names
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [s for s in SENTENCE.split(text) if s.strip()]


def _of_item(item: Item, context: _Context) -> Iterator[BodyClause]:
    names = context.above(item)
    text = _BULLET.sub("", item.text)
    if is_key_line(item.text):
        yield BodyClause(text, item, text, dues=tuple(due for _, due in find_times(text, context.year)))
        return
    for sentence in sentences(text):
        for lead_in, part, printed in _parts(sentence, context.book):
            clause = replace(_clause(part, lead_in, names, item, context), text=printed.strip())
            names = clause.names if clause.own else names
            yield from _report_apart(clause, context.year)


def _report_apart(clause: BodyClause, year: int | None) -> list[BodyClause]:
    """ "…, hoàn thành chậm nhất 31/7, báo cáo kết quả trước ngày 05/8": a duty, then a report about it."""
    cut = _THEN_REPORT.search(clause.action)
    if cut is None or len(clause.dues) < _DUTY_AND_REPORT or _REPORTED.search(clause.action[: cut.start()]):
        return [clause]
    first, then = clause.action[: cut.start()], clause.action[cut.end() :]
    dues = [tuple(due for _, due in find_times(part, year)) for part in (first, then)]
    if not all(dues):
        return [clause]
    text = clause.text.removesuffix(then).rstrip(" ,")
    return [
        replace(clause, text=text, action=first, dues=dues[0]),
        replace(clause, text=then, action=then, dues=dues[1], own=False, leads=False, lead_in=""),
    ]


def _parts(sentence: str, book: AgencyBook) -> list[tuple[str, str, str]]:
    """The sentence cut before each "giao Sở A …": the words before the first one, the part, and both as printed."""
    cuts = [m.start() for m in HANDED_INSIDE.finditer(sentence) if m.start() and _names_at(sentence, m.end(), book)]
    listed = opening(sentence, book)
    names_end = sentence.find(listed.rest) if listed and listed.rest else 0
    cuts += [m.end() for m in re.finditer("; ", sentence) if m.start() > names_end and _acts(sentence[m.end() :], book)]
    cuts = sorted(set(cuts))
    ends = [*cuts, len(sentence)]
    first = sentence[: ends[0]]
    starts = [0, *cuts]
    if cuts and not opening(first, book) and not find_times(first, None):
        starts, lead_in = cuts, first.strip(" ,;")
    elif cuts and (named := take_names(first, book)) and not first[named[1] :].strip(" ,"):
        # "Thủ tướng Chính phủ yêu cầu Bộ A …".
        starts, lead_in = cuts, ""
    else:
        lead_in = ""
    ends = [*starts[1:], len(sentence)]
    pieces = [sentence[a:b] for a, b in zip(starts, ends, strict=True)]
    return [(lead_in if i == 0 else "", p, sentence[: ends[0]] if i == 0 else p) for i, p in enumerate(pieces)]


def _acts(text: str, book: AgencyBook) -> bool:
    """Names with something to do behind them."""
    found = opening(text, book)
    return found is not None and bool(found.rest) and not text[len(found.names) :].lstrip().startswith((":", ";"))


def _without_boss(lead_in: str, book: AgencyBook) -> str:
    """ "Về vướng mắc mặt bằng, Ủy ban nhân dân tỉnh" (giao Sở A …): who charges is not what it is about."""
    front, _, last = lead_in.rpartition(", ")
    found = opening(last, book) if front else None
    return (front if found and found.is_line else lead_in).strip(" ,;:")


def _opening(text: str, book: AgencyBook) -> tuple[Opening | None, str]:
    """Who the clause opens with, perhaps behind "Định kỳ hằng quý, "; and those words."""
    found = opening(text, book)
    if found is not None:
        return found, ""
    front = _ADVERBIAL.match(text) or _LABEL.match(text)
    for mark in re.finditer(r", |: ", text[:_LONGEST_FRONT]) if front else ():
        found = opening(text[mark.end() :], book)
        if mark.group() == ", " and _REPORTED.search(text[: mark.start()]):
            break
        if found is not None and (found.rest or text.rstrip().endswith(":")):
            return found, text[: mark.start()]
    return None, ""


def _names_at(text: str, position: int, book: AgencyBook) -> bool:
    return take_names(text[position:], book) is not None


def _clause(part: str, lead_in: str, above: str, item: Item, context: _Context) -> BodyClause:
    text = part.strip()
    found, front = _opening(text, context.book)
    dues = tuple(due for _, due in find_times(text, context.year))
    if found is None and dues and not NARRATIVE.match(text):
        found = opening(text, context.book, loosely=True)
    announced = bool(ANNOUNCES.search(text))
    narrative = (announced and not HANDED_INSIDE.search(f" {text}")) or (
        found is None and bool(NARRATIVE.match(text) or (BASIS.match(text) and not above))
    )
    names = found.names if found else "" if narrative else above
    action = found.rest if found else text
    addressed = bool(context.addressees) and not narrative and (not names or bool(ANYBODY.match(names)))
    names = context.addressees if addressed else names
    addressed = addressed or bool(context.addressees and names == context.addressees)
    own = found is not None
    lead_in = lead_in or front
    lead_in = _without_boss(lead_in, context.book)
    shown = lead_in if _LEAD_IN.match(lead_in) and len(lead_in) <= _LONGEST_LEAD_IN else ""
    leads = bool(found and found.leads)
    return BodyClause(
        text, item, action, names, own, leads, shown, dues, narrative, addressed, bool(context.addressees), announced
    )


def apart(clause: BodyClause, year: int | None) -> list[BodyClause]:
    """Parts of a sentence between ";" that each have a deadline are clauses of their own."""
    parts = clause.action.split("; ")
    dated = [i for i, part in enumerate(parts) if find_times(part, year)]
    if len(dated) < 2:
        return [clause]
    result, start = [], 0
    for number, index in enumerate(dated):
        end = len(parts) if number == len(dated) - 1 else index + 1
        action = "; ".join(parts[start:end]).strip()
        dues = tuple(due for _, due in find_times(action, year))
        result.append(replace(clause, action=action, dues=dues, lead_in="" if start else clause.lead_in))
        start = end
    return result
