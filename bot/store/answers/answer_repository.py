"""What comes in: events, conversations, status reports and what people ask of the schedule."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from bot.channels.base import InboundEvent, OddUpdate
from bot.domain.answers.status_report import Attachment, Status, StatusReport
from bot.store.answers.records import StoredDisclaim, StoredSnooze
from bot.store.answers.tables import attachments, disclaims, snoozes, status_reports
from bot.store.conversation.records import StoredEvent
from bot.store.conversation.tables import conversations, events, set_aside
from bot.store.sending.message_json import event_from_json, event_to_json
from bot.store.sql import chunks, next_numbers, note_erased, upsert
from bot.store.times import day_or_none, from_epoch, from_epoch_or_none, iso_or_none, to_epoch

_EVENT_COLUMNS = ["channel", "external_id", "address", "kind", "at", "payload", "waiting_since"]
_ADD_EVENT = upsert(events, ["channel", "external_id"], _EVENT_COLUMNS, [])
_SET_ASIDE = upsert(set_aside, ["channel", "external_id"], ["channel", "external_id", "reason", "raw", "at"], [])
_SAVE_CONVERSATION = upsert(conversations, ["channel", "address"], ["channel", "address", "data", "at"], ["data", "at"])
_REPORT_COLUMNS = [c.name for c in status_reports.columns if c.name != "id"]


class AnswerRepository:
    """Reads and writes answers on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Inbound events

    def add_event(self, event: InboundEvent) -> bool:
        """Store it as waiting; False when it was received before."""
        at = to_epoch(event.at)
        values = {
            "channel": event.channel,
            "external_id": event.external_id,
            "address": event.address,
            "kind": event.kind.value,
            "at": at,
            "payload": event_to_json(event),
            "waiting_since": at,
        }
        return self._connection.execute(_ADD_EVENT, values).rowcount == 1

    def unprocessed_events(self, limit: int = 10_000, per_chat: int = 200) -> list[StoredEvent]:
        """Events that wait, in the order they came; the first ``per_chat`` of each chat, so that none hides another."""
        place = func.row_number().over(partition_by=(events.c.channel, events.c.address), order_by=events.c.id)
        waiting = select(events.c.id, place.label("place")).where(events.c.waiting_since.is_not(None)).subquery()
        first = select(waiting.c.id).where(waiting.c.place <= per_chat)
        query = select(events).where(events.c.id.in_(first)).order_by(events.c.id).limit(limit)
        return [_stored_event(row) for row in self._connection.execute(query)]

    def mark_processed(self, channel: str, external_id: str, at: datetime) -> None:
        """The event has had its effect."""
        of_event = (events.c.channel == channel) & (events.c.external_id == external_id)
        values = {"waiting_since": None, "processed_at": to_epoch(at)}
        self._connection.execute(update(events).where(of_event).values(values))

    def take_event(self, channel: str, external_id: str, at: datetime) -> bool:
        """Mark a waiting event as processed; False when it already is, so that its effects happen once."""
        of_event = (events.c.channel == channel) & (events.c.external_id == external_id)
        waiting = update(events).where(of_event, events.c.waiting_since.is_not(None))
        return self._connection.execute(waiting.values(waiting_since=None, processed_at=to_epoch(at))).rowcount == 1

    def last_external_id(self, channel: str) -> str | None:
        """The provider's id of the newest event of that channel."""
        query = select(events.c.external_id).where(events.c.channel == channel).order_by(events.c.id.desc())
        return self._connection.execute(query.limit(1)).scalar()

    # What is set aside

    def set_aside(self, odd: OddUpdate, at: datetime) -> bool:
        """Keep it apart; False when it is there already."""
        values = {
            "channel": odd.channel,
            "external_id": odd.external_id,
            "reason": odd.reason,
            "raw": odd.raw,
            "at": to_epoch(at),
        }
        return self._connection.execute(_SET_ASIDE, values).rowcount == 1

    def set_aside_counts(self, since: datetime) -> dict[str, int]:
        """By channel, how much was set aside since then."""
        query = select(set_aside.c.channel, func.count()).where(set_aside.c.at >= to_epoch(since))
        rows = self._connection.execute(query.group_by(set_aside.c.channel))
        return {row[0]: row[1] for row in rows}

    # Conversations

    def load_conversation(self, channel: str, address: str) -> dict[str, Any] | None:
        """The state saved for that chat."""
        query = select(conversations.c.data).where(_chat(channel, address))
        found = self._connection.execute(query).scalar()
        return None if found is None else json.loads(found)

    def save_conversation(self, channel: str, address: str, data: dict[str, Any] | None, at: datetime) -> None:
        """Replace the state of that chat; None forgets it."""
        if data is None:
            self._connection.execute(delete(conversations).where(_chat(channel, address)))
            return
        values = {
            "channel": channel,
            "address": address,
            "data": json.dumps(data, ensure_ascii=False, separators=(",", ":")),
            "at": to_epoch(at),
        }
        self._connection.execute(_SAVE_CONVERSATION, values)

    # Status reports

    def next_receipt(self, at: datetime) -> str:
        """A new receipt number: "BC-2024-000123"."""
        (number,) = next_numbers(self._connection, f"receipt-{at.year}", 1)
        return f"BC-{at.year}-{number:06d}"

    def add_status_report(self, report: StatusReport) -> StatusReport:
        """Append an answer; returns it with its id and, where it has none yet, a receipt number."""
        stored = replace(report, receipt=report.receipt or self.next_receipt(report.at))
        row = {c: _plain(getattr(stored, c)) for c in _REPORT_COLUMNS}
        new = self._connection.execute(insert(status_reports).values(row).returning(status_reports.c.id))
        return replace(stored, id=int(new.scalar_one()))

    def latest_by_task(self, plan: str, agency: str) -> dict[str, StatusReport]:
        """The newest answer about each task of that agency in the plan."""
        where = (status_reports.c.plan == plan) & (status_reports.c.agency == agency)
        newest = select(func.max(status_reports.c.id)).where(where, status_reports.c.task.is_not(None))
        query = select(status_reports).where(status_reports.c.id.in_(newest.group_by(status_reports.c.task)))
        return {str(r.task): r for r in self._reports(query)}

    def reports_of(self, occurrence: str) -> list[StatusReport]:
        """Every answer under one occurrence, oldest first."""
        query = select(status_reports).where(status_reports.c.occurrence == occurrence)
        return self._reports(query.order_by(status_reports.c.id))

    def reports_of_plan(self, plan: str, until: datetime | None = None) -> list[StatusReport]:
        """Every answer in a plan up to ``until`` (inclusive), oldest first."""
        query = select(status_reports).where(status_reports.c.plan == plan)
        if until is not None:
            query = query.where(status_reports.c.at <= to_epoch(until))
        return self._reports(query.order_by(status_reports.c.id))

    def history(self, person: str, limit: int = 20) -> list[StatusReport]:
        """The newest answers that count for a person."""
        query = select(status_reports).where(status_reports.c.person == person)
        return self._reports(query.order_by(status_reports.c.id.desc()).limit(limit))

    def _reports(self, query: Select[Any]) -> list[StatusReport]:
        return [_status_report(row) for row in self._connection.execute(query)]

    # Attachments

    def add_attachment(self, name: str, mime: str, content: bytes, at: datetime) -> Attachment:
        """Keep a file given with an answer."""
        values = {"name": name, "mime": mime, "size": len(content), "content": content, "at": to_epoch(at)}
        new = self._connection.execute(insert(attachments).values(values).returning(attachments.c.id))
        return Attachment(int(new.scalar_one()), name, mime, len(content))

    def attachment(self, attachment_id: int) -> tuple[Attachment, bytes] | None:
        """The file with its bytes."""
        row = self._connection.execute(select(attachments).where(attachments.c.id == attachment_id)).first()
        return None if row is None else (Attachment(row.id, row.name, row.mime, row.size), bytes(row.content))

    def attachments(self, ids: Iterable[int]) -> list[Attachment]:
        """The files without their bytes."""
        c = attachments.c
        query = select(c.id, c.name, c.mime, c.size).where(c.id.in_(list(ids))).order_by(c.id)
        return [Attachment(*row) for row in self._connection.execute(query)]

    def drop_unreported(self, ids: Collection[int]) -> int:
        """Delete those of the files that no answer refers to; how many went."""
        if not ids:
            return 0
        lists = self._connection.execute(
            select(status_reports.c.attachments).where(status_reports.c.attachments != "[]")
        )
        loose = set(ids).difference(*(json.loads(listed) for listed in lists.scalars()))
        for part in chunks(loose):
            self._connection.execute(delete(attachments).where(attachments.c.id.in_(part)))
        if loose:
            note_erased(self._connection)
        return len(loose)

    # Snoozes and disclaims

    def add_snooze(self, person: str, occurrence: str, until: datetime, at: datetime) -> None:
        """Nothing to this person about that occurrence before ``until``."""
        values = {"person": person, "occurrence": occurrence, "until": to_epoch(until), "at": to_epoch(at)}
        self._connection.execute(insert(snoozes).values(values))

    def active_snooze(self, person: str, occurrence: str, now: datetime) -> StoredSnooze | None:
        """The snooze in force, the one asked for last when several are."""
        return self.active_snoozes([occurrence], now).get((person, occurrence))

    def active_snoozes(self, keys: Collection[str], now: datetime) -> dict[tuple[str, str], StoredSnooze]:
        """Snoozes in force for those occurrences, by (person, occurrence)."""
        query = select(snoozes).where(snoozes.c.until > to_epoch(now)).order_by(snoozes.c.id)
        return {
            (row.person, row.occurrence): _snooze(row)
            for part in chunks(keys)
            for row in self._connection.execute(query.where(snoozes.c.occurrence.in_(part)))
        }

    def snoozes_of(self, occurrence: str) -> list[StoredSnooze]:
        """Every snooze ever asked for, oldest first; the coordinator sees them."""
        query = select(snoozes).where(snoozes.c.occurrence == occurrence).order_by(snoozes.c.id)
        return [_snooze(row) for row in self._connection.execute(query)]

    def add_disclaim(
        self, occurrence: str, task: str | None, person: str, reason: str | None, suggested: str | None, at: datetime
    ) -> StoredDisclaim:
        """ "Không phải việc của tôi": kept until the coordinator has decided."""
        values = {
            "occurrence": occurrence,
            "task": task,
            "person": person,
            "reason": reason,
            "suggested": suggested,
            "at": to_epoch(at),
        }
        return _disclaim(self._connection.execute(insert(disclaims).values(values).returning(*disclaims.c)).one())

    def open_disclaims(self, plan: str | None = None) -> list[StoredDisclaim]:
        """Those that are not settled, oldest first."""
        query = select(disclaims).where(disclaims.c.resolved_at.is_(None)).order_by(disclaims.c.id)
        if plan is not None:
            query = query.where(disclaims.c.occurrence.startswith(f"{plan}/", autoescape=True))
        return [_disclaim(row) for row in self._connection.execute(query)]

    def disclaims_of(self, keys: Collection[str]) -> list[StoredDisclaim]:
        """Those about these occurrences that are not settled."""
        query = select(disclaims).where(disclaims.c.resolved_at.is_(None)).order_by(disclaims.c.id)
        return [
            _disclaim(row)
            for part in chunks(keys)
            for row in self._connection.execute(query.where(disclaims.c.occurrence.in_(part)))
        ]

    def resolve_disclaim(self, disclaim_id: int, at: datetime) -> None:
        """It is settled whose the work is."""
        self._connection.execute(
            update(disclaims).where(disclaims.c.id == disclaim_id).values(resolved_at=to_epoch(at))
        )


def _chat(channel: str, address: str) -> Any:
    return (conversations.c.channel == channel) & (conversations.c.address == address)


def _plain(value: Any) -> Any:
    """A field of a status report as stored."""
    if isinstance(value, Status):
        return value.value
    if isinstance(value, tuple):
        return json.dumps(value)
    if isinstance(value, datetime):
        return to_epoch(value)
    return iso_or_none(value) if hasattr(value, "isoformat") else value


def _status_report(row: Row[Any]) -> StatusReport:
    values: dict[str, Any] = dict(row._mapping)
    values["at"] = from_epoch(row.at)
    values["status"] = None if row.status is None else Status(row.status)
    values["attachments"] = tuple(json.loads(row.attachments))
    values["beyond_authority"] = bool(row.beyond_authority)
    for name in ("completed_on", "expected_on", "document_date"):
        values[name] = day_or_none(values[name])
    return StatusReport(**values)


def _stored_event(row: Row[Any]) -> StoredEvent:
    event = event_from_json(row.channel, row.external_id, row.address, row.kind, from_epoch(row.at), row.payload)
    return StoredEvent(row.id, event, from_epoch_or_none(row.processed_at))


def _snooze(row: Row[Any]) -> StoredSnooze:
    return StoredSnooze(row.person, row.occurrence, from_epoch(row.until), from_epoch(row.at))


def _disclaim(row: Row[Any]) -> StoredDisclaim:
    return StoredDisclaim(
        id=row.id,
        occurrence=row.occurrence,
        task=row.task,
        person=row.person,
        reason=row.reason,
        suggested=row.suggested,
        at=from_epoch(row.at),
        resolved_at=from_epoch_or_none(row.resolved_at),
    )
