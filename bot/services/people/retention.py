"""Removes what has been kept as long as the privacy notice says (``privacy_texts.terms``), once a day."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from bot.domain.conversation import state_from_json
from bot.messages.people.privacy_texts import DRAFT_DAYS, MESSAGE_MONTHS
from bot.services.people.linking import ATTEMPTS_KEPT
from bot.store.database import Database
from bot.store.unit_of_work import UnitOfWork

#: A year and a day, so that nothing goes before the notice says.
MESSAGES_KEPT = timedelta(days=MESSAGE_MONTHS * 365 // 12 + 1)
DRAFTS_KEPT = timedelta(days=DRAFT_DAYS)
#: A last word that cannot be delivered goes soon: it holds the address of somebody who wants to be forgotten.
GOODBYES_KEPT = timedelta(days=1)

#: Long enough for somebody to look into it.
SET_ASIDE_KEPT = timedelta(days=30)

_EVERY = timedelta(days=1)
#: A clock that jumps further than this is not believed at once: a machine may boot years ahead and be corrected.
_BELIEVED = timedelta(days=31)
_WAIT = timedelta(hours=1)
_DONE, _DOUBTED = "retention.done", "retention.doubted"


def tidy(database: Database, now: datetime) -> bool:
    """Remove what is due to go, unless that was done within a day; True when it was done now.

    After a jump of the clock nothing goes for an hour by that clock, since what is removed cannot be had back.
    """
    with database.read() as uow:
        if not _is_due(uow, now):
            return False
    with database.transaction() as uow:
        if not _is_credible(uow, now):
            return False
        _remove(uow, now)
        uow.settings.put(_DONE, now.isoformat())
        uow.settings.put(_DOUBTED, "")
    return True


def _is_due(uow: UnitOfWork, now: datetime) -> bool:
    done, doubted = _moment(uow, _DONE), _moment(uow, _DOUBTED)
    if doubted is not None and doubted <= now < doubted + _WAIT:
        return False
    return done is None or not done <= now < done + _EVERY


def _is_credible(uow: UnitOfWork, now: datetime) -> bool:
    done, doubted = _moment(uow, _DONE), _moment(uow, _DOUBTED)
    if done is None or done <= now <= done + _BELIEVED:
        return True
    if doubted is not None and doubted + _WAIT <= now <= doubted + _BELIEVED:
        return True
    uow.settings.put(_DOUBTED, now.isoformat())
    return False


def _moment(uow: UnitOfWork, key: str) -> datetime | None:
    said = uow.settings.get(key)
    return datetime.fromisoformat(said) if said else None


def _remove(uow: UnitOfWork, now: datetime) -> None:
    for chat in uow.retention.idle_chats(now - MESSAGES_KEPT):
        uow.person_data.forget_chat(*chat)
    uow.retention.drop_messages(now - MESSAGES_KEPT)
    uow.retention.drop_goodbyes(now - GOODBYES_KEPT)
    uow.retention.drop_set_aside(now - SET_ASIDE_KEPT)
    uow.retention.drop_attempts(now - ATTEMPTS_KEPT)
    uow.retention.drop_drafts(now - DRAFTS_KEPT)
    # Files of younger drafts stay; so does, for a day, what an event under way has just stored.
    waiting = {f for data in uow.retention.conversations() for f in state_from_json(json.loads(data), now)[0].files}
    uow.attachments.drop_unreported(uow.retention.files_before(now - _EVERY) - waiting)
