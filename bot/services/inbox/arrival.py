"""What somebody did, made fit to be stored: no invitation's code in clear, no character a database refuses."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.base import InboundEvent
from bot.domain.text import storable
from bot.services.people.invites import sealed
from bot.store.unit_of_work import UnitOfWork


def fit_to_store(uow: UnitOfWork, event: InboundEvent) -> InboundEvent:
    """The event as it is kept and handled, whatever channel it came from; safe to repeat."""
    return sealed(uow, _cleaned(event))


def _cleaned(event: InboundEvent) -> InboundEvent:
    file = event.file
    return replace(
        event,
        text=storable(event.text),
        command=storable(event.command),
        data=storable(event.data),
        tap_id=storable(event.tap_id) if event.tap_id is not None else None,
        file=replace(file, name=storable(file.name), mime=storable(file.mime)) if file is not None else None,
    )
