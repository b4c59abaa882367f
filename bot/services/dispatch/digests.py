"""Turns what is to be told into digests: one per person and slot, within the daily cap, rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Button, OutboundMessage
from bot.domain.plan.plan import Plan
from bot.domain.schedule.daily_cap import DigestOfDay, may_be_told
from bot.domain.schedule.occurrence import ObligationKind, Occurrence
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.domain.schedule.sending_time import next_morning, slot_of
from bot.messages.common import agency_label, unit_text
from bot.messages.digest.blocks import DigestItem
from bot.messages.digest.digest import BUTTONS, digest_is_quiet, digest_parts, for_person
from bot.services.button_data import sign
from bot.services.dispatch.decide import Decisions, Tell, View, is_live, merge
from bot.services.dispatch.reach import AccountLookup
from bot.services.owing import units_missing
from bot.store.people.records import Account
from bot.store.schedule.records import StoredReminder
from bot.store.sending.records import Delivery, DeliveryItems, DeliveryKind
from bot.store.unit_of_work import UnitOfWork

#: How long what can go over a stopped channel only waits before it is looked at again.
CHANNEL_RETRY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A stored delivery on its way, with what the outcome needs to know."""

    delivery: Delivery
    account: int
    #: The most often one of its reminders has ended unknown.
    repeats: int


@dataclass(frozen=True, slots=True)
class _Place:
    """The row a digest takes: a new one, or one of the same slot that never went out."""

    repeat: int
    id: int | None = None
    attempts: int = 0


class DigestMaker:
    """Makes the digests of one claim; reads only. ``new_ids`` must suffice for one digest a person told."""

    def __init__(
        self,
        uow: UnitOfWork,
        view: View,
        reach: AccountLookup,
        now: datetime,
        *,
        secret: bytes,
        max_text: Mapping[str, int],
        new_ids: Iterable[int],
    ) -> None:
        self._uow = uow
        self._view = view
        self._reach = reach
        self._now = now
        self._today = now.date()
        self._slot = slot_of(now)
        self._secret = secret
        self._max_text = max_text
        self._new_ids = iter(new_ids)
        self._items: dict[tuple[str, str | None, bool, frozenset[str]], DigestItem] = {}
        self._texts: dict[tuple[int, ...], tuple[str, str]] = {}
        self._missing: dict[str, tuple[str, ...]] = {}

    def make(self, decisions: Decisions) -> list[Outgoing]:
        """The digests; what cannot be told after all is added to ``decisions``."""
        by_person = merge(decisions)
        reachable = self._reachable(by_person, decisions)
        places = self._places(reachable, decisions)
        self._load_missing(tell for tells, _ in reachable.values() for tell in tells)
        return [self._digest(person, *reachable[person], place) for person, place in places.items()]

    # Where

    def _reachable(
        self, by_person: Mapping[str, list[Tell]], decisions: Decisions
    ) -> dict[str, tuple[list[Tell], Account]]:
        self._reach.load(by_person)
        found = {}
        for person, tells in by_person.items():
            account = self._reach.account(person)
            if isinstance(account, Account):
                found[person] = (tells, account)
            else:
                self._unreachable([t.reminder for t in tells], account, decisions)
        return found

    def _unreachable(self, reminders: Sequence[StoredReminder], reason: Reason, decisions: Decisions) -> None:
        if reason is Reason.CHANNEL_STOPPED:
            decisions.postpone(reminders, self._now + CHANNEL_RETRY, reason)
            return
        for reminder in reminders:
            if reason is Reason.CONSENT_WITHDRAWN:
                decisions.cancel(reminder, reason)
            else:
                decisions.fail(reminder, reason)

    # When

    def _places(self, reachable: Mapping[str, tuple[list[Tell], Account]], decisions: Decisions) -> dict[str, _Place]:
        """Each person's place in this slot; whoever has had their share waits for the next morning."""
        rows: dict[str, list[Any]] = {}
        for row in self._uow.deliveries.of_day(list(reachable), self._today.isoformat()):
            rows.setdefault(row.person, []).append(row)
        places = {}
        for person, (tells, _) in reachable.items():
            place = self._place(rows.get(person, []), any(t.reminder.repeats for t in tells))
            if place is None:
                decisions.postpone([t.reminder for t in tells], self._morning(), Reason.DAILY_CAP)
            else:
                places[person] = place
        return places

    def _place(self, rows: Sequence[Any], is_repeat: bool) -> _Place | None:
        live = (DigestOfDay(row.slot, bool(row.repeat)) for row in rows if is_live(ReminderState(row.state)))
        if not may_be_told(live, self._slot, self._view.policies.sending.daily_cap, is_repeat=is_repeat):
            return None
        repeat = int(is_repeat)
        for row in rows:
            if (row.slot, row.repeat, row.kind) == (self._slot, repeat, DeliveryKind.DIGEST):
                return _Place(repeat, row.id, row.attempts)
        return _Place(repeat)

    def _morning(self) -> datetime:
        return next_morning(self._now, self._view.in_use)

    # What

    def _digest(self, person: str, tells: Sequence[Tell], account: Account, place: _Place) -> Outgoing:
        id_ = next(self._new_ids) if place.id is None else place.id
        tells = sorted(tells, key=lambda t: t.stored.occurrence.target)
        message = self._message(person, [self._item(t) for t in tells], account, bool(place.repeat), id_)
        items = DeliveryItems(tuple(t.reminder.id for t in tells), tuple(t.stored.occurrence.key for t in tells))
        delivery = Delivery(
            id=id_,
            person=person,
            channel=account.channel,
            address=account.address,
            slot=self._slot,
            kind=DeliveryKind.DIGEST,
            message=message,
            items=items,
            state=ReminderState.CLAIMED,
            attempts=place.attempts,
            repeat=place.repeat,
            at=self._now,
        )
        return Outgoing(delivery, account.id, max(t.reminder.repeats for t in tells))

    def _message(
        self, person: str, items: Sequence[DigestItem], account: Account, repeat: bool, id_: int
    ) -> OutboundMessage:
        who = self._view.registry.people[person]
        agency = self._view.registry.successor(who.agency, self._today)
        text = for_person(*self._text(items, repeat, self._max_text[account.channel]), who, agency)
        buttons = tuple(
            tuple(Button(label, sign(f"d:{id_}:{letter}", account.address, self._secret)) for label, letter in row)
            for row in BUTTONS
        )
        return OutboundMessage(text, buttons, quiet=digest_is_quiet(items))

    def _text(self, items: Sequence[DigestItem], repeat: bool, limit: int) -> tuple[str, str]:
        """Written once for all who are told the same; ``_item`` gives them the same items."""
        key = (*map(id, items), repeat, limit)
        parts = self._texts.get(key)
        if parts is None:
            parts = self._texts[key] = digest_parts(items, repeat=repeat, limit=limit)
        return parts

    def _item(self, tell: Tell) -> DigestItem:
        """The occurrence as of today; the same for everybody who is told of it in the same way."""
        key = (tell.stored.occurrence.key, tell.on_behalf, tell.escalated, tell.without)
        item = self._items.get(key)
        if item is None:
            item = self._items[key] = self._new_item(tell)
        return item

    def _new_item(self, tell: Tell) -> DigestItem:
        occurrence = tell.stored.occurrence
        registry = self._view.registry
        plan = registry.plans[occurrence.plan]
        collected = occurrence.units_due is None or self._today >= occurrence.units_due
        return DigestItem(
            occurrence=occurrence,
            plan=plan,
            agency=agency_label(registry.agencies[occurrence.agency]),
            tasks=tell.tasks,
            filled=tell.owed.filled,
            today=self._today,
            days_left=self._view.working_days(self._today, occurrence.target),
            days_over=max(0, self._view.working_days(occurrence.last_day, self._today)),
            secret=sum(task.secret for task in self._view.tasks_of(occurrence) if not task.completed),
            receiver=self._receiver(occurrence, plan),
            missing=self._missing.get(occurrence.key, ()),
            units=len(occurrence.gathers) if collected else 0,
            on_behalf=self._name(tell.on_behalf),
            escalated=tell.escalated,
        )

    def _receiver(self, occurrence: Occurrence, plan: Plan) -> str | None:
        for rule in plan.reports:
            if rule.id == occurrence.obligation and rule.to in self._view.registry.agencies:
                return agency_label(self._view.registry.successor(rule.to, occurrence.target))
        return None

    def _name(self, person: str | None) -> str | None:
        known = self._view.registry.people.get(person) if person else None
        return known.name if known else None

    def _load_missing(self, tells: Iterable[Tell]) -> None:
        """Which units have not reported in full yet, for each consolidation."""
        told = (t.stored.occurrence for t in tells if t.stored.occurrence.kind is ObligationKind.CONSOLIDATION)
        agencies = self._view.registry.agencies
        for key, units in units_missing(self._uow, self._view.registry, told, self._today).items():
            self._missing[key] = tuple(unit_text(agencies[unit.occurrence.agency], unit) for unit in units)
