"""Who reports to whom by when, read from the sentences of a plan's body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.documents.reading.source import Where
from bot.documents.understanding.parties.agency_names import split_names
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.receivers import body_at, is_body, receivers_of
from bot.documents.understanding.prose import Item, sentences
from bot.documents.understanding.task_times import find_times
from bot.domain.dates.time_phrase import TimePhrase, read_time_phrase
from bot.domain.text import fold

#: Not the "Thông tin" of "Sở Thông tin và Truyền thông".
_REPORTS = re.compile(r"(?i)\b(?:báo cáo|gửi|(?<!sở )(?<!tâm )thông tin(?! và truyền thông)|phản ánh|đề xuất)\b")
_ASKS_REPORT = re.compile(r"(?i)\bbáo cáo\b")
_YEARLY = re.compile(r"(?i)(?:hằng|hàng|mỗi) năm")
_REGULAR = re.compile(r"(?i)định kỳ|(?:hằng|hàng|mỗi) (?:quý|tháng)")
_LABEL = re.compile(r"^(?:Thực hiện )?(?:[Cc]hế độ |[Cc]ông tác )(?:thông tin,? )?báo cáo(?: định kỳ)?\s*:\s*")
_SUMS_UP = re.compile(r"(?i)(?:\bđể|,| và|;)\s+(?:[\w\s]{0,30}?)\btổng hợp\b(?=.*?\bbáo cáo\b)")
_ON_REQUEST = re.compile(r"(?i)đột xuất|khi có yêu cầu")
_PROMPT = re.compile(
    r"(?i)(?:kịp thời|chủ động|thường xuyên)\W+(?:\w+\W+){0,4}?(?:báo cáo|phản ánh|thông tin|gửi)|(?:báo cáo"
    r"|phản ánh|thông tin|gửi)\W+(?:\w+\W+){0,6}?kịp thời"
)
_TROUBLE = re.compile(r"(?i)khó khăn|vướng mắc")
_PLANS = re.compile(r"(?i)xây dựng kế hoạch.{0,200}\bgửi\b")
_SECTION = re.compile(
    r"(?i)tổ chức thực hiện|phân công|chế độ báo cáo|trách nhiệm|thông tin,? báo cáo|giao nhiệm vụ|theo dõi|đánh giá"
)
_GROUP = re.compile(
    r"(?i)\b(?:các|những|thủ trưởng|giám đốc các)\s+(?:\w+[ ,]+){0,4}?(?:sở|ban|ngành|đơn vị|cơ quan"
    r"|địa phương|huyện|quận|phòng)\b"
    r"|\b(?:đơn vị|cơ quan) (?:được giao|được phân công|chủ trì|liên quan)"
    r"|\bsở, (?:ban|ngành)|\bubnd (?:các (?:quận|huyện|xã|phường)|(?:quận|huyện|xã|phường),)"
)
_HANDED = re.compile(
    r"^(?:\d[\d.]*\s*)?(?:Giao|Đề nghị|Yêu cầu)\s+(?P<who>[^:;.]{3,160}?)\s*(?::|chủ trì|tổng hợp|có trách nhiệm"
    r"|là |theo dõi|phối hợp|$)"
)
_ACTOR = re.compile(r"^(?P<who>[^:;.]{3,500})\s*:")
_CHARGED = re.compile(r"(?i)\b(?:yêu cầu|đề nghị|giao)\b")
_PERSON = re.compile(r"^(?:Đồng chí|Ông|Bà|Đ/c)\b")
_FOCAL = re.compile(
    r"(?i)(?:cơ quan|đơn vị) (?:đầu mối|thường trực|tổng hợp)|làm đầu mối|chủ trì,? (?:theo dõi|đôn đốc|tổng hợp)"
)


@dataclass(frozen=True, slots=True)
class RuleText:
    #: Ids of the bodies that report; empty when every body of the plan does.
    senders: tuple[str, ...]
    to: str
    due: str | None
    yearly: bool
    on_request: bool
    #: What kind of rule: "units", "summary", "trouble", "plans".
    kind: str
    sentence: str
    where: Where
    path: str
    #: The group as printed, where the senders are one.
    group: str | None = None
    #: Other receivers the sentence names.
    also_to: tuple[str, ...] = ()
    #: All dates the sentence gives the same senders.
    dates: tuple[str, ...] = ()

    @property
    def asks_all(self) -> bool:
        """True when every agency of the plan's tasks reports."""
        return not self.senders


@dataclass(frozen=True, slots=True)
class _Actor:
    text: str
    agency: str | None
    is_group: bool


def read_rules(items: Sequence[Item], book: AgencyBook, year: int | None) -> list[RuleText]:
    """The report rules of the body in order of appearance."""
    rules: list[RuleText] = []
    for item in items:
        before = ""
        for sentence in sentences(item.text):
            rules += _rules(sentence, before, item, book, year)
            before = f"{before} {sentence}"
    return _settled(rules)


def focal_agency(items: Sequence[Item], book: AgencyBook) -> str | None:
    """The body named as "cơ quan đầu mối" or told to sum up; None when the body of the plan names none."""
    for item in items:
        if _FOCAL.search(item.text):
            actor = _actor(item, book)
            if actor.agency:
                return actor.agency
    return None


def _rules(sentence: str, before: str, item: Item, book: AgencyBook, year: int | None) -> list[RuleText]:
    """The rules of a sentence: one for each date, those behind "để tổng hợp, báo cáo UBND" for who sums up."""
    if not _REPORTS.search(sentence):
        return []
    times = find_times(sentence, year) if _ASKS_REPORT.search(sentence) or "gửi" in sentence else []
    sentence = _LABEL.sub("", sentence)
    sums_up = _SUMS_UP.search(sentence)
    cut = sums_up.start() if sums_up else len(sentence)
    dues = [due for at, due in times if at < cut] or [due for _, due in times[:1]]
    first = _rule(sentence, before, item, book, dues[0] if dues else None)
    if first is None:
        return []
    rules = [replace(first, due=due, yearly=_repeats(due, dues, sentence, year), dates=tuple(dues)) for due in dues]
    later = [due for at, due in times if at > cut and due not in dues]
    if sums_up and later and first.kind == "units":
        above = [r for r in receivers_of(sentence[cut:], item.where, book) if r != first.to]
        summary = replace(first, senders=(first.to,), kind="summary", group=None, also_to=(), dates=tuple(later))
        rules += [
            replace(summary, to=above[0], due=due, yearly=_repeats(due, later, sentence, year))
            for due in later
            if above
        ]
    return rules or [first]


def _repeats(due: str, dues: Sequence[str], sentence: str, year: int | None) -> bool:
    """A date without a year beside "hằng năm", or one of several beside "định kỳ", comes again each year."""
    read = read_time_phrase(due, plan_year=year or 2000, repeats=True)
    if isinstance(read, TimePhrase) and read.year_source == "phrase":
        return False
    several = len(dues) > 1 or (isinstance(read, TimePhrase) and len(read.windows) > 1)
    regular = several and _REGULAR.search(sentence)
    return bool(_YEARLY.search(sentence) or regular)


def _rule(sentence: str, before: str, item: Item, book: AgencyBook, due: str | None) -> RuleText | None:
    in_section = _in_section(item)
    trouble = bool(_TROUBLE.search(sentence)) and in_section
    undated = in_section and (trouble or bool(_PROMPT.search(sentence)) or bool(_PLANS.search(sentence)))
    if not due and not undated:
        return None
    receivers = receivers_of(sentence, item.where, book)
    if not receivers:
        return None
    actor = _sender(sentence, before, item, book)
    if actor.agency is None and not actor.is_group:
        return None
    senders = () if actor.is_group or actor.agency is None else (actor.agency,)
    kind = _kind(sentence, due, actor, trouble)
    if kind is None or senders == (receivers[0],):
        return None
    # Difficulties have no date; a date in the same sentence belongs to the report.
    return RuleText(
        senders,
        receivers[0],
        due,
        False,
        bool(_ON_REQUEST.search(sentence)) or kind == "trouble",
        kind,
        sentence,
        item.where,
        item.path,
        actor.text if actor.is_group else None,
        tuple(receivers[1:]),
    )


def _kind(sentence: str, due: str | None, actor: _Actor, trouble: bool) -> str | None:
    if due and actor.is_group and _PLANS.search(sentence) and not _ASKS_REPORT.search(sentence):
        return "plans"
    if due:
        return "units" if actor.is_group else "summary"
    if trouble or _PROMPT.search(sentence):
        return "trouble" if actor.is_group else None
    return "plans" if actor.is_group and _PLANS.search(sentence) else None


def _in_section(item: Item) -> bool:
    return any(_SECTION.search(h) for h in item.headings) or bool(item.number and _SECTION.search(item.text[:80]))


def _sender(sentence: str, before: str, item: Item, book: AgencyBook) -> _Actor:
    """The group the sentence itself names before its verb, otherwise who stands over the paragraph."""
    verb = _REPORTS.search(sentence)
    own = sentence[: verb.start()] if verb else sentence
    handed = _HANDED.match(sentence)
    if handed is None or _GROUP.search(handed["who"]):
        group = _GROUP.search(own)
        if group and not re.search(r"(?i)(?:phối hợp|cùng)(?: với| cùng)? (?:\S+ ){0,3}$", own[: group.start()]):
            return _Actor(_group_text(own[group.start() :]), None, True)
        id_, name = _subject(own, book)
        if id_:
            return _Actor(name, id_, False)
    charged = _CHARGED.search(before)
    if charged and (group := _GROUP.search(before[charged.end() :])):
        return _Actor(_group_text(before[charged.end() + group.start() :]), None, True)
    return _actor(item, book)


def _group_text(text: str) -> str:
    end = re.search(
        r"(?:[;:.(]| có trách nhiệm| nghiêm túc| chủ động| căn cứ| theo | tổ chức| thực hiện| khẩn trương"
        r"| kịp thời| gửi| báo cáo| thông tin| định kỳ|$)",
        text,
    )
    return text[: end.start() if end else len(text)].strip(" ,")


def _subject(text: str, book: AgencyBook) -> tuple[str | None, str]:
    """A single known body that opens the sentence and is not its issuer."""
    text = re.sub(r"^(?:Giao|Đề nghị|Yêu cầu|- )\s*", "", text.strip())
    id_, name = body_at(text, book)
    if id_ and book.agencies[id_].kind.value == "agency" and not fold(name).startswith(("ubnd", "ủy ban")):
        return id_, name
    return None, name


def _actor(item: Item, book: AgencyBook) -> _Actor:
    """Who the paragraph or the nearest heading over it charges."""
    for text in (item.text, *reversed(item.headings)):
        actor = _charged(text, book)
        if actor is not None:
            return actor
    return _Actor("", None, False)


def _charged(text: str, book: AgencyBook) -> _Actor | None:
    match = _HANDED.match(text) or _ACTOR.match(text) or re.match(r"^(?P<who>.{3,160})$", text)
    if match is None or _PERSON.match(text):
        return None
    who = re.sub(r"^(?:Giao|Đề nghị|Yêu cầu)\s+", "", match["who"]).strip(" :,")
    id_, name = body_at(who, book)
    if id_ and book.agencies[id_].kind.value == "agency" and len(name) >= len(who) - 12:
        return _Actor(name, id_, False)
    if _GROUP.search(who):
        group = _GROUP.search(who)
        return _Actor(who[group.start() :].strip() if group else who, None, True)
    names = split_names(who)
    if (
        len(names) == 1
        and is_body(names[0].name)
        and len(who) < 110
        and match.re is not None
        and ":" in text[: len(who) + 14]
    ):
        return _Actor(names[0].name, book.resolve(names[0].name, Where(), column="from"), False)
    return None


def _settled(rules: Sequence[RuleText]) -> list[RuleText]:
    """One rule of each kind, receiver and date; a second receiver of the same trouble is only noted."""
    kept: list[RuleText] = []
    for rule in rules:
        same = next((i for i, k in enumerate(kept) if _same(k, rule)), None)
        if same is None:
            kept.append(rule)
        else:
            also = [t for t in (rule.to, *rule.also_to) if t != kept[same].to]
            kept[same] = replace(kept[same], also_to=tuple(dict.fromkeys((*kept[same].also_to, *also))))
    return kept


def _same(one: RuleText, other: RuleText) -> bool:
    if one.kind != other.kind or one.senders != other.senders:
        return False
    return one.kind == "trouble" or (one.to == other.to and fold(one.due or "") == fold(other.due or ""))
