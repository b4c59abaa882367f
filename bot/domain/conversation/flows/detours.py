"""Short ways aside from a report: a text that needs a place, a year that is unclear, "really cancel?"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.conversation.events import DigestAction
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import CANCEL, BadDate, Choice, PlaceText, Plain, Prompt, TextKept, simple
from bot.domain.conversation.scene import DateRule, Question, Scene
from bot.domain.conversation.states import StateName, TaskAnswer
from bot.domain.conversation.texts import joined, may_be_cut, meant_as_date
from bot.domain.dates.typed_date import read_typed_date
from bot.domain.intent.named_dates import settled


def remember_long(scene: Scene, field: str, text: str) -> None:
    """Note that the next message may be the rest of ``text``, which went into this field (of the current task)."""
    if may_be_cut(text):
        scene.state = replace(
            scene.state, long_field=field, long_task=scene.draft.task if field == "result" else None, long_at=scene.now
        )


def offer_place(scene: Scene, text: str) -> None:
    """A text came where a tap was asked: it is offered a place in the report, and held until there is one."""
    if scene.state.draft is None:
        if scene.form.purpose == DigestAction.REPORT:
            hold_text(scene, text)
        else:
            scene.say(Plain(Notice.PLEASE_CHOOSE))
        return
    scene.form = replace(scene.form, text=joined(scene.form.text, text))
    if scene.state.name is not StateName.PLACE_TEXT:
        scene.go(StateName.PLACE_TEXT)


def hold_text(scene: Scene, text: str) -> None:
    """Keep a text until it is known which report it belongs to."""
    scene.state = replace(scene.state, held=joined(scene.state.held, text))
    scene.say(Plain(Notice.TEXT_HELD))


def confirm_reading(scene: Scene) -> None:
    """Repeat a reading back before anything is done with it."""
    scene.go(StateName.CONFIRM_READING)


def _place_prompt(scene: Scene) -> Prompt:
    places = ("result",) if scene.draft.task is not None else ("note",)
    choices = (*simple(*places, "difficulty", "proposal", "drop"), CANCEL)
    return PlaceText(scene.task, scene.form.text, choices=choices)


def _place_tapped(scene: Scene, choice: str) -> None:
    text = scene.form.text
    if choice != "drop":
        add_text(scene, choice, text, scene.draft.task)
        remember_long(scene, choice, text)
    scene.form = replace(scene.form, text="")
    scene.say(Plain(Notice.TEXT_DROPPED) if choice == "drop" else TextKept(choice))
    scene.back()


def add_text(scene: Scene, field: str, text: str, task: str | None) -> None:
    """Add a text to a field of the draft ("result" belongs to ``task``), after what is there."""
    if field == "result" and task is not None:
        answer = scene.draft.answers.get(task, TaskAnswer(None))
        scene.answer(task, replace(answer, result=joined(answer.result, text), changed=True))
    elif field == "difficulty":
        scene.draft = replace(scene.draft, difficulty=joined(scene.draft.difficulty, text))
    elif field == "proposal":
        scene.draft = replace(scene.draft, proposal=joined(scene.draft.proposal, text))
    else:
        scene.draft = replace(scene.draft, note=joined(scene.draft.note, text))


def cancel(scene: Scene) -> None:
    """ "Huỷ": at once when nothing would be thrown away, otherwise after asking."""
    if scene.state.has_unsent:
        scene.go(StateName.CONFIRM_CANCEL)
        return
    idle = scene.state.name is StateName.IDLE and not scene.state.held and not scene.state.held_files
    scene.home()
    scene.say(Plain(Notice.NOTHING_TO_CANCEL if idle else Notice.CANCELLED))


def _cancel_prompt(_scene: Scene) -> Prompt:
    return Plain(StateName.CONFIRM_CANCEL, choices=simple("continue", "drop_draft"))


def _cancel_tapped(scene: Scene, choice: str) -> None:
    if choice == "continue":
        scene.back()
        return
    scene.home()
    scene.say(Plain(Notice.CANCELLED))


def read_day(scene: Scene, rule: DateRule, text: str) -> bool:
    """Take a typed date, ask for its year, or refuse it aloud; False when the text is no date at all."""
    read = read_typed_date(text, today=scene.today)
    if read.problem is not None:
        if scene.state.draft is not None and not meant_as_date(text):
            return False
        scene.say(BadDate(read.problem))
        return True
    day = read.day or settled(read.candidates, scene.today, past=rule.past)
    if day is not None:
        take_day(scene, rule, day)
    else:
        scene.form = replace(scene.form, dates=read.candidates)
        scene.go(StateName.CHOOSE_YEAR)
    return True


def take_day(scene: Scene, rule: DateRule, day: date) -> None:
    """Take a day that is clear, unless it will not do; then say why and ask again."""
    refusal = rule.refuses(scene, day)
    if refusal is None:
        rule.take(scene, day)
    else:
        scene.say(refusal)


def _year_prompt(scene: Scene) -> Prompt:
    dates = (Choice(f"y{i}", "day", d) for i, d in enumerate(scene.form.dates, 1))
    return Plain(StateName.CHOOSE_YEAR, choices=(*dates, Choice("back", "other_day"), CANCEL))


def _year_tapped(scene: Scene, choice: str) -> None:
    day = scene.form.dates[int(choice[1:]) - 1]
    scene.form = replace(scene.form, dates=())
    scene.back()
    rule = scene.questions[scene.state.name].day
    if rule is not None:
        take_day(scene, rule, day)


def _year_typed(scene: Scene, text: str) -> None:
    """A date typed in full instead of tapping."""
    asked = scene.state
    scene.back()
    rule = scene.questions[scene.state.name].day
    if rule is None or not read_day(scene, rule, text):
        scene.state = asked
        offer_place(scene, text)


QUESTIONS = {
    StateName.PLACE_TEXT: Question(_place_prompt, _place_tapped),
    StateName.CONFIRM_CANCEL: Question(_cancel_prompt, _cancel_tapped),
    StateName.CHOOSE_YEAR: Question(_year_prompt, _year_tapped, _year_typed),
}
