"""Carries out what the conversation decided: answers, closings, snoozes, disclaims, leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.answers.status_report import Status, StatusReport
from bot.domain.conversation.desk import Desk
from bot.domain.conversation.effects import (
    CancelLeave,
    Disclaim,
    Effect,
    RecordStatus,
    Snooze,
    SubmitReport,
    TakeBack,
    TakeLeave,
)
from bot.domain.plan.plan import Person, Registry
from bot.domain.schedule.step import snoozed
from bot.messages.conversation.aside import disclaim_reason
from bot.messages.conversation.leave import stand_in_text
from bot.services import disclaims
from bot.services.owing import close_what_is_complete
from bot.services.people.announcing import tell
from bot.store.people.records import Leave
from bot.store.schedule.records import NewReminder
from bot.store.unit_of_work import UnitOfWork


@dataclass(slots=True)
class Effects:
    """Effects of one event of one person, inside its transaction."""

    uow: UnitOfWork
    registry: Registry
    #: As it was when the event came.
    desk: Desk
    channel: str
    now: datetime
    #: Signs the buttons of what is told to others.
    secret: bytes
    #: One number for everything recorded by this event.
    receipt: str | None = None
    _recorded: list[StatusReport] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return self.desk.person

    def carry_out(self, effects: Sequence[Effect]) -> None:
        """Do all of it; raises StoreError and leaves the undoing to the transaction."""
        for effect in effects:
            match effect:
                case RecordStatus(report):
                    self._record(report)
                case SubmitReport(report, closes):
                    self._record(replace(report, status=Status.COMPLETED if closes else None))
                case Snooze(occurrence, until):
                    self._snooze(occurrence, until)
                case Disclaim():
                    self._disclaim(effect)
                case TakeBack():
                    disclaims.take_back(self.uow, self.person.id, self.now)
                case TakeLeave():
                    self._take_leave(effect)
                case CancelLeave():
                    self._cancel_leave(effect)
        for plan, agency in dict.fromkeys((r.plan, r.agency) for r in self._recorded):
            close_what_is_complete(self.uow, self.registry, plan, agency, self.now)

    def _record(self, report: StatusReport) -> None:
        if self.receipt is None:
            self.receipt = self.uow.reports.next_receipt(self.now)
        self.uow.reports.add(replace(report, channel=self.channel, receipt=self.receipt))
        self._recorded.append(report)
        disclaims.settle_answered(self.uow, self.person.id, report.occurrence, report.task, self.now)
        self._note("answered", {"occurrence": report.occurrence, "task": report.task, "receipt": self.receipt})

    def _snooze(self, key: str, until: datetime) -> None:
        """Nothing before ``until``, and one reminder then."""
        stored = self.uow.occurrences.get(key)
        self.uow.snoozes.add(self.person.id, key, until, self.now)
        step = snoozed(until)
        known = any(
            r.recipient == self.person.id and r.step == step and stored is not None and r.version == stored.version
            for r in self.uow.reminders.of_occurrence(key)
        )
        if stored is not None and not known:
            self.uow.reminders.insert([NewReminder(key, stored.version, self.person.id, step, until)])
        self._note("snoozed", {"occurrence": key, "until": until.isoformat()})

    def _disclaim(self, effect: Disclaim) -> None:
        in_words = replace(effect, reason=disclaim_reason(effect.reason))
        disclaims.disclaim(self.uow, self.registry, self.desk, in_words, self.now, self.secret)
        self._note("disclaimed", {"occurrence": effect.occurrence, "task": effect.task})

    def _take_leave(self, effect: TakeLeave) -> None:
        self.uow.leaves.add(Leave(self.person.id, effect.start, effect.end, effect.stand_in, self.now))
        self._note("leave_taken", {"start": effect.start.isoformat(), "end": effect.end.isoformat()})
        if effect.stand_in is None:
            return
        tell(self.uow, [effect.stand_in], stand_in_text(self.person.name, effect.start, effect.end), self.now)

    def _cancel_leave(self, effect: CancelLeave) -> None:
        for leave in self.uow.leaves.leaves_of(self.person.id, effect.end):
            if leave.id is not None and (leave.start, leave.end) == (effect.start, effect.end):
                self.uow.leaves.cancel(leave.id, self.now)
        self._note("leave_cancelled", {"start": effect.start.isoformat(), "end": effect.end.isoformat()})

    def _note(self, action: str, detail: dict[str, object]) -> None:
        self.uow.audit.add(self.person.id, action, detail, self.now)
