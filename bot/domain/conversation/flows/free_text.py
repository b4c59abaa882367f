"""Text without a button: read, repeated back, recorded only when confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.answers.status_report import Status
from bot.domain.conversation.desk import DeskOccurrence
from bot.domain.conversation.flows import at_once, commands, detours, sent
from bot.domain.conversation.flows.disclaiming import start_disclaim, take_back
from bot.domain.conversation.flows.review import send
from bot.domain.conversation.flows.start import begin, take_draft
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.path import proceed
from bot.domain.conversation.prompts import (
    BACK,
    CANCEL,
    BadDate,
    Choice,
    ChooseTask,
    ConfirmReading,
    Plain,
    Prompt,
    Quoting,
    simple,
)
from bot.domain.conversation.scene import DateRule, Question, Scene
from bot.domain.conversation.states import Coverage, Form, ReportDraft, StateName, TaskAnswer
from bot.domain.conversation.texts import joined
from bot.domain.conversation.words import choice_of_number
from bot.domain.intent.intent import Reading, mentioned_tasks, read_answer
from bot.domain.plan.plan import unique
from bot.domain.schedule.occurrence import ObligationKind

#: More tasks than this are chosen from the list of /viec.
_SHOWN = 20
_NOTHING = TaskAnswer(None)


def take_text(scene: Scene, text: str) -> None:
    """A text while nothing is being asked."""
    reading = read_answer(text, today=scene.today)
    if reading.mine and scene.desk.disclaimed:
        take_back(scene)
    elif reading.acknowledges:
        scene.say(Plain(Notice.ACKNOWLEDGED))
    elif reading.says_something and not scene.desk.occurrences:
        scene.say(Plain(Notice.NOTHING_OPEN, choices=simple("tasks", "help")))
    elif reading.not_mine:
        start_disclaim(scene, tuple(o.key for o in scene.desk.occurrences), reason=text)
    elif reading.says_something:
        _take_reading(scene, reading)
    elif reading.sent and sent.reports_of(scene):
        sent.take_sent(scene, reading)
    elif reading.asks_when:
        commands.show_tasks(scene)
    else:
        _not_understood(scene, text)


def _not_understood(scene: Scene, text: str) -> None:
    if scene.desk.occurrences:
        scene.state = replace(scene.state, held=joined(scene.state.held, text))
    choices = simple("report", "tasks", "help") if scene.desk.occurrences else simple("tasks", "help")
    scene.say(Quoting(Notice.NOT_UNDERSTOOD, text, choices=choices))


def _take_reading(scene: Scene, reading: Reading) -> None:
    pairs = _open_pairs(scene)
    named = mentioned_tasks(reading.text, (task for _, task in pairs))
    pairs = tuple(p for p in pairs if not named or p[1] in named)
    scene.form = Form(reading=reading, pairs=pairs[:_SHOWN])
    if not pairs:
        scene.say(Plain(Notice.NOTHING_OPEN, choices=simple("tasks", "help")))
    elif len(pairs) == 1:
        _choose(scene, pairs[0])
    else:
        scene.go(StateName.CHOOSE_TASK)


def _open_pairs(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Every task awaiting an answer, once: under its own occurrence rather than under a report."""
    found: dict[tuple[str, str], str] = {}
    own_first = sorted(scene.desk.occurrences, key=lambda o: o.occurrence.kind is not ObligationKind.TASK)
    for occurrence in own_first:
        for task in occurrence.open_tasks:
            found.setdefault((occurrence.plan.key, task.id), occurrence.key)
    order = {o.key: i for i, o in enumerate(scene.desk.occurrences)}
    pairs = [(key, task) for (_, task), key in found.items()]
    return tuple(sorted(pairs, key=lambda pair: order[pair[0]]))


def _choose(scene: Scene, pair: tuple[str, str] | None) -> None:
    """Go on with one task, or (None) with all of them: those of one report, or several single ones."""
    reading = scene.form.reading or Reading("")
    keys = (pair[0],) if pair is not None else unique(key for key, _ in scene.form.pairs)
    if not scene.occurrences(keys):
        scene.set_aside()
        scene.say(Plain(Notice.CLOSED))
        return
    scene.form = replace(scene.form, chosen=keys, task=pair[1] if pair is not None else None)
    if reading.status is None and pair is not None:
        _ask_status(scene, reading, pair[1])
    else:
        scene.go(StateName.CONFIRM_READING)
        ask_unclear_date(scene)


def answer_all(scene: Scene, status: Status) -> None:
    """One status for every single task of the form; repeated back before it counts."""
    pairs = at_once.tasks_of(scene.occurrences(scene.form.keys))[:_SHOWN]
    if not pairs:
        scene.home()
        scene.say(Plain(Notice.CLOSED))
        return
    scene.form = replace(scene.form, pairs=pairs, reading=Reading("", status=status))
    _choose(scene, None if len(pairs) > 1 else pairs[0])


def ask_unclear_date(scene: Scene) -> None:
    """A date in the reading that is none is refused aloud; one without a clear year is asked about."""
    reading = scene.form.reading
    if reading is None:
        return
    if reading.bad_date:
        scene.say(BadDate(reading.bad_date))
        scene.form = replace(scene.form, reading=replace(reading, bad_date=None))
    elif reading.dates:
        scene.form = replace(scene.form, dates=reading.dates, reading=replace(reading, dates=()))
        scene.go(StateName.CHOOSE_YEAR)


def _ask_status(scene: Scene, reading: Reading, task: str) -> None:
    """Difficulty or proposal without a status: keep them and ask for the status."""
    occurrence = scene.subject
    if reading.extension:
        scene.say(Plain(Notice.EXTENSION_NOTE))
    begin(scene, occurrence, _part(occurrence), (task,))
    _add_proposal(scene, reading, occurrence)
    if reading.proposal != reading.text:
        scene.answer(task, TaskAnswer(None, result=reading.text, difficulty=reading.difficulty))


def _add_proposal(scene: Scene, reading: Reading, occurrence: DeskOccurrence) -> None:
    if reading.proposal:
        scene.draft = replace(
            scene.draft, proposal=reading.proposal, proposal_to=next(iter(occurrence.addressees), None)
        )


def _part(occurrence: DeskOccurrence) -> Coverage:
    return Coverage.WHOLE if occurrence.occurrence.kind is ObligationKind.TASK else Coverage.ONE_TASK


def _tasks_prompt(scene: Scene) -> Prompt:
    shown, tasks = [], []
    for i, (key, task) in enumerate(scene.form.pairs, 1):
        occurrence = scene.desk.find(key)
        found = occurrence.task(task) if occurrence is not None else None
        if occurrence is not None and found is not None:
            shown.append(Choice(f"t{i}", "task", found))
            tasks.append((occurrence, found))
    whole = (Choice("all", "all_tasks", len(shown)),) if _may_be_about_all(scene, [o for o, _ in tasks]) else ()
    text = scene.form.reading.text if scene.form.reading is not None else ""
    return ChooseTask(text, tuple(tasks), choices=(*shown, *whole, CANCEL))


def _may_be_about_all(scene: Scene, under: list[DeskOccurrence]) -> bool:
    """A status was said, and the tasks are those of one report or all asked about one by one."""
    if scene.form.reading is None or scene.form.reading.status is None:
        return False
    one_report = len({o.key for o in under}) == 1 and under[0].is_report
    return one_report or all(o.occurrence.kind is ObligationKind.TASK for o in under)


def _task_tapped(scene: Scene, choice: str) -> None:
    _choose(scene, scene.form.pairs[int(choice[1:]) - 1] if choice != "all" else None)


def _task_typed(scene: Scene, text: str) -> None:
    """The task's number, or more words for the answer."""
    named = mentioned_tasks(text, (task for _, task in scene.form.pairs)) or tuple(
        task for _, task in scene.form.pairs if task.casefold() == text.casefold()
    )
    pairs = [p for p in scene.form.pairs if p[1] in named]
    listed = choice_of_number(text, scene.state.offered)
    if len(pairs) == 1:
        _choose(scene, pairs[0])
    elif not pairs and listed is not None and listed.startswith("t"):
        _task_tapped(scene, listed)
    else:
        _add_words(scene, text)


def _add_words(scene: Scene, text: str) -> None:
    """A second text before the first was confirmed: the later one decides, neither is lost."""
    old = scene.form.reading or Reading("")
    new = read_answer(text, today=scene.today)
    kept = new if new.status is not None else replace(old, difficulty=new.difficulty or old.difficulty)
    scene.form = replace(scene.form, reading=replace(kept, text=joined(old.text, text)))
    ask_unclear_date(scene)


def _confirm_prompt(scene: Scene) -> Prompt:
    occurrence = _occurrence(scene)
    task = _task_id(scene)
    # Within a report "chọn lại" is the way back: it finds a place for the words first.
    back = (BACK,) if scene.state.trail and scene.state.draft is None else ()
    many = tuple(task for _, task in scene.form.pairs) if at_once.is_about_many(scene) else ()
    return ConfirmReading(
        scene.form.reading or Reading(""),
        occurrence,
        occurrence.task(task) if task is not None else None,
        many,
        choices=(*simple("confirm", *(() if many else ("pick_status",))), *back, CANCEL),
    )


def _occurrence(scene: Scene) -> DeskOccurrence:
    return scene.occurrence if scene.state.draft is not None else scene.subject


def _task_id(scene: Scene) -> str | None:
    return scene.draft.task if scene.state.draft is not None else scene.form.task


def _confirm_tapped(scene: Scene, choice: str) -> None:
    reading, occurrence = scene.form.reading or Reading(""), _occurrence(scene)
    if scene.state.draft is not None:
        _into_draft(scene, reading, confirmed=choice == "confirm")
    elif at_once.is_about_many(scene):
        at_once.record_each(scene, _answer(reading), reading.proposal)
    elif choice == "confirm":
        _record(scene, reading, occurrence)
    else:
        tasks = (scene.form.task,) if scene.form.task is not None else None
        scene.state = replace(scene.state, held=joined(scene.state.held, reading.text))
        begin(scene, occurrence, Coverage.WHOLE if tasks is None else _part(occurrence), tasks)


def _into_draft(scene: Scene, reading: Reading, *, confirmed: bool) -> None:
    scene.form = replace(scene.form, reading=None)
    scene.back()
    if not confirmed:
        detours.offer_place(scene, reading.text)
        return
    task = scene.draft.task or ""
    before = scene.draft.answers.get(task, TaskAnswer(None))
    scene.answer(task, _answer(reading, before))
    _add_proposal(scene, reading, scene.occurrence)
    proceed(scene)


def _answer(reading: Reading, before: TaskAnswer = _NOTHING) -> TaskAnswer:
    return TaskAnswer(
        reading.status,
        reading.percent,
        reading.completed_on,
        reading.expected_on,
        joined(before.result, reading.text) if reading.text else before.result,
        reading.difficulty or before.difficulty,
    )


def _record(scene: Scene, reading: Reading, occurrence: DeskOccurrence) -> None:
    task = scene.form.task
    tasks = (task,) if task is not None else tuple(t.id for t in occurrence.open_tasks)
    part = _part(occurrence) if task is not None else Coverage.WHOLE
    take_draft(scene, ReportDraft(occurrence.key, tasks, part, answers={t: _answer(reading) for t in tasks}))
    _add_proposal(scene, reading, occurrence)
    if task is not None:
        send(scene)
    else:
        proceed(scene)


def _take_date(scene: Scene, day: date) -> None:
    reading = scene.form.reading
    if reading is not None:
        completed = reading.dates_completed
        scene.form = replace(
            scene.form,
            reading=replace(reading, completed_on=day if completed else None, expected_on=None if completed else day),
        )


QUESTIONS = {
    StateName.CHOOSE_TASK: Question(_tasks_prompt, _task_tapped, _task_typed, wants_text=True),
    StateName.CONFIRM_READING: Question(
        _confirm_prompt, _confirm_tapped, _add_words, day=DateRule(lambda _scene, _day: None, _take_date)
    ),
}
