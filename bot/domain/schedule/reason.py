"""Why a reminder was not sent, a send failed, or nothing more is asked; in words in ``bot.messages.reasons``."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The value is what the store keeps; what a provider said beside it is kept as a detail."""

    # closed or cancelled
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    REPORTED = "reported"
    CLOSED = "closed"
    REPLACED = "replaced"
    SECRET = "secret"
    POLICY = "policy"
    MERGED = "merged"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    # postponed
    SNOOZED = "snoozed"
    ON_LEAVE = "on_leave"
    DAILY_CAP = "daily_cap"
    DISCLAIMED = "disclaimed"
    DISCLAIM_SETTLED = "disclaim_settled"
    # failed
    NOT_LINKED = "not_linked"
    NO_RECIPIENT = "no_recipient"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    # not settled
    STOPPED = "stopped"
    AMBIGUOUS = "ambiguous"
    RETRY = "retry"
    QUOTA = "quota"
    CHANNEL_STOPPED = "channel_stopped"
    MOVED_CHAT = "moved_chat"
