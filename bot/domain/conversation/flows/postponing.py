""" "Nhắc lại sau": never past the target."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from bot.domain.conversation.desk import DeskOccurrence
from bot.domain.conversation.effects import Snooze
from bot.domain.conversation.events import DigestAction
from bot.domain.conversation.flows.detours import read_day
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import (
    BACK,
    CANCEL,
    Choice,
    DatePastTarget,
    DayRefused,
    OccurrenceList,
    Plain,
    Prompt,
    Snoozed,
    SnoozeQuestion,
)
from bot.domain.conversation.scene import DateRule, Question, Scene
from bot.domain.conversation.states import Form, StateName

_AFTERNOON = time(14, 0)
#: "Chiều nay" is offered until this time of day.
_MORNING_ENDS = time(11, 30)


def start_snooze(scene: Scene, keys: tuple[str, ...]) -> None:
    """Ask how long, of one occurrence or of all; says so when the target allows no delay."""
    waiting = tuple(o for o in scene.occurrences(keys) if scene.desk.is_open(o.key))
    if not waiting:
        scene.say(Plain(Notice.CLOSED))
        return
    scene.form = Form(purpose=DigestAction.SNOOZE, keys=tuple(o.key for o in waiting))
    if len(waiting) > 1:
        scene.go(StateName.CHOOSE_OCCURRENCE)
    else:
        snooze(scene, waiting)


def snooze(scene: Scene, occurrences: tuple[DeskOccurrence, ...]) -> None:
    """Ask until when, for those whose target still lies ahead."""
    possible = tuple(o for o in occurrences if o.occurrence.target > scene.today)
    if len(possible) < len(occurrences):
        late = tuple(o for o in occurrences if o not in possible)
        scene.say(OccurrenceList(Notice.SNOOZE_TOO_LATE, late))
    if not possible:
        scene.home()
        return
    scene.form = replace(scene.form, chosen=tuple(o.key for o in possible))
    scene.go(StateName.SNOOZE_WHEN)


def _limit(scene: Scene) -> date:
    """The nearest target of the occurrences put off."""
    return min((o.occurrence.target for o in scene.chosen), default=scene.today)


def _offers(scene: Scene) -> dict[str, datetime]:
    """Choice id → the moment it stands for; only what the target allows."""
    calendar, today = scene.desk.calendar, scene.today
    days = {"next_day": calendar.add_working_days(today, 1), "three_days": calendar.add_working_days(today, 3)}
    offers = {k: scene.desk.morning_of(d, scene.now) for k, d in days.items() if d <= _limit(scene)}
    if scene.now.time() < _MORNING_ENDS and calendar.is_working_day(today):
        afternoon = datetime.combine(today, _AFTERNOON, tzinfo=scene.now.tzinfo)
        offers = {"afternoon": afternoon, **offers}
    return offers


def _when_prompt(scene: Scene) -> Prompt:
    choices = tuple(Choice(k, k, at.date()) for k, at in _offers(scene).items())
    pick = (Choice("pick_day", "pick_day"),) if _limit(scene) > scene.today else ()
    return SnoozeQuestion(StateName.SNOOZE_WHEN, scene.chosen, _limit(scene), choices=(*choices, *pick, CANCEL))


def _when_tapped(scene: Scene, choice: str) -> None:
    if choice == "pick_day":
        scene.go(StateName.SNOOZE_DATE)
        return
    until = _offers(scene).get(choice)
    if until is not None:
        _put_off(scene, until)


def _put_off(scene: Scene, until: datetime) -> None:
    occurrences = scene.chosen
    for occurrence in occurrences:
        scene.do(Snooze(occurrence.key, until))
    scene.home()
    scene.say(Snoozed(occurrences, until))


def _when_typed(scene: Scene, text: str) -> None:
    if not read_day(scene, _RULE, text):
        scene.say(Plain(Notice.PLEASE_CHOOSE))


def _refuses(scene: Scene, day: date) -> Prompt | None:
    if day <= scene.today:
        return DayRefused(Notice.DATE_IN_PAST, day)
    return DatePastTarget(day, _limit(scene)) if day > _limit(scene) else None


def _take(scene: Scene, day: date) -> None:
    """Reminders go out on working days only; a day off moves to the working day before it."""
    working = scene.desk.calendar.last_working_day_on_or_before(day)
    if working <= scene.today:
        working = scene.desk.calendar.first_working_day_on_or_after(day)
    _put_off(scene, scene.desk.morning_of(working, scene.now))


def _date_prompt(scene: Scene) -> Prompt:
    return SnoozeQuestion(StateName.SNOOZE_DATE, scene.chosen, _limit(scene), choices=(BACK, CANCEL))


_RULE = DateRule(_refuses, _take)

QUESTIONS = {
    StateName.SNOOZE_WHEN: Question(_when_prompt, _when_tapped, _when_typed, day=_RULE),
    StateName.SNOOZE_DATE: Question(_date_prompt, lambda _scene, _choice: None, day=_RULE),
}
