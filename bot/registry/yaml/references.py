"""Turns what a plan writes for agencies, people and times into what it means, reporting what has no meaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.dates.time_phrase import TimeKind, TimePhrase, UnreadablePhrase, read_time_phrase
from bot.domain.plan.plan import Agency, unique
from bot.messages.registry import plan_problems
from bot.registry.problem import Level, Problem
from bot.registry.yaml.directory_files import Directory
from bot.registry.yaml.nodes import Node
from bot.registry.yaml.schema import Written, closest

#: A window this many years from the plan's own is a slip of the keyboard.
_FAR_YEARS = 15


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What the references of one plan are read against."""

    directory: Directory
    problems: list[Problem]
    locality: str
    #: The year of time phrases that print none.
    year: int | None
    #: A day in the plan's time, for names borne by two agencies one after the other.
    on: date | None
    #: The plan's own day, from which "trong vòng 10 ngày kể từ ngày ký" counts.
    signed_on: date | None = None

    def report(self, node: Node, message: str, level: Level = "error") -> None:
        self.problems.append(node.problem(message, level=level))

    def agency(self, written: Written) -> str | None:
        """The id of the agency written as an id or a printed name."""
        match = self.directory.index.find(written.text, self.locality, self.on)
        if match.agency is not None:
            self._check_alive(written, match.agency)
            return match.agency.id
        if self.directory.agencies_known:
            self.report(written.node, plan_problems.unknown_agency(written.text, match.candidates))
        return None

    def agencies(self, written: Iterable[Written]) -> tuple[str, ...]:
        """Ids of those that are known, in first-seen order."""
        return unique(id_ for w in written if (id_ := self.agency(w)))

    def people(self, written: Iterable[Written]) -> tuple[str, ...]:
        """Ids of those that are known, in first-seen order."""
        return unique(w.text for w in written if self._is_person(w))

    def time(self, written: Written | None, *, year: int | None, rule_repeats: bool | None = None) -> TimePhrase | None:
        """The reading of a printed time, for ``year`` where it prints none.

        ``rule_repeats`` is for report rules (None elsewhere): one that repeats each year takes its year from elsewhere
        by nature, which needs no remark.
        """
        if written is None:
            return None
        phrase = read_time_phrase(written.text, plan_year=year, repeats=bool(rule_repeats), signed_on=self.signed_on)
        if isinstance(phrase, UnreadablePhrase):
            self.report(written.node, plan_problems.unreadable_time(written.text, phrase.reason))
            return None
        if not self._in_order(written, phrase):
            return None
        by_nature = rule_repeats is not None and (rule_repeats or phrase.recurring)
        self._remark(written, phrase, None if by_nature else year)
        return phrase

    def _check_alive(self, written: Written, agency: Agency) -> None:
        if self.on is None or agency.exists_on(self.on):
            return
        if agency.until is not None and self.on >= agency.until:
            self.report(written.node, plan_problems.agency_over(agency.name, agency.until), "warning")
        elif agency.since is not None:
            self.report(written.node, plan_problems.agency_not_yet(agency.name, agency.since), "warning")

    def _is_person(self, written: Written) -> bool:
        people = self.directory.people
        if written.text in people:
            return True
        if self.directory.people_known and self.directory.agencies_known:
            names = {person.id: person.name for person in people.values()}
            close = closest(written.text, people, names)
            self.report(written.node, plan_problems.unknown_person(written.text, close, names.get(close, "")))
        return False

    def _in_order(self, written: Written, phrase: TimePhrase) -> bool:
        for window in phrase.windows:
            if window.start and window.end and window.end < window.start:
                self.report(written.node, plan_problems.ends_before_start(written.text, window.start, window.end))
                return False
        return True

    def _remark(self, written: Written, phrase: TimePhrase, year: int | None) -> None:
        if phrase.needs_confirmation:
            self.report(written.node, plan_problems.read_as_inclusive(written.text, phrase.due_on), "warning")
        if phrase.kind is TimeKind.PERIOD:
            self.report(written.node, plan_problems.counted_from_event(written.text), "warning")
        ends = [day for w in phrase.windows for day in (w.start, w.end) if day]
        if self.year and any(abs(day.year - self.year) > _FAR_YEARS for day in ends):
            self.report(written.node, plan_problems.far_from_plan(written.text, self.year), "warning")
        if phrase.year_source == "plan" and year is not None:
            starts = phrase.kind is TimeKind.YEARLY_UNTIL
            said = plan_problems.first_year_of_plan if starts else plan_problems.year_of_plan
            self.report(written.node, said(written.text, year), "info")
