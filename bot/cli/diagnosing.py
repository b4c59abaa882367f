"""``dondoc doctor``: is everything in order."""

from __future__ import annotations

import asyncio

import typer

from bot.app import App
from bot.bootstrap import NoChannel, build_channels, offline_app
from bot.cli.output import JSON, print_json
from bot.clock import SystemClock
from bot.domain.plan.plan import Role
from bot.messages import health_lines
from bot.messages.operations import no_access_text
from bot.offline import linked_people
from bot.services.schedule.health import Check
from bot.settings import Settings, load_settings
from bot.store.store_errors import StoreError


def doctor(json: JSON = False) -> None:
    """Prints every check; exits 1 when one fails."""
    settings = load_settings()
    try:
        checks = _checks(settings)
    except StoreError as error:
        checks = [Check("database", False, str(error))]
    if json:
        print_json({"ok": all(c.ok for c in checks), "checks": [_check_json(c) for c in checks]})
    else:
        for check in checks:
            typer.echo(f"{'✓' if check.ok else '✗'} {check.text}")
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def _checks(settings: Settings) -> list[Check]:
    app = offline_app(settings)
    app.channels = build_channels(settings, SystemClock(), app.database)
    try:
        return [*app.health().checks, *asyncio.run(_token_checks(app)), _linked_check(app, settings)]
    finally:
        app.database.close()


async def _token_checks(app: App) -> list[Check]:
    if not app.channels:
        return [Check("token", False, str(NoChannel()))]
    found = [(channel.title, await channel.examine()) for channel in app.channels.values()]
    checks = [Check("token", finding.ok, f"{title}: {finding.text}") for title, finding in found]
    closed = [name for name in app.settings.config.channels if name not in app.channels]
    return checks + [Check("token", False, no_access_text(name)) for name in closed]


def _linked_check(app: App, settings: Settings) -> Check:
    linked = linked_people(settings)
    contacts = [p for p in app.in_use.registry.people.values() if Role.CONTACT in p.roles]
    missing = [p.name for p in contacts if p.id not in linked]
    if not missing:
        return Check("linked", True, health_lines.all_linked(len(contacts)))
    return Check("linked", False, health_lines.not_linked(missing, len(contacts)))


def _check_json(check: Check) -> dict[str, object]:
    return {"name": check.name, "ok": check.ok, "text": check.text}
