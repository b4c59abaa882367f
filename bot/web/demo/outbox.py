"""The outbox as the demo shows it: what went out lately and what goes out next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.domain.plan.plan import Registry, unique
from bot.domain.schedule.reminder import ReminderState
from bot.messages.board.board_texts import SEND_STATE_LABEL
from bot.messages.common import shorten
from bot.messages.reasons import reason_text
from bot.messages.web import display_name, planned_for
from bot.store.schedule.records import StoredReminder
from bot.store.sending.records import Delivery
from bot.store.unit_of_work import UnitOfWork
from bot.web.shared.rich_text import plain_text

_AHEAD = timedelta(days=60)
_MOMENTS = 3
_LATEST = 15
_TONES = {
    ReminderState.SENT: "answered",
    ReminderState.FAILED: "unreachable",
    ReminderState.UNKNOWN: "silent",
    ReminderState.ERRORED: "silent",
}


@dataclass(frozen=True, slots=True)
class PlannedSend:
    """Everybody who hears something at one moment."""

    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class PastSend:
    at: datetime
    who: str
    state: str
    #: Colour class of the state.
    tone: str
    #: What went wrong; else the first line of the message.
    line: str
    repeated: bool


def planned_sends(uow: UnitOfWork, registry: Registry, now: datetime) -> list[PlannedSend]:
    """The next moments at which something goes out, with whom it goes to."""
    waiting = _still_wanted(uow, uow.reminders.waiting_since(now + _AHEAD))
    moments = groupby(sorted(waiting, key=_due), key=_due)
    sends = (PlannedSend(at, planned_for(_names(registry, group))) for at, group in moments)
    return [send for send, _ in zip(sends, range(_MOMENTS), strict=False)]


def past_sends(uow: UnitOfWork, registry: Registry) -> list[PastSend]:
    """The latest digests, newest first."""
    return [_past(delivery, registry) for delivery in uow.deliveries.find(limit=_LATEST)]


def _past(delivery: Delivery, registry: Registry) -> PastSend:
    person = registry.people.get(delivery.person)
    first_line = plain_text(delivery.message.text).strip().partition("\n")[0]
    at = delivery.sent_at or delivery.at
    if at is None:
        raise ValueError(f"delivery {delivery.id} has no time")
    return PastSend(
        at=at,
        who=display_name(person) if person else delivery.person,
        state=SEND_STATE_LABEL[delivery.state],
        tone=_TONES.get(delivery.state, "not_asked"),
        line=reason_text(delivery.reason, delivery.detail) or shorten(first_line, 110),
        repeated=delivery.repeat > 0,
    )


def _still_wanted(uow: UnitOfWork, reminders: Sequence[StoredReminder]) -> list[StoredReminder]:
    """Without those that will cancel themselves because the answer has come."""
    stored = uow.occurrences.find(keys=unique(r.occurrence for r in reminders))
    wanted = {s.occurrence.key for s in stored if s.open}
    return [r for r in reminders if r.occurrence in wanted]


def _due(reminder: StoredReminder) -> datetime:
    return reminder.due_at or reminder.send_at


def _names(registry: Registry, reminders: Iterable[StoredReminder]) -> list[str]:
    people = unique(r.recipient for r in reminders if r.recipient)
    return [registry.people[p].name if p in registry.people else p for p in people]
