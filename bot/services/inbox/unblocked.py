"""A chat that could not be written to, and can be again: what its person missed is shown or becomes due."""

from __future__ import annotations

from datetime import datetime

from bot.channels.base import EventKind, InboundEvent
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Person
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.domain.schedule.sending_time import may_send
from bot.services.inbox.desk_building import build_desk
from bot.store.schedule.records import StoredReminder
from bot.store.unit_of_work import UnitOfWork


def shows_at_once(event: InboundEvent, in_use: InUse, now: datetime) -> bool:
    """Whether what is open now is shown in answer to ``event``: it was asked for, or it is working time."""
    if event.kind is EventKind.COMMAND:
        return event.command == "start"
    return event.kind is EventKind.UNBLOCKED and may_send(now, in_use)


def remind_again(uow: UnitOfWork, in_use: InUse, person: Person, now: datetime) -> None:
    """What could not be told while the chat was blocked becomes due, for the dispatcher to look at."""
    keys = [o.key for o in build_desk(uow, in_use, person, now).occurrences]
    found = (r for rows in uow.reminders.of_occurrences(keys).values() for r in rows)
    untold = [r.id for r in found if r.recipient == person.id and _was_unreachable(r)]
    uow.reminders.postpone(untold, now, Reason.RETRY)


def _was_unreachable(reminder: StoredReminder) -> bool:
    return reminder.state is ReminderState.FAILED and reminder.reason is Reason.UNREACHABLE
