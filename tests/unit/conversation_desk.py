"""A desk to talk at: one department of an invented plan, and how its officer talks to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from bot.domain.answers.status_report import Status, StatusReport
from bot.domain.conversation import (
    Choice,
    Colleague,
    ConversationState,
    Desk,
    DeskOccurrence,
    DeskTask,
    HistoryLine,
    Notice,
    Outcome,
    Prompt,
    StateName,
    state_from_json,
    state_to_json,
    step,
)
from bot.domain.conversation.effects import Effect, RecordStatus, SubmitReport
from bot.domain.conversation.events import (
    Chose,
    CommandGiven,
    ConversationEvent,
    DigestAction,
    DigestTapped,
    FileGiven,
    Typed,
)
from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.plan import Agency, Lead, Person, Plan, Task
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit
from bot.messages.conversation.parts import choice_label
from bot.messages.conversation.prompts_text import prompt_text

NOW = datetime(2024, 9, 4, 8, 30, tzinfo=timezone(timedelta(hours=7)))
AGENCY = Agency("so-du-lich", "Sở Du lịch", "ha-noi")
PERSON = Person("an", "Nguyễn Văn An", "so-du-lich")
CALENDAR = WorkCalendar([])

_CONTENTS = {"1": "Tổ chức hội chợ", "2": "Xúc tiến du lịch", "3": "Đào tạo cán bộ", "4": "Khảo sát tuyến"}
PLAN = Plan(
    key="ke-hoach-2024",
    code="12/KH-UBND",
    title="Hợp tác phát triển",
    issuer="ubnd",
    locality="ha-noi",
    consolidator="so-khdt",
    signed_on=date(2024, 1, 15),
    tasks=tuple(Task(i, c, (Lead(AGENCY.id),)) for i, c in _CONTENTS.items()),
)


def last_answer(task: str, occurrence: str = "old", **fields: object) -> StatusReport:
    """An answer from June."""
    at = datetime(2024, 6, 14, 9, 0, tzinfo=NOW.tzinfo)
    values: dict[str, object] = {"status": Status.IN_PROGRESS, "percent": 40, "result": "Đã có kế hoạch", **fields}
    report = StatusReport(occurrence, PLAN.key, AGENCY.id, PERSON.id, at, task=task, receipt="BC-2024-000001")
    return replace(report, **values)  # type: ignore[arg-type]


def report(
    *, kind: ObligationKind = ObligationKind.REPORT, tasks: tuple[str, ...] = ("1", "2", "3"), **fields: object
) -> DeskOccurrence:
    """The department's report before 15/9/2024; task 1 was answered in June."""
    occurrence = Occurrence(
        plan=PLAN.key,
        obligation="bao-cao",
        kind=kind,
        period="2024",
        agency=AGENCY.id,
        role=AgencyRole.LEAD,
        pursuit=Pursuit.CHASE,
        due=date(2024, 9, 15),
        last_day=date(2024, 9, 14),
        target=date(2024, 9, 13),
        strict=True,
        tasks=tasks,
    )
    found = tuple(DeskTask(t, _CONTENTS[t], last=last_answer(t) if t == "1" else None) for t in tasks)
    whole = DeskOccurrence(occurrence, PLAN, AGENCY, found, PERSON.id, addressees=("Sở KH&ĐT", "UBND Thành phố"))
    return replace(whole, **fields)  # type: ignore[arg-type]


def single(task: str = "4", *, pursuit: Pursuit = Pursuit.CHASE, **fields: object) -> DeskOccurrence:
    """One task of its own, due at the end of the year."""
    end = date(2024, 12, 31)
    occurrence = Occurrence(
        PLAN.key, task, ObligationKind.TASK, "2024", AGENCY.id, AgencyRole.LEAD, pursuit, end, end, end, tasks=(task,)
    )
    whole = DeskOccurrence(occurrence, PLAN, AGENCY, (DeskTask(task, _CONTENTS[task]),), PERSON.id)
    return replace(whole, **fields)  # type: ignore[arg-type]


def desk(*occurrences: DeskOccurrence, **fields: object) -> Desk:
    """The officer's desk with these occurrences open."""
    colleagues = (Colleague("binh", "Trần Thị Bình", linked=True), Colleague("chi", "Lê Chí"))
    return replace(Desk(PERSON, AGENCY, CALENDAR, occurrences, colleagues=colleagues), **fields)  # type: ignore[arg-type]


class Chat:
    """Talks to the machine as one officer does; the state goes through JSON at every step."""

    def __init__(self, at: Desk, now: datetime = NOW) -> None:
        self.desk = at
        self.now = now
        self.state = ConversationState.fresh(now)
        self.last = Outcome(self.state, ())
        self.effects: list[Effect] = []

    def send(self, event: ConversationEvent) -> Chat:
        """One event, with every rule checked that holds at every step."""
        before = self.state
        self.last = step(before, event, self.desk, self.now)
        self.state = self.last.state
        assert state_from_json(state_to_json(self.state), self.now) == (self.state, False)
        assert len(self.state.offered) == len(set(self.state.offered))
        assert self.state.turn in (before.turn, before.turn + 1)
        for prompt in self.last.prompts:
            assert prompt_text(prompt).strip()
            assert all(choice_label(c).strip() for c in prompt.choices)
        self.effects += self.last.effects
        return self

    def types(self, text: str, *, numbered: bool = False) -> Chat:
        """Free text."""
        return self.send(Typed(text, numbered))

    def taps(self, choice: str) -> Chat:
        """A button of the current question; it must be there."""
        assert choice in self.state.offered, f"{choice} is not among {self.state.offered}"
        return self.send(Chose(self.state.turn, choice))

    def taps_all(self, *choices: str) -> Chat:
        """One after the other."""
        for choice in choices:
            self.taps(choice)
        return self

    def digest(self, action: DigestAction, *keys: str) -> Chat:
        """A button under a reminder that named these occurrences (all open ones when none is given)."""
        return self.send(DigestTapped(action, keys or tuple(o.key for o in self.desk.occurrences)))

    def reports(self) -> Chat:
        """ "Báo cáo" under a reminder."""
        return self.digest(DigestAction.REPORT)

    def commands(self, name: str, args: str = "") -> Chat:
        """A command."""
        return self.send(CommandGiven(name, args))

    def files(self, id_: int, name: str = "anh.jpg", caption: str = "") -> Chat:
        """A file already stored."""
        return self.send(FileGiven(id_, name, caption))

    @property
    def kinds(self) -> tuple[StateName | Notice, ...]:
        """What was said last."""
        return tuple(p.kind for p in self.last.prompts)

    @property
    def text(self) -> str:
        """What was said last, as people read it."""
        return "\n\n".join(prompt_text(p) for p in self.last.prompts)

    @property
    def prompt(self) -> Prompt:
        """The last thing said."""
        return self.last.prompts[-1]

    @property
    def labels(self) -> tuple[str, ...]:
        """The buttons shown."""
        return tuple(choice_label(c) for c in self.prompt.choices)

    @property
    def recorded(self) -> list[StatusReport]:
        """Everything recorded so far."""
        return [e.report for e in self.effects if isinstance(e, RecordStatus | SubmitReport)]


__all__ = ["CALENDAR", "Chat", "Choice", "HistoryLine", "desk", "last_answer", "report", "single"]
