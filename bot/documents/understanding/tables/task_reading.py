"""From the rows of the tables to tasks: who leads, with whom, when, what comes out, whom to call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.documents.reading.source import Where
from bot.documents.reading.wording import flat, reflow
from bot.documents.understanding.draft import Doubts
from bot.documents.understanding.parties.agency_names import Named, find_names, split_names, split_roles
from bot.documents.understanding.parties.contacts import person_names, phones_in, split_contacts, without_numbers
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.officers import PeopleBook
from bot.documents.understanding.tables.columns import Column
from bot.documents.understanding.tables.numbering import assign_ids, distinct
from bot.documents.understanding.tables.table_rows import TableRow
from bot.documents.understanding.task_times import find_time
from bot.documents.understanding.time_doubts import is_before_signing, time_doubts
from bot.domain.dates.time_phrase import TimePhrase, UnreadablePhrase, read_time_phrase
from bot.domain.plan.plan import Lead, Task, unique
from bot.domain.plan.task_fields import TASK_FIELDS, FieldKind
from bot.domain.text import fold
from bot.messages.importing import doubts as texts
from bot.registry.agency_index import NATIONAL

_DONE = re.compile(r"^đã (?:thực hiện|hoàn thành|triển khai xong|xong)")
_AS_ABOVE = re.compile(r"(?i)^[-–\"”″\s]*(?:nt|n\.t|như trên|[\"”″])[-–.\"”″\s]*$")
_LISTED = re.compile(r"^[Cc]ác \w+\s*:")
_WITH = re.compile(r"(?i)phối hợp (?:với|cùng(?: với)?)\s+(?=[A-ZĐỦ])")


@dataclass(slots=True)
class TaskReader:
    """Reads the rows of one plan; what is inherited from the row above is kept between calls."""

    book: AgencyBook
    people: PeopleBook
    doubts: Doubts
    year: int | None
    plan_when: str | None
    signed_on: date | None
    #: The year is only that of the signing.
    year_assumed: bool = False
    sources: dict[str, tuple[Where, ...]] = field(default_factory=dict)
    _leads: tuple[Lead, ...] = ()
    _coordinating: tuple[str, ...] = ()
    _partners: tuple[str, ...] = ()
    _above: dict[str, str] = field(default_factory=dict)
    _inheriting: list[tuple[str, Where, str]] = field(default_factory=list)

    def read(self, rows: Sequence[TableRow]) -> list[Task]:
        """The tasks, ids assigned; doubts and sources are noted on the way. Rows of running text stand behind those of
        tables and take no number from them.
        """
        printed = [row for row in rows if not row.alone]
        ids = [*assign_ids(printed), *assign_ids(rows[len(printed) :])]
        tasks = [self._task(row, id_) for row, id_ in zip(rows, distinct(ids), strict=True)]
        self._ask_inherited()
        if rows and not any(c in row.cells for row in rows for c in (Column.TIME, Column.START)):
            self.doubts.add(
                rows[0].where[0], self.plan_when or "", texts.no_time_column(self.plan_when), 0.8, field="when"
            )
        return tasks

    def _task(self, row: TableRow, id_: str) -> Task:
        where = row.where[0]
        self.sources[id_] = tuple(row.where)
        self._fill_merged(row)
        shifted = self._shift(row, id_)
        leads, coordinating = self._parties(row, id_)
        when, time = self._when(row, id_)
        remark = flat(row.text(Column.NOTE)) or None
        content = reflow(row.text(Column.CONTENT))
        if row.joined_whole:
            self.doubts.add(row.where[-1], content.rsplit("\n", 1)[-1], texts.JOINED, 0.6, item=id_, field="content")
        self._ask_remark(remark, id_, where)
        self._ask_content(content, row, coordinating, id_, where)
        return Task(
            id=id_,
            content=content,
            leads=leads,
            section=row.heading,
            coordinating=coordinating,
            partners=self._partners_of(row, id_, shifted),
            when=when,
            time=time,
            contacts=self._contacts(row, id_, leads),
            completed=bool(remark and _DONE.match(fold(remark))),
            **_as_printed(row),
        )

    def _fill_merged(self, row: TableRow) -> None:
        """A cell merged with the one above holds the same, and so does one that says "nt" (như trên)."""
        for column in row.merged:
            if not row.text(column) and column != Column.CONTENT:
                row.cells[column] = self._above.get(column, "")
        for column, text in row.cells.items():
            if _AS_ABOVE.match(text) and column != Column.CONTENT:
                row.cells[column] = self._above.get(column, "")
        self._above = dict(row.cells)

    def _shift(self, row: TableRow, id_: str) -> str | None:
        """The partner that is printed in the column of the leads, one place too far left."""
        named = row.text(Column.LEAD)
        if row.number or not named or not self._leads or row.text(Column.PARTNER):
            return None
        if Column.PARTNER not in row.cells or not self.book.is_elsewhere(named.split(",")[0]):
            return None
        row.cells[Column.LEAD] = ""
        leads = ", ".join(self.book.agencies[lead.agency].name for lead in self._leads)
        self.doubts.add(
            row.where[0],
            f"{leads}; {flat(named)}",
            texts.SHIFTED,
            0.8,
            alternatives=[flat(named)],
            item=id_,
            field="lead",
        )
        return named

    def _parties(self, row: TableRow, id_: str) -> tuple[tuple[Lead, ...], tuple[str, ...]]:
        where = row.where[0]
        mixed, alone = row.text(Column.EXECUTING), row.text(Column.LEAD)
        leading, helping = split_roles(mixed or alone) if mixed or alone else ([], [])
        helping += split_names(row.text(Column.COORDINATING)) if row.text(Column.COORDINATING) else []
        if leading and self.book.issuer and (persons := person_names(mixed or alone)):
            return self._led_by_persons(persons, row, id_), self._resolved(helping, where, id_)
        if not leading:
            return self._inherited(row, id_), self._resolved(helping, where, id_) or self._inherited_help(row)
        leads = tuple(
            {
                (lead := Lead(self.book.resolve(n.name, where, id_), n.scope)).agency: lead for n in reversed(leading)
            }.values()
        )[::-1]
        self._above[Column.LEAD] = row.text(Column.LEAD)
        self._ask_leads(leads, leading, id_, where, flat(mixed or alone))
        coordinating = tuple(a for a in self._resolved(helping, where, id_) if a not in {x.agency for x in leads})
        self._leads, self._coordinating = leads, coordinating
        return leads, coordinating

    def _led_by_persons(self, persons: Sequence[str], row: TableRow, id_: str) -> tuple[Lead, ...]:
        """Officers named in the place of a body are whom to call; their office is taken to be the issuer."""
        where = row.where[0]
        row.cells[Column.CONTACT] = "; ".join(filter(None, (*persons, row.text(Column.CONTACT))))
        self.doubts.add(where, "; ".join(persons), texts.PERSONS_LEAD, 0.4, item=id_, field="lead")
        self._leads, self._coordinating = (Lead(self.book.issuer),), ()
        return self._leads

    def _resolved(self, names: Sequence[Named], where: Where, id_: str) -> tuple[str, ...]:
        return unique(self.book.resolve(n.name, where, id_, "coordinating") for n in names)

    def _inherited(self, row: TableRow, id_: str) -> tuple[Lead, ...]:
        """A blank cell of a row without a number of its own means the one above."""
        if row.alone or not self._leads:
            self.doubts.add(
                row.where[0], flat(row.text(Column.CONTENT))[:80], texts.LEAD_MISSING, 0.2, item=id_, field="lead"
            )
            return ()
        if row.number:
            names = ", ".join(self.book.agencies[lead.agency].name for lead in self._leads)
            self.doubts.add(row.where[0], names, texts.LEAD_ABOVE, 0.6, item=id_, field="lead")
        return self._leads

    def _inherited_help(self, row: TableRow) -> tuple[str, ...]:
        return () if row.number or row.alone else self._coordinating

    def _ask_leads(self, leads: Sequence[Lead], named: Sequence[Named], id_: str, where: Where, printed: str) -> None:
        agencies = [self.book.agencies[lead.agency] for lead in leads]
        if any(lead.scope for lead in leads):
            self.doubts.add(where, printed, texts.SCOPED, 0.8, item=id_, field="lead")
        if len(named) > 1 and _LISTED.match(printed):
            self.doubts.add(where, printed, texts.SEVERAL_LEADS, 0.8, item=id_, field="lead")
        if all(n.is_group for n in named):
            self.doubts.add(where, printed, texts.GROUP_LEADS, 0.7, item=id_, field="lead")
        outside = [a for a in agencies if a.locality not in (self.book.locality, NATIONAL, "")]
        if outside and self.book.locality:
            self.doubts.add(where, printed, texts.OUTSIDE_LEAD, 0.8, item=id_, field="lead")

    def _partners_of(self, row: TableRow, id_: str, shifted: str | None) -> tuple[str, ...]:
        printed = row.text(Column.PARTNER)
        if shifted is not None:
            printed = shifted
        elif not printed and row.number is None and self._partners and Column.PARTNER in row.cells:
            self._inheriting.append((id_, row.where[0], "; ".join(self._partners)))
            return self._partners
        self._partners = tuple(_partner_names(printed))
        return self._partners

    def _ask_inherited(self) -> None:
        """One question for rows in a row that take the same partners from above."""
        groups: list[list[tuple[str, Where, str]]] = []
        for entry in self._inheriting:
            if groups and groups[-1][-1][2] == entry[2]:
                groups[-1].append(entry)
            else:
                groups.append([entry])
        for group in groups:
            ids = ", ".join(entry[0] for entry in group)
            self.doubts.add(
                group[0][1], f"{ids}: {group[0][2]}", texts.PARTNERS_ABOVE, 0.8, item=group[0][0], field="partners"
            )

    def _when(self, row: TableRow, id_: str) -> tuple[str | None, TimePhrase | None]:
        printed = _time_text(row)
        has_column = Column.TIME in row.cells or Column.START in row.cells
        if not printed:
            if has_column and not row.alone:
                self.doubts.add(row.where[0], "", texts.blank_time(self.plan_when), 0.6, item=id_, field="when")
            return None, None
        read = read_time_phrase(printed, plan_year=self.year, signed_on=self.signed_on)
        if isinstance(read, UnreadablePhrase):
            inner = find_time(printed, self.year, deadlines_only=False)
            again = read_time_phrase(inner, plan_year=self.year, signed_on=self.signed_on) if inner else read
            if isinstance(again, UnreadablePhrase):
                self.doubts.add(row.where[0], printed, texts.unreadable_time(read.reason), 0.3, item=id_, field="when")
                return printed, None
            self.doubts.add(
                row.where[0],
                printed,
                texts.unreadable_time(read.reason),
                0.6,
                alternatives=[again.text],
                item=id_,
                field="when",
            )
            printed, read = again.text, again
        if self.year_assumed and is_before_signing(read, self.signed_on):
            self._ask_next_year(read, row.where[0], id_)
            return printed, None
        self._ask_time(read, row.where[0], id_)
        return printed, read

    def _ask_next_year(self, time: TimePhrase, where: Where, id_: str) -> None:
        again = read_time_phrase(f"{time.text}/{(self.year or 0) + 1}", plan_year=None)
        alternatives = [again.text] if isinstance(again, TimePhrase) else []
        self.doubts.add(where, time.text, texts.YEAR_UNSURE, 0.3, alternatives=alternatives, item=id_, field="when")

    def _ask_time(self, time: TimePhrase, where: Where, id_: str) -> None:
        for doubt, confidence in time_doubts(time, self.signed_on, self._last_year()):
            self.doubts.add(where, time.text, doubt, confidence, item=id_, field="when")

    def _last_year(self) -> int | None:
        """The last year of the plan's own time ("giai đoạn 2026 - 2030"); None when it has no end."""
        read = read_time_phrase(self.plan_when, plan_year=self.year) if self.plan_when else None
        if not isinstance(read, TimePhrase) or not read.windows:
            return self.year
        end = read.windows[-1].end
        return end.year if end else None

    def _contacts(self, row: TableRow, id_: str, leads: Sequence[Lead]) -> tuple[str, ...]:
        printed = row.text(Column.CONTACT)
        phone = row.text(Column.PHONE)
        if phone and not phones_in(printed):
            printed = f"{printed}: {phone}"
        if not printed.strip():
            return ()
        found = split_contacts(printed)
        where = row.where[0]
        if not found:
            self.doubts.add(where, without_numbers(printed), texts.NO_CONTACT_READ, 0.3, item=id_, field="contacts")
        if len(found) > 1:
            self._ask_several(printed, where, id_)
        home = leads[0].agency if leads else ""
        return unique(
            self.people.add(c, self.book.resolve(c.body, where, id_, "contacts") if c.body else home, where)
            for c in found
            if c.body or home
        )

    def _ask_several(self, printed: str, where: Where, id_: str) -> None:
        shown = without_numbers(printed)
        if not any(
            d.doubt == texts.SEVERAL_CONTACTS and fold(d.read).replace(",", "") == fold(shown).replace(",", "")
            for d in self.doubts.found
        ):
            self.doubts.add(where, shown, texts.SEVERAL_CONTACTS, 0.9, item=id_, field="contacts")

    def _ask_remark(self, remark: str | None, id_: str, where: Where) -> None:
        if not remark:
            return
        if _DONE.match(fold(remark)):
            self.doubts.add(where, remark, texts.DONE, 0.8, item=id_, field="completed")
        elif re.search(r"chủ trì", remark):
            self.doubts.add(where, remark, texts.NAMED_IN_REMARK, 0.7, item=id_, field="remark")

    def _ask_content(self, content: str, row: TableRow, helping: Sequence[str], id_: str, where: Where) -> None:
        """ "Phối hợp với Sở B …" in the text while the table has no column for it."""
        if helping or Column.COORDINATING in row.cells or Column.EXECUTING in row.cells:
            return
        match = _WITH.search(content[:80])
        if match is None:
            return
        rest = content[match.end() :]
        known = [n for n in split_names(rest[:160]) if self.book.known_id(n.name)]
        opens = [start for start, _ in find_names(rest[:40]) if start == 0]
        words = rest.split()
        named = next(
            (n for k in range(min(12, len(words)), 1, -1) if self.book.known_id(n := " ".join(words[:k]))), None
        )
        if (known or named) and opens and not self.book.is_elsewhere(named or known[0].name):
            id_known = self.book.known_id(named or known[0].name)
            if id_known and self.book.agencies[id_known].locality == self.book.locality:
                self.doubts.add(
                    where, named or known[0].name, texts.NAMED_IN_CONTENT, 0.6, item=id_, field="coordinating"
                )


def _as_printed(row: TableRow) -> dict[str, Any]:
    """The fields whose cell is taken as it stands."""
    plain = (f for f in TASK_FIELDS if f.kind is FieldKind.TEXT and f.columns)
    return {field.name: flat(row.text(field.key)) or None for field in plain}


def _time_text(row: TableRow) -> str:
    start, end = flat(row.text(Column.START)), flat(row.text(Column.END))
    if start and end:
        return f"từ {start} đến {end}"
    return flat(row.text(Column.TIME)) or end or start


def _partner_names(printed: str) -> list[str]:
    """Partners as printed, cut at ";" only."""
    depth, start, parts = 0, 0, []
    text = flat(printed)
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == ";" and depth <= 0:
            parts.append(text[start:position])
            start = position + 1
    return [p for part in [*parts, text[start:]] if (p := part.strip(" -"))]
