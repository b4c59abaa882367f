"""From report rules as printed to rules of the registry: ids, senders, what gathers what, what is also a task."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.documents.understanding.clauses.vocabulary import EVERYBODY
from bot.documents.understanding.draft import Doubts
from bot.documents.understanding.parties.agency_names import split_names
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.reports.report_sentences import RuleText
from bot.documents.understanding.time_doubts import is_before_signing
from bot.domain.dates.time_phrase import TimePhrase, UnreadablePhrase, read_time_phrase
from bot.domain.plan.plan import AgencyKind, ReportRule, Task, unique
from bot.domain.text import fold
from bot.messages.importing import doubts as texts
from bot.registry.agency_index import NATIONAL

#: Words that leave no doubt that every body of the table is meant.
_COVERS_ALL = re.compile(r"ubnd|ủy ban|quận|huyện|địa phương|được giao|được phân công|liên quan")
_OTHER_PERIOD = re.compile(r"(?i)(?:hằng|hàng) (?:quý|tháng)|6 tháng|sáu tháng|cuối quý")
_RHYTHMS = re.compile(r"(?i)(?:hằng|hàng|mỗi) (?:năm|quý|tháng)|6 tháng|sáu tháng|\bnăm(?= \()")
_TROUBLE = re.compile(r"(?i)khó khăn|vướng mắc")
_SUBJECT = re.compile(r"(?i)\b(?:tình hình, kết quả|tình hình|kết quả|kế hoạch thực hiện)\b[^;.(]*")
_SUBJECT_ENDS = re.compile(
    r"[,;]?\s+(?:định kỳ|(?:hằng|hàng) (?:quý|tháng)|hằng năm|hàng năm|gửi|về (?=[A-ZĐỦ])|báo cáo|và gửi|để)\b"
    r"|, gửi|, báo cáo"
)
#: Words of a group, and how the names of such bodies begin.
_KINDS_OF_BODY = tuple(
    (re.compile(word), re.compile(name))
    for word, name in (
        (r"\bphòng\b", "Phòng|Văn phòng|Ban|Trung tâm|Chi cục|Thanh tra"),
        (
            r"\bsở\b|\bban\b|\bngành\b",
            "Sở|Ban|Văn phòng|Thanh tra|Công an|Bộ|Trung tâm|Cục|Chi cục|Viện|Bảo hiểm|Ngân hàng",
        ),
        (r"\bbộ\b", "Bộ|Ngân hàng|Thanh tra|Văn phòng"),
        (r"ubnd|ủy ban nhân dân|quận|huyện|\bxã\b|phường|thôn", "UBND|Ủy ban|Uỷ ban|Phòng"),
        (r"cơ quan|bộ phận", "."),
        (r"chi bộ|đảng ủy|cấp ủy", "Chi bộ|Đảng"),
    )
)
_MORE_THAN_PLACES = re.compile(r"\b(?:sở|ban|ngành|cơ quan|đơn vị|phòng|bộ)\b|được giao|chủ trì|liên quan")
#: What gathers stands behind what it gathers.
_ORDER = ("units", "summary", "plans", "trouble")


@dataclass(frozen=True, slots=True)
class BuiltRules:
    """The rules, and which of them ask every agency of the plan."""

    rules: tuple[ReportRule, ...]
    asks_all: frozenset[str]
    #: The sentences they were read from, by id.
    sources: Mapping[str, RuleText] = field(default_factory=dict)


def build_rules(
    rules: Sequence[RuleText],
    tasks: Sequence[Task],
    book: AgencyBook,
    doubts: Doubts,
    year: int | None,
    issuer: str,
    signed_on: date | None = None,
) -> BuiltRules:
    """The plan's report rules; every reading a person should confirm goes to ``doubts``."""
    built: list[ReportRule] = []
    asks_all: set[str] = set()
    sources: dict[str, RuleText] = {}
    for text in sorted(rules, key=lambda r: _ORDER.index(r.kind)):
        rule, everyone = _rule(text, tasks, book, doubts, year, issuer, built, signed_on)
        if not rule.senders:
            continue
        built.append(rule)
        sources[rule.id] = text
        if everyone:
            asks_all.add(rule.id)
    return BuiltRules(tuple(built), frozenset(asks_all), sources)


def _rule(
    text: RuleText,
    tasks: Sequence[Task],
    book: AgencyBook,
    doubts: Doubts,
    year: int | None,
    issuer: str,
    built: Sequence[ReportRule],
    signed_on: date | None,
) -> tuple[ReportRule, bool]:
    id_ = _id(text, built, issuer, year)
    senders, everyone = _senders(text, tasks, book, doubts, id_)
    time = _time(text, year, signed_on)
    if (
        time
        and not text.yearly
        and year
        and signed_on
        and year == signed_on.year
        and is_before_signing(time, signed_on)
    ):
        doubts.add(text.where, text.due or "", texts.YEAR_UNSURE, 0.3, item=id_, field="due")
        time = None
    yearly = text.yearly or bool(time and time.recurring)
    rule = ReportRule(
        id=id_,
        senders=senders,
        to=text.to,
        due=text.due,
        time=time,
        yearly=yearly,
        first_year=year if yearly else None,
        on_request=text.on_request,
        consolidates=_gathered(text, built, year),
        same_as=_same_task(text, time, tasks),
        content=_content(text),
        line=text.where.line or 0,
    )
    _ask(rule, text, book, doubts)
    read = _read(text, year, signed_on)
    if isinstance(read, UnreadablePhrase):
        doubts.add(text.where, read.text, texts.unreadable_time(read.reason), 0.3, item=id_, field="due")
    return rule, everyone


def _senders(
    text: RuleText, tasks: Sequence[Task], book: AgencyBook, doubts: Doubts, id_: str
) -> tuple[tuple[str, ...], bool]:
    if text.senders:
        return text.senders, False
    leads = [lead.agency for task in tasks for lead in task.leads]
    if text.group and (text.addressed or not _means_all(text.group, [book.agencies[a].name for a in leads])):
        groups = split_names(text.group)
        return unique(a for n in groups if (a := book.resolve(n.name, text.where, id_, "from")) != text.to), False
    helping = [a for task in tasks for a in task.coordinating]
    everyone = unique(a for a in [*leads, *helping] if a != text.to)
    outside = [a for a in everyone if book.agencies[a].locality not in (book.locality, NATIONAL) and book.locality]
    if outside:
        names = [book.agencies[a].name for a in outside]
        doubts.add(text.where, text.group or "", texts.outside_left_out(names), 0.7, item=id_, field="from")
        return tuple(a for a in everyone if a not in outside), False
    return everyone, True


def _means_all(group: str, leads: Sequence[str]) -> bool:
    """True when "các sở, ban, ngành" are the bodies of the plan's tasks and no others."""
    if not leads or not EVERYBODY.search(group):
        return False
    kinds = [pattern for word, pattern in _KINDS_OF_BODY if word.search(fold(group))]
    fitting = [name for name in leads if any(pattern.match(name) for pattern in kinds)]
    return not kinds or bool(fitting and (_MORE_THAN_PLACES.search(fold(group)) or len(fitting) == len(leads)))


def _id(text: RuleText, built: Sequence[ReportRule], issuer: str, year: int | None) -> str:
    gathers = _gathered(text, built, year) is not None
    name = {
        "units": "bao-cao-don-vi",
        "summary": "tong-hop" if gathers else "bao-cao-ubnd" if text.to == issuer else "bao-cao",
        "trouble": "kho-khan-vuong-mac",
        "plans": "ke-hoach-don-vi",
    }[text.kind]
    taken = {rule.id for rule in built}
    number = 2
    id_ = name
    while id_ in taken:
        id_, number = f"{name}-{number}", number + 1
    return id_


def _gathered(text: RuleText, built: Sequence[ReportRule], year: int | None) -> str | None:
    """The units' report that the same body receives before it reports upwards."""
    if text.kind != "summary":
        return None
    gathered = [r for r in built if r.due and r.to in text.senders]
    time = _time(text, year)
    alike = [r for r in gathered if r.time and time and len(r.time.windows) == len(time.windows) and _earlier(r, time)]
    return next((r.id for r in reversed(alike or gathered)), None)


def _earlier(rule: ReportRule, time: TimePhrase) -> bool:
    ours, theirs = rule.time.due_on if rule.time else None, time.due_on
    return bool(ours and theirs and ours <= theirs)


def _time(text: RuleText, year: int | None, signed_on: date | None = None) -> TimePhrase | None:
    read = _read(text, year, signed_on)
    return read if isinstance(read, TimePhrase) else None


def _read(text: RuleText, year: int | None, signed_on: date | None = None) -> TimePhrase | UnreadablePhrase | None:
    if not text.due:
        return None
    return read_time_phrase(text.due, plan_year=year, repeats=text.yearly, signed_on=signed_on)


def _same_task(text: RuleText, time: TimePhrase | None, tasks: Sequence[Task]) -> str | None:
    """A row of the table that is the same report: same body, same end, and a report."""
    if text.kind != "summary" or time is None:
        return None
    for task in tasks:
        is_report = (
            fold(task.content).startswith(("báo cáo", "tổng hợp báo cáo")) or fold(task.deliverable or "") == "báo cáo"
        )
        ends = task.time.due_on if task.time else None
        if is_report and ends == time.due_on and {lead.agency for lead in task.leads} & set(text.senders):
            return task.id
    return None


def _content(text: RuleText) -> str | None:
    """What is reported, in the sentence's own words as far as they name it."""
    if text.kind == "trouble":
        return "Khó khăn, vướng mắc" if _TROUBLE.search(text.sentence) else None
    before_due = text.sentence.split(text.due)[0] if text.due else text.sentence
    match = _SUBJECT.search(before_due) or _SUBJECT.search(text.sentence)
    if match is None:
        return None
    words = _SUBJECT_ENDS.split(match.group())[0].strip(" ,;(*")
    return words[:1].upper() + words[1:]


def _ask(rule: ReportRule, text: RuleText, book: AgencyBook, doubts: Doubts) -> None:
    place = f"mục {text.path}: " if text.path else ""
    read = f"{place}{text.sentence}"
    if rule.same_as:
        doubts.add(text.where, f"{rule.due} = {rule.same_as}", texts.SAME_AS, 0.8, item=rule.id, field="same_as")
    rhythms = {fold(r) for r in _RHYTHMS.findall(text.sentence)}
    if (
        _OTHER_PERIOD.search(text.sentence)
        and rule.due
        and len(rhythms) > max(1, len(text.dates))
        and rule.every in (None, "year")
    ):
        doubts.add(text.where, read, texts.OTHER_PERIOD, 0.5, item=rule.id, field="due")
    if rule.yearly and rule.due == next(iter(text.dates), rule.due):
        doubts.add(
            text.where,
            f"{place}{'; '.join(text.dates) or rule.due}",
            texts.REPEATS_EVERY_YEAR,
            0.8,
            item=rule.id,
            field="every",
        )
    if text.asks_all and rule.due and text.group and not _COVERS_ALL.search(fold(text.group)):
        others = _unlike_departments(rule, book)
        if others:
            doubts.add(text.where, read, texts.all_asked(text.group, others), 0.7, item=rule.id, field="from")
    if rule.due is None and not text.also_to and any(d.item == rule.id for d in doubts.found) is False:
        doubts.add(text.where, read, texts.UNDATED_RULE, 0.7, item=rule.id, field="due")
    if text.also_to:
        names = [book.agencies[a].name for a in text.also_to if a != rule.to]
        if names:
            doubts.add(text.where, read, texts.also_to(names), 0.7, item=rule.id, field="to")


def _unlike_departments(rule: ReportRule, book: AgencyBook) -> list[str]:
    """Senders that "các sở, ban, ngành" may not have meant."""
    agencies = [book.agencies[a] for a in rule.senders]
    return [a.name for a in agencies if a.kind is AgencyKind.AGENCY and a.name.startswith(("UBND", "Ủy ban nhân dân"))]
