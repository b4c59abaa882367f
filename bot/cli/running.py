"""``dondoc run`` and ``dondoc demo``: the long-running processes."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time
from enum import StrEnum
from time import monotonic
from typing import Annotated

import typer

from bot.bootstrap import build_app
from bot.clock import LOCAL_ZONE, Clock, RunningClock, SteppedClock
from bot.demo import Demo, demo_settings
from bot.logs import set_up_logging
from bot.messages.command_line import WRONG_MOMENT
from bot.settings import Settings, load_settings
from bot.web.demo.rehearsal_page import rehearsal_routes
from bot.web.importing.review_pages import review_routes
from bot.web.shared.hosts import known_hosts
from bot.web.shared.server import serve
from bot.web.site import create_app
from bot.worker import stop_on_signals, work


class ProcessPart(StrEnum):
    WORKER = "worker"
    WEB = "web"


def demo(
    port: Annotated[int, typer.Option(help="Cổng của trang web; 0 là cổng trống bất kỳ.")] = 8000,
    date: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Ngày bắt đầu của đồng hồ.")] = datetime(  # noqa: DTZ001
        2024, 9, 3
    ),
) -> None:
    """Serves the shipped plans from a copy and a database of its own; no channel leaves the machine."""
    settings = demo_settings()
    set_up_logging(settings.secrets())
    asyncio.run(_demo(settings, date.date(), port))


def run(
    only: Annotated[ProcessPart | None, typer.Option(help="Chỉ chạy một phần (Procfile).")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng của trang web; mặc định theo cấu hình.")] = None,
    clock: Annotated[str, typer.Option(help="Diễn tập: giờ bắt đầu, ví dụ 2024-09-03T07:59+07:00.")] = "",
    speed: Annotated[
        float, typer.Option(min=0, help="Diễn tập: nhanh gấp mấy lần; 0 là đứng yên, đẩy qua /clock.")
    ] = 1.0,
) -> None:
    """Worker and web in one process, or one of them; ``clock`` makes it a rehearsal."""
    settings = load_settings()
    set_up_logging(settings.secrets())
    asyncio.run(_run(settings, only, port, _clock(clock, speed)))


def _clock(start: str, speed: float) -> Clock | None:
    """A rehearsal's clock; None for the machine's own."""
    if not start:
        return None
    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        raise typer.BadParameter(WRONG_MOMENT, param_hint="--clock") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LOCAL_ZONE)
    return RunningClock(moment, elapsed=monotonic, speed=speed) if speed else SteppedClock(moment)


async def _demo(settings: Settings, day: date, port: int) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    show = Demo(settings, datetime.combine(day, time(8, 0), LOCAL_ZONE))
    await show.start()
    try:
        host, port = settings.web_address(port)
        extra = review_routes(show.schedules, host=host)
        served = create_app(show.app, demo=show, extra=extra, hosts=known_hosts(settings, host))
        await serve(served, host, port, stop)
    finally:
        await show.stop()


async def _run(settings: Settings, only: ProcessPart | None, port: int | None, clock: Clock | None) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    app = build_app(settings, clock=clock)
    await app.start()
    host, port = settings.web_address(port)
    parts = []
    if only is not ProcessPart.WEB:
        parts.append(work(app, stop))
    if only is not ProcessPart.WORKER:
        routes = review_routes(settings.schedules, host=host)
        routes += rehearsal_routes(app, clock) if isinstance(clock, SteppedClock) else []
        hosts = known_hosts(settings, host, app.channels.values())
        served = create_app(app, extra=routes, hosts=hosts)
        parts.append(serve(served, host, port, stop))
    try:
        await asyncio.gather(*parts)
    finally:
        await app.stop()
