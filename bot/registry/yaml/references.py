"""Turns what a plan writes for agencies, people and times into what it means, reporting what has no meaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.dates.time_phrase import TimeKind, TimePhrase, UnreadablePhrase, read_time_phrase
from bot.domain.plan.plan import Agency, unique
from bot.registry.agency_index import Match
from bot.registry.problem import Level, Problem
from bot.registry.yaml.directory_files import Directory
from bot.registry.yaml.nodes import Node
from bot.registry.yaml.schema import Written, did_you_mean

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

    def report(self, node: Node, message: str, level: Level = "error") -> None:
        self.problems.append(node.problem(message, level=level))

    def agency(self, written: Written) -> str | None:
        """The id of the agency written as an id or a printed name."""
        match = self.directory.index.find(written.text, self.locality, self.on)
        if match.agency is not None:
            self._check_alive(written, match.agency)
            return match.agency.id
        if self.directory.agencies_known:
            self.report(written.node, f"không có cơ quan “{written.text}”; {_agency_advice(match)}")
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
        phrase = read_time_phrase(written.text, plan_year=year, repeats=bool(rule_repeats))
        if isinstance(phrase, UnreadablePhrase):
            self.report(written.node, f"thời gian “{written.text}” chưa đọc được: {phrase.reason}")
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
            when = f"đã kết thúc từ ngày {agency.until:%d/%m/%Y}"
        else:
            when = f"chỉ có từ ngày {agency.since:%d/%m/%Y}"
        self.report(written.node, f"{agency.name} {when}, không cùng thời với kế hoạch; đề nghị xem lại", "warning")

    def _is_person(self, written: Written) -> bool:
        people = self.directory.people
        if written.text in people:
            return True
        if self.directory.people_known and self.directory.agencies_known:
            advice = did_you_mean(written.text, people, {p.id: p.name for p in people.values()})
            advice = advice or "đề nghị bổ sung vào people.yaml hoặc sửa lại"
            self.report(written.node, f"không có cán bộ “{written.text}”; {advice}")
        return False

    def _in_order(self, written: Written, phrase: TimePhrase) -> bool:
        for window in phrase.windows:
            if window.start and window.end and window.end < window.start:
                self.report(
                    written.node,
                    f"thời gian “{written.text}” kết thúc ({window.end:%d/%m/%Y}) trước khi bắt đầu "
                    f"({window.start:%d/%m/%Y}); đề nghị sửa lại",
                )
                return False
        return True

    def _remark(self, written: Written, phrase: TimePhrase, year: int | None) -> None:
        if phrase.needs_confirmation:
            day = f" (đến hết ngày {phrase.due_on:%d/%m/%Y})" if phrase.due_on else ""
            self.report(
                written.node,
                f"thời gian “{written.text}” được hiểu là tính cả thời điểm đó{day}; đề nghị xác nhận, hoặc ghi rõ "
                "“đến hết …” hay “trước …”",
                "warning",
            )
        if phrase.kind is TimeKind.PERIOD:
            self.report(
                written.node,
                f"thời gian “{written.text}” tính từ một sự kiện nên không tự có ngày; khi biết ngày, đề nghị ghi ngày",
                "warning",
            )
        ends = [day for w in phrase.windows for day in (w.start, w.end) if day]
        if self.year and any(abs(day.year - self.year) > _FAR_YEARS for day in ends):
            self.report(
                written.node,
                f"thời gian “{written.text}” cách năm {self.year} của kế hoạch quá xa; đề nghị xem lại",
                "warning",
            )
        if phrase.year_source == "plan" and year is not None:
            first = "năm bắt đầu, lấy từ" if phrase.kind is TimeKind.YEARLY_UNTIL else "năm, lấy"
            message = f"thời gian “{written.text}” không ghi {first} năm {year} của kế hoạch"
            self.report(written.node, message, "info")


def _agency_advice(match: Match) -> str:
    if not match.candidates:
        return "đề nghị bổ sung vào agencies.yaml hoặc sửa lại"
    shown = " hay ".join(f"“{a.id}” ({a.name})" for a in match.candidates)
    return f"có phải {shown} không?"
