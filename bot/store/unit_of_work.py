"""One transaction's view of the data: the repositories on one connection."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.store.answers.answer_repository import AnswerRepository
from bot.store.audit.audit_repository import AuditRepository
from bot.store.people.account_repository import AccountRepository
from bot.store.retention_repository import RetentionRepository
from bot.store.schedule.schedule_repository import ScheduleRepository
from bot.store.sending.delivery_repository import OutboxRepository
from bot.store.set_back import bring_back


class UnitOfWork:
    """Valid inside ``Database.transaction()`` or ``Database.read()`` only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.schedule = ScheduleRepository(connection)
        self.outbox = OutboxRepository(connection)
        self.accounts = AccountRepository(connection)
        self.answers = AnswerRepository(connection)
        self.audit = AuditRepository(connection)
        self.retention = RetentionRepository(connection)

    def clock_set_back(self, now: datetime, lease_until: datetime) -> None:
        """As ``bring_back``."""
        bring_back(self._connection, now, lease_until)
