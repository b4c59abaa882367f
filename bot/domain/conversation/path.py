"""Which question follows which in a report."""

from __future__ import annotations

from bot.domain.conversation.desk import DeskOccurrence
from bot.domain.conversation.scene import Scene
from bot.domain.conversation.states import Coverage, ReportDraft, StateName

_DIFFICULTY = (StateName.DIFFICULTY, StateName.CAUSE, StateName.BEYOND_AUTHORITY)
_PROPOSAL = (StateName.PROPOSAL, StateName.PROPOSAL_TO)
_DOCUMENT = (StateName.DOCUMENT_NUMBER, StateName.DOCUMENT_DATE)
#: Questions that belong together when one of them is edited.
_GROUPS = (_DIFFICULTY, _PROPOSAL, (StateName.FILES,), _DOCUMENT)


def next_question(draft: ReportDraft, occurrence: DeskOccurrence, after: StateName | None) -> StateName:
    """The question after ``after`` (None: after the tasks) that applies to what has been answered so far."""
    if draft.editing:
        sequence: tuple[StateName, ...] = next((g for g in _GROUPS if after in g), ())
    else:
        sequence = _sequence(draft, occurrence)
    if after is not None:
        sequence = sequence[sequence.index(after) + 1 :] if after in sequence else ()
    return next((q for q in sequence if _applies(q, draft)), StateName.REVIEW)


def proceed(scene: Scene, after: StateName | None = None) -> None:
    """Go on to the next question of the report, or to its review card."""
    if after is None and not scene.draft.editing and scene.draft.unanswered:
        scene.go(StateName.TASK_STATUS, scene.draft.unanswered[0])
        return
    scene.go(next_question(scene.draft, scene.occurrence, after))


def _sequence(draft: ReportDraft, occurrence: DeskOccurrence) -> tuple[StateName, ...]:
    """Questions after the tasks, in order. A single task is asked less than a report."""
    if draft.part is Coverage.SENT:
        return (*_DOCUMENT, StateName.FILES)
    if draft.part is Coverage.ONE_TASK or occurrence.is_brief:
        return ()
    if occurrence.is_report:
        return (*_DIFFICULTY, *_PROPOSAL, StateName.FILES, *_DOCUMENT)
    if occurrence.is_consolidation:
        return (*_DIFFICULTY, *_PROPOSAL, StateName.FILES)
    return (*_DIFFICULTY, *(_PROPOSAL if draft.difficulty or draft.proposal else ()))


def _applies(name: StateName, draft: ReportDraft) -> bool:
    if name in (StateName.CAUSE, StateName.BEYOND_AUTHORITY):
        return bool(draft.difficulty)
    if name is StateName.PROPOSAL_TO:
        return bool(draft.proposal)
    if name is StateName.DOCUMENT_DATE:
        return bool(draft.document_number)
    return True
