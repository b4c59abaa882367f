"""``/nghiphep``: days away, and who stands in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.conversation.effects import CancelLeave, TakeLeave
from bot.domain.conversation.flows.detours import read_day
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import (
    BACK,
    CANCEL,
    AbsencePrompt,
    Choice,
    DayRefused,
    LeaveDays,
    LeaveEnd,
    LeaveStandIn,
    Plain,
    Prompt,
    simple,
)
from bot.domain.conversation.scene import DateRule, Question, Scene
from bot.domain.conversation.states import Form, StateName
from bot.domain.dates.typed_date import read_typed_date
from bot.domain.intent.named_dates import settled
from bot.domain.text import strip_marks

_COLLEAGUES = 8
_RANGE = re.compile(r"^(?:nghi )?(?:tu )?(?:ngay )?(.+?)\s*(?: den | toi | - )\s*(?:het )?(?:ngay )?(.+)$")


def start_leave(scene: Scene, args: str) -> None:
    """Ask from when to when, unless the command said it; leave already announced may be taken back."""
    scene.form = Form(purpose="leave")
    days = _typed_range(args, scene.today)
    if days is not None:
        scene.form = replace(scene.form, start=days[0], end=days[1])
        scene.go(StateName.LEAVE_STAND_IN)
    elif scene.desk.absences and not args.strip():
        scene.go(StateName.LEAVE_EXISTING)
    else:
        scene.go(StateName.LEAVE_START)


def _typed_range(text: str, today: date) -> tuple[date, date] | None:
    """ "10/9 đến 12/9" as two days, when both are clear and in order."""
    match = _RANGE.match(strip_marks(text.replace(" - ", " den ")))
    if match is None:
        return None
    first, last = (_clear_day(part, today) for part in match.groups())
    return (first, last) if first is not None and last is not None and today <= last and first <= last else None


def _clear_day(text: str, today: date) -> date | None:
    read = read_typed_date(text, today=today)
    return read.day or settled(read.candidates, today, past=False)


def _existing_prompt(scene: Scene) -> Prompt:
    choices = (*simple("cancel_leave", "new_leave"), CANCEL)
    return AbsencePrompt(StateName.LEAVE_EXISTING, next(iter(scene.desk.absences), None), choices=choices)


def _existing_tapped(scene: Scene, choice: str) -> None:
    absences = scene.desk.absences
    if choice == "new_leave" or not absences:
        scene.go(StateName.LEAVE_START)
        return
    scene.do(CancelLeave(absences[0].start, absences[0].end))
    scene.home()
    scene.say(AbsencePrompt(Notice.LEAVE_CANCELLED, absences[0]))


def _start_prompt(scene: Scene) -> Prompt:
    choices = (Choice("today", "today", scene.today), Choice("tomorrow", "tomorrow", scene.today + timedelta(days=1)))
    return Plain(StateName.LEAVE_START, choices=(*choices, CANCEL))


def _start_tapped(scene: Scene, choice: str) -> None:
    _take_start(scene, scene.today if choice == "today" else scene.today + timedelta(days=1))


def _start_typed(scene: Scene, text: str) -> None:
    days = _typed_range(text, scene.today)
    if days is not None:
        scene.form = replace(scene.form, start=days[0], end=days[1])
        scene.go(StateName.LEAVE_STAND_IN)
    elif not read_day(scene, _START, text):
        scene.say(Plain(Notice.PLEASE_CHOOSE))


def _days(scene: Scene) -> tuple[date, date]:
    """First and last day as far as they are known."""
    start = scene.form.start or scene.today
    return start, scene.form.end or start


def _take_start(scene: Scene, day: date) -> None:
    scene.form = replace(scene.form, start=day)
    scene.go(StateName.LEAVE_END)


def _not_past(scene: Scene, day: date) -> Prompt | None:
    return DayRefused(Notice.DATE_IN_PAST, day) if day < scene.today else None


def _end_prompt(scene: Scene) -> Prompt:
    start, _ = _days(scene)
    return LeaveEnd(start, choices=(Choice("same_day", "same_day", start), BACK, CANCEL))


def _end_tapped(scene: Scene, _choice: str) -> None:
    _take_end(scene, _days(scene)[0])


def _take_end(scene: Scene, day: date) -> None:
    scene.form = replace(scene.form, end=day)
    scene.go(StateName.LEAVE_STAND_IN)


def _not_before_start(scene: Scene, day: date) -> Prompt | None:
    return Plain(Notice.LEAVE_ENDS_EARLY) if day < _days(scene)[0] else None


def _stand_in_prompt(scene: Scene) -> Prompt:
    linked = [c for c in scene.desk.colleagues if c.linked][:_COLLEAGUES]
    choices = (Choice(f"c{i}", "colleague", c) for i, c in enumerate(linked, 1))
    back = (BACK,) if scene.state.trail else ()
    none = Choice("skip", "no_stand_in")
    return LeaveStandIn(*_days(scene), len(linked), choices=(*choices, none, *back, CANCEL))


def _stand_in_tapped(scene: Scene, choice: str) -> None:
    linked = [c for c in scene.desk.colleagues if c.linked]
    index = int(choice[1:]) - 1 if choice != "skip" else len(linked)
    chosen = linked[index] if index < len(linked) else None
    scene.form = replace(scene.form, person=chosen.id if chosen else None, person_name=chosen.name if chosen else None)
    scene.go(StateName.LEAVE_CONFIRM)


def _confirm_prompt(scene: Scene) -> Prompt:
    choices = (*simple("confirm"), BACK, CANCEL)
    return LeaveDays(StateName.LEAVE_CONFIRM, *_days(scene), scene.form.person_name, choices=choices)


def _confirm_tapped(scene: Scene, _choice: str) -> None:
    form, (start, end) = scene.form, _days(scene)
    scene.do(TakeLeave(start, end, form.person))
    scene.home()
    scene.say(LeaveDays(Notice.LEAVE_TAKEN, start, end, form.person_name))


_START = DateRule(_not_past, _take_start)

QUESTIONS = {
    StateName.LEAVE_EXISTING: Question(_existing_prompt, _existing_tapped),
    StateName.LEAVE_START: Question(_start_prompt, _start_tapped, _start_typed, day=_START),
    StateName.LEAVE_END: Question(_end_prompt, _end_tapped, day=DateRule(_not_before_start, _take_end)),
    StateName.LEAVE_STAND_IN: Question(_stand_in_prompt, _stand_in_tapped),
    StateName.LEAVE_CONFIRM: Question(_confirm_prompt, _confirm_tapped),
}
