"""The same as ``tick`` with what people would use instead: one APScheduler job per reminder in its SQLAlchemy store.

The jobs do nothing, and the store gets the pragmas of ours; what is measured is finding the due ones, handing them
over and forgetting them.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from importlib import import_module
from time import perf_counter
from typing import Any

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import create_engine, event

from benchmarks.probe import Json, Measure, serve

_done: list[str] = []


async def remind(person: str, occurrence: str) -> None:
    """What a job runs."""
    _done.append(person)


class _ByHand(AsyncIOScheduler):  # type: ignore[misc]
    """Looks for due jobs only when told."""

    def wakeup(self) -> None:
        pass


async def set_up(path: str, pending: int, due: int, own_pragmas: bool = True, grace: float | None = None) -> Measure:
    """``pending`` jobs wait for next year. ``grace`` as ``misfire_grace_time``; None never drops a late job."""
    store = _store(path, own_pragmas)
    scheduler = _ByHand(jobstores={"default": store}, timezone=UTC)
    scheduler.start()
    _add(store, scheduler, pending, datetime.now(UTC) + timedelta(days=365), "wait", grace)

    async def measure(turn: int, late: float = 10.0) -> Json:
        _done.clear()
        _add(store, scheduler, due, datetime.now(UTC) - timedelta(seconds=late), f"due-{turn}", grace)
        started = perf_counter()
        scheduler._process_jobs()
        # The executor has made a task of each job.
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
        seconds = perf_counter() - started
        return {"seconds": seconds, "sent": len(_done)}

    return measure


def _store(path: str, own_pragmas: bool) -> SQLAlchemyJobStore:
    engine = create_engine(f"sqlite:///{path}")
    if own_pragmas:

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")

    return SQLAlchemyJobStore(engine=engine)


def _add(
    store: SQLAlchemyJobStore, scheduler: AsyncIOScheduler, count: int, at: datetime, name: str, grace: float | None
) -> None:
    """Many jobs at once, as ``add_job`` would store them one by one."""
    rows: list[Json] = []
    for number in range(count):
        job = Job(
            scheduler, id=f"{name}-{number}", func="benchmarks.probes.apscheduler_tick:remind",
            args=(f"can-bo-{number}", "do-luong/bao-cao/2024"), kwargs={}, trigger=DateTrigger(at), executor="default",
            misfire_grace_time=grace, coalesce=True, max_instances=1, next_run_time=at,
        )  # fmt: skip
        state = store_state(job)
        rows.append({"id": job.id, "next_run_time": at.timestamp(), "job_state": state})
    with store.engine.begin() as connection:
        if rows:
            connection.execute(store.jobs_t.insert(), rows)


def store_state(job: Job) -> bytes:
    """As the job store pickles it."""
    import pickle

    return pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    # The job store names functions by module, and under ``-m`` this one is called ``__main__``.
    serve(import_module("benchmarks.probes.apscheduler_tick").set_up)
