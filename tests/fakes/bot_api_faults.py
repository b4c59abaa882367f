"""Faults a test asks for: which calls they hit, how often, and what happens then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api_errors import (
    ApiError,
    blocked_by_user,
    chat_not_found,
    terminated_by_other_poller,
    too_many_requests,
    unauthorized,
)

# kind → answer instead of carrying the call out
REFUSALS: dict[str, Callable[[Fault], ApiError]] = {
    "400_chat_not_found": lambda fault: chat_not_found(),
    "401": lambda fault: unauthorized(),
    "403": lambda fault: blocked_by_user(),
    "409": lambda fault: terminated_by_other_poller(),
    "429": lambda fault: too_many_requests(fault.retry_after),
    "500": lambda fault: ApiError(500, "Internal Server Error"),
}
# kind → (carried out first?, how it ends)
DISTURBANCES = {
    "502": (False, "bad_gateway"),
    "reset": (False, "reset"),
    "reset_after": (True, "reset"),
    "timeout_before": (False, "hang"),
    "timeout_after": (True, "hang"),
}
# kinds that delay only: before carrying out, or between that and the answer
DELAYS = ("slow", "hold", "hold_after")
# kind → carried out first? The answer is the fault's own `status` and `body`.
ODD_ANSWERS = {"says": False, "says_after": True}
KINDS = (*REFUSALS, *DISTURBANCES, *DELAYS, *ODD_ANSWERS)


@dataclass(slots=True)
class Fault:
    """`method` "*" hits every method but getUpdates; `match` compares parameters (text: contained); `times` None means
    until reset. `retry_after` in whole seconds (429), `delay` in seconds (slow)."""

    kind: str
    method: str = "*"
    match: dict[str, Any] = field(default_factory=dict)
    times: int | None = 1
    retry_after: int = 1
    delay: float = 0.0
    status: int = 200
    body: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault kind {self.kind!r}; one of {', '.join(KINDS)}")

    def hits(self, method: str, params: dict[str, Any]) -> bool:
        if self.method == "*":
            if method == "getupdates":
                return False
        elif self.method.lower() != method:
            return False
        return all(_same(name, wanted, params.get(name)) for name, wanted in self.match.items())


def _same(name: str, wanted: Any, value: Any) -> bool:
    if name in ("text", "caption"):
        return str(wanted) in str(value or "")
    return value is not None and str(wanted) == str(value)


@dataclass(slots=True)
class FaultBook:
    """The faults still to come, oldest first."""

    faults: list[Fault] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Let every call that is being held go on."""
        self.released.set()
        self.released = asyncio.Event()

    def take(self, method: str, params: dict[str, Any]) -> Fault | None:
        """The fault that hits this call (`method` in lower case), used up by one."""
        for fault in self.faults:
            if fault.hits(method, params):
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
