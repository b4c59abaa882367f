"""The same messages posted with nothing but httpx, as many in flight."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import httpx

from benchmarks.probe import Json, Measure, serve


def _read(path: Path) -> list[dict[str, str]]:
    payloads: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return payloads


async def set_up(url: str, token: str, messages: str, in_flight: int) -> Measure:
    """``messages``: a file with a JSON list of sendMessage parameters."""
    payloads = _read(Path(messages))
    limits = httpx.Limits(max_connections=in_flight, max_keepalive_connections=in_flight)
    client = httpx.AsyncClient(base_url=f"{url}/bot{token}", limits=limits, timeout=20, trust_env=False)

    async def post_all(rest: Iterator[dict[str, str]]) -> None:
        for payload in rest:
            response = await client.post("/sendMessage", data=payload)
            if not response.json()["ok"]:
                raise RuntimeError(response.text)

    async def measure() -> Json:
        rest = iter(payloads)
        started = perf_counter()
        await asyncio.gather(*(post_all(rest) for _ in range(in_flight)))
        return {"seconds": perf_counter() - started}

    return measure


if __name__ == "__main__":
    serve(set_up)
