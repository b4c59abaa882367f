"""Everything that starts something: reminders' buttons, commands, menus, and the choice between occurrences."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.answers.status_report import Status
from bot.domain.conversation.events import DigestAction
from bot.domain.conversation.flows import commands, detours, free_text, sent
from bot.domain.conversation.flows.absence import start_leave
from bot.domain.conversation.flows.disclaiming import disclaim, start_disclaim, take_back
from bot.domain.conversation.flows.postponing import snooze, start_snooze
from bot.domain.conversation.flows.start import choose_prompt, open_occurrence, start_report
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import OccurrenceQuestion, Plain, Prompt, simple
from bot.domain.conversation.scene import Question, Scene
from bot.domain.conversation.states import Form, StateName
from bot.domain.conversation.texts import joined

_LEAVE = "leave"


def digest(scene: Scene, action: DigestAction, keys: tuple[str, ...]) -> None:
    draft = scene.state.draft
    if action is DigestAction.VIEW:
        commands.show_details(scene, keys)
    elif action is DigestAction.REPORT and draft is not None and draft.occurrence in keys:
        scene.say(Plain(Notice.RESUMED))
    else:
        _launch(scene, action.value, keys)


def command(scene: Scene, name: str, args: str) -> None:
    shows = {
        "viec": commands.show_tasks,
        "lich": commands.show_calendar,
        "lichsu": commands.show_history,
        "trogiup": commands.show_help,
        "help": commands.show_help,
        "huy": detours.cancel,
    }
    if name in shows:
        shows[name](scene)
    elif name == "baocao":
        _launch(scene, DigestAction.REPORT.value, tuple(o.key for o in scene.desk.occurrences))
    elif name == "nghiphep":
        _launch(scene, _LEAVE, (), args)
    else:
        commands.say_unknown_command(scene, name)


def menu(scene: Scene, choice: str) -> None:
    """A choice offered while nothing is being asked: below a list, the help, a receipt."""
    if choice == "report":
        start_report(scene, tuple(o.key for o in scene.desk.occurrences))
    elif choice == "tasks":
        commands.show_tasks(scene)
    elif choice == "help":
        commands.show_help(scene)
    elif choice == "mine":
        take_back(scene)
    elif choice.startswith("o"):
        _open_listed(scene, int(choice[1:]) - 1)


def _open_listed(scene: Scene, index: int) -> None:
    keys = scene.form.keys
    occurrence = scene.desk.find(keys[index])
    scene.form = Form(purpose=DigestAction.REPORT, keys=keys)
    if occurrence is None:
        scene.say(Plain(Notice.CLOSED))
    else:
        open_occurrence(scene, occurrence)


def _launch(scene: Scene, action: str, keys: tuple[str, ...], args: str = "") -> None:
    """Start something new; a half-finished report is not thrown away without asking."""
    if scene.state.has_unsent:
        scene.form = replace(scene.form, pending=action, pending_keys=keys)
        if scene.state.name is not StateName.INTERRUPTED:
            scene.go(StateName.INTERRUPTED)
        return
    if scene.form.reading is not None:
        # Typed and not yet confirmed: offered again when a report begins.
        scene.state = replace(scene.state, held=joined(scene.state.held, scene.form.reading.text))
    scene.state = replace(scene.state, name=StateName.IDLE, trail=(), draft=None, form=Form())
    if action == DigestAction.REPORT:
        start_report(scene, keys)
    elif action == DigestAction.SNOOZE:
        start_snooze(scene, keys)
    elif action == DigestAction.NOT_MINE:
        start_disclaim(scene, keys)
    else:
        start_leave(scene, args)


def _interrupted_prompt(scene: Scene) -> Prompt:
    choices = simple("continue", "drop_and_switch")
    return OccurrenceQuestion(StateName.INTERRUPTED, scene.occurrence, choices=choices)


def _interrupted_tapped(scene: Scene, choice: str) -> None:
    if choice == "continue":
        scene.form = replace(scene.form, pending="", pending_keys=())
        scene.back()
        return
    action, keys = scene.form.pending, scene.form.pending_keys
    scene.home()
    _launch(scene, action, keys)


def _occurrence_tapped(scene: Scene, choice: str) -> None:
    if choice == "all_in_progress":
        free_text.answer_all(scene, Status.IN_PROGRESS)
        return
    keys = scene.form.keys if choice == "all" else (scene.form.keys[int(choice[1:]) - 1],)
    occurrences, purpose = scene.occurrences(keys), scene.form.purpose
    if not occurrences:
        scene.home()
        scene.say(Plain(Notice.CLOSED))
    elif purpose == DigestAction.SNOOZE:
        snooze(scene, occurrences)
    elif purpose == DigestAction.NOT_MINE:
        disclaim(scene, occurrences[0])
    elif purpose == sent.PURPOSE:
        sent.begin_sent(scene, occurrences[0])
    else:
        open_occurrence(scene, occurrences[0])


def _occurrence_typed(scene: Scene, text: str) -> None:
    if scene.form.purpose == DigestAction.REPORT:
        detours.hold_text(scene, text)
    else:
        scene.say(Plain(Notice.PLEASE_CHOOSE))


QUESTIONS = {
    StateName.CHOOSE_OCCURRENCE: Question(choose_prompt, _occurrence_tapped, _occurrence_typed),
    StateName.INTERRUPTED: Question(_interrupted_prompt, _interrupted_tapped),
}
