"""Ways into a report: from a reminder, a list, an earlier answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.answers.status_report import StatusReport
from bot.domain.conversation.desk import DeskOccurrence, DeskTask
from bot.domain.conversation.events import DigestAction
from bot.domain.conversation.flows.walking import answer_of
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import CANCEL, Choice, ChooseOccurrence, OccurrenceQuestion, Plain, Prompt, simple
from bot.domain.conversation.scene import Question, Scene
from bot.domain.conversation.states import Coverage, Form, ReportDraft, StateName, TaskAnswer
from bot.domain.schedule.occurrence import ObligationKind

#: "Tất cả đang thực hiện" is offered from this many single tasks on.
_MANY = 3
#: A task answered so lately is not asked again when its report is put together.
_FRESH = timedelta(days=7)


def start_report(scene: Scene, keys: tuple[str, ...]) -> None:
    """Report on one of ``keys``: asks which when several are open, says so when none is."""
    found = scene.occurrences(keys)
    waiting = tuple(o for o in found if scene.desk.is_open(o.key))
    scene.form = Form(purpose=DigestAction.REPORT, keys=tuple(o.key for o in waiting or found))
    if len(waiting) > 1 or (not waiting and len(found) > 1):
        scene.go(StateName.CHOOSE_OCCURRENCE)
    elif waiting or found:
        open_occurrence(scene, (waiting or found)[0])
    else:
        scene.say(Plain(Notice.CLOSED))


def open_occurrence(scene: Scene, occurrence: DeskOccurrence) -> None:
    """Begin with one occurrence: what was answered before is offered for correction, secret tasks are left out."""
    scene.form = replace(scene.form, chosen=(occurrence.key,))
    if occurrence.tasks and not occurrence.open_tasks and not occurrence.is_consolidation:
        scene.say(Plain(Notice.SECRET_ONLY))
    elif _was_submitted(occurrence):
        scene.go(StateName.ANSWERED_ALREADY)
    elif occurrence.is_consolidation:
        scene.go(StateName.CONSOLIDATION)
    else:
        begin(scene, occurrence, Coverage.WHOLE)


def _was_submitted(occurrence: DeskOccurrence) -> bool:
    """Closed, or a report sent whole (and perhaps returned); a task's progress is simply asked again."""
    report = occurrence.submitted
    return report is not None and (occurrence.closed or (occurrence.is_report and report.task is None))


def begin(scene: Scene, occurrence: DeskOccurrence, part: Coverage, tasks: tuple[str, ...] | None = None) -> None:
    """A new draft, and its first question; what was typed or sent before is offered a place in it."""
    walked = tuple(t.id for t in occurrence.open_tasks) if tasks is None else tasks
    known = _lately(occurrence, scene) if part is Coverage.WHOLE and occurrence.is_report and tasks is None else {}
    take_draft(scene, ReportDraft(occurrence.key, () if part is Coverage.SENT else walked, part, answers=known))
    if not scene.draft.tasks:
        scene.go(StateName.DOCUMENT_NUMBER)
    elif scene.draft.unanswered:
        scene.go(StateName.TASK_STATUS, scene.draft.unanswered[0])
    else:
        scene.go(StateName.DIFFICULTY)
    _place_held(scene)


def _lately(occurrence: DeskOccurrence, scene: Scene) -> dict[str, TaskAnswer]:
    """Answers about single tasks given for this very report in the last days: not asked again, shown for review."""
    given = _given(occurrence)
    fresh = {t.id for t in occurrence.open_tasks if t.last is not None and scene.now - t.last.at <= _FRESH}
    return {task: answer for task, answer in given.items() if task in fresh}


def take_draft(scene: Scene, draft: ReportDraft) -> None:
    """Begin a draft, with the files that were waiting for one. "Quay lại" does not lead out of it."""
    scene.state = replace(scene.state, name=StateName.IDLE, trail=(), draft=draft)
    scene.form = replace(scene.form, reading=None)
    scene.draft = replace(scene.draft, files=(*draft.files, *scene.state.held_files))
    scene.state = replace(scene.state, held_files=())


def _place_held(scene: Scene) -> None:
    if scene.state.held:
        scene.form = replace(scene.form, text=scene.state.held)
        scene.state = replace(scene.state, held="")
        scene.go(StateName.PLACE_TEXT)


def correct(scene: Scene, occurrence: DeskOccurrence) -> None:
    """Open the review card with what was answered under this occurrence; sending it adds, and keeps the old answer."""
    report = occurrence.submitted
    given = _given(occurrence)
    document_only = occurrence.is_report and not given and report is not None and bool(report.document_number)
    part = Coverage.SENT if occurrence.is_consolidation or document_only else Coverage.WHOLE
    tasks = () if part is Coverage.SENT else tuple(t.id for t in occurrence.open_tasks)
    draft = ReportDraft(occurrence.key, tasks, part, answers=given, correcting=True)
    take_draft(scene, _with_report(draft, report))
    if scene.draft.unanswered:
        scene.go(StateName.TASK_STATUS, scene.draft.unanswered[0])
    else:
        scene.go(StateName.REVIEW)
    _place_held(scene)


def _given(occurrence: DeskOccurrence) -> dict[str, TaskAnswer]:
    answers = {t.id: _unchanged(t, occurrence.key) for t in occurrence.open_tasks}
    return {task: answer for task, answer in answers.items() if answer is not None}


def _unchanged(task: DeskTask, key: str) -> TaskAnswer | None:
    if task.last is None or task.last.occurrence != key:
        return None
    last, answer = task.last, answer_of(task.last)
    if answer is None:
        return None
    return TaskAnswer(
        answer.status, last.percent, last.completed_on, last.expected_on, last.result, last.difficulty, changed=False
    )


def _with_report(draft: ReportDraft, report: StatusReport | None) -> ReportDraft:
    """The draft with the earlier answer's own fields; texts that belong to its one task stay there."""
    if report is None:
        return draft
    whole = report.task is None
    return ReportDraft(
        draft.occurrence,
        draft.tasks,
        draft.part,
        draft.answers,
        correcting=True,
        note=report.result if whole else None,
        difficulty=report.difficulty if whole else None,
        cause=report.cause,
        beyond_authority=report.beyond_authority,
        proposal=report.proposal,
        proposal_to=report.proposal_to,
        document_number=report.document_number,
        document_date=report.document_date,
    )


def occurrence_choices(scene: Scene, label: str) -> tuple[Choice, ...]:
    """One choice per key of the form that is still on the desk; numbered by key, so that none shifts to another."""
    found = ((i, scene.desk.find(key)) for i, key in enumerate(scene.form.keys, 1))
    return tuple(Choice(f"o{i}", label, o) for i, o in found if o is not None)


def choose_prompt(scene: Scene) -> Prompt:
    occurrences = scene.occurrences(scene.form.keys)
    choices = occurrence_choices(scene, "occurrence")
    if scene.form.purpose == DigestAction.SNOOZE:
        choices = (*choices, Choice("all", "all_of_them", len(occurrences)))
    if scene.form.purpose == DigestAction.REPORT and (single := _single_tasks(occurrences)) >= _MANY:
        choices = (*choices, Choice("all_in_progress", "all_in_progress", single))
    return ChooseOccurrence(scene.form.purpose, occurrences, choices=(*choices, CANCEL))


def _single_tasks(occurrences: tuple[DeskOccurrence, ...]) -> int:
    """How many tasks are asked about one by one."""
    alone = (o for o in occurrences if o.occurrence.kind is ObligationKind.TASK)
    return len({(o.plan.key, t.id) for o in alone for t in o.open_tasks})


def _answered_prompt(scene: Scene) -> Prompt:
    return OccurrenceQuestion(StateName.ANSWERED_ALREADY, scene.subject, choices=simple("correct", "leave_as_is"))


def _answered_tapped(scene: Scene, choice: str) -> None:
    if choice == "correct":
        correct(scene, scene.subject)
    else:
        scene.home()
        scene.say(Plain(Notice.NOTHING_CHANGED))


def _consolidation_prompt(scene: Scene) -> Prompt:
    own = simple("own_tasks") if scene.subject.open_tasks else ()
    return OccurrenceQuestion(StateName.CONSOLIDATION, scene.subject, choices=(*simple("sent"), *own, CANCEL))


def _consolidation_tapped(scene: Scene, choice: str) -> None:
    begin(scene, scene.subject, Coverage.SENT if choice == "sent" else Coverage.OWN_TASKS)


QUESTIONS = {
    StateName.ANSWERED_ALREADY: Question(_answered_prompt, _answered_tapped),
    StateName.CONSOLIDATION: Question(_consolidation_prompt, _consolidation_tapped),
}
