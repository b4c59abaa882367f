"""Task by task: status, percent, completion date, result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.answers.status_report import Status, StatusReport
from bot.domain.conversation.flows import detours
from bot.domain.conversation.kinds import Notice, TaskKind
from bot.domain.conversation.path import proceed
from bot.domain.conversation.prompts import BACK, CANCEL, SKIP, Choice, DayRefused, Plain, Prompt, TaskQuestion, simple
from bot.domain.conversation.scene import DateRule, Question, Scene
from bot.domain.conversation.states import Coverage, ReportDraft, StateName, TaskAnswer
from bot.domain.conversation.texts import joined
from bot.domain.intent.intent import Reading, mentioned_tasks, read_answer, read_percent

#: "Tất cả …" is offered from this many unanswered tasks on.
_MANY = 3
_PERCENTS = (10, 25, 50, 75, 90)
_STATUSES = simple("completed", "in_progress", "not_started", "on_hold", "cancelled")


def _status_prompt(scene: Scene) -> Prompt:
    choices = list(_STATUSES)
    task = scene.task
    if task is not None and _previous(task.last) is not None:
        choices.append(Choice("as_before", "as_before"))
    if _nothing_said(scene):
        choices.append(Choice("document_sent", "document_sent"))
    if not scene.draft.editing and len(scene.draft.unanswered) >= _MANY:
        choices.append(Choice("all_in_progress", "all_in_progress", len(scene.draft.unanswered)))
        if _copyable(scene):
            choices.append(Choice("all_as_before", "all_as_before", len(_copyable(scene))))
    return _prompt(scene, StateName.TASK_STATUS, *choices, *_way_back(scene))


def _document_first(scene: Scene, reading: Reading) -> None:
    """The document stands for the tasks; they may be told of later."""
    scene.state = replace(
        scene.state, name=StateName.IDLE, trail=(), draft=ReportDraft(scene.occurrence.key, (), Coverage.SENT)
    )
    take_document(scene, reading)


def take_document(scene: Scene, reading: Reading) -> None:
    """Put number and date that were said into the draft, and ask for what was not."""
    day = reading.document_date if reading.document_date and reading.document_date <= scene.today else None
    if not reading.document_number:
        scene.go(StateName.DOCUMENT_NUMBER)
        return
    scene.draft = replace(scene.draft, document_number=reading.document_number, document_date=day)
    proceed(scene, StateName.DOCUMENT_DATE if day else StateName.DOCUMENT_NUMBER)


def _nothing_said(scene: Scene) -> bool:
    """At the beginning of a unit's report: the office's document may have gone already."""
    draft = scene.draft
    return scene.occurrence.is_report and draft.part is Coverage.WHOLE and not (draft.has_content or draft.correcting)


def _prompt(scene: Scene, kind: TaskKind, *choices: Choice) -> Prompt:
    return TaskQuestion(scene.occurrence, scene.draft, kind, scene.task, choices=choices)


def _way_back(scene: Scene) -> tuple[Choice, ...]:
    return (BACK, CANCEL) if scene.state.trail else (CANCEL,)


def _status_tapped(scene: Scene, choice: str) -> None:
    task = scene.draft.task or ""
    if choice == "document_sent":
        _document_first(scene, Reading(""))
    elif choice == "all_in_progress":
        _answer_all(scene, {scene.draft.tasks[i]: TaskAnswer(Status.IN_PROGRESS) for i in scene.draft.unanswered})
    elif choice == "all_as_before":
        _answer_all(scene, _copyable(scene))
    elif choice == "as_before":
        previous = _previous(scene.task.last if scene.task else None)
        if previous is not None:
            scene.answer(task, with_texts(previous, scene.draft.answers.get(task)))
        proceed(scene)
    else:
        set_status(scene, Status(choice))


def set_status(scene: Scene, status: Status) -> None:
    """Take the status of the current task and go on to what it makes necessary; texts given before are kept."""
    task = scene.draft.task or ""
    before = scene.draft.answers.get(task, TaskAnswer(status))
    scene.answer(task, TaskAnswer(status, result=before.result, difficulty=before.difficulty))
    follow_up = {Status.IN_PROGRESS: StateName.TASK_PERCENT, Status.COMPLETED: StateName.TASK_COMPLETED_ON}
    scene.go(follow_up.get(status, StateName.TASK_RESULT))


def _answer_all(scene: Scene, answers: dict[str, TaskAnswer]) -> None:
    known = scene.draft.answers
    scene.draft = replace(
        scene.draft, answers={**known, **{task: with_texts(a, known.get(task)) for task, a in answers.items()}}
    )
    proceed(scene)


def with_texts(answer: TaskAnswer, before: TaskAnswer | None) -> TaskAnswer:
    """The new answer with what had already been typed about the task."""
    if before is None or before.result is None or before.result in (answer.result or ""):
        return answer
    return replace(answer, result=joined(answer.result, before.result))


def _copyable(scene: Scene) -> dict[str, TaskAnswer]:
    """Unanswered tasks that have an earlier answer, with it."""
    tasks = [scene.occurrence.task(scene.draft.tasks[i]) for i in scene.draft.unanswered]
    return {t.id: a for t in tasks if t is not None and (a := _previous(t.last)) is not None}


def _previous(last: StatusReport | None) -> TaskAnswer | None:
    return answer_of(last) if last is not None else None


def answer_of(report: StatusReport) -> TaskAnswer | None:
    """An earlier answer as a new one ("như kỳ trước"); None when it states no status."""
    if report.status is None:
        return None
    return TaskAnswer(
        report.status, report.percent, report.completed_on, report.expected_on, report.result, report.difficulty
    )


def _status_typed(scene: Scene, text: str) -> None:
    reading = read_answer(text, today=scene.today)
    if reading.status is None and reading.sent and _nothing_said(scene):
        _document_first(scene, reading)
        return
    if reading.status is None:
        detours.offer_place(scene, text)
        return
    named = mentioned_tasks(text, scene.draft.tasks)
    if len(named) == 1 and named[0] != scene.draft.task:
        scene.go(StateName.TASK_STATUS, scene.draft.tasks.index(named[0]))
    scene.form = replace(scene.form, reading=reading)
    detours.confirm_reading(scene)


def _percent_prompt(scene: Scene) -> Prompt:
    percents = tuple(Choice(f"p{n}", "percent", n) for n in _PERCENTS)
    return _prompt(scene, StateName.TASK_PERCENT, *percents, SKIP, BACK, CANCEL)


def _percent_tapped(scene: Scene, choice: str) -> None:
    _take_percent(scene, None if choice == "skip" else int(choice[1:]))


def _percent_typed(scene: Scene, text: str) -> None:
    percent = read_percent(text)
    if percent is not None:
        _take_percent(scene, percent)
    elif len(text) <= 12:
        scene.say(Plain(Notice.BAD_PERCENT))
    else:
        _status_typed(scene, text)


def _take_percent(scene: Scene, percent: int | None) -> None:
    answer = scene.current_answer()
    if percent == 100:
        set_status(scene, Status.COMPLETED)
        return
    scene.answer(scene.draft.task or "", replace(answer, percent=percent))
    scene.go(StateName.TASK_RESULT)


def _completed_prompt(scene: Scene) -> Prompt:
    choices = (Choice("today", "today", scene.today), Choice("unknown", "unknown"), BACK, CANCEL)
    return _prompt(scene, StateName.TASK_COMPLETED_ON, *choices)


def _completed_tapped(scene: Scene, choice: str) -> None:
    _take_completed_on(scene, scene.today if choice == "today" else None)


def _take_completed_on(scene: Scene, day: date | None) -> None:
    scene.answer(scene.draft.task or "", replace(scene.current_answer(), completed_on=day))
    scene.go(StateName.TASK_RESULT)


def in_future(scene: Scene, day: date) -> Prompt | None:
    """What happened cannot have happened tomorrow."""
    return DayRefused(Notice.DATE_IN_FUTURE, day) if day > scene.today else None


def _result_prompt(scene: Scene) -> Prompt:
    given = scene.current_answer().result
    return _prompt(scene, StateName.TASK_RESULT, *text_choices(given), BACK, CANCEL)


def text_choices(given: str | None) -> tuple[Choice, ...]:
    """Below a question for a text: skip it, or keep or clear what is already there."""
    return simple("keep", "clear") if given else (SKIP,)


def _result_tapped(scene: Scene, choice: str) -> None:
    if choice == "clear":
        scene.answer(scene.draft.task or "", replace(scene.current_answer(), result=None))
    proceed(scene)


def _result_typed(scene: Scene, text: str) -> None:
    task = scene.draft.task or ""
    before = None if scene.draft.editing else scene.current_answer().result
    scene.answer(task, replace(scene.current_answer(), result=joined(before, text)))
    detours.remember_long(scene, "result", text)
    proceed(scene)


QUESTIONS = {
    StateName.TASK_STATUS: Question(_status_prompt, _status_tapped, _status_typed),
    StateName.TASK_PERCENT: Question(_percent_prompt, _percent_tapped, _percent_typed, takes_numbers=True),
    StateName.TASK_COMPLETED_ON: Question(
        _completed_prompt, _completed_tapped, day=DateRule(in_future, _take_completed_on, past=True)
    ),
    StateName.TASK_RESULT: Question(_result_prompt, _result_tapped, _result_typed, wants_text=True),
}
