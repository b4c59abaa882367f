"""What commands need that look at an office without running it: its database, its time, who is linked.

Beside ``bot.bootstrap``, which also loads the conversation and the channels: these commands should answer at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock, SteppedClock, SystemClock
from bot.registry.live import LiveRegistry
from bot.services.schedule.health import rehearsed_now
from bot.settings import Settings
from bot.store.database import Database
from bot.store.people.records import AccountState
from bot.store.store_errors import StoreError


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """An office to look at: its files in use, its database up to date, its time."""

    live: LiveRegistry
    database: Database
    clock: Clock


def open_office(settings: Settings) -> OpenOffice:
    """Reads the files and opens the database; the caller closes it.

    On a database where a rehearsal runs it stands at the rehearsal's time, so that ``apply`` plans for the same days.
    """
    live = LiveRegistry(settings.schedules, settings.policies)
    database = open_database(settings)
    with database.read() as uow:
        live.expects_plans = uow.occurrences.exist()
    live.reload()
    return OpenOffice(live, database, offline_clock(database))


def offline_clock(database: Database) -> Clock:
    """The machine's clock, or the time at which a rehearsal on this database last stood."""
    with database.read() as uow:
        moment = rehearsed_now(uow)
    return SteppedClock(moment) if moment is not None else SystemClock()


def open_database(settings: Settings) -> Database:
    """The database, brought up to date."""
    database = Database(settings.database_url)
    database.migrate()
    return database


def linked_people(settings: Settings) -> frozenset[str]:
    """Ids of people with a working chat; nobody where there is no database yet."""
    return frozenset(channel_of_people(settings))


def channel_of_people(settings: Settings) -> Mapping[str, str]:
    """Person id → channel name of their working chat; empty where there is no database yet. Creates nothing."""
    database = Database(settings.database_url)
    if not database.exists():
        return {}
    try:
        with database.read() as uow:
            accounts = uow.accounts.all_accounts()
    except StoreError:
        return {}
    finally:
        database.close()
    return {a.person: a.channel for a in accounts if a.state is AccountState.ACTIVE}
