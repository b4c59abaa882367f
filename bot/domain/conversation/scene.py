"""One step of the conversation while it is being worked out; nothing of it outlives the step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.conversation.desk import Desk, DeskOccurrence, DeskTask
from bot.domain.conversation.effects import Effect
from bot.domain.conversation.prompts import Prompt
from bot.domain.conversation.states import ConversationState, Form, ReportDraft, StateName, TaskAnswer, Waypoint
from bot.domain.conversation.texts import joined

#: States that ask about one task.
TASK_STATES = frozenset(
    {StateName.TASK_STATUS, StateName.TASK_PERCENT, StateName.TASK_COMPLETED_ON, StateName.TASK_RESULT}
)


@dataclass(frozen=True, slots=True)
class DateRule:
    """How a state takes a typed date."""

    #: Says why this day will not do; None when it will.
    refuses: Callable[[Scene, date], Prompt | None]
    take: Callable[[Scene, date], None]
    #: The day lies in the past (a completion, a document) rather than ahead.
    past: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One state: what it asks, and what it does with a tap and with typed text.

    "Quay lại" and "Huỷ" are the machine's; ``typed`` None means that a tap is asked for.
    """

    ask: Callable[[Scene], Prompt]
    tap: Callable[[Scene, str], None]
    typed: Callable[[Scene, str], None] | None = None
    day: DateRule | None = None
    #: A text is asked for; otherwise ``typed`` only deals with what comes unasked.
    wants_text: bool = False
    #: A bare number typed here is the answer itself, even where choices are numbered.
    takes_numbers: bool = False


class Scene:
    """The state as it changes within one step, and what is to be said and done."""

    def __init__(
        self, state: ConversationState, desk: Desk, now: datetime, questions: Mapping[StateName, Question]
    ) -> None:
        self.state = state
        self.desk = desk
        self.now = now
        self.questions = questions
        self.prompts: list[Prompt] = []
        self.effects: list[Effect] = []

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def form(self) -> Form:
        return self.state.form

    @form.setter
    def form(self, form: Form) -> None:
        self.state = replace(self.state, form=form)

    @property
    def draft(self) -> ReportDraft:
        """The report being put together; a state that needs one is never entered without."""
        if self.state.draft is None:
            raise RuntimeError(f"{self.state.name} without a draft")
        return self.state.draft

    @draft.setter
    def draft(self, draft: ReportDraft) -> None:
        self.state = replace(self.state, draft=draft)

    @property
    def occurrence(self) -> DeskOccurrence:
        """The draft's occurrence; the machine has checked that it still is on the desk."""
        found = self.desk.find(self.draft.occurrence)
        if found is None:
            raise RuntimeError(f"{self.draft.occurrence} is not on the desk")
        return found

    @property
    def task(self) -> DeskTask | None:
        return self.occurrence.task(self.draft.task) if self.draft.task is not None else None

    @property
    def chosen(self) -> tuple[DeskOccurrence, ...]:
        """The occurrences a side flow is about, those still on the desk."""
        return self.occurrences(self.form.chosen)

    @property
    def subject(self) -> DeskOccurrence:
        """The one occurrence a side flow is about; the machine has checked that it still is on the desk."""
        return self.chosen[0]

    def occurrences(self, keys: tuple[str, ...]) -> tuple[DeskOccurrence, ...]:
        """Those of ``keys`` that are on the desk."""
        return tuple(o for k in keys if (o := self.desk.find(k)) is not None)

    def answer(self, task_id: str, answer: TaskAnswer) -> None:
        self.draft = self.draft.answered(task_id, answer)

    def current_answer(self) -> TaskAnswer:
        """The answer being completed by the follow-up questions."""
        return self.draft.answers[self.draft.task or ""]

    def say(self, prompt: Prompt) -> None:
        self.prompts.append(prompt)

    def do(self, effect: Effect) -> None:
        self.effects.append(effect)

    def go(self, name: StateName, at: int | None = None) -> None:
        """Go on to a question; "Quay lại" returns here. A place passed before shortens the way instead."""
        here = Waypoint(self.state.name, self.state.draft.at if self.state.draft else 0)
        there = Waypoint(name, at if at is not None else here.at)
        trail = (*self.state.trail, here) if here.name is not StateName.IDLE else ()
        passed = next((i for i, place in enumerate(trail) if _same(place, there)), len(trail))
        self._enter(there, trail[:passed])

    def back(self) -> None:
        """Return to the question before this one; the first one stays."""
        if self.state.trail:
            self._enter(self.state.trail[-1], self.state.trail[:-1])

    def home(self) -> None:
        """End every flow; nothing half-finished is left."""
        self.state = ConversationState(turn=self.state.turn)

    def set_aside(self) -> None:
        """End every flow; words and files that still wait for a report go on waiting."""
        held, files, reading = self.state.held, self.state.held_files, self.form.reading
        self.home()
        held = joined(held, reading.text) if reading is not None and reading.text else held
        self.state = replace(self.state, held=held, held_files=files)

    def _enter(self, place: Waypoint, trail: tuple[Waypoint, ...]) -> None:
        self.state = replace(self.state, name=place.name, trail=trail)
        if self.state.draft is not None:
            at_card = place.name in (StateName.REVIEW, StateName.EDIT_PART)
            self.draft = replace(self.draft, at=place.at, editing=self.draft.editing and not at_card)


def _same(one: Waypoint, other: Waypoint) -> bool:
    """The same question; which task it is about matters only where a task is asked about."""
    return one.name is other.name and (one.at == other.at or one.name not in TASK_STATES)
