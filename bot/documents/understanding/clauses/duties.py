"""Duties of the running text as rows of a table: under a body's name, inside a sentence, or with key words below them.

"1. Sở A chủ trì, phối hợp Sở B …: hoàn thành trước ngày …", "1. Sở A" over paragraphs or bullets, "…; giao Sở A …", and
bullets over "Đơn vị chủ trì: …".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.documents.understanding.clauses.clauses import BodyClause, apart
from bot.documents.understanding.clauses.key_words import is_key_line, key_words
from bot.documents.understanding.clauses.vocabulary import (
    ADVERB,
    ANNOUNCES,
    ASIDE_SECTION,
    DUTY_SECTION,
    FOLLOW_UP,
    VERB,
)
from bot.documents.understanding.parties.actors import opening, take_names
from bot.documents.understanding.parties.agency_names import begins_with_body
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.prose import Item
from bot.documents.understanding.tables.columns import Column
from bot.documents.understanding.tables.table_rows import TableRow
from bot.documents.understanding.task_times import find_time, is_bare_year, is_done_by

_WITH = re.compile(
    r"^(?:(?:và |, ?)?chủ trì(?: thực hiện)?[,;:]?\s*)?(?:và )?(?:chủ động )?phối hợp(?: chặt chẽ)?"
    r"(?: (?:với|cùng(?: với)?))?\s*:?\s+(?=\S)|^chủ trì(?: thực hiện)?[,;:]?\s+",
    re.IGNORECASE,
)
_LEADS = re.compile(r"(?i)^(?:có trách nhiệm |là (?:cơ quan|đơn vị) |làm )?chủ trì\b|^chịu trách nhiệm\b")
_DUTY_WORDS = re.compile(r"(?i)^(?:có trách nhiệm|chịu trách nhiệm)\s+(?=\S)")
_STARTS_DUTY = re.compile(rf"(?i)^(?:(?:{ADVERB})[ ,]+)*(?:{VERB})(?!\w)")
_BEFORE_TIME = re.compile(
    r"(?i)[\s,;:(.–-]*(?:(?:thời (?:gian|hạn)|tiến độ)(?: (?:thực hiện|hoàn thành))?\s*:?\s*)?(?:(?:xong"
    r"|hoàn thành|thực hiện)\s*)*$"
)
_REPORT = re.compile(
    r"(?i)\bbáo cáo\b.{0,160}(?:gửi|tổng hợp|về|UBND|Ủy ban)|(?:gửi|tổng hợp,?) báo cáo|kịp thời báo cáo"
    r"|khó khăn, vướng mắc"
)
_LED_IN_BRACKETS = re.compile(r"\((?:giao )?(?P<lead>[^()]{4,120}?) chủ trì\)")
_YEAR_HEADING = re.compile(r"^Năm (?P<year>20\d\d)\s*:?$")
#: "Kiểm điểm ở chi bộ: hoàn thành trước …" is to be done, whoever has to.
_DONE_BY = re.compile(r"(?i)\b(?:hoàn thành|làm xong|xong) (?:trước|trong|chậm nhất|vào)\b")
_SHORTEST = 8
#: Without a day it says too little to be asked about: "giao Văn phòng chuẩn bị".
_SHORTEST_UNDATED = 14
_LONGEST_HEADING = 120
_PREVIEW = 70


@dataclass(slots=True)
class Duty:
    """A row and the clauses it was made of."""

    row: TableRow
    clauses: tuple[BodyClause, ...] = ()
    #: Its lead is still to come ("Đơn vị chủ trì: …" below).
    pending: bool = False

    @property
    def dated(self) -> bool:
        """It prints a time."""
        return bool(self.row.cells.get(Column.TIME))

    @property
    def charges(self) -> bool:
        """It says by which day who has to do it: to be kept beside a table of tasks."""
        return any(c.dues and c.names for c in self.clauses)


def duties_of(
    clauses: Sequence[BodyClause], book: AgencyBook, year: int | None, *, dated_only: bool = False
) -> list[Duty]:
    """The duties in order; ``clauses`` are those no report rule was read from.

    ``dated_only``: beside a table of tasks, where a duty of the text without a date is only asked about.
    """
    reader = _Duties(book, year)
    for _, group in groupby(clauses, key=lambda c: id(c.item)):
        reader.item(list(group))
    reader.flush()
    return [d for d in reader.made if not d.pending and d.row.cells.get(Column.CONTENT)]


def shortened(text: str) -> str:
    """The front of a long text."""
    return text if len(text) <= _PREVIEW else text[:_PREVIEW].rsplit(" ", 1)[0] + " …"


@dataclass(slots=True)
class _Duties:
    book: AgencyBook
    year: int | None
    made: list[Duty] = field(default_factory=list)
    #: Key words seen since the last item that is none.
    _keys: dict[str, str] = field(default_factory=dict)
    _key_clauses: list[BodyClause] = field(default_factory=list)

    def item(self, clauses: list[BodyClause]) -> None:
        """One paragraph."""
        item = clauses[0].item
        keys, start = key_words(item.text)
        if is_key_line(item.text):
            self._keys = {**keys, **self._keys}
            self._key_clauses += clauses
            return
        self.flush()
        if _is_aside(item) and not any(c.own and c.dues for c in clauses):
            return
        if Column.LEAD in keys or (keys and item.number and not clauses[0].names):
            self._with_keys(item, keys, start, clauses)
            return
        bracket = _LED_IN_BRACKETS.search(item.text)
        if bracket and begins_with_body(bracket["lead"]):
            self._bracketed(clauses, bracket)
            return
        for _, run in groupby((c for c in clauses if not c.narrative), key=lambda c: c.names):
            self._run(list(run))

    def flush(self) -> None:
        """The key words seen go to the duties above them that name nobody, or fill the last one's blanks."""
        keys, self._keys = self._keys, {}
        told, self._key_clauses = tuple(self._key_clauses), []
        if not keys:
            return
        targets = self._targets() if Column.LEAD in keys else self.made[-1:]
        for duty in targets:
            blanks = {k: v for k, v in keys.items() if not duty.row.cells.get(k)}
            duty.row.cells.update(blanks)
            duty.pending = duty.pending and Column.LEAD not in keys
            duty.clauses += told

    def _targets(self) -> list[Duty]:
        """The bullets since the last duty that has a lead; without bullets the last paragraph."""
        waiting: list[Duty] = []
        for duty in reversed(self.made):
            if not duty.pending:
                break
            waiting.insert(0, duty)
        bullets = [d for d in waiting if d.clauses and d.clauses[0].item.number is None]
        return bullets or waiting[-1:] or self.made[-1:]

    def _with_keys(self, item: Item, keys: dict[str, str], start: int, clauses: list[BodyClause]) -> None:
        """ "1. Tổ chức … Đơn vị chủ trì: …" in one paragraph."""
        content = _without_bullet(item.text)[: start - (len(item.text) - len(_without_bullet(item.text)))]
        if len(content.strip(" .;(-")) >= _SHORTEST:
            cells = {Column.LEAD: "", **keys, Column.CONTENT: content.strip(" .;(-")}
            self._add(cells, clauses, pending=Column.LEAD not in keys)

    def _bracketed(self, clauses: list[BodyClause], bracket: re.Match[str]) -> None:
        text = clauses[0].item.text
        content = " ".join((text[: bracket.start()] + text[bracket.end() :]).split()).rstrip(" .;")
        self._add({Column.LEAD: bracket["lead"], Column.CONTENT: _without_bullet(content)}, clauses)

    def _run(self, clauses: list[BodyClause]) -> None:
        """Clauses of one paragraph that charge the same bodies: a duty for each deadline."""
        parts = [(part, clause) for clause in clauses for part in apart(clause, self.year)]
        dated = [i for i, (part, _) in enumerate(parts) if part.dues or self._any_time(part)]
        ends = [i + 1 for i in dated[:-1]] + [len(parts)]
        start = 0
        for end in ends:
            self._duty([p for p, _ in parts[start:end]], tuple(dict.fromkeys(c for _, c in parts[start:end])))
            start = end

    def _any_time(self, part: BodyClause) -> bool:
        return bool(_any_time(part.action, self.year))

    def _duty(self, parts: list[BodyClause], clauses: tuple[BodyClause, ...]) -> None:
        first = parts[0]
        action = " ".join([first.action, *(p.text if p.own else p.action for p in parts[1:])])
        due = next((p.dues[0] for p in parts if p.dues), "")
        helping, action = self._helping(action)
        content, when = without_time(action, self.year, due)
        if not _is_duty(first, content, when or due, bool(helping), self.book):
            return
        if first.lead_in:
            content = f"{first.lead_in}: {content}"
        cells: dict[str, str] = {Column.LEAD: first.names, Column.CONTENT: _capital(content), Column.TIME: when or due}
        self._add(
            {**cells, Column.COORDINATING: helping}, clauses, pending=not first.names and not (due or when),
            waits=not first.names,
        )  # fmt: skip

    def _helping(self, action: str) -> tuple[str, str]:
        """ "chủ trì, phối hợp với Sở B, Sở C xây dựng …": those who help, and the rest."""
        action = _DUTY_WORDS.sub("", action)
        match = _WITH.match(action)
        if match is None:
            inside = re.search(r"[;,] chủ trì, phối hợp(?: chặt chẽ)? (?:với|cùng)(?: với)? (?=\S)", action)
            named = take_names(action[inside.end() :], self.book) if inside else None
            if inside and named:
                rest = action[inside.end() + named[1] :].strip(" ,:")
                return named[0], f"{action[: inside.start()]}; {rest}"
            return "", action
        rest = action[match.end() :]
        if "phối hợp" not in match.group().casefold():
            return "", rest
        named = take_names(rest, self.book)
        if named is None or (not match.group().casefold().lstrip().startswith("chủ trì") and not _leads_first(action)):
            return "", action
        return named[0], rest[named[1] :].strip(" ,:")

    def _add(
        self, cells: dict[str, str], clauses: Sequence[BodyClause], *, pending: bool = False, waits: bool = False
    ) -> None:
        item = clauses[0].item
        content, when = cells[Column.CONTENT], cells.get(Column.TIME, "")
        if not when:
            content, when = without_time(content, self.year)
        cells = {**cells, Column.CONTENT: content, Column.TIME: when}
        cells.setdefault(Column.COORDINATING, "")
        row = TableRow(
            _own_number(item), cells, [item.where], section=_roman(item), heading=_heading(item, self.book), alone=True
        )
        self.made.append(Duty(row, tuple(clauses), pending or (waits and not when)))


def _leads_first(action: str) -> bool:
    return bool(_LEADS.match(action))


def _is_duty(clause: BodyClause, content: str, due: str, helping: bool, book: AgencyBook) -> bool:
    """Something to do, not a name, a report without a date, a heading or a wish."""
    if len(content) < _SHORTEST or _is_names_only(content, book):
        return False
    starts = bool(_STARTS_DUTY.match(content)) or helping or clause.leads
    if clause.announces or (FOLLOW_UP.match(content) and not clause.dues):
        return False
    if due:
        return bool(clause.names) or (bool(clause.dues) and (starts or bool(_DONE_BY.search(clause.action))))
    if len(content) < _SHORTEST_UNDATED and not clause.leads:
        return False
    if _REPORT.search(clause.text) or clause.addressed:
        return False
    if clause.own:
        return starts or clause.leads
    if clause.names:
        return starts or any(DUTY_SECTION.search(h) for h in clause.item.headings)
    return starts or bool(clause.item.number) or clause.item.text[:1] in "-+•–"


def _is_names_only(content: str, book: AgencyBook) -> bool:
    found = opening(content, book)
    return found is not None and found.is_line


def _is_aside(item: Item) -> bool:
    return any(ASIDE_SECTION.search(h) for h in item.headings[:1] if not DUTY_SECTION.search(h))


def of_other_year(clause: BodyClause, year: int | None) -> bool:
    """Listed under "Năm 2027" of a paper for 2026."""
    match = _YEAR_HEADING.match(clause.item.headings[-1] if clause.item.headings else "")
    return bool(match and year and int(match["year"]) != year)


def without_time(text: str, year: int | None, due: str = "") -> tuple[str, str]:
    """The content without its deadline, and the deadline; ``due`` is the phrase when it is known."""
    phrase = due or find_time(text, year) or _any_time(text, year)
    start = text.find(phrase) if phrase else -1
    if not phrase or start < 0:
        return text.rstrip(" ;./"), due
    before, after = text[:start], text[start + len(phrase) :]
    cut = _BEFORE_TIME.search(before)
    kept = before[: cut.start()] if cut else before
    if kept.count("(") > kept.count(")"):
        kept = f"{kept})"
    if after.strip(" .;,)(/"):
        # The time stands inside the sentence: the sentence stays whole.
        return text.rstrip(" ;./"), phrase
    return kept.strip(" ,;:.-"), phrase


def _any_time(text: str, year: int | None) -> str:
    """A quarter, a month, a rhythm; a year alone only where something is to be done in it."""
    phrase = find_time(text, year, deadlines_only=False) or ""
    before = text[: text.find(phrase)]
    return "" if is_bare_year(phrase) and not is_done_by(before) else phrase


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
        if (
            len(clean) < _LONGEST_HEADING
            and ";" not in clean
            and not ANNOUNCES.search(heading)
            and opening(clean, book) is None
        ):
            return clean
    return None


def _without_bullet(text: str) -> str:
    return re.sub(r"^[-–+•*]\s*", "", text)


def _capital(text: str) -> str:
    text = text.strip(" ,:;-")
    return text[:1].upper() + text[1:]
