"""What linking and privacy know about the event in hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.channels.base import Button, InboundEvent, OutboundMessage
from bot.domain.plan.plan import Agency, Person, Plan, Registry, Role, unique
from bot.messages.people.privacy_texts import PrivacyNotice, notice_from
from bot.services.button_data import sign
from bot.store.people.records import Account
from bot.store.unit_of_work import UnitOfWork

#: Payloads of the buttons made here: ``l:<action>:<argument>``.
PREFIX = "l:"


@dataclass(frozen=True, slots=True)
class Visit:
    """One event from one chat, inside one transaction."""

    uow: UnitOfWork
    event: InboundEvent
    account: Account | None
    registry: Registry
    now: datetime
    secret: bytes
    #: What the settings say about who answers for the data; None = as far as the registry tells.
    given_notice: PrivacyNotice | None = None
    #: What stands behind the tapped button; None for any other event and for a button that is not this chat's.
    tapped: str | None = None

    def button(self, label: str, action: str, argument: str = "") -> Button:
        """A signed button for this chat."""
        return Button(label, sign(f"{PREFIX}{action}:{argument}", self.event.address, self.secret))

    def in_place(self, text: str) -> list[OutboundMessage]:
        """``text`` instead of the tapped message, so that its buttons are gone; else a new message."""
        return [OutboundMessage(text, edits=self.event.message_id if self.event.tap_id else None)]

    def goodbye(self, text: str) -> list[OutboundMessage]:
        """As ``in_place``, to a chat of which nothing is kept."""
        return [replace(message, forget=True) for message in self.in_place(text)]

    def holder(self, account: Account) -> Person | None:
        """Whose chat it is, if they still serve: somebody who was replaced is not greeted by the successor's name."""
        person = self.registry.people.get(account.person)
        return person if person is not None and (person.until is None or self.now.date() < person.until) else None

    def person(self, person_id: str) -> Person | None:
        """Whoever holds the place of ``person_id`` today; None when the registry no longer names anybody."""
        if person_id not in self.registry.people:
            return None
        return self.registry.current_person(person_id, self.now.date())

    def agency(self, person: Person) -> Agency:
        """The person's agency under its name of today."""
        return self.registry.successor(person.agency, self.now.date())

    def notice(self, person: Person | None) -> PrivacyNotice:
        """Who answers for this person's data."""
        return self.given_notice or notice_of(self.registry, person, self.now.date())


def notice_of(registry: Registry, person: Person | None, today: date) -> PrivacyNotice:
    """As far as the registry tells: those who consolidate the person's plans decide, their coordinators answer."""
    agencies = unique(
        registry.successor(plan.consolidator, today).id
        for plan in _plans_of(registry, person)
        if plan.consolidator in registry.agencies
    )
    people = unique(p.name for a in agencies for p in registry.people_of(a, Role.COORDINATOR, today))
    return notice_from([registry.agencies[a].name for a in agencies], people)


def _plans_of(registry: Registry, person: Person | None) -> list[Plan]:
    """The plans that name the person, else those of the person's city, else all."""
    plans = list(registry.plans.values())
    if person is None:
        return plans
    named = [plan for plan in plans if plan.key in person.plans]
    agency = registry.agencies.get(person.agency)
    local = [plan for plan in plans if agency is not None and plan.locality == agency.locality]
    return named or local or plans
