"""Status reports: what was answered about which task, by receipt number."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from bot.domain.answers.status_report import Status, StatusReport
from bot.store.answers.tables import status_reports
from bot.store.program.numbers import next_numbers
from bot.store.sql import chunks
from bot.store.times import day_or_none, from_epoch, iso_or_none, to_epoch

_REPORT_COLUMNS = [c.name for c in status_reports.columns if c.name != "id"]


class StatusReportRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_receipt(self, at: datetime) -> str:
        """A new receipt number: "BC-2024-000123"."""
        (number,) = next_numbers(self._connection, f"receipt-{at.year}", 1)
        return f"BC-{at.year}-{number:06d}"

    def add(self, report: StatusReport) -> StatusReport:
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

    def of_occurrence(self, occurrence: str) -> list[StatusReport]:
        """Every answer under one occurrence, oldest first."""
        query = select(status_reports).where(status_reports.c.occurrence == occurrence)
        return self._reports(query.order_by(status_reports.c.id))

    def of_plan(self, plan: str, until: datetime | None = None) -> list[StatusReport]:
        """Every answer in a plan up to ``until`` (inclusive), oldest first."""
        query = select(status_reports).where(status_reports.c.plan == plan)
        if until is not None:
            query = query.where(status_reports.c.at <= to_epoch(until))
        return self._reports(query.order_by(status_reports.c.id))

    def of_units(self, plans: Collection[str], agencies: Collection[str]) -> list[StatusReport]:
        """Every answer of these agencies in these plans, oldest first."""
        query = select(status_reports).where(status_reports.c.plan.in_(plans))
        found = (r for part in chunks(agencies) for r in self._reports(query.where(status_reports.c.agency.in_(part))))
        return sorted(found, key=lambda r: r.id or 0)

    def history(self, person: str, limit: int = 20) -> list[StatusReport]:
        """The newest answers that count for a person."""
        query = select(status_reports).where(status_reports.c.person == person)
        return self._reports(query.order_by(status_reports.c.id.desc()).limit(limit))

    def _reports(self, query: Select[Any]) -> list[StatusReport]:
        return [_status_report(row) for row in self._connection.execute(query)]


def _plain(value: Any) -> Any:
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
