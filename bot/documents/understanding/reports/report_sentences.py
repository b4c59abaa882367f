"""Who reports to whom by when, read from the clauses of a paper's body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.documents.reading.source import Where
from bot.documents.understanding.clauses.clauses import BodyClause
from bot.documents.understanding.clauses.vocabulary import ADVERB, ANYBODY, FOLLOW_UP, VERB
from bot.documents.understanding.parties.actors import take_names
from bot.documents.understanding.parties.agency_names import split_names
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.receivers import receivers_of
from bot.documents.understanding.task_times import find_times
from bot.domain.dates.time_phrase import TimePhrase, read_time_phrase
from bot.domain.text import fold

#: Not the "Thông tin" of "Sở Thông tin và Truyền thông".
_REPORTS = re.compile(r"(?i)\b(?:báo cáo|gửi|(?<!sở )(?<!tâm )thông tin(?! và truyền thông)|phản ánh|đề xuất)\b")
_ASKS_REPORT = re.compile(r"(?i)\bbáo cáo\b|\bgửi\b")
_YEARLY = re.compile(r"(?i)(?:hằng|hàng|mỗi) năm")
_REGULAR = re.compile(r"(?i)định kỳ|(?:hằng|hàng|mỗi) (?:quý|tháng|tuần)")
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
#: What goes with a report and is no duty of its own.
_BESIDE_REPORT = re.compile(
    r"(?i)^(?:theo dõi|đôn đốc|kiểm tra|giám sát|tổng hợp|báo cáo|gửi|cung cấp|phản ánh|thông tin|hướng dẫn"
    r"|phối hợp|tham"
    r" mưu|đánh giá|sơ kết|tổng kết|hoàn thành|khẩn trương|chủ động|kịp thời|nghiêm túc|thường xuyên|chịu trách nhiệm"
    r"|thực hiện|triển khai|đề xuất|kiến nghị|căn cứ|làm|tập trung)(?!\w)"
)
_VERB_FIRST = re.compile(rf"^(?:(?:{ADVERB}) )*(?:{VERB})(?!\w)")
_SENDS_SOMETHING = re.compile(r"(?:^|, | của )(?=\S)")
_REPORT_VERB = re.compile(
    r"\s*,?\s*(?:(?:có trách nhiệm|chủ động|kịp thời|định kỳ|nghiêm túc|khẩn trương|sơ kết(?: và)?|tổng kết(?: và)?"
    r"|tổng hợp,?|đề nghị|hoàn thành,?)\s+)*(?:báo cáo|gửi|tổng hợp|cung cấp|phản ánh|thông tin)\b"
)
_FOCAL = re.compile(
    r"(?i)(?:cơ quan|đơn vị) (?:đầu mối|thường trực|tổng hợp)|làm đầu mối|chủ trì,? (?:theo dõi|đôn đốc|tổng hợp)"
    r"|theo dõi,? đôn đốc"
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
    #: The clauses it was read from.
    clauses: tuple[BodyClause, ...] = ()
    #: The sentence does not say where the report goes.
    to_implied: bool = False
    #: The senders are those the letter is addressed to.
    addressed: bool = False

    @property
    def asks_all(self) -> bool:
        """True when every agency of the plan's tasks reports."""
        return not self.senders


@dataclass(frozen=True, slots=True)
class _Senders:
    printed: str
    ids: tuple[str, ...]
    #: Several under one name.
    is_group: bool


def read_rules(clauses: Sequence[BodyClause], book: AgencyBook, year: int | None) -> list[RuleText]:
    """The report rules of the body in order of appearance."""
    rules: list[RuleText] = []
    before, item = "", None
    for clause in clauses:
        before = before if clause.item is item else ""
        item = clause.item
        if not clause.narrative:
            rules += _rules(clause, before, book, year)
        before = f"{before} {clause.text}"
    return _settled(rules)


def focal_agency(clauses: Sequence[BodyClause], book: AgencyBook) -> str | None:
    """The body named as "cơ quan đầu mối" or told to sum up; None when the body of the plan names none."""
    for clause in clauses:
        if clause.names and not clause.is_group and _FOCAL.search(clause.item.text) and not clause.addressed:
            names = split_names(clause.names)
            if len(names) == 1:
                return book.resolve(names[0].name, clause.item.where, column="consolidator")
    return None


def _rules(clause: BodyClause, before: str, book: AgencyBook, year: int | None) -> list[RuleText]:
    """The rules of a sentence: one for each date, those behind "để tổng hợp, báo cáo UBND" for who sums up."""
    sentence = clause.text
    if not _REPORTS.search(sentence):
        return []
    times = find_times(sentence, year) if _ASKS_REPORT.search(sentence) else []
    sentence = _LABEL.sub("", sentence)
    sums_up = _SUMS_UP.search(sentence)
    cut = sums_up.start() if sums_up else len(sentence)
    dues = [due for at, due in times if at < cut] or [due for _, due in times[:1]]
    first = _rule(sentence, clause, book, dues[0] if dues else None, year)
    if first is None:
        return []
    rules = [replace(first, due=due, yearly=_repeats(due, dues, sentence, year), dates=tuple(dues)) for due in dues]
    later = [due for at, due in times if at > cut and due not in dues]
    if sums_up and later and first.kind == "units":
        above = [r for r in receivers_of(sentence[cut:], clause.item.where, book) if r != first.to]
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


def _rule(sentence: str, clause: BodyClause, book: AgencyBook, due: str | None, year: int | None) -> RuleText | None:
    item = clause.item
    in_section = any(_SECTION.search(h) for h in item.headings) or bool(item.number and _SECTION.search(item.text[:80]))
    trouble = bool(_TROUBLE.search(sentence)) and in_section
    undated = in_section and (trouble or bool(_PROMPT.search(sentence)) or bool(_PLANS.search(sentence)))
    if not due and not undated:
        return None
    senders = _senders(clause, book)
    if senders is None or (due and not trouble and not _is_report(clause, senders, due, year)):
        return None
    receivers = receivers_of(sentence, item.where, book, in_letter=clause.in_letter)
    implied = not receivers and bool(due and book.issuer)
    receivers = [book.issuer] if implied else receivers
    if not receivers:
        return None
    kind = _kind(sentence, due, senders, trouble)
    if kind is None or senders.ids == (receivers[0],):
        return None
    # Difficulties have no date; a date in the same sentence belongs to the report.
    return RuleText(
        tuple(i for i in senders.ids if i != receivers[0]),
        receivers[0],
        due,
        False,
        bool(_ON_REQUEST.search(sentence)) or kind == "trouble",
        kind,
        sentence,
        item.where,
        item.path,
        senders.printed if senders.is_group else None,
        tuple(receivers[1:]),
        clauses=(clause,),
        addressed=clause.in_letter,
        to_implied=implied,
    )


def _is_report(clause: BodyClause, senders: _Senders, due: str, year: int | None) -> bool:
    """A report, not a duty with a report at its end: it comes again, or reporting is what the clause begins with."""
    read = read_time_phrase(due, plan_year=year or 2000, repeats=True)
    again = isinstance(read, TimePhrase) and (read.recurring or len(read.windows) > 1)
    if again or _YEARLY.search(clause.text):
        return True
    if _PLANS.search(clause.text) and senders.is_group:
        return True
    before = re.sub(r"\([^()]*\)", "", clause.action.split(due)[0])
    steps = [step.strip() for step in re.split(r"[;,:] | và ", before)]
    steps[0] = steps[0][:1].lower() + steps[0][1:]
    duties = [s for s in steps if _VERB_FIRST.match(s) and not (_BESIDE_REPORT.match(s) or FOLLOW_UP.match(s))]
    return not duties


def _kind(sentence: str, due: str | None, senders: _Senders, trouble: bool) -> str | None:
    several = senders.is_group or len(senders.ids) > 1
    if due and senders.is_group and _PLANS.search(sentence) and not re.search(r"(?i)\bbáo cáo\b", sentence):
        return "plans"
    if due:
        return "units" if several else "summary"
    if trouble or _PROMPT.search(sentence):
        return "trouble" if senders.is_group else None
    return "plans" if senders.is_group and _PLANS.search(sentence) else None


def _senders(clause: BodyClause, book: AgencyBook) -> _Senders | None:
    """Who reports: the clause's own names, those inside it before its verb, or those it stands under."""
    printed = clause.names if clause.own else _inside(clause.text, book) or clause.names
    if not printed:
        return None
    if clause.addressed or (ANYBODY.match(printed) and ANYBODY.match(clause.names or "-")):
        printed = clause.names
    names = split_names(printed)
    if any(n.is_group or n.name[:1].islower() or n.name == "Chủ đầu tư" for n in names):
        return _Senders(printed, (), True)
    ids = tuple(dict.fromkeys(book.resolve(n.name, clause.item.where, column="from") for n in names))
    return _Senders(printed, ids, False)


def _inside(text: str, book: AgencyBook) -> str:
    """Names inside the sentence with a word of reporting behind them."""
    for match in _SENDS_SOMETHING.finditer(text):
        named = take_names(text[match.end() :], book)
        if named and _REPORT_VERB.match(text[match.end() + named[1] :]):
            return named[0]
    return ""


def _settled(rules: Sequence[RuleText]) -> list[RuleText]:
    """One rule of each kind, receiver and date; a second receiver of the same trouble is only noted."""
    kept: list[RuleText] = []
    for rule in rules:
        same = next((i for i, k in enumerate(kept) if _same(k, rule)), None)
        if same is None:
            kept.append(rule)
        else:
            also = [t for t in (rule.to, *rule.also_to) if t != kept[same].to]
            both = tuple(dict.fromkeys((*kept[same].also_to, *also)))
            kept[same] = replace(kept[same], also_to=both, clauses=(*kept[same].clauses, *rule.clauses))
    return kept


def _same(one: RuleText, other: RuleText) -> bool:
    if one.kind != other.kind or one.senders != other.senders:
        return False
    return one.kind == "trouble" or (one.to == other.to and fold(one.due or "") == fold(other.due or ""))
