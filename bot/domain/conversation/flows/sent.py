""" "Đã gửi công văn số 125/BC-SDL ngày 10/9": the office's own document went first."""

from __future__ import annotations

from bot.domain.conversation.desk import DeskOccurrence
from bot.domain.conversation.flows.start import begin
from bot.domain.conversation.flows.walking import take_document
from bot.domain.conversation.scene import Scene
from bot.domain.conversation.states import Coverage, Form, StateName
from bot.domain.intent.intent import Reading

#: ``Form.purpose`` while it is asked which report the document belongs to.
PURPOSE = "sent"


def reports_of(scene: Scene) -> tuple[DeskOccurrence, ...]:
    """Open reports, for which a document may be sent; single tasks have none of their own."""
    return tuple(o for o in scene.desk.occurrences if o.is_report or o.is_consolidation)


def take_sent(scene: Scene, reading: Reading) -> None:
    """Find the report the document belongs to; asks when several are open."""
    reports = reports_of(scene)
    scene.form = Form(purpose=PURPOSE, keys=tuple(o.key for o in reports), reading=reading)
    if len(reports) == 1:
        begin_sent(scene, reports[0])
    else:
        scene.go(StateName.CHOOSE_OCCURRENCE)


def begin_sent(scene: Scene, occurrence: DeskOccurrence) -> None:
    """Ask for whatever of number, date and file was not said; nothing counts before the card is sent."""
    reading = scene.form.reading or Reading("")
    begin(scene, occurrence, Coverage.SENT)
    if scene.state.name is StateName.DOCUMENT_NUMBER:
        take_document(scene, reading)
