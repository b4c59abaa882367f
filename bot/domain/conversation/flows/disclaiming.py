""" "Không phải việc của tôi": goes to the coordinator, with a reason and a suggested person."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation.desk import DeskOccurrence
from bot.domain.conversation.effects import Disclaim, TakeBack
from bot.domain.conversation.events import DigestAction
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import (
    BACK,
    CANCEL,
    SKIP,
    Choice,
    DisclaimConfirm,
    OccurrenceList,
    OccurrenceQuestion,
    Plain,
    Prompt,
    simple,
)
from bot.domain.conversation.scene import Question, Scene
from bot.domain.conversation.states import Form, StateName
from bot.domain.conversation.texts import joined

_COLLEAGUES = 8


def start_disclaim(scene: Scene, keys: tuple[str, ...], reason: str = "") -> None:
    """Ask which occurrence is not theirs, when several are open."""
    waiting = tuple(o for o in scene.occurrences(keys) if scene.desk.is_open(o.key))
    if not waiting:
        scene.say(Plain(Notice.CLOSED))
        return
    scene.form = Form(purpose=DigestAction.NOT_MINE, keys=tuple(o.key for o in waiting), reason=reason)
    if len(waiting) > 1:
        scene.go(StateName.CHOOSE_OCCURRENCE)
    else:
        disclaim(scene, waiting[0])


def disclaim(scene: Scene, occurrence: DeskOccurrence) -> None:
    """Ask which task of it, why, and who instead."""
    scene.form = replace(scene.form, chosen=(occurrence.key,))
    if len(occurrence.open_tasks) > 1:
        scene.form = replace(scene.form, pairs=tuple((occurrence.key, t.id) for t in occurrence.open_tasks))
        scene.go(StateName.DISCLAIM_TASK)
    else:
        _after_task(scene)


def _after_task(scene: Scene) -> None:
    scene.go(StateName.DISCLAIM_PERSON if scene.form.reason else StateName.DISCLAIM_REASON)


def _task_prompt(scene: Scene) -> Prompt:
    tasks = ((i, scene.subject.task(task)) for i, (_, task) in enumerate(scene.form.pairs, 1))
    choices = (Choice(f"t{i}", "task", t) for i, t in tasks if t is not None)
    whole = Choice("all", "whole_report")
    return OccurrenceQuestion(StateName.DISCLAIM_TASK, scene.subject, choices=(*choices, whole, CANCEL))


def _task_tapped(scene: Scene, choice: str) -> None:
    scene.form = replace(scene.form, task=scene.form.pairs[int(choice[1:]) - 1][1] if choice != "all" else None)
    _after_task(scene)


def _way_back(scene: Scene) -> tuple[Choice, ...]:
    return (BACK, CANCEL) if scene.state.trail else (CANCEL,)


def _reason_prompt(scene: Scene) -> Prompt:
    choices = (*simple("reason_moved", "reason_other_unit"), *_way_back(scene))
    return OccurrenceQuestion(StateName.DISCLAIM_REASON, scene.subject, choices=choices)


def _take_reason(scene: Scene, text: str) -> None:
    """As typed, or the id of a choice, which ``bot.messages`` says in words."""
    scene.form = replace(scene.form, reason=text)
    scene.go(StateName.DISCLAIM_PERSON)


def _person_prompt(scene: Scene) -> Prompt:
    colleagues = scene.desk.colleagues[:_COLLEAGUES]
    choices = (Choice(f"c{i}", "colleague", c) for i, c in enumerate(colleagues, 1))
    return Plain(StateName.DISCLAIM_PERSON, choices=(*choices, SKIP, *_way_back(scene)))


def _person_tapped(scene: Scene, choice: str) -> None:
    colleagues = scene.desk.colleagues
    index = int(choice[1:]) - 1 if choice != "skip" else len(colleagues)
    chosen = colleagues[index] if index < len(colleagues) else None
    scene.form = replace(scene.form, person=chosen.id if chosen else None, person_name=chosen.name if chosen else None)
    scene.go(StateName.DISCLAIM_CONFIRM)


def _person_typed(scene: Scene, text: str) -> None:
    scene.form = replace(scene.form, person=None, person_name=text)
    scene.go(StateName.DISCLAIM_CONFIRM)


def _confirm_prompt(scene: Scene) -> Prompt:
    form = scene.form
    task = scene.subject.task(form.task) if form.task is not None else None
    choices = (*simple("send"), *_way_back(scene))
    return DisclaimConfirm(scene.subject, task, form.reason, form.person_name, choices=choices)


def _confirm_tapped(scene: Scene, _choice: str) -> None:
    occurrence, form = scene.subject, scene.form
    scene.home()
    if not scene.desk.is_open(occurrence.key):
        scene.say(Plain(Notice.CLOSED))
        return
    scene.do(Disclaim(occurrence.key, form.task, form.reason, form.person, form.person_name))
    scene.say(Plain(Notice.DISCLAIMED, choices=simple("mine")))


def take_back(scene: Scene) -> None:
    """It is theirs after all."""
    if scene.desk.disclaimed:
        scene.do(TakeBack())
    scene.say(OccurrenceList(Notice.TAKEN_BACK, scene.desk.disclaimed))


def _confirm_typed(scene: Scene, text: str) -> None:
    scene.form = replace(scene.form, reason=joined(scene.form.reason, text))


QUESTIONS = {
    StateName.DISCLAIM_TASK: Question(_task_prompt, _task_tapped),
    StateName.DISCLAIM_REASON: Question(_reason_prompt, _take_reason, _take_reason, wants_text=True),
    StateName.DISCLAIM_PERSON: Question(_person_prompt, _person_tapped, _person_typed, wants_text=True),
    StateName.DISCLAIM_CONFIRM: Question(_confirm_prompt, _confirm_tapped, _confirm_typed),
}
