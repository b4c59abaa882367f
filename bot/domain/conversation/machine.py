"""The pure state machine behind every chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.conversation.desk import Desk
from bot.domain.conversation.effects import Effect
from bot.domain.conversation.events import (
    Chose,
    CommandGiven,
    ConversationEvent,
    DigestTapped,
    FileGiven,
    FileRefused,
    Typed,
    UnreadableMessage,
)
from bot.domain.conversation.flows import (
    absence,
    detours,
    disclaiming,
    entry,
    free_text,
    postponing,
    remainder,
    review,
    start,
    walking,
)
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import DraftGone, FileTaken, FileTooLarge, Plain, Prompt, Quoting
from bot.domain.conversation.scene import Question, Scene
from bot.domain.conversation.states import ConversationState, GivenFile, StateName
from bot.domain.conversation.texts import is_rest, joined, may_be_cut
from bot.domain.conversation.words import choice_of_number, choice_of_word
from bot.domain.intent.word_forms import clean

QUESTIONS: Mapping[StateName, Question] = {
    **entry.QUESTIONS,
    **start.QUESTIONS,
    **walking.QUESTIONS,
    **remainder.QUESTIONS,
    **review.QUESTIONS,
    **detours.QUESTIONS,
    **free_text.QUESTIONS,
    **postponing.QUESTIONS,
    **disclaiming.QUESTIONS,
    **absence.QUESTIONS,
}
#: Choices whose meaning hangs on the day they were shown.
_DATED = frozenset({"today", "tomorrow", "next_day", "three_days", "afternoon"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """The new state, what is to be said (in order; the last may have choices) and what is to be done."""

    state: ConversationState
    prompts: tuple[Prompt, ...]
    effects: tuple[Effect, ...] = ()


def step(state: ConversationState, event: ConversationEvent, desk: Desk, now: datetime) -> Outcome:
    """One thing a person did. ``now`` is aware, in Vietnam; ``desk`` is what this person may see at ``now``.

    Raises nothing on what people do. Old buttons change nothing at all: the state comes back as it was.
    """
    if isinstance(event, Chose) and not _is_current(state, event):
        twice = event.turn == state.turn - 1
        return Outcome(state, (Plain(Notice.TAPPED_TWICE if twice else Notice.OLD_BUTTON),))
    scene = Scene(state, desk, now, QUESTIONS)
    if state.draft is not None and desk.find(state.draft.occurrence) is None:
        reading = state.form.reading
        words = state.form.text if reading is None else joined(state.form.text, reading.text)
        scene.say(DraftGone(state.draft, words))
        scene.home()
    elif _subject_is_gone(scene):
        scene.say(Plain(Notice.CLOSED))
        scene.set_aside()
    if state.name is scene.state.name or not isinstance(event, Chose):
        _handle(scene, event)
    return _finish(scene, state)


def _is_current(state: ConversationState, event: Chose) -> bool:
    return event.turn == state.turn and event.choice in state.offered


def _subject_is_gone(scene: Scene) -> bool:
    """A side flow about occurrences none of which is on the desk any more."""
    form, named = scene.form, {StateName.CHOOSE_OCCURRENCE: scene.form.keys, StateName.CHOOSE_TASK: _keys(scene)}
    keys = named.get(scene.state.name, form.chosen)
    asking = scene.state.name is not StateName.IDLE and scene.state.draft is None
    return asking and bool(keys) and not scene.occurrences(keys)


def _keys(scene: Scene) -> tuple[str, ...]:
    return tuple(key for key, _ in scene.form.pairs)


def _finish(scene: Scene, before: ConversationState) -> Outcome:
    """Ask the question of the state reached; its buttons, and only they, are current from now on."""
    prompts = list(scene.prompts)
    idle = scene.state.name is StateName.IDLE
    if not idle:
        prompts = [replace(p, choices=()) for p in prompts]
        prompts.append(QUESTIONS[scene.state.name].ask(scene))
    offered = tuple(c.id for c in prompts[-1].choices) if prompts else ()
    undisturbed = idle and before.name is StateName.IDLE and scene.form == before.form
    if undisturbed and not offered and not scene.effects:
        return Outcome(replace(scene.state, offered=before.offered), tuple(prompts))
    state = replace(scene.state, offered=offered, turn=before.turn + 1, asked_on=scene.today)
    return Outcome(state, tuple(prompts), tuple(scene.effects))


def _handle(scene: Scene, event: ConversationEvent) -> None:
    if not isinstance(event, Typed):
        scene.state = replace(scene.state, long_field="", long_task=None, long_at=None)
    match event:
        case Typed(text, numbered):
            _typed(scene, clean(text), numbered=numbered)
        case Chose(_, choice):
            _tapped(scene, choice)
        case DigestTapped(action, keys):
            entry.digest(scene, action, keys)
        case CommandGiven(name, args):
            entry.command(scene, name.casefold(), args)
        case FileGiven(id_, name, caption):
            _file(scene, GivenFile(id_, name), clean(caption))
        case FileRefused(name, too_large):
            scene.say(FileTooLarge(name) if too_large else Quoting(Notice.FILE_NOT_FETCHED, name))
        case UnreadableMessage():
            scene.say(Plain(Notice.NOT_TEXT))


def _tapped(scene: Scene, choice: str) -> None:
    if choice in _DATED and scene.state.asked_on != scene.today:
        scene.say(Plain(Notice.DAY_PASSED))
    elif choice == "cancel":
        detours.cancel(scene)
    elif choice == "back":
        scene.back()
    elif scene.state.name is StateName.IDLE:
        entry.menu(scene, choice)
    else:
        QUESTIONS[scene.state.name].tap(scene, choice)


def _typed(scene: Scene, text: str, *, numbered: bool) -> None:
    if not text or _continued(scene, text):
        return
    choice = _meant(scene, text, numbered=numbered)
    question = QUESTIONS.get(scene.state.name)
    if choice is not None:
        _tapped(scene, choice)
    elif question is None:
        free_text.take_text(scene, text)
    elif question.typed is not None:
        question.typed(scene, text)
    elif question.day is None or not detours.read_day(scene, question.day, text):
        detours.offer_place(scene, text)


def _meant(scene: Scene, text: str, *, numbered: bool) -> str | None:
    """The choice a typed word or number stands for. A number is one only where nothing is to be typed, or on a
    channel that numbers its choices."""
    question = QUESTIONS.get(scene.state.name)
    by_word = choice_of_word(text, scene.state.offered)
    if by_word is not None:
        return by_word
    if question is not None:
        typing = question.wants_text or question.day is not None
        if question.takes_numbers or (typing and not numbered):
            return None
    return choice_of_number(text, scene.state.offered)


def _continued(scene: Scene, text: str) -> bool:
    """Add the rest of a text that the phone app has cut to where its beginning went."""
    state = scene.state
    scene.state = replace(scene.state, long_field="", long_task=None, long_at=None)
    if state.long_at is None or state.draft is None or not is_rest(scene.now - state.long_at):
        return False
    detours.add_text(scene, state.long_field, text, state.long_task)
    if may_be_cut(text):
        scene.state = replace(scene.state, long_field=state.long_field, long_task=state.long_task, long_at=scene.now)
    scene.say(Plain(Notice.TEXT_CONTINUED))
    return True


def _file(scene: Scene, file: GivenFile, caption: str) -> None:
    """Keep a file with the report under way, or until it is known which one it belongs to."""
    if scene.state.draft is not None:
        scene.draft = replace(scene.draft, files=(*scene.draft.files, file))
        scene.say(FileTaken(Notice.FILE_KEPT, file.name, len(scene.draft.files)))
    else:
        scene.state = replace(scene.state, held_files=(*scene.state.held_files, file))
        scene.say(FileTaken(Notice.FILE_HELD, file.name, len(scene.desk.occurrences)))
    if caption:
        _typed(scene, caption, numbered=False)
    elif scene.state.name is StateName.IDLE and scene.desk.occurrences:
        start.start_report(scene, tuple(o.key for o in scene.desk.occurrences))
