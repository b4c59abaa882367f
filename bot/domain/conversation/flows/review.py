"""The review card, what can be changed from it, and "Gửi"."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.answers.status_report import StatusReport
from bot.domain.conversation.effects import RecordStatus, SubmitReport
from bot.domain.conversation.flows.start import occurrence_choices
from bot.domain.conversation.path import proceed
from bot.domain.conversation.prompts import BACK, CANCEL, Choice, Prompt, Recorded, ReportQuestion, simple
from bot.domain.conversation.scene import Question, Scene
from bot.domain.conversation.states import Coverage, ReportDraft, StateName, TaskAnswer
from bot.domain.schedule.occurrence import ObligationKind

_PARTS = {
    "edit_difficulty": StateName.DIFFICULTY,
    "edit_proposal": StateName.PROPOSAL,
    "edit_files": StateName.FILES,
    "edit_document": StateName.DOCUMENT_NUMBER,
}


def _review_prompt(scene: Scene) -> Prompt:
    choices = (*simple("send", "edit"), CANCEL)
    return ReportQuestion(scene.occurrence, scene.draft, StateName.REVIEW, choices=choices)


def _review_tapped(scene: Scene, choice: str) -> None:
    if choice == "edit":
        scene.go(StateName.EDIT_PART)
    elif scene.draft.unanswered:
        proceed(scene)
    else:
        send(scene)


def _part_prompt(scene: Scene) -> Prompt:
    draft = scene.draft
    parts = simple("edit_note") if draft.note else ()
    if draft.tasks or _may_add_tasks(scene):
        parts = (*simple("edit_task"), *parts)
    choices = (*parts, *simple(*_PARTS), BACK, CANCEL)
    return ReportQuestion(scene.occurrence, draft, StateName.EDIT_PART, choices=choices)


def _may_add_tasks(scene: Scene) -> bool:
    """Only a document was named so far; what each task came to may be added."""
    return scene.draft.part is Coverage.SENT and scene.occurrence.is_report and bool(scene.occurrence.open_tasks)


def _part_tapped(scene: Scene, choice: str) -> None:
    if choice == "edit_note":
        scene.draft = replace(scene.draft, note=None)
        scene.go(StateName.REVIEW)
    elif choice == "edit_task" and _may_add_tasks(scene):
        scene.draft = replace(scene.draft, part=Coverage.WHOLE, tasks=tuple(t.id for t in scene.occurrence.open_tasks))
        proceed(scene)
    elif choice == "edit_task" and len(scene.draft.tasks) > 1:
        scene.go(StateName.EDIT_TASK)
    else:
        scene.draft = replace(scene.draft, editing=True)
        scene.go(_PARTS.get(choice, StateName.TASK_STATUS), 0 if choice == "edit_task" else None)


def _task_prompt(scene: Scene) -> Prompt:
    tasks = (Choice(f"t{i}", "task", scene.occurrence.task(t) or t) for i, t in enumerate(scene.draft.tasks, 1))
    return ReportQuestion(scene.occurrence, scene.draft, StateName.EDIT_TASK, choices=(*tasks, BACK, CANCEL))


def _task_tapped(scene: Scene, choice: str) -> None:
    scene.draft = replace(scene.draft, editing=True)
    scene.go(StateName.TASK_STATUS, int(choice[1:]) - 1)


def send(scene: Scene) -> None:
    """Record everything in the draft; the card, its receipt and what else waits are said afterwards."""
    draft, occurrence = scene.draft, scene.occurrence
    record(scene)
    waiting = tuple(o.key for o in scene.occurrences(scene.form.keys) if scene.desk.is_open(o.key))
    rest = (occurrence.key,) if draft.part in (Coverage.ONE_TASK, Coverage.OWN_TASKS) else ()
    _finish(scene, draft, (*rest, *(k for k in waiting if k != occurrence.key)))


def record(scene: Scene) -> None:
    """Have everything in the draft recorded, and nothing else."""
    draft, occurrence = scene.draft, scene.occurrence
    base = _base(scene, draft)
    if _stands_alone(draft, occurrence.occurrence.kind):
        task = draft.tasks[0]
        scene.do(RecordStatus(_of_task(_of_whole(base, draft), task, draft.answers[task])))
    else:
        for task in draft.tasks:
            if draft.answers[task].changed and _may_be_recorded(scene, task):
                scene.do(RecordStatus(_of_task(base, task, draft.answers[task])))
        scene.do(SubmitReport(_of_whole(base, draft), closes=draft.part in (Coverage.WHOLE, Coverage.SENT)))


def _finish(scene: Scene, draft: ReportDraft, waiting: tuple[str, ...]) -> None:
    occurrence = scene.occurrence
    scene.home()
    scene.form = replace(scene.form, keys=waiting)
    scene.say(Recorded(occurrence, draft, choices=occurrence_choices(scene, "report_next")))


def _stands_alone(draft: ReportDraft, kind: ObligationKind) -> bool:
    """One task and nothing above it: one record holds everything."""
    return len(draft.tasks) == 1 and (kind is ObligationKind.TASK or draft.part is Coverage.ONE_TASK)


def _may_be_recorded(scene: Scene, task_id: str) -> bool:
    task = scene.occurrence.task(task_id)
    return task is not None and not task.secret


def _base(scene: Scene, draft: ReportDraft) -> StatusReport:
    occurrence = scene.occurrence
    stand_in = scene.desk.person.id if occurrence.answers_for != scene.desk.person.id else None
    return StatusReport(
        occurrence=draft.occurrence,
        plan=occurrence.plan.key,
        agency=occurrence.occurrence.agency,
        person=occurrence.answers_for,
        at=scene.now,
        by=stand_in,
    )


def _of_whole(base: StatusReport, draft: ReportDraft) -> StatusReport:
    return replace(
        base,
        result=draft.note,
        difficulty=draft.difficulty,
        cause=draft.cause,
        beyond_authority=draft.beyond_authority,
        proposal=draft.proposal,
        proposal_to=draft.proposal_to,
        document_number=draft.document_number,
        document_date=draft.document_date,
        attachments=tuple(f.id for f in draft.files),
    )


def _of_task(base: StatusReport, task: str, answer: TaskAnswer) -> StatusReport:
    return replace(
        base,
        task=task,
        status=answer.status,
        percent=answer.percent,
        completed_on=answer.completed_on,
        expected_on=answer.expected_on,
        result="\n".join(t for t in (answer.result, base.result) if t) or None,
        difficulty="\n".join(t for t in (answer.difficulty, base.difficulty) if t) or None,
    )


QUESTIONS = {
    StateName.REVIEW: Question(_review_prompt, _review_tapped),
    StateName.EDIT_PART: Question(_part_prompt, _part_tapped),
    StateName.EDIT_TASK: Question(_task_prompt, _task_tapped),
}
