"""Reads a plan document into a draft: the one entrance of the understanding half."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.documents.reading.composed import composed
from bot.documents.reading.source import Block, Document, Table, Where
from bot.documents.understanding.clauses.clauses import BodyClause, clauses_of
from bot.documents.understanding.clauses.duties import Duty, duties_of, of_other_year, shortened
from bot.documents.understanding.draft import Doubts, NoPlan, PlanDraft
from bot.documents.understanding.entries import Entry
from bot.documents.understanding.heading.heading import Found, Heading, is_attachment, read_heading
from bot.documents.understanding.heading.segments import PLANLIKE, Division, divide
from bot.documents.understanding.ledger import RHYTHMS, Use, dated, entries, other_days
from bot.documents.understanding.parties.actors import is_handed
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.officers import PeopleBook
from bot.documents.understanding.parties.other_places import ask_other_places
from bot.documents.understanding.parties.places import NATIONAL_BODY, district_of, place_of
from bot.documents.understanding.parties.receivers import addressees
from bot.documents.understanding.parties.team import read_team
from bot.documents.understanding.prose import Item, ProseLine, body_items, joined, lines_of, until_the_end
from bot.documents.understanding.recognised import ask_unsure
from bot.documents.understanding.refusal import is_calendar, is_invitation, refusal
from bot.documents.understanding.reports.report_sentences import RuleText, focal_agency, read_rules
from bot.documents.understanding.reports.rule_building import BuiltRules, build_rules
from bot.documents.understanding.tables.task_reading import TaskReader
from bot.documents.understanding.tables.task_tables import PLAN, Extract, extract, is_task_table
from bot.domain.dates.time_phrase import UnreadablePhrase, read_time_phrase
from bot.domain.plan.plan import LONGEST_NUMBER, Plan, Registry, Task
from bot.domain.text import slug
from bot.messages.importing import doubts as texts
from bot.registry.agency_index import NATIONAL

MINUTES = "BIÊN BẢN"
_CONCLUSION = re.compile(r"(?i)^(?:\S+ ){0,4}kết luận\b")
_APPENDIX = re.compile(r"^(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu)\b")


def read_plan(document: Document, registry: Registry, *, issuer: str | None = None) -> PlanDraft | NoPlan:
    """The plan in the document, matched against the registry's agencies and people.

    ``issuer`` (an agency id or a printed name) helps out where the document prints none, as a workbook that holds the
    table alone. Pure: writes nothing. ``NoPlan`` when no task is found (a news article, a letter), with the reason in
    Vietnamese.
    """
    division = divide([composed(block) for block in document.blocks])
    reading = _PlanReading(document, registry, division, issuer)
    return reading.result()


class _PlanReading:
    """One document being read; fields are filled in the order of ``result``."""

    def __init__(self, document: Document, registry: Registry, division: Division, issuer: str | None = None) -> None:
        self.document, self.registry, self.division = document, registry, division
        self.doubts = Doubts()
        parts = (division.plan, division.issued_by, *division.left_out)
        self.blocks: list[Block] = [block for part in parts if part for block in part.blocks]
        self.extract: Extract = extract(division.plan.blocks)
        self.body = self._body_lines()
        self.captions = " ".join(self.extract.captions)
        self.heading: Heading = read_heading(self.body, self._all_lines(), self.extract.captions)
        self._take_decision()
        self._take_issuer(issuer)
        district = district_of(self.heading.issuer.text) if self.heading.issuer else None
        self.book = AgencyBook(
            registry.agencies, self._locality(), self._on(), self.doubts, district.name if district else None
        )
        self.people = PeopleBook(registry.people, self.doubts)

    def result(self) -> PlanDraft | NoPlan:
        """The draft, or why there is none."""
        heading, issuer, when = self.heading, self._issuer(), self._plan_when()
        items = body_items(self.body)
        items = items[max((i + 1 for i, item in enumerate(items[:60]) if _is_head(item, heading)), default=0) :]
        if self.division.plan.kind == MINUTES:
            items = _concluded(items)
        clauses = clauses_of(items, self.book, heading.year, addressees(self.body)) if self._is_official() else []
        rules = read_rules(clauses, self.book, heading.year)
        told = {id(clause) for rule in rules for clause in rule.clauses}
        duties = duties_of([c for c in clauses if id(c) not in told], self.book, heading.year)
        listed = [d for d in duties if d.charges or not self.extract.rows]
        rows = [*self.extract.rows, *(duty.row for duty in listed)]
        if self._is_no_plan(bool(rows), any(rule.due for rule in rules)):
            return self._refused()
        reader = TaskReader(self.book, self.people, self.doubts, heading.year, when, heading.signed_on)
        reader.year_assumed = heading.year_source == texts.FROM_SIGNING
        self._ask_heading()
        if listed:
            self.doubts.add(listed[0].row.where[0], "", texts.BARE_LIST, 0.6, field="tasks")
        tasks = reader.read(rows)
        self._ask_year(tasks)
        self._ask_deadlines(listed, tasks)
        built = build_rules(rules, tasks, self.book, self.doubts, heading.year, issuer, heading.signed_on)
        consolidator = self._consolidator(rules, built, issuer, focal_agency(clauses, self.book))
        read_team(self._all_lines(), self.book, self.people)
        if self.extract.rows:
            self._ask_body_tasks([d for d in duties if d not in listed])
            ask_other_places(tasks, items, reader.sources, self.doubts)
        self._ask_reports(built)
        ledger = self._ledger(clauses, zip(listed, tasks[len(tasks) - len(listed) :], strict=True), built, reader)
        return replace(self._draft(tasks, built, issuer, consolidator, when, reader), ledger=tuple(ledger))

    def _is_no_plan(self, has_tasks: bool, has_rules: bool) -> bool:
        """Nothing to follow up, or days of meetings only."""
        if is_calendar(self.body) or not (has_tasks or has_rules):
            return True
        return is_invitation(self.body) and not has_rules

    def _refused(self) -> NoPlan:
        ledger = entries(self.blocks, {}, {})
        reason = refusal(self._all_lines(), ledger, self.extract.forms, official=self._is_official())
        return NoPlan(reason, tuple(ledger))

    def _ledger(
        self, clauses: Sequence[BodyClause], listed: Iterable[tuple[Duty, Task]], built: BuiltRules, reader: TaskReader
    ) -> list[Entry]:
        """What became of every date, assignment and row."""
        uses = self._head_uses()
        plan_year = f"năm {self.heading.year}"
        for duty, task in listed:
            for clause in duty.clauses:
                kept = f"{task.when} {task.content} {plan_year}"
                uses[clause.item.where].append(Use(task.id, clause.text, kept))
        for rule in built.rules:
            text = built.sources[rule.id]
            kept = " ".join([rule.due or "", rule.content or "", plan_year, *(RHYTHMS if rule.yearly else ())])
            for clause in text.clauses:
                uses[clause.item.where].append(Use(rule.id, clause.text, kept))
        for clause in clauses:
            if clause.announces:
                uses[clause.item.where].append(Use(PLAN, clause.text, clause.text))
        rows = dict(self.extract.other_rows)
        rows |= {where: id_ for id_, places in reader.sources.items() for where in places}
        return entries(self.blocks, uses, rows)

    def _head_uses(self) -> dict[Where, list[Use]]:
        """The lines that give the plan's own fields."""
        uses: dict[Where, list[Use]] = defaultdict(list)
        heading = self.heading
        whole = [*heading.legal_bases, *([heading.title] if heading.title else [])]
        whole += [heading.when.text] if heading.when else []
        for line in joined(lines_of(self.blocks)):
            known = line.text in heading.lines or is_attachment(line.text)
            if known or any(text in line.text or line.text in text for text in whole) or line.text in self.captions:
                uses[line.where].append(Use(PLAN, line.text, line.text))
        return uses

    def _ask_reports(self, built: BuiltRules) -> None:
        """A plan without a dated report rule; not said where the text has a dated sentence about reports."""
        unread = [e for e in dated(entries(self.blocks, self._head_uses(), {})) if "báo cáo" in e.text]
        if self._is_plan() and not any(rule.due for rule in built.rules) and not unread:
            where = built.rules[0].line if built.rules else None
            self.doubts.add(Where(line=where or None), "", texts.NO_REPORT_RULE, 0.4, field="reports")

    def _ask_deadlines(self, listed: Sequence[Duty], tasks: Sequence[Task]) -> None:
        """A clause with several days: the task has the first one."""
        for duty, task in zip(listed, tasks[len(tasks) - len(listed) :], strict=True):
            others = other_days(task.content, task.when or "")
            if others:
                where = duty.row.where[0]
                self.doubts.add(
                    where, task.when or "", texts.OTHER_DEADLINE, 0.5, alternatives=others, item=task.id, field="when"
                )

    def _draft(
        self, tasks: list[Task], built: BuiltRules, issuer: str, consolidator: str, when: str | None, reader: TaskReader
    ) -> PlanDraft:
        heading = self.heading
        key = plan_key(heading.code.text if heading.code else None, heading.title or self.document.name, heading.year)
        plan = Plan(
            key=self._known_key(heading, key),
            code=heading.code.text if heading.code else None,
            title=heading.title or self.document.name,
            issuer=issuer,
            locality=self.book.locality,
            consolidator=consolidator,
            signed_on=heading.signed_on,
            signer=heading.signer,
            year=heading.year,
            when=when,
            legal_bases=heading.legal_bases,
            reports=built.rules,
            tasks=tuple(tasks),
        )
        self.people.ask()
        ask_unsure(self.division.plan.blocks, plan, reader.sources, self.book.agencies, self.doubts)
        phones, people = self.people.phones(), self.people.new_people(plan.key)
        self._ask_new_agencies()
        return PlanDraft(
            plan,
            tuple(self.book.new.values()),
            people,
            phones,
            self.doubts.in_order(),
            (
                *(texts.left_out(p.opening) for p in self.division.left_out),
                *(texts.blank_form(form) for form in self.extract.forms),
            ),
            built.asks_all,
            dict(reader.sources),
            self.book.agencies,
            {**self.registry.people, **{p.id: p for p in people}},
        )

    def _known_key(self, heading: Heading, key: str) -> str:
        """The key the registry already uses for this paper: same number and year, or the same title."""
        for plan in self.registry.plans.values():
            if heading.code and plan.code == heading.code.text and plan.year == heading.year:
                return plan.key
            if plan.title and slug(plan.title) == slug(heading.title) and plan.signed_on == heading.signed_on:
                return plan.key
        return key

    def _body_lines(self) -> list[ProseLine]:
        """Lines before the first task table and before the appendix that holds it."""
        blocks = self.division.plan.blocks
        end = self.extract.first_block if self.extract.first_block is not None else len(blocks)
        lines = lines_of(b for b in blocks[:end] if not (isinstance(b, Table) and is_task_table(b)))
        cut = next((i for i, line in enumerate(lines) if i > 3 and _APPENDIX.match(line.text)), len(lines))
        rest = self._after_tables() if self.extract.first_block is not None and cut == len(lines) else []
        return until_the_end(lines[:cut] + rest)

    def _after_tables(self) -> list[ProseLine]:
        """A table inside the body: the text behind it still belongs to the plan."""
        lines = self._all_lines()
        return lines[len(lines_of(self.division.plan.blocks[: self.extract.first_block or 0])) :]

    def _all_lines(self) -> list[ProseLine]:
        blocks = self.division.plan.blocks
        first = self.extract.first_block
        return lines_of(
            b
            for i, b in enumerate(blocks)
            if not isinstance(b, Table) or (not is_task_table(b) and (first is None or i < first))
        )

    def _take_decision(self) -> None:
        """A plan issued by a decision has that decision's number, date and signer."""
        if self.division.issued_by is None:
            return
        lines = self.division.issued_by.lines
        decision = read_heading(lines, lines, ())
        ours = self.heading
        self.heading = replace(
            ours,
            code=ours.code or decision.code,
            signed_on=ours.signed_on or decision.signed_on,
            issuer=ours.issuer or decision.issuer,
            place=ours.place or decision.place,
            signer=ours.signer or decision.signer,
            legal_bases=ours.legal_bases or decision.legal_bases,
            lines=ours.lines | decision.lines,
        )

    def _take_issuer(self, issuer: str | None) -> None:
        """The issuer the caller gives, where the paper prints none."""
        if issuer and self.heading.issuer is None:
            known = self.registry.agencies.get(issuer)
            self.heading = replace(self.heading, issuer=Found(known.name if known else issuer, Where()))

    def _locality(self) -> str:
        issuer = self.heading.issuer
        if issuer and NATIONAL_BODY.match(issuer.text):
            return NATIONAL
        district = district_of(issuer.text) if issuer else None
        if issuer and (place := place_of(issuer.text)):
            return place.id
        if self.heading.place is not None:
            return self.heading.place.id
        return district.id if district else ""

    def _on(self) -> date | None:
        return self.heading.signed_on or (date(self.heading.year, 1, 1) if self.heading.year else None)

    def _issuer(self) -> str:
        issuer = self.heading.issuer
        if issuer:
            self.book.issuer = self.book.resolve(issuer.text, issuer.where, column="issuer")
        return self.book.issuer

    def _is_official(self) -> bool:
        """It looks like an official paper, not like an article about one."""
        heading = self.heading
        drafted = heading.issuer is not None and bool(heading.damaged or heading.damaged_date)
        return heading.code is not None or self.division.plan.kind is not None or bool(heading.signer) or drafted

    def _is_plan(self) -> bool:
        """A plan or a table of tasks lasts for its year; a directive or a letter does not."""
        return bool(self.extract.rows) or (self.division.plan.kind or "").startswith(PLANLIKE)

    def _plan_when(self) -> str | None:
        """The plan's own time; asked about where it is only implied."""
        if self.heading.when is not None:
            read = read_time_phrase(self.heading.when.text, plan_year=self.heading.year)
            if not isinstance(read, UnreadablePhrase):
                return self.heading.when.text
        if self.heading.year is None or not (self._is_plan() or self.heading.year_source != texts.FROM_SIGNING):
            return None
        return f"Năm {self.heading.year}"

    def _ask_year(self, tasks: Sequence[Task]) -> None:
        """Where the year comes from, if a task needs it."""
        heading = self.heading
        if heading.year is None or heading.when is not None or self._plan_when() is None:
            return
        if any(d.field == "when" and d.item is None for d in self.doubts.found):
            return
        if any(task.when is None for task in tasks):
            doubt, field = texts.plan_time_taken(heading.year_source), "when"
        elif any(_takes_year(task) for task in tasks) and not self._is_year_plain():
            doubt, field = texts.year_taken(heading.year_source), "year"
        else:
            return
        self.doubts.add(heading.title_where, f"Năm {heading.year}", doubt, 0.8, field=field)

    def _is_year_plain(self) -> bool:
        """The plan's own title and the day of signing name the same year."""
        heading = self.heading
        signed = heading.signed_on.year if heading.signed_on else heading.year
        return heading.year_source == texts.FROM_TITLE and signed == heading.year

    def _consolidator(self, rules: Sequence[RuleText], built: BuiltRules, issuer: str, focal: str | None) -> str:
        summing = [r.senders[0] for r in rules if r.kind == "summary" and r.senders]
        gathering = [r.to for r in rules if r.kind == "units" and r.to != issuer]
        for candidate in (*gathering, *summing, focal):
            if candidate:
                return candidate
        if not self._is_plan():
            return issuer
        self.doubts.add(Where(), "", texts.CONSOLIDATOR_MISSING, 0.3, field="consolidator")
        return issuer

    def _ask_heading(self) -> None:
        heading = self.heading
        for note in self.document.notes:
            self.doubts.add(Where(), "", note, 0.3, field="tasks")
        for part in self.division.left_out:
            self.doubts.add(part.where, part.opening, texts.left_out(part.opening), 0.9, field="plan")
        if heading.code is None:
            doubt = texts.NUMBER_UNREADABLE if heading.damaged else texts.NUMBER_MISSING
            self.doubts.add(Where(), heading.damaged or "", doubt, 0.3, field="plan")
        if heading.signed_on is None:
            printed = heading.damaged_date or heading.damaged
            doubt = texts.DATE_UNREADABLE if printed else texts.DATE_MISSING
            self.doubts.add(heading.date_where, printed or "", doubt, 0.3, field="signed_on")
        missing = (
            (not heading.issuer, texts.ISSUER_MISSING, "issuer"),
            (not heading.signer, texts.SIGNER_MISSING, "signer"),
            (not heading.title, texts.TITLE_MISSING, "title"),
            (heading.year is None, texts.YEAR_MISSING, "year"),
        )
        for is_missing, doubt, field in missing:
            if is_missing:
                self.doubts.add(Where(), "", doubt, 0.3, field=field)

    def _ask_body_tasks(self, duties: Sequence[Duty]) -> None:
        """Duties in the running text that no row of the table repeats: one question for all."""
        year = self.heading.year
        found = [d.clauses[0] for d in duties if is_handed(d.clauses[0].text) or of_other_year(d.clauses[0], year)]
        if found:
            texts_ = [(c.item.path, shortened(c.text)) for c in found]
            places = [f"mục {path}: {text}" if path else text for path, text in texts_]
            self.doubts.add(found[0].item.where, "", texts.in_body_only(places), 0.6, field="tasks")

    def _ask_new_agencies(self) -> None:
        asked = {d.read for d in self.doubts.found}
        names = [a.name for a in self.book.new.values() if a.name not in asked]
        if names:
            self.doubts.add(Where(), "; ".join(names), texts.new_agencies(names), 0.7, field="agencies")


def _concluded(items: list[Item]) -> list[Item]:
    """Of minutes only what was decided, not what was said."""
    start = next((i for i, item in enumerate(items) if _CONCLUSION.match(item.text)), 0)
    return items[start:]


def _is_head(item: Item, heading: Heading) -> bool:
    return item.number is None and any(item.text.startswith(line) for line in heading.lines)


def _takes_year(task: Task) -> bool:
    return bool(task.time and task.time.year_source == "plan" and not task.time.recurring)


def plan_key(code: str | None, title: str, year: int | None) -> str:
    """The file name of a plan: "4778/KH-UBND" of 2023 → "4778-kh-ubnd-2023"; from the title when there is no number.

    Never longer than a file name may be.
    """
    stem = slug(code) if code else "-".join(slug(title).split("-")[:8])
    stem = stem[:LONGEST_NUMBER].rstrip("-")
    return f"{stem}-{year}" if year and not stem.endswith(str(year)) else stem or "ke-hoach"
