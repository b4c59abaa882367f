"""``dondoc invite``: a one-time link for one person."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import build_channels
from bot.channels.base import Channel
from bot.cli.output import JSON, print_json
from bot.cli.planning import read_files
from bot.clock import SystemClock
from bot.messages.people.invitation import invite_text
from bot.offline import offline_clock, open_database
from bot.outputs.qr import qr_png
from bot.services.people.invites import create_invite, normal_code
from bot.settings import load_settings


def invite(
    person: Annotated[str, typer.Argument(help="Mã người trong people.yaml, ví dụ tran-cong-huy.")],
    qr: Annotated[Path | None, typer.Option("--qr", help="Ghi mã QR của đường dẫn vào tệp PNG này.")] = None,
    json: JSON = False,
) -> None:
    """Prints the link and the code; nobody else ever sees them again."""
    settings = load_settings()
    registry, _ = read_files(settings)
    database = open_database(settings)
    try:
        ttl = timedelta(days=settings.config.invite_days)
        now = offline_clock(database).now()
        with database.transaction() as uow:
            made = create_invite(uow, registry, person, now=now, ttl=ttl, actor="dondoc invite")
        channels = build_channels(settings, SystemClock(), database)
        links = asyncio.run(_links(channels.values(), normal_code(made.code)))
    finally:
        database.close()
    link = next(iter(links.values()), None)
    if qr is not None:
        qr.write_bytes(qr_png(link or made.code))
    if json:
        fields = {"person": made.person.id, "link": link, "code": made.code}
        print_json({**fields, "expires_at": made.expires_at.isoformat()})
    else:
        typer.echo(invite_text(made.person, links, made.code, made.expires_at))


async def _links(channels: Iterable[Channel], code: str) -> dict[str, str]:
    """Title → what opens the chat with the code filled in, for the channels that have such links."""
    found = {channel.title: await channel.invitation_link(code) for channel in channels}
    return {title: link for title, link in found.items() if link}
