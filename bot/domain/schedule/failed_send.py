"""The one rule for what follows a failed send: what is marked, why, and when it is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import ceil

from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState

#: Before the first new try after a temporary error, doubled each time …
FIRST_RETRY = timedelta(seconds=5)
#: … up to this.
LONGEST_RETRY = timedelta(minutes=30)
#: A chat that still moves after so many tries is an error of the provider.
MOST_MOVES = 8


class Verdict(StrEnum):
    """What the caller does next after a failed send."""

    #: Temporary: try again after the seconds the provider named, or the caller's own delay.
    RETRY = "retry"
    #: Blocked, deleted, never started, or the time is over in which the network lets anybody write to somebody who is
    #: silent: unreachable until something comes from there.
    RECIPIENT_GONE = "recipient_gone"
    #: May have arrived: ``unknown``, repeat at most once.
    AMBIGUOUS = "ambiguous"
    #: Out of messages for the day or month.
    QUOTA = "quota"
    #: The message itself is refused; sending it again cannot help.
    REJECTED = "rejected"
    #: The channel is unusable (token revoked): stop sending, tell the admins.
    STOP_CHANNEL = "stop_channel"
    #: The address has a new value.
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Sending:
    """What kind of message failed."""

    #: Before one that may have arrived is repeated.
    before_repeat: timedelta
    #: Before another look once the channel is stopped.
    channel_rest: timedelta
    #: Not on its way any more while the channel is stopped, so that it can take another one.
    lets_go: bool
    #: It can reach the person in another chat.
    other_chats: bool


DIGEST = Sending(timedelta(seconds=60), timedelta(), lets_go=True, other_chats=True)
#: An answer goes to the chat that asked, and somebody waits for it.
ANSWER = Sending(timedelta(seconds=5), timedelta(minutes=1), lets_go=False, other_chats=False)


@dataclass(frozen=True, slots=True)
class NextTry:
    """``after`` None: not again, or for ``QUOTA`` on the next working morning."""

    state: ReminderState
    reason: Reason
    after: timedelta | None = None


def after_failure(
    verdict: Verdict,
    sending: Sending,
    *,
    attempts: int = 0,
    repeats: int = 0,
    wait: float | None = None,
    new_address: str | None = None,
) -> NextTry:
    """What is marked and when it is tried again.

    ``attempts`` and ``repeats``: how often it was tried, and repeated, before; ``wait``: seconds the provider named.
    """
    match verdict:
        case Verdict.RETRY:
            return NextTry(ReminderState.ERRORED, Reason.RETRY, _delay(attempts, wait))
        case Verdict.AMBIGUOUS:
            again = None if repeats else sending.before_repeat
            return NextTry(ReminderState.UNKNOWN, Reason.AMBIGUOUS, again)
        case Verdict.QUOTA:
            return NextTry(ReminderState.ERRORED, Reason.QUOTA)
        case Verdict.STOP_CHANNEL:
            state = ReminderState.PLANNED if sending.lets_go else ReminderState.ERRORED
            return NextTry(state, Reason.CHANNEL_STOPPED, sending.channel_rest)
        case Verdict.RECIPIENT_GONE if sending.other_chats:
            return NextTry(ReminderState.ERRORED, Reason.UNREACHABLE, timedelta())
        case Verdict.RECIPIENT_GONE:
            return NextTry(ReminderState.FAILED, Reason.UNREACHABLE)
        case Verdict.MOVED if new_address and attempts < MOST_MOVES:
            return NextTry(ReminderState.ERRORED, Reason.MOVED_CHAT, timedelta())
        case Verdict.MOVED | Verdict.REJECTED:
            return NextTry(ReminderState.FAILED, Reason.REJECTED)


def _delay(attempts: int, wait: float | None) -> timedelta:
    if wait is not None:
        return timedelta(seconds=ceil(wait))
    doubled: int = 2 ** min(attempts, 20)
    return min(FIRST_RETRY * doubled, LONGEST_RETRY)
