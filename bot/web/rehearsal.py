"""Pushing a standing clock forward over HTTP: for rehearsals against a server on this machine only."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.app import App
from bot.clock import SteppedClock


def rehearsal_routes(app: App, clock: SteppedClock) -> list[Route]:
    """``POST /clock {"to": ISO time}``: sets the clock and makes one pass; the answer comes when the pass is over."""

    async def push(request: Request) -> Response:
        try:
            clock.advance_to(datetime.fromisoformat(str((await request.json())["to"])))
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": f'cần {{"to": giờ ISO có múi giờ, không lùi}}: {error}'}, status_code=400)
        # Time has passed on the rehearsal's clock: what stands there now has stood there.
        await app.refresh(looks=2)
        await app.tick()
        await app.watch()
        await app.answer()
        return JSONResponse({"now": clock.now().isoformat()})

    return [Route("/clock", push, methods=["POST"])]
