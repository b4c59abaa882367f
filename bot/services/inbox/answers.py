"""Turns what the conversation said into messages with signed buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.base import Button, OutboundFile, OutboundMessage
from bot.domain.conversation import Notice, Outcome, Prompt
from bot.domain.conversation.desk import DeskOccurrence
from bot.domain.conversation.prompts import FileTooLarge, OccurrenceList, Recorded, RecordedMany
from bot.messages.common import day_text, plan_short
from bot.messages.conversation.parts import choice_label, what, when
from bot.messages.conversation.prompts_text import chosen_line, prompts_text, rows
from bot.outputs.ics import MIME, DayEvent, calendar_file
from bot.services.button_data import sign
from bot.store.records import Delivery

#: Telegram's limit with room for the line that is added to a digest.
_LONGEST_DIGEST = 3900


@dataclass(frozen=True, slots=True)
class ReplyContext:
    """What one step said, and what its messages need."""

    outcome: Outcome
    address: str
    secret: bytes
    now: datetime
    receipt: str | None
    max_file_mb: int


def replies(reply: ReplyContext, *, edits: str | None, chosen: str | None) -> list[OutboundMessage]:
    """One message with everything said and the buttons of the last prompt; files follow.

    ``edits``: the tapped message it takes the place of; ``chosen``: the label that was tapped.
    """
    prompts = [_completed(p, reply) for p in reply.outcome.prompts]
    if not prompts:
        return []
    buttons = tuple(
        tuple(Button(choice_label(c), _data(c.id, reply)) for c in row) for row in rows(prompts[-1].choices)
    )
    message = OutboundMessage(prompts_text(prompts, chosen=chosen), buttons, edits=edits)
    return [message, *(_calendar(o, reply.now) for o in _dates(prompts))]


def labels_of(outcome: Outcome) -> list[str]:
    """The labels of the buttons shown, in their order."""
    return [choice_label(c) for c in outcome.prompts[-1].choices] if outcome.prompts else []


def digest_answered(delivery: Delivery, message_id: str | None, label: str) -> list[OutboundMessage]:
    """The reminder itself, its buttons gone and what was tapped shown instead."""
    text = delivery.message.text
    if message_id is None or not text:
        return []
    if len(text) <= _LONGEST_DIGEST:
        text = f"{text}\n\n{chosen_line(label)}"
    return [OutboundMessage(text, edits=message_id)]


def _completed(prompt: Prompt, reply: ReplyContext) -> Prompt:
    """The prompt with what only the inbox knows."""
    if isinstance(prompt, Recorded | RecordedMany):
        return replace(prompt, receipt=reply.receipt)
    return replace(prompt, max_mb=reply.max_file_mb) if isinstance(prompt, FileTooLarge) else prompt


def _data(choice: str, reply: ReplyContext) -> str:
    return sign(f"c:{reply.outcome.state.turn}:{choice}", reply.address, reply.secret)


def _dates(prompts: Sequence[Prompt]) -> Iterator[tuple[DeskOccurrence, ...]]:
    """What goes into calendar files."""
    for prompt in prompts:
        if isinstance(prompt, OccurrenceList) and prompt.kind is Notice.CALENDAR and prompt.occurrences:
            yield prompt.occurrences


def _calendar(occurrences: Sequence[DeskOccurrence], now: datetime) -> OutboundMessage:
    events = [_event(o) for o in occurrences]
    content = calendar_file("Đôn Đốc", events, now=now)
    return OutboundMessage("Tệp lịch các thời hạn.", file=OutboundFile("lich-bao-cao.ics", MIME, content))


def _event(occurrence: DeskOccurrence) -> DayEvent:
    """On the day to hand in; the date on paper stands in the description."""
    held = occurrence.occurrence
    tasks = [f"{t.id}. {t.content}" for t in occurrence.open_tasks]
    description = "\n".join([f"Hạn: {when(occurrence)}", f"Nên gửi: {day_text(held.target)}", *tasks])
    return DayEvent(
        uid=f"{held.key}@dondoc",
        day=held.target,
        summary=f"{what(occurrence)} – {plan_short(occurrence.plan)}",
        description=description,
        sequence=occurrence.version - 1,
    )
