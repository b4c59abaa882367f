"""One transaction's view of the data: the repositories on one connection."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.store.answers.attachment_repository import AttachmentRepository
from bot.store.answers.disclaim_repository import DisclaimRepository
from bot.store.answers.snooze_repository import SnoozeRepository
from bot.store.answers.status_report_repository import StatusReportRepository
from bot.store.audit.audit_repository import AuditRepository
from bot.store.audit.revision_repository import RevisionRepository
from bot.store.conversation.conversation_repository import ConversationRepository
from bot.store.conversation.event_repository import EventRepository
from bot.store.people.account_repository import AccountRepository
from bot.store.people.invite_repository import InviteRepository
from bot.store.people.leave_repository import LeaveRepository
from bot.store.people.person_data import PersonData
from bot.store.people.phone_repository import PhoneRepository
from bot.store.people.privacy_request_repository import PrivacyRequestRepository
from bot.store.program.setting_repository import SettingRepository
from bot.store.retention_repository import RetentionRepository
from bot.store.schedule.occurrence_repository import OccurrenceRepository
from bot.store.schedule.reminder_repository import ReminderRepository
from bot.store.sending.delivery_repository import DeliveryRepository
from bot.store.sending.reminder_claims import ReminderClaims
from bot.store.sending.reply_queue import ReplyQueue
from bot.store.set_back import bring_back


class UnitOfWork:
    """Valid inside ``Database.transaction()`` or ``Database.read()`` only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.occurrences = OccurrenceRepository(connection)
        self.reminders = ReminderRepository(connection)
        self.claims = ReminderClaims(connection)
        self.deliveries = DeliveryRepository(connection)
        self.replies = ReplyQueue(connection)
        self.events = EventRepository(connection)
        self.conversations = ConversationRepository(connection)
        self.reports = StatusReportRepository(connection)
        self.attachments = AttachmentRepository(connection)
        self.snoozes = SnoozeRepository(connection)
        self.disclaims = DisclaimRepository(connection)
        self.accounts = AccountRepository(connection)
        self.invites = InviteRepository(connection)
        self.phones = PhoneRepository(connection)
        self.leaves = LeaveRepository(connection)
        self.privacy_requests = PrivacyRequestRepository(connection)
        self.person_data = PersonData(connection)
        self.audit = AuditRepository(connection)
        self.revisions = RevisionRepository(connection)
        self.settings = SettingRepository(connection)
        self.retention = RetentionRepository(connection)

    def clock_set_back(self, now: datetime, lease_until: datetime) -> None:
        bring_back(self._connection, now, lease_until)
