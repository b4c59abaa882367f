"""HTTP for many sends at once: several small connection pools instead of one large one; odd answers made plain.

httpcore looks through all connections and waiting requests of a pool for each request: with sixteen sends in flight,
one pool takes more than twice the processor time of eight pools with two each (httpx 0.28, httpcore 1.0).
"""

from __future__ import annotations

import json
from asyncio import gather
from math import isfinite
from typing import Any

import httpx
from telegram.error import TelegramError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

#: The longest "wait" that is believed, in seconds; Telegram's own floods last minutes, seldom hours.
LONGEST_WAIT = 86_400.0
#: Seconds to wait where the server asks for a wait that is no number of seconds.
_SOME_WAIT = 5.0


class OddAnswer(TelegramError):
    """The server said that it did what was asked, but its answer cannot be read: the call may have taken effect."""


#: Digits of a number that is still one; Python refuses to read very long ones.
_DIGITS = 19


def read_json(body: bytes) -> Any:
    """JSON in which endless numbers stay text. Raises ValueError, also for nesting without end."""
    try:
        return json.loads(body.decode(errors="replace"), parse_int=_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS else digits


def _read_answer(payload: bytes) -> dict[str, Any]:
    """For the library, whose own reading logs what it cannot read."""
    try:
        answer = read_json(payload)
    except ValueError:
        raise OddAnswer("no JSON in the answer") from None
    if not isinstance(answer, dict):
        raise OddAnswer("no object in the answer")
    return answer


class PlainRequest(HTTPXRequest):
    """Hands the library only answers of the form it expects.

    A refusal of any other form (HTML of a proxy, ``null``, a wait that is no number) becomes a refusal with the same
    status and nothing else; a success without a result raises OddAnswer.
    """

    parse_json_payload = staticmethod(_read_answer)

    async def do_request(self, url: str, method: str, *args: Any, **options: Any) -> tuple[int, bytes]:
        """One HTTP request; status and body."""
        status, body = await super().do_request(url, method, *args, **options)
        # A file's bytes (GET) are nobody's business here.
        return (status, body) if method == "GET" and 200 <= status < 300 else (status, _plain(status, body))


#: How Telegram's own successes begin: not read twice.
_USUAL = b'{"ok":true,"result":'


def _plain(status: int, body: bytes) -> bytes:
    if status == 200 and body.startswith(_USUAL):
        return body
    try:
        said = read_json(body)
    except ValueError:
        said = None
    if 200 <= status < 300:
        if not isinstance(said, dict) or "result" not in said:
            raise OddAnswer("no result in the answer")
        return body
    return json.dumps(
        {"ok": False, "error_code": status, **(_refusal(said) if isinstance(said, dict) else {})}
    ).encode()


def _refusal(said: dict[str, Any]) -> dict[str, Any]:
    """What is of use in a refusal."""
    told: dict[str, Any] = {}
    if isinstance(said.get("description"), str):
        told["description"] = said["description"][:500]
    parameters = said.get("parameters")
    if isinstance(parameters, dict):
        moved, wait = parameters.get("migrate_to_chat_id"), parameters.get("retry_after")
        if isinstance(moved, int) and not isinstance(moved, bool):
            told["parameters"] = {"migrate_to_chat_id": moved}
        elif wait is not None:
            told["parameters"] = {"retry_after": _seconds(wait)}
    return told


def _seconds(wait: object) -> float:
    """A wait that can be waited."""
    try:
        seconds = float(wait)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return _SOME_WAIT
    return min(seconds, LONGEST_WAIT) if isfinite(seconds) and seconds > 0 else _SOME_WAIT


#: Pools, and connections in each; together the connections we may open.
POOLS = 8
CONNECTIONS = 4


class SpreadRequest(BaseRequest):
    """Sends each request through the pool with the fewest under way. ``timeout`` in seconds, tripled for uploads."""

    parse_json_payload = staticmethod(_read_answer)

    def __init__(self, timeout: float) -> None:
        context = httpx.create_ssl_context()
        self._pools = [
            PlainRequest(
                connection_pool_size=CONNECTIONS,
                connect_timeout=timeout,
                read_timeout=timeout,
                write_timeout=timeout,
                pool_timeout=2 * timeout,
                media_write_timeout=3 * timeout,
                httpx_kwargs={"verify": context},
            )
            for _ in range(POOLS)
        ]
        self._busy = [0] * POOLS

    @property
    def read_timeout(self) -> float | None:
        """As given."""
        return self._pools[0].read_timeout

    async def initialize(self) -> None:
        """Open the pools."""
        await gather(*(pool.initialize() for pool in self._pools))

    async def shutdown(self) -> None:
        """Close the pools."""
        await gather(*(pool.shutdown() for pool in self._pools))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One HTTP request; status and body."""
        chosen = min(range(POOLS), key=self._busy.__getitem__)
        self._busy[chosen] += 1
        try:
            return await self._pools[chosen].do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        finally:
            self._busy[chosen] -= 1
