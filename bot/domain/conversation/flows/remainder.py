"""After the tasks, once per report: difficulties, proposals, files, the official document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.conversation.flows import detours
from bot.domain.conversation.flows.walking import in_future, text_choices
from bot.domain.conversation.kinds import ReportKind
from bot.domain.conversation.path import proceed
from bot.domain.conversation.prompts import BACK, CANCEL, SKIP, Choice, Prompt, ReportQuestion, simple
from bot.domain.conversation.scene import DateRule, Question, Scene
from bot.domain.conversation.states import ReportDraft, StateName
from bot.domain.conversation.texts import joined

_LONGEST_NUMBER = 60


def _prompt(scene: Scene, kind: ReportKind, *choices: Choice) -> Prompt:
    way_back = (BACK, CANCEL) if scene.state.trail else (CANCEL,)
    return ReportQuestion(scene.occurrence, scene.draft, kind, choices=(*choices, *way_back))


def _before(draft: ReportDraft, text: str | None) -> str | None:
    """What a newly typed text is added to; while editing it takes the old one's place."""
    return None if draft.editing else text


def _difficulty_tapped(scene: Scene, choice: str) -> None:
    if choice != "keep":
        scene.draft = replace(scene.draft, difficulty=None, cause=None, beyond_authority=False)
    proceed(scene, StateName.DIFFICULTY)


def _difficulty_typed(scene: Scene, text: str) -> None:
    scene.draft = replace(scene.draft, difficulty=joined(_before(scene.draft, scene.draft.difficulty), text))
    detours.remember_long(scene, "difficulty", text)
    proceed(scene, StateName.DIFFICULTY)


def _difficulty_prompt(scene: Scene) -> Prompt:
    given = scene.draft.difficulty
    choices = text_choices(given) if given else (Choice("skip", "no_difficulty"),)
    return _prompt(scene, StateName.DIFFICULTY, *choices)


def _cause_prompt(scene: Scene) -> Prompt:
    return _prompt(scene, StateName.CAUSE, *simple("objective", "subjective"), SKIP)


def _cause_tapped(scene: Scene, choice: str) -> None:
    scene.draft = replace(scene.draft, cause=None if choice == "skip" else choice)
    proceed(scene, StateName.CAUSE)


def _beyond_prompt(scene: Scene) -> Prompt:
    return _prompt(scene, StateName.BEYOND_AUTHORITY, *simple("yes", "no"))


def _beyond_tapped(scene: Scene, choice: str) -> None:
    scene.draft = replace(scene.draft, beyond_authority=choice == "yes")
    proceed(scene, StateName.BEYOND_AUTHORITY)


def _proposal_prompt(scene: Scene) -> Prompt:
    given = scene.draft.proposal
    choices = text_choices(given) if given else (Choice("skip", "no_proposal"),)
    return _prompt(scene, StateName.PROPOSAL, *choices)


def _proposal_tapped(scene: Scene, choice: str) -> None:
    if choice != "keep":
        scene.draft = replace(scene.draft, proposal=None, proposal_to=None)
    proceed(scene, StateName.PROPOSAL)


def _proposal_typed(scene: Scene, text: str) -> None:
    scene.draft = replace(scene.draft, proposal=joined(_before(scene.draft, scene.draft.proposal), text))
    detours.remember_long(scene, "proposal", text)
    proceed(scene, StateName.PROPOSAL)


def _addressee_prompt(scene: Scene) -> Prompt:
    names = (Choice(f"a{i}", "name", n) for i, n in enumerate(scene.occurrence.addressees, 1))
    return _prompt(scene, StateName.PROPOSAL_TO, *names, SKIP)


def _addressee_tapped(scene: Scene, choice: str) -> None:
    names = scene.occurrence.addressees
    index = int(choice[1:]) - 1 if choice != "skip" else len(names)
    scene.draft = replace(scene.draft, proposal_to=names[index] if index < len(names) else None)
    proceed(scene, StateName.PROPOSAL_TO)


def _addressee_typed(scene: Scene, text: str) -> None:
    scene.draft = replace(scene.draft, proposal_to=text)
    proceed(scene, StateName.PROPOSAL_TO)


def _files_prompt(scene: Scene) -> Prompt:
    choices = simple("done", "clear_files") if scene.draft.files else (Choice("done", "no_files"),)
    return _prompt(scene, StateName.FILES, *choices)


def _files_tapped(scene: Scene, choice: str) -> None:
    if choice == "clear_files":
        scene.draft = replace(scene.draft, files=())
        return
    proceed(scene, StateName.FILES)


def _number_prompt(scene: Scene) -> Prompt:
    given = scene.draft.document_number
    choices = text_choices(given) if given else (Choice("skip", "no_document"),)
    return _prompt(scene, StateName.DOCUMENT_NUMBER, *choices)


def _number_tapped(scene: Scene, choice: str) -> None:
    if choice != "keep":
        scene.draft = replace(scene.draft, document_number=None, document_date=None)
    proceed(scene, StateName.DOCUMENT_NUMBER)


def _number_typed(scene: Scene, text: str) -> None:
    if len(text) > _LONGEST_NUMBER:
        detours.offer_place(scene, text)
        return
    scene.draft = replace(scene.draft, document_number=" ".join(text.split()))
    proceed(scene, StateName.DOCUMENT_NUMBER)


def _date_prompt(scene: Scene) -> Prompt:
    return _prompt(scene, StateName.DOCUMENT_DATE, Choice("today", "today", scene.today), SKIP)


def _date_tapped(scene: Scene, choice: str) -> None:
    _take_document_date(scene, scene.today if choice == "today" else None)


def _take_document_date(scene: Scene, day: date | None) -> None:
    scene.draft = replace(scene.draft, document_date=day)
    proceed(scene, StateName.DOCUMENT_DATE)


QUESTIONS = {
    StateName.DIFFICULTY: Question(_difficulty_prompt, _difficulty_tapped, _difficulty_typed, wants_text=True),
    StateName.CAUSE: Question(_cause_prompt, _cause_tapped),
    StateName.BEYOND_AUTHORITY: Question(_beyond_prompt, _beyond_tapped),
    StateName.PROPOSAL: Question(_proposal_prompt, _proposal_tapped, _proposal_typed, wants_text=True),
    StateName.PROPOSAL_TO: Question(_addressee_prompt, _addressee_tapped, _addressee_typed, wants_text=True),
    StateName.FILES: Question(_files_prompt, _files_tapped),
    StateName.DOCUMENT_NUMBER: Question(_number_prompt, _number_tapped, _number_typed, takes_numbers=True),
    StateName.DOCUMENT_DATE: Question(
        _date_prompt, _date_tapped, day=DateRule(in_future, _take_document_date, past=True)
    ),
}
