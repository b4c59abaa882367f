"""Pushing a standing clock forward over HTTP: for rehearsals against a server on this machine only."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.app import App
from bot.clock import SteppedClock
from bot.messages.web import wrong_moment
from bot.web.shared.bodies import limited

#: Plans look years ahead from the clock, and the calendar ends with the year 9999.
_LAST_YEAR = 2200


def rehearsal_routes(app: App, clock: SteppedClock) -> list[Route]:
    """``POST /clock {"to": ISO time}``: sets the clock and makes one pass; the answer comes when the pass is over."""

    async def push(request: Request) -> Response:
        try:
            moment = datetime.fromisoformat(str((await limited(request).json())["to"]))
            if moment.year > _LAST_YEAR:
                raise ValueError(moment.year)
            clock.advance_to(moment)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            return JSONResponse({"error": wrong_moment(str(error))}, status_code=400)
        # Time has passed on the rehearsal's clock: what stands there now has stood there.
        await app.refresh(looks=2)
        await app.tick()
        await app.watch()
        await app.answer()
        return JSONResponse({"now": clock.now().isoformat()})

    return [Route("/clock", push, methods=["POST"])]
