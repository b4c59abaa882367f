"""Commands that only show something; a question under way is asked again below."""

from __future__ import annotations

from bot.domain.conversation.flows.start import occurrence_choices
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.prompts import Choice, History, OccurrenceList, OpenWork, Plain, Quoting, simple
from bot.domain.conversation.scene import Scene
from bot.domain.conversation.states import Form, StateName

_BUTTONS = 8


def show_tasks(scene: Scene) -> None:
    """What awaits an answer, nearest first, with a way into each."""
    occurrences = scene.desk.occurrences
    choices = _openings(scene, tuple(o.key for o in occurrences[:_BUTTONS]), "report_on")
    scene.say(OpenWork(occurrences, scene.today, choices=choices))


def show_details(scene: Scene, keys: tuple[str, ...]) -> None:
    """Everything about the occurrences of one reminder."""
    occurrences = scene.occurrences(keys)
    if not occurrences:
        scene.say(Plain(Notice.CLOSED))
        return
    choices = _openings(scene, tuple(o.key for o in occurrences[:_BUTTONS]), "report_on")
    scene.say(OccurrenceList(Notice.DETAILS, occurrences, choices=choices))


def show_calendar(scene: Scene) -> None:
    """Dates ahead; the inbox adds the .ics file."""
    scene.say(OccurrenceList(Notice.CALENDAR, scene.desk.upcoming))


def show_history(scene: Scene) -> None:
    """Earlier answers, each with a way to correct it while its occurrence is known."""
    lines = scene.desk.history
    keys = tuple(dict.fromkeys(h.report.occurrence for h in lines if scene.desk.find(h.report.occurrence)))
    scene.say(History(lines, choices=_openings(scene, keys[:_BUTTONS], "correct_on")))


def show_help(scene: Scene) -> None:
    ids = ("report", "tasks") if scene.desk.occurrences else ("tasks",)
    scene.say(Plain(Notice.HELP, choices=_menu(scene, *ids)))


def say_unknown_command(scene: Scene, name: str) -> None:
    scene.say(Quoting(Notice.UNKNOWN_COMMAND, name, choices=_menu(scene, "tasks", "help")))


def _menu(scene: Scene, *ids: str) -> tuple[Choice, ...]:
    return simple(*ids) if scene.state.name is StateName.IDLE else ()


def _openings(scene: Scene, keys: tuple[str, ...], label: str) -> tuple[Choice, ...]:
    """Choices that start a report; none while another question is open."""
    if scene.state.name is not StateName.IDLE:
        return ()
    scene.form = Form(keys=keys)
    return occurrence_choices(scene, label)
