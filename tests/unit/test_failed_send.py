"""What follows a failed send, for digests and answers alike."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.schedule.failed_send import (
    ANSWER,
    DIGEST,
    LONGEST_RETRY,
    MOST_MOVES,
    NextTry,
    Sending,
    Verdict,
    after_failure,
)
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState

BOTH = pytest.mark.parametrize("sending", [DIGEST, ANSWER], ids=["digest", "answer"])
AT_ONCE = timedelta()


@BOTH
def test_a_temporary_error_is_tried_again_ever_later(sending: Sending) -> None:
    found = [after_failure(Verdict.RETRY, sending, attempts=n) for n in range(30)]

    assert {(f.state, f.reason) for f in found} == {(ReminderState.ERRORED, Reason.RETRY)}
    delays = [f.after for f in found if f.after is not None]
    assert delays[:3] == [timedelta(seconds=s) for s in (5, 10, 20)]
    assert delays == sorted(delays)
    assert delays[-1] == LONGEST_RETRY


@BOTH
def test_the_wait_a_provider_names_is_kept_and_never_cut_short(sending: Sending) -> None:
    assert after_failure(Verdict.RETRY, sending, attempts=9, wait=2.1).after == timedelta(seconds=3)


@BOTH
def test_what_may_have_arrived_is_repeated_once(sending: Sending) -> None:
    first = after_failure(Verdict.AMBIGUOUS, sending)
    second = after_failure(Verdict.AMBIGUOUS, sending, repeats=1)

    assert first == NextTry(ReminderState.UNKNOWN, Reason.AMBIGUOUS, sending.before_repeat)
    assert second == NextTry(ReminderState.UNKNOWN, Reason.AMBIGUOUS)


@BOTH
def test_without_quota_it_waits_for_a_morning(sending: Sending) -> None:
    assert after_failure(Verdict.QUOTA, sending) == NextTry(ReminderState.ERRORED, Reason.QUOTA)


@BOTH
def test_a_chat_is_followed_but_not_for_ever(sending: Sending) -> None:
    found = [after_failure(Verdict.MOVED, sending, attempts=n, new_address="new") for n in range(MOST_MOVES + 1)]

    assert set(found[:-1]) == {NextTry(ReminderState.ERRORED, Reason.MOVED_CHAT, AT_ONCE)}
    assert found[-1] == NextTry(ReminderState.FAILED, Reason.REJECTED)
    assert after_failure(Verdict.MOVED, sending) == NextTry(ReminderState.FAILED, Reason.REJECTED)


@BOTH
def test_what_is_refused_is_not_sent_again(sending: Sending) -> None:
    assert after_failure(Verdict.REJECTED, sending, attempts=0) == NextTry(ReminderState.FAILED, Reason.REJECTED)


@pytest.mark.parametrize(
    ("verdict", "sending", "expected"),
    [
        (Verdict.STOP_CHANNEL, DIGEST, NextTry(ReminderState.PLANNED, Reason.CHANNEL_STOPPED, AT_ONCE)),
        (Verdict.STOP_CHANNEL, ANSWER, NextTry(ReminderState.ERRORED, Reason.CHANNEL_STOPPED, timedelta(minutes=1))),
        (Verdict.RECIPIENT_GONE, DIGEST, NextTry(ReminderState.ERRORED, Reason.UNREACHABLE, AT_ONCE)),
        (Verdict.RECIPIENT_GONE, ANSWER, NextTry(ReminderState.FAILED, Reason.UNREACHABLE)),
    ],
)
def test_a_digest_looks_for_another_chat_and_an_answer_stays_with_its_own(
    verdict: Verdict, sending: Sending, expected: NextTry
) -> None:
    assert after_failure(verdict, sending) == expected
