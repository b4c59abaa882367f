"""What a send's answer means: what is marked, who is told again when, which channel rests."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.channels.base import SendError, SendResult, Verdict
from bot.clock import Clock
from bot.domain.plan.in_use import InUse
from bot.domain.schedule.failed_send import DIGEST, NextTry, Sending, after_failure
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.domain.schedule.sending_time import next_morning
from bot.services.dispatch.decide import Decisions
from bot.services.dispatch.digests import Outgoing
from bot.services.dispatch.journal import Effect, Journal
from bot.services.dispatch.pacing import Pacer
from bot.store.people.records import AccountState
from bot.store.sending.records import SendOutcome
from bot.store.unit_of_work import UnitOfWork

#: Setting that says a channel was stopped, for the sweep and the board: ``{"reason", "at"}``.
STOPPED = "dispatch.stopped."

#: A stopped channel is tried again after so long, doubled each time …
_FIRST_REST = timedelta(minutes=1)
#: … up to this.
_LONGEST_REST = timedelta(minutes=30)


@dataclass(slots=True)
class SendTally:
    """What became of reminders and digests in one tick."""

    sent: int = 0
    errored: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    postponed: int = 0

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def counts(self) -> dict[str, int]:
        """By name, for the log."""
        return asdict(self)

    def add(self, other: SendTally) -> None:
        """Add another count to this one."""
        for name, value in other.counts().items():
            setattr(self, name, getattr(self, name) + value)


def send_error(error: Exception) -> SendError:
    """Whatever a channel raises beside its own errors: the message may have arrived."""
    return error if isinstance(error, SendError) else SendError(Verdict.AMBIGUOUS, type(error).__name__)


def settled(decisions: Decisions) -> SendTally:
    """What was decided without sending."""
    return SendTally(
        cancelled=sum(map(len, decisions.cancels.values())),
        failed=sum(map(len, decisions.fails.values())),
        postponed=sum(map(len, decisions.postponed.values())),
    )


class Verdicts:
    """Turns results into marks. Keeps in memory which channels rest; used from one event loop."""

    def __init__(
        self,
        journal: Journal,
        pacers: Mapping[str, Pacer],
        clock: Clock,
        in_use: Callable[[], InUse],
    ) -> None:
        self._journal = journal
        self._pacers = pacers
        self._clock = clock
        self._in_use = in_use
        #: Channel → until when it is not used.
        self._resting: dict[str, datetime] = {}
        #: Channel → how long it rests when it is stopped once more.
        self._next_rest: dict[str, timedelta] = {}
        self._maybe_marked: set[str] = set(pacers)
        self.tally = SendTally()

    # Channels

    def blocked(self, now: datetime) -> set[str]:
        """Channels that are not used at ``now``."""
        return {name for name in self._resting if self.is_blocked(name, now)}

    def is_blocked(self, channel: str, now: datetime) -> bool:
        """Whether that channel rests at ``now``."""
        return channel in self._resting and now < self._resting[channel]

    def clock_set_back(self) -> None:
        """A rest until a moment of the wrong clock is over; the provider says again when it must go on."""
        self._resting.clear()

    def stop_channel(self, channel: str, reason: str) -> None:
        """For a growing while, then it is tried again; said on the board and /healthz until something arrives."""
        now = self._clock.now()
        if not self.is_blocked(channel, now):
            # Sends that fail together are one failure.
            rest = self._next_rest.get(channel, _FIRST_REST)
            self._next_rest[channel] = min(2 * rest, _LONGEST_REST)
            self._resting[channel] = now + rest
        self._maybe_marked.add(channel)
        said = json.dumps({"reason": reason, "at": self._clock.now().isoformat()}, ensure_ascii=False)
        self._journal.effect(lambda uow: uow.settings.put(f"{STOPPED}{channel}", said))

    def works(self, channel: str) -> None:
        """Something has just gone through, so an old mark that it was stopped is wrong."""
        self._next_rest.pop(channel, None)
        if channel in self._maybe_marked:
            self._maybe_marked.discard(channel)
            self._journal.effect(lambda uow: uow.settings.put(f"{STOPPED}{channel}", ""))

    def _rest_until_morning(self, channel: str) -> datetime:
        """Out of quota: try again on the next working morning."""
        morning = next_morning(self._clock.now(), self._in_use())
        self._resting[channel] = morning
        return morning

    # Digests

    def digest(self, outgoing: Outgoing, result: SendResult | Exception) -> None:
        """Record what became of a digest."""
        if isinstance(result, SendResult):
            self.tally.sent += 1
            self.works(outgoing.delivery.channel)
            self._mark(outgoing, ReminderState.SENT, message_id=result.message_id)
        else:
            self._failed(outgoing, send_error(result))

    def give_back(self, outgoing: Outgoing) -> None:
        """Marked as on its way and not sent after all."""
        self._mark(outgoing, ReminderState.PLANNED, retry_at=self._clock.now())

    def next_try(
        self, channel: str, error: SendError, sending: Sending, *, attempts: int, repeats: int
    ) -> tuple[NextTry, datetime | None]:
        """What is done, and when it is tried again; the channel is silent where the provider wants it."""
        wait = error.retry_after
        judged = after_failure(
            error.verdict, sending, attempts=attempts, repeats=repeats, wait=wait, new_address=error.new_address
        )
        if judged.reason is Reason.RETRY and wait is not None:
            self._pacers[channel].pause(wait)
        if judged.reason is Reason.QUOTA:
            return judged, self._rest_until_morning(channel)
        return judged, None if judged.after is None else self._clock.now() + judged.after

    def _failed(self, outgoing: Outgoing, error: SendError) -> None:
        delivery, reason = outgoing.delivery, str(error)
        judged, at = self.next_try(
            delivery.channel, error, DIGEST, attempts=delivery.attempts, repeats=outgoing.repeats
        )
        if judged.reason is Reason.CHANNEL_STOPPED:
            self.stop_channel(delivery.channel, reason)
        effects: list[Effect] = []
        if judged.reason is Reason.UNREACHABLE:
            # Another look finds the person's next channel, or nobody to write to.
            effects.append(self._gone(outgoing.account, reason))
        if judged.reason is Reason.MOVED_CHAT and error.new_address:
            # The buttons are signed for the old chat, so the digest is made anew.
            effects.append(self.moved(delivery.channel, delivery.address, error.new_address))
        self._count(judged.state)
        self._mark(outgoing, judged.state, *effects, reason=judged.reason, detail=reason, retry_at=at)

    def _count(self, state: ReminderState) -> None:
        self.tally.errored += state is ReminderState.ERRORED
        self.tally.unknown += state is ReminderState.UNKNOWN
        self.tally.failed += state is ReminderState.FAILED

    def _mark(
        self,
        outgoing: Outgoing,
        state: ReminderState,
        *effects: Effect,
        message_id: str | None = None,
        reason: Reason | None = None,
        detail: str = "",
        retry_at: datetime | None = None,
    ) -> None:
        delivery = outgoing.delivery
        outcome = SendOutcome(
            delivery.id, delivery.items.reminders, state, self._clock.now(), message_id, reason, detail, retry_at
        )
        self._journal.outcome(outcome, *effects)

    @staticmethod
    def _gone(account: int, reason: str) -> Effect:
        return lambda uow: uow.accounts.set_state(account, AccountState.UNREACHABLE, reason)

    @staticmethod
    def moved(channel: str, old: str, new: str) -> Effect:
        """The chat has a new address; what still waits for it goes there."""

        def move(uow: UnitOfWork) -> None:
            uow.accounts.move_address(channel, old, new)
            uow.replies.readdress(channel, old, new)

        return move
