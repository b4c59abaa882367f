"""What each of Telegram's errors means for the caller (see ``Verdict``); nothing here ever carries the token."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.base import SendError, Verdict
from bot.channels.telegram.request import OddAnswer
from bot.messages import telegram_trouble as say

# The library's own switch for durations as timedelta, which later versions have for good; without it each 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

#: Whatever looks like a bot token, in a URL or alone.
_TOKEN = re.compile(r"(?<!\d)\d{3,}:[A-Za-z0-9_-]{8,}")

#: What the library says where the refusal itself said nothing: "Forbidden (403)". Telegram always says why.
_PHRASE = re.compile(r"[A-Za-z ]+ \(\d{3}\)")

#: 400 answers that mean there is nobody to write to.
_GONE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated", "chat_id is empty")

#: Raised before a single byte of the request left: certainly not delivered.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


#: Nothing that a server may answer ends more than the one call.
_ODD = (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError, RecursionError, OSError)


@contextmanager
def odd_answers() -> Iterator[None]:
    """Whatever the library trips over in an answer is an OddAnswer, hence a TelegramError like the others."""
    try:
        yield
    except _ODD as error:
        raise OddAnswer(f"{type(error).__name__} in the answer") from error


def scrubbed(text: str) -> str:
    """``text`` with anything that looks like a bot token blotted out."""
    return _TOKEN.sub("***", text)


def seconds(error: RetryAfter) -> float:
    """The pause Telegram asks for."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def send_error(error: TelegramError) -> SendError:
    """The verdict on a failed call. A timeout or reset once the request may have left is AMBIGUOUS."""
    if isinstance(error, RetryAfter):
        return SendError(Verdict.RETRY, say.SLOW_DOWN, retry_after=seconds(error))
    if isinstance(error, OddAnswer):
        return SendError(Verdict.AMBIGUOUS, say.ODD_ANSWER)
    if isinstance(error, ChatMigrated):
        return SendError(Verdict.MOVED, say.GROUP_MOVED, new_address=str(error.new_chat_id))
    if isinstance(error, InvalidToken | Forbidden | BadRequest) and _PHRASE.fullmatch(error.message):
        # A proxy's 403 says nothing about the recipient, its 404 nothing about the token.
        return SendError(Verdict.RETRY, say.not_telegram(_said(error)))
    if isinstance(error, InvalidToken):
        return SendError(Verdict.STOP_CHANNEL, say.TOKEN_REFUSED)
    if isinstance(error, Forbidden):
        return SendError(Verdict.RECIPIENT_GONE, say.recipient_gone(_said(error)))
    if isinstance(error, BadRequest):
        return _bad_request(error)
    return _network(error)


def _bad_request(error: BadRequest) -> SendError:
    if any(phrase in error.message.casefold() for phrase in _GONE):
        return SendError(Verdict.RECIPIENT_GONE, say.no_such_chat(_said(error)))
    return SendError(Verdict.REJECTED, say.content_refused(_said(error)))


def _network(error: TelegramError) -> SendError:
    cause = error.__cause__
    if isinstance(cause, _NOT_SENT) or "is not initialized" in error.message:
        return SendError(Verdict.RETRY, say.NOT_CONNECTED)
    if isinstance(error, Conflict) or _is_server_failure(error):
        return SendError(Verdict.RETRY, say.server_failed(_said(error)))
    return SendError(Verdict.AMBIGUOUS, say.MAY_HAVE_ARRIVED)


def _is_server_failure(error: TelegramError) -> bool:
    """A 5xx in Telegram's own words; 504 comes from a proxy that lost sight of the request, so it is none."""
    if isinstance(error, TimedOut) or not isinstance(error, NetworkError):
        return False
    told = error.__cause__ is None or isinstance(error.__cause__, TelegramError)
    return told and "gateway time" not in error.message.casefold()


def _said(error: TelegramError) -> str:
    return scrubbed(error.message)[:200]
