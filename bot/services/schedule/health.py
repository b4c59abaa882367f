"""Whether the service does its work, as ``/healthz``, ``dondoc doctor`` and the admins are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import dumps, loads

from bot.channels.base import ChannelHealth
from bot.messages import health_lines
from bot.store.unit_of_work import UnitOfWork

#: A worker that has not been heard of for this long counts as stopped.
SILENCE = timedelta(minutes=3)
#: A clock further back than this was set back; less is the ordinary work of a time service.
SET_BACK = timedelta(minutes=1)

_HEARTBEAT = "worker.heartbeat"
_CHANNEL = "worker.channel."
_REHEARSAL = "worker.rehearsal"
_TROUBLES = "worker.troubles"
#: How long it is said that something was set aside.
_SET_ASIDE_SAID = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``text`` is a Vietnamese sentence without personal data."""

    name: str
    ok: bool
    text: str


@dataclass(frozen=True, slots=True)
class Health:
    """All checks together."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """True when every check is."""
        return all(check.ok for check in self.checks)


def record_worker(
    uow: UnitOfWork, now: datetime, channels: Mapping[str, ChannelHealth], troubles: Mapping[str, str]
) -> None:
    """Leave a sign of life and the state of the channels and of the worker's parts for other processes to see.

    ``troubles``: part → Vietnamese sentence about what is wrong with it.
    """
    uow.settings.put(_HEARTBEAT, now.isoformat())
    uow.settings.put(_TROUBLES, dumps(dict(troubles), ensure_ascii=False))
    for name, health in channels.items():
        state = {"ok": health.ok, "reason": health.reason, "since": health.since.isoformat()}
        uow.settings.put(_CHANNEL + name, dumps(state, ensure_ascii=False))


def record_rehearsal(uow: UnitOfWork, now: datetime | None) -> None:
    """Leave the time of a rehearsal for commands on the same database; None when the machine's clock is in use."""
    said = now.isoformat() if now is not None else ""
    if (uow.settings.get(_REHEARSAL) or "") != said:
        uow.settings.put(_REHEARSAL, said)


def rehearsed_now(uow: UnitOfWork) -> datetime | None:
    """Where the rehearsal on this database last stood; None when the last worker ran by the machine's clock."""
    said = uow.settings.get(_REHEARSAL)
    return datetime.fromisoformat(said) if said else None


def heard_of(uow: UnitOfWork) -> datetime | None:
    """When a worker last left a sign of life, by its own clock."""
    seen = uow.settings.get(_HEARTBEAT)
    return datetime.fromisoformat(seen) if seen else None


def worker_checks(uow: UnitOfWork, now: datetime, titles: Mapping[str, str], speed: float = 1.0) -> list[Check]:
    """Whether a worker lives and its channels (name → title) work; ``speed`` is the clock's."""
    return [
        _heartbeat(uow, now, SILENCE * max(1.0, speed)),
        *(_channel(uow, name, title) for name, title in titles.items()),
        *(Check(f"worker.{part}", False, said) for part, said in loads(uow.settings.get(_TROUBLES) or "{}").items()),
        *_set_aside(uow, now, titles),
    ]


def _set_aside(uow: UnitOfWork, now: datetime, titles: Mapping[str, str]) -> Iterable[Check]:
    """Worth a look, but nothing stands still because of it."""
    for channel, count in uow.events.set_aside_counts(now - _SET_ASIDE_SAID).items():
        yield Check(f"set_aside.{channel}", True, health_lines.set_aside(titles.get(channel, channel), count))


def _heartbeat(uow: UnitOfWork, now: datetime, silence: timedelta) -> Check:
    last = heard_of(uow)
    if last is None:
        return Check("worker", False, health_lines.NEVER_RUN)
    if last - now > SET_BACK:
        return Check("worker", False, health_lines.clock_set_back(last))
    if now - last > silence:
        return Check("worker", False, health_lines.silent_since(last))
    return Check("worker", True, health_lines.ALIVE)


def _channel(uow: UnitOfWork, name: str, title: str) -> Check:
    state = loads(uow.settings.get(_CHANNEL + name) or "{}")
    if not state:
        return Check(name, False, health_lines.channel_not_started(title))
    return Check(name, bool(state["ok"]), str(state["reason"] or health_lines.channel_works(title)))
