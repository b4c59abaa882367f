"""One answer for many tasks that are asked about one by one."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation.desk import DeskOccurrence
from bot.domain.conversation.flows.review import record
from bot.domain.conversation.flows.start import occurrence_choices, take_draft
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import Plain, RecordedMany
from bot.domain.conversation.scene import Scene
from bot.domain.conversation.states import Coverage, ReportDraft, TaskAnswer
from bot.domain.intent.intent import Reading
from bot.domain.schedule.occurrence import ObligationKind


def tasks_of(occurrences: tuple[DeskOccurrence, ...]) -> tuple[tuple[str, str], ...]:
    """(occurrence key, task id) of those that ask about a single task, each task once."""
    found: dict[tuple[str, str], str] = {}
    for occurrence in occurrences:
        if occurrence.occurrence.kind is ObligationKind.TASK:
            for task in occurrence.open_tasks:
                found.setdefault((occurrence.plan.key, task.id), occurrence.key)
    return tuple((key, task) for (_, task), key in found.items())


def is_about_many(scene: Scene) -> bool:
    """True when the reading under way is meant for several single tasks."""
    return scene.state.draft is None and scene.form.task is None and len(scene.form.chosen) > 1


def record_each(scene: Scene, answer: TaskAnswer, proposal: str | None) -> None:
    """Record the answer under every chosen task that is still open, with one receipt; what else waits is offered."""
    pairs, keys, reading = scene.form.pairs, scene.form.keys, scene.form.reading or Reading("")
    done = []
    for key, task in pairs:
        occurrence = scene.desk.find(key)
        if occurrence is None or not scene.desk.is_open(key) or occurrence.task(task) is None:
            continue
        to = next(iter(occurrence.addressees), None) if proposal else None
        take_draft(scene, ReportDraft(key, (task,), Coverage.WHOLE, {task: answer}, proposal=proposal, proposal_to=to))
        record(scene)
        done.append((key, task))
    answered = {key for key, _ in done}
    scene.home()
    if not done:
        scene.say(Plain(Notice.CLOSED))
        return
    scene.form = replace(scene.form, keys=tuple(k for k in keys if k not in answered and scene.desk.is_open(k)))
    tasks = tuple(task for _, task in done)
    scene.say(RecordedMany(tasks, reading, choices=occurrence_choices(scene, "report_next")))
